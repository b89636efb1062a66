"""What has happened lately, from the audit log, with the names people know things by."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.model import Item
from ingest.store import items
from ingest.store.schema import audit, complaint, item, person, reply


@dataclass(frozen=True, slots=True)
class Line:
    """One event."""

    id: int
    action: str
    subject: str
    details: str  # JSON
    name: str | None  # of the file or mail, or the address a reply goes to
    reference: str | None  # of the complaint it is about
    channel: str | None  # of the reply it is about


def since(connection: Connection, audit_id: int) -> Iterator[Line]:
    """The events after one, oldest first."""
    query = sa.select(audit).where(audit.c.id > audit_id).order_by(audit.c.id).limit(500)
    for row in connection.execute(query).mappings().all():
        kind, _, number = row["subject"].partition(":")
        name, reference, channel = _about(connection, kind, int(number) if number.isdigit() else 0)
        yield Line(row["id"], row["action"], row["subject"], row["details"], name, reference, channel)


def busy(connection: Connection) -> int:
    """How many items and mails are still on their way by themselves."""
    on_the_way = sa.select(sa.func.count()).where(item.c.state.in_([state.value for state in items.ON_THE_WAY]))
    to_send = sa.select(sa.func.count()).where(
        reply.c.channel == "email", reply.c.delivery.in_(["PENDING", "CLAIMED", "DOT_PENDING", "DEFERRED"])
    )
    return int(connection.execute(on_the_way).scalar_one()) + int(connection.execute(to_send).scalar_one())


def all_items(connection: Connection) -> list[Item]:
    """Every item, oldest first."""
    return [items.item_from(row) for row in connection.execute(sa.select(item).order_by(item.c.id)).mappings()]


def has_person(connection: Connection, sign_in: str) -> bool:
    """Whether somebody has this sign-in name."""
    return connection.execute(sa.select(person.c.id).where(person.c.sign_in == sign_in)).first() is not None


def _about(connection: Connection, kind: str, number: int) -> tuple[str | None, str | None, str | None]:
    if kind == "item":
        row = connection.execute(
            sa.select(item.c.name, complaint.c.reference)
            .select_from(item.outerjoin(complaint, item.c.complaint_id == complaint.c.id))
            .where(item.c.id == number)
        ).first()
        return (row[0], row[1], None) if row else (None, None, None)
    if kind in {"reply", "complaint"}:
        column = reply.c.id if kind == "reply" else reply.c.complaint_id
        newest = connection.execute(
            sa.select(reply.c.recipient, complaint.c.reference, reply.c.channel)
            .join(complaint, reply.c.complaint_id == complaint.c.id)
            .where(column == number)
            .order_by(reply.c.id.desc())
        ).first()
        return (newest[0], newest[1], newest[2]) if newest else (None, None, None)
    return None, None, None


def fate_of(connection: Connection, item_id: int) -> dict[str, object]:
    """What became of one item, in the words of the ledger: for expected records and reports."""
    row = connection.execute(
        sa.select(item.c.language, item.c.review_reasons, item.c.reason, item.c.duplicate_of, complaint.c.complainant)
        .select_from(item.outerjoin(complaint, item.c.complaint_id == complaint.c.id))
        .where(item.c.id == item_id)
    ).one()
    answers = connection.execute(
        sa.select(reply.c.kind, reply.c.channel, reply.c.delivery, reply.c.language)
        .join(item, reply.c.complaint_id == item.c.complaint_id)
        .where(item.c.id == item_id)
    )
    return {
        "language": row.language,
        "complainant": row.complainant,
        "duplicate": row.duplicate_of is not None,
        "reason": row.reason,
        "review": json.loads(row.review_reasons),
        "replies": [" ".join(str(value) for value in one) for one in answers],
    }
