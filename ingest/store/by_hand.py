"""What people do to items and replies by hand: each change checks that nobody else was there first."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock, errors
from ingest.model import Delivery, Draft, Item, Reply, ReplyKind, State
from ingest.store import complaints, schema
from ingest.store.items import Attempt, printable

_item, _reply, _finding = schema.item, schema.reply, schema.finding


def begin(connection: Connection, item: Item, by: str) -> Attempt:
    """Take a resting item in hand, as an attempt of this person's.

    Raises:
        Conflict: somebody or something changed the item meanwhile.
    """
    query = (
        _item.update()
        .where(_item.c.id == item.id, _item.c.attempt == item.attempt, _item.c.state == item.state.value)
        .values(attempt=item.attempt + 1, worker=by, begun=clock.now())
    )
    if connection.execute(query).rowcount != 1:
        raise errors.Conflict("somebody else has changed this item meanwhile")
    return Attempt(item.id, item.attempt + 1, by)


def rest(connection: Connection, item_id: int, state: State, by: str, **values: Any) -> None:  # noqa: ANN401 - columns
    """Put an item to rest in a state; it leaves the queue, unless a person must still say something about it."""
    waits = state is State.HELD
    values |= {"complaint_id": values.get("complaint_id")}
    query = (
        _item.update()
        .where(_item.c.id == item_id, _item.c.worker.is_(None))
        .values(state=state.value, review=waits, version=_item.c.version + 1, possible="[]", **values)
    )
    if not waits:
        query = query.values(reviewed=clock.now(), reviewed_by=by, locked_by=None, locked_until=None)
    if connection.execute(query).rowcount != 1:
        raise errors.Conflict("this item is being worked on just now; try again in a moment")


def reviewed(connection: Connection, item_id: int, by: str, version: int) -> None:
    """Confirm every finding nobody judged yet and take the item out of the queue.

    Raises:
        Conflict: somebody changed the item after `version`.
    """
    now = clock.now()
    query = (
        _item.update()
        .where(_item.c.id == item_id, _item.c.version == version)
        .values(
            review=False, reviewed=now, reviewed_by=by, locked_by=None, locked_until=None, version=_item.c.version + 1
        )
    )
    if connection.execute(query).rowcount != 1:
        raise errors.Conflict("somebody else has changed this item meanwhile")
    connection.execute(
        _finding.update()
        .where(_finding.c.item_id == item_id, _finding.c.verdict.is_(None))
        .values(verdict="confirmed", verdict_by=by, verdict_at=now, doubtful=False)
    )


def of_kind(connection: Connection, complaint_id: int, kind: ReplyKind) -> int | None:
    """The id of a complaint's reply of this kind, when there is one."""
    found: int | None = connection.execute(
        sa.select(_reply.c.id).where(_reply.c.complaint_id == complaint_id, _reply.c.kind == kind.value)
    ).scalar()
    return found


def settle_reply(connection: Connection, reply: Reply, delivery: Delivery, by: str) -> None:
    """Move a reply to where a person says it is; whoever still claims it loses the claim.

    Raises:
        Conflict: its state has changed since this person saw it.
    """
    done = delivery in {Delivery.ACCEPTED, Delivery.POSTED, Delivery.CANCELLED}
    query = (
        _reply.update()
        .where(_reply.c.id == reply.id, _reply.c.delivery == reply.delivery.value, _reply.c.token == reply.token)
        .values(
            delivery=delivery.value,
            token=_reply.c.token + 1,
            next_try=None,
            lease_until=None,
            finished=clock.now() if done else None,
            finished_by=by if done else None,
        )
    )
    if connection.execute(query).rowcount != 1:
        raise errors.Conflict("this reply has changed meanwhile")


def redraft(connection: Connection, reply: Reply, draft: Draft, by: str) -> None:
    """Let a reply go another way: the mail that came back becomes a letter of the same kind."""
    settle_reply(connection, reply, Delivery.TO_PRINT if draft.channel == "letter" else Delivery.PENDING, by)
    connection.execute(
        _reply.update()
        .where(_reply.c.id == reply.id)
        .values(
            channel=draft.channel,
            content=draft.content,
            recipient=printable(draft.recipient),
            subject=printable(draft.subject),
            envelope_sender=draft.envelope_sender,
        )
    )


def readdress(connection: Connection, complaint_id: int, address: str | None, postal: str | None) -> None:
    """Set where a complainant is answered; what is None stays as it is."""
    values = {"address": address.lower() if address else None, "postal_address": printable(postal) if postal else None}
    given: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    if not given:
        raise errors.Refused("no address was given", remedy="Type an e-mail address or a postal address.")
    connection.execute(
        schema.complaint.update()
        .where(schema.complaint.c.id == complaint_id)
        .values(identity_confirmed=True, version=schema.complaint.c.version + 1, **given)
    )


def thread(connection: Connection, complaint_id: int) -> list[str]:
    """The Message-IDs of a complaint's mails, oldest first, for threading a reply under them."""
    query = (
        sa.select(_item.c.message_id)
        .where(_item.c.complaint_id == complaint_id, _item.c.message_id.is_not(None))
        .order_by(_item.c.id)
    )
    return [str(one) for one in connection.execute(query).scalars()]


def close_if_empty(connection: Connection, complaint_id: int | None, by: str) -> None:
    """Close a complaint whose last item was moved to another one."""
    if complaint_id is None:
        return
    complaint = complaints.get(connection, complaint_id)
    if not complaint.items and complaint.state is State.OPEN:
        complaints.close(connection, complaint_id, by, "its post was joined to another complaint")
