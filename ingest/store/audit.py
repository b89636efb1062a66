"""Who did what, when: append-only rows, each carrying the hash of the one before, so that a change shows.

The chain is serial by nature: on PostgreSQL writers take an advisory lock until they commit, on SQLite BEGIN
IMMEDIATE has already put them in line.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.store.schema import audit

GENESIS = "0" * 64
_LOCK = 0x706F7374  # "post": the advisory lock of the chain
_LAST = sa.select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)
_ADD = audit.insert()

Act = tuple[str, str, Mapping[str, object]]  # what was done, to what, and the facts of the case; see `record`


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the audit log."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: str


def record(
    connection: Connection, action: str, subject: str, *, actor: str = "postroom", **details: str | int | bool | None
) -> None:
    """Add one row to the chain, in the caller's transaction.

    Args:
        connection: a transaction from `Database.write`.
        action: what was done, in the past tense: "opened", "corrected", "retried".
        subject: what it was done to: "item:12", "complaint:3", "reply:7".
        actor: "postroom", or the sign-in name of a person.
        details: facts of the case; never the text of a letter.
    """
    record_all(connection, [(action, subject, details)], actor=actor)


def record_all(connection: Connection, acts: Sequence[Act], *, actor: str = "postroom") -> None:
    """Add several rows to the chain at once: of each act the action, the subject and the details, as in `record`."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    previous = connection.execute(_LAST).scalar() or GENESIS
    rows = []
    for action, subject, details in acts:
        told = json.dumps(details, sort_keys=True, ensure_ascii=False)
        row = {"at": clock.now(), "actor": actor, "action": action, "subject": subject, "details": told}
        row["previous"], row["hash"] = previous, _digest(row | {"previous": previous})
        previous = row["hash"]
        rows.append(row)
    if rows:
        connection.execute(_ADD, rows)


def broken_at(connection: Connection) -> int | None:
    """The id of the first row that does not follow from the one before, or None when the chain is whole."""
    previous = GENESIS
    for row in connection.execute(sa.select(audit).order_by(audit.c.id)).mappings():
        if row["previous"] != previous or row["hash"] != _digest(dict(row)):
            return int(row["id"])
        previous = row["hash"]
    return None


def entries(connection: Connection, subject: str, limit: int = 500) -> list[Entry]:
    """The rows about one subject, oldest first."""
    query = sa.select(audit).where(audit.c.subject == subject).order_by(audit.c.id).limit(limit)
    return [
        Entry(row["id"], row["at"], row["actor"], row["action"], row["subject"], row["details"])
        for row in connection.execute(query).mappings()
    ]


def _digest(row: dict[str, object]) -> str:
    at = row["at"]
    assert isinstance(at, datetime)  # noqa: S101 - narrows the type for the line below
    parts = (
        row["previous"],
        at.isoformat(timespec="microseconds"),
        row["actor"],
        row["action"],
        row["subject"],
        row["details"],
    )
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
