"""A few numbers about the whole ledger, for health, metrics and reconciliation."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.model import SourceKind, State
from ingest.store.items import ON_THE_WAY
from ingest.store.schema import clock, complaint, item, reply, silence


def overdue(connection: Connection, now: datetime) -> int:
    """How many acknowledgements are late: of open complaints, and of items that wait for a person."""
    query = (
        sa.select(sa.func.count())
        .select_from(clock.join(complaint, clock.c.complaint_id == complaint.c.id))
        .where(clock.c.name == "acknowledgement", clock.c.met.is_(None), clock.c.due < now)
        .where(complaint.c.state == State.OPEN.value)
    )
    parked = sa.select(sa.func.count()).where(
        item.c.state.in_([State.HELD.value, State.QUARANTINED.value]), item.c.review.is_(True), item.c.due < now
    )
    return int(connection.execute(query).scalar_one()) + int(connection.execute(parked).scalar_one())


def waiting_for_eyes(connection: Connection) -> int:
    """How many items are in the review queue."""
    return int(connection.execute(sa.select(sa.func.count()).where(item.c.review.is_(True))).scalar_one())


def oldest_unprocessed(connection: Connection) -> datetime | None:
    """Arrival of the oldest item that is still on its way."""
    query = sa.select(sa.func.min(item.c.received)).where(item.c.state.in_([state.value for state in ON_THE_WAY]))
    oldest: datetime | None = connection.execute(query).scalar()
    return oldest


def keys_of(connection: Connection, kind: SourceKind, place: str) -> set[str]:
    """Every key the ledger has of one place."""
    query = sa.select(item.c.source_key).where(item.c.source_kind == kind.value, item.c.source_place == place)
    return set(connection.execute(query).scalars())


def digests(connection: Connection) -> Iterator[tuple[int, str, int]]:
    """Id, hash and size of every item that was not erased, to compare with the originals on the disk."""
    kept = item.c.sha256.not_like("erased-%")
    for row in connection.execute(sa.select(item.c.id, item.c.sha256, item.c.size).where(kept).order_by(item.c.id)):
        yield row.id, row.sha256, row.size


def answered(connection: Connection, since: datetime) -> dict[str, int]:
    """The daily figure: of the items that arrived since an instant, what became of the answer to each.

    Returns:
        "arrivals", and its parts: "acknowledged" (sent, posted, or joined to a complaint that was), "silent" (with a
        reason), "waiting" (in somebody's queue or on its way). The parts always add up to the whole.
    """
    rows = connection.execute(
        sa.select(item.c.id, reply.c.delivery, silence.c.id.label("silent"))
        .select_from(
            item.outerjoin(silence, silence.c.item_id == item.c.id).outerjoin(
                reply, sa.and_(reply.c.complaint_id == item.c.complaint_id, reply.c.kind == "acknowledgement")
            )
        )
        .where(item.c.received >= since)
    ).all()
    counted = {row.id: "waiting" for row in rows}
    for row in rows:
        if row.delivery in {"ACCEPTED", "POSTED"}:
            counted[row.id] = "acknowledged"
        elif row.silent:
            counted[row.id] = "silent"
    told = {part: sum(value == part for value in counted.values()) for part in ("acknowledged", "silent", "waiting")}
    return {"arrivals": len(counted), **told}
