"""What leaves the ledger for other eyes: complaints as records, corrections as a test set, people's data."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.store import values
from ingest.store.schema import clock, complaint, finding, flag, item, note, reading, reply, survey

AROUND = 200  # characters of context on each side of a corrected finding, cut at the sentence


def complaints(connection: Connection) -> Iterator[dict[str, object]]:
    """Each complaint with its findings as people left them."""
    for row in connection.execute(sa.select(complaint).order_by(complaint.c.id)).mappings().all():
        found = connection.execute(
            sa.select(finding.c.kind, finding.c.role, finding.c.value, finding.c.confidence, finding.c.verdict)
            .join(item, finding.c.item_id == item.c.id)
            .where(
                item.c.complaint_id == row["id"], sa.or_(finding.c.verdict.is_(None), finding.c.verdict != "rejected")
            )
            .order_by(finding.c.id)
        ).mappings()
        yield {
            "reference": row["reference"],
            "medium": row["medium"],
            "language": row["language"],
            "complainant": row["complainant"],
            "address": row["address"],
            "state": row["state"],
            "opened": row["opened"].isoformat(),
            "flags": json.loads(row["flags"]),
            "findings": [dict(one) for one in found],
        }


def corrections(connection: Connection) -> Iterator[dict[str, object]]:
    """Each finding that people judged, with the sentence around it and nothing else of the letter."""
    query = (
        sa.select(finding, item.c.language, item.c.medium, item.c.received, reading.c.content)
        .select_from(finding.join(item, finding.c.item_id == item.c.id).join(reading, reading.c.item_id == item.c.id))
        .where(finding.c.verdict.in_(["corrected", "rejected", "added"]))
        .order_by(finding.c.id)
    )
    for row in connection.execute(query).mappings():
        text = values.reading_from(bytes(row["content"])).text
        start, end = _sentence(text, row["start"], row["end"])
        yield {
            "text": text[start:end],
            "language": row["language"],
            "medium": row["medium"],
            "received": row["received"].isoformat(),
            "kind": row["kind"],
            "start": row["start"] - start,
            "end": row["end"] - start,
            "value": None if row["verdict"] == "rejected" else row["value"],
            "role": None if row["verdict"] == "rejected" else row["role"],
            "found_value": row["found_value"] or (None if row["verdict"] == "added" else row["value"]),
            "found_role": row["found_role"] or (None if row["verdict"] == "added" else row["role"]),
            "confidence": row["confidence"],
        }


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence around a span, no longer than AROUND on either side."""
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    first = max(before.rfind(mark) for mark in (". ", "\n\n", "! ", "? ")) + 1
    lasts = [place for mark in (". ", "\n\n", "! ", "? ") if (place := after.find(mark)) >= 0]
    return start - len(before) + first, end + (min(lasts) + 1 if lasts else len(after))


def dossier(connection: Connection, complaint_ids: Sequence[int]) -> dict[str, object]:
    """All that is kept about some complaints, but for the bytes of the post: for the person who asks for their data."""
    return {
        "complaints": _rows(connection, complaint, complaint.c.id, complaint_ids),
        "clocks": _rows(connection, clock, clock.c.complaint_id, complaint_ids),
        "items": _rows(connection, item, item.c.complaint_id, complaint_ids),
        "findings": _rows(connection, finding, finding.c.item_id, _items_of(complaint_ids)),
        "flags": _rows(connection, flag, flag.c.item_id, _items_of(complaint_ids)),
        "replies": _rows(connection, reply, reply.c.complaint_id, complaint_ids),
        "notes": _rows(connection, note, note.c.complaint_id, complaint_ids),
        "survey": _rows(connection, survey, survey.c.complaint_id, complaint_ids),
    }


def files_of(connection: Connection, complaint_ids: Sequence[int]) -> tuple[dict[int, str], dict[int, bytes]]:
    """Of these complaints: the digest of each item's original, and each reply's frozen bytes, by id."""
    originals = sa.select(item.c.id, item.c.sha256).where(item.c.complaint_id.in_(complaint_ids))
    replies = sa.select(reply.c.id, reply.c.content).where(reply.c.complaint_id.in_(complaint_ids))
    return (
        {int(row[0]): str(row[1]) for row in connection.execute(originals)},
        {int(row[0]): bytes(row[1]) for row in connection.execute(replies)},
    )


def _items_of(complaint_ids: Sequence[int]) -> sa.Select[tuple[int]]:
    return sa.select(item.c.id).where(item.c.complaint_id.in_(complaint_ids))


def _rows(
    connection: Connection, table: sa.Table, column: sa.Column[Any], wanted: Sequence[int] | sa.Select[tuple[int]]
) -> list[dict[str, object]]:
    """Rows as JSON takes them: instants as ISO 8601, bytes left out."""
    columns = [one for one in table.c if one.name not in {"content", "worker", "token", "locked_by", "locked_until"}]
    rows = connection.execute(sa.select(*columns).where(column.in_(wanted)).order_by(*table.primary_key)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
