"""A scan with its pages, as people part it and put it together; and what does the work on it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest import errors
from ingest.batches import Pages
from ingest.model import Arrival, Extraction, Item, Outcome, Reading, SourceKind, State
from ingest.parting.recast import Recaster
from ingest.store import desk_leaves, items, readings
from ingest.store.database import Connection, Database
from ingest.store.desk_leaves import Leaf, Recast
from ingest.store.originals import Originals

KINDS = (SourceKind.FOLDER, SourceKind.BATCH)
RESTING = (State.OPEN, State.HELD)


@dataclass(frozen=True, slots=True)
class Tools:
    """What the work on scans is done with."""

    database: Database
    originals: Originals
    reader: Pages  # takes pages out
    take: Callable[[Sequence[Arrival]], object]  # keeps and records arrivals, durably (`Flow.take`)
    recaster: Recaster
    judge: Callable[[Item, Reading, Extraction], Outcome]  # says what is doubtful


@dataclass(frozen=True, slots=True)
class Scan:
    """An item that is made of pages."""

    item: Item
    reading: Reading
    leaves: tuple[Leaf, ...]  # its pages in order, by where they arrived


def scan_of(connection: Connection, item_id: int) -> Scan:
    """An item with its pages.

    Raises:
        errors.Refused: it is no scan that was read.
    """
    item, reading = items.get(connection, item_id), readings.load(connection, item_id)
    if item.source.kind not in KINDS or reading is None or not reading.pages or reading.mail is not None:
        raise errors.Refused(
            f"Item {item_id} is no scan that was read.", remedy="Only the pages of scans can be put in order."
        )
    return Scan(item, reading, desk_leaves.of(connection, item_id, [page.number for page in reading.pages]))


def recast(tools: Tools, whole: Item, scans: Sequence[Scan], leaves: Sequence[Leaf]) -> tuple[Recast, Outcome]:
    """What an item says in these pages, which are all among those of some scans.

    Args:
        tools: what to do it with.
        whole: the item that has the pages from now on.
        scans: where they are now.
        leaves: the pages in order.

    Raises:
        errors.Error: the facts could not be looked for.
    """
    reading, extraction, starts = tools.recaster.recast(scans, leaves, whole.received)
    outcome = tools.judge(whole, reading, extraction)
    moved = {leaf: (*starts[number - 1], number) for number, leaf in enumerate(leaves, 1)}
    return Recast(tuple(leaves), reading, extraction, outcome.doubtful, moved), outcome


def check_balance(there: Sequence[Leaf], given: Sequence[Leaf]) -> None:
    """Pages in are pages out, each exactly once."""
    if Counter(there) != Counter(given):
        raise AssertionError("pages are unaccounted for")
