"""Several days at once: ranges, and days that share a month ("3, 4 and 7 March")."""

from dataclasses import dataclass
from datetime import date, time

from ingest.extract.dategrammar import calendar, hours, times
from ingest.extract.dategrammar.calendar import Day
from ingest.extract.dategrammar.days import written
from ingest.extract.dategrammar.frame import Found, Frame
from ingest.extract.dategrammar.lexicon import mask
from ingest.extract.dategrammar.moments import Moment, Told, moment
from ingest.extract.dategrammar.numbers import day_number
from ingest.extract.dategrammar.relative import a_day
from ingest.extract.dategrammar.stretches import month_alone, period
from ingest.extract.dategrammar.tokens import NUMBER, Scan

_LISTED = NUMBER | mask("ord", "card", "tens", "weekday")


_MONTH = mask("month")
_NAMED = mask("rel", "part_rel", "weekday")
_ONWARD = mask("to", "from", "daypart")


@dataclass(frozen=True, slots=True)
class _Item:
    """One bare day of a list, with what leads to the next one."""

    day: int
    start: int  # pieces
    end: int
    to: bool = False  # "to" rather than "and" follows


def sharing(s: Scan, i: int, f: Frame) -> tuple[list[Told], int] | None:
    """ "3, 4 and 7 March", "between 3 and 5 March 2026", "dal 3 al 5 marzo"."""
    lead = s.take(i, "from")
    k = s.skip(lead[1] if lead else i, "the")
    if not s.may(k, _LISTED):
        return None
    items: list[_Item] = []
    for _ in range(12):
        if items and (last := _written_after(s, k, f)) is not None:
            return _shared(s, i, bool(lead), items, k, last, f)
        item = _item(s, k)
        if not item:
            return None
        items.append(item[0])
        k = item[1]
    return None


def _written_after(s: Scan, k: int, f: Frame) -> Found | None:
    word = s.take(k, "weekday")
    last = written(s, s.skip(s.past(word[1], ","), "the") if word else k, f.today)
    return last if last and last[0].month and last[0].day and last[0].pattern.startswith("day") else None


def _item(s: Scan, k: int) -> tuple[_Item, int] | None:
    start = k
    word = s.take(k, "weekday")
    k = s.skip(word[1], "the") if word else k
    day = day_number(s, k)
    if not day or (s.joined(start) and s.pieces[start - 1].low[-1:] not in "-–'’"):
        return None
    if s.sign(day[1], "-–—/&,"):
        j = day[1] + 1
        to = s.sign(day[1], "-–—")
        j = s.skip(j, "and") if s.sign(day[1], ",") else j
        return _Item(day[0], start, day[1], to), s.skip(j, "the")
    for category in ("to", "and"):
        joint = s.take(day[1], category)
        if joint:
            return _Item(day[0], start, day[1], category == "to" and not s.take(day[1], "and")), s.skip(
                joint[1], "on", "the"
            )
    return None


def _shared(
    s: Scan, i: int, led: bool, items: list[_Item], k: int, last: Found, f: Frame
) -> tuple[list[Told], int] | None:
    day, end = last
    final = calendar.resolved(day, f.today, f.direction)
    if final is None:
        return None
    days = [calendar.valid(final.year, final.month, item.day) for item in items]
    if None in days or (any(d > final for d in days if d) and len(items) == 1 and (led or items[0].to)):
        return None
    known = [d for d in days if d]
    ranged = len(items) == 1 and (led or items[0].to)
    if ranged:
        return _range_of(s, i, known[0], final, day, end), end
    return _list_of(s, items, known, k, final, day, end), end


def _range_of(s: Scan, i: int, first: date, final: date, day: Day, end: int) -> list[Told]:
    span = s.pieces[i].start, s.pieces[end - 1].end
    return [Told(*span, "range of days", min(day.sure, 0.9), first, None, final)]


