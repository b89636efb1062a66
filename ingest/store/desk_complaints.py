"""Complaints as staff see them: the record, its timeline, its notes, and who works on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.store.schema import complaint


@dataclass(frozen=True, slots=True)
class Known:
    """A complaint in one line."""

    id: int
    reference: str
    complainant: str | None
    state: str
    opened: datetime


def known(connection: Connection, complaint_ids: Sequence[int]) -> tuple[Known, ...]:
    """Some complaints in one line each, the latest first."""
    columns = (complaint.c.id, complaint.c.reference, complaint.c.complainant, complaint.c.state, complaint.c.opened)
    query = sa.select(*columns).where(complaint.c.id.in_(list(complaint_ids))).order_by(complaint.c.opened.desc())
    return tuple(Known(*row) for row in connection.execute(query))


def id_of(connection: Connection, reference: str) -> int | None:
    """The id of the complaint with this reference, in any case."""
    query = sa.select(complaint.c.id).where(complaint.c.reference == reference.strip().upper())
    return connection.execute(query).scalar()
