"""Due instants: counted right in every zone, on every night the clocks change, and said in words."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import errors
from ingest import schedules as policies
from ingest.decide import deadlines
from ingest.model import Clock
from ingest.schedules import Span

SCHEDULES = policies.load()
PLACES = {"england": ("GB", "ENG"), "scotland": ("GB", "SCT"), "italy": ("IT", None), "milan": ("IT", "MI")}
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=16 * 365)).map(lambda since: FIRST + since)


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def with_rule(name: str, **changes: object) -> policies.Schedules:
    """The shipped policy with one clock changed."""
    clocks = SCHEDULES.clocks | {name: SCHEDULES.clocks[name].model_copy(update=changes)}
    return replace(SCHEDULES, clocks=clocks)


# ---- an independent, slow, day-by-day check ----------------------------------------------------------------------


@cache
def slow_holidays(country: str, subdivision: str | None) -> frozenset[date]:
    """All public holidays of the years in question, as one plain set."""
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=range(2020, 2038)))


def slow_due(started: datetime, count: int, place: str) -> datetime:
    """Walk minute-free through the calendar, a day at a time, with lists of holidays made separately."""
    office = SCHEDULES.calendar(place)
    country, subdivision = PLACES[place]
    public = slow_holidays(country, subdivision)
    local = started.astimezone(office.tz)
    year, month, day = local.year, local.month, local.day
    worked = 0
    while worked < count:
        following = datetime(year, month, day, 12, tzinfo=UTC) + timedelta(hours=24)
        year, month, day = following.year, following.month, following.day
        today = date(year, month, day)
        if today.isoweekday() <= 5 and today not in public:
            worked += 1
    for hours in range(-3, 4):  # the closing time in UTC is found by trying, not by trusting an offset
        guess = datetime(year, month, day, office.closes.hour, office.closes.minute, tzinfo=UTC) + timedelta(
            hours=hours
        )
        if guess.astimezone(office.tz).replace(tzinfo=None) == datetime.combine(date(year, month, day), office.closes):
            return guess
    raise AssertionError("no such closing time")


def test_five_thousand_due_dates_agree_with_a_day_by_day_check() -> None:
    """Every due date that the policy's working-day clocks give is the one that counting by hand gives."""
    chance = random.Random(20260305)
    checked = 0
    for _ in range(2500):
        place = chance.choice(list(PLACES))
        started = at("2021-01-01T00:00") + timedelta(seconds=chance.randrange(14 * 365 * 86_400))
        for name, count in (("update", 3), ("response", 7)):
            assert deadlines.due(name, started, SCHEDULES, calendar=place).due == slow_due(started, count, place)
            checked += 1
    assert checked == 5000


# ---- properties --------------------------------------------------------------------------------------------------


@given(INSTANTS, st.sampled_from([*PLACES, "germany"]))
def test_twenty_four_hours_are_twenty_four_hours(started: datetime, place: str) -> None:
    """The acknowledgement is due after 24 elapsed hours, in both nights on which the clocks change too."""
    assert deadlines.due("acknowledgement", started, SCHEDULES, calendar=place).due - started == timedelta(hours=24)


@given(INSTANTS, st.sampled_from(list(PLACES)))
def test_days_and_weeks_keep_the_time_of_day(started: datetime, place: str) -> None:
    """Thirty days and six weeks end at the same wall-clock time, or just after the hour that does not exist."""
    zone = SCHEDULES.calendar(place).tz
    for name, days in (("data_protection", 30), ("ombudsman", 42 if started >= at("2026-04-09T00:00") else 56)):
        if at("2026-04-06T00:00") < started < at("2026-04-09T00:00"):
            continue  # the day on which the policy changes is tested by name below
        local, due = (
            started.astimezone(zone),
            deadlines.due(name, started, SCHEDULES, calendar=place).due.astimezone(zone),
        )
        assert due.date() - local.date() == timedelta(days=days)
        wall = due.replace(tzinfo=None) - local.replace(tzinfo=None) - timedelta(days=days)
        assert wall in {timedelta(), timedelta(hours=1)}


