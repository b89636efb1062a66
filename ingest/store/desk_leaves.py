"""Which pages an item is made of, once people have put pages together, parted them, or changed their order.

Every page keeps the item it arrived with, and that item its original: here only stands where the page belongs now.
What was put together can be taken apart again as long as nothing was sent to the complainant since.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock, errors
from ingest.model import Delivery, Extraction, Medium, Reading, SourceKind, State
from ingest.store import readings
from ingest.store.items import printable
from ingest.store.schema import binding, complaint, finding, item, reply

NEAR = 500  # items: what came longer before is not the rest of a letter
LEFT = (
    Delivery.CLAIMED,
    Delivery.DOT_PENDING,
    Delivery.ACCEPTED,
    Delivery.UNCERTAIN,
    Delivery.BOUNCED,
    Delivery.POSTED,
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page, by where it arrived."""

    item_id: int
    page: int  # its number there, counted from 1


@dataclass(frozen=True, slots=True)
class Bound:
    """One item whose pages went to another one."""

    whole_id: int  # the item that has them now
    part_id: int
    at: datetime
    by: str
    before: Mapping[str, Any]  # how both stood: see `parting`


def of(connection: Connection, item_id: int, pages: Sequence[int]) -> tuple[Leaf, ...]:
    """The leaves of an item in order; its own pages when nobody has said otherwise.

    Args:
        connection: any transaction.
        item_id: the item.
        pages: the numbers of the pages of its reading.
    """
    told = connection.execute(sa.select(item.c.leaves).where(item.c.id == item_id)).scalar()
    if told is None:
        return tuple(Leaf(item_id, page) for page in pages)
    return tuple(Leaf(*pair) for pair in json.loads(told))


def parts_of(connection: Connection, item_id: int) -> tuple[Bound, ...]:
    """The items whose pages an item has taken in and still has, the latest first."""
    return _bound(connection, binding.c.whole_id == item_id)


def whole_of(connection: Connection, item_id: int) -> Bound | None:
    """The item that an item's pages belong to now, when they do not belong to itself."""
    return next(iter(_bound(connection, binding.c.part_id == item_id)), None)


def scan_before(connection: Connection, item_id: int) -> int | None:
    """The scan that arrived just before this one and is open or held, when there is one among the last few."""
    scans = item.c.source_kind.in_([SourceKind.FOLDER.value, SourceKind.BATCH.value])
    resting = item.c.state.in_([State.OPEN.value, State.HELD.value])
    query = sa.select(item.c.id).where(
        item.c.id < item_id, item.c.id > item_id - NEAR, scans, resting, item.c.medium == Medium.LETTER.value
    )
    found: int | None = connection.execute(query.order_by(item.c.id.desc()).limit(1)).scalar()
    return found


def bind(connection: Connection, whole_id: int, parts: Mapping[int, Mapping[str, Any]], *, by: str) -> None:
    """Note that the pages of some items went to another one, and of each how both stood before."""
    same = {"whole_id": whole_id, "at": clock.now(), "by": by}
    rows = [{**same, "part_id": part_id, "before": json.dumps(before)} for part_id, before in parts.items()]
    connection.execute(binding.insert(), rows)


def unbind(connection: Connection, bound: Sequence[Bound]) -> None:
    """Note that these items have their pages back."""
    for one in bound:
        query = binding.update().where(binding.c.whole_id == one.whole_id, binding.c.part_id == one.part_id)
        connection.execute(query.where(binding.c.undone.is_(None)).values(undone=clock.now()))


def follow(connection: Connection, item_id: int) -> None:
    """Let the items whose pages an item has taken in belong to the complaint that it belongs to now."""
    parts = sa.select(binding.c.part_id).where(binding.c.whole_id == item_id, binding.c.undone.is_(None))
    mine = sa.select(item.c.complaint_id).where(item.c.id == item_id).scalar_subquery()
    connection.execute(item.update().where(item.c.id.in_(parts)).values(complaint_id=mine))


