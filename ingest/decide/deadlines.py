"""When what is owed to a complainant is due, and how that instant came about, in words.

Which clocks run, start, pause and end; the days are counted in `counting`. A clock starts at our own instant of
receipt, never at one that the sender claims. Nothing here knows the present: callers say when.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from ingest.decide import counting
from ingest.decide.counting import Pause
from ingest.model import Clock
from ingest.schedules import ClockRule, Schedules

AT_ONCE = "due at once"  # begins the explanation of a clock that an event made due


def clocks_at_opening(
    complaint_opened: datetime, schedules: Schedules, flags: Sequence[str] = (), *, calendar: str | None = None
) -> tuple[Clock, ...]:
    """The clocks that start when a complaint arrives.

    Args:
        complaint_opened: arrival of its first item, aware.
        schedules: the policy and the calendars.
        flags: names of the complaint's flags; some clocks run only for some.
        calendar: the calendar's name; None: the default one.
    """
    return clock_after("arrival", complaint_opened, schedules, flags, calendar=calendar)


def clock_after(
    event: str, at: datetime, schedules: Schedules, flags: Sequence[str] = (), *, calendar: str | None = None
) -> tuple[Clock, ...]:
    """The clocks that an event starts: "arrival", "deadlock", or the name of the clock that was met.

    Args:
        event: what happened.
        at: when, aware.
        schedules: the policy and the calendars.
        flags: names of the complaint's flags.
        calendar: the calendar's name; None: the default one.
    """
    return tuple(
        due(name, at, schedules, calendar=calendar)
        for name, rule in schedules.clocks.items()
        if rule.starts == event and (not rule.flags or set(rule.flags) & set(flags))
    )


def due(
    name: str, started: datetime, schedules: Schedules, *, calendar: str | None = None, pauses: Sequence[Pause] = ()
) -> Clock:
    """One clock with its due instant and the explanation of it.

    Args:
        name: as in policy.toml.
        started: when it starts, aware.
        schedules: the policy and the calendars.
        calendar: the calendar's name; None: the default one.
        pauses: ended pauses, in order, not overlapping; ignored unless the policy lets this clock pause.
    """
    rule, office = schedules.clocks[name], schedules.calendar(calendar)
    length = rule.length_for(started.astimezone(office.tz).date())
    stood = [(from_, to) for from_, to in pauses if from_ < to] if rule.pauses else []
    instant, words = counting.end_of(length, started, office, stood)
    return Clock(name=name, started=started.astimezone(UTC), due=instant, explanation=words)


def met(clocks: Iterable[Clock], name: str, at: datetime) -> tuple[Clock, ...]:
    """The clocks with the one called `name` met at this instant, if it was not met before."""
    return tuple(replace(one, met=at) if one.name == name and one.met is None else one for one in clocks)


def paused(clocks: Iterable[Clock], at: datetime, schedules: Schedules) -> tuple[Clock, ...]:
    """The clocks, with those that the policy lets stand still stopped: a question to the customer went out."""
    return tuple(replace(one, paused=at) if _may_pause(one, schedules) else one for one in clocks)


def resumed(
    clocks: Iterable[Clock],
    at: datetime,
    schedules: Schedules,
    *,
    calendar: str | None = None,
    earlier: Sequence[Pause] = (),
) -> tuple[Clock, ...]:
    """The clocks, with those that stood still going on: the customer answered.

    Args:
        clocks: of one complaint.
        at: when the answer arrived; what arrived before the question is none, and changes nothing.
        schedules: the policy and the calendars.
        calendar: the calendar's name; None: the default one.
        earlier: pauses of the same complaint that had ended before this one began.
    """
    return tuple(
        due(one.name, one.started, schedules, calendar=calendar, pauses=[*earlier, (one.paused, at)])
        if one.paused and one.paused < at and one.met is None
        else one
        for one in clocks
    )


def at_once(clocks: Iterable[Clock], event: str, at: datetime, schedules: Schedules) -> tuple[Clock, ...]:
    """The clocks, with those due at once that this event ("deadlock") makes due."""
    words = f"{AT_ONCE}: {event} on {counting.named(at.astimezone(schedules.calendar().tz).date())}"
    return tuple(
        replace(one, due=at, paused=None, explanation=words)
        if one.met is None and _rule(one, schedules).at_once == event and at < one.due
        else one
        for one in clocks
    )


def recomputed(
    clocks: Iterable[Clock], schedules: Schedules, *, calendar: str | None = None, pauses: Sequence[Pause] = ()
) -> tuple[Clock, ...]:
    """The clocks as the present policy has them: open ones are computed anew, met and unknown ones stay as they are."""
    return tuple(
        replace(due(one.name, one.started, schedules, calendar=calendar, pauses=pauses), paused=one.paused)
        if one.met is None and one.name in schedules.clocks and not one.explanation.startswith(AT_ONCE)
        else one
        for one in clocks
    )


def standing(clock: Clock, schedules: Schedules, now: datetime) -> str:
    """How a clock stands: "met", "met late", "paused", "overdue", "at risk" or "running"."""
    if clock.met:
        return "met" if clock.met <= clock.due else "met late"
    if clock.paused:
        return "paused"
    if now > clock.due:
        return "overdue"
    warn = _rule(clock, schedules).warn if clock.name in schedules.clocks else None
    return "at risk" if warn and now >= counting.before(clock.due, warn, schedules.calendar()) else "running"


def _rule(clock: Clock, schedules: Schedules) -> ClockRule:
    return schedules.clocks[clock.name]


def _may_pause(clock: Clock, schedules: Schedules) -> bool:
    known = clock.name in schedules.clocks
    return known and _rule(clock, schedules).pauses and clock.met is None and clock.paused is None
