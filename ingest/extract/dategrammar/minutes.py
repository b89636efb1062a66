"""Clock times told by the minutes before or after an hour: "half past four", "ten to six", "Viertel vor acht"."""

from ingest.extract.dategrammar.clock import Clock
from ingest.extract.dategrammar.numbers import small
from ingest.extract.dategrammar.tokens import Scan


def to_hour(s: Scan, i: int) -> tuple[Clock, int] | None:
    """Minutes, then the hour: "half past four", "Viertel vor acht", "halb neun"."""
    found = _minutes_to(s, i)
    if not found:
        return None
    hour = _hour(s, found[1]) or _hour_of_noon(s, found[1])
    if not hour or (s.take(i, "half_past") and _followed_by_count(s, hour[1])):
        return None
    total = hour[0] * 60 + found[0]
    return Clock(total // 60 % 24, total % 60, known=hour[0] > 12 or hour[0] == 0, marked=True), hour[1]


def _minutes_to(s: Scan, i: int) -> tuple[int, int] | None:
    """ "half past", "quarter to", "ten past", "fünf vor halb" -> minutes after the hour that follows."""
    half = s.take(i, "half_past")
    if half and isinstance(half[0], int):
        return half[0], half[1]
    minutes, k = _quarter(s, i) or small(s, i) or (s.number(i, 1, 29, 2) or 0, i + 1)
    if not 1 <= minutes <= 29:
        return None
    unit = s.take(k, "unit")
    if unit and unit[0] == "minute":
        return _past_or_to(s, i, minutes, unit[1])
    return _past_or_to(s, i, minutes, k) if minutes % 5 == 0 else None  # "from 3 to 5" is no 4:57


def _quarter(s: Scan, i: int) -> tuple[int, int] | None:
    word = s.take(i, "quarter")
    return (word[0], word[1]) if word and isinstance(word[0], int) else None


_FROM = frozenset({"from", "between"})


def _past_or_to(s: Scan, i: int, minutes: int, k: int) -> tuple[int, int] | None:
    for category, sign in (("past", 1), ("clock_to", -1)):
        taken = s.take(k, category)
        if taken and sign < 0 and s.pieces[i - 1].low in _FROM and i:  # "from 10 to 11"
            continue
        if taken:
            half = s.take(taken[1], "half_before")
            return (sign * minutes - 30, half[1]) if half else (sign * minutes, taken[1])
    return None


def _hour(s: Scan, i: int) -> tuple[int, int] | None:
    digits = s.number(i, 0, 24, 2)
    if digits is not None:
        return digits, i + 1
    word = small(s, i)
    return word if word and word[0] <= 24 else None


def _hour_of_noon(s: Scan, i: int) -> tuple[int, int] | None:
    word = s.take(i, "clock_word")
    return (word[0], word[1]) if word and isinstance(word[0], int) else None


def _followed_by_count(s: Scan, i: int) -> bool:
    return bool(s.take(i, "unit"))
