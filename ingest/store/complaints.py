"""The complaints of the ledger: opened with their clocks and their reply in one transaction, joined, closed."""

import json
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock, errors
from ingest.model import Clock, Complaint, Draft, KnownComplaint, Medium, Reply, State
from ingest.store import audit, outbox, schema, webhooks
from ingest.store import clocks as running
from ingest.store.items import printable

_OPEN = schema.complaint.insert().returning(schema.complaint.c.id)
_FLAGS = sa.select(schema.complaint.c.id, schema.complaint.c.flags).where(
    schema.complaint.c.id.in_(sa.bindparam("ids", expanding=True))
)
_BY_SENDER = (
    sa.select(schema.complaint)
    .where(schema.complaint.c.address == sa.bindparam("sender"))
    .order_by(schema.complaint.c.id.desc())
    .limit(20)
)


def open_new(
    connection: Connection,
    *,
    reference: str,
    medium: Medium,
    language: str,
    complainant: str | None,
    address: str | None,
    postal_address: str | None,
    opened: datetime,
    clocks: Iterable[Clock],
    flags: Iterable[str],
) -> int:
    """Record a new complaint with its clocks, and return its id; the caller's transaction adds reply, item and audit.

    Args:
        connection: a transaction from `Database.write`.
        reference: ours, unique.
        medium: how the complainant wrote.
        language: in which to answer, ISO 639-1.
        complainant: the name, when one was found.
        address: the e-mail address, lower-case, when there is one.
        postal_address: the address block to print on a letter.
        opened: arrival of its first item.
        clocks: the deadlines that run from now on.
        flags: names of flags raised by its first item.
    """
    complaint_id: int = connection.execute(
        _OPEN,
        {
            "reference": reference,
            "medium": medium.value,
            "language": language,
            "complainant": printable(complainant) if complainant else None,
            "address": address,
            "postal_address": printable(postal_address) if postal_address else None,
            "state": State.OPEN.value,
            "opened": opened,
            "flags": json.dumps(sorted(flags)),
        },
    ).scalar_one()
    running.start(connection, [(complaint_id, one) for one in clocks])
    return complaint_id


def get(connection: Connection, complaint_id: int) -> Complaint:
    """One complaint with its clocks and the ids of its items.

    Raises:
        errors.Error: there is none with this id.
    """
    row = (
        connection.execute(sa.select(schema.complaint).where(schema.complaint.c.id == complaint_id)).mappings().first()
    )
    if row is None:
        raise errors.Error(f"there is no complaint {complaint_id}", remedy="Check the number.")
    items = connection.execute(
        sa.select(schema.item.c.id).where(schema.item.c.complaint_id == complaint_id).order_by(schema.item.c.id)
    ).scalars()
    return Complaint(
        id=row["id"],
        reference=row["reference"],
        medium=Medium(row["medium"]),
        language=row["language"],
        complainant=row["complainant"],
        address=row["address"],
        state=State(row["state"]),
        opened=row["opened"],
        clocks=tuple(clocks_of(connection, complaint_id)),
        flags=tuple(json.loads(row["flags"])),
        items=tuple(items),
    )


def clocks_of(connection: Connection, complaint_id: int) -> list[Clock]:
    """The clocks of a complaint, by their due instant."""
    query = sa.select(schema.clock).where(schema.clock.c.complaint_id == complaint_id).order_by(schema.clock.c.due)
    return [
        Clock(row["name"], row["started"], row["due"], row["explanation"], row["met"], row["paused"])
        for row in connection.execute(query).mappings()
    ]