@given(INSTANTS, st.sampled_from(list(PLACES)), st.integers(1, 40))
def test_working_days_end_on_a_working_day_at_closing_time(started: datetime, place: str, count: int) -> None:
    """A due instant lies after its start, on a working day, and exactly as many working days later."""
    changed = with_rule("update", within=Span(count, "working days"))
    office = SCHEDULES.calendar(place)
    due = deadlines.due("update", started, changed, calendar=place).due.astimezone(office.tz)
    first = started.astimezone(office.tz).date()
    assert due.time() == office.closes
    assert office.free(due.date()) is None
    days = [first + timedelta(days=n) for n in range(1, (due.date() - first).days + 1)]
    assert sum(office.free(day) is None for day in days) == count


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=400)), st.sampled_from(list(SCHEDULES.clocks)))
def test_whoever_comes_later_is_never_due_earlier(started: datetime, later: timedelta, name: str) -> None:
    """No night and no holiday puts a later arrival's deadline before an earlier one's."""
    if name == "ombudsman":
        return  # its length changed in April 2026: see below
    one = deadlines.due(name, started, SCHEDULES).due
    other = deadlines.due(name, started + later, SCHEDULES).due
    assert one <= other


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=30)), st.timedeltas(timedelta(0), timedelta(days=60)))
def test_a_pause_never_makes_a_clock_due_earlier(started: datetime, after: timedelta, length: timedelta) -> None:
    """A question to the customer gives time, it never takes any, and never leaves the clock due within the pause."""
    plain = deadlines.due("response", started, SCHEDULES)
    pause = (started + after, started + after + length)
    moved = deadlines.due("response", started, SCHEDULES, pauses=[pause])
    assert moved.due >= plain.due
    if plain.due < pause[0]:
        assert moved.due == plain.due
    elif length:
        assert moved.due >= pause[1]


# ---- by name -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "started", "calendar", "due", "words"),
    [
        (
            "update",
            "2026-04-02T15:30",
            "england",
            "2026-04-09T16:30",
            "3 working days after Thu 2 Apr: Fri 3 Good Friday, Mon 6 Easter Monday skipped",
        ),
        ("update", "2026-04-02T15:30", "italy", "2026-04-08T16:00",
         "3 working days after Thu 2 Apr: Mon 6 Easter Monday skipped"),
        ("update", "2026-12-03T10:00", "milan", "2026-12-10T17:00",
         "3 working days after Thu 3 Dec: Mon 7 Saint Ambrose's Day, Tue 8 Immaculate Conception skipped"),
        ("update", "2026-03-02T10:00", "england", "2026-03-05T17:30", "3 working days after Mon 2 Mar"),
        # midnight belongs to the day it begins, in the office's zone
        ("update", "2026-07-05T22:59", "england", "2026-07-08T16:30", "3 working days after Sun 5 Jul"),
        ("update", "2026-07-05T23:00", "england", "2026-07-09T16:30", "3 working days after Mon 6 Jul"),
        # the nights on which the clocks change
        ("acknowledgement", "2026-03-28T12:00", "england", "2026-03-29T12:00", "24 hours after Sat 28 Mar 12:00"),
        ("acknowledgement", "2026-10-24T12:00", "england", "2026-10-25T12:00", "24 hours after Sat 24 Oct 13:00"),
        ("data_protection", "2026-02-27T01:30", "england", "2026-03-29T01:30", "30 days after Fri 27 Feb 01:30"),
        # leap day, and the end of a year
        ("data_protection", "2028-01-30T09:00", "england", "2028-02-29T09:00", "30 days after Sun 30 Jan 09:00"),
        ("update", "2026-12-31T18:00", "scotland", "2027-01-07T17:30",
         "3 working days after Thu 31 Dec: Fri 1 New Year's Day, Mon 4 New Year Holiday (observed) skipped"),
        # six weeks since 8 April 2026, eight before; the local day of arrival counts
        ("ombudsman", "2026-04-07T22:59", "england", "2026-06-02T22:59", "8 weeks after Tue 7 Apr 23:59"),
        ("ombudsman", "2026-04-07T23:00", "england", "2026-05-19T23:00", "6 weeks after Wed 8 Apr 00:00"),
    ],
)  # fmt: skip
def test_due_instants_and_their_words(name: str, started: str, calendar: str, due: str, words: str) -> None:
    """Each due instant explains itself: the days that were skipped are named."""
    clock = deadlines.due(name, at(started), SCHEDULES, calendar=calendar)
    assert clock.due == at(due)
    assert clock.explanation == words


