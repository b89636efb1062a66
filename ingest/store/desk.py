"""One item as staff see it, with its findings and flags, and who has it open.

What a person says about a finding is in `desk_verdicts.py`; what sets the machine going (retry, open, join,
confirm) belongs to the pipeline.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest import clock
from ingest.model import Box, FindingKind, Medium, Reading, State
from ingest.store import audit, values
from ingest.store.database import Database
from ingest.store.schema import audit as log
from ingest.store.schema import complaint, contact_event, finding, flag, item, reading, silence


@dataclass(frozen=True, slots=True)
class Sheet:
    """An item with what the desk needs to know about it."""

    id: int
    name: str
    source: str  # "mailbox complaints"
    received: datetime
    sha256: str
    size: int  # bytes
    state: State
    attempt: int
    medium: Medium | None
    language: str | None
    subject: str | None
    reason: str | None
    remedy: str | None
    not_before: datetime | None
    complaint_id: int | None
    reference: str | None  # of its complaint
    duplicate_of: int | None
    review: bool
    reasons: tuple[str, ...]  # why staff must look
    possible: tuple[int, ...]  # complaints it may belong to
    reviewed: datetime | None
    reviewed_by: str | None
    locked_by: str | None
    locked_until: datetime | None
    due: datetime | None
    version: int

    def held_by_another(self, who: str, now: datetime) -> bool:
        """Whether somebody else has it open at this moment."""
        return self.locked_by not in (None, who) and self.locked_until is not None and self.locked_until > now


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the verdict on it."""

    id: int
    position: int
    kind: FindingKind
    role: str
    value: str
    text: str
    start: int
    end: int
    page: int | None
    box: Box | None
    confidence: float
    reason: str
    doubtful: bool
    verdict: str | None  # None, confirmed, corrected, rejected, added
    verdict_by: str | None
    verdict_at: datetime | None
    found_value: str | None
    found_role: str | None

    @property
    def open(self) -> bool:
        """Whether nobody has said anything about it yet."""
        return self.verdict is None


