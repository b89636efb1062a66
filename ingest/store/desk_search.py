"""Finding complaints by what people have at hand: half a reference, a name slightly wrong, words of the letter.

The index gives candidates (`desk_index.py`); here they are weighed, so that a slip of the finger hides nothing and
the likeliest stands first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz, utils
from sqlalchemy import Connection

from ingest.store import desk_index
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
    asked = " ".join(words.replace("\x00", " ").split())
    if len(asked) < 2:
        return ()
    found: list[Hit] = []
    steps: tuple[Callable[[Connection, str, int], list[Hit]], ...] = (
        _by_record, _by_finding, _by_subject, _by_text,
    )  # fmt: skip
    for step in steps:
        found += step(connection, asked, limit)
        if len({_key(hit) for hit in found}) >= limit:
            break
    return tuple(_best(found or _by_slip(connection, asked, limit), limit))


def _best(found: Iterable[Hit], limit: int) -> list[Hit]:
    best: dict[tuple[int | None, int | None], Hit] = {}
    for hit in found:
        key = _key(hit)
        if key not in best or hit.score > best[key].score:
            best[key] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, -hit.opened.timestamp()))[:limit]


def _key(hit: Hit) -> tuple[int | None, int | None]:
    return (hit.complaint_id, None if hit.complaint_id else hit.item_id)


def _by_record(connection: Connection, asked: str, limit: int) -> list[Hit]:
    """A part of the reference, the complainant's name or address, as it stands."""
    ids: list[int] = []
    for way in _ways(asked):
        ids += desk_index.ids(connection, desk_index.COMPLAINTS, way, limit)
    rows = connection.execute(_complaints().where(complaint.c.id.in_(ids[: 2 * limit]))).all()
    low, bare = asked.lower(), _bare(asked)
    hits = []
    for row in rows:
        if len(bare) >= 3 and bare in _bare(row.reference):
            hits.append(_hit(row, None, "reference", row.reference, 100.0))
        elif low in (row.complainant or "").lower():
            hits.append(_hit(row, None, "complainant", row.complainant, 99.0))
        elif low in (row.address or ""):
            hits.append(_hit(row, None, "complainant", row.address, 98.0))
    return hits


def _ways(asked: str) -> tuple[str, ...]:
    """How a part of a reference may be written: as typed, and with the hyphens of ours put back."""
    bare = _bare(asked).removeprefix("PR")
    return (asked, *desk_index.ways(bare)) if bare.isdigit() and len(bare) > 5 else (asked,)


def _by_slip(connection: Connection, asked: str, limit: int) -> list[Hit]:
    """A name or a reference with a slip of the finger."""
    ids = desk_index.alike(connection, asked, 300)
    rows = connection.execute(_complaints().where(complaint.c.id.in_(ids))).all()
    digits = "".join(sign for sign in asked if sign.isdigit())
    hits = []
    for row in rows:
        name = _likeness(asked, row.complainant or "")
        number = fuzz.partial_ratio(digits, "".join(s for s in row.reference if s.isdigit())) if len(digits) > 3 else 0
        if max(name, number) >= LIKE_ENOUGH:
            told = ("complainant", row.complainant, name) if name > number else ("reference", row.reference, number)
            hits.append(_hit(row, None, told[0], told[1], 0.9 * told[2]))
    return hits[:limit]


def _by_finding(connection: Connection, asked: str, limit: int) -> list[Hit]:
    """A reference of theirs, a phone number, an address, a name in the post."""
    digits = "".join(sign for sign in asked if sign.isdigit()).lstrip("0")
    ids = desk_index.ids(connection, desk_index.FINDINGS, asked, limit)
    if len(digits) >= 6 and digits != asked:
        ids += desk_index.ids(connection, desk_index.FINDINGS, digits, limit)
    query = (
        _items()
        .join(finding, finding.c.item_id == item.c.id)
        .add_columns(finding.c.value.label("value"))
        .where(finding.c.id.in_(ids), sa.or_(finding.c.verdict.is_(None), finding.c.verdict != "rejected"))
    )
    return [_hit(row, row.item_id, "finding", row.value, 95.0) for row in connection.execute(query)]


def _by_subject(connection: Connection, asked: str, limit: int) -> list[Hit]:
    ids = desk_index.ids(connection, desk_index.ITEMS, asked, limit)
    query = _items().add_columns(item.c.subject, item.c.name).where(item.c.id.in_(ids))
    return [_hit(row, row.item_id, "subject", row.subject or row.name, 90.0) for row in connection.execute(query)]


def _by_text(connection: Connection, asked: str, limit: int) -> list[Hit]:
    ids = desk_index.texts(connection, asked, limit)
    query = (
        _items()
        .join(reading, reading.c.item_id == item.c.id)
        .add_columns(reading.c.text.label("text"))
        .where(reading.c.item_id.in_(ids))
    )
    first = asked.split(maxsplit=1)[0]
    return [_hit(row, row.item_id, "text", _around(row.text, first), 85.0) for row in connection.execute(query)]


def _around(text: str, word: str, spare: int = 80) -> str:
    """The words around the first place of a word."""
    at = max(0, text.lower().find(word.lower()))
    piece = " ".join(text[max(0, at - spare) : at + len(word) + spare].split())
    return f"{'…' if at > spare else ''}{piece}…"


def _likeness(asked: str, name: str) -> float:
    """How well each word asked for is found among the words of a name, on average."""
    there = utils.default_process(name).split()
    wanted = utils.default_process(asked).split()
    if not there or not wanted:
        return 0.0
    return sum(max(fuzz.ratio(word, one) for one in there) for word in wanted) / len(wanted)


def _bare(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())


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
