"""A time of day as far as words say it, and the half of the day it falls in."""

from datetime import time
from typing import NamedTuple


class Clock(NamedTuple):
    """A time of day as far as the words say it."""

    hour: int
    minute: int = 0
    second: int = 0
    known: bool = False  # which half of the day is certain
    marked: bool = False  # something in it says that it is a time: a colon, "pm", "o'clock"
    cued: bool = False  # "at" or the like stands before it
    written: str = "time"

    def at(self) -> time:
        """The time meant; between 1 and 6 without a word of the half of the day, people mean the afternoon."""
        later = not self.known and 1 <= self.hour <= 6
        hour = self.hour + 12 if later else self.hour
        return time(hour % 24, self.minute, self.second)


def in_half(value: Clock, later: bool) -> Clock:
    """The clock time before noon, or (`later`) after it."""
    hour = value.hour % 12 + (12 if later else 0)
    return value._replace(hour=hour, known=True, marked=True)


def in_part(value: Clock, part: str) -> Clock:
    """The clock time in a part of the day: eight in the evening is 20:00, three at night is 03:00."""
    if value.hour > 12 or not part:
        return value
    if part in {"afternoon", "evening"} or (part == "night" and 6 < value.hour < 12):
        later = value.hour != 12 or part == "afternoon"
        return in_half(value, later)
    if part == "noon":
        return in_half(value, value.hour in {12, 1, 2, 3})
    return value._replace(hour=0 if value.hour == 12 and part == "night" else value.hour, known=True, marked=True)
