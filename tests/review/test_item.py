from datetime import timedelta

from ingest import clock
from ingest.store import schema
from ingest.store.people import Role
from tests.review.conftest import World, send


def version(world: World, item_id: int) -> int:
    return world.row(schema.item, item_id)["version"]


def test_evidence_is_marked_in_place_beside_what_the_machine_made_of_it(world, client):
    """The item page shows the sender's words with each finding marked, its value, role, confidence and reason."""
    item = world.mail()
    page = client(Role.HANDLER).get(f"/items/{item}")
    assert page.status_code == 200
    assert 'class="mark doubtful">3 March 2026</span>' in page.text
    assert 'value="2026-03-03"' in page.text
    assert "62 %" in page.text
    assert "day and month could be swapped" in page.text
    assert "hushed" in page.text  # the quotation is set back


def test_a_scan_shows_its_pages_with_boxes(world, client):
    """A letter shows the page image with a box for every finding, and the image is served."""
    item = world.letter(pages=2)
    browser = client(Role.VIEWER)
    page = browser.get(f"/items/{item}")
    assert page.text.count('<rect class="mark') == 5  # the phone number stands on two lines
    image = browser.get(f"/items/{item}/pages/1.jpg?width=1200")
    assert image.headers["content-type"] == "image/jpeg"
    assert browser.get(f"/items/{item}/pages/7.jpg").status_code == 404
    assert browser.get(f"/items/{item}/words/1").json()[0][:2] == [0, 4]


def test_accepting_rejecting_and_correcting_are_kept_and_audited(world, client):
    """Each verdict is kept with who gave it, the machine's own value beside a correction, and an audit row."""
    item = world.mail()
    browser = client(Role.HANDLER)
    found = world.findings(item)
    address = f"/items/{item}/findings/"
    assert send(browser, f"{address}{found['person_name']['id']}", act="accept", version=0).status_code == 303
    assert send(browser, f"{address}{found['ticket_reference']['id']}", act="reject", version=1).status_code == 303
    date = {"act": "save", "value": "4 March 2026", "role": "incident", "version": 2}
    assert send(browser, f"{address}{found['date_time']['id']}", **date).status_code == 303
    after = world.findings(item)
    assert after["person_name"]["verdict"] == "confirmed"
    assert after["ticket_reference"]["verdict"] == "rejected"
    assert after["date_time"]["value"] == "2026-03-04"
    assert after["date_time"]["found_value"] == "2026-03-03"
    assert after["date_time"]["verdict_by"] == "handler"
    actions = world.audited(f"item:{item}")
    assert [action for action, _ in actions] == ["confirmed", "rejected", "corrected"]


def test_a_correction_carries_over_to_the_complaint(world, client):
    """A complaint that took its name from a finding takes the corrected one."""
    item = world.mail()
    found = world.findings(item)["person_name"]
    fields = {"act": "save", "value": "Ada Marlow", "role": "complainant", "version": 0}
    send(client(Role.HANDLER), f"/items/{item}/findings/{found['id']}", **fields)
    complaint = world.row(schema.item, item)["complaint_id"]
    assert world.row(schema.complaint, complaint)["complainant"] == "Ada Marlow"


def test_nonsense_is_refused_beside_the_field(world, client):
    """A finding set to nonsense is refused with the reason beside the field, and what was typed stays."""
    item = world.mail()
    found = world.findings(item)["date_time"]
    fields = {"act": "save", "value": "the day after", "role": "incident", "version": 0}
    answer = send(client(Role.HANDLER), f"/items/{item}/findings/{found['id']}", **fields)
    assert answer.status_code == 422
    assert f'id="problem-{found["id"]}"' in answer.text
    assert 'value="the day after"' in answer.text
    assert world.findings(item)["date_time"]["value"] == "2026-03-03"


def test_a_role_of_another_kind_is_refused(world, client):
    """A finding takes only the roles of its kind."""
    item = world.mail()
    found = world.findings(item)["date_time"]
    fields = {"act": "save", "value": "2026-03-03", "role": "called_from", "version": 0}
    answer = send(client(Role.HANDLER), f"/items/{item}/findings/{found['id']}", **fields)
    assert answer.status_code == 422
    assert world.findings(item)["date_time"]["role"] == "incident"


