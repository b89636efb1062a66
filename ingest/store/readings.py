"""What was read and found in an item: the reading whole, the findings as rows that people can judge."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.model import Box, ContactEvent, Extraction, Finding, FindingKind, Flag, Reading
from ingest.store import schema, values
from ingest.store.items import printable

_ADD = schema.reading.insert()
_THERE = sa.select(schema.reading.c.item_id).where(schema.reading.c.item_id == sa.bindparam("item"))
_LOAD = sa.select(schema.reading.c.content).where(schema.reading.c.item_id == sa.bindparam("item"))
_INSERTS = {table: table.insert() for table in (schema.finding, schema.flag, schema.contact_event)}


def save(
    connection: Connection, item_id: int, reading: Reading, extraction: Extraction, doubtful: Iterable[int] = ()
) -> None:
    """Record a reading and what was found in it, in place of what an earlier attempt left.

    Args:
        connection: the transaction that also moves the item on.
        item_id: the item.
        reading: its text with positions.
        extraction: what was found in that text.
        doubtful: indices of the findings that staff must look at.
    """
    if connection.execute(_THERE, {"item": item_id}).first():
        for table in (schema.reading, schema.finding, schema.flag, schema.contact_event):
            connection.execute(table.delete().where(table.c.item_id == item_id))
    connection.execute(
        _ADD,
        {
            "item_id": item_id,
            "content": values.reading_bytes(reading),
            "text": printable(reading.text),
            "taken": clock.now(),
        },
    )
    unsure = set(doubtful)
    rows = [_finding_row(item_id, i, found, i in unsure) for i, found in enumerate(extraction.findings)]
    _insert(connection, schema.finding, rows)
    _insert(connection, schema.flag, [_flag_row(item_id, flag) for flag in extraction.flags])
    _insert(connection, schema.contact_event, [_event_row(item_id, event) for event in extraction.events])


def load(connection: Connection, item_id: int) -> Reading | None:
    """The reading of an item, or None while it has none."""
    content = connection.execute(_LOAD, {"item": item_id}).scalar()
    return values.reading_from(content) if content is not None else None


def extraction_of(connection: Connection, item_id: int) -> Extraction:
    """What was found in an item, as people have left it: rejected findings are gone, corrected ones corrected."""
    rows = [row for row in _rows(connection, schema.finding, item_id) if row["verdict"] != "rejected"]
    place = {row["position"]: index for index, row in enumerate(rows)}  # where each of them stands now
    flags = [
        Flag(name=row["name"], start=row["start"], end=row["end"], text=row["text"], reason=row["reason"])
        for row in _rows(connection, schema.flag, item_id)
    ]
    events = [
        ContactEvent(
            place.get(row["number"]),
            place.get(row["instant"]),
            place.get(row["staff"]),
            place.get(row["reference"]),
            row["start"],
            row["end"],
        )
        for row in _rows(connection, schema.contact_event, item_id)
    ]
    return Extraction(tuple(finding_from(row) for row in rows), tuple(flags), tuple(events))


def finding_from(row: sa.RowMapping) -> Finding:
    """The finding a row holds."""
    return Finding(
        kind=FindingKind(row["kind"]),
        value=row["value"],
        text=row["text"],
        role=row["role"],
        start=row["start"],
        end=row["end"],
        page=row["page"],
        box=_box(row["box"]),
        confidence=row["confidence"],
        reason=row["reason"],
    )


def _rows(connection: Connection, table: sa.Table, item_id: int) -> Iterable[sa.RowMapping]:
    return connection.execute(sa.select(table).where(table.c.item_id == item_id).order_by(table.c.id)).mappings()


def _insert(connection: Connection, table: sa.Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(_INSERTS[table], rows)


def _finding_row(item_id: int, position: int, found: Finding, doubtful: bool) -> dict[str, object]:
    return {
        "item_id": item_id,
        "position": position,
        "kind": found.kind.value,
        "role": found.role,
        "value": printable(found.value),
        "text": printable(found.text),
        "start": found.start,
        "end": found.end,
        "page": found.page,
        "box": ",".join(map(str, found.box)) if found.box else None,
        "confidence": found.confidence,
        "reason": printable(found.reason),
        "doubtful": doubtful,
    }


def _flag_row(item_id: int, flag: Flag) -> dict[str, object]:
    return {
        "item_id": item_id,
        "name": flag.name,
        "start": flag.start,
        "end": flag.end,
        "text": printable(flag.text),
        "reason": printable(flag.reason),
    }


def _event_row(item_id: int, event: ContactEvent) -> dict[str, object]:
    return {
        "item_id": item_id,
        "number": event.number,
        "instant": event.instant,
        "staff": event.staff,
        "reference": event.reference,
        "start": event.start,
        "end": event.end,
    }


def _box(text: str | None) -> Box | None:
    if not text:
        return None
    x0, y0, x1, y1 = map(int, text.split(","))
    return x0, y0, x1, y1
