"""Several scans that are one letter become one item: their pages stand together, and one acknowledgement goes.

The item stays whose complaint was acknowledged already, else the one whose complaint is older; the others end CLOSED
and keep their originals. A complaint that is left without post is closed, and what was to be sent for it is cancelled.
All of it can be taken back as long as nothing was sent since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest import errors
from ingest.model import Complaint, Delivery, Item, Outcome, Reply, ReplyKind, State
from ingest.parting.scan import RESTING, Scan, Tools, check_balance, recast, scan_of
from ingest.store import audit, by_hand, clocks, complaints, desk_leaves, settle
from ingest.store.database import Connection
from ingest.store.desk_leaves import LEFT, Bound, Leaf

MOST = 50  # items put together at once
SENDING = (Delivery.CLAIMED, Delivery.DOT_PENDING)
WHY = "its pages belong to item {}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would come of it, told before it is done."""

    scans: tuple[Scan, ...]  # in the order in which their pages will stand
    whole: int  # the id of the item that stays
    complaint: Complaint | None  # that the letter will belong to
    closing: tuple[Complaint, ...]  # that will have no post left
    cancelled: tuple[Reply, ...]  # of those, that will not be sent
    gone: tuple[Reply, ...]  # of those, that may have reached the complainant already

    @property
    def parts(self) -> tuple[Scan, ...]:
        """The scans that give their pages away."""
        return tuple(scan for scan in self.scans if scan.item.id != self.whole)

    @property
    def stays(self) -> Item:
        """The item that has all pages from then on."""
        return next(scan.item for scan in self.scans if scan.item.id == self.whole)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """All pages, in their order."""
        return tuple(leaf for scan in self.scans for leaf in scan.leaves)


def plan(connection: Connection, item_ids: Sequence[int]) -> Plan:
    """What putting the pages of some items together would do.

    Args:
        connection: any transaction.
        item_ids: the items, in the order in which their pages are to stand.

    Raises:
        errors.Refused: one of them is no scan at rest, or there are not two.
    """
    if not 2 <= len(set(item_ids)) == len(item_ids) <= MOST:
        raise errors.Refused(f"Two to {MOST} different items become one.", remedy="Choose the items of one letter.")
    scans = tuple(scan_of(connection, item_id) for item_id in item_ids)
    for scan in scans:
        _check(connection, scan)
    known = {of: complaints.get(connection, of) for scan in scans if (of := scan.item.complaint_id) is not None}
    stays = min((scan.item for scan in scans), key=lambda item: _rank(connection, item, known))
    mine = known.get(stays.complaint_id or 0)
    closing = [one for one in known.values() if one is not mine and set(one.items) <= set(item_ids)]
    replies = [reply for one in closing for reply in complaints.replies_of(connection, one.id)]
    return Plan(
        scans, stays.id, mine, tuple(closing),
        tuple(one for one in replies if one.delivery not in (*LEFT, Delivery.CANCELLED)),
        tuple(one for one in replies if one.delivery in LEFT),
    )  # fmt: skip


def together(tools: Tools, item_ids: Sequence[int], versions: Sequence[int], *, by: str) -> tuple[int, Outcome]:
    """Put the pages of some items together, and return the item that has them now, with what was decided of it.

    Args:
        tools: what to do it with.
        item_ids: the items, in the order in which their pages are to stand.
        versions: of each the version this person saw.
        by: who says so.

    Raises:
        errors.Refused: see `plan`.
        Conflict: somebody changed one of them meanwhile, or a reply that would be cancelled is being sent.
    """
    with tools.database.read() as connection:
        planned = plan(connection, item_ids)
        for item_id, version in zip(item_ids, versions, strict=True):
            desk_leaves.refuse_stale(connection, item_id, version)
    made, outcome = recast(tools, planned.stays, planned.scans, planned.leaves)
    check_balance(planned.leaves, made.leaves)
    with tools.database.write() as connection:
        if plan(connection, item_ids) != planned:
            raise errors.Conflict("somebody else has changed one of these items meanwhile")
        whole, others = planned.whole, [scan.item.id for scan in planned.parts]
        before = {item_id: desk_leaves.standing(connection, item_id) for item_id in item_ids}
        for item_id, version in zip(item_ids, versions, strict=True):
            desk_leaves.step(connection, item_id, version)
        desk_leaves.recast(connection, whole, made, [whole, *others])
        told = {"whole": before[whole], **_settled(connection, planned, outcome, by)}
        desk_leaves.bind(connection, whole, {one: told | {"part": before[one]} for one in others}, by=by)
        for item_id in others:
            desk_leaves.give_away(connection, item_id, WHY.format(whole), by=by)
            audit.record(connection, "put to another item", f"item:{item_id}", actor=by, item=whole)
        numbers = ", ".join(map(str, item_ids))
        desk_leaves.call_for_eyes(connection, whole, f"put together by hand from items {numbers}")
        desk_leaves.follow(connection, whole)
        if planned.complaint is not None:
            name = settle.complainant_in(made.reading, made.extraction)
            desk_leaves.name_if_unknown(connection, planned.complaint.id, name)
        audit.record(connection, "put together", f"item:{whole}", actor=by, items=numbers, pages=len(made.leaves))
    return whole, outcome


