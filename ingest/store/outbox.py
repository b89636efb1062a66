"""The replies of the ledger: one per complaint and kind, claimed under a fencing token, each outcome recorded once.

See `reply/outbox.py` for the protocol; here are its transactions. A change by a sender that lost its claim changes
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest import clock, errors
from ingest.model import Delivery, Draft, Reply, ReplyKind
from ingest.store import leases
from ingest.store.items import printable
from ingest.store.schema import reply as table


def _counted(*where: sa.ColumnElement[bool]) -> sa.Select[int]:
    """Mails that meet a condition and were made since an instant, counted no further than asked."""
    since = table.c.created >= sa.bindparam("since")
    rows = sa.select(table.c.id).where(*where, since, table.c.channel == "email").limit(sa.bindparam("most"))
    return sa.select(sa.func.count()).select_from(rows.subquery())


# Statements of the busiest paths are built once: building one costs more than running it.
_ADD = table.insert().returning(table.c.id)
_TO_DOMAIN = _counted(table.c.domain == sa.bindparam("domain"))
_ACKNOWLEDGED = _counted(table.c.recipient == sa.bindparam("address"), table.c.kind == ReplyKind.ACKNOWLEDGEMENT.value)
AHEAD = timedelta(minutes=10)  # clocks of two machines differ by less
WAITING = (Delivery.PENDING.value, Delivery.DEFERRED.value)
SENDERS = (Delivery.CLAIMED, Delivery.DOT_PENDING, Delivery.UNCERTAIN)  # who may still report what it knows


def add(connection: Connection, complaint_id: int, draft: Draft, due: datetime | None) -> int:
    """Record an intended message with its frozen bytes; unique per complaint and kind, so a second try fails."""
    by_mail = draft.channel == "email"
    reply_id: int = connection.execute(
        _ADD,
        {
            "complaint_id": complaint_id,
            "kind": draft.kind.value,
            "language": draft.language,
            "channel": draft.channel,
            "envelope_sender": draft.envelope_sender,
            "recipient": printable(draft.recipient),
            "domain": draft.recipient.rpartition("@")[2].lower()[:255] if by_mail else "",
            "message_id": draft.message_id,
            "content": draft.content,
            "subject": printable(draft.subject),
            "delivery": (Delivery.PENDING if by_mail else Delivery.TO_PRINT).value,
            "due": due,
            "created": clock.now(),
        },
    ).scalar_one()
    return reply_id


def claim(
    connection: Connection, now: datetime, limit: int, lease: timedelta, sender: str | None = None
) -> list[Reply]:
    """Take up to `limit` replies that are due to be mailed, oldest deadline first, each with a new token.

    Claims before the marker whose lease ran out, or whose sender died, are taken again; those after it become
    UNCERTAIN first. `sender` is the name under which the caller gives signs of life; None: only the lease counts.
    """
    expire(connection, now)
    ids = _free(connection, now, limit)
    if not ids:
        return []
    query = (
        table.update()
        .where(table.c.id.in_(ids))
        .values(
            delivery=Delivery.CLAIMED.value,
            token=table.c.token + 1,
            attempt=table.c.attempt + 1,
            lease_until=now + lease,
            sender=sender,
            tried=now,
        )
        .returning(*table.c)
    )
    claimed = [reply_from(row) for row in connection.execute(query).mappings()]
    return sorted(claimed, key=lambda one: ids.index(one.id))


def _free(connection: Connection, now: datetime, limit: int) -> list[int]:
    """The ids of mails that nobody holds and that may go now, oldest deadline first; held against other claimers."""
    patient = sa.or_(table.c.next_try.is_(None), table.c.next_try <= now, _set_back(now))
    free = sa.or_(
        sa.and_(table.c.delivery.in_(WAITING), patient),
        sa.and_(table.c.delivery == Delivery.CLAIMED.value, _abandoned(now)),
    )
    chosen = (
        sa.select(table.c.id)
        .where(table.c.channel == "email", free)
        .order_by(table.c.due.is_(None), table.c.due, table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has but one writer, and ignores it
    )
    return list(connection.execute(chosen).scalars())


def expire(connection: Connection, now: datetime) -> list[int]:
    """Replies whose sender fell silent after the marker: nobody knows whether they went, so a person must say."""
    query = (
        table.update()
        .where(table.c.delivery == Delivery.DOT_PENDING.value, _abandoned(now))
        .values(
            delivery=Delivery.UNCERTAIN.value,
            server_words="the sender stopped between the last byte and the server's answer",
        )
        .returning(table.c.id)
    )
    return list(connection.execute(query).scalars())


def _abandoned(now: datetime) -> sa.ColumnElement[bool]:
    """Whether a claim's lease has run out, or its sender gives no sign of life any more.

    A sender that only seemed dead hurts nobody: its token no longer holds, or it tells what it knows of its doubt.
    """
    dead = sa.and_(table.c.sender.is_not(None), table.c.sender.not_in(leases.alive(now)))
    return sa.or_(table.c.lease_until < now, _set_back(now), dead)


def _set_back(now: datetime) -> sa.ColumnElement[bool]:
    """Whether the clock was set back after the latest try: instants reckoned from it are far away, and mean nothing."""
    return table.c.tried > now + AHEAD


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to write down about one claimed reply; the same as `reply.ledger.Entry`."""

    reply: int  # id
    token: int  # the fencing token of the claim
    delivery: Delivery  # its new state
    words: str = ""  # the server's words
    next_try: datetime | None = None  # DEFERRED and PENDING: not before this instant
    at: datetime | None = None  # when it was accepted


