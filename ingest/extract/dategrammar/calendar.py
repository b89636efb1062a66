"""Calendar arithmetic: which day is meant when the words leave something out. Knows no words."""

import calendar
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

Direction = Literal["past", "future"]

_SOON, _LATELY, _FAR_AHEAD, _FEAST_SOON = 45, 120, 200, 30  # days


class Day(NamedTuple):
    """A day as far as the words say it."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 0
    exact: date | None = None  # already worked out
    last: date | None = None  # the last day, when the words mean a stretch of days
    direction: Direction | None = None  # what the words themselves say
    pattern: str = "date"  # how it was written, in a few words
    sure: float = 0.9  # how far such a pattern can be trusted, from 0 to 1
    moment: datetime | None = None  # an exact instant ("in 5 minutes")
    part: str = ""  # the part of the day said with it ("tonight"): "morning", "afternoon", "evening", "night"


def valid(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def valid_in(month: date, day: int) -> date | None:
    """That day in the month of another date, or None when the month is shorter."""
    return valid(month.year, month.month, day)


def full_year(short: int, today: date) -> int:
    """The year meant by two digits: at most ten years ahead, else in the past."""
    year = today.year // 100 * 100 + short
    return year - 100 if year > today.year + 10 else year


def resolved(day: Day, today: date, direction: Direction) -> date | None:
    """The date meant by `day`.

    Args:
        day: what the words say.
        today: the day to count from.
        direction: which way to look when the words leave it open: the nearest day that way is taken.

    Returns:
        None when there is no such day.
    """
    if day.exact:
        return day.exact
    way = day.direction or direction
    if day.month and day.day:
        if day.year:
            return valid(day.year, day.month, day.day)
        return _nearest_year(day, today, _likely(day, today, way))
    if day.day:
        return _nearest_month(day, today, way)
    if day.weekday is not None:
        return nearest_weekday(day.weekday, today, way)
    return None


def _nearest_year(day: Day, today: date, way: Direction) -> date | None:
    """The nearest year in that direction; a weekday, if given, decides among the years around."""
    step = -1 if way == "past" else 1
    options = [valid(today.year + step * k, day.month or 1, day.day or 1) for k in range(9)]
    found = [d for d in options if d and (d <= today if way == "past" else d >= today)]
    if day.weekday is not None:
        around = [*found[:1], *_other_side(day, today, way)[:1], *found[1:3]]
        found = [d for d in around if d.weekday() == day.weekday] or found
    return found[0] if found else None


def _likely(day: Day, today: date, way: Direction) -> Direction:
    """The way in which a day without a year is near: nobody leaves the year out of what lies nearly a year off.

    "By 10 March" read on 12 March tells of a term that has passed, "on 20 March" of a day to come.
    """
    if day.direction:
        return way
    past, future = (_nearest_year(day, today, side) for side in ("past", "future"))
    if not past or not future:
        return way
    if way == "past":
        return "future" if (future - today).days <= _SOON else way
    return "past" if (today - past).days < _LATELY and (future - today).days > _FAR_AHEAD else way


def _other_side(day: Day, today: date, way: Direction) -> list[date]:
    other = day._replace(weekday=None)
    found = _nearest_year(other, today, "future" if way == "past" else "past")
    return [found] if found else []


def _nearest_month(day: Day, today: date, way: Direction) -> date | None:
    """The nearest month with that day of the month.

    With a weekday the nearest month in which they fall together; a far one that way gives way to a near one the
    other way.
    """
    if day.weekday is not None:
        past, future = (_month_that_way(day, today, step) for step in (-1, 1))
        near, far = (past, future) if way == "past" else (future, past)
        if near and far and abs(near - today) > timedelta(days=45) and abs(far - today) < timedelta(days=31):
            return far
        return near or far
    return _month_that_way(day, today, -1 if way == "past" else 1)


def _month_that_way(day: Day, today: date, step: int) -> date | None:
    for k in range(16 if day.weekday is not None else 4):
        first = months_later(today.replace(day=1), step * k)
        found = valid(first.year, first.month, day.day or 1)
        if not found or (found > today if step < 0 else found < today):
            continue
        if day.weekday is None or found.weekday() == day.weekday:
            return found
    return None


def nearest_weekday(weekday: int, today: date, way: Direction) -> date:
    """The nearest such weekday, never today itself: people then say "today"."""
    if way == "past":
        return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)


def weekday_in_week(weekday: int, today: date, weeks: int) -> date:
    """That weekday in the week `weeks` after this one (weeks begin on Monday, ISO 8601)."""
    return today - timedelta(days=today.weekday()) + timedelta(days=weekday, weeks=weeks)


def months_later(start: date, months: int) -> date:
    """The same day of the month so many months later; the last day when that month is shorter."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    year = min(max(year, 1), 9998)
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def working_days_later(start: date, days: int) -> date:
    """So many weekdays later (or earlier); holidays are not known here."""
    step = 1 if days > 0 else -1
    for _ in range(abs(days)):
        start += timedelta(days=step)
        while start.weekday() > 4:
            start += timedelta(days=step)
    return start


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; the anonymous algorithm of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


Feast = tuple[int, int] | str


def feast(rule: Feast, year: int) -> date:
    """The day of a feast in a year.

    Args:
        rule: (month, day); "easter+39"; "advent+7"; or "month:weekday:n" for the n-th such weekday,
            where -1 is the last, and "+1" after it means the day after.
        year: the calendar year.
    """
    if isinstance(rule, tuple):
        return date(year, *rule)
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:]))
    if rule.startswith("advent"):  # the first of the four Sundays before Christmas
        christmas = date(year, 12, 25)
        return christmas - timedelta(days=christmas.weekday() + 22 - int(rule[6:]))
    body, _, extra = rule.partition("+")
    month, weekday, n = (int(x) for x in body.split(":"))
    return nth_weekday(year, month, weekday, n) + timedelta(days=int(extra or 0))


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of a month, counted from the end when n is negative."""
    if n > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=n - 1)
    last = month_end(date(year, month, 1))
    return last - timedelta(days=(last.weekday() - weekday) % 7, weeks=-n - 1)


def nearest_feast(rule: Feast, today: date, way: Direction, *, said: bool) -> date:
    """The nearest day of that feast in that direction, today included, or unless `said` one that is near."""
    days = [feast(rule, year) for year in range(today.year - 1, today.year + 2)]
    past, future = max(d for d in days if d <= today), min(d for d in days if d >= today)
    if said:
        return past if way == "past" else future
    if way == "past":
        return past if (future - today).days > _FEAST_SOON else future
    return past if (today - past).days < _LATELY and (future - today).days > _FAR_AHEAD else future
