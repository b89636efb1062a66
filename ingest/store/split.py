"""The record of a batch of scans that was split into letters, each an item of its own."""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.model import Extraction, Reading, SourceKind, State
from ingest.store import audit, items, readings, schema
from ingest.store.items import Attempt


def ids_of(connection: Connection, place: str, keys: Sequence[str]) -> dict[str, int]:
    """The items of a batch's letters, by their source keys.

    Args:
        connection: any transaction.
        place: where the batch arrived.
        keys: of the letters; those the ledger does not have are left out.
    """
    table, found = schema.item, {}
    for start in range(0, len(keys), 500):
        query = sa.select(table.c.source_key, table.c.id).where(
            table.c.source_kind == SourceKind.BATCH.value,
            table.c.source_place == place,
            table.c.source_key.in_(list(keys[start : start + 500])),
        )
        found.update({row.source_key: int(row.id) for row in connection.execute(query)})
    return found


def record(connection: Connection, attempt: Attempt, reading: Reading, reason: str, *, doubts: Sequence[str]) -> None:
    """End a batch's own item: CLOSED, with the account of its pages for everybody to see.

    Args:
        connection: a transaction from `Database.write`.
        attempt: the right to end it.
        reading: without text; its notes are the account.
        reason: the account in one sentence.
        doubts: what a person should look at, if anything.

    Raises:
        Superseded: another worker has taken the item over; nothing is written.
    """
    readings.save(connection, attempt.item_id, reading, Extraction())
    items.move(
        connection, attempt, State.CLOSED, medium=reading.medium.value, reason=reason, remedy=None,
        review=bool(doubts), review_reasons=json.dumps(list(doubts), ensure_ascii=False),
    )  # fmt: skip
    connection.execute(
        schema.silence.insert().values(item_id=attempt.item_id, rule="split", reason=reason, at=clock.now())
    )
    audit.record(connection, "split", f"item:{attempt.item_id}", account=reason)
