"""Complaints as staff see them: the record, its timeline, its notes, and who works on it.

Sending, closing and opening again belong to the pipeline; notes and assignment change nothing but themselves.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest import clock, errors
from ingest.model import Clock, Medium, State
from ingest.store import audit, complaints
from ingest.store.desk import Sheet, sheet_from
from ingest.store.items import printable
from ingest.store.schema import complaint, item, note, silence


@dataclass(frozen=True, slots=True)
class Known:
    """A complaint in one line."""

    id: int
    reference: str
    complainant: str | None
    state: str
    opened: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A complaint with what its page shows at the top."""

    id: int
    reference: str
    medium: Medium
    language: str
    complainant: str | None
    address: str | None
    postal_address: str | None
    identity_confirmed: bool
    state: State
    opened: datetime
    closed: datetime | None
    outcome: str | None
    assigned_to: str | None
    flags: tuple[str, ...]
    version: int
    hold: str | None  # why the law wants it kept
    erased: datetime | None
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a colleague wrote down."""

    author: str
    at: datetime
    text: str


def known(connection: Connection, complaint_ids: Sequence[int]) -> tuple[Known, ...]:
    """Some complaints in one line each, the latest first."""
    columns = (complaint.c.id, complaint.c.reference, complaint.c.complainant, complaint.c.state, complaint.c.opened)
    query = sa.select(*columns).where(complaint.c.id.in_(list(complaint_ids))).order_by(complaint.c.opened.desc())
    return tuple(Known(*row) for row in connection.execute(query))


def id_of(connection: Connection, reference: str) -> int | None:
    """The id of the complaint with this reference, in any case."""
    query = sa.select(complaint.c.id).where(complaint.c.reference == reference.strip().upper())
    return connection.execute(query).scalar()


def record(connection: Connection, complaint_id: int) -> Record | None:
    """One complaint with its clocks."""
    row = connection.execute(sa.select(complaint).where(complaint.c.id == complaint_id)).mappings().first()
    return _record(row, tuple(complaints.clocks_of(connection, complaint_id))) if row else None


def items_of(connection: Connection, complaint_id: int) -> tuple[Sheet, ...]:
    """What arrived about a complaint, oldest first."""
    query = (
        sa.select(item, complaint.c.reference)
        .join(complaint, complaint.c.id == item.c.complaint_id)
        .where(item.c.complaint_id == complaint_id)
        .order_by(item.c.received, item.c.id)
    )
    return tuple(sheet_from(row) for row in connection.execute(query).mappings())


def notes_of(connection: Connection, complaint_id: int) -> tuple[Note, ...]:
    """The notes on a complaint, oldest first."""
    query = sa.select(note.c.author, note.c.at, note.c.text).where(note.c.complaint_id == complaint_id)
    return tuple(Note(*row) for row in connection.execute(query.order_by(note.c.at, note.c.id)))


def silences_of(connection: Connection, complaint_id: int) -> tuple[tuple[int, str, datetime], ...]:
    """Why items of a complaint were not acknowledged: (item id, reason, when)."""
    query = (
        sa.select(silence.c.item_id, silence.c.reason, silence.c.at)
        .join(item, item.c.id == silence.c.item_id)
        .where(item.c.complaint_id == complaint_id)
        .order_by(silence.c.at)
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))


def log_of(connection: Connection, complaint_id: int) -> tuple[audit.Entry, ...]:
    """What was done to a complaint, oldest first, without who merely looked at it."""
    rows = audit.entries(connection, f"complaint:{complaint_id}")
    return tuple(row for row in rows if row.action != "viewed")


def add_note(connection: Connection, complaint_id: int, text: str, *, by: str) -> None:
    """Write something down.

    Raises:
        errors.Error: there is nothing to write down.
    """
    words = printable(text.strip())
    if not words:
        raise errors.Error("The note is empty.", remedy="Write what colleagues should know.")
    row = {"complaint_id": complaint_id, "author": by, "at": clock.now(), "text": words}
    connection.execute(note.insert().values(**row))
    audit.record(connection, "noted", f"complaint:{complaint_id}", actor=by)


def assign(connection: Connection, complaint_id: int, to: str | None, *, by: str) -> None:
    """Say who works on a complaint; None gives it back to everybody."""
    connection.execute(complaint.update().where(complaint.c.id == complaint_id).values(assigned_to=to))
    audit.record(connection, "assigned", f"complaint:{complaint_id}", actor=by, to=to)


def _record(row: RowMapping, clocks: tuple[Clock, ...]) -> Record:
    plain = {name: row[name] for name in Record.__dataclass_fields__ if name in row}
    told = {"medium": Medium(row["medium"]), "state": State(row["state"]), "flags": tuple(json.loads(row["flags"]))}
    return Record(**plain | told, clocks=clocks)
