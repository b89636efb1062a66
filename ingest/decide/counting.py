"""Counts hours, days and working days, and says in words how it counted.

Hours run in UTC, whatever the clocks on the wall do; days and weeks end at the same time of day in the calendar's zone;
working days end when the office closes on the last of them.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from ingest import errors
from ingest.schedules import Calendar, Span

Pause = tuple[datetime, datetime]  # from when to when a clock stood still
_DAY = timedelta(days=1)
_HORIZON = 3660  # days
_SHOWN = 6  # skipped days that are named; further ones are counted


def end_of(length: Span, started: datetime, office: Calendar, pauses: Sequence[Pause]) -> tuple[datetime, str]:
    """The instant at which a length of time that began at `started` ends, in UTC, and how it came about, in words.

    Args:
        length: how long.
        started: the beginning, aware.
        office: whose days and zone count.
        pauses: ended pauses, in order, not overlapping.
    """
    if length.unit == "working days":
        return _working_days(length, started, office, pauses)
    instant = _plain(length, started, office)
    for from_, to in pauses:  # each pause that began before the clock ran out moves its end
        instant += max(to - max(from_, started), timedelta()) if from_ < instant else timedelta()
    words = f"{length} after {_moment(started, office)}{_stood(pauses)}"
    return instant, words


def _plain(length: Span, started: datetime, office: Calendar) -> datetime:
    """Hours elapse in UTC; days and weeks keep the time of day, moved past the gap where a spring night lacks it."""
    if length.unit == "hours":
        return started.astimezone(UTC) + timedelta(hours=length.count)
    days = length.count * (7 if length.unit == "weeks" else 1)
    local = started.astimezone(office.tz)
    return (local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=office.tz).astimezone(UTC)


def _working_days(length: Span, started: datetime, office: Calendar, pauses: Sequence[Pause]) -> tuple[datetime, str]:
    """The office's closing time on the last of the working days that follow the day of the start.

    A day after the one on which a pause began, up to the one on which it ended, does not count.
    """
    first = day = started.astimezone(office.tz).date()
    skipped: list[tuple[date, str]] = []
    count = 0
    while count < length.count:
        day = _next(day, first)
        why = office.free(day)
        if why is None and not _stands_still(day, office, pauses):
            count += 1
        elif why is not None:
            skipped.append((day, why))
    instant = _after_pauses(_closing(day, office), office, pauses)
    return instant, f"{length} after {named(first)}{_skips(skipped)}{_stood(pauses)}"


def _stands_still(day: date, office: Calendar, pauses: Sequence[Pause]) -> bool:
    return any(from_.astimezone(office.tz).date() < day <= to.astimezone(office.tz).date() for from_, to in pauses)


def _after_pauses(instant: datetime, office: Calendar, pauses: Sequence[Pause]) -> datetime:
    """A due instant that falls into a pause moves to the first closing time after the pause."""
    for from_, to in pauses:
        if from_ <= instant < to:
            day = to.astimezone(office.tz).date()
            while office.free(day) is not None or _closing(day, office) < to:
                day = _next(day, to.date())
            instant = _closing(day, office)
    return instant


def _next(day: date, first: date) -> date:
    """The following day; a calendar in which nobody ever works is refused instead of searched for ever."""
    if (day - first).days > _HORIZON:
        raise errors.SettingsError("calendars.toml leaves no working day within ten years: look at its closures")
    return day + _DAY


def _closing(day: date, office: Calendar) -> datetime:
    return datetime.combine(day, office.closes, tzinfo=office.tz).astimezone(UTC)


def before(instant: datetime, length: Span, office: Calendar) -> datetime:
    """The instant that lies a length of time before another one; for working days, the beginning of that day."""
    if length.unit == "hours":
        return instant - timedelta(hours=length.count)
    if length.unit != "working days":
        return instant - timedelta(days=length.count * (7 if length.unit == "weeks" else 1))
    day, left = instant.astimezone(office.tz).date(), length.count
    while left:
        day -= _DAY
        left -= office.free(day) is None
    return datetime.combine(day, time(), tzinfo=office.tz).astimezone(UTC)


def _moment(instant: datetime, office: Calendar) -> str:
    local = instant.astimezone(office.tz)
    return f"{named(local.date())} {local:%H:%M}"


def named(day: date) -> str:
    """A day as it is named in an explanation: "Thu 2 Apr"."""
    return f"{day:%a} {day.day} {day:%b}"


def _skips(skipped: Sequence[tuple[date, str]]) -> str:
    """The days that did not count; plain weekends go without saying."""
    told = [f"{named(day)[:-4]} {why}" for day, why in skipped if why not in {"Saturday", "Sunday"}]
    if not told:
        return ""
    more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    return f": {', '.join(told[:_SHOWN])}{more} skipped"


def _stood(pauses: Sequence[Pause]) -> str:
    if not pauses:
        return ""
    told = ", ".join(f"{named(from_.date())} to {named(to.date())}" for from_, to in pauses)
    return f"; stood still {told} while a question was open"
