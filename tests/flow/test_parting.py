"""A person parts a scan on a real ledger: nothing is lost, nobody is acknowledged twice, each page is accounted for."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import errors
from ingest.acts import Acts
from ingest.model import Arrival, Source, SourceKind
from ingest.store import schema
from tests.flow import scans
from tests.flow.hostile import House

pytestmark = [pytest.mark.slow, pytest.mark.ocr]

RECEIVED = datetime(2026, 3, 5, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


def scanned(house: House, *pages: tuple[str, int], kind: str = "PDF") -> int:
    """A scan of these letters and sheets, at rest; its item."""
    content = scans.encoded([scans.letter(name, sheet) for name, sheet in pages], kind)
    arrival = Arrival(
        Source(SourceKind.FOLDER, "scans", f"{len(house.rows(schema.item))}"), "scan.pdf", content, RECEIVED
    )
    (item_id,) = house.flow.take([arrival])
    house.work_on(item_id)
    return item_id


def test_two_letters_in_one_scan_become_two_complaints(house: House, tmp_path: Path) -> None:
    """The first letter stays with its complaint, the second opens its own with the same arrival; done once only."""
    first, second, _ = scans.NAMES
    item_id = scanned(house, (first, 1), (second, 2), (second, 1))
    acts, before = Acts(house.flow), house.row(item_id)
    (new,) = acts.part(item_id, [[1], [3, 2]], "anna", before["version"])
    house.work_on(new)
    made, whole = house.ended(new), house.ended(item_id)
    assert (made.item["name"], made.item["received"]) == ("scan, pages 3,2.pdf", RECEIVED)
    assert made.reading is not None
    assert made.reading.text.index("sheet 1") < made.reading.text.index("sheet 2")
    assert made.item["complaint_id"] not in (None, before["complaint_id"])
    assert whole.item["complaint_id"] == before["complaint_id"]
    assert whole.reading is not None
    assert whole.reading.notes[-1] == f"pages 3, 2: item {new}"
    assert [page.number for page in whole.reading.pages] == [1]
    found = [row for row in house.rows(schema.finding) if row["item_id"] == item_id]
    assert found
    assert {row["page"] for row in found} == {1}
    assert {row["verdict"] for row in found} == {None}  # nothing counts as a mistake of the machine
    with pytest.raises(errors.Conflict):
        acts.part(item_id, [[1], [3, 2]], "berta", before["version"])
    assert house.row(new)["id"] == max(row["id"] for row in house.rows(schema.item))


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ([[1, 2]], "one letter, as it was"),
        ([[1], [2, 3]], "no page 3"),
        ([[1], [1, 2]], "stands there twice"),
        ([[1]], "Page 2 is missing"),
    ],
)
def test_a_split_that_loses_a_page_is_refused(house: House, letters: list[list[int]], words: str) -> None:
    """Each page is in exactly one letter, or nothing is done."""
    rows = [row for row in house.rows(schema.item) if row["name"] == "two.pdf"]
    if not rows:
        content = scans.encoded([scans.letter(scans.NAMES[2]), scans.letter(scans.NAMES[2], 2)], "TIFF")
        (item_id,) = house.flow.take([Arrival(Source(SourceKind.FOLDER, "scans", "two"), "two.pdf", content, RECEIVED)])
        house.work_on(item_id)
    item = next(row for row in house.rows(schema.item) if row["name"] == "two.pdf")
    count = len(house.rows(schema.item))
    with pytest.raises(errors.Refused, match=words):
        Acts(house.flow).part(item["id"], letters, "anna", item["version"])
    assert len(house.rows(schema.item)) == count


def test_the_pages_of_one_letter_are_put_in_order(house: House) -> None:
    """Pages that came upside down through the feeder stand in their order; no item is added, the image goes with it."""
    name = scans.NAMES[1]
    item_id = scanned(house, (name, 2), (name, 1))
    acts, before = Acts(house.flow), house.row(item_id)
    count, first = len(house.rows(schema.item)), acts.page_image(item_id, 2)
    assert acts.part(item_id, [[2, 1]], "anna", before["version"]) == []
    after = house.ended(item_id)
    assert after.reading is not None
    assert after.reading.text.index("sheet 1") < after.reading.text.index("sheet 2")
    assert acts.page_image(item_id, 1) == first
    assert len(house.rows(schema.item)) == count
    assert after.item["complaint_id"] == before["complaint_id"]
    acts.part(item_id, [[2, 1]], "anna", after.item["version"])
    back = house.ended(item_id).reading
    assert back is not None
    assert back.text.index("sheet 2") < back.text.index("sheet 1")
