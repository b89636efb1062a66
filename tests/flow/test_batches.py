"""A scan of several letters becomes an item for each: nothing is lost, nothing comes twice, every sheet is counted."""

import hashlib
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Arrival, Source, SourceKind, State
from ingest.store import schema
from tests.flow import scans
from tests.flow.hostile import Ended, House
from tests.flow.installation import Installation

pytestmark = [pytest.mark.slow, pytest.mark.ocr]

RECEIVED = datetime(2026, 3, 5, 10, 12, tzinfo=UTC)
ACCOUNT = "7 pages in = 4 in 3 letters + 2 separator sheets + 1 blank sheet"


@pytest.mark.timeout(600)
def test_a_batch_in_the_folder_survives_kills(install: Callable[..., Installation]) -> None:
    """Killed while a letter is written, and between two letters: after a restart each letter is there, and once."""
    postroom = install()
    (postroom.scans / "monday.scan").write_bytes(scans.batch(datetime.now(tz=UTC).date()))
    for point in ("intake.spooled:2", "intake.committed:1"):
        assert postroom.start(POSTROOM_FAILPOINT=point).wait(180) == -signal.SIGKILL
    postroom.start()
    postroom.wait(lambda: at_rest(postroom.rows(schema.item), 4), "the batch and its three letters at rest", 300)
    whole, *letters = postroom.rows(schema.item)
    assert sorted((row["name"], row["state"]) for row in letters) == [
        ("monday, page 1.scan", "OPEN"),
        ("monday, page 7, legal.scan", "OPEN"),
        ("monday, pages 3-4.scan", "OPEN"),
    ]
    assert {row["source_kind"] for row in letters} == {"batch"}
    assert (whole["name"], whole["state"], whole["review"]) == ("monday.scan", "CLOSED", False)
    assert whole["reason"] == f"split into items {letters[0]['id']} to {letters[-1]['id']}: {ACCOUNT}"
    assert sorted(row["complainant"] for row in postroom.rows(schema.complaint)) == sorted(scans.NAMES)
    with_originals = {path.name for path in (postroom.folder / "data" / "originals").glob("??/??/*")}
    assert {row["sha256"] for row in (whole, *letters)} <= with_originals


def at_rest(rows: list[dict[str, Any]], count: int) -> bool:
    return len(rows) == count and not {row["state"] for row in rows} & {"ARRIVED", "READ", "DEFERRED"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A ledger that parts letters at separator sheets."""
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


def taken(house: House, content: bytes, name: str = "scan.pdf") -> tuple[Ended, list[Ended]]:
    """Where a scan came to rest, and the items that came of it."""
    key = f"{name}/{hashlib.sha256(content).hexdigest()}"
    arrival = Arrival(Source(SourceKind.FOLDER, "scans", key), name, content, RECEIVED)
    (item_id,) = house.flow.take([arrival])
    house.work_on(item_id)
    later = [row["id"] for row in house.rows(schema.item) if row["id"] > item_id]
    for one in later:
        house.work_on(one)
    return house.ended(item_id), [house.ended(one) for one in later]


def test_each_letter_has_the_arrival_its_sheet_names(house: House) -> None:
    """Clocks of a letter start when the office opened on the day of its sheet, others with the scan."""
    whole, letters = taken(house, scans.batch(date(2026, 3, 3), "TIFF"))
    opened = datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert [one.item["received"] for one in letters] == [RECEIVED, opened, opened]
    assert [one.item["medium_hint"] for one in letters] == ["letter"] * 3
    assert [len(one.reading.pages) for one in letters if one.reading] == [1, 2, 1]
    assert whole.reading is not None
    assert whole.reading.notes == (
        ACCOUNT, f"page 1: item {letters[0].item['id']}", f"pages 3-4: item {letters[1].item['id']}",
        f"page 7: item {letters[2].item['id']}", "separator sheet on page 2, 5", "blank sheet on page 6",
    )  # fmt: skip
    assert whole.silence is not None
    assert whole.silence["rule"] == "split"


def test_what_came_before_is_not_read_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes again cost no look and no OCR: the item is linked and shows what was read the first time."""
    letter = scans.encoded([scans.letter(scans.NAMES[0])])
    batch = scans.encoded([scans.separator(date(2026, 3, 3)), scans.letter(scans.NAMES[1])])
    before = {content: taken(house, content)[0] for content in (letter, batch)}
    monkeypatch.setattr(house.flow.reader, "understand", None)
    monkeypatch.setattr(house.flow.reader, "glance", None)
    for content, first in before.items():
        again, more = taken(house, content, "again.pdf")
        assert (again.item["duplicate_of"], again.item["state"], more) == (first.item["id"], "CLOSED", [])
        assert again.reading == first.reading


@pytest.mark.parametrize("day", [date(2025, 3, 3), date(2026, 3, 6)])
def test_a_day_that_cannot_be_is_not_believed(house: House, day: date) -> None:
    """A sheet used once too often, or printed for tomorrow, sets no clock; a person is told."""
    whole, (only,) = taken(house, scans.encoded([scans.separator(day), scans.letter(scans.NAMES[0])]))
    assert only.item["received"] == RECEIVED
    assert whole.item["review"]
    assert f"says received {day.isoformat()}, which is not believed" in whole.item["review_reasons"]
    assert whole.item["state"] == State.CLOSED.value


def test_a_scan_without_sheets_stays_one_item(house: House) -> None:
    """Pages of one letter, or of letters that only seem to be several, are for people to part."""
    first, second, _ = scans.NAMES
    whole, letters = taken(house, scans.encoded([scans.letter(first), scans.letter(first, 2), scans.letter(second)]))
    assert (whole.item["state"], letters) == ("OPEN", [])
    assert "another letter seems to begin on page 2, 3: split it if so" in whole.item["review_reasons"]


def test_blank_sheets_part_letters_when_the_setting_says_so(tmp_path: Path) -> None:
    """With `split_at_blanks` a blank sheet parts letters; it is counted, and part of neither."""
    house = House(tmp_path, read={"letters": {"split_at_blanks": True}})
    first, second, _ = scans.NAMES
    pages = [scans.letter(first), scans.blank(), scans.letter(second), scans.letter(second, 2), scans.blank()]
    whole, letters = taken(house, scans.encoded(pages))
    house.close()
    assert "5 pages in = 3 in 2 letters + 0 separator sheets + 2 blank sheets" in whole.item["reason"]
    assert [one.item["name"] for one in letters] == ["scan, page 1.pdf", "scan, pages 3-4.pdf"]


def test_nothing_but_separator_sheets(house: House) -> None:
    """Sheets without letters end closed, and are counted."""
    whole, letters = taken(house, scans.encoded([scans.separator(date(2026, 3, 3))] * 2))
    assert (whole.item["state"], letters) == ("CLOSED", [])
    assert whole.item["reason"].startswith("nothing but separator sheets: 2 pages in = 0 in 0 letters + 2 separator")