def test_which_clocks_start_with_a_complaint() -> None:
    """Arrival starts three clocks, a data-protection complaint a fourth one besides."""
    plain = deadlines.clocks_at_opening(at("2026-05-04T10:00"), SCHEDULES)
    assert [clock.name for clock in plain] == ["acknowledgement", "ombudsman"]
    flagged = deadlines.clocks_at_opening(at("2026-05-04T10:00"), SCHEDULES, ["data_protection", "vulnerable"])
    assert [clock.name for clock in flagged] == ["acknowledgement", "ombudsman", "data_protection"]


def test_one_clock_starts_the_next() -> None:
    """The update starts when the acknowledgement was sent, the response when the update was."""
    assert [one.name for one in deadlines.clock_after("acknowledgement", at("2026-05-04T10:00"), SCHEDULES)] == [
        "update"
    ]
    assert [one.name for one in deadlines.clock_after("update", at("2026-05-04T10:00"), SCHEDULES)] == ["response"]
    assert deadlines.clock_after("survey", at("2026-05-04T10:00"), SCHEDULES) == ()


def _response(started: str = "2026-05-05T10:00") -> tuple[Clock, ...]:
    return (deadlines.due("response", at(started), SCHEDULES),)


def test_a_question_to_the_customer_stops_the_clock_where_the_policy_lets_it() -> None:
    """Working days between question and answer do not count; other clocks go on."""
    clocks = (*_response(), deadlines.due("ombudsman", at("2026-05-05T10:00"), SCHEDULES))
    asked = deadlines.paused(clocks, at("2026-05-07T09:00"), SCHEDULES)
    assert [clock.paused for clock in asked] == [at("2026-05-07T09:00"), None]
    assert deadlines.standing(asked[0], SCHEDULES, at("2027-01-01T00:00")) == "paused"
    response, ombudsman = deadlines.resumed(asked, at("2026-05-12T09:00"), SCHEDULES)
    assert response.paused is None
    assert response.due == at("2026-05-19T16:30")  # 6, 7 May, then 13 to 15, 18 and 19 May
    assert "stood still Thu 7 May to Tue 12 May" in response.explanation
    assert ombudsman == clocks[1]


def test_a_second_question_adds_to_the_first() -> None:
    """Two pauses count together."""
    first = (at("2026-05-07T09:00"), at("2026-05-12T09:00"))
    asked = deadlines.paused(_response(), at("2026-05-14T09:00"), SCHEDULES)
    (clock,) = deadlines.resumed(asked, at("2026-05-18T09:00"), SCHEDULES, earlier=[first])
    assert clock.due == at("2026-05-21T16:30")


def test_a_question_on_the_last_day_leaves_a_working_day() -> None:
    """The answer is not overdue the moment it comes in."""
    (clock,) = _response()
    asked = deadlines.paused((clock,), clock.due - timedelta(hours=1), SCHEDULES)
    (resumed,) = deadlines.resumed(asked, at("2026-06-06T09:00"), SCHEDULES)  # a Saturday
    assert resumed.due == at("2026-06-08T16:30")


def test_met_clocks_stay_as_they_were() -> None:
    """What is done is done: neither a second sending nor a new policy changes it."""
    clocks = deadlines.met(_response(), "response", at("2026-05-06T10:00"))
    assert deadlines.met(clocks, "response", at("2026-05-09T10:00")) == clocks
    assert deadlines.paused(clocks, at("2026-05-07T10:00"), SCHEDULES) == clocks
    assert deadlines.recomputed(clocks, with_rule("response", within=Span(1, "weeks"))) == clocks


