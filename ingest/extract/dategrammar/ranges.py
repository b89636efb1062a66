"""Several days at once: ranges, and days that share a month ("3, 4 and 7 March")."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ingest.extract.dategrammar import calendar, times
from ingest.extract.dategrammar.calendar import Day
from ingest.extract.dategrammar.clock import Clock, in_part
from ingest.extract.dategrammar.days import written
from ingest.extract.dategrammar.frame import Found, Frame
from ingest.extract.dategrammar.lexicon import mask
from ingest.extract.dategrammar.moments import Moment, Told, moment
from ingest.extract.dategrammar.numbers import day_number
from ingest.extract.dategrammar.relative import a_day
from ingest.extract.dategrammar.tokens import NUMBER, Scan

_LISTED = NUMBER | mask("ord", "card", "tens", "weekday")


_NAMED = mask("rel", "part_rel", "weekday")
_ONWARD = mask("to", "from", "daypart")
_TIMED = NUMBER | mask("at", "card", "tens", "quarter", "half_past", "clock_word")


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
    doubtful = not alone or (alone.day is not None and alone.day.sure < 0.5)
    bare = _bare_hours(s, i) if not lead and doubtful else None
    if bare and (s.may(bare[2], _NAMED) or s.may(s.skip(bare[2], "on"), _NAMED)):  # "8-10 yesterday"
        return _with_day(s, i, bare, f)
    if not lead and (not alone or not (s.sign(alone.end, "-–—,") or s.may(alone.end, _ONWARD))):
        return None
    k = s.skip(lead[1] if lead else i, "the")
    clock_range = _clock_range(s, i, k, led=bool(lead), f=f)
    if clock_range:
        return clock_range
    in_day = _hours_of(s, i, alone, f) if alone and not lead else None
    if in_day:
        return in_day
    first = moment(s, k, f) if lead else alone
    if not first or not first.day or first.day.last:
        return None
    joint = _joint(s, first.end, led=bool(lead))
    return _up_to(s, i, first, joint, f) if joint is not None else None


def _up_to(s: Scan, i: int, first: Moment, joint: int, f: Frame) -> tuple[Told, int] | None:
    """The range from `first` to what follows the word for "to"."""
    second = moment(s, s.skip(joint, "the"), f)
    if second and second.day and not second.day.last:
        return _from_to(s, i, first, second, f)
    if second and second.clock and first.clock and first.day:
        return _within_day(s, i, first, second, f)
    return _to_bare_day(s, i, first, joint, f)


def _joint(s: Scan, k: int, *, led: bool) -> int | None:
    """Past "to", a dash, or (after "between") "and"."""
    if s.sign(k, "-–—"):
        return k + 1
    to = s.take(k, "to")
    if not to:
        return None
    return to[1] if led or not s.take(k, "and") else None


def _hours_of(s: Scan, i: int, alone: Moment, f: Frame) -> tuple[Told, int] | None:
    """ "giovedì 5 marzo tra le 8 e le 13", "Monday 9:00-11:00": times after their day."""
    found = a_day(s, i, f)
    if not alone.day or not found or found[0].last:
        return None
    part = s.take(found[1], "daypart")
    k = s.past(part[1] if part else found[1], ",")
    lead = s.take(k, "from")
    hours = _clocks(
        s,
        s.skip(lead[1] if lead else k, "the"),
        led=bool(s.take(k, "from_time")),
        cued=bool(lead),
        part=str(part[0]) if part else found[0].part,
    )
    if not hours and not lead and found[0].sure >= 0.6:
        hours = _bare_hours(s, k)
    day = calendar.resolved(found[0], f.today, f.direction) if hours else None
    if not hours or not day:
        return None
    span = s.pieces[i].start, s.pieces[hours[2] - 1].end
    return Told(*span, "times on a day", found[0].sure, day, hours[0], None, hours[1]), hours[2]


def _bare_hours(s: Scan, k: int) -> tuple[time, time, int] | None:
    """ "8-12" beside a day: two hours of a working day."""
    first, second = s.number(k, 6, 21, 2), s.number(k + 2, 1, 22, 2)
    if first is None or second is None or not s.sign(k + 1, "-–—") or not s.joined(k + 1) or not s.joined(k + 2):
        return None
    if s.joined(k + 3) and s.sign(k + 3, "/-.:,") and s.joined(k + 4) and k + 4 < s.size:
        return None
    if s.joined(k) or s.take(k + 3, "month") or s.take(k + 3, "unit") or (second <= first and first - second < 3):
        return None
    return *_ordered_times(Clock(first, known=True), Clock(second, known=second > first)), k + 3


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
    at, until = _ordered_times(first.clock, second.clock)
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
    hours = _clocks(s, k, led=bool(s.take(i, "from_time")), cued=led)
    if not hours or (
        s.pieces[k].number is not None and not s.take(i, "from_time") and a_day(s, k, f) and not _signed(s, k)
    ):
        return None
    return _with_day(s, i, hours, f)


def _with_day(s: Scan, i: int, hours: tuple[time, time, int], f: Frame) -> tuple[Told, int]:
    """Hours that begin at `i`, with the day after them if one is told there."""
    at, until, end = hours
    j = s.skip(s.past(end, ","), "on", "the")
    day = a_day(s, j, f)
    there = calendar.resolved(day[0], f.today, f.direction) if day and day[0].sure >= 0.5 and not day[0].last else None
    end = day[1] if day and there else end
    span = s.pieces[i].start, s.pieces[end - 1].end
    return Told(*span, "range of times", 0.7, there, at, None, until), end


def _signed(s: Scan, k: int) -> bool:
    """Whether the number at `k` is written as a time: "9:00", "9am"."""
    return s.sign(k + 1, ":") or bool(s.take(k + 1, "ampm") or s.take(k + 1, "oclock"))


def _counts(s: Scan, k: int) -> bool:
    """Whether an unknown word or a unit follows, so that the numbers count something: "between 5 and 10 people"."""
    word = s.text[s.pieces[k].start : s.pieces[k].end]
    unknown = word.isalnum() and not s.masks[k] and s.pieces[k].low not in s.lexicon.after_day
    return unknown or s.sign(k, "%€£$") or bool(s.take(k, "unit"))


def _clocks(s: Scan, k: int, *, led: bool, cued: bool, part: str = "") -> tuple[time, time, int] | None:
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
    joint = _joint(s, first[1], led=cued or led) if first else None
    second = times.clock(s, joint) if joint is not None else None
    s.relaxed = False
    if not first or not second:
        return None
    clear = led and not _counts(s, second[1])
    if not (first[0].marked or second[0].marked or clear or (cued and first[0].cued)):
        return None
    halves = (value if value.known else in_part(value, part) for value in (first[0], second[0]))
    return *_ordered_times(*halves), second[1]


def _ordered_times(first: Clock, second: Clock) -> tuple[time, time]:
    """The two times, the first before the second: "9 to 5" ends at 17:00, "between 2 and 3 pm" begins at 14:00."""
    at, until = first.at(), second.at()
    if not first.known and second.known and first.hour + 12 <= second.hour and first.hour < 12 <= second.hour:
        later = (datetime.combine(date.min, time(first.hour, first.minute)) + timedelta(hours=12)).time()
        at = later if later < until and first.hour < 7 else time(first.hour, first.minute)
    if until <= at and not second.known and second.hour < 12:
        until = time(second.hour + 12, second.minute)
    return at, until
