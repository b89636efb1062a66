import csv
import io
import re
from datetime import timedelta

import pytest

from ingest import clock
from ingest.model import Delivery, ReplyKind
from ingest.review.pages.board import defused
from ingest.store import audit, schema
from ingest.store.people import Role
from tests.review.conftest import send, token


def test_the_complaint_page_tells_what_happened(world, client):
    """Arrivals, replies with the truth about their delivery, clocks with their reasons and notes on one page."""
    item = world.mail()
    complaint = world.row(schema.item, item)["complaint_id"]
    world.reply(Delivery.UNCERTAIN, complaint_id=complaint)
    browser = client(Role.HANDLER)
    send(browser, f"/complaints/{complaint}/notes", text="She rang twice.\nBe kind.")
    page = browser.get(f"/complaints/{complaint}")
    for words in ("Broken boiler", "uncertain", "451 connection lost", "24 hours after arrival", "She rang twice."):
        assert words in page.text, words
    assert send(browser, f"/complaints/{complaint}/notes", text="  ").status_code == 422
    assert browser.get("/complaints/999").status_code == 404


def test_a_reply_is_previewed_before_it_is_sent(world, client):
    """The preview shows the whole message and records nothing; sending records it once."""
    complaint = world.complaint()
    browser = client(Role.HANDLER)
    page = send(browser, f"/complaints/{complaint}/preview", kind="update", text="We have sent <b>a plumber</b>.")
    assert "Dear Ms Marlowe," in page.text
    assert "We have sent &lt;b&gt;a plumber&lt;/b&gt;." in page.text
    assert not [act for act in world.flow.acts if act[0] == "write"]
    send(browser, f"/complaints/{complaint}/replies", kind="update", text="We have sent a plumber.")
    assert ("write", complaint, ReplyKind.UPDATE, "We have sent a plumber.", "handler") in world.flow.acts


def test_assigning_closing_and_opening_again(world, client):
    """Work is assigned to a colleague, closed with an outcome, and opened again."""
    complaint = world.complaint()
    browser = client(Role.HANDLER)
    send(browser, f"/complaints/{complaint}/assign", to="handler")
    assert world.row(schema.complaint, complaint)["assigned_to"] == "handler"
    assert send(browser, f"/complaints/{complaint}/assign", to="nobody").status_code == 422
    assert send(browser, f"/complaints/{complaint}/close", outcome="").status_code == 422
    send(browser, f"/complaints/{complaint}/close", outcome="boiler replaced")
    assert "boiler replaced" in browser.get(f"/complaints/{complaint}").text
    assert send(browser, f"/complaints/{complaint}/close", outcome="twice").status_code == 409
    send(browser, f"/complaints/{complaint}/reopen")
    assert world.row(schema.complaint, complaint)["state"] == "OPEN"


def test_call_records_that_fit_are_shown(world, client):
    """A contact told of in a letter stands beside the calls from that number on that day."""
    item = world.mail()
    complaint = world.row(schema.item, item)["complaint_id"]
    from datetime import UTC, datetime

    rows = [
        {"number": "+442079460018", "started": datetime(2026, 3, 3, 11, 5, tzinfo=UTC), "seconds": 240, "agent": "Tom"},
        {"number": "+442079460018", "started": datetime(2026, 2, 1, 9, 0, tzinfo=UTC), "seconds": 60, "agent": "Zelda"},
    ]
    with world.database.write() as connection:
        connection.execute(schema.call.insert(), rows)
    page = client(Role.VIEWER).get(f"/complaints/{complaint}").text
    assert "4 min, Tom" in page
    assert "Zelda" not in page


def test_letters_are_printed_as_one_and_marked_as_posted(world, client):
    """The chosen letters come as one PDF; marking them as posted meets their clocks."""
    import pypdfium2

    first, second = (world.reply(Delivery.TO_PRINT, channel="letter") for _ in range(2))
    browser = client(Role.HANDLER)
    assert "2 letters wait" in browser.get("/print").text
    data = {"csrf": token(browser.get("/account")), "letter": [first, second]}
    answer = browser.post("/print/batch", data=data)
    assert len(pypdfium2.PdfDocument(answer.content)) == 2
    assert ("printed", (first, second), "handler") in world.flow.acts
    browser.post("/print/posted", data=data)
    assert "Nothing to print" in browser.get("/print").text
    assert send(browser, "/print/batch").status_code == 422


