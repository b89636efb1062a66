"""Stretches of days and feasts: "last week", "in March", "Christmas Eve", "Easter 2018"."""

from datetime import date, timedelta

from ingest.extract.dategrammar import calendar
from ingest.extract.dategrammar.calendar import Day, Direction
from ingest.extract.dategrammar.days import month
from ingest.extract.dategrammar.frame import STEPS, Found, Frame, shifted_unit
from ingest.extract.dategrammar.numbers import year
from ingest.extract.dategrammar.tokens import Scan

_AHEAD: dict[Direction, int] = {"past": 1, "future": 9}  # so many months ahead a month's name alone is still to come


def period(s: Scan, i: int, f: Frame) -> Found | None:
    """ "last week", "il mese scorso", "March 2026", "this weekend": a stretch of days."""
    named = _named_month(s, i, f)
    if named:
        return named
    found = shifted_unit(s, i)
    if not found or (i and s.take(i - 1, "one")):
        return None
    unit, shift, k = found
    # "this day", "the last hours" say little; "in the last three weeks" is a length of time
    stretch = _stretch(unit, shift, f)
    if stretch is None:
        return None
    first, last = stretch
    return Day(exact=first, last=last, pattern="whole " + unit, sure=0.55), k


_BESIDE = frozenset({"previous", "next", "following"})  # "the last day" says little


def _stretch(unit: str, shift: str, f: Frame) -> tuple[date, date] | None:
    step = STEPS.get(shift, 0)
    monday = f.today - timedelta(days=f.today.weekday()) + timedelta(weeks=step)
    if unit == "week":
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        # at the weekend told of on a Monday, "this weekend" is to come
        return monday + timedelta(days=5), monday + timedelta(days=6)
    first = calendar.months_later(f.today.replace(day=1), step)
    if unit == "month":
        return first, calendar.month_end(first)
    if unit == "day" and shift in _BESIDE and f.before:
        day = f.before + timedelta(days=step)
        return day, day
    return None


def _named_month(s: Scan, i: int, f: Frame) -> Found | None:
    """ "March 2026", "in March", "last March", "marzo scorso"."""
    lead = s.take(i, "shift")
    named = month(s, lead[1] if lead else i)
    if not named:
        return None
    number, k = named
    j = s.skip(s.past(k, ",-/"), "of", "year_word")
    in_year = year(s, j, f.today, short=False)
    if in_year and not (s.joined(in_year[1]) and s.sign(in_year[1], "/-:") and s.joined(in_year[1] + 1)):
        return _whole_month(in_year[0], number, 0.8), in_year[1]
    post = s.take(k, "shift_post")
    shift = str(lead[0]) if lead else str(post[0]) if post else ""
    if not shift and not _alone_ok(s, i):
        return None
    return _whole_month(_year_of(number, shift, f), number, 0.6), post[1] if post and not lead else k


def month_alone(s: Scan, i: int, f: Frame) -> Found | None:
    """A month's name where other words make sure that it is one ("a metà gennaio")."""
    named = month(s, i)
    return (_whole_month(_year_of(named[0], "", f), named[0], 0.6), named[1]) if named else None


def _alone_ok(s: Scan, i: int) -> bool:
    """Whether a month stands alone as a time: "in March", "since January"; not "may" nor "August Smith"."""
    if not i or (s.pieces[i].width <= 3 and s.pieces[i].low != "may"):
        return False
    if not (
        s.take(i - 1, "of")
        or s.take(i - 1, "from")
        or s.take(i - 1, "after")
        or s.take(i - 1, "on")
        or s.take(i - 1, "to")
    ):
        return False
    return s.pieces[i].capital or s.pieces[i].low not in s.lexicon.ambiguous


def _year_of(number: int, shift: str, f: Frame) -> int:
    today = f.today
    months = (number - today.month) % 12  # until it comes again
    if shift in {"next", "this", "following", "coming"} or (not shift and months <= _AHEAD[f.direction]):
        return today.year + (number < today.month)
    return today.year - (number > today.month or (number == today.month and bool(shift)))


def _whole_month(in_year: int, number: int, sure: float) -> Day:
    first = date(in_year, number, 1)
    return Day(exact=first, last=calendar.month_end(first), pattern="whole month", sure=sure)


def _names_somebody(s: Scan, k: int) -> bool:
    """Whether a capital word goes on at `k`, so that the feast is a name's beginning: "Easter Road", "Natale Rossi"."""
    if k >= s.size or s.masks[k] or not s.pieces[k].capital or s.lexicon.language == "de":
        return False
    return s.text[s.pieces[k - 1].end : s.pieces[k].start] == " "


def feast(s: Scan, i: int, f: Frame) -> Found | None:
    """ "Christmas Eve", "Easter 2018", "last Christmas", "independence day of this year"."""
    lead = s.take(i, "shift")
    word = s.take(lead[1] if lead else i, "holiday")
    if not word or not isinstance(word[0], str | tuple):
        return None
    if _names_somebody(s, word[1]):
        return None
    rule = word[0]
    k = s.skip(s.past(word[1], ","), "of", "the", "year_word")
    in_year = year(s, k, f.today, short=False)
    if in_year and s.pieces[k].number is not None:
        return Day(exact=calendar.feast(rule, in_year[0]), pattern="feast", sure=0.85), in_year[1]
    of_year = shifted_unit(s, k)
    if of_year and of_year[0] == "year":
        step = STEPS.get(of_year[1], 0)
        return Day(exact=calendar.feast(rule, f.today.year + step), pattern="feast", sure=0.8), of_year[2]
    post = s.take(word[1], "shift_post")
    shift = str(lead[0]) if lead else str(post[0]) if post else ""
    way: Direction = "future" if shift in {"next", "this", "following", "coming"} else "past" if shift else f.direction
    return Day(exact=calendar.nearest_feast(rule, f.today, way, said=bool(shift)), pattern="feast", sure=0.72), post[
        1
    ] if post and not lead else word[1]
