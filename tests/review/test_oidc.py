"""Signing in by a provider of OpenID Connect, against a small provider that really signs."""

import base64
import html
import json
import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
import pytest
from joserfc.jwk import RSAKey
from pydantic import ValidationError
from starlette.testclient import TestClient

from ingest.review import oidc
from ingest.review.app import create
from ingest.review.settings import OidcSettings, Settings
from ingest.store import people, schema
from ingest.store.people import Role
from tests.review.conftest import send, token
from tests.servers.provider import Provider


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    provider = Provider()
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.claims = {"sub": "248289", "email": "ada@example.org", "email_verified": True, "name": "Ada Marlowe"}
    running.spoil, running.refuse, running.forged = {}, False, None
    return running


@pytest.fixture
def browser_of(world, provider):
    """A browser of pages that know the provider; further settings of it by name."""
    opened = []

    def make(base="http://testserver", **settings):
        known = OidcSettings(
            issuer=provider.issuer, client_id="postroom", client_secret="s3cret", name="Example ID", **settings
        )
        app = create(world.flow, Settings(base_url=base, oidc=known))
        opened.append(TestClient(app, base_url=base, follow_redirects=False))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def go(browser, address="/sign-in/oidc?next=/quarantine"):
    """To the provider and back; the answer of our last page."""
    there = httpx2.get(browser.get(address).headers["location"])
    back = urlsplit(there.headers["location"])
    return browser.get(f"{back.path}?{back.query}")


def test_somebody_known_signs_in_and_out(world, browser_of):
    """The button leads to the provider and back to the page that was asked for; signing out offers the provider's."""
    person = world.person("ada@example.org", Role.HANDLER, None)
    browser = browser_of()
    assert "Sign in with Example ID" in browser.get("/sign-in?next=/quarantine").text
    answer = go(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/quarantine")
    assert browser.get("/queue").status_code == 200
    assert ("signed in", "postroom") in world.audited(f"person:{person}")
    send(browser, "/sign-out")
    assert browser.get("/queue").status_code == 303
    assert "Sign out at Example ID too" in browser.get("/sign-in?out=1").text
    leaving = browser.get("/sign-in/oidc/out").headers["location"]
    assert leaving.endswith("/leave?client_id=postroom&post_logout_redirect_uri=http%3A%2F%2Ftestserver%2Fsign-in")


def test_the_second_time_the_subject_counts_and_not_the_address(world, provider, browser_of):
    """Somebody whose address changed is still the same; somebody who got their old address is not."""
    world.person("ada@example.org", Role.HANDLER, None)
    assert go(browser_of()).status_code == 303
    provider.claims |= {"email": "ada.new@example.org"}
    assert go(browser_of()).status_code == 303
    provider.claims |= {"sub": "999", "email": "ada@example.org"}
    refused = go(browser_of())
    assert refused.status_code == 403
    assert "belongs to another account" in refused.text


def test_strangers_get_in_only_when_the_settings_say_so(world, provider, browser_of):
    """Without provisioning nobody is added; with it, only who has a role by their groups."""
    assert "Nobody here signs in as ada@example.org" in html.unescape(go(browser_of()).text)
    roles = {"complaints-leads": Role.SUPERVISOR, "complaints": Role.HANDLER}
    assert "No role here goes with your groups" in go(browser_of(provision=True, roles=roles)).text
    provider.claims |= {"groups": ["complaints", "complaints-leads"]}
    assert go(browser_of(provision=True, roles=roles)).status_code == 303
    with world.database.read() as connection:
        made = people.by_sign_in(connection, "ada@example.org")
    assert (made.name, made.role) == ("Ada Marlowe", Role.SUPERVISOR)
    provider.claims |= {"groups": "complaints"}
    assert go(browser_of(roles=roles)).status_code == 303
    with world.database.read() as connection:
        assert people.by_sign_in(connection, "ada@example.org").role is Role.HANDLER


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ({"email_verified": False}, "has not verified"),
        ({"email_verified": "yes"}, "has not verified"),
        ({"email": None}, "gives no"),
        ({"aud": "somebody-else"}, "cannot be believed"),
        ({"iss": "https://evil.example"}, "cannot be believed"),
        ({"nonce": "another"}, "cannot be believed"),
        ({"exp": int(time.time()) - 3600}, "cannot be believed"),
        ({"iat": int(time.time()) + 3600}, "cannot be believed"),
        ({"aud": ["postroom", "other"], "azp": "other"}, "cannot be believed"),
    ],
)
def test_a_token_that_is_not_for_us_signs_nobody_in(world, provider, browser_of, spoil, words):
    """Issuer, audience, nonce, age and the verified address are checked, each."""
    world.person("ada@example.org", Role.HANDLER, None)
    provider.spoil = spoil
    browser = browser_of()
    answer = go(browser)
    assert answer.status_code == 403
    assert words in answer.text
    assert browser.get("/queue").status_code == 303


