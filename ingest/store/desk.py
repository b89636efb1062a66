"""One item as staff see it, and their verdicts on its findings; each change is audited and fenced by a version.

A verdict changes a finding and nothing else: what sets the machine going (retry, open, join, confirm) belongs to
the pipeline. The machine's own value and role are kept beside every correction, because accuracy is counted there.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest import clock, errors
from ingest.model import Box, FindingKind, Medium, Reading, State
from ingest.store import audit, values
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
    return tuple(_found(row) for row in connection.execute(query).mappings())


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


# ---- verdicts ------------------------------------------------------------------------------------------------


def accept(connection: Connection, item_id: int, finding_id: int, *, by: str, version: int) -> None:
    """Say that a finding is right.

    Raises:
        Conflict: somebody changed the item after `version`.
    """
    _next_version(connection, item_id, version)
    _judge(connection, item_id, finding_id, "confirmed", by)


def reject(connection: Connection, item_id: int, finding_id: int, *, by: str, version: int) -> None:
    """Say that a finding is no such thing.

    Raises:
        Conflict: somebody changed the item after `version`.
    """
    _next_version(connection, item_id, version)
    _judge(connection, item_id, finding_id, "rejected", by)


def correct(
    connection: Connection, item_id: int, finding_id: int, *, value: str, role: str, by: str, version: int
) -> None:
    """Give a finding its right value and role; what the machine found is kept beside them.

    Args:
        connection: a transaction from `Database.write`.
        item_id: the item.
        finding_id: the finding of that item.
        value: normalised already.
        role: one of the roles of its kind.
        by: who says so.
        version: the item's version this person saw.

    Raises:
        Conflict: somebody changed the item after `version`.
    """
    _next_version(connection, item_id, version)
    before = _one(connection, item_id, finding_id)
    first_value = before.value if before.found_value is None else before.found_value
    first_role = before.role if before.found_role is None else before.found_role
    kept = {"found_value": first_value, "found_role": first_role, "value": value, "role": role}
    _judge(connection, item_id, finding_id, "corrected", by, **kept)
    _carry_over(connection, item_id, before, value)


def add(
    connection: Connection,
    item_id: int,
    *,
    kind: FindingKind,
    role: str,
    value: str,
    text: str,
    span: tuple[int, int],
    page: int | None,
    box: Box | None,
    by: str,
    version: int,
) -> int:
    """Record a finding the machine missed, and return its id.

    Args:
        connection: a transaction from `Database.write`.
        item_id: the item.
        kind: what it is about.
        role: one of the roles of its kind.
        value: normalised already.
        text: the words it stands in, empty when typed by hand.
        span: where they stand in the reading's text, end exclusive; (0, 0) when typed by hand.
        page: the page, counted from 1.
        box: its place on that page, pixels.
        by: who says so.
        version: the item's version this person saw.

    Raises:
        Conflict: somebody changed the item after `version`.
    """
    _next_version(connection, item_id, version)
    last = connection.execute(sa.select(sa.func.max(finding.c.position)).where(finding.c.item_id == item_id)).scalar()
    row = {
        "item_id": item_id, "position": 0 if last is None else last + 1, "kind": kind.value, "role": role,
        "value": value, "text": text, "start": span[0], "end": span[1], "page": page,
        "box": ",".join(map(str, box)) if box else None, "confidence": 1.0, "reason": "added by a person",
        "verdict": "added", "verdict_by": by, "verdict_at": clock.now(),
    }  # fmt: skip
    finding_id = int(connection.execute(finding.insert().values(**row).returning(finding.c.id)).scalar_one())
    audit.record(connection, "added a finding", f"item:{item_id}", actor=by, finding=finding_id, kind=kind.value)
    return finding_id


def undo(connection: Connection, item_id: int, *, by: str, version: int) -> int | None:
    """Take back a person's latest verdict on an item; returns the finding's id, or None when there is none.

    A finding they added becomes a rejected one: it was there, and the audit log says so.

    Raises:
        Conflict: somebody changed the item after `version`.
    """
    mine = sa.select(finding).where(
        finding.c.item_id == item_id, finding.c.verdict_by == by, finding.c.verdict.is_not(None)
    )
    added_and_gone = sa.and_(finding.c.verdict == "rejected", finding.c.reason == "added by a person")
    query = mine.where(~added_and_gone).order_by(finding.c.verdict_at.desc(), finding.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    _next_version(connection, item_id, version)
    last = _found(row)
    if last.verdict == "added":
        after: dict[str, object] = {"verdict": "rejected"}
    else:
        after = {"verdict": None, "verdict_by": None, "verdict_at": None, "found_value": None, "found_role": None}
        after |= {"value": last.found_value or last.value, "role": last.found_role or last.role}
        _carry_over(connection, item_id, last, last.found_value or last.value)
    connection.execute(finding.update().where(finding.c.id == last.id).values(**after))
    audit.record(connection, "took back", f"item:{item_id}", actor=by, finding=last.id, verdict=last.verdict)
    return last.id


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


def viewed(connection: Connection, subject: str, *, by: str) -> None:
    """Note that a person read personal data: once in ten minutes for each subject and reader."""
    recent = sa.select(audit.audit.c.id).where(
        audit.audit.c.subject == subject,
        audit.audit.c.actor == by,
        audit.audit.c.action == "viewed",
        audit.audit.c.at > clock.now() - timedelta(minutes=10),
    )
    if connection.execute(recent.limit(1)).first() is None:
        audit.record(connection, "viewed", subject, actor=by)


# ---- rows ----------------------------------------------------------------------------------------------------


def _next_version(connection: Connection, item_id: int, version: int) -> None:
    query = item.update().where(item.c.id == item_id, item.c.version == version).values(version=version + 1)
    if connection.execute(query).rowcount != 1:
        raise errors.Conflict


def _one(connection: Connection, item_id: int, finding_id: int) -> Found:
    query = sa.select(finding).where(finding.c.id == finding_id, finding.c.item_id == item_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise errors.Error(f"item {item_id} has no finding {finding_id}", remedy="Open the item again.")
    return _found(row)


def _judge(connection: Connection, item_id: int, finding_id: int, verdict: str, by: str, **changed: str | None) -> None:
    _one(connection, item_id, finding_id)
    row = {"verdict": verdict, "verdict_by": by, "verdict_at": clock.now(), **changed}
    connection.execute(finding.update().where(finding.c.id == finding_id).values(**row))
    audit.record(connection, verdict, f"item:{item_id}", actor=by, finding=finding_id)


def _carry_over(connection: Connection, item_id: int, before: Found, value: str) -> None:
    """A complaint that took its complainant's name or address from this finding takes the corrected one."""
    columns = {
        (FindingKind.PERSON_NAME, "complainant"): complaint.c.complainant,
        (FindingKind.EMAIL_ADDRESS, "complainant"): complaint.c.address,
    }
    column = columns.get((before.kind, before.role))
    if column is None:
        return
    owner = sa.select(item.c.complaint_id).where(item.c.id == item_id).scalar_subquery()
    query = complaint.update().where(complaint.c.id == owner, column == before.value)
    connection.execute(query.values({column: value}))


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


def _found(row: RowMapping) -> Found:
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
