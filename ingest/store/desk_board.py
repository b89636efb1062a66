"""The numbers of the lead's board: arrivals, promises kept, what is late, how old the backlog is, how good the reading.

Everything is counted by the database over rows there anyway; nothing here names a complainant.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.model import State
from ingest.store.schema import clock as clocks
from ingest.store.schema import complaint, finding, item

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
    )


def _days(connection: Connection, now: datetime, days: int, zone: ZoneInfo) -> tuple[Day, ...]:
    """Arrivals by local day. Counted by hours of UTC, which every zone's days are made of."""
    first = now.astimezone(zone).date() - timedelta(days=days - 1)
    start = datetime.combine(first, datetime.min.time(), zone)
    hour = _hour(connection, item.c.received)
    query = (
        sa.select(hour, item.c.medium, sa.func.count()).where(item.c.received >= start).group_by(hour, item.c.medium)
    )
    counted: dict[tuple[date, str], int] = {}
    for text, medium, number in connection.execute(query):
        day = datetime.fromisoformat(f"{text}:00:00+00:00").astimezone(zone).date()
        counted[day, medium or "email"] = counted.get((day, medium or "email"), 0) + int(number)
    every = [first + timedelta(days=i) for i in range(days)]
    return tuple(Day(day, *(counted.get((day, medium), 0) for medium in ("email", "letter", "form"))) for day in every)


def _hour(connection: Connection, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """An instant's hour in UTC as '2026-03-01T14'."""
    if connection.dialect.name == "sqlite":
        return sa.func.substr(column, 1, 13)  # of its ISO text: five times as fast as strftime
    return sa.func.to_char(sa.func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24')


def _promises(connection: Connection, since: datetime, now: datetime) -> tuple[Promise, ...]:
    met = sa.and_(clocks.c.met.is_not(None), clocks.c.met <= clocks.c.due)
    missed = sa.or_(
        sa.and_(clocks.c.met.is_not(None), clocks.c.met > clocks.c.due),
        sa.and_(clocks.c.met.is_(None), clocks.c.paused.is_(None), clocks.c.due < now),
    )
    running = sa.and_(clocks.c.met.is_(None), clocks.c.due >= now)

    def number(test: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((test, 1), else_=0))

    query = (
        sa.select(clocks.c.name, number(met), number(missed), number(running))
        .where(clocks.c.started >= since)
        .group_by(clocks.c.name)
        .order_by(sa.func.min(clocks.c.id))
    )
    return tuple(Promise(row[0], int(row[1]), int(row[2]), int(row[3])) for row in connection.execute(query))


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
    eyes = sa.or_(item.c.review, item.c.reviewed.is_not(None))
    query = sa.select(
        sa.func.count(),
        sa.func.sum(sa.case((eyes, 0), else_=1)),
        sa.func.sum(sa.case((item.c.reviewed.is_not(None), 1), else_=0)),
    ).where(item.c.received >= since, item.c.state.in_([State.OPEN.value, State.CLOSED.value, State.HELD.value]))
    row = connection.execute(query).one()
    return int(row[0]), int(row[1] or 0), int(row[2] or 0)


def _minutes(connection: Connection, since: datetime) -> float | None:
    query = (
        sa.select(item.c.received, item.c.reviewed)
        .where(item.c.received >= since, item.c.reviewed.is_not(None))
        .order_by(item.c.received.desc())
        .limit(2000)
    )
    spans = sorted((row[1] - row[0]).total_seconds() / 60 for row in connection.execute(query))
    return spans[len(spans) // 2] if spans else None


def _accuracy(connection: Connection, since: datetime) -> tuple[Accuracy, ...]:
    # grouped by an expression, so that the rows are found by their instant and not by walking the index of all kinds
    kind = sa.func.coalesce(finding.c.kind, sa.literal_column("''"))
    query = (
        sa.select(kind, finding.c.verdict, sa.func.count())
        .where(finding.c.verdict.is_not(None), finding.c.verdict_at >= since)
        .group_by(kind, finding.c.verdict)
    )
    counted: dict[str, dict[str, int]] = {}
    for kind, verdict, number in connection.execute(query):
        counted.setdefault(kind, {})[verdict] = int(number)
    get: Callable[[str, str], int] = lambda kind, verdict: counted[kind].get(verdict, 0)  # noqa: E731 - short table
    return tuple(
        Accuracy(kind, *(get(kind, verdict) for verdict in ("confirmed", "corrected", "rejected", "added")))
        for kind in sorted(counted)
    )
