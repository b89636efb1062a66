"""The one transaction that ends an item's way: reading, findings, verdict, complaint, clocks and reply together.

There is no moment at which a complaint exists without its clocks and its intended reply, or an item is done
without the record of why nobody was answered.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.model import Action, Clock, Delivery, Draft, Extraction, FindingKind, Item, Medium, Outcome, Reading, State
from ingest.store import audit, complaints, items, outbox, readings, schema, suppressions, webhooks
from ingest.store.items import Attempt, printable


@dataclass(frozen=True, slots=True)
class Settlement:
    """Everything that is to be recorded about one item."""

    item: Item
    reading: Reading
    extraction: Extraction
    outcome: Outcome
    reference: str  # of the complaint this item opens, when it opens one
    clocks: tuple[Clock, ...]  # of that complaint
    silence_rule: str | None  # why nobody is answered by machine
    draft: Draft | None  # the reply, when somebody is
    reply_due: datetime | None
    due: datetime | None  # when whoever wrote must have heard from us; None when nobody waits
    bounced_reply: int | None  # the reply of ours that this item says came back


def record(connection: Connection, attempt: Attempt, made: Settlement) -> int | None:
    """Write it all, and return the complaint the item belongs to.

    Raises:
        Superseded: another worker has taken the item over; nothing is written.
    """
    outcome = made.outcome
    readings.save(connection, made.item.id, made.reading, made.extraction, outcome.doubtful)
    acts: list[audit.Act] = []
    complaint_id = _complaint(connection, made, acts)
    mail = made.reading.mail
    items.move(
        connection,
        attempt,
        _state(outcome),
        medium=made.reading.medium.value,
        language=outcome.language,
        subject=printable(mail.subject) if mail else None,
        message_id=mail.message_id[:998] if mail and mail.message_id else None,
        complaint_id=complaint_id,
        duplicate_of=outcome.duplicate_of,
        review=outcome.review,
        review_reasons=json.dumps([printable(reason) for reason in outcome.reasons], ensure_ascii=False),
        possible=json.dumps(outcome.possible),
        reason=printable(outcome.silence) if outcome.silence else None,
        remedy=None,
        due=made.due,
    )
    if outcome.silence:
        _keep_silence(connection, made)
    if made.bounced_reply:
        bounced(connection, made.bounced_reply, made.reading)
    told = {"rule": outcome.rule, "complaint": complaint_id, "silence": outcome.silence, "review": outcome.review}
    audit.record_all(connection, [*acts, (outcome.action.value, f"item:{made.item.id}", told)])
    return complaint_id


def bounced(connection: Connection, reply_id: int, reading: Reading) -> None:
    """Note that an accepted reply came back; a delay report changes nothing but the words."""
    report = reading.mail.bounce if reading.mail else None
    words = f"came back: {report.status or ''} {report.diagnostic}" if report else "came back"
    permanent = report is None or report.permanent is not False
    query = schema.reply.update().where(schema.reply.c.id == reply_id)
    states = [Delivery.ACCEPTED.value, Delivery.UNCERTAIN.value, Delivery.DOT_PENDING.value]
    if permanent:
        connection.execute(
            query.where(schema.reply.c.delivery.in_(states)).values(
                delivery=Delivery.BOUNCED.value, server_words=printable(words)[:1000]
            )
        )
    if report and report.permanent:
        suppressions.add(connection, outbox.get(connection, reply_id).draft.recipient, words)
    audit.record(connection, "bounced" if permanent else "delayed", f"reply:{reply_id}", words=words[:200])


def _complaint(connection: Connection, made: Settlement, acts: list[audit.Act]) -> int | None:
    outcome = made.outcome
    if outcome.action is not Action.OPEN:
        if outcome.complaint_id:
            _add_flags(connection, outcome.complaint_id, outcome.flags)
        return outcome.complaint_id
    complaint_id = complaints.open_new(
        connection,
        reference=made.reference,
        medium=made.reading.medium,
        language=outcome.language,
        complainant=complainant_in(made.reading, made.extraction),
        address=address_in(made.reading, outcome),
        postal_address=outcome.recipient if outcome.channel == "letter" else None,
        opened=made.item.received,
        clocks=made.clocks,
        flags=outcome.flags,
    )
    acts.append(("opened", f"complaint:{complaint_id}", {"reference": made.reference}))
    webhooks.tell(connection, webhooks.Event.OPENED, complaint_id, clock.now())
    if made.draft:
        reply_id = outbox.add(connection, complaint_id, made.draft, made.reply_due)
        told = {"kind": made.draft.kind.value, "reply": reply_id}
        acts.append(("reply intended", f"complaint:{complaint_id}", told))
    return complaint_id


def complainant_in(reading: Reading, extraction: Extraction) -> str | None:
    """The complainant's name: the surest finding in that role, else what the mail's sender calls himself."""
    found = [one for one in extraction.findings if one.kind is FindingKind.PERSON_NAME and one.role == "complainant"]
    if found:
        return max(found, key=lambda one: (one.confidence, len(one.value))).value
    return reading.mail.from_name if reading.mail else None


def address_in(reading: Reading, outcome: Outcome) -> str | None:
    """The e-mail address of the complainant, when it is known."""
    if outcome.channel == "email" and outcome.recipient:
        return outcome.recipient.lower()
    return reading.mail.from_address if reading.mail and reading.medium is not Medium.LETTER else None


def _add_flags(connection: Connection, complaint_id: int, flags: Iterable[str]) -> None:
    there = connection.execute(
        sa.select(schema.complaint.c.flags).where(schema.complaint.c.id == complaint_id)
    ).scalar_one()
    both = sorted(set(json.loads(there)) | set(flags))
    connection.execute(
        schema.complaint.update().where(schema.complaint.c.id == complaint_id).values(flags=json.dumps(both))
    )


def _state(outcome: Outcome) -> State:
    if outcome.action in (Action.OPEN, Action.JOIN):
        return State.OPEN
    return State.HELD if outcome.action is Action.HOLD else State.CLOSED


def _keep_silence(connection: Connection, made: Settlement) -> None:
    connection.execute(
        schema.silence.insert().values(
            item_id=made.item.id,
            rule=made.silence_rule or made.outcome.rule,
            reason=printable(made.outcome.silence or ""),
            at=clock.now(),
        )
    )
