"""The numbers of the lead's board: arrivals, promises kept, what is late, how old the backlog is, how good the reading.

Everything is counted by the database over rows there anyway, as stretches of indexes (`desk_index.COUNTED`), so that
the last 90 days of a large ledger take no longer than a page may; nothing here names a complainant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.model import FindingKind, State
from ingest.store.overview import Figure, answered
from ingest.store.schema import Instant, complaint, finding, item, survey
from ingest.store.schema import clock as clocks

Test = sa.ColumnElement[bool]
MEDIA = ("email", "letter", "form")
USUAL = ("acknowledgement", "update", "response")  # clocks in the order in which they run; others follow
VERDICTS = ("confirmed", "corrected", "rejected", "added")
SCORES = (1, 2, 3, 4, 5)
AGES = ((1, "under a day"), (3, "1 to 3 days"), (7, "3 to 7 days"), (21, "1 to 3 weeks"), (None, "older"))  # in days


@dataclass(frozen=True, slots=True)
class Day:
    """One day's arrivals."""

    day: date
    email: int
    letter: int
    form: int


@dataclass(frozen=True, slots=True)
class Promise:
    """How one clock was kept over the period."""

    name: str
    met: int  # in time
    missed: int  # met late, or still running past its instant
    running: int  # still in time


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often people found the machine right, for one kind of finding."""

    kind: str
    confirmed: int
    corrected: int
    rejected: int
    added: int  # that the machine had missed

    @property
    def share(self) -> float | None:
        """Of what the machine claimed, how much was right; None when nobody looked."""
        judged = self.confirmed + self.corrected + self.rejected
        return self.confirmed / judged if judged else None


@dataclass(frozen=True, slots=True)
class Board:
    """All the numbers of one period."""

    counted: datetime
    since: datetime
    days: tuple[Day, ...]
    promises: tuple[Promise, ...]
    overdue: int  # open clocks past their instant
    at_risk: int  # open clocks within four hours
    backlog: tuple[tuple[str, int], ...]  # open complaints by age
    arrived: int
    straight: int  # of them, with no eyes needed
    reviewed: int
    minutes: float | None  # median from arrival to a person's confirmation
    accuracy: tuple[Accuracy, ...]
    survey: tuple[int, ...]  # how many customers answered 1, very unhappy, to 5, very happy
    today: Figure  # of what arrived in the last 24 hours, what became of the answer

    @property
    def answers(self) -> int:
        """How many customers said how it went."""
        return sum(self.survey)

    @property
    def score(self) -> float | None:
        """Their mean answer, 1 to 5; None when nobody has said anything."""
        return sum(i * number for i, number in enumerate(self.survey, 1)) / self.answers if self.answers else None


def board(connection: Connection, *, days: int, zone: str) -> Board:
    """The numbers of the last `days` days, counted in the days of `zone`."""
    now = clock.now()
    since = now - timedelta(days=days)
    arrived, straight, reviewed = _arrived(connection, since)
    return Board(
        counted=now,
        since=since,
        days=_days(connection, now, days, ZoneInfo(zone)),
        promises=_promises(connection, since, now),
        overdue=_running(connection, clocks.c.due < now),
        at_risk=_running(connection, sa.and_(clocks.c.due >= now, clocks.c.due < now + timedelta(hours=4))),
        backlog=_backlog(connection, now),
        arrived=arrived,
        straight=straight,
        reviewed=reviewed,
        minutes=_minutes(connection, since),
        accuracy=_accuracy(connection, since),
        survey=_survey(connection, since),
        today=answered(connection, now - timedelta(hours=24)),
    )


def _days(connection: Connection, now: datetime, days: int, zone: ZoneInfo) -> tuple[Day, ...]:
    """Arrivals by local day: each day and medium is a stretch of an index, so nothing has to be sorted or grouped."""
    first = now.astimezone(zone).date() - timedelta(days=days - 1)
    every = [first + timedelta(days=i) for i in range(days)]
    starts = [datetime.combine(day, datetime.min.time(), zone) for day in (*every, every[-1] + timedelta(days=1))]

    bounds = sa.values(
        sa.column("number", sa.Integer), sa.column("start", Instant), sa.column("end", Instant), name="days"
    ).data([(number, *pair) for number, pair in enumerate(pairwise(starts))]).cte()  # fmt: skip

    def arrived(medium: str | None) -> sa.ScalarSelect[int]:
        inside = (item.c.medium == medium, item.c.received >= bounds.c.start, item.c.received < bounds.c.end)
        return sa.select(sa.func.count()).select_from(item).where(*inside).scalar_subquery()

    query = sa.select(*(arrived(medium) for medium in (*MEDIA, None))).select_from(bounds).order_by(bounds.c.number)
    counted = [tuple(int(number) for number in row) for row in connection.execute(query)]
    return tuple(
        Day(day, email + unread, letter, form)
        for day, (email, letter, form, unread) in zip(every, counted, strict=True)
    )


def _promises(connection: Connection, since: datetime, now: datetime) -> tuple[Promise, ...]:
    """How each clock was kept: all are a stretch of an index, and those not met in time have one of their own."""
    told = []
    for name in _names(connection):
        unmet, paused, due = clocks.c.met.is_(None), clocks.c.paused, clocks.c.due
        mine = sa.and_(clocks.c.name == name, clocks.c.started >= since)
        every, late, past, running, stopped = _numbers(connection, clocks, mine, (
            (),
            (clocks.c.met > due,),
            (unmet, paused.is_(None), due < now),
            (unmet, due >= now),
            (unmet, paused.is_not(None), due < now),
        ))  # fmt: skip
        if every:
            told.append(Promise(name, every - late - past - running - stopped, late + past, running))
    return tuple(sorted(told, key=lambda one: USUAL.index(one.name) if one.name in USUAL else len(USUAL)))


def _names(connection: Connection) -> list[str]:
    """The names clocks have, each found by one step in the index on them."""
    names: list[str] = []
    while True:
        query = sa.select(sa.func.min(clocks.c.name)).where(clocks.c.name > (names[-1] if names else ""))
        name = connection.execute(query).scalar()
        if name is None:
            return names
        names.append(name)


def _numbers(
    connection: Connection, table: sa.Table, all_of: sa.ColumnElement[bool], tests: Sequence[Sequence[Test]]
) -> tuple[int, ...]:
    """How many rows pass each of these tests, asked for at once: each is a stretch of an index of its own."""
    counts = (sa.select(sa.func.count()).select_from(table).where(all_of, *test).scalar_subquery() for test in tests)
    return tuple(int(number) for number in connection.execute(sa.select(*counts)).one())


def _running(connection: Connection, test: sa.ColumnElement[bool]) -> int:
    query = (
        sa.select(sa.func.count())
        .select_from(clocks.join(complaint, complaint.c.id == clocks.c.complaint_id))
        .where(clocks.c.met.is_(None), clocks.c.paused.is_(None), complaint.c.state == State.OPEN.value, test)
    )
    return int(connection.execute(query).scalar_one())


def _backlog(connection: Connection, now: datetime) -> tuple[tuple[str, int], ...]:
    counted = []
    newer = now + timedelta(days=1)
    for limit, name in AGES:
        older = now - timedelta(days=limit) if limit is not None else datetime.min.replace(tzinfo=now.tzinfo, year=1970)
        query = sa.select(sa.func.count()).where(
            complaint.c.state == State.OPEN.value, complaint.c.opened < newer, complaint.c.opened >= older
        )
        counted.append((name, int(connection.execute(query).scalar_one())))
        newer = older
    return tuple(counted)


def _arrived(connection: Connection, since: datetime) -> tuple[int, int, int]:
    tests = [
        (item.c.state == state.value, *test)
        for state in (State.OPEN, State.CLOSED, State.HELD)
        for test in ((), (item.c.reviewed.is_not(None),), (item.c.review, item.c.reviewed.is_(None)))
    ]
    counted = _numbers(connection, item, item.c.received >= since, tests)
    every, seen, waiting = (sum(counted[start::3]) for start in range(3))
    return every, every - seen - waiting, seen


def _minutes(connection: Connection, since: datetime) -> float | None:
    query = (
        sa.select(item.c.received, item.c.reviewed)
        .where(item.c.received >= since, item.c.reviewed.is_not(None))
        .order_by(item.c.received.desc())
        .limit(2000)
    )
    spans = sorted((row[1] - row[0]).total_seconds() / 60 for row in connection.execute(query))
    return spans[len(spans) // 2] if spans else None


def _survey(connection: Connection, since: datetime) -> tuple[int, ...]:
    query = sa.select(survey.c.score, sa.func.count()).where(survey.c.at >= since).group_by(survey.c.score)
    counted = {int(row[0]): int(row[1]) for row in connection.execute(query)}
    return tuple(counted.get(score, 0) for score in SCORES)


def _accuracy(connection: Connection, since: datetime) -> tuple[Accuracy, ...]:
    tests = [
        (finding.c.kind == kind.value, finding.c.verdict == verdict) for kind in FindingKind for verdict in VERDICTS
    ]
    counted = _numbers(connection, finding, finding.c.verdict_at >= since, tests)
    size = len(VERDICTS)
    every = [Accuracy(kind.value, *counted[i * size : (i + 1) * size]) for i, kind in enumerate(FindingKind)]
    return tuple(one for one in every if one.confirmed or one.corrected or one.rejected or one.added)
