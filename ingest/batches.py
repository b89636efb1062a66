"""Splits a scanned batch into its letters: each becomes an item of its own, with an original, a job and clocks.

    pages at a glance (child process)  ->  letters between separator sheets  ->  take, one letter at a time

The first letter is in the queue before the last page has been looked at. Nothing is read here, and nothing of the batch
is lost: its original stays, and its own item ends CLOSED with the account of every page. A letter's source key is made
from the batch's digest and its pages, so that a second run, after a crash or of the same file, adds nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from typing import Protocol

from ingest.model import Arrival, Item, Medium, Reading, Source, SourceKind
from ingest.read.batch import BatchLetter, Glance, Glances, Tally, letters_of
from ingest.read.letter_settings import LetterSettings
from ingest.schedules import Calendar
from ingest.store import split
from ingest.store.database import Database
from ingest.store.items import Attempt
from ingest.store.originals import Originals

AT_ONCE = 20  # pages looked at with one question to a child: a minute's work at worst
BELIEVED = timedelta(days=31)  # an older day on a separator sheet is that of a sheet used once too often


class Pages(Protocol):
    """Who looks at pages and takes them out: `reader.Reader`, in child processes."""

    def glance(self, path: Path, name: str, first: int, number: int) -> Glances:
        """What some pages of a scan are, without reading them."""

    def excerpt(self, path: Path, pages: Sequence[int]) -> bytes:
        """Some pages of a scan as a file of their own."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a batch."""

    letters: tuple[BatchLetter, ...]
    keys: tuple[str, ...]  # the source keys of the letters' items
    tally: Tally
    doubts: tuple[str, ...]  # what staff should know


class Splitter:
    """Splits batches.

    Args:
        reader: looks at pages and takes them out.
        originals: where the batch's own file is.
        take: keeps and records arrivals, durably (`Flow.take`).
        known: which source keys of a place the ledger has (`Flow.known`).
        settings: whether letters are parted at separators, and at blank sheets.
        calendar: of the office that stamps the separator sheets.
    """

    def __init__(
        self,
        reader: Pages,
        originals: Originals,
        *,
        take: Callable[[Sequence[Arrival]], object],
        known: Callable[[SourceKind, str, Sequence[str]], set[str]],
        settings: LetterSettings,
        calendar: Calendar,
    ) -> None:
        self._reader = reader
        self._originals = originals
        self._take = take
        self._known = known
        self._settings = settings
        self._calendar = calendar

    def split(self, item: Item) -> Batch | None:
        """Split a scan that came through a folder; None for whatever is no batch of several letters.

        Raises:
            errors.Unreadable: the file cannot be read, or pages cannot be taken out of it.
            errors.NoSpace: the disk is nearly full.
        """
        if item.source.kind is not SourceKind.FOLDER or not self._asked_for:
            return None
        tally = Tally()
        letters: list[BatchLetter] = []
        waiting: list[BatchLetter] = []  # a letter that may be all there is, and then the file is no batch
        for letter in letters_of(self._glances(item), tally, at_blanks=self._settings.split_at_blanks):
            letters.append(letter)
            waiting.append(letter)
            if tally.separators or len(letters) > 1:
                self._hand_over(item, waiting)
        if not tally.separators and len(letters) < 2:
            return None
        doubts = dict.fromkeys(doubt for letter in letters if (doubt := self._doubt(item, letter)))
        return Batch(tuple(letters), tuple(_key(item, letter) for letter in letters), tally, tuple(doubts))

    @property
    def _asked_for(self) -> bool:
        return self._settings.find_separators or self._settings.split_at_blanks

    def _glances(self, item: Item) -> Iterator[Glance]:
        path = self._originals.path(item.sha256)
        first, pages = 1, 2
        while first <= pages:
            glances = self._reader.glance(path, item.name, first, AT_ONCE)
            yield from glances.seen
            first, pages = first + AT_ONCE, glances.pages

    def _hand_over(self, item: Item, waiting: list[BatchLetter]) -> None:
        """Take letters in, except what an earlier attempt took; none waits afterwards."""
        while waiting:
            letter = waiting.pop(0)
            source = Source(SourceKind.BATCH, item.source.place, _key(item, letter))
            if not self._known(source.kind, source.place, [source.key]):
                pages = range(letter.first, letter.last + 1)
                content = self._reader.excerpt(self._originals.path(item.sha256), pages)
                received = self._received(item, letter)
                self._take([Arrival(source, _name(item, letter), content, received, Medium.LETTER)])

    def _received(self, item: Item, letter: BatchLetter) -> datetime:
        """When the letter arrived: when the office opened on the day its separator sheet names, else with the batch."""
        if letter.separator is None or self._doubt(item, letter):
            return item.received
        opened = datetime.combine(letter.separator.received, self._calendar.opens, self._calendar.tz)
        return min(opened, item.received)

    def _doubt(self, item: Item, letter: BatchLetter) -> str | None:
        """Why the day on a separator sheet is not believed."""
        if letter.separator is None:
            return None
        day, scanned = letter.separator.received, item.received.astimezone(self._calendar.tz).date()
        if scanned - BELIEVED <= day <= scanned:
            return None
        return f"a separator sheet says received {day.isoformat()}, which is not believed: the day of the scan counts"


