"""The audit log as auditors leaf through it: the latest first, by person or subject."""

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.store.audit import Entry
from ingest.store.schema import audit as log


def latest(
    connection: Connection,
    *,
    actor: str | None = None,
    subject: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> tuple[Entry, ...]:
    """Rows of the log, the latest first.

    Args:
        connection: a transaction from `Database.read`.
        actor: only what this person did.
        subject: only what was done to this: "item:12".
        before: only rows with a smaller id, to leaf on.
        limit: at most so many.
    """
    query = sa.select(log.c.id, log.c.at, log.c.actor, log.c.action, log.c.subject, log.c.details)
    for column, wanted in ((log.c.actor, actor), (log.c.subject, subject)):
        if wanted:
            query = query.where(column == wanted)
    if before is not None:
        query = query.where(log.c.id < before)
    return tuple(Entry(*row) for row in connection.execute(query.order_by(log.c.id.desc()).limit(limit)))
