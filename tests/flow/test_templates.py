"""A template that is wrong: the post waits with a person, who is told which file to mend, and nothing is lost."""

from pathlib import Path

import pytest

from ingest.store import schema
from tests.flow.hostile import House
from tests.flow.test_acts import Office


@pytest.mark.parametrize("text", ["Subject: x\n\n{{ unheard_of }}\n", "Subject: x\n\n{% if %}\n"])
def test_a_wrong_template_leaves_the_item_with_a_person(tmp_path: Path, text: str) -> None:
    """A missing value or a slip: quarantined, its clock running, the template named; mended, it goes on."""
    own = tmp_path / "templates" / "acknowledgement"
    own.mkdir(parents=True)
    (own / "en.txt").write_text(text)
    house = House(tmp_path / "house", worker={"attempts": 1}, reply={"templates_folder": str(own.parent)})
    try:
        office = Office(house)
        item = office.item(office.arrives("one"))
        assert (item["state"], item["complaint_id"]) == ("QUARANTINED", None)
        assert item["due"] is not None
        assert "acknowledgement/en.txt" in item["reason"]
        assert "acknowledgement/en.txt" in item["remedy"]
        assert office.rows(schema.reply) == []
        (own / "en.txt").unlink()
        office.acts.retry(item["id"], "anna")
        house.flow.process([(item["id"], 2)], "test-worker")
        assert office.item(item["id"])["state"] == "OPEN"
        assert len(office.rows(schema.reply)) == 1
    finally:
        house.close()