def refuse_bound(connection: Connection, item_id: int) -> None:
    """Refuse an act that would read an item's own original anew, while its pages are with others.

    Raises:
        Refused: people have put its pages together with those of other items.
    """
    told = connection.execute(sa.select(item.c.leaves).where(item.c.id == item_id)).scalar()
    if told is not None or whole_of(connection, item_id) is not None:
        raise errors.Refused(
            "The pages of this item were put in order by hand.", remedy="Take them apart first, on the item's page."
        )


def refuse_part(connection: Connection, item_id: int) -> None:
    """Refuse an act on an item whose pages belong to another one.

    Raises:
        Refused: they do.
    """
    bound = whole_of(connection, item_id)
    if bound is not None:
        raise errors.Refused(
            f"The pages of this item belong to item {bound.whole_id}.", remedy="Do it there, or take them apart first."
        )


def left_since(connection: Connection, complaint_ids: Sequence[int | None], at: datetime) -> int:
    """How many replies of these complaints may have reached the complainant since an instant."""
    query = sa.select(sa.func.count()).where(
        reply.c.complaint_id.in_([one for one in complaint_ids if one is not None]),
        reply.c.delivery.in_([state.value for state in LEFT]),
        sa.func.coalesce(reply.c.finished, reply.c.tried, reply.c.created) >= at,
    )
    return int(connection.execute(query).scalar_one())


def refuse_stale(connection: Connection, item_id: int, version: int) -> None:
    """Refuse before any work is done what `step` would refuse after it.

    Raises:
        Conflict: somebody changed the item after `version`.
    """
    if connection.execute(sa.select(item.c.version).where(item.c.id == item_id)).scalar() != version:
        raise errors.Conflict("somebody else has changed this item meanwhile")


def step(connection: Connection, item_id: int, version: int, **values: Any) -> None:  # noqa: ANN401 - columns of item
    """Change an item as this person saw it.

    Raises:
        Conflict: somebody changed it after `version`, or it is being worked on.
    """
    query = item.update().where(item.c.id == item_id, item.c.version == version, item.c.worker.is_(None))
    if connection.execute(query.values(version=version + 1, **values)).rowcount != 1:
        raise errors.Conflict("somebody else has changed this item meanwhile")


@dataclass(frozen=True, slots=True)
class Recast:
    """What an item says in the pages it has from now on."""

    leaves: tuple[Leaf, ...]  # its pages, in order
    reading: Reading  # of these pages, numbered from 1
    extraction: Extraction
    doubtful: tuple[int, ...]  # indices of findings that staff must look at
    moved: Mapping[Leaf, tuple[int, int, int]]  # of each leaf: where its text began, where it begins now, its number


def recast(connection: Connection, item_id: int, made: Recast, sources: Sequence[int]) -> None:
    """Record what an item says in its new pages; verdicts that people gave on pages it has are kept.

    Args:
        connection: a transaction from `Database.write`.
        item_id: the item.
        made: what it says.
        sources: the items whose verdicts count: itself, and those whose pages it takes in.
    """
    judged = [row for one in sources for row in _judged(connection, one, item_id, made)]
    readings.save(connection, item_id, made.reading, made.extraction, made.doubtful)
    free = len(made.extraction.findings)
    for row in judged:
        same = _same(row, made.extraction)
        place, free = (free, free + 1) if same is None else (same, free)
        connection.execute(finding.delete().where(finding.c.item_id == item_id, finding.c.position == place))
        connection.execute(finding.insert().values(**row, item_id=item_id, position=place))
    told = json.dumps([[leaf.item_id, leaf.page] for leaf in made.leaves])
    connection.execute(item.update().where(item.c.id == item_id).values(leaves=told))


def _judged(connection: Connection, source: int, item_id: int, made: Recast) -> list[dict[str, Any]]:
    """The findings of an item that people judged, where they stand in the new pages; typed ones stay with it."""
    pages = readings.load(connection, source)
    leaves = of(connection, source, [page.number for page in pages.pages] if pages else [])
    query = sa.select(finding).where(finding.c.item_id == source, finding.c.verdict.is_not(None))
    found = []
    for row in connection.execute(query.order_by(finding.c.position)).mappings():
        kept = {name: value for name, value in row.items() if name not in {"id", "item_id", "position"}}
        if row["page"] is None:
            found += [kept] if source == item_id else []
        elif row["page"] <= len(leaves) and (place := made.moved.get(leaves[row["page"] - 1])) is not None:
            before, now, number = place
            moved = {"start": row["start"] - before + now, "end": row["end"] - before + now, "page": number}
            found.append(kept | moved)
    return found


