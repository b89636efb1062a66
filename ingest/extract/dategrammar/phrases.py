"""Whole expressions: a day with its time, ranges, days that share a month. It turns them into ISO 8601 values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from ingest.extract.dategrammar import calendar, times
from ingest.extract.dategrammar.calendar import Day, Direction
from ingest.extract.dategrammar.days import Found, written
from ingest.extract.dategrammar.lexicon import mask
from ingest.extract.dategrammar.numbers import day_number
from ingest.extract.dategrammar.relative import Frame, a_day
from ingest.extract.dategrammar.times import Clock
from ingest.extract.dategrammar.tokens import NUMBER, Scan


@dataclass(frozen=True, slots=True)
class Told:
    """One expression, worked out."""

    start: int  # in the text
    end: int
    pattern: str
    sure: float
    day: date | None = None
    at: time | None = None
    last: date | None = None  # of a range of days
    until: time | None = None  # of a range of times
    yearless: Day | None = None  # what was written, when the year was left open
    weak: bool = False  # only to be believed when a word leads to it

    @property
    def value(self) -> str:
        """ISO 8601, as short as exactness allows."""
        first = _iso(self.day, self.at)
        if self.last is None and self.until is None:
            return first
        return f"{first}/{_iso(self.last or self.day, self.until)}"


def _iso(day: date | None, at: time | None) -> str:
    if at is None:
        return day.isoformat() if day else ""
    clock_time = at.isoformat("seconds" if at.second else "minutes")
    return f"{day.isoformat() if day else ''}T{clock_time}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a time, or both, as parsed."""

    day: Day | None
    clock: Clock | None
    end: int  # piece after it


_AHEAD = 9  # pieces over which "will", "by", "appointment" speak of what is to come

_CORE = NUMBER | mask(
    *(
        "month",
        "weekday",
        "weekday_part",
        "rel",
        "part_rel",
        "holiday",
        "clock_word",
        "shift",
        "ord",
        "card",
        "tens",
        "few",
        "misread",
    ),
    *("half_unit", "quarter", "half_past", "ago_pre", "the_day", "anaphor", "instant", "unit", "thousand", "edge"),
)
_LISTED = NUMBER | mask("ord", "card", "tens", "weekday")
_TIMED = NUMBER | mask("at", "card", "tens", "quarter", "half_past", "clock_word")
_LEADS = mask("from", "at", "the", "day_lead", "about", "one", "in_pre")


def told(s: Scan, now: datetime, before: Sequence[str] = (), earlier: date | None = None) -> Iterator[Told]:
    """All expressions in a run, from left to right, none overlapping.

    Args:
        s: the run, seen through one language.
        now: the naive wall-clock instant to count from.
        before: the words of the same sentence before the run, folded.
        earlier: the day told of last before the run, for "the next day".
    """
    i, f = 0, Frame(now, "past", earlier)
    cue = -1 if any(word in s.lexicon.ahead for word in before) else -_AHEAD
    while i < s.size:
        if s.sign(i, ",;") or (s.sign(i, ".!?") and s.pieces[i + 1].capital):
            cue = -_AHEAD
        elif s.pieces[i].low in s.lexicon.ahead:
            cue = i
        if not _begins(s, i):
            i += 1
            continue
        direction: Direction = "future" if i - cue < _AHEAD else "past"
        if (direction, earlier) != (f.direction, f.before):
            f = Frame(now, direction, earlier)
        found, end = _expression(s, i, f)
        yield from found
        earlier = next((t.day for t in reversed(found) if t.day), earlier)
        i = max(end, i + 1)


def _begins(s: Scan, i: int) -> bool:
    """Whether an expression may begin here; words that only lead to one must be followed by one."""
    if s.masks[i] & _CORE:
        return True
    if not s.masks[i] & _LEADS:
        return False
    return any(s.masks[k] & _CORE for k in range(i + 1, min(i + 5, s.size)))


