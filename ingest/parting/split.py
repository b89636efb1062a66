"""A person parts a scan: which pages are which letter, and in which order. Each further letter becomes an item.

The scan stays as it arrived. Where it opened a complaint, its first letter stays with it, so that nobody is
acknowledged twice, and it has only that letter's pages from then on; without a complaint every letter becomes an
item, and the scan's own ends CLOSED. One letter in another order only changes the order.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from ingest import errors
from ingest.model import Arrival, Item, Medium, Source, SourceKind
from ingest.parting.scan import Scan, Tools, check_balance, recast, scan_of
from ingest.store import desk_leaves, items, split
from ingest.store.database import Connection
from ingest.store.desk_leaves import Leaf


def part(tools: Tools, item_id: int, letters: Sequence[Sequence[int]], *, by: str, version: int) -> list[int]:
    """Part a scan, or put its pages in another order, and return the ids of the new items.

    Args:
        tools: what to do it with.
        item_id: the scan's item.
        letters: of each letter its pages, counted from 1, in the order they belong; each page exactly once.
        by: who says so.
        version: the item's version this person saw.

    Raises:
        errors.Refused: it is no scan, a page is missing or named twice, or nothing would change.
        Conflict: somebody changed the item after `version`; what was taken by then is an item all the same.
    """
    with tools.database.read() as connection:
        scan = scan_of(connection, item_id)
        desk_leaves.refuse_stale(connection, item_id, version)
        _check(scan, letters)
        staying, going = _divided(scan, letters)
        given = {_fresh_key(connection, scan, leaves): leaves for leaves in going}
    for arrival in _arrivals(tools, scan, given):
        tools.take([arrival])
    if staying:
        return _stay(tools, scan, staying, given, by=by, version=version)
    with tools.database.write() as connection:
        ids = _ids(connection, scan.item, given)
        desk_leaves.step(connection, item_id, version)
        split.close_by_hand(connection, scan.item, ids, _lines(scan, given, ids), by=by)
        return list(ids.values())


def ranges(pages: Sequence[int]) -> str:
    """Page numbers as people write them: "1-3,7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _check(scan: Scan, letters: Sequence[Sequence[int]]) -> None:
    there = list(range(1, len(scan.leaves) + 1))
    named = Counter(page for pages in letters for page in pages)
    unknown = [page for page in named if page not in there]
    if unknown:
        raise errors.Refused(f"There is no page {min(unknown)}.", remedy=f"The scan has pages 1 to {max(there)}.")
    twice = [page for page, times in named.items() if times > 1]
    if twice:
        raise errors.Refused(f"Page {min(twice)} stands there twice.", remedy="Each page belongs to one letter.")
    missing = [page for page in there if page not in named]
    if missing:
        raise errors.Refused(f"Page {min(missing)} is missing.", remedy="Say for each page to which letter it belongs.")
    if list(letters[0]) == there:
        raise errors.Refused("That is one letter, as it was.", remedy="Write one letter a line: 1-2, and below it 3-4.")


def _divided(scan: Scan, letters: Sequence[Sequence[int]]) -> tuple[tuple[Leaf, ...], list[tuple[Leaf, ...]]]:
    """The leaves that stay with the item, none when it is given away whole, and those of each new letter."""
    every = [tuple(scan.leaves[page - 1] for page in pages) for pages in letters]
    check_balance(scan.leaves, [leaf for leaves in every for leaf in leaves])
    stays = scan.item.complaint_id is not None or len(every) == 1
    return (every[0], every[1:]) if stays else ((), every)


def _arrivals(tools: Tools, scan: Scan, given: Mapping[str, Sequence[Leaf]]) -> Iterator[Arrival]:
    for key, leaves in given.items():
        with tools.database.read() as connection:
            origin = items.get(connection, leaves[0].item_id)
        pages = [leaf.page for leaf in leaves]
        content = tools.reader.excerpt(tools.originals.path(origin.sha256), pages)
        source = Source(SourceKind.BATCH, scan.item.source.place, key)
        yield Arrival(source, _name(origin, pages), content, origin.received, Medium.LETTER)


def _stay(
    tools: Tools, scan: Scan, staying: Sequence[Leaf], given: Mapping[str, Sequence[Leaf]], *, by: str, version: int
) -> list[int]:  # fmt: skip
    """Let the item go on with the pages of its first letter, in their order."""
    made, _ = recast(tools, scan.item, [scan], staying)
    with tools.database.write() as connection:
        ids = _ids(connection, scan.item, given)
        desk_leaves.step(connection, scan.item.id, version, review=True, reviewed=None, reviewed_by=None)
        desk_leaves.recast(connection, scan.item.id, made, [scan.item.id])
        split.note_by_hand(connection, scan.item.id, _lines(scan, given, ids), by=by)
        return list(ids.values())


def _ids(connection: Connection, item: Item, given: Mapping[str, object]) -> dict[str, int]:
    found = split.ids_of(connection, item.source.place, list(given))
    return {key: found[key] for key in given}


def _lines(scan: Scan, given: Mapping[str, Sequence[Leaf]], ids: Mapping[str, int]) -> list[str]:
    """The account: which pages went to which item; without new items, that the order is another one."""
    numbers = {leaf: number for number, leaf in enumerate(scan.leaves, 1)}
    told = [(", ".join(str(numbers[leaf]) for leaf in leaves), ids[key], len(leaves)) for key, leaves in given.items()]
    return [f"page{'s' if several > 1 else ''} {pages}: item {item}" for pages, item, several in told]


def _fresh_key(connection: Connection, scan: Scan, leaves: Sequence[Leaf]) -> str:
    """The source key of a new letter: the same at a second try, another one when its item has lent its pages since."""
    if len({leaf.item_id for leaf in leaves}) > 1:
        raise errors.Refused(
            "These pages came in several files.", remedy="Take the files apart first, and part each by itself."
        )
    origin = items.get(connection, leaves[0].item_id)
    key = f"{origin.sha256}/{ranges([leaf.page for leaf in leaves])}"
    there = split.ids_of(connection, scan.item.source.place, [key]).get(key)
    bound = desk_leaves.whole_of(connection, there) if there is not None else None
    return key if bound is None else f"{key}+{bound.at:%Y%m%d%H%M%S}"


def _name(item: Item, pages: Sequence[int]) -> str:
    path = PurePath(item.name)
    told = f"page {pages[0]}" if len(pages) == 1 else f"pages {ranges(pages)}"
    return f"{path.stem}, {told}{path.suffix}"
