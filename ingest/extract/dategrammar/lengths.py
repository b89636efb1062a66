"""Lengths of time, and days told by them: "two weeks ago", "in 5 minutes", "three days after Easter"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.extract.dategrammar import calendar
from ingest.extract.dategrammar.calendar import Day, Direction
from ingest.extract.dategrammar.frame import Found, Frame
from ingest.extract.dategrammar.lexicon import listed
from ingest.extract.dategrammar.numbers import count
from ingest.extract.dategrammar.tokens import Scan


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time."""

    days: float = 0
    months: int = 0
    seconds: float = 0
    working: int = 0


_UNITS = {
    "second": Span(seconds=1),
    "minute": Span(seconds=60),
    "hour": Span(seconds=3600),
    "day": Span(days=1),
    "week": Span(days=7),
    "fortnight": Span(days=14),
    "month": Span(months=1),
    "year": Span(months=12),
    "working day": Span(working=1),
}


def duration(s: Scan, i: int) -> tuple[Span, int] | None:
    """ "two weeks", "2 years 1 month 21 days", "half an hour", "a year and a half"."""
    total, k = Span(), i
    for _ in range(4):
        part = _one_part(s, s.skip(s.past(k, ","), "and") if k > i else s.skip(k, "about"))
        if not part:
            break
        total, k = _sum(total, part[0]), part[1]
    return (total, k) if k > i else None


def _one_part(s: Scan, i: int) -> tuple[Span, int] | None:
    number = count(s, i)
    if not number or number[0] > 999:
        return None
    unit = s.take(s.past(number[1], "-"), "unit")
    base = _UNITS.get(str(unit[0])) if unit else None
    if not unit or not base:
        return None
    half = s.take(unit[1], "and_half")
    amount = number[0] + (0.5 if half else 0)
    return _times(base, amount), half[1] if half else unit[1]


def _times(base: Span, amount: float) -> Span:
    months = base.months * amount
    return Span(base.days * amount, int(months), base.seconds * amount, int(base.working * amount))


def _sum(a: Span, b: Span) -> Span:
    return Span(a.days + b.days, a.months + b.months, a.seconds + b.seconds, a.working + b.working)


def moved(start: datetime, span: Span, sign: int) -> datetime | None:
    """`start` moved by a span, or None beyond the calendar."""
    try:
        day = calendar.months_later(start.date(), sign * span.months)
        day = calendar.working_days_later(day, sign * min(span.working, 999))
        return datetime.combine(day, start.time()) + timedelta(days=sign * span.days, seconds=sign * span.seconds)
    except (OverflowError, ValueError):
        return None


def from_now(s: Scan, i: int, f: Frame) -> Found | None:
    """ "two weeks ago", "vor drei Tagen", "in 5 minutes", "30 minutes later", "3 days from now"."""
    ago = _led_length(s, i, "ago_pre")
    if ago:
        return _at(f.now, ago[0], -1, "so long ago", 0.85, ago[1])
    ahead = _led_length(s, i, "in_pre")
    if ahead:
        based = _from_a_day(s, ahead[1], ahead[0], f)
        return based or _at(f.now, ahead[0], 1, "so long from now", 0.5, s.skip(ahead[1], "from_now"))
    return _with_length(s, i, f)


def _led_length(s: Scan, i: int, category: str) -> tuple[Span, int] | None:
    """A length of time after "vor", "il y a", "in"."""
    lead = s.take(i, category)
    return duration(s, s.skip(lead[1], "about")) if lead else None


def _at(base: datetime, span: Span, sign: int, pattern: str, sure: float, end: int) -> Found | None:
    """The day so far from another, found up to `end`."""
    to = moved(base, span, sign)
    if to is None or not 1600 <= to.year <= 2199:
        return None
    return Day(exact=to.date(), pattern=pattern, sure=sure, moment=to if span.seconds else None), end


def _with_length(s: Scan, i: int, f: Frame) -> Found | None:
    """A length of time, and what follows says from when: "ago", "from now", "after Easter", "later"."""
    found = duration(s, i)
    if not found:
        return _weekdays_ago(s, i, f)
    span, k = found[0], s.past(found[1], ",")
    ago = s.take(k, "ago_post")
    if ago:
        return _ago(s, ago[1], span, f) if not _vague(s, i) else None
    now = s.take(k, "from_now")
    if now:
        return _on_weekday(s, _at(f.now, span, 1, "so long from now", 0.75, now[1]))
    if s.pieces[i - 1].low in _LASTING and i:  # "for 3 days from 2 March"
        return None
    return _weekday_counted(s, k, span, f) or _from_a_day(s, k, span, f) or _later(s, k, span, f)