def test_the_post_room_takes_files_in(world, client):
    """Dropped files become arrivals with their bytes; names lose their folders."""
    browser = client(Role.HANDLER)
    data = {"csrf": token(browser.get("/account"))}
    files = [("files", ("../../letter.pdf", b"%PDF-1.7 x")), ("files", ("C:\\scans\\two.tif", b"II*"))]
    answer = browser.post("/post", data=data, files=files)
    assert answer.headers["location"] == "/post?taken=2"
    assert [(one.name, one.content) for one in world.flow.taken] == [("letter.pdf", b"%PDF-1.7 x"), ("two.tif", b"II*")]
    world.mail()
    assert "Broken boiler" in browser.get("/post?days=7").text


def test_the_board_counts_and_draws(world, client):
    """Late clocks, what went straight through and accuracy by field are counted; each chart has its table."""
    item = world.mail()
    world.complaint(due=timedelta(hours=-1))
    world.item(review=False)
    browser = client(Role.SUPERVISOR)
    found = world.findings(item)["date_time"]["id"]
    send(browser, f"/items/{item}/findings/{found}", act="save", value="2026-03-05", role="incident", version=0)
    page = browser.get("/board?days=7").text
    assert "<strong>1</strong>clocks overdue" in page
    assert "<strong>50 %</strong>went straight through" in page
    assert page.count("<svg viewBox") >= 4
    assert page.count("<table>") == 6


def test_the_board_counts_days_in_the_local_zone(world):
    """What arrives just after local midnight belongs to the new day."""
    from datetime import UTC, datetime

    from ingest.store import desk_board

    world.item(received=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))  # 1 July, 00:30, in London
    clock.drive(lambda: datetime(2026, 7, 2, 12, 0, tzinfo=UTC))
    try:
        with world.database.read() as connection:
            board = desk_board.board(connection, days=3, zone="Europe/London")
    finally:
        clock.drive(None)
    assert [(str(day.day), day.email) for day in board.days] == [
        ("2026-06-30", 0),
        ("2026-07-01", 1),
        ("2026-07-02", 0),
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("Ada", "Ada"),
    ],
)
def test_spreadsheet_formulas_are_defused(value, written):
    """A cell a spreadsheet would run is written as text."""
    assert defused(value) == written


