"""A person parts a scan: which pages are which letter, and in which order. Each further letter becomes an item.

The scan stays as it arrived. Where it opened a complaint, its first letter stays with it, so that nobody is
acknowledged twice; without a complaint every letter becomes an item, and the scan's own ends CLOSED.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePath

from ingest import errors
from ingest.batches import Pages
from ingest.model import Arrival, Item, Medium, Reading, Source, SourceKind
from ingest.store import items, readings, split
from ingest.store.database import Database
from ingest.store.originals import Originals

SCANS = (SourceKind.FOLDER, SourceKind.BATCH)


def part(
    database: Database, originals: Originals, reader: Pages, take: Callable[[Sequence[Arrival]], object], item_id: int,
    letters: Sequence[Sequence[int]], *, by: str, version: int,
) -> list[int]:  # fmt: skip
    """Part a scan, and return the ids of the new items.

    Args:
        database: the ledger.
        originals: where the scan is.
        reader: takes pages out.
        take: keeps and records arrivals, durably (`Flow.take`).
        item_id: the scan's item.
        letters: of each letter its pages, counted from 1, in the order they belong; each page exactly once.
        by: who says so.
        version: the item's version this person saw.

    Raises:
        errors.Refused: it is no scan, a page is missing or named twice, or nothing would change.
        Conflict: somebody changed the item after `version`; what was taken by then is an item all the same.
    """
    with database.read() as connection:
        item, reading = items.get(connection, item_id), readings.load(connection, item_id)
    _check(item, reading, letters)
    going = letters[1:] if item.complaint_id is not None else letters
    given = {f"{item.sha256}/{ranges(pages)}": pages for pages in going}
    for key, pages in given.items():
        content = reader.excerpt(originals.path(item.sha256), pages)
        source = Source(SourceKind.BATCH, item.source.place, key)
        take([Arrival(source, _name(item, pages), content, item.received, Medium.LETTER)])
    with database.write() as connection:
        return split.by_hand(connection, item, given, by=by, version=version)


def ranges(pages: Sequence[int]) -> str:
    """Page numbers as people write them: "1-3,7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _check(item: Item, reading: Reading | None, letters: Sequence[Sequence[int]]) -> None:
    if item.source.kind not in SCANS or reading is None or not reading.pages:
        raise errors.Refused(
            "Only a scan that was read can be parted.", remedy="Scan the letters again, each by itself."
        )
    there = [page.number for page in reading.pages]
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
    if len(letters) == 1 and (item.complaint_id is not None or list(letters[0]) == there):
        raise errors.Refused("That is one letter, as it was.", remedy="Write one letter a line: 1-2, and below it 3-4.")


def _name(item: Item, pages: Sequence[int]) -> str:
    path = PurePath(item.name)
    told = f"page {pages[0]}" if len(pages) == 1 else f"pages {ranges(pages)}"
    return f"{path.stem}, {told}{path.suffix}"
