"""Complaints as rows for a spreadsheet, read in pieces so that a large ledger does not fill the memory."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.store.schema import complaint

COLUMNS = ("reference", "medium", "language", "complainant", "address", "state", "opened", "closed", "outcome")


def rows(connection: Connection, piece: int = 5000) -> Iterator[tuple[object, ...]]:
    """The heading, then one row for each complaint, oldest first; instants as ISO 8601 in UTC."""
    yield (*COLUMNS, "assigned_to")
    last = 0
    while True:
        columns = [complaint.c[name] for name in (*COLUMNS, "assigned_to")]
        query = sa.select(complaint.c.id, *columns).where(complaint.c.id > last).order_by(complaint.c.id).limit(piece)
        found = connection.execute(query).all()
        for row in found:
            yield tuple(value.isoformat() if isinstance(value, datetime) else value for value in row[1:])
        if len(found) < piece:
            return
        last = found[-1][0]
