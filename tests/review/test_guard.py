import re

import pytest
from starlette.testclient import TestClient

from ingest.review import bundle, show, signin
from ingest.review.app import create, doors
from ingest.review.rights import RIGHTS, Right
from ingest.review.settings import Settings
from ingest.store import people, schema
from ingest.store.database import Database
from ingest.store.people import Role
from tests.review.conftest import World, send, token

DOORS = doors(Settings(public_form=True))


@pytest.fixture(autouse=True)
def typeset(monkeypatch) -> list[str]:
    """What was handed to the typesetter, which takes seconds and has a test of its own; the doors are meant here."""
    handed: list[str] = []

    def set_(html: str) -> bytes:
        handed.append(html)
        return b"%PDF-1.7 set"

    monkeypatch.setattr(bundle, "typeset", set_)
    return handed


def filled(path: str) -> str:
    """A path with numbers for its parameters."""
    return re.sub(r"\{\w+(:int)?\}", "1", path)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """One small ledger for all doors, with somebody of every role."""
    folder = tmp_path_factory.mktemp("crowd")
    database = Database(f"sqlite:///{folder / 'ledger.db'}")
    schema.metadata.create_all(database.engine)
    world = World(database, folder)
    world.mail()
    for role in Role:
        world.person(role.value, role, None)
    yield world
    database.close()


@pytest.fixture(scope="module")
def crowd_app(crowd):
    return create(crowd.flow, Settings(base_url="http://testserver", public_form=True))


def entered(crowd, app, role):
    """A browser of somebody with this role, and the token of its session."""
    with crowd.database.read() as connection:
        who = people.by_sign_in(connection, role.value)
    cookie = signin.begin(crowd.database, Settings(), who, "test")
    csrf = signin.session(crowd.database, Settings(), cookie).csrf
    return TestClient(app, follow_redirects=False, cookies={"postroom": cookie}), csrf


@pytest.mark.parametrize("door", [one for one in DOORS if one.right], ids=lambda door: f"{door.method} {door.path}")
def test_every_door_asks_for_its_right(crowd, crowd_app, door):
    """Each route is closed to whoever lacks its right and open to whoever has it; nobody gets in unsigned."""
    nobody = TestClient(crowd_app, follow_redirects=False)
    answer = nobody.request(door.method, filled(door.path))
    assert answer.status_code == 303 or 'action="/sign-in"' in answer.text
    for role in Role:
        browser, csrf = entered(crowd, crowd_app, role)
        data = {"csrf": csrf} if door.method == "POST" else None
        answer = browser.request(door.method, filled(door.path), data=data)
        allowed = door.right in RIGHTS[role]
        assert (answer.status_code == 403) is not allowed, (role, answer.status_code)
        assert answer.status_code != 500


def test_the_file_for_the_ombudsman_is_set_only_for_those_who_may_see_it(crowd, crowd_app, typeset):
    """Everybody signed in gets the file that was typeset from the complaint; nobody else has anything set."""
    assert TestClient(crowd_app, follow_redirects=False).get("/complaints/1/file.pdf").status_code == 303
    assert typeset == []
    for number, role in enumerate(Role, 1):
        browser, _ = entered(crowd, crowd_app, role)
        answer = browser.get("/complaints/1/file.pdf")
        assert (answer.status_code, answer.content) == (200, b"%PDF-1.7 set")
        assert len(typeset) == number
    assert all("Broken boiler" in html for html in typeset)


def test_only_a_few_doors_are_open_to_everybody():
    """What needs no sign-in is a short list, known by heart."""
    open_doors = {door.path for door in DOORS if door.right is None}
    assert open_doors == {
        "/health", "/metrics", "/sign-in", "/sign-in/link/{secret}", "/sign-in/oidc", "/sign-in/oidc/back",
        "/sign-in/oidc/out", "/preferences", "/complain",
        "/complain/received/{token}", "/survey/{reference}/{token}",
    }  # fmt: skip


def test_rights_are_as_the_roles_say():
    """Viewers and auditors change nothing, and only administrators look after people."""
    assert Right.ACT not in RIGHTS[Role.VIEWER] | RIGHTS[Role.AUDITOR]
    assert [role for role in Role if Right.PEOPLE in RIGHTS[role]] == [Role.ADMINISTRATOR]
    assert {role for role in Role if Right.AUDIT in RIGHTS[role]} == {Role.ADMINISTRATOR, Role.AUDITOR}


