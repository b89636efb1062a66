"""What is known about a complainant: gathered to be handed out, held for the law, or erased so that the numbers stay.

Erasing takes the words and keeps the rows: what arrived when, by which medium, which clocks were met, how often the
machine was right. References and the audit log stay, for they say what was done and not what was written. Nothing
open and nothing under a legal hold is ever erased.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock, errors
from ingest.model import SourceKind, State
from ingest.store import audit
from ingest.store.items import printable
from ingest.store.schema import binding, complaint, finding, flag, item, note, reading, reply, silence, survey

ERASED = "personal data erased"  # the reason an erased item gives; its name, too, in brackets
_GONE = "erased-"  # what stands where the digest of an original was


@dataclass(frozen=True, slots=True)
class Subject:
    """One complaint, as far as keeping and erasing are concerned."""

    id: int
    reference: str
    complainant: str | None
    state: str
    opened: datetime
    closed: datetime | None
    hold: str | None  # why the law wants it kept
    erased: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What erasing would take away, told before it is done."""

    complaints: tuple[Subject, ...]  # that would be erased
    held: tuple[Subject, ...]  # that stay, because of a legal hold
    open: tuple[Subject, ...]  # that stay, because they are still open
    items: int
    loose: int  # of them, items that never belonged to a complaint
    originals: int  # files taken off the disk
    size: int  # of these, bytes
    findings: int
    notes: int
    replies: int

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to erase."""
        return not self.complaints and not self.loose


def subjects(connection: Connection, complaint_ids: Collection[int]) -> tuple[Subject, ...]:
    """Some complaints, oldest first."""
    columns = [complaint.c[name] for name in Subject.__dataclass_fields__]
    query = sa.select(*columns).where(complaint.c.id.in_(list(complaint_ids))).order_by(complaint.c.id)
    return tuple(Subject(*row) for row in connection.execute(query))


def expired(connection: Connection, before: datetime, limit: int = 500) -> tuple[list[int], list[int]]:
    """What retention would take: complaints closed before an instant, and items without one that were closed then.

    Args:
        connection: any transaction.
        before: what was closed, or for items arrived, earlier is too old to keep.
        limit: at most so many of each at a time.
    """
    closed = sa.select(complaint.c.id).where(
        complaint.c.state == State.CLOSED.value, complaint.c.closed < before, complaint.c.erased.is_(None)
    )
    loose = sa.select(item.c.id).where(
        item.c.complaint_id.is_(None), item.c.state == State.CLOSED.value, item.c.received < before,
        item.c.duplicate_of.is_(None), sa.func.coalesce(item.c.reason, "") != ERASED,
    )  # fmt: skip
    return (
        list(connection.execute(closed.order_by(complaint.c.id).limit(limit)).scalars()),
        list(connection.execute(loose.order_by(item.c.id).limit(limit)).scalars()),
    )


def plan(connection: Connection, complaint_ids: Collection[int], loose: Collection[int] = ()) -> Plan:
    """What erasing these complaints, and these items that belong to none, would take away."""
    known = [one for one in subjects(connection, complaint_ids) if one.erased is None]
    going = tuple(one for one in known if one.hold is None and one.state == State.CLOSED.value)
    ids = [one.id for one in going]
    items = _items(connection, ids, loose)
    rows = connection.execute(sa.select(item.c.sha256, item.c.size).where(item.c.id.in_(items)).distinct()).all()
    return Plan(
        complaints=going,
        held=tuple(one for one in known if one.hold is not None),
        open=tuple(one for one in known if one.hold is None and one.state != State.CLOSED.value),
        items=len(items),
        loose=len(loose),
        originals=len(rows),
        size=sum(row.size for row in rows),
        findings=_count(connection, finding, finding.c.item_id.in_(items)),
        notes=_count(connection, note, note.c.complaint_id.in_(ids)),
        replies=_count(connection, reply, reply.c.complaint_id.in_(ids)),
    )


def erase(connection: Connection, wanted: Plan, loose: Collection[int], *, by: str) -> None:
    """Take the words out of complaints and items. Their files are named by `files` afterwards.

    Args:
        connection: a transaction from `Database.write`.
        wanted: from `plan`, in the same transaction.
        loose: the items without a complaint that the plan was made with.
        by: who says so.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")  # the bytes are overwritten, not only let go
    ids = [one.id for one in wanted.complaints]
    items = _items(connection, ids, loose)
    _blank_items(connection, items)
    _blank_complaints(connection, ids)
    for one in wanted.complaints:
        audit.record(connection, "erased", f"complaint:{one.id}", actor=by)
    for item_id in loose:
        audit.record(connection, "erased", f"item:{item_id}", actor=by)


def files(connection: Connection) -> list[tuple[int, str]]:
    """Erased items whose files are still to go: id and digest. What another item still needs is not among them.

    A batch of scans goes with the last of its letters.
    """
    other = item.alias()
    needed = sa.exists().where(
        other.c.sha256 == item.c.sha256, sa.func.coalesce(other.c.reason, "") != ERASED, other.c.id != item.c.id
    )
    query = sa.select(item.c.id, item.c.sha256).where(
        item.c.reason == ERASED, item.c.sha256.not_like(f"{_GONE}%"), ~needed
    )
    return [(int(row[0]), str(row[1])) for row in connection.execute(query)]