def _list_of(s: Scan, items: list[_Item], days: list[date], k: int, final: date, day: Day, end: int) -> list[Told]:
    found = []
    for item, there in zip(items, days, strict=True):
        span = s.pieces[item.start].start, s.pieces[item.end - 1].end
        found.append(Told(*span, "day sharing a month", 0.85 * day.sure, there))
    found.append(Told(s.pieces[k].start, s.pieces[end - 1].end, day.pattern, day.sure, final))
    return found


def ranged(s: Scan, i: int, alone: Moment | None, f: Frame) -> tuple[Told, int] | None:
    """ "from Monday to Friday", "3 March - 5 April", "between 9 and 11 am on 3 March"."""
    lead = s.take(i, "from")
    bare = _hours_before_day(s, i, alone, f) if not lead else None
    if bare:
        return bare
    if not lead and not (alone and _goes_on(s, alone.end)):
        return None
    k = s.skip(lead[1] if lead else i, "the")
    told = _months(s, i, k, f, led=bool(lead)) or _clock_range(s, i, k, led=bool(lead), f=f)
    told = told or (_hours_of(s, i, alone, f) if alone and not lead else None)
    if told:
        return told
    first = moment(s, k, f) if lead else alone
    if not first or not first.day or first.day.last:
        return None
    joint = hours.joint(s, first.end, led=bool(lead))
    return _up_to(s, i, first, joint, f) if joint is not None else None


def _goes_on(s: Scan, k: int) -> bool:
    """Whether a range may go on after a day: a dash, "to", hours."""
    return s.sign(k, "-–—,") or s.may(k, _ONWARD) or hours.bare_hours(s, times.past_lead(s, k)) is not None


def _hours_before_day(s: Scan, i: int, alone: Moment | None, f: Frame) -> tuple[Told, int] | None:
    """ "8-10 yesterday", "8-12 on Friday"."""
    if alone and not (alone.day and alone.day.sure < 0.5):
        return None
    bare = hours.bare_hours(s, i)
    named = bare and (s.may(bare[2], _NAMED) or s.may(s.skip(bare[2], "on"), _NAMED))
    return _with_day(s, i, bare, f) if bare and named else None


def _months(s: Scan, i: int, k: int, f: Frame, *, led: bool) -> tuple[Told, int] | None:
    """ "from January to March", "tra gennaio e febbraio", "January - March 2026"."""
    first = month_alone(s, k, f) if s.may(k, _MONTH) else None
    joint = hours.joint(s, first[1], led=led) if first else None
    second = period(s, joint, f) or month_alone(s, joint, f) if joint is not None and s.may(joint, _MONTH) else None
    if not first or not second or not first[0].exact or not second[0].exact or not second[0].last:
        return None
    if day_number(s, second[1], words=False) or day_number(s, k - 1, words=False):
        return None
    start = calendar.valid(second[0].exact.year, first[0].exact.month, 1)
    start = calendar.months_later(start, -12) if start and start > second[0].exact else start
    span = s.pieces[i].start, s.pieces[second[1] - 1].end
    return Told(*span, "whole months", 0.6, start, None, second[0].last), second[1]


def _up_to(s: Scan, i: int, first: Moment, joint: int, f: Frame) -> tuple[Told, int] | None:
    """The range from `first` to what follows the word for "to"."""
    second = moment(s, s.skip(joint, "the"), f)
    if second and second.day and not second.day.last:
        return _from_to(s, i, first, second, f)
    if second and second.clock and first.clock and first.day:
        return _within_day(s, i, first, second, f)
    return _to_bare_day(s, i, first, joint, f)


def _hours_of(s: Scan, i: int, alone: Moment, f: Frame) -> tuple[Told, int] | None:
    """ "giovedì 5 marzo tra le 8 e le 13", "Monday 9:00-11:00": times after their day."""
    found = a_day(s, i, f)
    if not alone.day or not found or found[0].last:
        return None
    part = s.take(found[1], "daypart")
    k = s.past(part[1] if part else found[1], ",")
    lead = s.take(k, "from")
    two = hours.clocks(
        s,
        s.skip(lead[1] if lead else k, "the"),
        led=bool(s.take(k, "from_time")),
        cued=bool(lead),
        part=str(part[0]) if part else found[0].part,
    )
    at = times.past_lead(s, k)
    if not two and not lead and (found[0].sure >= 0.6 or at > k):
        two = hours.bare_hours(s, at)
    day = calendar.resolved(found[0], f.today, f.direction) if two else None
    if not two or not day:
        return None
    span = s.pieces[i].start, s.pieces[two[2] - 1].end
    return Told(*span, "times on a day", found[0].sure, day, two[0], None, two[1]), two[2]


