"""What became of a posted form, by the token only its sender has."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.model import SourceKind
from ingest.store.schema import complaint, item


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a form arrived."""

    number: int  # of the item
    received: datetime
    reference: str | None  # of the complaint, once it is open


def receipt(connection: Connection, form: str, token: str) -> Receipt | None:
    """The receipt of a form, or None when no such form arrived."""
    query = (
        sa.select(item.c.id, item.c.received, complaint.c.reference)
        .outerjoin(complaint, complaint.c.id == item.c.complaint_id)
        .where(item.c.source_kind == SourceKind.FORM.value, item.c.source_place == form, item.c.source_key == token)
    )
    row = connection.execute(query).first()
    return Receipt(int(row[0]), row[1], row[2]) if row else None
