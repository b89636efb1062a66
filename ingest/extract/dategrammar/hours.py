"""Two times of day with a word or a dash between them: "between 9 and 11 am", "8-12". It knows no days."""

from datetime import date, datetime, time, timedelta

from ingest.extract.dategrammar import times
from ingest.extract.dategrammar.clock import Clock, in_part
from ingest.extract.dategrammar.lexicon import mask
from ingest.extract.dategrammar.tokens import NUMBER, Scan

_TIMED = NUMBER | mask("at", "card", "tens", "quarter", "half_past", "clock_word")


def joint(s: Scan, k: int, *, led: bool) -> int | None:
    """Past "to", a dash, or (after "between") "and"."""
    if s.sign(k, "-–—"):
        return None if _opens_item(s, k) else k + 1
    to = s.take(k, "to")
    if not to or (s.joined(to[1]) and s.pieces[k].capital):  # "h 07.55 / A2"
        return None
    return to[1] if led or not s.take(k, "and") else None


def slot(s: Scan, k: int, pattern: str) -> bool:
    """Whether figures after a day, read as a day and a month by `pattern`, are hours: "today 8-12", "ven 15, 8-12"."""
    return pattern.startswith("day-") and bare_hours(s, k) is not None


def _opens_item(s: Scan, k: int) -> bool:
    """Whether the dash begins a line, and with it an entry of a list."""
    return k > 0 and "\n" in s.text[s.pieces[k - 1].end : s.pieces[k].start] and not s.joined(k + 1)


def bare_hours(s: Scan, k: int) -> tuple[time, time, int] | None:
    """ "8-12", "12-4", "2-4" beside a day: two hours of a working day."""
    first, second = s.number(k, 1, 21, 2), s.number(k + 2, 1, 22, 2)
    if first is None or second is None or not s.sign(k + 1, "-–—") or not s.joined(k + 1) or not s.joined(k + 2):
        return None
    if s.joined(k + 3) and s.sign(k + 3, "/-.:,") and s.joined(k + 4) and k + 4 < s.size:
        return None
    if s.joined(k) or s.take(k + 3, "month") or s.take(k + 3, "unit") or (second <= first and first - second < 3):
        return None
    if first < 6 and (not first < second < 8 or _counts(s, k + 3)):
        return None
    first, second = (first + 12, second + 12) if first < 6 else (first, second)
    return *ordered_times(Clock(first, known=True), Clock(second, known=second > first)), k + 3


def signed(s: Scan, k: int) -> bool:
    """Whether the number at `k` is written as a time: "9:00", "9am"."""
    return s.sign(k + 1, ":") or bool(s.take(k + 1, "ampm") or s.take(k + 1, "oclock"))


def _counts(s: Scan, k: int) -> bool:
    """Whether an unknown word or a unit follows, so that the numbers count something: "between 5 and 10 people"."""
    word = s.text[s.pieces[k].start : s.pieces[k].end]
    unknown = word.isalnum() and not s.masks[k] and s.pieces[k].low not in s.lexicon.after_day
    return unknown or s.sign(k, "%€£$") or bool(s.take(k, "unit"))


def clocks(s: Scan, k: int, *, led: bool, cued: bool, part: str = "") -> tuple[time, time, int] | None:
    """Two times with "to", "and" or a dash between them, and where they end.

    Args:
        s: the run.
        k: the piece the first time begins at.
        led: a word that leads only to times stands before it ("dalle", "between the hours of").
        cued: a word that leads to ranges stands before it ("from").
        part: the part of the day told before them, if any.
    """
    if not s.may(k, _TIMED):
        return None
    s.relaxed = True
    first = times.clock(s, k)
    to = joint(s, first[1], led=cued or led) if first else None
    second = times.clock(s, to) if to is not None else None
    s.relaxed = False
    if not first or not second:
        return None
    clear = led and not _counts(s, second[1])
    if not (first[0].marked or second[0].marked or clear or (cued and first[0].cued)):
        return None
    halves = (value if value.known else in_part(value, part) for value in (first[0], second[0]))
    return *ordered_times(*halves), second[1]


def ordered_times(first: Clock, second: Clock) -> tuple[time, time]:
    """The two times, the first before the second: "9 to 5" ends at 17:00, "between 2 and 3 pm" begins at 14:00."""
    at, until = first.at(), second.at()
    if not first.known and second.known and first.hour + 12 <= second.hour and first.hour < 12 <= second.hour:
        later = (datetime.combine(date.min, time(first.hour, first.minute)) + timedelta(hours=12)).time()
        at = later if later < until and first.hour < 7 else time(first.hour, first.minute)
    if until <= at and not second.known and second.hour < 12:
        until = time(second.hour + 12, second.minute)
    return at, until
