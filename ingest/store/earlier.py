"""Earlier mails of whoever wrote one: those of complaints that belong to the same address.

An address is believed as far as its complaints are; mails that opened or joined no complaint are not listed.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.model import Medium
from ingest.store.schema import complaint, item

_MOST = 10


@dataclass(frozen=True, slots=True)
class Earlier:
    """One mail that came before."""

    item_id: int
    received: datetime
    subject: str | None
    complaint_id: int
    reference: str  # of its complaint


def mails_of(connection: Connection, address: str, *, before: datetime) -> tuple[Earlier, ...]:
    """The latest ten mails of an address (lower-case) that arrived before an instant (aware), the newest first."""
    query = (
        sa.select(item.c.id, item.c.received, item.c.subject, complaint.c.id, complaint.c.reference)
        .join(complaint, complaint.c.id == item.c.complaint_id)
        .where(complaint.c.address == address, item.c.medium == Medium.EMAIL.value, item.c.received < before)
        .order_by(item.c.received.desc(), item.c.id.desc())
        .limit(_MOST)
    )
    return tuple(Earlier(*row) for row in connection.execute(query))
