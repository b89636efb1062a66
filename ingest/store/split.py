"""The record of a batch of scans that was split into letters, each an item of its own, by the machine or a person."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.model import Extraction, Item, Reading, SourceKind, State
from ingest.store import audit, items, readings, schema
from ingest.store import values as values_of
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


def close_by_hand(connection: Connection, item: Item, ids: Mapping[str, int], lines: Sequence[str], *, by: str) -> None:
    """End an item whose pages a person gave to new items, all of them: CLOSED, with the account of its pages.

    Args:
        connection: a transaction from `Database.write`, in which the item's version was checked.
        item: whose pages they were.
        ids: the new items.
        lines: which pages went to which of them.
        by: who says so.
    """
    why = f"split into items {', '.join(map(str, ids.values()))}"
    rested: dict[str, object] = {
        "state": State.CLOSED.value,
        "reason": why,
        "remedy": None,
        "review": False,
        "reviewed_by": by,
    }
    rested |= {"reviewed": clock.now(), "locked_by": None, "locked_until": None}
    connection.execute(schema.item.update().where(schema.item.c.id == item.id).values(**rested))
    connection.execute(schema.silence.insert().values(item_id=item.id, rule="split", reason=why, at=clock.now()))
    note_by_hand(connection, item.id, lines, by=by)


def note_by_hand(connection: Connection, item_id: int, lines: Sequence[str], *, by: str) -> None:
    """Write the account of an item's pages down, for everybody to see; without lines only their order has changed."""
    before = readings.load(connection, item_id)
    if before is not None:
        content = values_of.reading_bytes(replace(before, notes=(*before.notes, *lines), splits=()))
        connection.execute(schema.reading.update().where(schema.reading.c.item_id == item_id).values(content=content))
    if lines:
        audit.record(connection, "split by hand", f"item:{item_id}", actor=by, account="; ".join(lines))
    else:
        audit.record(connection, "pages put in order", f"item:{item_id}", actor=by)
