"""What an answer is made from: how much its reader was sent lately, and the facts an acknowledgement tells.

Gathers only: `reply.silence` judges, `reply.compose` writes.
"""

from datetime import timedelta

from ingest import clock, outgoing, reply
from ingest.model import Clock, Extraction, FindingKind, Item, Outcome, Reading, ReplyKind
from ingest.reply.context import Context, Missing
from ingest.schedules import Schedules
from ingest.store import outbox, settle
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


def missing_in(extraction: Extraction) -> tuple[Missing, ...]:
    """What the policy asks a complaint to give and this one does not."""
    kinds = {one.kind for one in extraction.findings if one.role not in {"birth", "letter", "other"}}
    wanted: tuple[tuple[Missing, FindingKind], ...] = (
        ("reference", FindingKind.TICKET_REFERENCE),
        ("dates", FindingKind.DATE_TIME),
        ("phones", FindingKind.PHONE_NUMBER),
    )
    return tuple(name for name, kind in wanted if kind not in kinds)
