"""Days told from another day: "yesterday", "last Tuesday", "two weeks ago", "three days after Easter", "il 5 u.s."."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from ingest.extract.dategrammar import calendar
from ingest.extract.dategrammar.calendar import Day, Direction
from ingest.extract.dategrammar.days import Found, month, with_year, written
from ingest.extract.dategrammar.numbers import count, day_number, ordinal, year
from ingest.extract.dategrammar.lexicon import mask
from ingest.extract.dategrammar.tokens import NUMBER, Scan


@dataclass(frozen=True, slots=True)
class Frame:
    """What the words are told against."""

    now: datetime  # naive, in the office's zone: the instant to count from
    direction: Direction = "past"  # where to look when the words leave it open
    before: date | None = None  # the day told of just before, for "the next day"
    depth: int = 0  # how many days are being told from one another: bounded, so that no text can make it explode
    known: dict[tuple[int, int], tuple[Day, int] | None] = field(default_factory=dict, compare=False)  # (piece, depth)

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.now.date()


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


_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1}  # by how many units a word moves


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
        return None
    span, k = found[0], s.past(found[1], ",")
    ago = s.take(k, "ago_post")
    if ago:
        return _on_weekday(s, _at(f.now, span, -1, "so long ago", 0.85, ago[1]))
    now = s.take(k, "from_now")
    if now:
        return _on_weekday(s, _at(f.now, span, 1, "so long from now", 0.75, now[1]))
    counted = _weekday_counted(s, k, span, f)
    if counted:
        return counted
    based = _from_a_day(s, k, span, f)
    later = s.take(k, "later_post")
    if based or not later or not isinstance(later[0], int):
        return based
    base = datetime.combine(f.before, f.now.time()) if f.before else f.now
    return _at(base, span, later[0], "so long after the day before it", 0.5, later[1])


def _weekday_counted(s: Scan, k: int, span: Span, f: Frame) -> Found | None:
    """ "a week last Tuesday", "a week on Friday"."""
    if span.days not in {7, 14} or span.months or span.seconds:
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
    base = s.take(k, "after")
    start = a_day(s, s.skip(base[1], "the"), f) if base else None
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
    return replace(found[0], exact=day, sure=0.65), word[1]


def a_day(s: Scan, i: int, f: Frame) -> Found | None:
    """The day at `i`, however it is told: the longest of the ways."""
    if f.depth > 2 or not s.may(i, _ANY):
        return None
    key = i, f.depth
    if key not in f.known:
        f.known[key] = _longest(s, i, Frame(f.now, f.direction, f.before, f.depth + 1, f.known))
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
    if not of_year or of_year[0] != "year":
        return found
    return replace(found[0], year=f.today.year + _STEPS.get(of_year[1], 0), sure=0.85), of_year[2]


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
    if not word or not f.before or not isinstance(word[0], int):
        return None
    return Day(exact=f.before + timedelta(days=word[0]), pattern="told from the day before it", sure=0.6), word[1]


def _apposed(s: Scan, day: Day, k: int, f: Frame) -> Found:
    """ "yesterday, Tuesday 3 March": the written date counts."""
    j = s.skip(s.past(s.past(k, ","), "("), "the")
    said = _weekday(s, j, f) or written(s, j, f.today)
    if said is None:
        return day, k
    if said[0].day is None:
        same = said[0].weekday == (day.exact.weekday() if day.exact else None)
        return (day, s.past(said[1], ")")) if same else (day, k)
    return said[0], s.past(said[1], ")") if s.sign(j - 1, "(") else said[1]


def _weekday(s: Scan, i: int, f: Frame) -> Found | None:
    """ "last Tuesday", "Tuesday 3 March", "Monday the 21st", "martedì scorso", "Tuesday of last week"."""
    lead = s.take(i, "shift")
    k = s.skip(lead[1], "the") if lead else i
    word = s.take(k, "weekday")
    if not word or not isinstance(word[0], int):
        return _weekday_part(s, k, str(lead[0]) if lead else "", f)
    shift = str(lead[0]) if lead else ""
    full, k = word[0], word[1]
    short = s.pieces[k - 1].low in s.lexicon.ambiguous or s.pieces[k - 1].width <= 3
    k = s.past(k, ".") if short and s.joined(k) else k
    dated = _weekday_date(s, k, f)
    if dated:
        return replace(dated[0], weekday=full, pattern="weekday and " + dated[0].pattern), dated[1]
    post = s.take(k, "shift_post")
    if post and not shift:
        shift, k = str(post[0]), post[1]
    if not shift and (week := _week_after(s, k, full, f)):
        return week
    if short and not shift:
        return _abbreviated(s, i, full, k)
    return _shifted_weekday(full, shift, f), k


def _weekday_part(s: Scan, k: int, shift: str, f: Frame) -> Found | None:
    """ "Dienstagabend": weekday and part of the day in one word."""
    word = s.take(k, "weekday_part")
    if not word or not isinstance(word[0], tuple):
        return None
    weekday, part = word[0]
    return replace(_shifted_weekday(weekday, shift, f), part=part), word[1]


def _abbreviated(s: Scan, i: int, weekday: int, k: int) -> Found | None:
    """ "on Fri": an abbreviation alone needs a capital letter, or its full stop."""
    if s.pieces[i].low in s.lexicon.ambiguous and not (s.pieces[i].capital and i and s.take(i - 1, "on")):
        return None
    if not s.pieces[i].capital and not s.sign(k - 1, "."):
        return None
    return Day(weekday=weekday, pattern="weekday", sure=0.6), k


def _weekday_date(s: Scan, k: int, f: Frame) -> Found | None:
    """The date after a weekday: written out, or a day of the month alone."""
    j = s.past(s.past(k, ",-"), "(")
    j = s.skip(j, "on", "the")
    found = written(s, j, f.today)
    if found:
        sure = max(found[0].sure, 0.9) if found[0].month else found[0].sure
        return _month_by_weekday(s, k - 1, replace(found[0], sure=sure), f), s.past(found[1], ")") if s.sign(
            j - 1, "("
        ) else found[1]
    day = day_number(s, j)
    if not day or _goes_on(s, j, day[1], led=j > s.past(k, ",-")):
        return None
    numbered = s.take(day[1], "month_number")
    if numbered and isinstance(numbered[0], int):
        return with_year(s, Day(month=numbered[0], day=day[0], pattern="day and month"), numbered[1], f.today)
    return _with_marker(s, Day(day=day[0], pattern="day of the month", sure=0.85), day[1], f)


def _month_by_weekday(s: Scan, i: int, day: Day, f: Frame) -> Day:
    """ "Friday 7/6": when only the American order falls on that weekday, it was meant."""
    word = s.take(i, "weekday")
    if (
        not word
        or day.month is None
        or day.day is None
        or day.day > 12
        or not day.pattern.startswith(("day/", "day.", "day-", "numbers"))
    ):
        return day
    usual = _closest(day.year, day.month, day.day, f.today)
    swapped = _closest(day.year, day.day, day.month, f.today)
    if not swapped or swapped.weekday() != word[0] or (usual and usual.weekday() == word[0]):
        return day
    return replace(day, month=day.day, day=day.month, pattern="month first by its weekday", sure=0.7)


def _closest(year_: int | None, month_: int, day: int, today: date) -> date | None:
    """The date, in the year that brings it closest to today when none is given."""
    years = [year_] if year_ else [today.year - 1, today.year, today.year + 1]
    found = [d for y in years if (d := calendar.valid(y, month_, day))]
    return min(found, key=lambda d: abs(d - today), default=None)


def _goes_on(s: Scan, j: int, k: int, *, led: bool) -> bool:
    """Whether the number after a weekday is a time or an amount: "Friday 4 pm", "Monday 10:30", "Friday 5 people"."""
    if s.sign(k, "%€£$") or s.take(k, "unit") or s.take(k, "ampm") or s.take(k, "oclock"):
        return True
    if s.joined(k) and s.sign(k, ":.,h/") and s.joined(k + 1) and s.number(k + 1, 0, 9999) is not None:
        return True
    return not led and s.pieces[j].number is None and ordinal(s, j) is None


def _week_after(s: Scan, k: int, weekday: int, f: Frame) -> Found | None:
    """ "Tuesday of last week", "el lunes esta semana", "Monday two weeks from now", "Tuesday week"."""
    j = s.skip(s.past(k, ","), "of", "the", "on")
    week = shifted_unit(s, j)
    if week and week[0] == "week":
        return _in_week(weekday, week[1], f), week[2]
    length = from_now(s, j, f)
    if length and length[0].exact and length[0].moment is None and not length[0].pattern.startswith("so long after"):
        target = length[0].exact
        return Day(
            exact=target - timedelta(days=(target.weekday() - weekday) % 7), pattern="weekday of a week", sure=0.6
        ), length[1]
    return None


def _in_week(weekday: int, shift: str, f: Frame) -> Day:
    weeks = _STEPS.get(shift, 0)
    return Day(exact=calendar.weekday_in_week(weekday, f.today, weeks), pattern="weekday of a week", sure=0.85)


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


def _shifted_weekday(weekday: int, shift: str, f: Frame) -> Day:
    """The weekday that "last", "next", "this" mean.

    "Last Wednesday" said on Thursday is not yesterday (that would be "yesterday") but the one before. "Next" is the
    one in the week to come, "this" the one of this week.
    """
    if shift in {"last", "past", "previous"}:
        day = calendar.nearest_weekday(weekday, f.today, "past")
        if (shift == "last" and (f.today - day).days == 1) or (
            shift == "previous" and day >= calendar.weekday_in_week(0, f.today, 0)
        ):
            day -= timedelta(days=7)
        return Day(exact=day, pattern="last weekday", sure=0.8)
    if shift in {"next", "following"}:
        if shift == "following" and f.before:
            return Day(
                exact=calendar.nearest_weekday(weekday, f.before, "future"), pattern="weekday after a day", sure=0.7
            )
        return Day(exact=calendar.weekday_in_week(weekday, f.today, 1), pattern="next weekday", sure=0.75)
    if shift == "this":
        exact = calendar.weekday_in_week(weekday, f.today, 0)
        return Day(exact=exact, pattern="this weekday", sure=0.75)
    return Day(weekday=weekday, pattern="weekday", sure=0.72)


def _period(s: Scan, i: int, f: Frame) -> Found | None:
    """ "last week", "il mese scorso", "March 2026", "this weekend": a stretch of days."""
    named = _named_month(s, i, f)
    if named:
        return named
    found = shifted_unit(s, i)
    if not found or (i and s.take(i - 1, "one")):
        return None
    unit, shift, k = found
    # "this day", "the last hours" say little; "in the last three weeks" is a length of time
    step = _STEPS.get(shift, 0)
    stretch = _stretch(unit, step, f)
    if stretch is None:
        return None
    first, last = stretch
    return Day(exact=first, last=last, pattern="whole " + unit, sure=0.55), k


def _stretch(unit: str, step: int, f: Frame) -> tuple[date, date] | None:
    monday = f.today - timedelta(days=f.today.weekday()) + timedelta(weeks=step)
    if unit == "week":
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        # at the weekend told of on a Monday, "this weekend" is to come
        return monday + timedelta(days=5), monday + timedelta(days=6)
    first = calendar.months_later(f.today.replace(day=1), step)
    if unit == "month":
        return first, calendar.month_end(first)
    if unit == "day" and step and f.before:
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
    if not shift and not _alone_ok(s, i, k):
        return None
    return _whole_month(_year_of(number, shift, f), number, 0.6), post[1] if post and not lead else k


def _alone_ok(s: Scan, i: int, k: int) -> bool:
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
    if shift in {"next", "this", "following"} or (not shift and f.direction == "future"):
        return today.year + (number < today.month)
    return today.year - (number > today.month or (number == today.month and bool(shift)))


def _whole_month(in_year: int, number: int, sure: float) -> Day:
    first = date(in_year, number, 1)
    return Day(exact=first, last=calendar.month_end(first), pattern="whole month", sure=sure)


def _feast(s: Scan, i: int, f: Frame) -> Found | None:
    """ "Christmas Eve", "Easter 2018", "last Christmas", "independence day of this year"."""
    lead = s.take(i, "shift")
    word = s.take(lead[1] if lead else i, "holiday")
    if not word or not isinstance(word[0], str | tuple):
        return None
    rule = word[0]
    k = s.skip(s.past(word[1], ","), "of", "the", "year_word")
    in_year = year(s, k, f.today, short=False)
    if in_year and s.pieces[k].number is not None:
        return Day(exact=calendar.feast(rule, in_year[0]), pattern="feast", sure=0.85), in_year[1]
    of_year = shifted_unit(s, k)
    if of_year and of_year[0] == "year":
        step = _STEPS.get(of_year[1], 0)
        return Day(exact=calendar.feast(rule, f.today.year + step), pattern="feast", sure=0.8), of_year[2]
    post = s.take(word[1], "shift_post")
    shift = str(lead[0]) if lead else str(post[0]) if post else ""
    way: Direction = "future" if shift in {"next", "this", "following"} else "past" if shift else f.direction
    return Day(exact=calendar.nearest_feast(rule, f.today, way), pattern="feast", sure=0.65), post[
        1
    ] if post and not lead else word[1]


def _day_alone(s: Scan, i: int, f: Frame) -> Found | None:
    """ "the 18th", "il 5 u.s.", "il giorno 12", "the 3rd of last month"; weighed by what stands around it."""
    led = (s.take(i - 1, "day_lead") or (None, 0))[1] == i if i else False
    the = s.take(i, "the")
    k = the[1] if the else i
    found = ordinal(s, k) or ((s.number(k, 1, 31, 2) or 0, k + 1) if s.number(k, 1, 31, 2) else None)
    if not found or (s.joined(k) and not s.pieces[k - 1].low.endswith("'")):
        return None
    day, end = found
    marked = _with_marker(s, Day(day=day, pattern="day of the month", sure=0.0), end, f)
    if marked[1] > end and (the or led or ordinal(s, k)):
        return replace(marked[0], sure=0.85), marked[1]
    if not (the or led) or _names_something(s, k, end, bool(ordinal(s, k))):
        return None
    return Day(day=day, pattern="day of the month", sure=0.55), end


def _names_something(s: Scan, k: int, end: int, suffixed: bool) -> bool:
    """Whether the number counts or ranks something: "the 3rd time", "the second engineer", "il 5 per cento"."""
    if s.pieces[k].number is None:
        return True
    if end >= s.size:
        return False
    if s.sign(end, "%€£$°") or s.take(end, "unit") or (s.joined(end) and not s.sign(end, ".,;:!?)'\"")):
        return True
    if s.joined(end) and s.sign(end, ".,:") and s.joined(end + 1) and s.number(end + 1, 0, 10**9, 20) is not None:
        return True
    follows = s.pieces[end]
    is_word = s.text[follows.start].isalpha()
    if suffixed:
        return is_word and not s.take(end, "at") and not s.take(end, "and") and follows.low not in s.lexicon.after_day
    if not s.lexicon.cardinal_days:
        return True
    return follows.low in s.lexicon.not_after_day


def _with_marker(s: Scan, day: Day, k: int, f: Frame) -> Found:
    """ "u.s.", "inst.", "of last month": which month a lone day belongs to."""
    j = s.past(k, ",")
    mark = s.take(j, "marker")
    if mark:
        return _marked(day, str(mark[0]), f), mark[1]
    unit = shifted_unit(s, s.skip(j, "of", "the"))
    if unit and unit[0] == "month":
        step = {"last": "last", "past": "last", "previous": "last", "next": "next", "following": "next"}.get(
            unit[1], "this"
        )
        return _marked(day, step, f), unit[2]
    return day, k


def _marked(day: Day, which: str, f: Frame) -> Day:
    """The day in the month the marker names; a day still to come cannot be "u.s." of this month, nor a past one "p.v."."""
    first = f.today.replace(day=1)
    if which == "this":
        there = calendar.valid(first.year, first.month, day.day or 1)
        return replace(day, exact=there, pattern="day of this month", sure=0.88)
    way: Direction = "past" if which == "last" else "future"
    other = calendar.months_later(first, -1 if which == "last" else 1)
    there = calendar.valid(other.year, other.month, day.day or 1)
    return replace(day, exact=there, direction=way, pattern=f"day of {which} month", sure=0.85)


def _edge(s: Scan, i: int, f: Frame) -> Found | None:
    """ "end of tomorrow", "mid March", "alla fine di questa domenica", "the end of the month"."""
    lead = s.take(i, "edge")
    day_end = s.take(i, "the_day")
    if day_end:
        return _last_second(Day(exact=f.today, pattern="end of the day", sure=0.45)), day_end[1]
    if not lead:
        return None
    k = s.skip(lead[1], "of", "the")
    inner = next((found for way in _EDGED if (found := way(s, k, f)) is not None), None)
    if inner is None:
        return None
    day = inner[0]
    exact = calendar.resolved(day, f.today, f.direction)
    if exact is None:
        return None
    if day.last and (day.last - exact).days > 20:
        return _third(exact, day.last, str(lead[0])), inner[1]
    if lead[0] == "end" and day.last is None:
        return _last_second(replace(day, exact=exact, pattern="end of a day", sure=0.6)), inner[1]
    return None


def _third(first: date, last: date, edge: str) -> Day:
    parts = {"start": (first, first.replace(day=10)), "middle": (first.replace(day=11), first.replace(day=20))}
    start, end = parts.get(edge, (first.replace(day=21), last))
    return Day(exact=start, last=end, pattern=f"{edge} of a month", sure=0.5)


def _last_second(day: Day) -> Day:
    return replace(day, moment=datetime.combine(day.exact or date.min, datetime.max.time()).replace(microsecond=0))


def _week_then_day(s: Scan, i: int, f: Frame) -> Found | None:
    """ "next week on Tuesday", "this week Monday", "prossima settimana di martedì", "vorige week - maandag"."""
    week = shifted_unit(s, i)
    if not week or week[0] != "week":
        return None
    k = s.skip(s.past(week[2], ",-"), "on", "of", "the")
    word = s.take(k, "weekday")
    if not word or not isinstance(word[0], int):
        return None
    return _in_week(word[0], week[1], f), word[1]


_EDGED = (_named, _weekday, _period, _feast)

# Each way to tell a day, with what it may begin with: asked first, because most words begin nothing.
_NUMERALS = NUMBER | mask("card", "tens", "ord")
_WAYS: tuple[tuple[int, Callable[[Scan, int, Frame], Found | None]], ...] = (
    (_NUMERALS | mask("month", "the", "misread", "thousand"), _written),
    (mask("rel", "part_rel"), _named),
    (mask("anaphor"), _anaphor),
    (mask("shift", "weekday", "weekday_part"), _weekday),
    (mask("shift", "unit"), _week_then_day),
    (mask("shift", "unit", "month"), _period),
    (mask("shift", "holiday"), _feast),
    (mask("edge", "the_day"), _edge),
    (_NUMERALS | mask("ago_pre", "in_pre", "few", "half_unit", "one", "about"), from_now),
    (_NUMERALS | mask("day_lead", "the"), _day_alone),
)
_ANY = reduce(or_, (first for first, _ in _WAYS))
