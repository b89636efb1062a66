"""What an answer is made from: how much its reader was sent lately, and the facts that it tells.

Gathers only: `reply.silence` judges, `reply.compose` writes.
"""

from datetime import timedelta
from typing import Literal

from ingest import clock, errors, outgoing, reply
from ingest.decide import deadlines
from ingest.model import Clock, Complaint, Extraction, FindingKind, Item, Outcome, Reading, ReplyKind
from ingest.reply.context import Context, Missing
from ingest.schedules import Schedules
from ingest.store import by_hand as ledger
from ingest.store import complaints, outbox, people, settle
from ingest.store.database import Connection

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def recent(connection: Connection, recipient: str | None, settings: reply.Settings) -> reply.Recent:
    """How much whoever would be answered has been sent lately, counted no further than the rates need.

    Args:
        connection: any transaction.
        recipient: the e-mail address an answer would go to; None when it would go on paper.
        settings: the rates.
    """
    if not recipient:
        return reply.Recent()
    now, rates = clock.now(), settings.rates
    domain = recipient.rpartition("@")[2]
    return reply.Recent(
        recipient=recipient,
        to_address_today=outbox.acknowledged_since(connection, now - DAY, recipient, rates.per_address_per_day + 1),
        to_domain_last_hour=outbox.sent_since(connection, now - HOUR, domain, rates.per_domain_per_hour + 1),
    )


def acknowledgement(
    item: Item,
    reading: Reading,
    extraction: Extraction,
    outcome: Outcome,
    *,
    reference: str,
    clocks: tuple[Clock, ...],
    schedules: Schedules,
) -> Context | None:
    """The facts of an acknowledgement; None when nobody is to be answered, or a person must first say where.

    Args:
        item: what is acknowledged.
        reading: its reading.
        extraction: what was found in it, so that what is missing can be asked for.
        outcome: what was decided.
        reference: ours, of the complaint it opens.
        clocks: of that complaint.
        schedules: the policy, for the dates that are promised.
    """
    if not outcome.acknowledge or not outcome.channel or not outcome.recipient:
        return None
    now, mail = clock.now(), reading.mail
    return Context(
        reference=reference,
        channel=outcome.channel,
        recipient=outcome.recipient,
        language=outcome.language,
        received=item.received,
        written=now,
        medium=reading.medium,
        zone=schedules.calendar().zone,
        name=settle.complainant_in(reading, extraction),
        in_reply_to=mail.message_id if mail else None,
        references=mail.references if mail else (),
        clocks=(*clocks, *outgoing.foreseen(ReplyKind.ACKNOWLEDGEMENT, now, schedules, outcome.flags)),
        missing=missing_in(extraction),
        data_protection="data_protection" in outcome.flags,
    )


def by_hand(
    connection: Connection,
    complaint_id: int,
    kind: ReplyKind,
    schedules: Schedules,
    *,
    words: str = "",
    staff: str | None = None,
    channel: str | None = None,
    to: str | None = None,
) -> Context:
    """The facts of a reply that a person has sent.

    Args:
        connection: any transaction.
        complaint_id: whose.
        kind: of the reply.
        schedules: the policy, for the dates that are promised.
        words: what the person wrote; "" for a reply that says everything itself.
        staff: the sign-in name of whoever signs it.
        channel: "email" or "letter"; without it by mail where an address is known.
        to: an address to use instead of the one that is known.

    Raises:
        Refused: nobody knows where to send it.
    """
    complaint = complaints.get(connection, complaint_id)
    thread = ledger.thread(connection, complaint_id)
    person = people.by_sign_in(connection, staff) if staff else None
    by, recipient = _whereto(connection, complaint, channel, to)
    return Context(
        reference=complaint.reference,
        channel=by,
        recipient=recipient,
        language=complaint.language,
        received=complaint.opened,
        written=clock.now(),
        medium=complaint.medium,
        zone=schedules.calendar().zone,
        name=complaint.complainant,
        in_reply_to=thread[-1] if thread else None,
        references=tuple(thread[:-1]),
        clocks=_running_and_foreseen(complaint, kind, schedules),
        data_protection="data_protection" in complaint.flags,
        words=words,
        staff=person.name if person else None,
        deadlock=is_deadlock(complaint, kind, schedules),
    )


def _whereto(
    connection: Connection, complaint: Complaint, channel: str | None, to: str | None
) -> tuple[Literal["email", "letter"], str]:
    """By which channel a reply goes, and to which address."""
    by_mail = channel == "email" or (channel is None and bool(complaint.address))
    recipient = to or (complaint.address if by_mail else complaints.postal_address_of(connection, complaint.id))
    if not recipient:
        raise errors.Refused("no address of the complainant is known", remedy="Add the address first.")
    return "email" if by_mail else "letter", recipient


def is_deadlock(complaint: Complaint, kind: ReplyKind, schedules: Schedules) -> bool:
    """Whether an ombudsman letter goes because no agreement is to be had: well before its day has come."""
    standing = (deadlines.standing(one, schedules, clock.now()) for one in complaint.clocks if one.name == kind.value)
    return kind is ReplyKind.OMBUDSMAN and "running" in standing


def _running_and_foreseen(complaint: Complaint, kind: ReplyKind, schedules: Schedules) -> tuple[Clock, ...]:
    """The complaint's clocks, and those that this reply will start."""
    running = {one.name for one in complaint.clocks}
    foreseen = outgoing.foreseen(kind, clock.now(), schedules, complaint.flags)
    return (*complaint.clocks, *(one for one in foreseen if one.name not in running))


def missing_in(extraction: Extraction) -> tuple[Missing, ...]:
    """What the policy asks a complaint to give and this one does not."""
    kinds = {one.kind for one in extraction.findings if one.role not in {"birth", "letter", "other"}}
    wanted: tuple[tuple[Missing, FindingKind], ...] = (
        ("reference", FindingKind.TICKET_REFERENCE),
        ("dates", FindingKind.DATE_TIME),
        ("phones", FindingKind.PHONE_NUMBER),
    )
    return tuple(name for name, kind in wanted if kind not in kinds)
