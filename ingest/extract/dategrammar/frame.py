"""What the words of a day are told against, and the words that move by one week, month or year."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from ingest.extract.dategrammar.calendar import Day, Direction
from ingest.extract.dategrammar.tokens import Scan

Found = tuple[Day, int]  # what was read, and the piece after it


@dataclass(frozen=True, slots=True)
class Frame:
    """What the words are told against."""

    now: datetime  # naive, in the office's zone: the instant to count from
    direction: Direction = "past"  # where to look when the words leave it open
    before: date | None = None  # the day told of just before, for "the next day"
    depth: int = 0  # how many days are being told from one another: bounded, so that no text can make it explode
    a_day: Callable[[Scan, int, "Frame"], Found | None] | None = None  # reads any day: for days told from days
    known: dict[tuple[int, int], tuple[Day, int] | None] = field(default_factory=dict, compare=False)  # (piece, depth)

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.now.date()


STEPS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "next": 1,
    "following": 1,
    "coming": 1,
}  # by how many units a word moves


def shifted_unit(s: Scan, i: int) -> tuple[str, str, int] | None:
    """ "last week", "la semana pasada", "il mese scorso" -> (unit, shift, end)."""
    lead = s.take(i, "shift")
    unit = s.take(lead[1] if lead else i, "unit")
    if not unit:
        return None
    if lead:
        return str(unit[0]), str(lead[0]), unit[1]
    post = s.take(unit[1], "shift_post")
    return (str(unit[0]), str(post[0]), post[1]) if post else None
