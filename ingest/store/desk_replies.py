"""The replies that wait for a person: uncertain, rejected, bounced, held, and the letters to print.

It only reads; what a person decides about a reply is done by the pipeline.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest.model import Delivery
from ingest.store.desk_queue import UNSETTLED
from ingest.store.schema import complaint, reply


@dataclass(frozen=True, slots=True)
class Sending:
    """A reply of ours and what is known about its way."""

    id: int
    complaint_id: int
    reference: str
    complainant: str | None
    kind: str
    language: str
    channel: str
    recipient: str
    subject: str
    message_id: str
    delivery: Delivery
    due: datetime | None
    attempt: int
    next_try: datetime | None
    server_words: str
    created: datetime
    finished: datetime | None
    finished_by: str | None


def unsettled(connection: Connection, limit: int = 200) -> tuple[Sending, ...]:
    """Replies a person must decide about, the nearest deadline first."""
    return _of(connection, [delivery.value for delivery in UNSETTLED], limit)


def to_print(connection: Connection, limit: int = 500) -> tuple[Sending, ...]:
    """Letters that wait for printing, the nearest deadline first."""
    return _of(connection, [Delivery.TO_PRINT.value], limit)


def of_complaint(connection: Connection, complaint_id: int) -> tuple[Sending, ...]:
    """Every reply of a complaint, oldest first."""
    query = _base().where(reply.c.complaint_id == complaint_id).order_by(reply.c.created, reply.c.id)
    return tuple(_sending(row) for row in connection.execute(query).mappings())


def one(connection: Connection, reply_id: int) -> Sending | None:
    """One reply."""
    row = connection.execute(_base().where(reply.c.id == reply_id)).mappings().first()
    return _sending(row) if row else None


def content(connection: Connection, reply_id: int) -> bytes | None:
    """The frozen bytes of a reply: an RFC 5322 message, or a PDF."""
    return connection.execute(sa.select(reply.c.content).where(reply.c.id == reply_id)).scalar()


def contents(connection: Connection, reply_ids: Sequence[int]) -> list[bytes]:
    """The frozen bytes of several replies, in the order asked for."""
    query = sa.select(reply.c.id, reply.c.content).where(reply.c.id.in_(list(reply_ids)))
    found = {int(row[0]): bytes(row[1]) for row in connection.execute(query)}
    return [found[reply_id] for reply_id in reply_ids if reply_id in found]


def _base() -> sa.Select[tuple[object, ...]]:
    columns = [column for column in reply.c if column.name != "content"]
    return sa.select(*columns, complaint.c.reference, complaint.c.complainant).join(
        complaint, complaint.c.id == reply.c.complaint_id
    )


def _of(connection: Connection, deliveries: list[str], limit: int) -> tuple[Sending, ...]:
    query = _base().where(reply.c.delivery.in_(deliveries)).order_by(reply.c.due.is_(None), reply.c.due, reply.c.id)
    return tuple(_sending(row) for row in connection.execute(query.limit(limit)).mappings())


def _sending(row: RowMapping) -> Sending:
    names = Sending.__dataclass_fields__
    return Sending(**{name: row[name] for name in names if name != "delivery"}, delivery=Delivery(row["delivery"]))