def close(database: Database, attempt: Attempt, item: Item, batch: Batch) -> None:
    """End the batch's own item, with the account of its pages.

    Args:
        database: the ledger, which has the letters' items already.
        attempt: the right to end it.
        item: the batch.
        batch: what became of it.

    Raises:
        Superseded: another worker has taken the item over; nothing is written.
    """
    if not batch.tally.balanced:
        raise AssertionError("pages of a batch are unaccounted for")
    with database.write() as connection:
        ids = split.ids_of(connection, item.source.place, batch.keys)
        numbers = [ids[key] for key in batch.keys]
        account = account_of(batch.tally, len(numbers))
        reading = Reading(Medium.LETTER, "", None, notes=(account, *_lines(batch, numbers), *batch.doubts))
        why = f"split into {_named(numbers)}" if numbers else "nothing but separator sheets"
        split.record(connection, attempt, reading, f"{why}: {account}", doubts=batch.doubts)


def account_of(tally: Tally, letters: int) -> str:
    """Every page in one sentence."""
    return (
        f"{tally.pages} pages in = {tally.kept} in {_several(letters, 'letter')} + "
        f"{_several(len(tally.separators), 'separator sheet')} + {_several(len(tally.blanks), 'blank sheet')}"
    )


def _lines(batch: Batch, numbers: Sequence[int]) -> Iterator[str]:
    for letter, number in zip(batch.letters, numbers, strict=True):
        yield f"{_pages(letter)}: item {number}"
    for what, found in (("separator sheet", batch.tally.separators), ("blank sheet", batch.tally.blanks)):
        if found:
            yield f"{what} on page {', '.join(map(str, found))}"


def _named(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"item {numbers[0]}"
    in_a_row = list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))
    return f"items {numbers[0]} to {numbers[-1]}" if in_a_row else f"items {', '.join(map(str, numbers))}"


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _pages(letter: BatchLetter) -> str:
    return f"page {letter.first}" if letter.first == letter.last else f"pages {letter.first}-{letter.last}"


def _key(item: Item, letter: BatchLetter) -> str:
    return f"{item.sha256}/{letter.first}-{letter.last}"


def _name(item: Item, letter: BatchLetter) -> str:
    """The batch's name with the letter's pages and, when the sheet names another than the usual one, its channel."""
    path = PurePath(item.name)
    channel = letter.separator.channel if letter.separator else Medium.LETTER.value
    told = "" if channel == Medium.LETTER.value else f", {channel}"
    return f"{path.stem}, {_pages(letter)}{told}{path.suffix}"
