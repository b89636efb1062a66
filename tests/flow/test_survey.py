"""From a closed complaint to the answer of whoever complained: once, sampled, and only by the signed link."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from ingest import clock
from ingest.model import ReplyKind
from ingest.reply import marks
from ingest.reply.settings import Settings
from ingest.store import schema, surveys
from tests.flow.hostile import House
from tests.flow.test_acts import BY, NOW, Office

LINK = "https://complaints.example.org/survey"
SECRET = "a secret of the tests"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that asks everybody how it went."""
    reply = {"survey_link": LINK, "survey_share": 1, "secret": SECRET}
    house = House(tmp_path_factory.mktemp("office"), reply=reply)
    clock.drive(lambda: NOW)
    yield Office(house)
    clock.drive(None)
    house.close()


def surveys_of(office: Office, complaint_id: int) -> list[bytes]:
    found = office.rows(
        schema.reply, schema.reply.c.complaint_id == complaint_id, schema.reply.c.kind == ReplyKind.SURVEY.value
    )
    return [row["content"].replace(b"=\r\n", b"") for row in found]


def test_a_closed_complaint_is_asked_once_and_answers_by_its_link(office: Office) -> None:
    """The link in the mail is the whole proof; the latest answer counts; closing a second time asks no more."""
    complaint_id = office.item(office.arrives())["complaint_id"]
    office.accepted()
    office.acts.close(complaint_id, BY, "settled")
    (content,) = surveys_of(office, complaint_id)
    link = re.search(rb"https://complaints\.example\.org/survey/([^/\s]+)/([0-9a-f]+)", content)
    assert link is not None
    reference, token = link[1].decode(), link[2].decode()
    office.accepted()
    assert office.acts.may_answer_survey(reference, token)
    assert office.acts.answer_survey(reference, token, 2, "too slow")
    assert office.acts.answer_survey(reference, token, 5, "kind in the end")
    assert not office.acts.answer_survey(reference, "0" * 24, 1, "forged")
    assert not office.acts.may_answer_survey("PR-26-99999-9", token)
    (row,) = office.rows(schema.survey)
    assert (row["complaint_id"], row["score"], row["words"]) == (complaint_id, 5, "kind in the end")
    with office.flow.database.read() as connection:
        told = surveys.summary(connection, NOW - timedelta(days=1))
    assert (told.asked, told.answered, told.mean, told.scores[5]) == (1, 1, 5.0, 1)
    office.acts.reopen(complaint_id, BY)
    office.acts.close(complaint_id, BY, "settled again")
    assert len(surveys_of(office, complaint_id)) == 1


def test_who_was_declined_is_not_asked(office: Office) -> None:
    """A message that people declined to answer is not followed by a question how it went."""
    complaint_id = office.item(office.arrives())["complaint_id"]
    office.acts.write(complaint_id, ReplyKind.DECLINE, "We do not answer this.", BY)
    office.acts.close(complaint_id, BY, "declined")
    assert surveys_of(office, complaint_id) == []


def test_a_share_of_the_complaints_is_drawn() -> None:
    """Sampled by the setting, always the same ones; nobody without a page to answer on, or with a share of nothing."""
    references = [f"PR-26-{number:05}-0" for number in range(2_000)]

    def asked(share: float, link: str = LINK) -> set[str]:
        settings = Settings(survey_link=link, survey_share=share, secret=SECRET)  # type: ignore[arg-type] # made secret
        return {one for one in references if marks.is_asked(one, settings)}

    assert asked(0) == asked(1, link="") == set()
    assert len(asked(1)) == 2_000
    assert 400 < len(asked(0.25)) < 600
    assert asked(0.25) == asked(0.25)
    assert asked(0.25) < asked(0.5)
