"""The day at a place in the text, however it is told: the longest of all the ways wins."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from ingest.extract.dategrammar import calendar, hours
from ingest.extract.dategrammar.calendar import Day, Direction
from ingest.extract.dategrammar.days import written
from ingest.extract.dategrammar.frame import STEPS, Found, Frame, shifted_unit
from ingest.extract.dategrammar.lengths import from_now
from ingest.extract.dategrammar.lexicon import mask
from ingest.extract.dategrammar.lone import day_alone
from ingest.extract.dategrammar.stretches import feast, month_alone, period, week_of, week_of_month
from ingest.extract.dategrammar.tokens import NUMBER, Scan
from ingest.extract.dategrammar.weekdays import week_then_day, weekday


def _part_of(s: Scan, i: int, f: Frame) -> Found | None:
    """ "the evening of Sunday 1 March", "nel pomeriggio del 3"."""
    part = s.take(i, "daypart")
    of = s.take(part[1], "of") if part else None
    day = a_day(s, s.skip(of[1], "the"), f) or a_day(s, of[1], f) if of else None
    return (day[0]._replace(part=str(part[0])), day[1]) if part and day and not day[0].last else None


PRESENT = "the present moment"  # the pattern of "now"


def a_day(s: Scan, i: int, f: Frame) -> Found | None:
    """The day at `i`, however it is told: the longest of the ways."""
    if f.depth > 2 or not s.may(i, _ANY):
        return None
    key = i, f.depth
    if key not in f.known:
        f.known[key] = _longest(s, i, Frame(f.now, f.direction, f.before, f.depth + 1, a_day, f.known))
    return f.known[key]


def _longest(s: Scan, i: int, inner: Frame) -> Found | None:
    bits = s.masks[i]
    best: Found | None = None
    for first, way in _WAYS:
        option = way(s, i, inner) if bits & first else None
        if option and (best is None or (option[1], option[0].sure) > (best[1], best[0].sure)):
            best = option
    return best


def _written(s: Scan, i: int, f: Frame) -> Found | None:
    article = s.take(i, "the")
    found = written(s, i, f.today) or (written(s, article[1], f.today) if article else None)
    if not found or not found[0].month or found[0].year:
        return found
    of_year = shifted_unit(s, s.skip(found[1], "of", "the"))
    if of_year and of_year[0] == "year":
        return found[0]._replace(year=f.today.year + STEPS.get(of_year[1], 0), sure=0.85), of_year[2]
    post = s.take(found[1], "shift_post")
    if not post:
        return found
    direction: Direction = "future" if post[0] in {"next", "this", "following", "coming"} else "past"
    return found[0]._replace(direction=direction), post[1]


def _named(s: Scan, i: int, f: Frame) -> Found | None:
    """ "yesterday", "tonight", "l'altro ieri", with a weekday or a date that says the same after it."""
    word = s.take(i, "rel") or s.take(i, "part_rel")
    if not word:
        return None
    offset, part = word[0] if isinstance(word[0], tuple) else (word[0], "")
    if not isinstance(offset, int):
        return None
    day = Day(exact=f.today + timedelta(days=offset), pattern="told from today", sure=0.92, part=str(part))
    return _apposed(s, day, word[1], f)


def _anaphor(s: Scan, i: int, f: Frame) -> Found | None:
    """ "the next day", "il giorno dopo", "the same day": told from the day before it in the text."""
    word = s.take(i, "anaphor")
    if not word or not f.before:
        return None
    offset, part = word[0] if isinstance(word[0], tuple) else (word[0], "")
    day = f.before + timedelta(days=int(offset))
    return Day(exact=day, pattern="told from the day before it", sure=0.6, part=str(part)), word[1]


def _apposed(s: Scan, day: Day, k: int, f: Frame) -> Found:
    """ "yesterday, Tuesday 3 March": the written date counts."""
    j = s.skip(s.past(s.past(k, ","), "("), "the")
    said = weekday(s, j, f) or written(s, j, f.today)
    if said is None or hours.slot(s, j, said[0].pattern):
        return day, k
    if said[0].day is None:
        same = said[0].weekday == (day.exact.weekday() if day.exact else None)
        return (day, s.past(said[1], ")")) if same else (day, k)
    return said[0], s.past(said[1], ")") if s.sign(j - 1, "(") else said[1]


def edge(s: Scan, i: int, f: Frame) -> Found | None:
    """ "end of tomorrow", "mid March", "alla fine di questa domenica", "the end of the month"."""
    day_end = s.take(i, "the_day")
    if day_end:
        return _last_second(Day(exact=f.today, pattern="end of the day", sure=0.45)), day_end[1]
    lead = s.take(i, "edge")
    k = s.skip(lead[1], "of", "the") if lead else i
    inner = next((found for way in _EDGED if lead and (found := way(s, k, f)) is not None), None)
    unit = s.take(k, "unit") if lead and not inner else None
    if unit and unit[0] == "month":  # "by the end of the month", "entro fine mese"
        first = f.today.replace(day=1)
        inner = Day(exact=first, last=calendar.month_end(first), pattern="this month", sure=0.5), unit[1]
    if not lead or inner is None:
        return None
    cut = _cut(inner[0], str(lead[0]), f)
    if cut and cut.last and lead[0] == "end" and i and s.pieces[i - 1].low in s.lexicon.ahead:
        cut = cut._replace(exact=cut.last, last=None)  # "by the end of May" is by its last day
    return (cut, inner[1]) if cut else None


def _cut(day: Day, part: str, f: Frame) -> Day | None:
    """The beginning, middle or end of a month; of a day only the end."""
    exact = calendar.resolved(day, f.today, f.direction)
    if exact and day.last and (day.last - exact).days > 20:
        return _third(exact, day.last, part)
    if exact and part == "end" and day.last is None:
        return _last_second(day._replace(exact=exact, pattern="end of a day", sure=0.6))
    return None


def _third(first: date, last: date, edge: str) -> Day:
    parts = {"start": (first, first.replace(day=10)), "middle": (first.replace(day=11), first.replace(day=20))}
    start, end = parts.get(edge, (first.replace(day=21), last))
    return Day(exact=start, last=end, pattern=f"{edge} of a month", sure=0.5)


def _last_second(day: Day) -> Day:
    return day._replace(moment=datetime.combine(day.exact or date.min, datetime.max.time()).replace(microsecond=0))


def _present(s: Scan, i: int, f: Frame) -> Found | None:
    """ "now", "at the moment": for those who want it reported."""
    word = s.take(i, "instant")
    return (Day(exact=f.today, pattern=PRESENT, sure=0.4, moment=f.now), word[1]) if word else None


_EDGED = (_named, weekday, period, feast, month_alone)


_NUMERALS = NUMBER | mask("card", "tens", "ord")


_WAYS: tuple[tuple[int, Callable[[Scan, int, Frame], Found | None]], ...] = (
    (_NUMERALS | mask("month", "the", "misread", "thousand"), _written),
    (mask("rel", "part_rel"), _named),
    (mask("anaphor"), _anaphor),
    (mask("daypart"), _part_of),
    (mask("instant"), _present),
    (mask("shift", "weekday", "weekday_part"), weekday),
    (mask("shift", "unit"), week_then_day),
    (mask("unit"), week_of),
    (NUMBER | mask("ord", "shift"), week_of_month),
    (mask("shift", "unit", "month"), period),
    (mask("shift", "holiday"), feast),
    (mask("edge", "the_day"), edge),
    (_NUMERALS | mask("ago_pre", "in_pre", "few", "half_unit", "one", "about"), from_now),
    (_NUMERALS | mask("day_lead", "the"), day_alone),
)


_ANY = reduce(or_, (first for first, _ in _WAYS))
