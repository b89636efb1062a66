"""Hostile files, end to end: each keeps its original, rests where a person finds it, and hurts nobody.

The whole table arrives at once, bombs among the rest, and a plain letter at its end: it must be acknowledged.
"""

from collections.abc import Iterator

import pytest

from ingest.model import SourceKind, State
from tests.flow.hostile import OPEN, WORDS, Case, Ended, House, kept_its_promises
from tests.flow.hostile_files import FILES, READ

pytestmark = [pytest.mark.slow, pytest.mark.ocr]

HEAD = "Margaret Ellison\n14 Lavender Row\nLeeds LS1 9ZZ\nE-mail: m.ellison@example.org"
LETTER = f"{HEAD}\n\nDear team,\n\n{WORDS}\n\nYours\n"
GOOD = Case("a-plain-letter", LETTER.encode(), OPEN, to="m.ellison@example.org", told=WORDS, file="letter.txt")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A ledger that all cases share."""
    made = House(tmp_path_factory.mktemp("house"), read=READ)
    yield made
    made.close()


@pytest.fixture(scope="module")
def ended(house: House) -> dict[str, Ended]:
    """Where each file came to rest, by its name."""
    return house.run(SourceKind.FOLDER, [*FILES, GOOD])


@pytest.mark.parametrize("case", [*FILES, GOOD], ids=lambda case: case.name)
def test_a_hostile_file(case: Case, ended: dict[str, Ended]) -> None:
    """Parsed and inert, or set aside for a person with the reason in words."""
    kept_its_promises(case, ended[case.name])
    if ended[case.name].item["state"] == State.QUARANTINED.value:
        assert not ended[case.name].item["complaint_id"]


def test_nothing_is_written_where_a_sender_says(house: House, ended: dict[str, Ended]) -> None:
    """Names of files and archive members never become paths: there are originals, page images, a ledger, no more."""
    digests = {one.item["sha256"] for one in ended.values()}
    originals = {f"data/originals/{sha[:2]}/{sha[2:4]}/{sha}" for sha in digests}
    pages = {f"data/pages/{sha[:2]}/{sha}/" for sha in digests}
    made = {name for name in house.files() if not name.startswith("data/postroom.db")}
    assert originals <= made
    assert all(any(name.startswith(folder) for folder in pages) for name in made - originals)


def test_names_are_fit_for_the_ledger(ended: dict[str, Ended]) -> None:
    """A name is kept as its sender's words, without what databases refuse."""
    names = [one.item["name"] for one in ended.values()]
    assert "../../../../etc/passwd" in names
    assert not [name for name in names if "\0" in name]
    assert all(name.encode() for name in names)


def test_the_same_scan_twice_is_one_complaint(ended: dict[str, Ended]) -> None:
    """The second is linked to the first and closed."""
    assert ended["the-same-scan-again"].item["duplicate_of"] == ended["a-scan"].item["id"]