def forgotten(connection: Connection, item_ids: Sequence[int]) -> None:
    """Note that the files of erased items are gone."""
    for item_id in item_ids:
        connection.execute(item.update().where(item.c.id == item_id).values(sha256=f"{_GONE}{item_id}"))


def hold(connection: Connection, complaint_id: int, reason: str, *, by: str) -> None:
    """Keep a complaint whatever happens, until it is released.

    Raises:
        errors.Refused: no reason is given, or it was erased already.
    """
    told = printable(reason.strip())
    if not told:
        raise errors.Refused("A reason is missing.", remedy="Say who needs it kept, and why.")
    query = complaint.update().where(complaint.c.id == complaint_id, complaint.c.erased.is_(None))
    if connection.execute(query.values(hold=told)).rowcount != 1:
        raise errors.Refused("There is nothing left to hold.", remedy="It was erased, or there is no such complaint.")
    audit.record(connection, "held for the law", f"complaint:{complaint_id}", actor=by, reason=told)


def release(connection: Connection, complaint_id: int, *, by: str) -> None:
    """End a legal hold; what retention says counts again."""
    connection.execute(complaint.update().where(complaint.c.id == complaint_id).values(hold=None))
    audit.record(connection, "released from hold", f"complaint:{complaint_id}", actor=by)


def _items(connection: Connection, complaint_ids: Collection[int], loose: Collection[int]) -> list[int]:
    """The items of these complaints, their copies, and the batches all of whose letters go."""
    mine = sa.or_(item.c.complaint_id.in_(list(complaint_ids)), item.c.id.in_(list(loose)))
    first = set(connection.execute(sa.select(item.c.id).where(mine)).scalars())
    copies = sa.select(item.c.id).where(item.c.duplicate_of.in_(first), item.c.complaint_id.is_(None))
    first |= set(connection.execute(copies).scalars())
    return sorted(first | _batches(connection, first))


def _batches(connection: Connection, going: Collection[int]) -> set[int]:
    """The batches these letters were scanned in, when no letter of theirs stays."""
    letters = sa.select(item.c.source_key).where(
        item.c.id.in_(list(going)), item.c.source_kind == SourceKind.BATCH.value
    )
    digests = {key.partition("/")[0] for key in connection.execute(letters).scalars()}
    found: set[int] = set()
    for digest in digests:
        staying = sa.select(item.c.id).where(
            item.c.source_kind == SourceKind.BATCH.value, item.c.source_key.startswith(f"{digest}/"),
            item.c.id.not_in(list(going)), sa.func.coalesce(item.c.reason, "") != ERASED,
        )  # fmt: skip
        if connection.execute(staying.limit(1)).first() is None:
            found |= set(connection.execute(sa.select(item.c.id).where(item.c.sha256 == digest)).scalars())
    return found


def _blank_items(connection: Connection, items: Sequence[int]) -> None:
    connection.execute(reading.delete().where(reading.c.item_id.in_(items)))
    nothing: dict[str, Any] = {"value": "", "text": "", "reason": "", "found_value": None, "box": None}
    connection.execute(finding.update().where(finding.c.item_id.in_(items)).values(**nothing))
    connection.execute(flag.update().where(flag.c.item_id.in_(items)).values(text="", reason=""))
    connection.execute(silence.update().where(silence.c.item_id.in_(items)).values(reason=""))
    connection.execute(binding.delete().where(sa.or_(binding.c.whole_id.in_(items), binding.c.part_id.in_(items))))
    named = {
        "name": f"({ERASED})", "reason": ERASED, "remedy": None, "subject": None, "message_id": None,
        "review": False, "review_reasons": "[]", "possible": "[]", "locked_by": None, "due": None,
    }  # fmt: skip
    connection.execute(item.update().where(item.c.id.in_(items)).values(**named))
    # a mail's key holds no word of its sender, and keeps it from being taken again; a file's key holds its name
    filed = item.c.source_kind.in_([SourceKind.FOLDER.value, SourceKind.FORM.value, SourceKind.BATCH.value])
    key = sa.literal(_GONE) + sa.cast(item.c.id, sa.String)
    connection.execute(item.update().where(item.c.id.in_(items), filed).values(source_key=key))


def _blank_complaints(connection: Connection, ids: Sequence[int]) -> None:
    nobody = {"complainant": None, "address": None, "postal_address": None, "outcome": None, "erased": clock.now()}
    connection.execute(complaint.update().where(complaint.c.id.in_(ids)).values(**nobody))
    connection.execute(note.delete().where(note.c.complaint_id.in_(ids)))
    connection.execute(survey.update().where(survey.c.complaint_id.in_(ids)).values(words=""))
    sent = {"content": b"", "recipient": "", "domain": "", "subject": "", "server_words": ""}
    connection.execute(reply.update().where(reply.c.complaint_id.in_(ids)).values(**sent))


def _count(connection: Connection, table: sa.Table, test: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(test)).scalar_one())