def _expression(s: Scan, i: int, f: Frame) -> tuple[list[Told], int]:
    shared = _sharing(s, i, f)
    if shared:
        return shared
    found = moment(s, i, f)
    ranged = _range(s, i, found, f)
    if ranged:
        return [ranged[0]], ranged[1]
    one = _one(s, i, found, f) if found else None
    if found and found.day and one is None:
        return [], found.end  # there is no such day: nor is its month meant alone
    return ([one], found.end) if found and one else ([], i + 1)


def moment(s: Scan, i: int, f: Frame) -> Moment | None:
    """A day with a time after it or before it, or one of them."""
    options = [m for m in (_day_then_time(s, i, f), _time_then_day(s, i, f)) if m]
    return max(options, key=lambda m: (m.end, m.day is not None)) if options else None


def _day_then_time(s: Scan, i: int, f: Frame) -> Moment | None:
    found = a_day(s, i, f)
    if not found:
        return None
    day, k = found
    if day.moment:
        return Moment(day, None, k)
    part = s.take(s.past(k, ",-"), "daypart") or s.take(k, "daypart")
    if part:
        day, k = replace(day, part=str(part[0])), part[1]
    at = _time_after(s, k, day)
    if not at:
        return Moment(day, None, k)
    return Moment(day, times.in_part(at[0], day.part) if not at[0].known else at[0], at[1])


def _time_after(s: Scan, k: int, day: Day) -> tuple[Clock, int] | None:
    if day.last:
        return None
    iso = k < s.size and s.pieces[k].low == "t" and s.joined(k)
    j = k + 1 if iso else s.past(s.past(s.past(k, ","), "-–("), ".") if not s.sign(k, ".") else k
    at = times.clock(s, j)
    if not at and not s.sign(k, "."):
        at = times.clock(s, s.skip(j, "and"))
    if not at or not (at[0].marked or at[0].cued):
        return None
    return (
        (replace(at[0], known=True), _past_zone(s, at[1]))
        if iso
        else (at[0], s.past(at[1], ")") if s.sign(j - 1, "(") else at[1])
    )


def _past_zone(s: Scan, k: int) -> int:
    """Past the fraction and the zone of an ISO 8601 time; the wall clock as written is kept."""
    if s.sign(k, ".") and s.joined(k):
        k += 2
    if k < s.size and s.pieces[k].low == "z" and s.joined(k):
        k += 1
    elif s.sign(k, "+-") and s.joined(k) and s.number(k + 1, 0, 14, 2) is not None and s.sign(k + 2, ":"):
        k += 4
    return min(k, s.size)


def _time_then_day(s: Scan, i: int, f: Frame) -> Moment | None:
    at = times.clock(s, i)
    if not at and s.masks[i] & NUMBER and s.sign(i + 1, ","):
        s.relaxed = True
        at = times.clock(s, i)
        s.relaxed = False
        if at and not (s.sign(at[1], ",") and s.take(at[1] + 1, "part_rel")):
            at = None
    if not at:
        return None
    j = s.skip(s.past(at[1], ",-("), "on", "of", "on", "the")
    found = a_day(s, j, f)
    if not found and j > at[1]:
        found = a_day(s, s.past(at[1], ",("), f)
    if not found or found[0].last or found[0].moment or (found[0].sure < 0.5 and not s.take(at[1], "on")):
        return Moment(None, at[0], at[1])
    day, k = found
    part = s.take(k, "daypart")
    if part:
        day, k = replace(day, part=str(part[0])), part[1]
    return Moment(day, at[0] if at[0].known else times.in_part(at[0], day.part), k)


