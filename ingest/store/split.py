"""The record of a batch of scans that was split into letters, each an item of its own, by the machine or a person."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock, errors
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


def by_hand(
    connection: Connection, item: Item, given: Mapping[str, Sequence[int]], *, by: str, version: int
) -> list[int]:
    """Record that a person gave pages of an item away, each key's pages to the item with that source key.

    What the machine found on these pages is rejected here: it stands in the new items. An item without a complaint
    ends CLOSED; one with a complaint stays, for its first letter was acknowledged.

    Args:
        connection: a transaction from `Database.write`.
        item: whose pages they were.
        given: of each new item its source key, and the pages it got.
        by: who says so.
        version: the item's version this person saw.

    Raises:
        Conflict: somebody changed the item after `version`.
    """
    table, found = schema.item, schema.finding
    ids = ids_of(connection, item.source.place, list(given))
    lines = [f"{_pages(pages)}: item {ids[key]}" for key, pages in given.items()]
    query = table.update().where(table.c.id == item.id, table.c.version == version, table.c.worker.is_(None))
    values: dict[str, object] = {"version": version + 1}
    if item.complaint_id is None:
        why = f"split into items {', '.join(str(ids[key]) for key in given)}"
        values |= {"state": State.CLOSED.value, "reason": why, "remedy": None, "review": False}
        values |= {"reviewed": clock.now(), "reviewed_by": by, "locked_by": None, "locked_until": None}
        connection.execute(schema.silence.insert().values(item_id=item.id, rule="split", reason=why, at=clock.now()))
    if connection.execute(query.values(**values)).rowcount != 1:
        raise errors.Conflict("somebody else has changed this item meanwhile")
    gone = found.update().where(
        found.c.item_id == item.id, found.c.page.in_([n for pages in given.values() for n in pages])
    )
    connection.execute(gone.values(verdict="rejected", verdict_by=by, verdict_at=clock.now()))
    before = readings.load(connection, item.id)
    if before is not None:
        content = values_of.reading_bytes(replace(before, notes=(*before.notes, *lines), splits=()))
        connection.execute(schema.reading.update().where(schema.reading.c.item_id == item.id).values(content=content))
    audit.record(connection, "split by hand", f"item:{item.id}", actor=by, account="; ".join(lines))
    return [ids[key] for key in given]


def _pages(pages: Sequence[int]) -> str:
    return f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(map(str, pages))}"
