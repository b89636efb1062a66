"""Finding complaints by what people have at hand: half a reference, a name slightly wrong, words of the letter.

References and names are compared letter by letter against candidates with a common beginning or part, so that a
slip of the finger does not hide anything. On SQLite and PostgreSQL alike the texts are searched with LIKE.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz, utils
from sqlalchemy import Connection

from ingest.store.schema import complaint, finding, item, reading

LIKE_ENOUGH = 78  # of 100, by rapidfuzz: one slip in a short name, two in a long one


@dataclass(frozen=True, slots=True)
class Hit:
    """One complaint that fits, or an item without one."""

    complaint_id: int | None
    item_id: int | None
    reference: str | None
    complainant: str | None
    state: str
    opened: datetime
    where: str  # reference, complainant, finding, subject, text
    match: str  # the words around it
    score: float  # 0 to 100


def find(connection: Connection, words: str, limit: int = 50) -> tuple[Hit, ...]:
    """What fits these words, the best first.

    Args:
        connection: a transaction from `Database.read`.
        words: as typed; at least two characters.
        limit: at most so many.
    """
    asked = " ".join(words.split())
    if len(asked) < 2:
        return ()
    found: list[Hit] = []
    for step in (_by_reference, _by_complainant, _by_finding, _by_subject, _by_text):
        found += step(connection, asked, limit)
        if len({_key(hit) for hit in found}) >= limit:
            break
    return tuple(_best(found, limit))


def _best(found: Iterable[Hit], limit: int) -> list[Hit]:
    best: dict[tuple[int | None, int | None], Hit] = {}
    for hit in found:
        key = _key(hit)
        if key not in best or hit.score > best[key].score:
            best[key] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, -hit.opened.timestamp()))[:limit]


def _key(hit: Hit) -> tuple[int | None, int | None]:
    return (hit.complaint_id, None if hit.complaint_id else hit.item_id)


def _by_reference(connection: Connection, asked: str, limit: int) -> list[Hit]:  # noqa: ARG001 - one shape for all steps
    """A part of a reference, and references of the same length that differ by a slip."""
    bare = "".join(sign for sign in asked.upper() if sign.isalnum())
    digits = "".join(sign for sign in bare if sign.isdigit())
    if len(digits) < 3:
        return []
    squeezed = sa.func.replace(complaint.c.reference, "-", "")
    parts = {bare, digits} | {digits[i : i + 4] for i in range(len(digits) - 3)}  # one slip leaves one of them whole
    query = _complaints().where(sa.or_(*(squeezed.like(f"%{part}%") for part in parts if len(part) >= 3)))
    rows = connection.execute(query.order_by(complaint.c.id.desc()).limit(1000)).all()
    hits = []
    for row in rows:
        plain = row.reference.replace("-", "")
        score = 100.0 if bare in plain else fuzz.partial_ratio(digits, "".join(s for s in plain if s.isdigit()))
        if score >= LIKE_ENOUGH:
            hits.append(_hit(row, None, "reference", row.reference, score))
    return hits


def _by_complainant(connection: Connection, asked: str, limit: int) -> list[Hit]:
    """The complainant's name or address, slips allowed."""
    low = asked.lower()
    exact = sa.or_(_has(complaint.c.complainant, asked), complaint.c.address.like(f"%{_literal(low)}%", escape="\\"))
    starts = [_has(complaint.c.complainant, piece) for word in low.split() for piece in _pieces(word)]
    rows = connection.execute(_complaints().where(exact).order_by(complaint.c.id.desc()).limit(limit)).all()
    if len(rows) < limit and starts:
        query = _complaints().where(sa.or_(*starts)).order_by(complaint.c.id.desc()).limit(2000)
        rows = [*rows, *connection.execute(query).all()]
    hits = []
    for row in rows:
        name = row.complainant or ""
        score = 99.0 if low in name.lower() or low in (row.address or "") else _likeness(asked, name)
        if score >= LIKE_ENOUGH:
            hits.append(_hit(row, None, "complainant", name or row.address, score))
    return hits