def _one(s: Scan, i: int, m: Moment, f: Frame) -> Told | None:
    """The finding of a single moment."""
    start, end = s.pieces[i].start, s.pieces[m.end - 1].end
    if m.day is None:
        return _lone_time(s, i, m, start, end)
    if m.day.moment:
        at = m.day.moment
        return Told(start, end, m.day.pattern, m.day.sure, at.date(), at.time().replace(microsecond=0))
    day = calendar.resolved(m.day, f.today, f.direction)
    if day is None:
        return None
    open_year = m.day if m.day.month and m.day.year is None and not m.day.exact else None
    at_time = m.clock.at() if m.clock else None
    sure = _sure(m, at_time)
    return Told(start, end, m.day.pattern, sure, day, at_time, m.day.last, None, open_year, sure < 0.5)


def _sure(m: Moment, at: time | None) -> float:
    base = m.day.sure if m.day else 0.6
    if at is None or m.clock is None:
        return base
    base = max(base, 0.6)  # a time beside it makes a date of "3/4"
    return base if m.clock.known or 7 <= m.clock.hour <= 12 else base * 0.92


def _lone_time(s: Scan, i: int, m: Moment, start: int, end: int) -> Told | None:
    if m.clock is None:
        return None
    if not m.clock.marked:
        ends = m.end >= s.size or not s.text[s.pieces[m.end].start].isalnum()
        if not (m.clock.cued and ends) or (s.joined(m.end) and s.sign(m.end, "-/%")):
            return None
    sure = 0.75 if m.clock.marked else 0.4
    return Told(start, end, m.clock.written, sure, None, m.clock.at())


# ---- several days ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    """One bare day of a list, with what leads to the next one."""

    day: int
    start: int  # pieces
    end: int
    to: bool = False  # "to" rather than "and" follows


def _sharing(s: Scan, i: int, f: Frame) -> tuple[list[Told], int] | None:
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
    if not day or (s.joined(start) and not s.sign(start - 1, "-–'’")):
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


def _range(s: Scan, i: int, alone: Moment | None, f: Frame) -> tuple[Told, int] | None:
    """ "from Monday to Friday", "3 March - 5 April", "between 9 and 11 am on 3 March"."""
    lead = s.take(i, "from")
    k = s.skip(lead[1] if lead else i, "the")
    clock_range = _clock_range(s, i, k, led=bool(lead), f=f)
    if clock_range:
        return clock_range
    first = moment(s, k, f) if lead else alone
    if not first or not first.day or first.day.last:
        return None
    joint = _joint(s, first.end, led=bool(lead))
    if joint is None:
        return None
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
    if not s.may(k, _TIMED):
        return None
    s.relaxed = True
    first = times.clock(s, k)
    joint = _joint(s, first[1], led=led or first[0].marked) if first else None
    second = times.clock(s, joint) if joint is not None else None
    s.relaxed = False
    if not first or not second or not (first[0].marked or second[0].marked or (led and first[0].cued)):
        return None
    if a_day(s, k, f) and not first[0].marked:
        return None
    at, until = _ordered_times(first[0], second[0])
    j = s.skip(s.past(second[1], ","), "on", "the")
    day = a_day(s, j, f)
    there = calendar.resolved(day[0], f.today, f.direction) if day and day[0].sure >= 0.5 and not day[0].last else None
    end = day[1] if day and there else second[1]
    span = s.pieces[i].start, s.pieces[end - 1].end
    return Told(*span, "range of times", 0.7, there, at, None, until), end


def _ordered_times(first: Clock, second: Clock) -> tuple[time, time]:
    """The two times, the first before the second: "9 to 5" ends at 17:00, "between 2 and 3 pm" begins at 14:00."""
    at, until = first.at(), second.at()
    if not first.known and second.known and first.hour + 12 <= second.hour and first.hour < 12 <= second.hour:
        later = (datetime.combine(date.min, time(first.hour, first.minute)) + timedelta(hours=12)).time()
        at = later if later < until and first.hour < 7 else time(first.hour, first.minute)
    if until <= at and not second.known and second.hour < 12:
        until = time(second.hour + 12, second.minute)
    return at, until
