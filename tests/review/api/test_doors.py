"""Who may call what: every address by role and by scope, and what a token and a cookie do not open."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from ingest import clock, errors
from ingest.review import tokens
from ingest.review.api.app import ROUTERS, described
from ingest.review.api.guard import Guarded
from ingest.review.app import create
from ingest.review.rights import RIGHTS, Right
from ingest.review.settings import Settings
from ingest.store import people, schema
from ingest.store import tokens as kept
from ingest.store.database import Database
from ingest.store.people import Role
from ingest.store.tokens import Scope
from tests.review.api.conftest import later
from tests.review.conftest import World

ROUTES = [route for router in ROUTERS for route in router.routes]


def address(route) -> str:
    return "/api/v1" + re.sub(r"\{\w+\}", "999", route.path)


def method(route) -> str:
    return next(iter(route.methods))


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """One small ledger for all addresses; the application, and a token with every scope for each role."""
    folder = tmp_path_factory.mktemp("api")
    database = Database(f"sqlite:///{folder / 'ledger.db'}")
    schema.metadata.create_all(database.engine)
    world = World(database, folder)
    world.mail()
    given = {}
    for role in Role:
        world.person(role.value, role, None)
        given[role] = tokens.create(database, role.value, "test", tokens.possible(role), by="test")[1]
    yield TestClient(create(world.flow, Settings(api_calls_a_minute=100_000))), given, database
    database.close()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{method(route)} {route.path}")
def test_every_address_asks_for_its_right(crowd, route):
    """Each address of the API is closed to roles that lack its right, open to the others, and to nobody without."""
    browser, given, _ = crowd
    assert isinstance(route, Guarded)
    assert browser.request(method(route), address(route)).status_code in {401, 429}  # 429: strangers are slowed
    for role in Role:
        head = {"Authorization": f"Bearer {given[role]}"}
        answer = browser.request(method(route), address(route), headers=head)
        allowed = route.right in RIGHTS[role] and route.scope in tokens.possible(role)
        assert (answer.status_code == 403) is not allowed, (role, answer.text)
        assert answer.status_code != 500


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_opens_only_what_its_scopes_say(crowd, scope):
    """An administrator's token with one scope opens the addresses of that scope and no other."""
    browser, _, database = crowd
    _, token = tokens.create(database, "administrator", "test", [scope], by="test")
    for route in ROUTES:
        answer = browser.request(method(route), address(route), headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code == 403) is (route.scope is not scope), route.path


def test_what_changes_something_is_never_a_get():
    """Looking needs the scope `read`, `audit` or `admin`; whatever acts is a POST with a right to act."""
    for route in ROUTES:
        if method(route) == "GET":
            assert route.scope in {Scope.READ, Scope.AUDIT, Scope.ADMIN}, route.path
        else:
            assert method(route) == "POST"
            assert route.right in {Right.ACT, Right.ADDRESSES, Right.PEOPLE}, route.path


def test_only_the_document_needs_no_token():
    """Besides the guarded addresses there is the OpenAPI document, and nothing else."""
    open_paths = {
        route.path for route in described().routes if not isinstance(route, Guarded) and hasattr(route, "path")
    }
    assert open_paths <= {"/openapi.json"}


def test_a_cookie_opens_nothing_here_and_a_token_no_page(world, client, calls):
    """Sessions and tokens are apart, so that no page of another site can act by a browser's cookie."""
    browser = client(Role.ADMINISTRATOR)
    assert browser.get("/queue").status_code == 200
    assert browser.get("/api/v1/items").status_code == 401
    assert browser.post("/api/v1/items/1/confirm", json={"version": 0}).status_code == 401
    program = calls(Role.HANDLER)
    assert program.get("/items").status_code == 200
    assert program.get("http://testserver/queue").status_code == 303


def test_the_secret_is_shown_once_and_kept_as_a_digest(world, calls):
    """Nothing in the ledger opens the API; that a token was made and by whom is in the audit log."""
    world.person("ada", Role.HANDLER, None)
    number, token = tokens.create(world.database, "ada", "crm", [Scope.READ], by="boss")
    assert token.startswith(f"postroom_{number}_")
    row = world.row(schema.token, number)
    assert not any(token.rsplit("_", 1)[1] in str(value) for value in row.values())
    assert world.audited(f"token:{number}") == [("token made", "boss")]


@pytest.mark.parametrize("spoil", ["", "x", "postroom_1_", "postroom_0_" + "a" * 43, "postroom_999_" + "a" * 43])
def test_what_is_no_token_opens_nothing(world, calls, spoil):
    """Neither rubbish, nor an unknown number, nor a right number with a wrong secret."""
    world.person("ada", Role.HANDLER, None)
    number, token = tokens.create(world.database, "ada", "crm", [Scope.READ], by="boss")
    program = calls()
    for given in (spoil, f"postroom_{number}_" + "a" * 43, token + "a", token[:-1], token.swapcase()):
        answer = program.get("/me", headers={"Authorization": f"Bearer {given}"})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    assert program.get("/me", headers={"Authorization": token}).status_code == 401
    assert program.get("/me", headers={"Authorization": f"Basic {token}"}).status_code == 401


