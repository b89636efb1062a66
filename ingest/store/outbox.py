"""The replies of the ledger: one per complaint and kind, claimed under a fencing token, each outcome recorded once.

See `reply/outbox.py` for the protocol; here are its transactions. A change by a sender that lost its claim changes
nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest import clock
from ingest.model import Delivery, Draft, Reply, ReplyKind
from ingest.store.items import printable
from ingest.store.schema import reply as table

WAITING = (Delivery.PENDING.value, Delivery.DEFERRED.value)
UNDER_WAY = (Delivery.CLAIMED.value, Delivery.DOT_PENDING.value)


def add(connection: Connection, complaint_id: int, draft: Draft, due: datetime | None) -> int:
    """Record an intended message with its frozen bytes; unique per complaint and kind, so a second try fails."""
    by_mail = draft.channel == "email"
    reply_id = connection.execute(
        table.insert()
        .values(
            complaint_id=complaint_id,
            kind=draft.kind.value,
            language=draft.language,
            channel=draft.channel,
            envelope_sender=draft.envelope_sender,
            recipient=printable(draft.recipient),
            domain=draft.recipient.rpartition("@")[2].lower()[:255] if by_mail else "",
            message_id=draft.message_id,
            content=draft.content,
            subject=printable(draft.subject),
            delivery=(Delivery.PENDING if by_mail else Delivery.TO_PRINT).value,
            due=due,
            created=clock.now(),
        )
        .returning(table.c.id)
    ).scalar_one()
    return int(reply_id)


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta) -> list[Reply]:
    """Take up to `limit` replies that are due to be sent, oldest deadline first, each with a new token.

    Claims whose lease ran out before the marker are taken again; those after it become UNCERTAIN (`expire`).
    """
    free = sa.or_(
        sa.and_(table.c.delivery.in_(WAITING), sa.or_(table.c.next_try.is_(None), table.c.next_try <= now)),
        sa.and_(table.c.delivery == Delivery.CLAIMED.value, table.c.lease_until < now),
    )
    chosen = sa.select(table.c.id).where(free).order_by(table.c.due, table.c.id).limit(limit)
    if connection.dialect.name == "postgresql":
        chosen = chosen.with_for_update(skip_locked=True)
    query = (
        table.update()
        .where(table.c.id.in_(chosen.scalar_subquery()))
        .values(
            delivery=Delivery.CLAIMED.value,
            token=table.c.token + 1,
            attempt=table.c.attempt + 1,
            lease_until=now + lease,
        )
        .returning(*table.c)
    )
    claimed = [reply_from(row) for row in connection.execute(query).mappings()]
    return sorted(claimed, key=lambda one: (one.due is None, one.due, one.id))


def expire(connection: Connection, now: datetime) -> list[int]:
    """Replies whose sender fell silent after the marker: nobody knows whether they went, so a person must say."""
    query = (
        table.update()
        .where(table.c.delivery == Delivery.DOT_PENDING.value, table.c.lease_until < now)
        .values(
            delivery=Delivery.UNCERTAIN.value,
            server_words="the sender stopped between the last byte and the server's answer",
        )
        .returning(table.c.id)
    )
    return list(connection.execute(query).scalars())


def mark(connection: Connection, replies: Sequence[Reply], lease_until: datetime) -> set[int]:
    """Note that the final dot of these is about to be sent, and return the ids of those whose claim still holds."""
    held: set[int] = set()
    for one in replies:
        query = _held(one, Delivery.CLAIMED).values(delivery=Delivery.DOT_PENDING.value, lease_until=lease_until)
        if connection.execute(query).rowcount == 1:
            held.add(one.id)
    return held


def finish(
    connection: Connection,
    one: Reply,
    delivery: Delivery,
    words: str,
    *,
    next_try: datetime | None = None,
    finished: datetime | None = None,
) -> bool:
    """Record how an attempt ended; False when the claim was lost meanwhile and nothing was changed."""
    query = _held(one, Delivery.CLAIMED, Delivery.DOT_PENDING).values(
        delivery=delivery.value,
        server_words=printable(words)[:1000],
        next_try=next_try,
        finished=finished,
        lease_until=None,
    )
    return connection.execute(query).rowcount == 1


def sent_since(
    connection: Connection, since: datetime, *, address: str = "", domain: str = "", most: int = 1000
) -> int:
    """How many e-mail replies were intended since an instant to one address or one domain, counted up to `most`."""
    place = table.c.recipient == address if address else table.c.domain == domain
    rows = sa.select(table.c.id).where(place, table.c.created >= since, table.c.channel == "email").limit(most)
    return int(connection.execute(sa.select(sa.func.count()).select_from(rows.subquery())).scalar_one())


def by_message_id(connection: Connection, message_id: str) -> Reply | None:
    """The reply with this Message-ID, when it is one of ours."""
    row = connection.execute(sa.select(table).where(table.c.message_id == message_id)).mappings().first()
    return reply_from(row) if row else None


def get(connection: Connection, reply_id: int) -> Reply:
    """One reply."""
    return reply_from(connection.execute(sa.select(table).where(table.c.id == reply_id)).mappings().one())


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


def _held(one: Reply, *states: Delivery) -> sa.Update:
    return table.update().where(
        table.c.id == one.id, table.c.token == one.token, table.c.delivery.in_([state.value for state in states])
    )
