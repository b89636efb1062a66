from datetime import timedelta

import pytest

from ingest import clock
from ingest.review import signin
from ingest.review.settings import Settings
from ingest.store import people, schema
from ingest.store.people import Role
from tests.review.conftest import PASSWORD, send, token


@pytest.fixture(autouse=True)
def real_time():
    yield
    clock.drive(None)


def later(delta: timedelta) -> None:
    then = clock.now() + delta
    clock.drive(lambda: then)


def enter(browser, sign_in="ada", password=PASSWORD, **more):
    return browser.post("/sign-in", data={"sign_in": sign_in, "password": password, **more})


def test_a_password_signs_in_and_out(world, client):
    """The right password opens the pages, signing out closes them."""
    world.person("ada", Role.HANDLER)
    browser = client()
    assert browser.get("/queue").headers["location"] == "/sign-in?next=/queue"
    answer = enter(browser, "ADA", next="/quarantine")
    assert (answer.status_code, answer.headers["location"]) == (303, "/quarantine")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert browser.get("/queue").status_code == 200
    send(browser, "/sign-out")
    assert browser.get("/queue").status_code == 303


def test_over_tls_the_cookie_is_bound_to_the_host(world):
    """With https the session cookie is __Host- and Secure, and browsers are told to insist on TLS."""
    from starlette.testclient import TestClient

    from ingest.review.app import create

    world.person("ada", Role.HANDLER)
    app = create(world.flow, Settings(base_url="https://post.example.org"))
    browser = TestClient(app, base_url="https://post.example.org", follow_redirects=False)
    answer = enter(browser)
    assert answer.headers["set-cookie"].startswith("__Host-postroom=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "strict-transport-security" in answer.headers


@pytest.mark.parametrize(("sign_in", "password"), [("ada", "wrong"), ("nobody", PASSWORD), ("", ""), ("ada\x00", "x")])
def test_a_wrong_name_or_password_gets_the_same_answer(world, client, sign_in, password):
    """Nobody learns from the answer whether a sign-in name exists."""
    world.person("ada", Role.HANDLER)
    answer = enter(client(), sign_in, password)
    assert answer.status_code == 403
    assert "The sign-in name, the password or the code is not right." in answer.text


def test_after_five_wrong_passwords_even_the_right_one_waits(world, client, settings):
    """Guessing is slowed, and the right password works again after the wait."""
    world.person("ada", Role.HANDLER)
    browser = client()
    for _ in range(settings.attempts):
        enter(browser, password="wrong")
    assert "wait 1 minutes" in enter(browser).text
    later(timedelta(minutes=2))
    assert enter(browser).status_code == 303


def test_a_guesser_with_many_names_is_slowed(world, client):
    """Wrong passwords are counted by where they come from, too."""
    world.person("ada", Role.HANDLER)
    browser = client()
    for number in range(30):
        enter(browser, f"name{number}", "wrong")
    assert "wait a quarter of an hour" in enter(browser).text


def test_a_closed_account_and_an_ended_session_open_nothing(world, client, settings):
    """Closing an account signs it out at once; sessions end by age and by idleness."""
    person = world.person("ada", Role.HANDLER)
    browser = client()
    enter(browser)
    later(timedelta(minutes=settings.idle_minutes + 1))
    assert browser.get("/queue").status_code == 303
    enter(browser)
    for _ in range(12):
        later(timedelta(minutes=55))
        browser.get("/queue")
    assert browser.get("/queue").status_code == 303
    enter(browser)
    with world.database.write() as connection:
        people.change(connection, person, disabled=True, by="test")
    assert browser.get("/queue").status_code == 303
    assert enter(browser).status_code == 403


def test_a_link_signs_in_once_and_only_by_its_button(world, client, settings):
    """Opening a one-time link changes nothing; pressing its button signs in, once, while it is fresh."""
    world.person("ada", Role.HANDLER, None)
    link = signin.one_time_link(world.database, settings, "ada").removeprefix(settings.base_url)
    browser, other = client(), client()
    assert browser.get(link).status_code == 200
    assert browser.get("/queue").status_code == 303
    assert browser.post(link).status_code == 303
    assert browser.get("/queue").status_code == 200
    assert other.post(link).status_code == 403
    old = signin.one_time_link(world.database, settings, "ada").removeprefix(settings.base_url)
    later(timedelta(minutes=settings.link_minutes + 1))
    assert other.post(old).status_code == 403


def test_the_second_factor_is_asked_once_it_is_on(world, client):
    """With a second factor the password alone does not sign in, and a code of now does."""
    import base64

    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    world.person("ada", Role.HANDLER)
    browser = client()
    enter(browser)
    secret = signin.new_totp_secret()
    assert send(browser, "/account/second-factor", secret=secret, code="000").status_code == 422

    def code() -> str:
        app = TOTP(base64.b32decode(secret), 6, SHA1(), 30)
        return app.generate(int(clock.now().timestamp())).decode()

    assert send(browser, "/account/second-factor", secret=secret, code=code()).status_code == 303
    fresh = client()
    assert enter(fresh).status_code == 403
    assert enter(fresh, code=code()).status_code == 303


def test_an_edit_survives_an_ended_session(world, client):
    """What was being saved when the session ended is kept over the sign-in, shown, and saved by one button."""
    world.person("ada", Role.HANDLER)
    item = world.mail()
    found = world.findings(item)["date_time"]["id"]
    browser = client()
    enter(browser)
    address = f"/items/{item}/findings/{found}"
    fields = {"act": "save", "value": "4 March 2026", "role": "incident", "version": "0"}
    browser.cookies.clear()
    asked = browser.post(address, data={"csrf": "old", **fields})
    assert "What you were about to save is kept" in asked.text
    import html
    import re

    kept = html.unescape(re.search(r'name="kept" value="([^"]*)"', asked.text)[1])
    offered = enter(browser, next=address, kept=kept)
    assert "4 March 2026" in offered.text
    assert f'action="{address}"' in offered.text
    saved = browser.post(address, data={"csrf": token(offered), **fields})
    assert saved.status_code == 303
    assert world.findings(item)["date_time"]["value"] == "2026-03-04"


@pytest.mark.parametrize("password", ["short", "password1234", "aaaaaaaaaaaaaaaa", "Postroom!2026"])
def test_easy_passwords_are_refused(password):
    """Short, common and monotonous passwords are refused with words that help."""
    with pytest.raises(signin.Weak):
        signin.hash_of(password, Settings())


def test_only_argon2_hashes_and_digests_are_stored(world, client):
    """No password, cookie or link can be read out of the ledger."""
    person = world.person("ada", Role.HANDLER)
    browser = client()
    enter(browser)
    cookie = browser.cookies["postroom"]
    assert world.row(schema.person, person)["password"].startswith("$argon2id$")
    with world.database.read() as connection:
        tokens = connection.execute(schema.session.select()).mappings().all()
    assert cookie not in [row["token"] for row in tokens]


def test_changing_the_password_signs_out_everywhere_else(world, client):
    """A new password ends every other session."""
    world.person("ada", Role.HANDLER)
    here, there = client(), client()
    enter(here)
    enter(there)
    wanted = "copper owl reads the tide"
    wrong = send(here, "/account/password", old="not it", new=wanted, again=wanted)
    assert wrong.status_code == 422
    assert send(here, "/account/password", old=PASSWORD, new=wanted, again=wanted).status_code == 303
    assert here.get("/queue").status_code == 200
    assert there.get("/queue").status_code == 303
    assert enter(there, password=wanted).status_code == 303


def test_the_last_administrator_stays(world):
    """Nobody can lock everybody out of the people's pages."""
    from ingest import errors

    only = world.person("ada", Role.ADMINISTRATOR, None)
    with pytest.raises(errors.Conflict), world.database.write() as connection:
        people.change(connection, only, role=Role.VIEWER, by="test")
    world.person("bo", Role.ADMINISTRATOR, None)
    with world.database.write() as connection:
        people.change(connection, only, role=Role.VIEWER, by="test")
