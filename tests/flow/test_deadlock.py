"""The ombudsman letter: at deadlock before its day, or when its day comes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ingest import clock
from ingest.model import ReplyKind
from tests.flow.hostile import House
from tests.flow.test_acts import BY, NOW, Office

OMBUDSMAN = {"GB": {"name": "Example Ombudsman"}}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that knows an ombudsman."""
    house = House(tmp_path_factory.mktemp("office"), reply={"ombudsman": OMBUDSMAN, "secret": "a secret of the tests"})
    yield Office(house)
    house.close()


@pytest.fixture(autouse=True)
def _time() -> Iterator[None]:
    clock.drive(lambda: NOW)
    yield
    clock.drive(None)


def test_a_letter_before_its_day_is_a_deadlock(office: Office) -> None:
    """The letter goes at once, says that no agreement was reached, and its clock is due now and met by it."""
    complaint_id = office.item(office.arrives())["complaint_id"]
    office.accepted()
    shown = office.acts.preview(complaint_id, ReplyKind.OMBUDSMAN, "")
    assert b"have not been able to agree" in shown.content.replace(b"=\r\n", b"")
    office.acts.write(complaint_id, ReplyKind.OMBUDSMAN, "", BY)
    letter = office.clocks(complaint_id)["ombudsman"]
    assert (letter["due"], letter["met"]) == (NOW, None)
    assert letter["explanation"].startswith("due at once: deadlock")
    assert (BY, "deadlock") in office.audited(f"complaint:{complaint_id}")
    office.accepted()
    assert office.clocks(complaint_id)["ombudsman"]["met"] == NOW


def test_a_letter_in_its_last_week_is_none(office: Office) -> None:
    """When its day comes (eight weeks then) the letter says that we are not done yet; nothing is made due at once."""
    complaint_id = office.item(office.arrives())["complaint_id"]
    due = office.clocks(complaint_id)["ombudsman"]["due"]
    clock.drive(lambda: NOW + timedelta(days=52))
    shown = office.acts.preview(complaint_id, ReplyKind.OMBUDSMAN, "")
    assert b"have not settled" in shown.content.replace(b"=\r\n", b"")
    office.acts.write(complaint_id, ReplyKind.OMBUDSMAN, "", BY)
    assert office.clocks(complaint_id)["ombudsman"]["due"] == due
    assert (BY, "deadlock") not in office.audited(f"complaint:{complaint_id}")