def _by_finding(connection: Connection, asked: str, limit: int) -> list[Hit]:
    """A reference of theirs, a phone number, an address, a name in the post."""
    digits = "".join(sign for sign in asked if sign.isdigit()).lstrip("0")
    tests = [_has(finding.c.value, asked)]
    if len(digits) >= 6:
        tests.append(finding.c.value.like(f"%{digits}%"))
    query = (
        _items()
        .join(finding, finding.c.item_id == item.c.id)
        .add_columns(finding.c.value.label("value"), finding.c.text.label("stood"))
        .where(sa.or_(*tests), sa.or_(finding.c.verdict.is_(None), finding.c.verdict != "rejected"))
    )
    rows = connection.execute(query.order_by(item.c.id.desc()).limit(limit)).all()
    return [_hit(row, row.item_id, "finding", row.value, 95.0) for row in rows]


def _by_subject(connection: Connection, asked: str, limit: int) -> list[Hit]:
    query = _items().add_columns(item.c.subject, item.c.name).where(
        sa.or_(_has(item.c.subject, asked), _has(item.c.name, asked))
    )  # fmt: skip
    rows = connection.execute(query.order_by(item.c.id.desc()).limit(limit)).all()
    return [_hit(row, row.item_id, "subject", row.subject or row.name, 90.0) for row in rows]


def _by_text(connection: Connection, asked: str, limit: int) -> list[Hit]:
    query = (
        _items()
        .join(reading, reading.c.item_id == item.c.id)
        .add_columns(reading.c.text.label("text"))
        .where(*(_has(reading.c.text, word) for word in asked.split()[:6]))
    )
    rows = connection.execute(query.order_by(item.c.id.desc()).limit(limit)).all()
    return [_hit(row, row.item_id, "text", _around(row.text, asked.split(maxsplit=1)[0]), 80.0) for row in rows]


def _around(text: str, word: str, spare: int = 80) -> str:
    """The words around the first place of a word."""
    at = max(0, text.lower().find(word.lower()))
    piece = " ".join(text[max(0, at - spare) : at + len(word) + spare].split())
    return f"{'…' if at > spare else ''}{piece}…"


def _likeness(asked: str, name: str) -> float:
    return float(fuzz.token_set_ratio(asked, name, processor=utils.default_process))


def _pieces(word: str) -> tuple[str, ...]:
    """Parts of a word that survive one slip somewhere: its first and its last letters."""
    return (word[:3], word[-3:]) if len(word) >= 5 else (word[:2],) if len(word) >= 3 else ()


def _has(column: sa.ColumnElement[Any], words: str) -> sa.ColumnElement[bool]:
    return column.ilike(f"%{_literal(words)}%", escape="\\")


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _complaints() -> sa.Select[Any]:
    return sa.select(
        complaint.c.id.label("complaint_id"), complaint.c.reference, complaint.c.complainant, complaint.c.address,
        complaint.c.state, complaint.c.opened,
    )  # fmt: skip


def _items() -> sa.Select[Any]:
    return (
        sa.select(
            item.c.id.label("item_id"), item.c.complaint_id, complaint.c.reference, complaint.c.complainant,
            sa.func.coalesce(complaint.c.state, item.c.state).label("state"),
            sa.func.coalesce(complaint.c.opened, item.c.received).label("opened"),
        )
        .select_from(item)
        .outerjoin(complaint, complaint.c.id == item.c.complaint_id)
    )  # fmt: skip


def _hit(row: Any, item_id: int | None, where: str, match: str | None, score: float) -> Hit:  # noqa: ANN401 - a row
    return Hit(
        row.complaint_id, item_id, row.reference, row.complainant, row.state, row.opened, where, match or "", score
    )  # fmt: skip
