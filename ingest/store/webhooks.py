"""Messages to other programs about complaints: written with the event they tell of, in the same transaction.

A message holds ids, the reference and instants, never a word of a complainant. `webhooks.py` above carries them; here
are their rows. Without endpoints nothing is written.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest import clock, errors
from ingest.store import audit, schema
from ingest.store.schema import webhook, webhook_endpoint


class Event(StrEnum):
    """What other programs are told of."""

    OPENED = "complaint.opened"
    ACKNOWLEDGED = "complaint.acknowledged"
    AT_RISK = "complaint.at_risk"  # one of its clocks is near its end, or past it
    CLOSED = "complaint.closed"


class State(StrEnum):
    """Where a message stands."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    GIVEN_UP = "GIVEN_UP"


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one endpoint."""

    id: int
    message: str  # its id for the receiver: the same at every try
    endpoint: str
    event: str
    complaint_id: int
    content: str  # frozen JSON
    created: datetime
    state: State
    attempt: int  # how many times sending was begun
    next_try: datetime
    finished: datetime | None
    words: str  # what came of the latest try


def set_endpoints(connection: Connection, wanted: Mapping[str, Collection[str]]) -> None:
    """Record who is to be told of what from now on: names with their events; everybody else is forgotten."""
    connection.execute(webhook_endpoint.delete())
    rows = [{"name": name, "events": " ".join(sorted(events))} for name, events in wanted.items()]
    if rows:
        connection.execute(webhook_endpoint.insert(), rows)


def tell(
    connection: Connection, event: Event, complaint_id: int, at: datetime, *, key: str = "", **facts: str | datetime
) -> None:
    """Write a message about a complaint to everybody who wants to be told; the same event twice is told once.

    Args:
        connection: the transaction in which it happens.
        event: what happens.
        complaint_id: to which complaint.
        at: when.
        key: what makes this event the same when it is told of again; the instant when empty.
        facts: what else the receiver needs: names of ours and instants, never the customer's words.
    """
    names = [name for name, wanted in endpoints(connection).items() if event in wanted]
    if not names:
        return
    reference = connection.execute(
        sa.select(schema.complaint.c.reference).where(schema.complaint.c.id == complaint_id)
    ).scalar_one()
    told = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items()}
    data = {"complaint": complaint_id, "reference": reference, **told}
    content = json.dumps({"type": event.value, "timestamp": at.isoformat(), "data": data})
    message = message_id(event, complaint_id, key or at.isoformat())
    row: dict[str, object] = {"event": event.value, "complaint_id": complaint_id, "content": content}
    row |= {"message": message, "created": clock.now(), "state": State.PENDING.value, "next_try": clock.now()}
    there = connection.execute(sa.select(webhook.c.endpoint).where(webhook.c.message == message)).scalars().all()
    for name in names:
        if name not in there:
            connection.execute(webhook.insert().values(**row, endpoint=name))


def message_id(event: Event, complaint_id: int, key: str) -> str:
    """The id of a message: the same event has the same one, whoever tells of it and however often."""
    return f"msg_{hashlib.sha256(f'{event} {complaint_id} {key}'.encode()).hexdigest()[:32]}"


def told(connection: Connection, messages: Collection[str]) -> set[str]:
    """Which of these messages are written already."""
    query = sa.select(webhook.c.message).where(webhook.c.message.in_(list(messages)))
    return set(connection.execute(query).scalars())


def claim(connection: Connection, now: datetime, until: datetime, endpoint: str) -> Message | None:
    """Take the message to an endpoint that is due longest; whoever takes it has until `until`, then it is taken again.

    The attempt counts each taking, so that it is the fence: a sender that was taken for dead records nothing.

    Args:
        connection: a transaction from `Database.write`.
        now: the present instant.
        until: when its sender is taken for dead.
        endpoint: whose.
    """
    mine = sa.select(webhook.c.id).where(_due(now), webhook.c.endpoint == endpoint)
    chosen = mine.order_by(webhook.c.next_try, webhook.c.id).limit(1)
    if connection.dialect.name == "postgresql":
        chosen = chosen.with_for_update(skip_locked=True)
    found = connection.execute(chosen).scalar()
    if found is None:
        return None
    query = webhook.update().where(webhook.c.id == found).values(next_try=until, attempt=webhook.c.attempt + 1)
    return _message(connection.execute(query.returning(*webhook.c)).mappings().one())


def due(connection: Connection, now: datetime) -> list[str]:
    """The endpoints that messages are to be sent to."""
    query = sa.select(webhook.c.endpoint).where(_due(now)).distinct().order_by(webhook.c.endpoint)
    return list(connection.execute(query).scalars())


def write(connection: Connection, message: Message, state: State, words: str, next_try: datetime | None = None) -> bool:
    """Write down what became of a claimed message; False when somebody else has taken it meanwhile."""
    values: dict[str, object] = {"state": state.value, "words": words[:300]}
    if state is State.PENDING:
        values["next_try"] = next_try
    else:
        values["finished"] = clock.now()
    query = webhook.update().where(
        webhook.c.id == message.id, webhook.c.attempt == message.attempt, webhook.c.state == State.PENDING.value
    )
    return connection.execute(query.values(**values)).rowcount == 1


def find(connection: Connection, row_id: int) -> Message | None:
    """One message to one endpoint, or None when there is none with this id."""
    row = connection.execute(sa.select(webhook).where(webhook.c.id == row_id)).mappings().first()
    return _message(row) if row else None


def replay(connection: Connection, message_id: int, by: str) -> None:
    """Send a message again from the beginning, the same bytes under the same id.

    Raises:
        errors.Error: there is none with this id.
        Conflict: it is still being tried.
    """
    there = find(connection, message_id)
    if there is None:
        raise errors.Error(f"there is no webhook message {message_id}", remedy="Look at the list again.")
    if there.state is State.PENDING:
        raise errors.Conflict("this message is still being tried", remedy="Wait for its next try.")
    values = {"state": State.PENDING.value, "attempt": 0, "next_try": clock.now(), "finished": None}
    connection.execute(webhook.update().where(webhook.c.id == message_id).values(**values))
    audit.record(connection, "webhook replayed", f"webhook:{message_id}", actor=by)


def latest(
    connection: Connection, *, state: State | None = None, before: int | None = None, limit: int = 50
) -> tuple[Message, ...]:
    """Messages, the latest first.

    Args:
        connection: a transaction from `Database.read`.
        state: only those that stand there.
        before: only those with a smaller id, to leaf on.
        limit: at most so many.
    """
    query = sa.select(webhook).order_by(webhook.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(webhook.c.state == state.value)
    if before is not None:
        query = query.where(webhook.c.id < before)
    return tuple(_message(row) for row in connection.execute(query).mappings())


def endpoints(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Who is told of what."""
    query = sa.select(webhook_endpoint).order_by(webhook_endpoint.c.name)
    return {row.name: tuple(row.events.split()) for row in connection.execute(query)}


def purge(connection: Connection, before: datetime) -> int:
    """Remove messages that were finished before an instant; returns how many."""
    return connection.execute(webhook.delete().where(webhook.c.finished < before)).rowcount


def _due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(webhook.c.state == State.PENDING.value, webhook.c.next_try <= now)


def _message(row: RowMapping) -> Message:
    return Message(
        **{name: row[name] for name in Message.__dataclass_fields__ if name != "state"}, state=State(row["state"])
    )
