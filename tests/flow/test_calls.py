"""From a letter to the page: the calls it tells of, held against the imported call records."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient
from typer.testing import CliRunner

from ingest import clock
from ingest.acts import Acts
from ingest.cli import app
from ingest.model import Arrival, Source, SourceKind
from ingest.review import signin
from ingest.review.app import create
from ingest.review.settings import Settings
from ingest.store import schema
from ingest.store.people import Role
from ingest.worker import take_over
from tests.flow.hostile import House
from tests.flow.hostile_bytes import mail

RECEIVED = datetime(2026, 3, 5, 10, 30, tzinfo=UTC)
EXPORT = """from,to,start,duration,agent
0161 496 0018,0800 123 4567,2026-03-03T16:05:00+00:00,75,Sarah Jones
0161 496 0999,0800 123 4567,2026-03-02T09:05:00+00:00,75,Tom Hill
"""
TOLD = "Dear Sir,\r\n\r\nI rang you from {} on 3 March 2026 and spoke to {}.\r\n\r\nAnn Bell\r\n"

Office = tuple[House, Callable[[str, str], tuple[int, str]]]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A house with two imported calls, and how a mail about a number comes to rest: its item and its page."""
    house = House(tmp_path)
    export, config = tmp_path / "calls.csv", tmp_path / "config.toml"
    export.write_text(EXPORT, "utf-8")
    config.write_text(f'[storage]\nfolder = "{tmp_path / "data"}"\n', "utf-8")
    assert CliRunner().invoke(app, ["calls", "import", str(export), "--config", str(config)]).exit_code == 0
    settings = Settings(base_url="http://testserver")
    browser = TestClient(create(Acts(house.flow), settings), follow_redirects=False)
    signin.add_person(house.flow.database, settings, "vera", "Vera", Role.VIEWER, password=None, by="test")
    link = signin.one_time_link(house.flow.database, settings, "vera")
    browser.post(link.removeprefix("http://testserver"))

    def arrives(number: str, colleague: str) -> tuple[int, str]:
        name = "call" + number.replace(" ", "")
        source = Source(SourceKind.MAILDIR, "door", name)
        (item_id,) = house.flow.take([Arrival(source, "m.eml", mail(name, TOLD.format(number, colleague)), RECEIVED)])
        house.work_on(item_id)
        return item_id, browser.get(f"/items/{item_id}").text

    return house, arrives


def number_of(house: House, item_id: int) -> tuple[float, str]:
    """How sure the item's phone number is, and why."""
    told = schema.finding
    query = sa.select(told.c.confidence, told.c.reason).where(told.c.item_id == item_id, told.c.kind == "phone_number")
    with house.flow.database.read() as connection:
        confidence, reason = connection.execute(query).one()
    return confidence, reason


def test_a_call_told_of_is_matched_or_found_missing_on_the_page(office: Office) -> None:
    """Promise: staff see whether the call records hold a call, with the evidence; a number they hold is surer."""
    house, arrives = office
    item_id, page = arrives("0161 496 0018", "Sarah")
    assert "matched" in page
    assert "call record: 3 Mar 2026, 16:05, 1 min, Sarah Jones" in page
    _, near = arrives("0161 496 0019", "Sarah")
    assert "near miss" in near
    other_id, other = arrives("07700 900555", "Olivia")
    assert "no such call" in other
    assert "matched" not in other
    (sure, reason), (less_sure, _) = number_of(house, item_id), number_of(house, other_id)
    assert "in the call records" in reason
    assert sure > less_sure


def test_call_records_past_their_time_are_deleted(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise: calls older than `keep_days` go when the worker sweeps, and no other ones."""
    house, _ = office
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 4, 7, 12, 0, tzinfo=UTC))  # 400 days after 3 March 2026
    take_over(house.flow)
    assert [row["agent"] for row in house.rows(schema.call)] == ["Sarah Jones"]
