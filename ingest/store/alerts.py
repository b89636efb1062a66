"""The clocks that run, and which alert about each has gone out: of complaints, and of post that waits for a person."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.model import Clock, State
from ingest.store.schema import clock, complaint, item


@dataclass(frozen=True, slots=True)
class Running:
    """One running clock and what people were told of it."""

    id: int
    complaint_id: int
    reference: str  # of its complaint
    clock: Clock
    alerted: str | None  # "at risk" or "overdue": the last alert that went out


@dataclass(frozen=True, slots=True)
class Parked:
    """One item that waits for a person before anybody can be answered, and what people were told of it."""

    id: int
    reference: str  # "item 12": it has no complaint yet
    clock: Clock  # when whoever sent it must have heard from us
    alerted: str | None


def running(connection: Connection, limit: int = 5000) -> list[Running]:
    """The running clocks of open complaints, the nearest first."""
    query = (
        sa.select(clock, complaint.c.reference)
        .join(complaint, clock.c.complaint_id == complaint.c.id)
        .where(clock.c.met.is_(None), clock.c.paused.is_(None), complaint.c.state == State.OPEN.value)
        .order_by(clock.c.due)
        .limit(limit)
    )
    return [
        Running(
            row["id"],
            row["complaint_id"],
            row["reference"],
            Clock(row["name"], row["started"], row["due"], row["explanation"]),
            row["alerted"],
        )
        for row in connection.execute(query).mappings()
    ]


def parked(connection: Connection, limit: int = 5000) -> list[Parked]:
    """The items that are held or in quarantine, the nearest clock first."""
    states = item.c.state.in_([State.HELD.value, State.QUARANTINED.value])
    columns = (item.c.id, item.c.state, item.c.received, item.c.due, item.c.alerted)
    query = sa.select(*columns).where(states, item.c.review.is_(True), item.c.due.is_not(None))
    return [
        Parked(
            row.id,
            f"item {row.id}",
            Clock("acknowledgement", row.received, row.due, "held" if row.state == State.HELD.value else "quarantined"),
            row.alerted,
        )
        for row in connection.execute(query.order_by(item.c.due).limit(limit))
    ]


def mark_parked(connection: Connection, told: Iterable[tuple[int, str]]) -> None:
    """Note which alert went out about which item."""
    for item_id, standing in told:
        connection.execute(item.update().where(item.c.id == item_id).values(alerted=standing))


def mark(connection: Connection, told: Iterable[tuple[int, str]]) -> None:
    """Note which alert went out about which clock."""
    for clock_id, standing in told:
        connection.execute(clock.update().where(clock.c.id == clock_id).values(alerted=standing))
