import re
from email import message_from_bytes

import pytest
from starlette.testclient import TestClient

from ingest.reference import is_reference
from ingest.review.app import create
from ingest.review.settings import Settings
from ingest.store import schema


def form_token(page) -> str:
    return re.search(r'name="token" value="([^"]+)"', page.text)[1]


def test_a_complaint_is_taken_and_its_receipt_shown_at_once(world, client):
    """What was typed is kept with its files, and the sender sees a number before anything else happens."""
    browser = client()
    token = form_token(browser.get("/complain"))
    fields = {"token": token, "summary": "No water", "name": "Ada Marlowe", "email": "ada@example.org"}
    answer = browser.post("/complain", data=fields, files=[("files", ("bill.pdf", b"%PDF-1.7"))])
    assert answer.headers["location"] == f"/complain/received/{token}"
    page = browser.get(answer.headers["location"])
    shown = re.search(r'class="receipt">([^<]+)<', page.text)[1]
    assert is_reference(shown), "the reference that the complaint is going to have"
    parts = [part.get_payload(decode=True) or b"" for part in message_from_bytes(world.flow.taken[0].content).walk()]
    assert any(b"No water" in part for part in parts)
    assert b"%PDF-1.7" in parts


def test_the_reference_is_that_of_the_complaint(world, client):
    """A form that joined another complaint is shown that one's reference."""
    browser = client()
    token = form_token(browser.get("/complain"))
    browser.post("/complain", data={"token": token, "summary": "No water", "email": "ada@example.org"})
    complaint = world.complaint("PR-26-00042-9")
    with world.database.write() as connection:
        connection.execute(schema.item.update().values(complaint_id=complaint))
    assert "PR-26-00042-9" in browser.get(f"/complain/received/{token}").text


def test_sending_twice_makes_one_complaint(world, client):
    """The button pressed twice, or the page sent again, is one arrival with one receipt."""
    browser = client()
    token = form_token(browser.get("/complain"))
    fields = {"token": token, "summary": "No water", "email": "ada@example.org"}
    for _ in range(2):
        assert browser.post("/complain", data=fields).status_code == 303
    with world.database.read() as connection:
        assert len(connection.execute(schema.item.select()).all()) == 1


def test_a_mistake_loses_nothing_that_was_typed(world, client):
    """A form that cannot be taken comes back with a sentence beside the field and every word still there."""
    browser = client()
    token = form_token(browser.get("/complain"))
    fields = {"token": token, "summary": "No <b>water</b>", "email": "ada at example", "name": '"Ada" Marlowe'}
    page = browser.post("/complain", data=fields)
    assert page.status_code == 422
    assert "This e-mail address is not complete" in page.text
    assert 'aria-describedby="problem-email"' in page.text
    assert "No &lt;b&gt;water&lt;/b&gt;" in page.text
    assert "&#34;Ada&#34; Marlowe" in page.text
    assert form_token(page) == token
    assert world.flow.taken == []


def test_the_form_speaks_italian(world, client):
    """The form is there in Italian for whoever's browser asks for it, its mistakes too."""
    browser = client()
    browser.headers["accept-language"] = "it-IT,it;q=0.9,en;q=0.5"
    page = browser.get("/complain")
    assert '<html lang="it"' in page.text
    assert "Presenta un reclamo" in page.text
    page = browser.post("/complain", data={"token": form_token(page), "email": "ada@example.org"})
    assert "Ci racconti che cosa è successo." in page.text


def test_programs_that_fill_in_everything_are_turned_away(world, client):
    """A trap that people do not see stops simple robots."""
    browser = client()
    token = form_token(browser.get("/complain"))
    fields = {"token": token, "summary": "x", "email": "ada@example.org", "website": "https://example.com"}
    assert browser.post("/complain", data=fields).status_code == 422
    assert world.flow.taken == []


def test_a_flood_from_one_address_is_slowed(world):
    """After so many forms in an hour, the next waits, in words."""
    app = create(world.flow, Settings(base_url="http://testserver", public_form=True, forms_an_hour=2))
    browser = TestClient(app, follow_redirects=False)
    for _ in range(2):
        token = form_token(browser.get("/complain"))
        browser.post("/complain", data={"token": token, "summary": "x", "email": "ada@example.org"})
    answer = browser.post("/complain", data={"token": token, "summary": "x", "email": "ada@example.org"})
    assert answer.status_code == 429
    assert len(world.flow.taken) == 2


@pytest.mark.parametrize("files", [60, 150])
def test_too_many_files_are_refused(world, client, files):
    """A form with more files than allowed is refused before it is kept."""
    browser = client()
    token = form_token(browser.get("/complain"))
    fields = {"token": token, "summary": "x", "email": "ada@example.org"}
    many = [("files", (f"{number}.pdf", b"x")) for number in range(files)]
    assert browser.post("/complain", data=fields, files=many).status_code in (400, 422)
    assert world.flow.taken == []


def test_a_body_past_all_limits_is_cut_off(world):
    """A body larger than anything allowed is refused without being read to its end."""
    app = create(world.flow, Settings(base_url="http://testserver", public_form=True, upload_megabytes=1))
    browser = TestClient(app, follow_redirects=False)
    answer = browser.post("/complain", data={"token": "x"}, files=[("files", ("big.pdf", b"x" * 3_000_000))])
    assert answer.status_code == 413


def test_an_unknown_receipt_and_a_switched_off_form_are_not_there(world, client):
    """Nobody guesses receipts, and without the setting there is no form."""
    assert client().get("/complain/received/abcdefghijklmnopqrstuvwx").status_code == 404
    off = TestClient(create(world.flow, Settings(base_url="http://testserver")))
    assert off.get("/complain").status_code == 404
