"""The survey's page: one click behind a signed link, for everybody, in English and Italian."""

from starlette.testclient import TestClient

from ingest.review.app import create
from ingest.review.settings import Settings


def test_one_click_answers(world, client):
    """No log-in, no script: the link shows the question, one button answers it, and the thanks say that it is done."""
    browser = client()
    page = browser.get("/survey/PR-26-00042-9/signed")
    assert page.status_code == 200
    assert "PR-26-00042-9" in page.text
    assert page.text.count('name="score"') == 5
    assert world.flow.acts == [], "looking answers nothing"
    done = browser.post("/survey/PR-26-00042-9/signed", data={"score": "4", "words": "Quick & kind"})
    assert "Thank you" in done.text
    assert world.flow.acts == [("answer_survey", "PR-26-00042-9", "signed", 4, "Quick & kind")]


def test_a_link_that_was_not_signed_opens_nothing(world, client):
    """Nobody can answer for somebody else, or learn whether a reference is there."""
    browser = client()
    assert browser.get("/survey/PR-26-00042-9/guessed").status_code == 404
    assert browser.post("/survey/PR-26-00042-9/guessed", data={"score": "1"}).status_code == 404


def test_a_score_that_is_none_is_refused(world, client):
    """Only the five answers count."""
    browser = client()
    for score in ("0", "6", "-1", "x", ""):
        assert browser.post("/survey/PR-26-00042-9/signed", data={"score": score}).status_code == 404
    assert world.flow.acts == []


def test_it_speaks_italian(world, client):
    """The page is in the language the reader's browser asks for."""
    browser = client()
    browser.headers["accept-language"] = "it"
    page = browser.get("/survey/PR-26-00042-9/signed").text
    assert "Come è andata?" in page
    assert "Molto contento" in page


def test_a_flood_is_slowed(world):
    """So many answers an hour from one address, and no more."""
    browser = TestClient(create(world.flow, Settings(base_url="http://testserver", forms_an_hour=2)))
    codes = [browser.post("/survey/R/signed", data={"score": "5"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