def test_a_changed_policy_recomputes_open_clocks() -> None:
    """An open clock gets the new length from its own start; clocks the policy no longer has are left alone."""
    old = Clock("retired", at("2026-05-05T10:00"), at("2026-06-05T10:00"), "as it was")
    changed = with_rule("response", within=Span(10, "working days"))
    response, kept = deadlines.recomputed((*_response(), old), changed)
    assert response.due == at("2026-05-19T16:30")
    assert response.explanation.startswith("10 working days after Tue 5 May")
    assert kept == old


def test_a_deadlock_makes_the_ombudsman_letter_due_at_once() -> None:
    """Six weeks, or at deadlock, whichever comes first; and a recomputation does not take that back."""
    clocks = deadlines.clocks_at_opening(at("2026-05-04T10:00"), SCHEDULES)
    after = deadlines.at_once(clocks, "deadlock", at("2026-05-20T10:00"), SCHEDULES)
    assert {clock.name: clock.due for clock in after}["ombudsman"] == at("2026-05-20T10:00")
    assert {clock.name: clock.explanation for clock in after}["ombudsman"] == "due at once: deadlock on Wed 20 May"
    assert after[0] == clocks[0]
    assert deadlines.recomputed(after, SCHEDULES) == after
    late = deadlines.at_once(clocks, "deadlock", at("2026-07-20T10:00"), SCHEDULES)
    assert late == clocks


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        ("2026-05-04T10:00", "running"),
        ("2026-05-05T03:59", "running"),
        ("2026-05-05T04:00", "at risk"),
        ("2026-05-05T10:00", "at risk"),
        ("2026-05-05T10:01", "overdue"),
    ],
)
def test_how_a_clock_stands(now: str, standing: str) -> None:
    """At risk from the warning time on, overdue only after the due instant itself."""
    clock = deadlines.due("acknowledgement", at("2026-05-04T10:00"), SCHEDULES)
    assert deadlines.standing(clock, SCHEDULES, at(now)) == standing


def test_met_late_is_said() -> None:
    """A deadline that was missed stays visible after it was met."""
    clock = deadlines.due("acknowledgement", at("2026-05-04T10:00"), SCHEDULES)
    now = at("2026-06-01T00:00")
    assert deadlines.standing(replace(clock, met=clock.due), SCHEDULES, now) == "met"
    assert deadlines.standing(replace(clock, met=clock.due + timedelta(minutes=1)), SCHEDULES, now) == "met late"


def test_a_warning_in_working_days_counts_backwards_over_the_weekend() -> None:
    """Two working days before a Tuesday is the Friday."""
    changed = with_rule("update", warn=Span(2, "working days"))
    clock = Clock("update", at("2026-05-06T10:00"), at("2026-05-12T16:30"), "")
    assert deadlines.standing(clock, changed, at("2026-05-07T22:59")) == "running"
    assert deadlines.standing(clock, changed, at("2026-05-07T23:00")) == "at risk"


def test_instants_in_any_zone_mean_the_same() -> None:
    """A start given in another zone gives the same due instant, in UTC."""
    rome = SCHEDULES.calendar("italy").tz
    started = at("2026-05-04T22:30")
    one = deadlines.due("update", started, SCHEDULES)
    other = deadlines.due("update", started.astimezone(rome), SCHEDULES)
    assert one == other
    assert other.due.tzinfo == UTC
    assert time(16, 30) == other.due.time()


def test_a_calendar_without_working_days_is_refused() -> None:
    """A closure that never ends is a wrong setting, said in words, not an endless search."""
    shut = policies.Closure.model_validate({"from": date(2000, 1, 1), "to": date(2999, 1, 1)})
    office = SCHEDULES.calendar("england").model_copy(update={"closures": (shut,)})
    closed = replace(SCHEDULES, calendars={"england": office})
    with pytest.raises(errors.SettingsError, match="closures"):
        deadlines.due("update", at("2026-05-04T10:00"), closed)
