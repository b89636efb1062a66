"""The items of the ledger: taken in with their job, begun under a fence, ended in exactly one state.

Each change of an item under way is conditional on the worker and attempt that began it, so that a paused worker
that wakes after its work was taken over changes nothing (`errors.Superseded`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest import clock, errors
from ingest.model import Arrival, Item, Medium, Source, SourceKind, State
from ingest.store import audit, leases, schema
from ingest.store.jobs import Jobs
from ingest.store.schema import item as table

ON_THE_WAY = (State.ARRIVED, State.READ, State.EXTRACTED, State.DECIDED, State.DEFERRED)

MAIL = (SourceKind.MAILBOX, SourceKind.MAILDIR)
MAILS_A_JOB = 8  # mails that share one job of the engine; scans, which take seconds, have one each

# Statements of the busiest paths are built once: building one costs more than running it.
_BEGIN = (
    table.update()
    .where(table.c.id == sa.bindparam("one"), table.c.attempt == sa.bindparam("before"), table.c.worker.is_(None))
    .where(table.c.state.in_([state.value for state in ON_THE_WAY]))
    .values(attempt=sa.bindparam("number"), worker=sa.bindparam("by"), begun=sa.bindparam("now"), not_before=None)
    .returning(*table.c)
)
_MOVE = table.update().where(
    table.c.id == sa.bindparam("one"), table.c.attempt == sa.bindparam("number"), table.c.worker == sa.bindparam("by")
)
_FIRST = sa.select(sa.func.min(table.c.id)).where(table.c.sha256 == sa.bindparam("digest"))


@dataclass(frozen=True, slots=True)
class Attempt:
    """The right to work on an item: what every later change of it must show."""

    item_id: int
    number: int
    worker: str


def add(connection: Connection, jobs: Jobs, arrivals: Sequence[Arrival], digests: Sequence[str]) -> list[int]:
    """Record what arrived, each row with its job, and return the ids of the new items.

    A source that is known already is passed over: taking the same place twice makes one item.

    Args:
        connection: a transaction from `Database.write`; all the rows and jobs commit together.
        jobs: where the work is asked for.
        arrivals: what arrived.
        digests: the hash of each arrival's original, which must be durable already.
    """
    added: list[int] = []
    acts: list[tuple[str, str, Mapping[str, object]]] = []
    for arrival, digest in zip(arrivals, digests, strict=True):
        item_id = _insert(connection, arrival, digest)
        if item_id is not None:
            added.append(item_id)
            acts.append(("arrived", f"item:{item_id}", {"source": arrival.source.place, "sha256": digest}))
    audit.record_all(connection, acts)
    size = MAILS_A_JOB if all(arrival.source.kind in MAIL for arrival in arrivals) else 1
    for start in range(0, len(added), size):
        jobs.enqueue(connection, [(item_id, 1) for item_id in added[start : start + size]])
    return added


def known(connection: Connection, kind: SourceKind, place: str, keys: Sequence[str]) -> set[str]:
    """Which of these keys of a place are in the ledger."""
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        query = sa.select(table.c.source_key).where(
            table.c.source_kind == kind.value,
            table.c.source_place == place,
            table.c.source_key.in_(list(keys[start : start + 500])),
        )
        found.update(connection.execute(query).scalars())
    return found


def begin(connection: Connection, work: Sequence[tuple[int, int]], worker: str) -> list[Item]:
    """Start attempts at some items, and return those that could be begun.

    All items of a job are begun together, so that a worker that dies at the first leaves none of the others behind.
    An item is passed over when that attempt was begun already or a later one was: it is somebody else's.

    Args:
        connection: a transaction from `Database.write`.
        work: pairs of item id and the attempt's number.
        worker: the name under which this process holds its lease.
    """
    begun = []
    for item_id, number in work:
        values = {"one": item_id, "before": number - 1, "number": number, "by": worker, "now": clock.now()}
        row = connection.execute(_BEGIN, values).mappings().first()
        if row:
            begun.append(item_from(row))
    return begun


def move(connection: Connection, attempt: Attempt, state: State, **values: Any) -> None:  # noqa: ANN401 - columns of item
    """Take an item on to its next state; resting states end the attempt.

    Raises:
        Superseded: another worker has taken the item over.
    """
    if state not in (State.READ, State.EXTRACTED, State.DECIDED):
        values |= {"worker": None}
    fence = {"one": attempt.item_id, "number": attempt.number, "by": attempt.worker}
    if connection.execute(_MOVE, fence | {"state": state.value} | values).rowcount != 1:
        raise errors.Superseded(f"item {attempt.item_id} was taken over by another worker")


def defer(connection: Connection, jobs: Jobs, attempt: Attempt, reason: str, remedy: str, delay: float) -> None:
    """Put an item off for `delay` seconds, with the job that tries it again."""
    until = clock.now() + timedelta(seconds=delay)
    move(connection, attempt, State.DEFERRED, reason=reason, remedy=remedy, not_before=until)
    jobs.enqueue(connection, [(attempt.item_id, attempt.number + 1)], delay=delay)
    audit.record(connection, "deferred", f"item:{attempt.item_id}", reason=reason, seconds=int(delay))


def quarantine(connection: Connection, attempt: Attempt, reason: str, remedy: str, due: datetime) -> None:
    """Set an item aside for people, its clock running."""
    move(
        connection, attempt, State.QUARANTINED, reason=reason, remedy=remedy, review=True, due=due,
        review_reasons=json.dumps([reason], ensure_ascii=False),
    )  # fmt: skip
    audit.record(connection, "quarantined", f"item:{attempt.item_id}", reason=reason)


def retry(connection: Connection, jobs: Jobs, item_id: int, by: str) -> None:
    """Start an item over at a person's wish, with a fresh count of attempts to come."""
    row = connection.execute(sa.select(table.c.attempt).where(table.c.id == item_id)).scalar_one()
    connection.execute(
        table.update()
        .where(table.c.id == item_id)
        .values(
            state=State.ARRIVED.value,
            reason=None,
            remedy=None,
            review=False,
            review_reasons="[]",
            worker=None,
            base=row,
        )
    )
    connection.execute(schema.reading.delete().where(schema.reading.c.item_id == item_id))  # it is read anew
    jobs.enqueue(connection, [(item_id, row + 1)], urgent=True)
    audit.record(connection, "retried", f"item:{item_id}", actor=by)


