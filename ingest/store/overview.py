"""A few numbers about the whole ledger, for health, metrics and reconciliation."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Figure:
    """The daily figure: of the items that arrived since an instant, what became of the answer to each."""

    arrivals: int  # the sum of the others
    acknowledged: int  # sent, posted, or joined to a complaint that was
    silent: int  # with a reason
    waiting: Mapping[str, int]  # by whose hands: a person's sign-in name, or "" while nobody has taken it

    def __str__(self) -> str:
        """In one line."""
        names = ", ".join(f"{number} with {name or 'nobody yet'}" for name, number in sorted(self.waiting.items()))
        return (
            f"{self.arrivals} arrivals = {self.acknowledged} acknowledged + {self.silent} silent with a reason"
            f" + {sum(self.waiting.values())} waiting{f' ({names})' if names else ''}"
        )


def answered(connection: Connection, since: datetime) -> Figure:
    """The daily figure of what arrived since an instant."""
    rows = connection.execute(
        sa.select(item.c.id, item.c.locked_by, complaint.c.assigned_to, reply.c.delivery, silence.c.id.label("silent"))
        .select_from(
            item.outerjoin(silence, silence.c.item_id == item.c.id)
            .outerjoin(complaint, complaint.c.id == item.c.complaint_id)
            .outerjoin(reply, sa.and_(reply.c.complaint_id == item.c.complaint_id, reply.c.kind == "acknowledgement"))
        )
        .where(item.c.received >= since)
    ).all()
    acknowledged = {row.id for row in rows if row.delivery in {"ACCEPTED", "POSTED"}}
    silent = {row.id for row in rows if row.silent} - acknowledged
    waiting = {row.id: row.assigned_to or row.locked_by or "" for row in rows if row.id not in acknowledged | silent}
    return Figure(
        arrivals=len({row.id for row in rows}),
        acknowledged=len(acknowledged),
        silent=len(silent),
        waiting=Counter(waiting.values()),
    )
