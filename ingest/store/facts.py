"""What the ledger knows that bears on one item: fetched here, judged by `decide`."""

import re

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest.model import Delivery, Extraction, Facts, FindingKind, Item, KnownComplaint, Mail, Reading
from ingest.reference import is_reference, number_of, reference
from ingest.store import complaints, items, outbox
from ingest.store.schema import complaint, finding, item, reply

_SHARING = (  # complaints with a reference or a complainant's name in common
    sa.select(item.c.complaint_id)
    .distinct()
    .join(finding, finding.c.item_id == item.c.id)
    .where(
        finding.c.kind.in_([FindingKind.TICKET_REFERENCE.value, FindingKind.PERSON_NAME.value]),
        finding.c.value.in_(sa.bindparam("values", expanding=True)),
        finding.c.role.in_(["ours", "theirs", "unknown", "complainant"]),
        item.c.id != sa.bindparam("but"),
        item.c.complaint_id.is_not(None),
    )
    .order_by(item.c.complaint_id.desc())
    .limit(5)
)
MOST = 50  # headers or findings looked up for one item; a mail with more is not asking a sensible question


def about(connection: Connection, one: Item, reading: Reading, extraction: Extraction, prefix: str) -> Facts:
    """The facts about one item.

    Args:
        connection: any transaction.
        one: the item.
        reading: its reading.
        extraction: what was found in it.
        prefix: the letters before our references.
    """
    references = _our_references(reading, extraction, prefix)
    return Facts(
        duplicate_of=items.first_with_digest(connection, one),
        by_headers=_by_headers(connection, reading.mail) if reading.mail else (),
        by_reference=_by_reference(connection, references, prefix),
        by_sender=_by_sender(connection, reading.mail),
        similar=_similar(connection, one, extraction),
        bounced_reply=_bounced_reply(connection, reading.mail),
    )


def _our_references(reading: Reading, extraction: Extraction, prefix: str) -> list[str]:
    found = [one.value for one in extraction.findings if one.kind is FindingKind.TICKET_REFERENCE]
    if reading.mail:
        found += re.findall(r"[A-Z0-9-]{8,20}", reading.mail.subject[:2000].upper())
    return [one for one in dict.fromkeys(found) if is_reference(one, prefix)][:MOST]


def _by_reference(connection: Connection, references: list[str], prefix: str) -> tuple[KnownComplaint, ...]:
    """The complaints with these references, and those that an item joined whose own reference was told its sender."""
    if not references:
        return ()
    numbers = [number_of(one, prefix) for one in references]
    rows = connection.execute(
        sa.select(item.c.id, item.c.received, item.c.complaint_id)
        .where(item.c.id.in_(numbers))
        .where(item.c.complaint_id.is_not(None))
    )
    joined = [row.complaint_id for row in rows if reference(row.id, row.received.year, prefix) in references]
    return complaints.known(connection, complaint.c.reference.in_(references) | complaint.c.id.in_(joined))


def _by_headers(connection: Connection, mail: Mail) -> tuple[KnownComplaint, ...]:
    named = list(dict.fromkeys(mail.in_reply_to + mail.references))[:MOST]
    if not named:
        return ()
    ours = sa.select(reply.c.complaint_id).where(reply.c.message_id.in_(named))
    theirs = sa.select(item.c.complaint_id).where(item.c.message_id.in_(named), item.c.complaint_id.is_not(None))
    return complaints.known(connection, complaint.c.id.in_(sa.union(ours, theirs)))


def _by_sender(connection: Connection, mail: Mail | None) -> tuple[KnownComplaint, ...]:
    if not mail or not mail.from_address:
        return ()
    return complaints.by_sender(connection, mail.from_address)


def _similar(connection: Connection, one: Item, extraction: Extraction) -> tuple[KnownComplaint, ...]:
    values = [
        found.value
        for found in extraction.findings
        if found.kind is FindingKind.TICKET_REFERENCE
        or (found.kind is FindingKind.PERSON_NAME and found.role == "complainant" and " " in found.value)
    ][:MOST]
    if not values:
        return ()
    sharing = connection.execute(_SHARING, {"values": values, "but": one.id}).scalars().all()
    return complaints.known(connection, complaint.c.id.in_(sharing), limit=5) if sharing else ()


def _bounced_reply(connection: Connection, mail: Mail | None) -> int | None:
    """Our reply that a delivery report is about: by its Message-ID, else the latest one to the address that failed."""
    if not mail or not mail.bounce:
        return None
    if mail.bounce.message_id:
        ours = outbox.by_message_id(connection, mail.bounce.message_id)
        return ours.id if ours else None
    if not mail.bounce.recipient:
        return None
    query = (
        sa.select(reply.c.id)
        .where(reply.c.recipient == mail.bounce.recipient, reply.c.delivery == Delivery.ACCEPTED.value)
        .order_by(reply.c.id.desc())
        .limit(1)
    )
    found: int | None = connection.execute(query).scalar()
    return found
