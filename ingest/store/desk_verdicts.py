"""What people say about findings: right, wrong, or so; each verdict is audited and fenced by the item's version.

A verdict changes a finding and nothing else. The machine's own value and role are kept beside every correction,
because accuracy is counted there.
"""

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock, errors
from ingest.model import Box, FindingKind
from ingest.store import audit
from ingest.store.desk import Found, found_from
from ingest.store.schema import complaint, finding, item


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
    last = found_from(row)
    if last.verdict == "added":
        after: dict[str, object] = {"verdict": "rejected"}
    else:
        after = {"verdict": None, "verdict_by": None, "verdict_at": None, "found_value": None, "found_role": None}
        after |= {"value": last.found_value or last.value, "role": last.found_role or last.role}
        _carry_over(connection, item_id, last, last.found_value or last.value)
    connection.execute(finding.update().where(finding.c.id == last.id).values(**after))
    audit.record(connection, "took back", f"item:{item_id}", actor=by, finding=last.id, verdict=last.verdict)
    return last.id


def _next_version(connection: Connection, item_id: int, version: int) -> None:
    query = item.update().where(item.c.id == item_id, item.c.version == version).values(version=version + 1)
    if connection.execute(query).rowcount != 1:
        raise errors.Conflict


def _one(connection: Connection, item_id: int, finding_id: int) -> Found:
    query = sa.select(finding).where(finding.c.id == finding_id, finding.c.item_id == item_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise errors.Error(f"item {item_id} has no finding {finding_id}", remedy="Open the item again.")
    return found_from(row)


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