def test_the_second_of_two_people_is_told_and_loses_nothing(world, client):
    """Two people saving one item: the second is told, sees their entry kept, and can save it on top."""
    item = world.mail()
    first, second = client(Role.HANDLER), client(Role.SUPERVISOR)
    found = world.findings(item)
    send(first, f"/items/{item}/findings/{found['person_name']['id']}", act="accept", version=0)
    fields = {"act": "save", "value": "2026-03-05", "role": "incident"}
    answer = send(second, f"/items/{item}/findings/{found['date_time']['id']}", version=0, **fields)
    assert answer.status_code == 409
    assert 'value="2026-03-05"' in answer.text
    assert 'name="version" value="1"' in answer.text
    send(second, f"/items/{item}/findings/{found['date_time']['id']}", version=1, **fields)
    assert world.findings(item)["date_time"]["value"] == "2026-03-05"


def test_a_missed_finding_is_added_with_its_place(world, client):
    """A person adds what the machine missed by its place in the text; the page and box come with it."""
    item = world.letter()
    with world.database.read() as connection:
        from ingest.store import desk

        text = desk.reading_of(connection, item).text
    start = text.index("Tom Haverley")
    fields = {"kind": "person_name", "role": "staff", "value": "Tom Haverley", "start": start, "end": start + 12}
    assert send(client(Role.HANDLER), f"/items/{item}/findings", version=0, **fields).status_code == 303
    with world.database.read() as connection:
        added = next(one for one in desk.findings(connection, item) if one.verdict == "added")
    assert (added.text, added.page, added.role, added.position) == ("Tom Haverley", 1, "staff", 4)
    assert added.box is not None


def test_undo_takes_back_ones_latest_verdict(world, client):
    """Undo restores the machine's value and leaves the finding open."""
    item = world.mail()
    browser = client(Role.HANDLER)
    found = world.findings(item)["date_time"]
    send(browser, f"/items/{item}/findings/{found['id']}", act="save", value="4 March 2026", role="contact", version=0)
    assert send(browser, f"/items/{item}/undo", version=1).status_code == 303
    after = world.findings(item)["date_time"]
    assert (after["value"], after["role"], after["verdict"]) == ("2026-03-03", "incident", None)


def test_confirming_goes_on_to_the_nearest_clock(world, client):
    """One act confirms everything that is left and opens the item whose clock is next."""
    later = world.mail(due=clock.now() + timedelta(hours=9))
    sooner = world.mail(due=clock.now() + timedelta(hours=1))
    browser = client(Role.HANDLER)
    assert browser.get("/queue/next").headers["location"] == f"/items/{sooner}"
    answer = send(browser, f"/items/{sooner}/confirm", version=version(world, sooner))
    assert answer.headers["location"] == f"/items/{later}"
    assert ("confirm", sooner, "handler", 0) in world.flow.acts
    answer = send(browser, f"/items/{later}/confirm", version=0)
    assert answer.headers["location"] == "/queue?done=1"


def test_confirming_what_somebody_just_changed_is_refused(world, client):
    """A confirmation of an item that changed meanwhile is not taken: the item is shown as it is now."""
    item = world.mail()
    browser = client(Role.HANDLER)
    found = world.findings(item)["date_time"]["id"]
    send(browser, f"/items/{item}/findings/{found}", act="reject", version=0)
    answer = send(browser, f"/items/{item}/confirm", version=0)
    assert answer.status_code == 409
    assert "Somebody else changed this record first" in answer.text
    assert world.row(schema.item, item)["reviewed"] is None


def test_opening_an_item_claims_it_and_others_see_who_has_it(world, client):
    """The lock names who has an item open, expires, and can be taken over."""
    item = world.mail()
    first, second = client(Role.HANDLER), client(Role.SUPERVISOR)
    send(first, f"/items/{item}/claim")
    assert "handler has this item open until" in second.get(f"/items/{item}").text
    assert "open at handler" in second.get("/queue").text
    assert second.get("/queue/next").headers["location"] == "/queue?done=1"
    send(second, f"/items/{item}/claim")  # does not steal it
    assert world.row(schema.item, item)["locked_by"] == "handler"
    send(second, f"/items/{item}/take-over")
    assert world.row(schema.item, item)["locked_by"] == "supervisor"


