"""Which mails have left and have no copy in the archive folder yet."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.model import Delivery, Reply
from ingest.store.outbox import reply_from
from ingest.store.schema import reply as table

_LEFT = [one.value for one in (Delivery.ACCEPTED, Delivery.BOUNCED)]


def missing(connection: Connection, limit: int) -> list[Reply]:
    """Up to `limit` mails that left and were not archived, the oldest first."""
    query = (
        sa.select(table)
        .where(table.c.channel == "email", table.c.delivery.in_(_LEFT), table.c.archived.is_(None))
        .where(table.c.finished.is_not(None))
        .order_by(table.c.id)
        .limit(limit)
    )
    return [reply_from(row) for row in connection.execute(query).mappings()]


def done(connection: Connection, reply_ids: Sequence[int]) -> None:
    """Note that these are in the archive folder."""
    connection.execute(table.update().where(table.c.id.in_(reply_ids)).values(archived=clock.now()))
