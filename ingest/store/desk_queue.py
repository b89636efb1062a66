"""What waits for eyes, the nearest clock first: the queue, the quarantine, and what comes next.

It only reads. Items that rest in quarantine are listed apart, because another act is asked of people there.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement

from ingest import clock
from ingest.model import Delivery, State
from ingest.store.desk import Sheet, sheet_from
from ingest.store.schema import clock as clocks
from ingest.store.schema import complaint, finding, flag, item, reply

MOST_REASONS = 12  # offered as a filter; the rest is found by its words
_IN_THE_QUEUE = [state.value for state in State if state is not State.QUARANTINED]
_THEIRS = complaint.alias("theirs")
UNSETTLED = (Delivery.UNCERTAIN, Delivery.REJECTED, Delivery.BOUNCED, Delivery.HELD)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to leave out of the queue; None leaves nothing out."""

    medium: str | None = None
    language: str | None = None
    flag: str | None = None
    state: str | None = None
    mine: str | None = None  # only what this person has open, or what belongs to a complaint assigned to them
    reason: str | None = None  # why it is here: one of `Choices.reasons`
    words: str | None = None  # in the subject, name or reason


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the queue."""

    sheet: Sheet
    doubtful: int  # findings nobody has said anything about and the machine was not sure of
    unjudged: int  # findings nobody has said anything about
    flags: tuple[str, ...]
    complainant: str | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the order of the queue, which stays the same place when lines before it go."""

    due: datetime | None
    received: datetime
    item_id: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers in the navigation."""

    queue: int
    quarantine: int
    replies: int
    to_print: int
    overdue: int  # open clocks past their instant


@dataclass(frozen=True, slots=True)
class Choices:
    """What the queue can be filtered by at this moment."""

    media: tuple[str, ...]
    languages: tuple[str, ...]
    flags: tuple[str, ...]
    reasons: tuple[str, ...]  # why items are here, the most frequent first


def waiting(
    connection: Connection, wanted: Wanted, *, limit: int = 50, offset: int = 0, after: Spot | None = None
) -> tuple[tuple[Line, ...], int]:
    """The lines of the queue from `offset` or after a spot on, and how many there are in all from that spot on."""
    return _part(connection, [_needs_eyes(), *_filters(connection, wanted), *_beyond(after)], limit, offset)


def quarantined(
    connection: Connection, *, limit: int = 50, offset: int = 0, after: Spot | None = None
) -> tuple[tuple[Line, ...], int]:
    """The items that could not be processed, the nearest clock first, and how many there are in all."""
    return _part(connection, [item.c.state == State.QUARANTINED.value, *_beyond(after)], limit, offset)


def next_after(connection: Connection, item_id: int | None, *, by: str) -> int | None:
    """The id of the item a person should open next: the nearest clock, not this one, not open elsewhere."""
    free = sa.or_(item.c.locked_by.is_(None), item.c.locked_by == by, item.c.locked_until < clock.now())
    query = sa.select(item.c.id).where(_needs_eyes(), free, item.c.id != (item_id or 0))
    found = connection.execute(query.order_by(*_nearest_first()).limit(1)).scalar()
    return None if found is None else int(found)


def counts(connection: Connection) -> Counts:
    """How much waits where."""

    def number(*where: ColumnElement[bool]) -> sa.ScalarSelect[int]:
        return sa.select(sa.func.count()).where(*where).scalar_subquery()

    row = connection.execute(
        sa.select(
            number(_needs_eyes()),
            number(item.c.state == State.QUARANTINED.value),
            number(reply.c.delivery.in_([d.value for d in UNSETTLED])),
            number(reply.c.delivery == Delivery.TO_PRINT.value),
            sa.select(sa.func.count())
            .select_from(clocks.join(complaint, complaint.c.id == clocks.c.complaint_id))
            .where(clocks.c.met.is_(None), clocks.c.paused.is_(None), clocks.c.due < clock.now())
            .where(complaint.c.state == State.OPEN.value)
            .scalar_subquery(),
        )
    ).one()
    return Counts(*(int(value) for value in row))


def choices(connection: Connection) -> Choices:
    """What the queue can be filtered by."""
    columns = (item.c.medium, item.c.language, item.c.review_reasons)
    rows = connection.execute(sa.select(*columns, sa.func.count()).where(_needs_eyes()).group_by(*columns)).all()
    names = sa.select(flag.c.name).join(item, item.c.id == flag.c.item_id).where(_needs_eyes()).distinct()
    reasons: Counter[str] = Counter()
    for row in rows:
        reasons.update(dict.fromkeys(json.loads(row[2]), row[3]))
    return Choices(
        tuple(sorted({row[0] for row in rows if row[0]})),
        tuple(sorted({row[1] for row in rows if row[1]})),
        tuple(sorted(connection.execute(names).scalars())),
        tuple(reason for reason, _ in reasons.most_common(MOST_REASONS)),
    )


def newest(connection: Connection, since: datetime, source_kind: str | None = None) -> tuple[Line, ...]:
    """What arrived since an instant, the latest first: at most 200 lines."""
    where = [item.c.received >= since]
    if source_kind:
        where.append(item.c.source_kind == source_kind)
    return _read(connection, _lines(where).order_by(item.c.received.desc(), item.c.id.desc()).limit(200))


def _part(
    connection: Connection, where: list[ColumnElement[bool]], limit: int, offset: int
) -> tuple[tuple[Line, ...], int]:
    """A part of a list in the order of its clocks. First the ids alone are put in order, because a database that
    sorts whole lines works out every column of every line, and not only of those that are shown."""
    found = sa.select(item.c.id).select_from(_joined()).where(*where).order_by(*_nearest_first())
    ids = connection.execute(found).scalars().all()
    shown = _lines([item.c.id.in_(ids[offset : offset + limit])]).order_by(*_nearest_first())
    return _read(connection, shown), len(ids)


def _needs_eyes() -> ColumnElement[bool]:
    return sa.and_(item.c.review, item.c.reviewed.is_(None), item.c.state.in_(_IN_THE_QUEUE))


def _nearest_first() -> tuple[ColumnElement[Any], ...]:
    return item.c.due.is_(None), item.c.due, item.c.received, item.c.id


def _beyond(spot: Spot | None) -> list[ColumnElement[bool]]:
    """What comes after a spot in the order of `_nearest_first`."""
    if spot is None:
        return []
    later = sa.or_(item.c.received > spot.received, sa.and_(item.c.received == spot.received, item.c.id > spot.item_id))
    if spot.due is None:
        return [sa.and_(item.c.due.is_(None), later)]
    return [sa.or_(item.c.due.is_(None), item.c.due > spot.due, sa.and_(item.c.due == spot.due, later))]


def _joined() -> sa.FromClause:
    return item.outerjoin(complaint, complaint.c.id == item.c.complaint_id)


def _filters(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.medium:
        where.append(item.c.medium == wanted.medium)
    if wanted.language:
        where.append(item.c.language == wanted.language)
    if wanted.state:
        where.append(item.c.state == wanted.state)
    if wanted.flag:
        where.append(sa.exists().where(flag.c.item_id == item.c.id, flag.c.name == wanted.flag))
    if wanted.reason:
        told = json.dumps(wanted.reason, ensure_ascii=False)
        where.append(item.c.review_reasons.contains(told, autoescape=True))
    if wanted.mine:
        where.append(sa.or_(item.c.locked_by == wanted.mine, complaint.c.assigned_to == wanted.mine))
    if wanted.words:
        like = f"%{_literal(wanted.words)}%"
        # asked for item by item, and not joined: a database that joins may go through every complaint there is
        named = sa.func.coalesce(_THEIRS.c.complainant, "") + " " + _THEIRS.c.reference
        theirs = sa.select(named).where(_THEIRS.c.id == item.c.complaint_id).scalar_subquery()
        columns: tuple[ColumnElement[Any], ...] = (item.c.subject, item.c.name, item.c.review_reasons, theirs)
        # SQLite's LIKE takes capitals for small letters by itself, and twice as fast as with lower() on both sides
        small = connection.dialect.name == "sqlite"
        tests = (one.like(like, escape="\\") if small else one.ilike(like, escape="\\") for one in columns)
        where.append(sa.or_(*tests))
    return where


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _lines(where: list[ColumnElement[bool]]) -> sa.Select[tuple[object, ...]]:
    unjudged = sa.select(sa.func.count()).where(finding.c.item_id == item.c.id, finding.c.verdict.is_(None))
    return (
        sa.select(
            item,
            complaint.c.reference,
            complaint.c.complainant,
            unjudged.scalar_subquery().label("unjudged"),
            unjudged.where(finding.c.doubtful).scalar_subquery().label("doubtful"),
        )
        .select_from(_joined())
        .where(*where)
    )


def _read(connection: Connection, query: sa.Select[tuple[object, ...]]) -> tuple[Line, ...]:
    rows = connection.execute(query).mappings().all()
    ids = [row["id"] for row in rows]
    flags: dict[int, list[str]] = {}
    for item_id, name in connection.execute(
        sa.select(flag.c.item_id, flag.c.name).where(flag.c.item_id.in_(ids)).distinct().order_by(flag.c.name)
    ):
        flags.setdefault(item_id, []).append(name)
    return tuple(
        Line(sheet_from(row), row["doubtful"], row["unjudged"], tuple(flags.get(row["id"], ())), row["complainant"])
        for row in rows
    )