def flags_of(connection: Connection, complaint_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of some complaints' flags, by the complaint's id."""
    rows = connection.execute(_FLAGS, {"ids": sorted(set(complaint_ids))})
    return {row.id: [str(name) for name in json.loads(row.flags)] for row in rows}


def postal_address_of(connection: Connection, complaint_id: int) -> str | None:
    """The address block for a printed letter, when there is one."""
    address: str | None = connection.execute(
        sa.select(schema.complaint.c.postal_address).where(schema.complaint.c.id == complaint_id)
    ).scalar()
    return address


def close(connection: Connection, complaint_id: int, by: str, outcome: str) -> None:
    """Close a complaint: its clocks stop where they are."""
    now = clock.now()
    changed = connection.execute(
        schema.complaint.update()
        .where(schema.complaint.c.id == complaint_id, schema.complaint.c.state == State.OPEN.value)
        .values(state=State.CLOSED.value, closed=now, outcome=printable(outcome))
    ).rowcount
    if changed != 1:
        raise errors.Conflict("this complaint is closed already")
    connection.execute(
        schema.clock.update()
        .where(
            schema.clock.c.complaint_id == complaint_id, schema.clock.c.met.is_(None), schema.clock.c.paused.is_(None)
        )
        .values(paused=now)
    )
    running.refresh(connection, [complaint_id])
    audit.record(connection, "closed", f"complaint:{complaint_id}", actor=by, outcome=outcome)
    webhooks.tell(connection, webhooks.Event.CLOSED, complaint_id, now)


def reopen(connection: Connection, complaint_id: int, by: str) -> None:
    """Open a closed complaint again: its clocks run on as if they had never stopped; a question stays open."""
    closed = sa.select(schema.complaint.c.closed).where(schema.complaint.c.id == complaint_id)
    since = connection.execute(closed).scalar()
    changed = connection.execute(
        schema.complaint.update()
        .where(schema.complaint.c.id == complaint_id, schema.complaint.c.state == State.CLOSED.value)
        .values(state=State.OPEN.value, closed=None)
    ).rowcount
    if changed != 1:
        raise errors.Conflict("this complaint is open already")
    connection.execute(
        schema.clock.update()
        .where(schema.clock.c.complaint_id == complaint_id, schema.clock.c.paused >= since)
        .values(paused=None)
    )
    running.refresh(connection, [complaint_id])
    audit.record(connection, "reopened", f"complaint:{complaint_id}", actor=by)


def known(connection: Connection, where: sa.ColumnElement[bool], limit: int = 20) -> tuple[KnownComplaint, ...]:
    """The complaints a condition on the `complaint` table selects, newest first, as `decide` needs them."""
    query = sa.select(schema.complaint).where(where).order_by(schema.complaint.c.id.desc()).limit(limit)
    return tuple(_known_from(connection, row) for row in connection.execute(query).mappings())


def by_sender(connection: Connection, address: str) -> tuple[KnownComplaint, ...]:
    """The latest complaints of whoever writes from an e-mail address, newest first."""
    rows = connection.execute(_BY_SENDER, {"sender": address}).mappings()
    return tuple(_known_from(connection, row) for row in rows)


def add_reply(
    connection: Connection, complaint_id: int, draft: Draft, due: datetime | None, actor: str = "postroom"
) -> int:
    """Record the one intended message of its kind; see `outbox.add`."""
    reply_id = outbox.add(connection, complaint_id, draft, due)
    audit.record(
        connection, "reply intended", f"complaint:{complaint_id}", actor=actor, kind=draft.kind.value, reply=reply_id
    )
    return reply_id


def replies_of(connection: Connection, complaint_id: int) -> list[Reply]:
    """The replies of a complaint, oldest first."""
    query = sa.select(schema.reply).where(schema.reply.c.complaint_id == complaint_id).order_by(schema.reply.c.id)
    return [outbox.reply_from(row) for row in connection.execute(query).mappings()]


def _known_from(connection: Connection, row: sa.RowMapping) -> KnownComplaint:
    items = sa.select(schema.item.c.id).where(schema.item.c.complaint_id == row["id"])
    references = connection.execute(
        sa.select(schema.finding.c.value)
        .where(schema.finding.c.item_id.in_(items), schema.finding.c.kind == "ticket_reference")
        .limit(20)
    ).scalars()
    text = connection.execute(
        sa.select(sa.func.substr(schema.reading.c.text, 1, 2000))
        .where(schema.reading.c.item_id.in_(items))
        .order_by(schema.reading.c.item_id)
        .limit(1)
    ).scalar()
    return KnownComplaint(
        id=row["id"],
        reference=row["reference"],
        addresses=(row["address"],) if row["address"] else (),
        names=(row["complainant"],) if row["complainant"] else (),
        state=row["state"],
        opened=row["opened"],
        references=tuple(references),
        text=text or "",
    )
