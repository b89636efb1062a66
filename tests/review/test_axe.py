"""axe-core looks at every page as people see it: in both languages, light and dark. The pages are those of the route
table and of the templates, so that a new page cannot be forgotten."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from ingest import review
from ingest.model import Delivery
from ingest.review.app import doors
from ingest.review.render import Pages
from ingest.review.settings import OidcSettings, Settings
from ingest.store import complaints, schema, suppressions
from ingest.store.people import Role
from tests.review.conftest import PASSWORD, Served, prefer_in
from tests.servers.provider import Provider

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES = {
    "type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}  # fmt: skip
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """async (rules) => {
    const told = (one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`;
    return (await axe.run(document, {iframes: false, runOnly: rules})).violations.map(told);
}"""
PAGES: dict[str, tuple[str, ...]] = {
    "/sign-in": ("/sign-in", "/sign-in?out=1"),
    "/account": ("/account",),
    "/": ("/",),
    "/queue": ("/queue", "/queue?medium=letter", "/queue?words=zzzz", "/queue?done=1"),
    "/quarantine": ("/quarantine",),
    "/items/{item:int}": (
        "/items/{item}", "/items/{item}?view=text", "/items/{mail}?view=html", "/items/{mail}?view=head",
        "/items/{held}", "/items/{whole}", "/items/{part}",
    ),
    "/items/{item:int}/beside": ("/items/{item}/beside?with={mail}",),
    "/together": ("/together?item={item}&item={whole}",),
    "/replies": ("/replies",),
    "/complaints/{complaint:int}": ("/complaints/{complaint}", "/complaints/{closed}"),
    "/print": ("/print",),
    "/post": ("/post", "/post?days=31&taken=2"),
    "/board": ("/board",),
    "/suppressions": ("/suppressions",),
    "/search": ("/search?q=Marlowe", "/search?q=zzzz"),
    "/people": ("/people",),
    "/audit": ("/audit?check=1",),
    "/subjects": ("/subjects?q=Marlowe",),
    "/subjects/retention": ("/subjects/retention?days=30",),
    "/programs": ("/programs",),
    "/help": ("/help",),
    "/survey/{reference}/{token}": ("/survey/PR-26-00042-9/signed", "/survey/PR-26-00042-9/guessed"),
    "/complain": ("/complain",),
}  # fmt: skip
IN_PASSING = {"/sign-in/link/{secret}", "/complain/received/{token}"}  # looked at where a person comes by
NO_PAGE = {  # files, figures, and doors that only lead on
    "/health", "/metrics", "/sign-in/oidc", "/sign-in/oidc/back", "/sign-in/oidc/out", "/queue/next",
    "/items/{item:int}/pages/{page:int}.jpg", "/items/{item:int}/words/{page:int}", "/items/{item:int}/text",
    "/items/{item:int}/mail", "/items/{item:int}/original", "/replies/{reply:int}/content",
    "/complaints/{complaint:int}/file.pdf", "/post/separators.pdf", "/board/complaints.csv",
}  # fmt: skip


def test_every_door_of_the_route_table_is_looked_at_or_no_page():
    """Whoever adds a page adds it here, or this fails."""
    ways = {door.path for door in doors(Settings(public_form=True)) if door.method == "GET"}
    assert ways == PAGES.keys() | IN_PASSING | NO_PAGE


def page_templates() -> set[str]:
    """The templates that are whole pages."""
    folder = Path(review.__file__).parent / "html"
    return {path.name for path in folder.glob("*.html") if 'extends "base.html"' in path.read_text("utf-8")}


@pytest.fixture
def town(world):
    """A ledger in which every page has something to show."""
    item = world.letter(pages=2)
    mail = world.mail(html="<p>My boiler</p>", locked_by="handler")
    complaint = world.row(schema.item, item)["complaint_id"]
    world.reply(Delivery.UNCERTAIN, complaint_id=complaint)
    world.reply(Delivery.TO_PRINT, channel="letter")
    world.item(state="QUARANTINED", reason="locked", name="locked.pdf", remedy="Ask for another copy.")
    held = world.item(state="HELD", name="who.pdf")
    closed = world.complaint("PR-26-00009-8")
    whole, part = world.letter(), world.letter()
    world.flow.together([whole, part], [0, 0], "handler")
    with world.database.write() as connection:
        complaints.close(connection, closed, "handler", "apologised")
        suppressions.add(connection, "gone@example.org", "came back: 5.1.1", "postroom")
    return {"item": item, "mail": mail, "complaint": complaint, "held": held, "closed": closed, "whole": whole,
            "part": part}  # fmt: skip


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    made = Provider()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def served(world, provider) -> Iterator[Served]:
    """The pages of `world`, with a provider to sign in by."""
    oidc = OidcSettings(issuer=provider.issuer, client_id="postroom", client_secret="s3cret", name="Example ID")
    running = Served(world, oidc=oidc)
    yield running
    running.stop()


class Looker:
    """A browser page, and what axe-core has found wrong on it so far."""

    def __init__(self, page, served: Served) -> None:
        self.page, self.served = page, served
        self.wrong: list[str] = []

    def go(self, address: str) -> None:
        self.page.goto(self.served.url(address))
        self.look(address)

    def look(self, name: str) -> None:
        """Every rule in light colours, and what depends on colours once more in dark ones."""
        self.page.evaluate(AXE)
        for theme, rules in (("light", RULES), ("dark", COLOURS)):
            self.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            self.wrong += [f"{name} {theme} {one}" for one in self.page.evaluate(RUN, rules)]


@pytest.mark.chromium
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "it"])
def test_axe_finds_nothing_on_any_page(chromium, served, town, monkeypatch, language):
    """No page breaks a rule of WCAG 2.2 AA that a machine can check."""
    shown: set[str] = set()
    render = Pages.render

    def noted(self, template: str, *args, **values) -> str:
        shown.add(template)
        return render(self, template, *args, **values)

    monkeypatch.setattr(Pages, "render", noted)
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    looker = Looker(context.new_page(), served)
    sign_in(looker, language)
    for addresses in PAGES.values():
        for address in addresses:
            looker.go(address.format(**town))
    assert looker.page.locator("html").get_attribute("lang") == language
    forms_that_answer_with_a_page(looker, town)
    complaining(looker)
    an_edit_that_is_kept(looker, town)
    context.close()
    assert looker.wrong == []
    assert page_templates() - shown == set(), "a page nobody came by"


def sign_in(looker: Looker, language: str) -> None:
    page, world = looker.page, looker.served.world
    world.person("administrator", Role.ADMINISTRATOR)
    page.goto(looker.served.url("/sign-in"))
    page.click(f'.preferences button[name="language"][value="{language}"]')
    page.fill("#sign_in", "administrator")
    page.fill("#password", "wrong")
    page.click("button.main")
    looker.look("a wrong password")
    looker.served.enter(page, Role.HANDLER, seen=lambda: looker.look("a link to sign in"))
    prefer_in(page, language=language)
    page.click(".menu summary")
    page.click(".menu form[action='/sign-out'] button")
    page.fill("#sign_in", "administrator")
    page.fill("#password", PASSWORD)
    page.click("button.main")
    page.wait_for_url("**/queue")
    prefer_in(page, language=language, theme="light")


def forms_that_answer_with_a_page(looker: Looker, town: dict[str, int]) -> None:
    page, url = looker.page, looker.served.url
    page.goto(url(f"/complaints/{town['complaint']}"))
    page.fill("textarea#text", "A plumber comes.")
    page.click("form[action$='preview#preview'] button")
    looker.look("a preview")
    page.goto(url("/programs"))
    page.fill("#name", "crm")
    page.click("form[action='/programs'] button.main")
    looker.look("a new token")
    page.goto(url("/people"))
    page.fill("#sign_in", "bo")
    page.fill("#name", "Bo Lind")
    page.click("form[action='/people'] button.main")
    looker.look("a new person's link")
    page.goto(url(f"/items/{town['mail']}"))
    page.wait_for_selector(".finding.current")
    page.keyboard.press("e")
    page.keyboard.type("nonsense")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding.mistaken")
    looker.look("a refused value")


def complaining(looker: Looker) -> None:
    page, url = looker.page, looker.served.url
    page.goto(url("/complain"))
    page.click("main form button.main")
    looker.look("a form with mistakes")
    page.fill("#summary", "No water")
    page.fill("#email", "ada@example.org")
    page.click("main form button.main")
    page.wait_for_url("**/complain/received/**")
    looker.look("a complaint that was taken")
    page.goto(url("/survey/PR-26-00042-9/signed"))
    page.click("button[value='4']")
    looker.look("thanks for an answer")
    for _ in range(looker.served.settings.forms_an_hour):
        page.request.post(url("/survey/PR-26-00042-9/signed"), form={"score": "4"})
    page.goto(url("/survey/PR-26-00042-9/signed"))
    page.click("button[value='4']")
    looker.look("too many forms")


def an_edit_that_is_kept(looker: Looker, town: dict[str, int]) -> None:
    """The session ends in the middle of an edit, which is kept while its owner signs in again, or goes to do so."""
    page = looker.page
    page.goto(looker.served.url(f"/complaints/{town['complaint']}"))
    note_without_a_session(looker)
    looker.look("an ended session")
    page.fill("#sign_in", "administrator")
    page.fill("#password", PASSWORD)
    page.click("button.main")
    looker.look("a kept edit")
    page.click("button.main")
    page.wait_for_url(f"**/complaints/{town['complaint']}")
    note_without_a_session(looker)
    page.click("form[action='/sign-in/oidc'] button")
    looker.look("on the way to the provider")


def note_without_a_session(looker: Looker) -> None:
    looker.page.fill("#note", "She rang twice.")
    with looker.served.world.database.write() as connection:
        connection.execute(schema.session.delete())
    looker.page.click("form[action$='/notes'] button")