def test_a_token_signed_by_another_key_signs_nobody_in(world, provider, browser_of):
    """The signature must be the provider's; a key it has changed is asked for again."""
    world.person("ada@example.org", Role.HANDLER, None)
    browser = browser_of()
    assert go(browser).status_code == 303
    provider.new_key()
    assert go(browser).status_code == 303
    provider.forged = RSAKey.generate_key(2048, {"kid": provider.key.kid})
    answer = go(browser)
    assert answer.status_code == 403
    assert "cannot be believed" in answer.text


def test_a_sign_in_begun_elsewhere_ends_here(world, provider, browser_of):
    """A code that another browser was given is not taken, nor one without its state, nor one that was used."""
    world.person("ada@example.org", Role.HANDLER, None)
    victim, other = browser_of(), browser_of()
    there = httpx2.get(other.get("/sign-in/oidc").headers["location"])
    back = urlsplit(there.headers["location"])
    assert "not begun in this browser" in victim.get(f"{back.path}?{back.query}").text
    victim.get("/sign-in/oidc")
    assert "not begun in this browser" in victim.get(f"{back.path}?{back.query}").text
    begun = dict(other.cookies)
    assert other.get(f"{back.path}?{back.query}").status_code == 303
    again = browser_of()
    again.cookies.update({"postroom-oidc": begun["postroom-oidc"]})
    assert "did not accept" in again.get(f"{back.path}?{back.query}").text


def test_a_provider_that_refuses_or_is_silent_is_told_in_plain_words(world, provider, browser_of):
    """The sign-in page comes back with what happened and what to do; the password still works."""
    browser = browser_of()
    provider.refuse = True
    answer = go(browser)
    assert answer.status_code == 403
    assert "Example ID did not sign you in." in answer.text
    assert "sign in with your password" in answer.text
    assert 'name="password"' in answer.text
    gone = OidcSettings(issuer="http://127.0.0.1:9", client_id="postroom", name="Example ID")
    with TestClient(create(world.flow, Settings(oidc=gone)), follow_redirects=False) as lost:
        page = lost.get("/sign-in/oidc")
    assert page.status_code == 503
    assert "Example ID does not answer." in page.text


def test_a_closed_account_stays_closed(world, browser_of):
    """The provider opens no account that is closed here."""
    world.person("boss", Role.ADMINISTRATOR, None)
    person = world.person("ada@example.org", Role.HANDLER, None)
    with world.database.write() as connection:
        people.change(connection, person, disabled=True, by="test")
    assert "Your account here is closed." in go(browser_of()).text
    assert world.row(schema.person, person)["oidc_subject"] is None


def test_an_edit_survives_a_sign_in_at_the_provider(world, browser_of):
    """What was being saved when the session ended is offered again after the way to the provider and back."""
    world.person("ada@example.org", Role.HANDLER, None)
    item = world.mail()
    address = f"/items/{item}/confirm"
    browser = browser_of()
    asked = browser.post(address, data={"csrf": "old", "version": "0"})
    kept = html.unescape(re.search(r'name="kept" value="([^"]*)"', asked.text)[1])
    leaving = browser.post("/sign-in/oidc", data={"next": address, "kept": kept})
    there = httpx2.get(html.unescape(re.search(r'href="(http://127[^"]*)"', leaving.text)[1]))
    back = urlsplit(there.headers["location"])
    offered = browser.get(f"{back.path}?{back.query}")
    assert f'action="{address}"' in offered.text
    browser.post(address, data={"csrf": token(offered), "version": "0"})
    assert ("confirm", item, "ada@example.org", 0) in world.flow.acts


def test_only_so_many_unsaved_forms_are_kept(provider):
    """Nobody fills this process's memory by signing in without end."""
    known = oidc.Provider(OidcSettings(issuer=provider.issuer, client_id="postroom"), "http://testserver/back")
    cookies = [known.begin("/", [("a", str(number))]).cookie for number in range(oidc.MOST_KEPT + 5)]
    assert len(known._kept) == oidc.MOST_KEPT
    assert json.loads(base64.urlsafe_b64decode(cookies[-1]))["state"] in known._kept


def test_over_tls_the_cookie_is_bound_to_the_host(world, browser_of):
    """What the browser holds meanwhile is __Host-, Secure, HttpOnly, Lax, and short-lived."""
    browser = browser_of("https://post.example.org")
    cookie = browser.get("/sign-in/oidc").headers["set-cookie"].lower()
    assert cookie.startswith("__host-postroom-oidc=")
    for word in ("httponly", "secure", "samesite=lax", "max-age=600"):
        assert word in cookie


@pytest.mark.parametrize("issuer", ["http://id.example.org", "ftp://id.example.org", "id.example.org"])
def test_a_provider_without_tls_is_refused(issuer):
    """Nobody signs in over plain http."""
    with pytest.raises(ValidationError, match="https://"):
        OidcSettings(issuer=issuer, client_id="postroom")


def test_without_a_provider_there_is_no_button_and_no_door(client):
    """Who has no provider configured sees nothing of it."""
    browser = client()
    assert "/sign-in/oidc" not in browser.get("/sign-in").text
    assert browser.get("/sign-in/oidc").status_code == 404
    assert browser.get("/sign-in/oidc/back?code=1&state=2").status_code == 404