def test_revoking_ending_closing_and_a_lower_role_take_effect_at_once(world, calls):
    """A token reaches never further than its owner does at this moment."""
    world.person("boss", Role.ADMINISTRATOR, None)
    program = calls(Role.SUPERVISOR, name="ada")
    assert program.get("/board").status_code == 200
    with world.database.write() as connection:
        who = people.by_sign_in(connection, "ada")
        people.change(connection, who.id, role=Role.VIEWER, by="boss")
    assert program.get("/board").status_code == 403
    assert program.get("/items").status_code == 200
    with world.database.write() as connection:
        people.change(connection, who.id, disabled=True, by="boss")
    assert program.get("/items").status_code == 401
    with world.database.write() as connection:
        people.change(connection, who.id, disabled=False, by="boss")
    assert program.get("/items").status_code == 200
    later(timedelta(days=366))
    assert program.get("/items").status_code == 401
    clock.drive(None)
    with world.database.write() as connection:
        kept.revoke(connection, 1, "boss")
    assert program.get("/items").status_code == 401
    assert ("token revoked", "boss") in world.audited("token:1")


def test_a_token_is_refused_more_than_its_owner_may(world):
    """Scopes are bounded by the role; nobody, nothing, or for ever is refused too."""
    world.person("vera", Role.VIEWER, None)
    for sign_in, name, scopes, days in [
        ("vera", "x", [Scope.ACT], 1), ("vera", "x", [Scope.READ, Scope.AUDIT], 1), ("nobody", "x", [Scope.READ], 1),
        ("vera", " ", [Scope.READ], 1), ("vera", "x", [], 1), ("vera", "x", [Scope.READ], 0),
        ("vera", "x", [Scope.READ], 731),
    ]:  # fmt: skip
        with pytest.raises(errors.Error):
            tokens.create(world.database, sign_in, name, scopes, days=days, by="boss")


def test_calls_are_limited_by_token_and_strangers_by_their_address(world, calls):
    """One program cannot keep the others from their work, nor a guesser fill the log of the ledger."""
    app = create(world.flow, Settings(api_calls_a_minute=3))
    world.person("ada", Role.HANDLER, None)
    heads = [
        {"Authorization": f"Bearer {tokens.create(world.database, 'ada', 'x', [Scope.READ], by='t')[1]}"}
        for _ in range(2)
    ]
    with TestClient(app) as browser:
        statuses = [browser.get("/api/v1/me", headers=heads[0]).status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        assert browser.get("/api/v1/me", headers=heads[1]).status_code == 200
        assert browser.get("/api/v1/me", headers=heads[0]).headers["retry-after"] == "60"
        strange = [browser.get("/api/v1/me").status_code for _ in range(31)]
        assert strange == [401] * 30 + [429]
        assert browser.get("/api/v1/me", headers=heads[1]).status_code == 200
    later(timedelta(minutes=2))
    with TestClient(app) as browser:
        assert browser.get("/api/v1/me", headers=heads[0]).status_code == 200


def test_that_a_token_is_used_shows(world, calls):
    """The list of tokens tells when each was last used, to the minute."""
    program = calls(Role.HANDLER)
    assert world.row(schema.token, 1)["used"] is None
    program.get("/me")
    first = world.row(schema.token, 1)["used"]
    program.get("/me")
    assert world.row(schema.token, 1)["used"] == first


def test_bodies_are_json_of_a_known_length_and_bounded(world, calls):
    """Nothing a plain form of another site can send is taken, and no body without end."""
    item = world.mail()
    program = calls(Role.HANDLER)
    path = f"/items/{item}/confirm"
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""):
        answer = program.post(path, content=b'{"version": 0}', headers={"Content-Type": kind})
        assert answer.status_code == 415, kind
    long = program.post(f"/items/{item}/dismiss", json={"reason": "x" * 1_000_001})
    assert long.status_code == 413
    drip = program.post(path, content=iter([b'{"version": 0}']), headers={"Content-Type": "application/json"})
    assert drip.status_code == 411
    assert program.post(path, content=b'{"version"', headers={"Content-Type": "application/json"}).status_code == 422
    assert world.flow.acts == []
    for answer in (long, drip):
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_api_can_be_turned_off(world):
    """Who needs no API serves none."""
    with TestClient(create(world.flow, Settings(api=False))) as browser:
        assert browser.get("/api/v1/openapi.json").status_code == 404


def test_a_bug_shows_no_secrets(world, calls, monkeypatch):
    """An unexpected failure is a problem without a traceback or personal data."""
    program = calls(Role.HANDLER)
    monkeypatch.setattr("ingest.store.desk_queue.waiting", lambda *_, **__: 1 / 0)
    calm = TestClient(program.app, raise_server_exceptions=False, headers=dict(program.headers))
    answer = calm.get("/api/v1/items")
    assert answer.status_code == 500
    assert answer.json()["title"] == "Our mistake"
    assert "ZeroDivision" not in answer.text