def test_nothing_changes_without_the_token_or_from_elsewhere(world, client):
    """A change without this session's token, or started by another site, is refused."""
    item = world.mail()
    browser = client(Role.HANDLER)
    address = f"/items/{item}/confirm"
    good = {"csrf": token(browser.get("/account")), "version": 0}
    assert browser.post(address, data={"version": 0}).status_code == 403
    assert browser.post(address, data={"csrf": "x", "version": 0}).status_code == 403
    assert browser.post(address, data=good, headers={"origin": "https://evil.example"}).status_code == 403
    assert browser.post(address, data=good, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.get(address).status_code == 405
    assert world.flow.acts == []
    assert browser.post(address, data=good, headers={"origin": "http://testserver"}).status_code == 303


def test_looking_changes_nothing_but_the_audit_log(world, client):
    """No page changes post by being opened."""
    item = world.mail()
    before = world.row(schema.item, item)
    browser = client(Role.ADMINISTRATOR)
    for door in DOORS:
        if door.method == "GET":
            browser.get(filled(door.path))
    assert world.row(schema.item, item) == before
    assert world.flow.acts == []


def test_every_page_carries_the_headers_that_protect(world, client):
    """Strict policy, no sniffing, no framing, no referrer elsewhere, no caching of personal data."""
    item = world.mail()
    browser = client(Role.ADMINISTRATOR)
    for address in ("/queue", f"/items/{item}", "/nowhere", "/sign-in", "/quarantine"):
        headers = browser.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


def test_no_page_has_inline_script_or_style(world, client):
    """The policy would stop it anyway; the pages do not need it."""
    item = world.letter()
    browser = client(Role.ADMINISTRATOR)
    for door in DOORS:
        if door.method != "GET":
            continue
        page = browser.get(filled(door.path).replace("/1", f"/{item}"))
        if "html" not in page.headers.get("content-type", "") or door.path.endswith("/mail"):
            continue
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style|javascript:", page.text), door.path


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
    "<svg/onload=alert(1)><animate onbegin=alert(1)>",
    '<form action="https://evil.example"><button formaction="javascript:alert(1)">x</button></form>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<style>@import url(https://evil.example/x.css);body{background:url(https://evil.example)}</style>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<img src='https://evil.example/pixel.gif'>",
    "<img src='https://evil.example/pixel.gif",
    "<link rel=stylesheet href=https://evil.example>",
    "<object data=https://evil.example></object><embed src=https://evil.example>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<table background='https://evil.example'><td background=//evil.example>x",
    "<video src=//evil.example poster=//evil.example></video>",
    "</body></html><script>alert(1)</script>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_comes_out_inert(html):
    """No script, handler, address, form or frame of a mail survives."""
    clean = show.inert(html)
    assert not re.search(r"evil|script|\bon\w+\s*=|href|src|style|<(svg|form|iframe|meta|base|img|object|input)", clean)


def test_the_mail_frame_may_do_nothing(world, client):
    """Mail HTML is served alone, sandboxed, under a policy that loads nothing."""
    item = world.mail(html="<p>Hello <b>there</b><script>alert(1)</script>")
    browser = client(Role.VIEWER)
    frame = browser.get(f"/items/{item}/mail")
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox;" in policy
    assert "unsafe" not in policy
    assert "Hello <b>there</b>" in frame.text
    page = browser.get(f"/items/{item}?view=html").text
    assert f'sandbox src="/items/{item}/mail"' in page


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "a\u202eb"]
)
def test_names_and_subjects_are_only_ever_text(world, client, payload):
    """File name, subject and sender are shown as written, escaped; direction marks are made visible."""
    item = world.mail(subject=payload, name=payload)
    complaint = world.row(schema.item, item)["complaint_id"]
    with world.database.write() as connection:
        connection.execute(schema.complaint.update().values(complainant=payload))
    browser = client(Role.ADMINISTRATOR)
    for address in (f"/items/{item}", "/queue", f"/complaints/{complaint}"):
        page = browser.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page
        assert payload != "{{ 7 * 7 }}" or "{{ 7 * 7 }}" in page


def test_a_download_has_a_name_of_ours_and_opens_nowhere(world, client):
    """Originals come as attachments with a generated name and no type a browser would run."""
    item = world.mail(name='../../evil".html')
    answer = client(Role.VIEWER).get(f"/items/{item}/original")
    assert answer.headers["content-disposition"] == f'attachment; filename="item-{item}.bin"'
    assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "\\\\evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(world, client, address):
    """`next` only ever leads to a page of ours."""
    from tests.review.conftest import PASSWORD

    world.person("ada", Role.HANDLER)
    answer = client().post("/sign-in", data={"sign_in": "ada", "password": PASSWORD, "next": address})
    assert answer.headers["location"] in ("/", "/evil.example")


def test_a_bug_in_a_page_shows_no_secrets(world, client, monkeypatch):
    """An unexpected failure answers 500 with words for people, without a traceback."""
    browser = client(Role.HANDLER)
    monkeypatch.setattr("ingest.store.desk_queue.waiting", lambda *_, **__: 1 / 0)
    calm = TestClient(browser.app, raise_server_exceptions=False, cookies=browser.cookies)
    answer = calm.get("/queue")
    assert answer.status_code == 500
    assert "Nothing was lost" in answer.text
    assert "ZeroDivision" not in answer.text


def test_settling_a_reply(world, client):
    """A person says what became of an uncertain reply; nothing else is taken for an answer."""
    from ingest.model import Delivery

    reply = world.reply(Delivery.UNCERTAIN)
    browser = client(Role.HANDLER)
    page = browser.get("/replies")
    assert "451 connection lost" in page.text
    assert send(browser, f"/replies/{reply}", how="whatever").status_code == 422
    send(browser, f"/replies/{reply}", how="delivered")
    assert ("settle", reply, "handler", "delivered") in world.flow.acts
    assert "No reply needs you" in browser.get("/replies").text


def test_health_and_metrics_need_no_sign_in(world, settings):
    """Watchers see whether all is well: 200 or 503, and the counters."""
    state = {"well": True}
    app = create(
        world.flow, settings, health=lambda: (state["well"], {"late": []}), metrics=lambda: b"postroom_items 3\n"
    )
    browser = TestClient(app)
    assert browser.get("/health").json() == {"ok": True, "late": []}
    state["well"] = False
    assert browser.get("/health").status_code == 503
    assert browser.get("/metrics").text == "postroom_items 3\n"