@dataclass(frozen=True, slots=True)
class Written:
    """A reply that was changed."""

    reply: int
    complaint_id: int
    kind: ReplyKind


# Built once: what an expression costs to build and to look up is more than what the database does with it.
_STANDING = (
    sa.select(table.c.id, table.c.token, table.c.delivery, table.c.complaint_id, table.c.kind)
    .where(table.c.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(table.c.id)
    .with_for_update()  # SQLite has but one writer, and ignores it
)
_MARK = table.update().where(table.c.id == sa.bindparam("its_id")).values(delivery=Delivery.DOT_PENDING.value)
_END = (
    table.update()
    .where(table.c.id == sa.bindparam("its_id"))
    .values(
        delivery=sa.bindparam("its_delivery"),
        server_words=sa.bindparam("its_words"),
        next_try=sa.bindparam("its_next_try"),
        finished=sa.func.coalesce(sa.bindparam("its_end", type_=table.c.finished.type), table.c.finished),
        lease_until=None,
    )
)


def write(connection: Connection, changes: Sequence[Change]) -> list[Written]:
    """Write down what becomes of claimed replies, each on its own condition; those whose claim still held.

    The token must be the present one; the marker DOT_PENDING needs the state CLAIMED, and keeps the lease.

    Args:
        connection: a transaction from `Database.write`.
        changes: at most one about each reply.
    """
    standing = {row.id: row for row in connection.execute(_STANDING, {"ids": [one.reply for one in changes]})}
    held = [one for one in changes if one.reply in standing and _holds(one, standing[one.reply])]
    marked = [{"its_id": one.reply} for one in held if one.delivery is Delivery.DOT_PENDING]
    ended = [_values(one) for one in held if one.delivery is not Delivery.DOT_PENDING]
    if marked:
        connection.execute(_MARK, marked)
    if ended:
        connection.execute(_END, ended)
    rows = [standing[one.reply] for one in held]
    return [Written(row.id, row.complaint_id, ReplyKind(row.kind)) for row in rows]


def _holds(change: Change, row: Any) -> bool:  # noqa: ANN401 - a row of _STANDING, whose columns have no types
    before = (Delivery.CLAIMED,) if change.delivery is Delivery.DOT_PENDING else SENDERS
    return bool(row.token == change.token) and row.delivery in before


def _values(change: Change) -> dict[str, object]:
    return {
        "its_id": change.reply,
        "its_delivery": change.delivery.value,
        "its_words": printable(change.words)[:1000],
        "its_next_try": change.next_try,
        "its_end": change.at if change.delivery is Delivery.ACCEPTED else None,
    }


@dataclass(frozen=True, slots=True)
class Gone:
    """A mail that left, may have left, or was tried."""

    id: int
    at: datetime
    recipient: str
    kind: ReplyKind
    left: bool  # False: it was tried and did not leave


def departed(connection: Connection, since: datetime) -> list[Gone]:
    """Mails that left, may have left or were tried since an instant."""
    when = sa.func.coalesce(table.c.finished, table.c.tried, table.c.created)
    states = (Delivery.ACCEPTED, Delivery.BOUNCED, Delivery.DOT_PENDING, Delivery.UNCERTAIN)
    tried = sa.and_(table.c.delivery == Delivery.DEFERRED.value, table.c.attempt > 0)
    query = sa.select(table.c.id, when.label("at"), table.c.recipient, table.c.kind, table.c.delivery).where(
        table.c.channel == "email",
        when >= since,
        sa.or_(table.c.delivery.in_([state.value for state in states]), tried),
    )
    return [
        Gone(row.id, _aware(row.at), row.recipient, ReplyKind(row.kind), row.delivery != Delivery.DEFERRED.value)
        for row in connection.execute(query)
    ]


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def sent_since(connection: Connection, since: datetime, domain: str, most: int) -> int:
    """How many e-mail replies to one domain were intended since an instant, counted up to `most`."""
    return _count(connection, _TO_DOMAIN, {"domain": domain.lower(), "since": since, "most": most})


def acknowledged_since(connection: Connection, since: datetime, address: str, most: int) -> int:
    """How many acknowledgements to one address were intended since an instant, counted up to `most`."""
    return _count(connection, _ACKNOWLEDGED, {"address": address, "since": since, "most": most})


def _count(connection: Connection, counted: sa.Select[int], values: dict[str, object]) -> int:
    return int(connection.execute(counted, values).scalar_one())


def by_message_id(connection: Connection, message_id: str) -> Reply | None:
    """The reply with this Message-ID, when it is one of ours."""
    row = connection.execute(sa.select(table).where(table.c.message_id == message_id)).mappings().first()
    return reply_from(row) if row else None


def get(connection: Connection, reply_id: int) -> Reply:
    """One reply.

    Raises:
        errors.Error: there is none with this id.
    """
    row = connection.execute(sa.select(table).where(table.c.id == reply_id)).mappings().first()
    if row is None:
        raise errors.Error(f"there is no reply {reply_id}", remedy="Check the number.")
    return reply_from(row)


def counts(connection: Connection) -> dict[str, int]:
    """How many replies stand at each delivery state."""
    query = sa.select(table.c.delivery, sa.func.count()).group_by(table.c.delivery)
    return {delivery: int(number) for delivery, number in connection.execute(query)}


def reply_from(row: RowMapping) -> Reply:
    """The reply a row holds."""
    return Reply(
        id=row["id"],
        complaint_id=row["complaint_id"],
        draft=Draft(
            kind=ReplyKind(row["kind"]),
            language=row["language"],
            channel=row["channel"],
            envelope_sender=row["envelope_sender"],
            recipient=row["recipient"],
            message_id=row["message_id"],
            content=bytes(row["content"]),
            subject=row["subject"],
        ),
        delivery=Delivery(row["delivery"]),
        due=row["due"],
        attempt=row["attempt"],
        token=row["token"],
        next_try=row["next_try"],
        server_words=row["server_words"],
        created=row["created"],
        finished=row["finished"],
    )
