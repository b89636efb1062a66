"""axe-core looks at every page as people see it: in both languages, light and dark, on the desk and on a tablet."""

from importlib.resources import files

import pytest

from ingest.model import Delivery
from ingest.store import complaints, schema
from ingest.store.people import Role
from tests.review.conftest import prefer_in

pytestmark = [pytest.mark.chromium, pytest.mark.slow]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => {
    const told = (one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`;
    return (await axe.run(document, {iframes: false, runOnly: rules})).violations.map(told);
}"""


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
    with world.database.write() as connection:
        complaints.close(connection, closed, "handler", "apologised")
    return {"item": item, "mail": mail, "complaint": complaint, "held": held, "closed": closed}


def addresses(town: dict[str, int]) -> list[str]:
    item, mail, complaint = town["item"], town["mail"], town["complaint"]
    return [
        "/queue", "/queue?medium=letter", "/queue?words=zzzz", f"/items/{item}", f"/items/{item}?view=text",
        f"/items/{mail}?view=html", f"/items/{mail}?view=head", f"/items/{town['held']}",
        f"/items/{item}/beside?with={mail}", f"/complaints/{complaint}", f"/complaints/{town['closed']}", "/quarantine",
        "/replies", "/print", "/post",
        "/board", "/search?q=Marlowe", "/search?q=zzzz", "/people",
        "/subjects?q=Marlowe", "/subjects/retention?days=30", "/audit?check=1", "/account", "/help", "/nowhere",
        "/complain",
    ]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "it"])
def test_axe_finds_nothing_on_any_page(chromium, served, town, language, theme):
    """No page breaks a rule of WCAG 2.2 AA that a machine can check."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme)
    page = context.new_page()
    page.goto(served.url("/sign-in"))
    wrong = [f"/sign-in {one}" for one in looked_at(page)]
    served.enter(page, Role.ADMINISTRATOR)
    prefer_in(page, language=language, theme=theme)
    assert page.locator("html").get_attribute("lang") == language
    for address in addresses(town):
        page.goto(served.url(address))
        page.wait_for_load_state("networkidle")
        wrong += [f"{address} {one}" for one in looked_at(page)]
    page.goto(served.url(f"/complaints/{town['complaint']}"))
    page.fill("textarea#text", "A plumber comes.")
    page.click("form[action$='preview#preview'] button")
    wrong += [f"preview {one}" for one in looked_at(page)]
    context.close()
    assert wrong == []


def looked_at(page) -> list[str]:
    page.evaluate(AXE)
    return page.evaluate(RUN, RULES)
