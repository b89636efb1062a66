"""The clocks of the ledger: they start, stand still, go on and are met, and the queue is ordered by the nearest.

When each is due is computed in `decide.deadlines`; here it is written down, for many complaints at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.model import Clock, State
from ingest.store import schema

# Built once, because every mail that arrives or leaves needs them
_START = schema.clock.insert()
_THERE = sa.select(schema.clock.c.complaint_id, schema.clock.c.name).where(
    schema.clock.c.complaint_id.in_(sa.bindparam("ids", expanding=True))
)
_MEET = (
    schema.clock.update()
    .where(
        schema.clock.c.complaint_id == sa.bindparam("of"),
        schema.clock.c.name == sa.bindparam("its_name"),
        schema.clock.c.met.is_(None),
    )
    .values(met=sa.bindparam("at"))
)
_NEAREST = (
    sa.select(sa.func.min(schema.clock.c.due))
    .where(
        schema.clock.c.complaint_id == schema.item.c.complaint_id,
        schema.clock.c.met.is_(None),
        schema.clock.c.paused.is_(None),
    )
    .scalar_subquery()
)
_REFRESH = (
    schema.item.update().where(schema.item.c.complaint_id.in_(sa.bindparam("ids", expanding=True))).values(due=_NEAREST)
)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that moves a complaint's clocks on."""

    complaint_id: int
    met: str  # the clock that this meets, if it runs
    at: datetime  # when it happened
    starts: tuple[Clock, ...] = ()  # clocks that begin to run; one that runs already keeps its start


def advance(connection: Connection, steps: Sequence[Step]) -> None:
    """Meet and start the clocks of some complaints, and order their items in the queue anew."""
    ids = sorted({step.complaint_id for step in steps})
    there = {(row.complaint_id, row.name) for row in connection.execute(_THERE, {"ids": ids})}
    begun = {(step.complaint_id, one.name): one for step in steps for one in step.starts}
    start(connection, [(key[0], one) for key, one in begun.items() if key not in there])
    met = [{"of": step.complaint_id, "its_name": step.met, "at": step.at} for step in steps]
    if met:
        connection.execute(_MEET, met)
        refresh(connection, ids)


def start(connection: Connection, clocks: Iterable[tuple[int, Clock]]) -> None:
    """Let clocks begin to run; each with the id of its complaint."""
    rows = [
        {
            "complaint_id": complaint_id,
            "name": one.name,
            "started": one.started,
            "due": one.due,
            "explanation": one.explanation,
            "met": one.met,
        }
        for complaint_id, one in clocks
    ]
    if rows:
        connection.execute(_START, rows)


def change(connection: Connection, complaint_id: int, changed: Clock) -> None:
    """Write a clock anew: paused, due at once, or computed again under a changed policy."""
    connection.execute(
        schema.clock.update()
        .where(schema.clock.c.complaint_id == complaint_id, schema.clock.c.name == changed.name)
        .values(due=changed.due, explanation=changed.explanation, paused=changed.paused, alerted=None)
    )
    refresh(connection, [complaint_id])


def resume(connection: Connection, complaint_id: int, before: Clock, after: Clock, at: datetime) -> None:
    """Let a clock that stood still go on, and keep from when to when it stood."""
    clock_id = sa.select(schema.clock.c.id).where(
        schema.clock.c.complaint_id == complaint_id, schema.clock.c.name == before.name
    )
    row = {"clock_id": connection.execute(clock_id).scalar_one(), "began": before.paused, "ended": at}
    connection.execute(schema.pause.insert(), row)
    change(connection, complaint_id, after)


@dataclass(frozen=True, slots=True)
class Open:
    """A clock of an open complaint that is not met yet."""

    complaint_id: int
    clock: Clock
    pauses: tuple[tuple[datetime, datetime], ...]  # from when to when it stood still before, in order


def open_ones(connection: Connection, complaint_id: int | None = None) -> list[Open]:
    """The clocks of open complaints that are not met yet, those that stand still too; of one complaint, or of all."""
    its, of = schema.clock, schema.complaint
    query = sa.select(its).join(of, its.c.complaint_id == of.c.id)
    query = query.where(its.c.met.is_(None), of.c.state == State.OPEN.value).order_by(its.c.complaint_id, its.c.id)
    if complaint_id is not None:
        query = query.where(its.c.complaint_id == complaint_id)
    rows = connection.execute(query).mappings().all()
    pauses: dict[int, list[tuple[datetime, datetime]]] = {}
    ids = query.with_only_columns(its.c.id).order_by(None)
    stood = sa.select(schema.pause).where(schema.pause.c.clock_id.in_(ids))
    for row in connection.execute(stood.order_by(schema.pause.c.began)).mappings():
        pauses.setdefault(row["clock_id"], []).append((row["began"], row["ended"]))
    return [
        Open(
            row["complaint_id"],
            Clock(row["name"], row["started"], row["due"], row["explanation"], None, row["paused"]),
            tuple(pauses.get(row["id"], ())),
        )
        for row in rows
    ]


def refresh(connection: Connection, complaint_ids: Iterable[int]) -> None:
    """Carry the nearest running clock of each complaint to its items, by which the queue is ordered."""
    connection.execute(_REFRESH, {"ids": sorted(set(complaint_ids))})