def get(connection: Connection, item_id: int) -> Item:
    """One item.

    Raises:
        errors.Error: there is none with this id.
    """
    row = connection.execute(sa.select(table).where(table.c.id == item_id)).mappings().first()
    if row is None:
        raise errors.Error(f"there is no item {item_id}", remedy="Check the number; items are never deleted.")
    return item_from(row)


def first_with_digest(connection: Connection, item: Item) -> int | None:
    """The id of the earliest item with the same bytes, when this is not the earliest itself."""
    first = connection.execute(_FIRST, {"digest": item.sha256}).scalar_one()
    return int(first) if first < item.id else None


def stranded(connection: Connection, now: datetime, limit: int = 200) -> list[tuple[Item, str | None]]:
    """Items whose attempt belongs to a worker without a live lease, each with that worker's name.

    Args:
        connection: any transaction.
        now: the present instant; who gave no sign of life around it counts as dead.
        limit: at most so many at a time.
    """
    patience = timedelta(seconds=leases.DEAD_AFTER)
    query = (
        sa.select(table)
        .where(table.c.worker.is_not(None), table.c.worker.not_in(leases.alive(now)))
        .where(~table.c.begun.between(now - patience, now + patience))
        .order_by(table.c.id)
        .limit(limit)
    )
    return [(item_from(row), row["worker"]) for row in connection.execute(query).mappings()]


def abandon(connection: Connection, jobs: Jobs, item: Item, worker: str) -> bool:
    """Take a dead worker's item away from it and ask for the next attempt; False when somebody else just did."""
    query = (
        table.update()
        .where(table.c.id == item.id, table.c.attempt == item.attempt, table.c.worker == worker)
        .values(worker=None, state=State.ARRIVED.value)
    )
    if connection.execute(query).rowcount != 1:
        return False
    jobs.enqueue(connection, [(item.id, item.attempt + 1)], urgent=True)
    audit.record(connection, "taken over", f"item:{item.id}", worker=worker, attempt=item.attempt + 1)
    return True


def counts(connection: Connection) -> dict[str, int]:
    """How many items are in each state."""
    query = sa.select(table.c.state, sa.func.count()).group_by(table.c.state)
    return {state: int(number) for state, number in connection.execute(query)}


def item_from(row: RowMapping) -> Item:
    """The item a row holds."""
    return Item(
        id=row["id"],
        source=Source(SourceKind(row["source_kind"]), row["source_place"], row["source_key"]),
        name=row["name"],
        received=row["received"],
        sha256=row["sha256"],
        size=row["size"],
        state=State(row["state"]),
        attempt=row["attempt"],
        medium=Medium(row["medium"]) if row["medium"] else None,
        reason=row["reason"],
        remedy=row["remedy"],
        complaint_id=row["complaint_id"],
        base=row["base"],
    )


def _insert(connection: Connection, arrival: Arrival, digest: str) -> int | None:
    values = {
        "source_kind": arrival.source.kind.value,
        "source_place": arrival.source.place,
        "source_key": arrival.source.key,
        "name": printable(arrival.name),
        "received": arrival.received,
        "sha256": digest,
        "size": len(arrival.content),
        "state": State.ARRIVED.value,
        "medium_hint": arrival.medium_hint.value if arrival.medium_hint else None,
    }
    insert = sa.dialects.sqlite.insert if connection.dialect.name == "sqlite" else sa.dialects.postgresql.insert
    query = insert(table).values(**values).on_conflict_do_nothing().returning(table.c.id)
    result: int | None = connection.execute(query).scalar()
    return result


def printable(text: str) -> str:
    """Text that every database takes: without NUL and lone surrogates, which PostgreSQL and UTF-8 refuse."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
