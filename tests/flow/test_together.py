"""Scans that are one letter are put together by hand, on a real ledger: nothing is lost, one acknowledgement goes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from ingest import errors, subjects
from ingest.acts import Acts
from ingest.model import Arrival, Source, SourceKind
from ingest.store import audit, desk_verdicts, schema
from tests.flow import scans
from tests.flow.hostile import House

pytestmark = [pytest.mark.slow, pytest.mark.ocr]

RECEIVED = datetime(2026, 3, 5, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


@pytest.fixture
def pair(house: House) -> tuple[int, int]:
    """Two items, sheet 1 and sheet 2 of one letter that were scanned into files of their own."""
    arrivals = [
        Arrival(
            Source(SourceKind.FOLDER, "scans", f"{len(house.rows(schema.item))}-{sheet}"), f"sheet-{sheet}.pdf",
            scans.encoded([scans.letter(scans.NAMES[0], sheet)]), RECEIVED + timedelta(minutes=sheet),
        )
        for sheet in (1, 2)
    ]  # fmt: skip
    first, second = house.flow.take(arrivals)
    for item_id in (first, second):
        house.work_on(item_id)
    return first, second


def versions(house: House, *item_ids: int) -> list[int]:
    return [house.row(item_id)["version"] for item_id in item_ids]


def replies(house: House, *complaint_ids: int) -> list[str]:
    rows = [row for row in house.rows(schema.reply) if row["complaint_id"] in complaint_ids]
    return [row["delivery"] for row in sorted(rows, key=lambda row: row["id"])]


def state_of(house: House, complaint_id: int) -> str:
    return next(row["state"] for row in house.rows(schema.complaint) if row["id"] == complaint_id)


def test_two_scans_become_one_letter_with_one_acknowledgement(house: House, pair: tuple[int, int]) -> None:
    """All pages are read as one, originals stay, the second complaint is closed and its answer never goes."""
    first, second = pair
    acts = Acts(house.flow)
    one, other = (house.row(item_id)["complaint_id"] for item_id in pair)
    assert replies(house, one, other) == ["TO_PRINT", "TO_PRINT"]
    planned = acts.plan_together([first, second])
    assert (planned.whole, [reply.complaint_id for reply in planned.cancelled]) == (first, [other])
    assert replies(house, one, other) == ["TO_PRINT", "TO_PRINT"]  # a plan changes nothing
    images = [acts.page_image(item_id, 1) for item_id in pair]
    digests = [house.row(item_id)["sha256"] for item_id in pair]

    assert acts.together([first, second], versions(house, first, second), "anna") == first
    whole, part = house.ended(first), house.ended(second)
    assert whole.reading is not None
    assert [page.number for page in whole.reading.pages] == [1, 2]
    assert whole.reading.text.index("sheet 1") < whole.reading.text.index("sheet 2")
    assert {row["page"] for row in house.rows(schema.finding) if row["item_id"] == first} == {1, 2}
    assert [acts.page_image(first, page) for page in (1, 2)] == images
    assert [house.row(item_id)["sha256"] for item_id in pair] == digests
    assert (part.item["state"], part.item["complaint_id"]) == ("CLOSED", one)
    assert part.item["reason"] == f"its pages belong to item {first}"
    assert whole.item["review"]
    assert replies(house, one, other) == ["TO_PRINT", "CANCELLED"]
    assert state_of(house, other) == "CLOSED"
    with house.flow.database.read() as connection:
        assert [
            entry.actor for entry in audit.entries(connection, f"item:{first}") if entry.action == "put together"
        ] == ["anna"]
        assert audit.broken_at(connection) is None
    for act in (
        lambda: acts.retry(second, "anna"), lambda: acts.retry(first, "anna"), lambda: acts.join(second, other, "anna"),
        lambda: acts.open_held(second, "anna"), lambda: acts.together(list(pair), versions(house, *pair), "anna"),
    ):  # fmt: skip
        with pytest.raises(errors.Error):
            act()


def test_it_can_be_taken_back_until_something_was_sent(house: House, pair: tuple[int, int]) -> None:
    """Undo gives every page, complaint, waiting answer and verdict back; after a letter was posted it is refused."""
    first, second = pair
    acts = Acts(house.flow)
    one, other = (house.row(item_id)["complaint_id"] for item_id in pair)
    found = next(row for row in house.rows(schema.finding) if row["item_id"] == first)
    with house.flow.database.write() as connection:
        desk_verdicts.accept(connection, first, found["id"], by="anna", version=house.row(first)["version"])
    before = [house.ended(item_id) for item_id in pair]
    acts.together([second, first], versions(house, second, first), "anna")
    kept = [row for row in house.rows(schema.finding) if row["item_id"] == first and row["verdict"] == "confirmed"]
    assert [(row["value"], row["page"]) for row in kept] == [(found["value"], 2)]
    assert acts.undoable(first) is None
    assert acts.apart(first, "berta", house.row(first)["version"]) == [second]
    after = [house.ended(item_id) for item_id in pair]
    for stood, stands in zip(before, after, strict=True):
        assert stands.reading is not None
        assert stood.reading is not None
        assert stands.reading.text == stood.reading.text
        for name in ("state", "complaint_id", "reason", "review", "reviewed"):
            assert stands.item[name] == stood.item[name], name
    kept = [row for row in house.rows(schema.finding) if row["item_id"] == first and row["verdict"] == "confirmed"]
    assert [(row["value"], row["page"]) for row in kept] == [(found["value"], 1)]
    assert replies(house, one, other) == ["TO_PRINT", "TO_PRINT"]
    assert state_of(house, other) == "OPEN"

    acts.together([first, second], versions(house, first, second), "anna")
    (letter,) = (row["id"] for row in house.rows(schema.reply) if row["complaint_id"] == one)
    acts.posted(letter, "anna")
    assert acts.undoable(first) == "a reply has been sent since"
    with pytest.raises(errors.Refused, match="sent since"):
        acts.apart(first, "anna", house.row(first)["version"])


def test_who_was_answered_already_stays(house: House, pair: tuple[int, int]) -> None:
    """The complaint whose acknowledgement has left keeps the letter, so that no second one goes."""
    first, second = pair
    acts = Acts(house.flow)
    one, other = (house.row(item_id)["complaint_id"] for item_id in pair)
    (sent,) = (row["id"] for row in house.rows(schema.reply) if row["complaint_id"] == other)
    acts.posted(sent, "anna")
    assert acts.together([first, second], versions(house, first, second), "anna") == second
    assert replies(house, one, other) == ["CANCELLED", "POSTED"]
    pages = house.ended(second).reading
    assert pages is not None
    assert pages.text.index("sheet 1") < pages.text.index("sheet 2")


def test_somebody_who_was_faster_is_not_overwritten(house: House, pair: tuple[int, int]) -> None:
    """An item that changed since the preview is not put anywhere, nor one that is named twice or is no scan."""
    first, second = pair
    acts = Acts(house.flow)
    stale = versions(house, first, second)
    with house.flow.database.write() as connection:
        connection.execute(schema.item.update().where(schema.item.c.id == second).values(version=7))
    with pytest.raises(errors.Conflict):
        acts.together([first, second], stale, "anna")
    assert house.row(first)["leaves"] is None
    for wrong in ([first], [first, first], [first, 99_999]):
        with pytest.raises(errors.Error):
            acts.plan_together(wrong)


def test_erasing_a_letter_takes_every_original_of_it(house: House, pair: tuple[int, int]) -> None:
    """The files its pages came with go with the complaint, and what was noted about them."""
    first, second = pair
    acts, flow = Acts(house.flow), house.flow
    acts.together([first, second], versions(house, first, second), "anna")
    of = house.row(first)["complaint_id"]
    digests = [house.row(item_id)["sha256"] for item_id in pair]
    others = {row["sha256"] for row in house.rows(schema.item) if row["id"] not in pair}
    acts.close(of, "anna", "settled")
    subjects.erase(flow.database, flow.originals, flow.images, [of], [], "anna")
    assert not [one for one in digests if one not in others and flow.originals.path(one).is_file()]
    with flow.database.read() as connection:
        mine = schema.binding.c.whole_id == first
        assert connection.execute(sa.select(sa.func.count()).select_from(schema.binding).where(mine)).scalar() == 0
