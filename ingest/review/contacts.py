"""The contacts with us that an item or a complaint tells of, each looked up in the call records as they are now.

What comes of it is evidence for a person: it accuses nobody, changes nothing, and keeps nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ingest.extract.calls import CallSettings, Verdict, verdict
from ingest.model import Finding
from ingest.store import calls
from ingest.store.database import Connection


@dataclass(frozen=True, slots=True)
class Call:
    """The call record that fits a contact, or comes nearest."""

    number: str  # E.164 or digits; "" when withheld
    started: datetime
    seconds: int
    agent: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact with us, as people have left its facts, and what the call records say of it."""

    item_id: int
    number: str | None  # E.164
    instant: str | None  # ISO 8601, as precise as it was told
    staff: str | None
    reference: str | None
    verdict: Verdict
    reason: str  # what agrees and what does not, in words
    calls: tuple[Call, ...]  # one at most


def of_item(connection: Connection, item_id: int, settings: CallSettings) -> tuple[Contact, ...]:
    """The contacts an item tells of, in the order of its text."""
    return _looked_up(connection, calls.of_item(connection, item_id), settings)


def of_complaint(connection: Connection, complaint_id: int, settings: CallSettings) -> tuple[Contact, ...]:
    """The contacts that the items of a complaint tell of."""
    return _looked_up(connection, calls.of_complaint(connection, complaint_id), settings)


def _looked_up(connection: Connection, told: Iterable[calls.Contact], settings: CallSettings) -> tuple[Contact, ...]:
    ledger = calls.Calls(connection)
    return tuple(_contact(one, ledger, settings) for one in told)


def _contact(told: calls.Contact, ledger: calls.Calls, settings: CallSettings) -> Contact:
    match = verdict(told.event, told.findings, ledger, settings=settings)
    record = match.record
    return Contact(
        item_id=told.item_id,
        number=_value(told.findings, told.event.number),
        instant=_value(told.findings, told.event.instant),
        staff=_value(told.findings, told.event.staff),
        reference=_value(told.findings, told.event.reference),
        verdict=match.verdict,
        reason=match.reason,
        calls=(Call(record.caller, record.start, record.seconds, record.agent or None),) if record else (),
    )


def _value(findings: tuple[Finding, ...], index: int | None) -> str | None:
    return None if index is None else findings[index].value
