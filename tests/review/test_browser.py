"""The pages as people use them, in a real browser."""

from datetime import timedelta

import pytest

from ingest import clock
from ingest.model import Delivery
from ingest.store import desk, schema
from ingest.store.people import Role
from tests.review.conftest import PASSWORD
from tests.review.test_guard import HOSTILE

pytestmark = pytest.mark.chromium


@pytest.fixture
def page(chromium, served):
    """A signed-in page that fails the test on a script error, a dialog, or a request to anywhere else."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
    page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: request.url.startswith(served.settings.base_url) or trouble.append(request.url))
    page.on("console", lambda told: told.type == "error" and "409" not in told.text and trouble.append(told.text))
    served.enter(page, Role.HANDLER)
    page.trouble = trouble
    yield page
    context.close()
    assert trouble == []


def verdicts(world, item):
    return {kind: row["verdict"] for kind, row in world.findings(item).items()}


def test_a_right_item_takes_one_key(page, served, world):
    """Enter confirms all that is left and opens the next item."""
    first = world.mail(due=clock.now() + timedelta(hours=1))
    second = world.mail(due=clock.now() + timedelta(hours=2))
    page.goto(served.url(f"/items/{first}"))
    page.wait_for_selector(".finding.current")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/items/{second}")
    assert set(verdicts(world, first).values()) == {"confirmed"}
    assert world.row(schema.item, first)["reviewed_by"] == "handler"


def test_keys_judge_findings_and_move_on(page, served, world):
    """The doubtful finding has the focus; a, x and u judge, the next one is chosen by itself."""
    item = world.mail()
    page.goto(served.url(f"/items/{item}"))
    page.wait_for_selector(".finding.doubtful.current")
    page.keyboard.press("a")
    page.wait_for_selector(".finding.confirmed")
    assert verdicts(world, item)["date_time"] == "confirmed"
    page.wait_for_selector(".finding.current:not(.confirmed)")
    page.keyboard.press("x")
    page.wait_for_selector(".finding.rejected")
    assert verdicts(world, item)["phone_number"] == "rejected"
    page.keyboard.press("u")
    page.wait_for_selector(".finding.rejected", state="detached")
    assert verdicts(world, item)["phone_number"] is None


def test_a_wrong_date_is_corrected_by_clicking_its_words_on_the_scan(page, served, world):
    """Point at words (w), drag over them, Enter to save, Enter to confirm: four keys or fewer."""
    item = world.letter()
    page.goto(served.url(f"/items/{item}"))
    page.wait_for_selector(".finding.doubtful.current")
    page.evaluate("() => Promise.all(Array.from(document.images).map((image) => image.decode()))")
    page.keyboard.press("k")  # up to the name, whose value is to become other words
    page.keyboard.press("k")
    page.wait_for_selector('.finding.current .value[value="Ada Marlowe"]')
    page.keyboard.press("w")
    point_at(page, world, item, "Tom", "Haverley")
    page.wait_for_selector(".finding.changed .value:focus")
    assert page.locator(".finding.changed .value").input_value() == "Tom Haverley"
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding.corrected")
    name = world.findings(item)["person_name"]
    assert (name["value"], name["found_value"]) == ("Tom Haverley", "Ada Marlowe")


def point_at(page, world, item: int, first: str, last: str) -> None:
    """Drag the pointer over the words from `first` to `last` on the first page of a scan."""
    box = page.locator("figure.page .paper").first.bounding_box()
    scale = box["width"] / 1240
    with world.database.read() as connection:
        reading = desk.reading_of(connection, item)
    start, end = (next(w.box for w in reading.words if reading.text[w.start : w.end] == word) for word in (first, last))
    page.mouse.move(box["x"] + (start[0] + 2) * scale, box["y"] + (start[1] + start[3]) / 2 * scale)
    page.mouse.down()
    page.mouse.move(box["x"] + (end[2] - 4) * scale, box["y"] + (end[1] + end[3]) / 2 * scale, steps=4)
    page.mouse.up()


def test_nonsense_shows_its_reason_beside_the_field_and_keeps_what_was_typed(page, served, world):
    """A refused value stays in its field, focused, with the reason under it."""
    item = world.mail()
    page.goto(served.url(f"/items/{item}"))
    page.wait_for_selector(".finding.doubtful.current")
    page.keyboard.press("e")
    page.keyboard.type("the day after")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding.mistaken .problem")
    assert page.locator(".finding.mistaken .value").input_value() == "the day after"
    assert page.evaluate("document.activeElement.classList.contains('value')")
    page.trouble[:] = [words for words in page.trouble if "422" not in words]


def test_two_people_on_one_item(page, served, world, chromium):
    """The second to save is told who was faster, keeps the entry, and can save it on top."""
    item = world.mail()
    page.goto(served.url(f"/items/{item}"))
    page.wait_for_selector(".finding.doubtful.current")
    page.keyboard.press("e")
    page.keyboard.type("2026-03-05")
    context = chromium.new_context()
    other = context.new_page()
    served.enter(other, Role.SUPERVISOR)
    other.goto(served.url(f"/items/{item}"))
    other.wait_for_selector(".finding.current")
    assert "handler has this item open" in other.inner_text("#lock")
    other.keyboard.press("a")
    other.wait_for_selector(".finding.confirmed")
    context.close()
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding.mistaken")
    assert page.locator(".finding.mistaken .value").input_value() == "2026-03-05"
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding.corrected")
    assert world.findings(item)["date_time"]["value"] == "2026-03-05"


def test_hostile_mail_trips_no_wire(page, served, world):
    """The whole corpus of hostile HTML, formatted and as text: no dialog, no request elsewhere, no navigation."""
    item = world.mail(html="".join(HOSTILE), subject=HOSTILE[0], name=HOSTILE[1])
    for view in ("html", "text", "head"):
        page.goto(served.url(f"/items/{item}?view={view}"))
        page.wait_for_timeout(300)
        assert page.url == served.url(f"/items/{item}?view={view}")
    page.goto(served.url("/queue"))
    assert page.locator("script:not([src])").count() == 0


def test_a_batch_is_split_by_hand(page, served, world):
    """A scan with two letters: open the box, say which pages are which, press the button."""
    item = world.letter(pages=3)
    page.goto(served.url(f"/items/{item}"))
    page.click("text=Are there several letters in it")
    page.fill("textarea#letters", "1-2\n3")
    page.click("text=Split it")
    page.wait_for_load_state("networkidle")
    assert ("part", item, [[1, 2], [3]], "handler", 0) in world.flow.acts


def test_two_scans_are_put_together_in_the_post_room(page, served, world):
    """Tick both, see what comes of it in the order of the pages, turn it round, press the button; take it back."""
    first, second = world.letter(), world.letter(pages=2)
    page.goto(served.url("/post?days=2"))
    page.check(f'input[name=item][value="{first}"]')
    page.check(f'input[name=item][value="{second}"]')
    page.click("text=Put the ticked scans together")
    page.wait_for_selector(".pile img")
    assert page.locator(".pile li").all_inner_texts()[0].startswith(f"#{first}")
    assert "All pages stand in item" in page.inner_text("main")
    page.click("text=The other way round")
    page.wait_for_url("**/together?order=given**")
    assert page.locator(".pile li").all_inner_texts()[0].startswith(f"#{second}")
    page.click("button:has-text('Put them together')")
    page.wait_for_url(f"**/items/{first}")
    assert ("together", [second, first], [0, 0], "handler") in world.flow.acts
    assert page.locator("figure.page").count() == 3
    page.click("text=Take them apart again")
    page.wait_for_load_state("networkidle")
    assert ("apart", first, "handler", 1) in world.flow.acts


def test_a_page_is_put_to_the_letter_before_it_on_the_item_page(page, served, world):
    """The number of the scan that came just before is there already; the preview shows its pages first."""
    before, item = world.letter(), world.letter()
    page.goto(served.url(f"/items/{item}"))
    page.click("text=Is it a part of another letter?")
    assert page.locator("#other").input_value() == str(before)
    page.click("text=Show what comes of it")
    page.wait_for_selector(".pile img")
    assert [one.split(" ")[0] for one in page.locator(".pile li").all_inner_texts()] == [f"#{before}", f"#{item}"]


class Keys:
    """The keyboard of a page, with a count of what was pressed; a word typed counts each of its signs."""

    def __init__(self, page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)


def test_an_item_with_one_wrong_date_takes_four_keys_or_fewer(page, served, world):
    """The wrong date has the focus: w, point at the right words, Enter to save, Enter to confirm: three keys."""
    item = world.letter(due=clock.now() + timedelta(hours=1))
    with world.database.write() as connection:
        wrong = schema.finding.update().where(schema.finding.c.kind == "date_time")
        connection.execute(wrong.values(value="2026-03-09"))
    page.goto(served.url(f"/items/{item}"))
    page.wait_for_selector(".finding.doubtful.current")
    page.evaluate("() => Promise.all(Array.from(document.images).map((image) => image.decode()))")
    keys = Keys(page)
    keys.press("w")
    point_at(page, world, item, "3", "2026.")
    page.wait_for_selector(".finding.changed .value:focus")
    page.evaluate("document.activeElement.value = '2026-03-03'")  # the stand-in reads no words, only ISO dates
    keys.press("Enter")
    page.wait_for_selector(".finding.corrected")
    page.wait_for_selector(".finding.current:not(.corrected)")
    keys.press("Enter")
    page.wait_for_url("**/queue?done=1")
    assert keys.pressed <= 4
    date = world.findings(item)["date_time"]
    assert (date["value"], date["found_value"], date["verdict"]) == ("2026-03-03", "2026-03-09", "corrected")
    assert world.row(schema.item, item)["reviewed_by"] == "handler"


def test_an_edit_survives_the_end_of_the_session(page, served, world):
    """The session ends in the middle of an edit: after signing in again the edit is shown, saved with one button."""
    item = world.mail()
    page.goto(served.url(f"/items/{item}"))
    page.wait_for_selector(".finding.doubtful.current")
    page.keyboard.press("e")
    page.keyboard.type("2026-03-05")
    world.password("handler")
    with world.database.write() as connection:
        connection.execute(schema.session.delete())
    page.keyboard.press("Enter")
    page.wait_for_selector("input#password")
    assert "What you were about to save is kept" in page.inner_text("main")
    page.fill("#sign_in", "handler")
    page.fill("#password", PASSWORD)
    page.click("button.main")
    page.wait_for_selector("text=You are signed in again")
    assert "2026-03-05" in page.inner_text("main")
    page.click("text=Save it now")
    page.wait_for_selector(".finding.corrected")
    assert world.findings(item)["date_time"]["value"] == "2026-03-05"


def test_an_uncertain_reply_is_answered(page, served, world):
    """A person says that the reply was delivered, and it leaves the list."""
    reply = world.reply(Delivery.UNCERTAIN)
    page.goto(served.url("/replies"))
    page.click("text=It was delivered")
    page.wait_for_selector("text=No reply needs you")
    assert ("settle", reply, "handler", "delivered") in world.flow.acts


def test_a_complaint_is_found_by_half_a_reference_and_answered(page, served, world):
    """Search, open, write, preview, send."""
    complaint = world.complaint("PR-26-00451-7")
    page.goto(served.url("/queue"))
    page.fill(".find input", "00451")
    page.keyboard.press("Enter")
    page.click("a.subject")
    page.wait_for_url(f"**/complaints/{complaint}")
    page.fill("textarea#text", "A plumber comes on Monday.")
    page.click("text=Preview")
    page.wait_for_selector(".preview")
    assert "A plumber comes on Monday." in page.inner_text(".preview .text")
    page.click("text=Send it")
    page.wait_for_selector("text=Recorded")
    assert [act for act in world.flow.acts if act[0] == "write"]


def test_a_missing_page_image_says_so(page, served, world):
    """A scan whose image is gone still opens, with words in its place."""
    item = world.letter()
    for path in (world.flow.images / str(item)).iterdir():
        path.unlink()
    page.goto(served.url(f"/items/{item}"))
    page.wait_for_selector(".paper.missing")
    page.trouble[:] = [words for words in page.trouble if "404" not in words]


@pytest.mark.parametrize("size", [(1400, 900), (700, 450), (820, 1180)], ids=["desk", "200 %", "tablet"])
def test_nothing_runs_out_of_the_window(page, served, world, size):
    """At 200 % zoom and on a tablet no page needs to be scrolled sideways."""
    item = world.letter(pages=2)
    complaint = world.row(schema.item, item)["complaint_id"]
    world.item(state="QUARANTINED", reason="locked", name="x" * 180 + ".pdf")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    together = f"/together?item={item}&item={world.letter()}"
    for path in (
        "/queue", f"/items/{item}", f"/complaints/{complaint}", "/quarantine", "/print", "/post", "/account", together,
    ):  # fmt: skip
        page.goto(served.url(path))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