def test_the_export_holds_every_complaint_once(world, client):
    """The CSV has one row for each complaint, with formulas defused, and the export is audited."""
    world.complaint("PR-26-00001-1", complainant="=HYPERLINK(1)")
    world.complaint("PR-26-00002-2")
    text = client(Role.SUPERVISOR).get("/board/complaints.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["reference", "PR-26-00001-1", "PR-26-00002-2"]
    assert rows[1][3] == "'=HYPERLINK(1)"
    assert world.audited("complaints") == [("exported", "supervisor")]


def test_the_search_shows_what_matched_and_is_audited(world, client):
    """Each result shows the words that matched; the audit log knows that somebody searched, not for whom."""
    world.mail(complaint_id=world.complaint("PR-26-00451-7"))
    browser = client(Role.VIEWER)
    page = browser.get("/search", params={"q": "promised a visit"}).text
    assert "PR-26-00451-7" in page
    assert '<mark class="match">promised a visit</mark>' in page
    assert "Nothing fits" in browser.get("/search", params={"q": "<b>zz</b>"}).text
    assert world.audited("search") == [("searched", "viewer"), ("searched", "viewer")]


def test_administrators_look_after_people(world, client):
    """People are added with a one-time link, change role, are closed, and are signed out."""
    browser = client(Role.ADMINISTRATOR)
    page = send(browser, "/people", sign_in="Bo", name="Bo Lind", role="viewer")
    link = page.text.split('class="secret">')[1].split("<")[0].removeprefix("http://testserver")
    other = client()
    assert other.post(link).status_code == 303
    assert other.get("/queue").status_code == 200
    with world.database.read() as connection:
        from ingest.store import people

        person = people.by_sign_in(connection, "bo").id
    send(browser, f"/people/{person}", role="handler")
    assert send(other, "/queue/next") is not None
    send(browser, f"/people/{person}/sessions")
    assert other.get("/queue").status_code == 303
    send(browser, f"/people/{person}", role="handler", disabled="1")
    assert "closed" in browser.get("/people").text
    assert send(browser, "/people", sign_in="bo", name="Bo", role="viewer").status_code == 409
    assert send(browser, "/people", sign_in="two words", name="X", role="viewer").status_code == 422
    assert send(browser, "/people", sign_in="x", name="X", role="king").status_code == 422


def test_a_changed_audit_row_shows_on_the_page(world, client):
    """The chain is checked on the page, and a changed row is named."""
    browser = client(Role.AUDITOR)
    assert "The chain is whole" in browser.get("/audit?check=1").text
    with world.database.write() as connection:
        audit.record(connection, "closed", "complaint:1", actor="eve")
        broken = schema.audit.select().order_by(schema.audit.c.id.desc()).limit(1)
        row = connection.execute(broken).mappings().one()["id"]
        connection.execute(schema.audit.update().where(schema.audit.c.id == row).values(actor="ada"))
        audit.record(connection, "closed", "complaint:2", actor="eve")
    assert f"broken at row {row}" in browser.get("/audit?check=1").text
    assert "complaint:2" in browser.get("/audit?actor=eve").text


def test_an_item_without_an_address_asks_where_to_answer(world, client):
    """A letter whose sender cannot be answered yet asks for the address beside the evidence."""
    complaint = world.complaint(address=None)
    item = world.mail(complaint_id=complaint)
    browser = client(Role.HANDLER)
    assert "Where shall we answer?" in browser.get(f"/items/{item}").text
    fields = {"postal": "Ada Marlowe\n1 Elm Road", "address": "", "back": f"/items/{item}"}
    data = {"csrf": token(browser.get("/account")), **fields}
    answer = browser.post(f"/complaints/{complaint}/address", data=data)
    assert answer.headers["location"] == f"/items/{item}"
    assert ("readdress", complaint, "handler", None, "Ada Marlowe\n1 Elm Road") in world.flow.acts
    assert send(browser, f"/complaints/{complaint}/address", postal=" ").status_code == 422


@pytest.mark.slow
def test_the_file_for_the_ombudsman_is_indexed_and_in_the_order_of_time(world, client):
    """One click gives one PDF with an index, the hash of every piece, both sides' words, and no inside notes."""
    import pypdfium2

    item = world.letter()
    complaint = world.row(schema.item, item)["complaint_id"]
    world.mail(complaint_id=complaint, subject="Still <b>cold</b>")
    world.reply(Delivery.ACCEPTED, complaint_id=complaint)
    browser = client(Role.VIEWER)
    with world.database.write() as connection:
        connection.execute(
            schema.note.insert().values(complaint_id=complaint, author="x", at=clock.now(), text="inside")
        )
    answer = browser.get(f"/complaints/{complaint}/file.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    pdf = pypdfium2.PdfDocument(answer.content)
    squeezed = ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    index, text = squeezed[0], "".join(squeezed)
    assert index.index("scan-0412.pdf") < index.index("Still<b>cold</b>") < index.index("Wehaveyourcomplaint")
    assert world.row(schema.item, item)["sha256"] in text
    assert "myboilerhasbeenbroken" in text
    assert "inside" not in text
    assert ("bundled", "viewer") in world.audited(f"complaint:{complaint}")


def test_the_list_of_addresses_not_mailed_to_is_kept_on_a_page(world, client):
    """Supervisors put addresses on it and take them off with a reason; auditors only look."""

    def post(one, path: str, **fields: str) -> int:
        return one.post(path, data={"csrf": token(one.get("/account")), **fields}).status_code

    browser = client(Role.SUPERVISOR)
    assert "The list is empty" in browser.get("/suppressions").text
    assert post(browser, "/suppressions", address="Ada@example.org", reason="asked for letters") == 303
    page = browser.get("/suppressions").text
    assert "ada@example.org" in page
    assert "asked for letters" in page
    looking = client(Role.AUDITOR)
    assert "ada@example.org" in looking.get("/suppressions").text
    assert "/suppressions/lift" not in looking.get("/suppressions").text
    assert post(looking, "/suppressions", address="x@example.org", reason="x") == 403
    assert post(browser, "/suppressions/lift", address="ada@example.org", reason=" ") == 422
    assert post(browser, "/suppressions/lift", address="ada@example.org", reason="a slip") == 303
    assert "The list is empty" in browser.get("/suppressions").text
    assert world.audited("suppressions") == [("suppressed", "supervisor"), ("suppression lifted", "supervisor")]


def test_the_board_tells_who_heard_from_us_of_what_arrived_today(world, client):
    """The daily figure: arrivals = acknowledged + silent + waiting, with whom."""
    told, waits = world.complaint(), world.complaint()
    world.reply(Delivery.ACCEPTED, complaint_id=told)
    world.mail(complaint_id=told)
    world.mail(complaint_id=waits)
    with world.database.write() as connection:
        connection.execute(schema.complaint.update().where(schema.complaint.c.id == waits).values(assigned_to="anna"))
    page = client(Role.SUPERVISOR).get("/board").text
    today = page.split("who heard from us")[1].split("</section>")[0]
    assert re.findall(r'<td class="number">(\d+)</td>', today) == ["2", "1", "0", "1"]
    assert "anna 1" in today