def test_a_held_item_is_opened_joined_or_dismissed(world, client):
    """A held item asks what it is: a new complaint, part of one, or nothing to answer, with a reason."""
    complaint = world.complaint("PR-26-00777-1")
    item = world.mail(state="HELD", possible=f"[{complaint}]")
    browser = client(Role.HANDLER)
    assert "Belongs to PR-26-00777-1" in browser.get(f"/items/{item}").text
    send(browser, f"/items/{item}/join", reference="pr-26-00777-1")
    assert ("join", item, complaint, "handler") in world.flow.acts
    assert send(browser, f"/items/{item}/join", reference="PR-26-99999-9").status_code == 422
    assert send(browser, f"/items/{item}/dismiss", reason=" ").status_code == 422
    send(browser, f"/items/{item}/dismiss", reason="a parcel notice")
    assert ("dismiss", item, "handler", "a parcel notice") in world.flow.acts


def test_an_item_without_a_reading_or_a_2000_page_one_still_opens(world, client):
    """A missing reading and a very long scan open, and say so."""
    bare = world.item(state="QUARANTINED", reason="The file is damaged.", remedy="Ask for another copy.")
    browser = client(Role.HANDLER)
    page = browser.get(f"/items/{bare}")
    assert page.status_code == 200
    assert "Ask for another copy." in page.text
    from ingest.model import Extraction, Medium, Page, Reading

    many = tuple(Page(number, 100, 140, 0, 0.9, image=f"{number}.png") for number in range(1, 2001))
    long = world.item(Reading(Medium.LETTER, "text", "en", pages=many), Extraction(), medium="letter")
    page = browser.get(f"/items/{long}?page=1990")
    assert "This item has 2000 pages; here are 20 of them." in page.text
    assert 'id="page-1990"' in page.text
    assert len(page.content) < 150_000


def test_a_deleted_original_is_said_to_be_missing(world, client):
    """A lost original gives a page that says so, never a traceback."""
    item = world.mail()
    world.flow.originals.path(world.row(schema.item, item)["sha256"]).unlink()
    answer = client(Role.HANDLER).get(f"/items/{item}/original")
    assert answer.status_code == 422
    assert "is missing from" in answer.text


def test_reading_personal_data_is_audited_once(world, client):
    """A look at an item by staff is audited: once in ten minutes, not at every reload."""
    item = world.mail()
    browser = client(Role.VIEWER)
    browser.get(f"/items/{item}")
    browser.get(f"/items/{item}")
    browser.get(f"/items/{item}/original")
    assert world.audited(f"item:{item}") == [("viewed", "viewer"), ("downloaded the original", "viewer")]


def test_a_damaged_page_image_is_said_to_be_one(world, client):
    """An image that cannot be decoded is a page without a picture, never a failure."""
    item = world.letter()
    (world.flow.images / str(item) / "1.png").write_bytes(b"no picture")
    browser = client(Role.VIEWER)
    answer = browser.get(f"/items/{item}/pages/1.jpg?width=1200")
    assert answer.status_code == 404
    assert "cannot be shown" in answer.text
    assert browser.get(f"/items/{item}").status_code == 200


def test_a_missing_page_image_answers_with_words_and_its_item_opens(world, client):
    """An image that is gone is said to be gone; the page around it, the text and the original stay."""
    item = world.letter(pages=2)
    (world.flow.images / str(item) / "2.png").unlink()
    browser = client(Role.VIEWER)
    answer = browser.get(f"/items/{item}/pages/2.jpg?width=1200")
    assert answer.status_code == 404
    assert "The image of page 2 is not there." in answer.text
    page = browser.get(f"/items/{item}")
    assert page.status_code == 200
    assert "The image of this page is not there." in page.text  # what the script puts in its place
    assert browser.get(f"/items/{item}?view=text").status_code == 200
    assert browser.get(f"/items/{item}/original").status_code == 200


def test_a_deleted_original_leaves_its_item_open_to_work_on(world, client):
    """Without its original an item still opens, and can be judged and confirmed."""
    item = world.mail()
    world.flow.originals.path(world.row(schema.item, item)["sha256"]).unlink()
    browser = client(Role.HANDLER)
    assert browser.get(f"/items/{item}").status_code == 200
    assert send(browser, f"/items/{item}/confirm", version=0).status_code == 303
