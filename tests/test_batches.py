"""Splitting a batch: the first letter is in the queue before the last page is looked at, and never twice."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from ingest import schedules
from ingest.batches import AT_ONCE, Splitter
from ingest.model import Arrival, Item, PageState, Source, SourceKind, State
from ingest.read.batch import Glance, Glances
from ingest.read.letter_settings import LetterSettings
from ingest.read.separator_code import Separator
from ingest.store.originals import Originals

PAYLOAD = Separator("letter", date(2026, 3, 3), 1).payload
ITEM = Item(
    1, Source(SourceKind.FOLDER, "scans", "x"), "big.pdf", datetime(2026, 3, 5, 9, tzinfo=UTC), "ab" * 32, 1,
    State.ARRIVED, 1,
)  # fmt: skip


class Fake:
    """A reader of a file with a separator sheet on every tenth page, and an intake; remembers what happened."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.happened: list[str] = []
        self.keys: set[str] = set()

    def glance(self, path: Path, name: str, first: int, number: int) -> Glances:
        self.happened.append(f"look {first}")
        numbers = range(first, min(first + number, self.pages + 1))
        seen = (
            Glance(n, PageState.READ if n % 10 else PageState.SEPARATOR, None if n % 10 else PAYLOAD) for n in numbers
        )
        return Glances(self.pages, tuple(seen))

    def excerpt(self, path: Path, pages: Sequence[int]) -> bytes:
        return f"pages {pages[0]} to {pages[-1]}".encode()

    def take(self, arrivals: Sequence[Arrival]) -> None:
        (arrival,) = arrivals
        self.keys.add(arrival.source.key)
        self.happened.append(f"take {arrival.content.decode()}")

    def known(self, kind: SourceKind, place: str, keys: Sequence[str]) -> set[str]:
        return self.keys & set(keys)


def splitter(fake: Fake, folder: Path, **settings: bool) -> Splitter:
    return Splitter(
        fake, Originals(folder, spare=0), take=fake.take, known=fake.known,
        settings=LetterSettings.model_validate(settings), calendar=schedules.load().calendar(),
    )  # fmt: skip


def test_the_first_letter_is_in_the_queue_before_the_last_page_is_looked_at(tmp_path: Path) -> None:
    """Of a batch of 500 pages the first letter is taken after the first look, and all letters in their order."""
    fake = Fake(500)
    batch = splitter(fake, tmp_path).split(ITEM)
    assert batch is not None
    assert fake.happened[:4] == ["look 1", "take pages 1 to 9", f"look {AT_ONCE + 1}", "take pages 11 to 19"]
    assert sum(one.startswith("take") for one in fake.happened) == len(batch.letters) == 50
    assert (batch.tally.pages, batch.tally.kept, len(batch.tally.separators)) == (500, 450, 50)


def test_a_second_run_takes_only_what_is_missing(tmp_path: Path) -> None:
    """Whatever a crash left behind, going through the batch again adds each missing letter once."""
    fake = Fake(60)
    fake.keys = {f"{ITEM.sha256}/1-9", f"{ITEM.sha256}/21-29"}
    batch = splitter(fake, tmp_path).split(ITEM)
    assert [one for one in fake.happened if one.startswith("take")] == [
        "take pages 11 to 19", "take pages 31 to 39", "take pages 41 to 49", "take pages 51 to 59",
    ]  # fmt: skip
    assert batch is not None
    assert set(batch.keys) == fake.keys


def test_only_scans_from_folders_are_looked_through(tmp_path: Path) -> None:
    """Mail attachments and letters that came of a batch are left whole; and so is everything when switched off."""
    fake = Fake(30)
    for kind in (SourceKind.MAILBOX, SourceKind.MAILDIR, SourceKind.FORM, SourceKind.BATCH):
        other = Item(1, Source(kind, "x", "1"), "x", ITEM.received, ITEM.sha256, 1, State.ARRIVED, 1)
        assert splitter(fake, tmp_path).split(other) is None
    assert splitter(fake, tmp_path, find_separators=False).split(ITEM) is None
    assert fake.happened == []
