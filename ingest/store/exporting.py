"""What leaves the ledger for other eyes: complaints as records, and corrections as a test set."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.store import values
from ingest.store.schema import complaint, finding, item, reading

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