@dataclass(frozen=True, slots=True)
class Warned:
    """A flag on an item: what people must know."""

    name: str
    text: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact with us the letter tells of; positions of findings."""

    number: int | None
    instant: int | None
    staff: int | None
    reference: int | None


def sheet(connection: Connection, item_id: int) -> Sheet | None:
    """One item, or None when there is none with this id."""
    query = (
        sa.select(item, complaint.c.reference)
        .outerjoin(complaint, complaint.c.id == item.c.complaint_id)
        .where(item.c.id == item_id)
    )
    row = connection.execute(query).mappings().first()
    return sheet_from(row) if row else None


def findings(connection: Connection, item_id: int) -> tuple[Found, ...]:
    """The findings of an item, in the order of its text."""
    query = sa.select(finding).where(finding.c.item_id == item_id).order_by(finding.c.start, finding.c.position)
    return tuple(found_from(row) for row in connection.execute(query).mappings())


def flags(connection: Connection, item_id: int) -> tuple[Warned, ...]:
    """The flags of an item, in the order of its text."""
    query = sa.select(flag).where(flag.c.item_id == item_id).order_by(flag.c.start)
    return tuple(
        Warned(row["name"], row["text"], row["reason"], row["start"], row["end"])
        for row in connection.execute(query).mappings()
    )


def contacts(connection: Connection, item_id: int) -> tuple[Contact, ...]:
    """The contacts with us an item tells of."""
    query = sa.select(contact_event).where(contact_event.c.item_id == item_id).order_by(contact_event.c.start)
    return tuple(
        Contact(row["number"], row["instant"], row["staff"], row["reference"])
        for row in connection.execute(query).mappings()
    )


def reading_of(connection: Connection, item_id: int) -> Reading | None:
    """What was read in an item, or None when it has not been read."""
    content = connection.execute(sa.select(reading.c.content).where(reading.c.item_id == item_id)).scalar()
    return values.reading_from(content) if content is not None else None


def silence_of(connection: Connection, item_id: int) -> str | None:
    """Why an item got no acknowledgement, in words."""
    query = sa.select(silence.c.reason).where(silence.c.item_id == item_id).order_by(silence.c.id.desc()).limit(1)
    return connection.execute(query).scalar()


def duplicates(connection: Connection, item_id: int, sha256: str) -> tuple[int, ...]:
    """The ids of other items with the same bytes."""
    query = sa.select(item.c.id).where(item.c.sha256 == sha256, item.c.id != item_id).order_by(item.c.id).limit(20)
    return tuple(connection.execute(query).scalars())


# ---- who has it open -----------------------------------------------------------------------------------------


def claim(connection: Connection, item_id: int, *, by: str, minutes: int) -> Sheet | None:
    """Note that a person has an item open for the next `minutes`, unless somebody else has; returns the item."""
    now = clock.now()
    free = sa.or_(item.c.locked_by.is_(None), item.c.locked_by == by, item.c.locked_until < now)
    query = item.update().where(item.c.id == item_id, free)
    connection.execute(query.values(locked_by=by, locked_until=now + timedelta(minutes=minutes)))
    return sheet(connection, item_id)


def take_over(connection: Connection, item_id: int, *, by: str, minutes: int) -> None:
    """Take an item that somebody else has open."""
    until = clock.now() + timedelta(minutes=minutes)
    connection.execute(item.update().where(item.c.id == item_id).values(locked_by=by, locked_until=until))
    audit.record(connection, "took over", f"item:{item_id}", actor=by)


def release(connection: Connection, item_id: int, *, by: str) -> None:
    """Give an item back to the queue."""
    query = item.update().where(item.c.id == item_id, item.c.locked_by == by)
    connection.execute(query.values(locked_by=None, locked_until=None))


def viewed(database: Database, subject: str, *, by: str) -> None:
    """Note that a person read personal data: once in ten minutes for each subject and reader."""
    recent = sa.select(log.c.id).where(
        log.c.subject == subject,
        log.c.actor == by,
        log.c.action == "viewed",
        log.c.at > clock.now() - timedelta(minutes=10),
    )
    with database.read() as connection:
        noted = connection.execute(recent.limit(1)).first() is not None
    if not noted:  # only then anybody has to wait for a turn to write
        with database.write() as connection:
            audit.record(connection, "viewed", subject, actor=by)


# ---- rows ----------------------------------------------------------------------------------------------------


def sheet_from(row: RowMapping) -> Sheet:
    """The item a row of `item`, joined with its complaint's reference, holds."""
    return Sheet(
        id=row["id"],
        name=row["name"],
        source=f"{row['source_kind']} {row['source_place']}",
        received=row["received"],
        sha256=row["sha256"],
        size=row["size"],
        state=State(row["state"]),
        attempt=row["attempt"],
        medium=Medium(row["medium"]) if row["medium"] else None,
        language=row["language"],
        subject=row["subject"],
        reason=row["reason"],
        remedy=row["remedy"],
        not_before=row["not_before"],
        complaint_id=row["complaint_id"],
        reference=row["reference"],
        duplicate_of=row["duplicate_of"],
        review=row["review"],
        reasons=tuple(json.loads(row["review_reasons"])),
        possible=tuple(json.loads(row["possible"])),
        reviewed=row["reviewed"],
        reviewed_by=row["reviewed_by"],
        locked_by=row["locked_by"],
        locked_until=row["locked_until"],
        due=row["due"],
        version=row["version"],
    )


def found_from(row: RowMapping) -> Found:
    """The finding a row holds."""
    return Found(
        id=row["id"],
        position=row["position"],
        kind=FindingKind(row["kind"]),
        role=row["role"],
        value=row["value"],
        text=row["text"],
        start=row["start"],
        end=row["end"],
        page=row["page"],
        box=_box(row["box"]),
        confidence=row["confidence"],
        reason=row["reason"],
        doubtful=row["doubtful"],
        verdict=row["verdict"],
        verdict_by=row["verdict_by"],
        verdict_at=row["verdict_at"],
        found_value=row["found_value"],
        found_role=row["found_role"],
    )


def _box(text: str | None) -> Box | None:
    if not text:
        return None
    x0, y0, x1, y1 = (int(float(part)) for part in text.split(","))
    return x0, y0, x1, y1