def _same(row: Mapping[str, Any], extraction: Extraction) -> int | None:
    """The index of the finding that the machine has made of the same words."""
    for index, one in enumerate(extraction.findings):
        if one.kind.value == row["kind"] and one.start < row["end"] and row["start"] < one.end:
            return index
    return None


def standing(connection: Connection, item_id: int) -> dict[str, Any]:
    """How an item stands, so that it can be restored: JSON."""
    columns = (
        "state",
        "complaint_id",
        "reason",
        "remedy",
        "review",
        "review_reasons",
        "reviewed",
        "reviewed_by",
        "leaves",
    )
    query = sa.select(*(item.c[name] for name in columns)).where(item.c.id == item_id)
    told: dict[str, Any] = dict(connection.execute(query).mappings().one())
    told["reviewed"] = told["reviewed"].isoformat() if told["reviewed"] else None
    there = readings.load(connection, item_id)
    pages = of(connection, item_id, [page.number for page in there.pages] if there else [])
    return told | {"pages": [[leaf.item_id, leaf.page] for leaf in pages]}


def restore(connection: Connection, item_id: int, stood: Mapping[str, Any]) -> None:
    """Let an item stand as it did when `standing` was asked."""
    values = {name: value for name, value in stood.items() if name not in {"pages", "reviewed"}}
    values["reviewed"] = datetime.fromisoformat(stood["reviewed"]) if stood["reviewed"] else None
    values["version"] = item.c.version + 1
    connection.execute(item.update().where(item.c.id == item_id).values(**values))


def give_away(connection: Connection, item_id: int, why: str, *, by: str) -> None:
    """End an item whose pages belong to another one."""
    rested: dict[str, object] = {
        "state": State.CLOSED.value,
        "complaint_id": None,
        "reason": why,
        "remedy": None,
        "review": False,
    }
    rested |= {"reviewed": clock.now(), "reviewed_by": by, "locked_by": None, "locked_until": None}
    connection.execute(item.update().where(item.c.id == item_id).values(**rested))


def call_for_eyes(connection: Connection, item_id: int, why: str) -> None:
    """Put an item into the queue, with the reason."""
    values = {"review": True, "review_reasons": json.dumps([why]), "reviewed": None, "reviewed_by": None}
    connection.execute(item.update().where(item.c.id == item_id).values(**values))


def let_wait(connection: Connection, reply_id: int, delivery: str) -> None:
    """Let a cancelled reply wait as it did before."""
    query = reply.update().where(reply.c.id == reply_id, reply.c.delivery == Delivery.CANCELLED.value)
    connection.execute(query.values(delivery=delivery, finished=None, finished_by=None, token=reply.c.token + 1))


def name_if_unknown(connection: Connection, complaint_id: int, name: str | None) -> None:
    """Give a complaint its complainant's name when it has none."""
    query = complaint.update().where(complaint.c.id == complaint_id, complaint.c.complainant.is_(None))
    connection.execute(query.values(complainant=printable(name) if name else None))


def set_flags(connection: Connection, complaint_id: int, names: Collection[str]) -> None:
    """Say which flags a complaint has."""
    told = json.dumps(sorted(names))
    connection.execute(complaint.update().where(complaint.c.id == complaint_id).values(flags=told))


def _bound(connection: Connection, which: sa.ColumnElement[bool]) -> tuple[Bound, ...]:
    query = (
        sa.select(binding).where(which, binding.c.undone.is_(None)).order_by(binding.c.at.desc(), binding.c.id.desc())
    )
    return tuple(
        Bound(row["whole_id"], row["part_id"], row["at"], row["by"], json.loads(row["before"]))
        for row in connection.execute(query).mappings()
    )
