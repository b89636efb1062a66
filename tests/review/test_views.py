"""Views of the queue, items side by side, sheets for the post room, and what customers say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest import clock
from ingest.store import readings, schema
from ingest.store.people import Role
from tests.review.conftest import mail_reading, send


def test_a_view_of_the_queue_is_kept_used_and_removed(world, client):
    """Filters get a name, come back with one click, and are nobody else's."""
    world.mail(medium="letter", subject="A letter")
    world.mail(medium="email", subject="A mail")
    browser = client(Role.HANDLER)
    assert "Keep as a view" not in browser.get("/queue").text
    saved = send(browser, "/queue/views", name="Just <letters>", query="medium=letter&mine=0&evil=//x.example")
    assert saved.headers["location"] == "/queue?medium=letter"
    page = browser.get("/queue?medium=letter").text
    assert 'href="/queue?medium=letter" aria-current="page"' in page
    assert "Just &lt;letters&gt;" in page
    assert "A mail" not in page
    assert "Just" not in client(Role.SUPERVISOR).get("/queue").text
    send(client(Role.SUPERVISOR, "other"), "/queue/views/1/remove")
    assert "Just" in browser.get("/queue").text
    send(browser, "/queue/views/1/remove")
    assert "Just" not in browser.get("/queue").text


def test_a_view_needs_a_name_and_there_is_an_end_of_them(world, client):
    """An empty name and a twenty-first view are refused in words; the same name replaces the old view."""
    browser = client(Role.VIEWER)
    assert "The view has no name." in send(browser, "/queue/views", name="  ", query="mine=1").text
    for number in range(20):
        assert send(browser, "/queue/views", name=f"view {number}", query="mine=1").status_code == 303
    assert "You have too many views." in send(browser, "/queue/views", name="more", query="mine=1").text
    assert send(browser, "/queue/views", name="view 3", query="medium=form").status_code == 303
    assert browser.get("/queue").text.count("medium=form") == 1


def test_the_queue_is_filtered_by_why_items_are_here(world, client):
    """One of the reasons can be chosen, and only its items are listed."""
    world.mail(subject="Doubtful one", review_reasons='["a date is doubtful"]')
    world.mail(subject="Angry one", review_reasons='["it threatens \\"legal\\" action", "a date is wrong"]')
    browser = client(Role.VIEWER)
    page = browser.get("/queue").text
    assert '<option value="a date is doubtful">' in page
    page = browser.get("/queue", params={"reason": 'it threatens "legal" action'}).text
    assert "Angry one" in page
    assert "Doubtful one" not in page


def test_two_items_are_shown_side_by_side(world, client):
    """Both texts and findings stand beside each other, what both have is marked; each look is audited."""
    first, second = world.mail(), world.mail(subject="The same by post")
    browser = client(Role.HANDLER)
    page = browser.get(f"/items/{first}/beside?with=%23{second}")
    assert page.status_code == 200
    assert "The same by post" in page.text
    assert page.text.count('<mark class="match">TK-44871</mark>') == 2
    assert ("viewed", "handler") in world.audited(f"item:{second}")
    assert browser.get(f"/items/{first}/beside?with=999").status_code == 404
    assert browser.get(f"/items/{first}/beside?with=x").status_code == 422
    assert "Compare side by side" in browser.get(f"/items/{first}").text


def test_separator_sheets_are_printed_from_the_post_room(client):
    """The number of sheets and the day come out of the form; nonsense is refused, and the number has an end."""
    browser = client(Role.VIEWER)
    assert "Separator sheets to print" in browser.get("/post").text
    answer = browser.get("/post/separators.pdf?count=12&day=2026-03-02")
    assert answer.content == b"%PDF-1.4 12 sheets of letter, 2026-03-02"
    assert answer.headers["content-type"] == "application/pdf"
    assert b" 200 sheets" in browser.get("/post/separators.pdf?count=99999").content
    assert browser.get("/post/separators.pdf?day=soon").status_code == 422


def test_what_customers_say_stands_on_the_board(world, client):
    """Answers of the period are counted by score and their mean is told; older ones are not."""
    browser = client(Role.SUPERVISOR)
    rows = [(5, 1), (4, 2), (1, 3), (5, 400)]
    complaints = [world.complaint() for _ in rows]
    with world.database.write() as connection:
        for complaint, (score, days) in zip(complaints, rows, strict=True):
            at = clock.now() - timedelta(days=days)
            connection.execute(schema.survey.insert().values(complaint_id=complaint, score=score, words="", at=at))
    page = browser.get("/board").text
    assert "3 answers" in page
    assert "3.3 of 5 on average" in page


def test_a_certified_arrival_stands_on_the_item(world, client):
    """The instant that certified mail vouches for is shown, as evidence and not as the clock."""
    item = world.mail()
    reading, extraction = mail_reading()
    at = clock.now().replace(year=2026, month=3, day=2, hour=9, minute=15)
    vouched = replace(reading, mail=replace(reading.mail, certified=at))
    with world.database.write() as connection:
        connection.execute(schema.finding.delete())
        connection.execute(schema.reading.delete())
        readings.save(connection, item, vouched, extraction)
    page = client(Role.VIEWER).get(f"/items/{item}").text
    assert "Arrival vouched for by certified mail or a received stamp: 2 Mar 2026, 09:15" in page


def test_a_call_record_stands_beside_the_contact_it_fits(world, client):
    """The call from the number told, on the day told, is shown on the item; one of another day is not."""
    item = world.mail()
    with world.database.write() as connection:
        for day, agent in ((3, "Tom Haverley"), (20, "Somebody Else")):
            started = datetime(2026, 3, day, 10, 30, tzinfo=UTC)
            row = {"number": "+442079460018", "started": started, "seconds": 240, "agent": agent}
            connection.execute(schema.call.insert().values(**row))
    page = client(Role.VIEWER).get(f"/items/{item}").text
    assert "matched" in page
    assert "call record: 3 Mar 2026, 10:30, 4 min, Tom Haverley" in page
    assert "Somebody Else" not in page


def test_earlier_mails_by_the_same_sender_are_listed(world, client):
    """What the sender wrote before stands on a mail's page, with its complaint; what others wrote does not."""
    mine = world.complaint(address="ada@example.org")
    world.mail(subject="The first of all", complaint_id=mine, received=clock.now() - timedelta(days=9))
    item = world.mail(subject="The second one", complaint_id=mine, received=clock.now() - timedelta(days=3))
    world.mail(subject="The third one", complaint_id=mine, received=clock.now())
    other = world.complaint(address="bob@example.org")
    world.mail(subject="Somebody else", complaint_id=other, received=clock.now() - timedelta(days=5))
    page = client(Role.VIEWER).get(f"/items/{item}").text
    assert "Earlier mails by the same sender" in page
    assert "The first of all" in page
    assert f"/complaints/{mine}" in page
    assert "The third one" not in page
    assert "Somebody else" not in page