def _ago(s: Scan, k: int, span: Span, f: Frame) -> Found | None:
    """The day so long ago; "a week ago yesterday" and "three weeks ago on Tuesday" go on."""
    rel = s.take(k, "rel") if span.seconds == 0 else None
    if rel and isinstance(rel[0], int):
        return _at(f.now + timedelta(days=rel[0]), span, -1, "so long ago", 0.85, rel[1])
    return _on_weekday(s, _at(f.now, span, -1, "so long ago", 0.85, k))


def _later(s: Scan, k: int, span: Span, f: Frame) -> Found | None:
    """So long after or before the day told before; of that day the hour is not known."""
    later = s.take(k, "later_post")
    if not later or not isinstance(later[0], int) or (f.before and span.seconds):
        return None
    base = datetime.combine(f.before, f.now.time()) if f.before else f.now
    return _at(base, span, later[0], "so long after the day before it", 0.5, later[1])


_LASTING = listed("for per durante")
_SOME = listed("few several some qualche alcuni alcune")


def _vague(s: Scan, i: int) -> bool:
    """Whether a length of time is only about so long: "a few days ago", "two or three weeks ago"."""
    if s.pieces[i].low in _SOME or s.pieces[i + 1].low in _SOME:
        return True
    return i > 1 and s.pieces[i - 1].low in {"or", "o"} and count(s, i - 2) is not None


def _weekdays_ago(s: Scan, i: int, f: Frame) -> Found | None:
    """ "due lunedì fa"."""
    number = count(s, i)
    word = s.take(number[1], "weekday") if number and 1 < number[0] < 9 else None
    ago = s.take(word[1], "ago_post") if word else None
    if not number or not word or not ago or not isinstance(word[0], int):
        return None
    last = calendar.nearest_weekday(word[0], f.today, "past")
    return Day(exact=last - timedelta(days=7 * (int(number[0]) - 1)), pattern="weekdays ago", sure=0.7), ago[1]


def _weekday_counted(s: Scan, k: int, span: Span, f: Frame) -> Found | None:
    """ "a week last Tuesday", "a week on Friday"."""
    if not span.days or span.days % 7 or span.months or span.seconds:
        return None
    j = s.skip(k, "on")
    lead = s.take(j, "shift")
    word = s.take(lead[1] if lead else j, "weekday")
    if not word or not isinstance(word[0], int) or not (lead or j > k):
        return None
    sign = 1 if not lead or lead[0] in {"this", "next"} else -1
    day = calendar.nearest_weekday(word[0], f.today, "future" if sign > 0 else "past")
    return Day(exact=day + timedelta(days=sign * span.days), pattern="weeks from a weekday", sure=0.7), word[1]


def _from_a_day(s: Scan, k: int, span: Span, f: Frame) -> Found | None:
    """ "after January 12th", "before yesterday", "a partir de mañana", counted from that day."""
    base = s.take(k, "after") if s.pieces[k].low != "since" else None  # "100 days since 21 April"
    start = f.a_day(s, s.skip(base[1], "the"), f) if base and f.a_day else None
    if not base or not start or not isinstance(base[0], int) or start[0].last:
        return None
    then = calendar.resolved(start[0], f.today, _way_of(start[0], base[0], f))
    if then is None:
        return None
    return _at(
        datetime.combine(then, f.now.time()), span, base[0], "so long from a day", min(0.8, start[0].sure), start[1]
    )


def _way_of(day: Day, sign: int, f: Frame) -> Direction:
    return "future" if sign > 0 and day.weekday is not None and not day.day else f.direction


def _on_weekday(s: Scan, found: Found | None) -> Found | None:
    """ "three weeks ago on Tuesday", "two months from today on Tuesday"."""
    word = s.take(s.skip(found[1], "on"), "weekday") if found else None
    if not found or not word or not isinstance(word[0], int) or found[0].moment or not found[0].exact:
        return found
    ahead = found[0].pattern == "so long from now"
    monday = found[0].exact - timedelta(days=found[0].exact.weekday())
    day = (
        found[0].exact + timedelta(days=(word[0] - found[0].exact.weekday()) % 7)
        if ahead
        else monday + timedelta(days=word[0])
    )
    return found[0]._replace(exact=day, sure=0.65), word[1]
