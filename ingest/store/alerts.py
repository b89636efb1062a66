"""The clocks that run, and which alert about each has gone out."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.model import Clock, State
from ingest.store.schema import clock, complaint


@dataclass(frozen=True, slots=True)
class Running:
    """One running clock and what people were told of it."""

    id: int
    complaint_id: int
    reference: str  # of its complaint
    clock: Clock
    alerted: str | None  # "at risk" or "overdue": the last alert that went out


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


def mark(connection: Connection, told: Iterable[tuple[int, str]]) -> None:
    """Note which alert went out about which clock."""
    for clock_id, standing in told:
        connection.execute(clock.update().where(clock.c.id == clock_id).values(alerted=standing))