def _from_to(s: Scan, i: int, first: Moment, second: Moment, f: Frame) -> tuple[Told, int] | None:
    if first.day is None or second.day is None:
        return None
    final = calendar.resolved(second.day, f.today, f.direction)
    start = _start_before(first.day, second.day, final, f)
    if final is None or start is None or start > final:
        return None
    span = s.pieces[i].start, s.pieces[second.end - 1].end
    sure = min(first.day.sure, second.day.sure)
    at, until = (m.clock.at() if m.clock else None for m in (first, second))
    return Told(*span, "range of days", sure, start, at, final, until, weak=sure < 0.5), second.end


def _start_before(first: Day, second: Day, final: date | None, f: Frame) -> date | None:
    """The first day of a range, in the year (or week) that puts it before the last."""
    if final is None:
        return None
    if first.month and first.day and first.year is None and not first.exact:
        return calendar.resolved(first, final, "past")
    if first.weekday is not None and not first.day and not first.exact and second.weekday is not None:
        return calendar.nearest_weekday(first.weekday, final, "past")
    return calendar.resolved(first, f.today, f.direction)


def _within_day(s: Scan, i: int, first: Moment, second: Moment, f: Frame) -> tuple[Told, int] | None:
    """ "3 March 9:00 - 11:00"."""
    if first.day is None or first.clock is None or second.clock is None:
        return None
    day = calendar.resolved(first.day, f.today, f.direction)
    if day is None:
        return None
    span = s.pieces[i].start, s.pieces[second.end - 1].end
    at, until = hours.ordered_times(first.clock, second.clock)
    return Told(*span, "times on a day", first.day.sure, day, at, None, until), second.end


def _to_bare_day(s: Scan, i: int, first: Moment, joint: int, f: Frame) -> tuple[Told, int] | None:
    """ "March 3-5", "dal 3 marzo al 5"."""
    if first.day is None or not first.day.month or not first.day.day:
        return None
    day = day_number(s, joint, words=False)
    if not day or s.take(day[1], "unit") or (s.joined(day[1]) and s.sign(day[1], ":./")):
        return None
    start = calendar.resolved(first.day, f.today, f.direction)
    final = calendar.valid(start.year, start.month, day[0]) if start else None
    if not start or not final or final <= start:
        return None
    return Told(s.pieces[i].start, s.pieces[day[1] - 1].end, "range of days", 0.75, start, None, final), day[1]


def _clock_range(s: Scan, i: int, k: int, *, led: bool, f: Frame) -> tuple[Told, int] | None:
    """ "between 9 and 11 am", "9:00-11:30", "dalle 9 alle 11", with the day after it or before it."""
    two = hours.clocks(s, k, led=bool(s.take(i, "from_time")), cued=led)
    if not two or (
        s.pieces[k].number is not None and not s.take(i, "from_time") and a_day(s, k, f) and not hours.signed(s, k)
    ):
        return None
    return _with_day(s, i, two, f)


def _with_day(s: Scan, i: int, two: tuple[time, time, int], f: Frame) -> tuple[Told, int]:
    """Hours that begin at `i`, with the day after them if one is told there."""
    at, until, end = two
    j = s.skip(s.past(end, ","), "on", "the")
    day = a_day(s, j, f)
    there = calendar.resolved(day[0], f.today, f.direction) if day and day[0].sure >= 0.5 and not day[0].last else None
    end = day[1] if day and there else end
    span = s.pieces[i].start, s.pieces[end - 1].end
    return Told(*span, "range of times", 0.7, there, at, None, until), end