def undoable(connection: Connection, whole: Scan) -> str | None:
    """Why what was put together cannot be taken apart again; None when it can."""
    latest = _latest(connection, whole.item.id)
    if not latest:
        return "nothing was put together here"
    before = latest[0].before
    had = [Leaf(*pair) for one in latest for pair in one.before["part"]["pages"]]
    had += [Leaf(*pair) for pair in before["whole"]["pages"]]
    if sorted(had, key=_order) != sorted(whole.leaves, key=_order):
        return "pages were parted from it since"
    if desk_leaves.left_since(connection, [whole.item.complaint_id, *before["closed"]], latest[0].at):
        return "a reply has been sent since"
    if whole.item.complaint_id != before["whole"]["complaint_id"]:
        return "it has been put to another complaint since"
    return None


def apart(tools: Tools, item_id: int, *, by: str, version: int) -> list[int]:
    """Take back what was put together last, and return the items that have their pages again.

    Args:
        tools: what to do it with.
        item_id: the item that has the pages.
        by: who says so.
        version: the item's version this person saw.

    Raises:
        errors.Refused: something was sent since, or the pages have gone on.
        Conflict: somebody changed the item after `version`.
    """
    with tools.database.read() as connection:
        scan = scan_of(connection, item_id)
        latest = _latest(connection, item_id)
        if (why := undoable(connection, scan)) is not None:
            raise errors.Refused(f"This cannot be taken apart: {why}.", remedy="Part it by its pages instead.")
    leaves = [Leaf(*pair) for pair in latest[0].before["whole"]["pages"]]
    made, _ = recast(tools, scan.item, [scan], leaves)
    with tools.database.write() as connection:
        if undoable(connection, scan) is not None:
            raise errors.Conflict("a reply has been sent meanwhile")
        desk_leaves.step(connection, item_id, version)
        desk_leaves.recast(connection, item_id, made, [item_id])
        desk_leaves.restore(connection, item_id, latest[0].before["whole"])
        for one in latest:
            desk_leaves.restore(connection, one.part_id, one.before["part"])
            audit.record(connection, "taken back", f"item:{one.part_id}", actor=by, item=item_id)
        desk_leaves.unbind(connection, latest)
        _reopened(connection, latest[0].before, by)
        audit.record(connection, "taken apart", f"item:{item_id}", actor=by)
    return [one.part_id for one in latest]


def _check(connection: Connection, scan: Scan) -> None:
    if scan.item.state not in RESTING:
        raise errors.Refused(
            f"Item {scan.item.id} is {scan.item.state.value} and cannot be put to another one now.",
            remedy="Only items that are open or held can.",
        )
    of = scan.item.complaint_id
    if of is not None and complaints.get(connection, of).state is not State.OPEN:
        raise errors.Refused(
            f"The complaint of item {scan.item.id} is closed.", remedy="Open the complaint again first."
        )


def _rank(connection: Connection, item: Item, known: Mapping[int, Complaint]) -> tuple[object, ...]:
    """Who stays is first: answered already, with a complaint, the older one."""
    mine = known.get(item.complaint_id or 0)
    if mine is None:
        return (2, item.received, item.id)
    sent = by_hand.of_kind(connection, mine.id, ReplyKind.ACKNOWLEDGEMENT)
    replies = complaints.replies_of(connection, mine.id)
    left = any(one.id == sent and one.delivery in LEFT for one in replies)
    return (0 if left else 1, mine.opened, item.id)


def _settled(connection: Connection, planned: Plan, outcome: Outcome, by: str) -> dict[str, Any]:
    """Close what has no post left, cancel what was to be sent for it; told so that it can be taken back."""
    if any(one.delivery in SENDING for one in planned.gone):
        raise errors.Conflict("a reply of these complaints is being sent just now; try again in a moment")
    for reply in planned.cancelled:
        by_hand.settle_reply(connection, reply, Delivery.CANCELLED, by)
        audit.record(connection, "cancelled", f"reply:{reply.id}", actor=by)
    kept = planned.complaint
    flags = list(kept.flags) if kept else []
    for one in planned.closing:
        under = kept.reference if kept else f"item {planned.whole}"
        complaints.close(connection, one.id, by, f"its pages belong to {under}")
    if kept is not None:
        raised = {*outcome.flags, *(name for one in planned.closing for name in one.flags)}
        desk_leaves.set_flags(connection, kept.id, {*flags, *raised})
        clocks.refresh(connection, [kept.id])
    return {
        "flags": flags, "closed": [one.id for one in planned.closing],
        "cancelled": [[one.id, one.delivery.value] for one in planned.cancelled],
    }  # fmt: skip


def _reopened(connection: Connection, before: Mapping[str, Any], by: str) -> None:
    """Open again what was closed, and let its replies wait as they did."""
    for complaint_id in before["closed"]:
        complaints.reopen(connection, complaint_id, by)
    for reply_id, delivery in before["cancelled"]:
        desk_leaves.let_wait(connection, reply_id, delivery)
        audit.record(connection, "waits again", f"reply:{reply_id}", actor=by)
    of = before["whole"]["complaint_id"]
    if of is not None:
        desk_leaves.set_flags(connection, of, before["flags"])
        clocks.refresh(connection, [of])


def _latest(connection: Connection, item_id: int) -> tuple[Bound, ...]:
    """The items that were put to this one last, together."""
    bound = desk_leaves.parts_of(connection, item_id)
    return tuple(one for one in bound if one.at == bound[0].at)


def _order(leaf: Leaf) -> tuple[int, int]:
    return leaf.item_id, leaf.page
