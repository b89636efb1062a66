"""Complaints in slices, for programs that read on from where they left off; and an item by the place it came from."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest.model import Medium, Source, State
from ingest.store.schema import complaint, item


@dataclass(frozen=True, slots=True)
class Brief:
    """A complaint in one line."""

    id: int
    reference: str
    complainant: str | None
    medium: Medium
    language: str
    state: State
    opened: datetime
    closed: datetime | None
    assigned_to: str | None
    flags: tuple[str, ...]


def complaints(
    connection: Connection,
    *,
    state: State | None = None,
    assigned_to: str | None = None,
    reference: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> tuple[Brief, ...]:
    """Complaints, the latest first.

    Args:
        connection: a transaction from `Database.read`.
        state: only open or only closed ones.
        assigned_to: only those this person works on.
        reference: only the one with this reference, in any case.
        before: only those with a smaller id, to leaf on.
        limit: at most so many.
    """
    query = sa.select(complaint).order_by(complaint.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(complaint.c.state == state.value)
    if assigned_to is not None:
        query = query.where(complaint.c.assigned_to == assigned_to)
    if reference is not None:
        query = query.where(complaint.c.reference == reference.strip().upper())
    if before is not None:
        query = query.where(complaint.c.id < before)
    return tuple(_brief(row) for row in connection.execute(query).mappings())


def item_of(connection: Connection, source: Source) -> int | None:
    """The id of the item that came from this place, when there is one."""
    query = sa.select(item.c.id).where(
        item.c.source_kind == source.kind.value, item.c.source_place == source.place, item.c.source_key == source.key
    )
    return connection.execute(query).scalar()


def _brief(row: RowMapping) -> Brief:
    plain = {name: row[name] for name in Brief.__dataclass_fields__}
    told = {"medium": Medium(row["medium"]), "state": State(row["state"]), "flags": tuple(json.loads(row["flags"]))}
    return Brief(**plain | told)
