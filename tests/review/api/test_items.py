"""Items by the API: the same acts as on the pages, the same fences."""

import base64
from datetime import timedelta

import pytest

from ingest import clock
from ingest.model import SourceKind
from ingest.store import schema
from ingest.store.people import Role
from tests.review.conftest import send


def finding(program, item, kind):
    return next(one for one in program.get(f"/items/{item}").json()["findings"] if one["kind"] == kind)


def test_one_item_comes_with_its_evidence(world, calls):
    """Text, sections, findings with place, confidence and reason, flags, and the version; the look is audited."""
    item = world.mail()
    program = calls(Role.VIEWER)
    answer = program.get(f"/items/{item}")
    shown = answer.json()
    assert answer.headers["etag"] == '"0"'
    assert shown["reading"]["mail"]["from_address"] == "ada@example.org"
    for one in shown["findings"]:
        assert shown["reading"]["text"][one["start"] : one["end"]] == one["text"]
    date = next(one for one in shown["findings"] if one["kind"] == "date_time")
    assert (date["value"], date["doubtful"], date["verdict"]) == ("2026-03-03", True, None)
    assert shown["flags"][0]["name"] == "vulnerable"
    assert ("viewed", "viewer") in world.audited(f"item:{item}")


def test_a_letter_comes_with_pages_words_and_images(world, calls):
    """Whoever builds a screen of their own has the page image and the box of each word."""
    item = world.letter(pages=2)
    program = calls(Role.VIEWER)
    assert [page["number"] for page in program.get(f"/items/{item}").json()["reading"]["pages"]] == [1, 2]
    words = program.get(f"/items/{item}/words/1").json()
    assert all(len(word["box"]) == 4 for word in words)
    assert program.get(f"/items/{item}/words/3").json() == []
    assert program.get(f"/items/{item}/pages/1.jpg").headers["content-type"] == "image/jpeg"
    assert program.get(f"/items/{item}/pages/9.jpg").status_code == 404
    original = program.get(f"/items/{item}/original")
    assert original.headers["content-disposition"] == f'attachment; filename="item-{item}.pdf"'
    assert ("downloaded the original", "viewer") in world.audited(f"item:{item}")


def test_the_queue_is_filtered_and_leafed_through_without_loss(world, calls):
    """Cursors lead through everything once, even when items before the cursor are done with meanwhile."""
    items = [world.mail(due=clock.now() + timedelta(hours=n)) for n in range(1, 8)]
    items += [world.mail(due=None), world.mail(due=None, language="it")]
    program = calls(Role.HANDLER)
    assert [one["id"] for one in program.get("/items?language=it").json()["items"]] == [items[-1]]
    assert program.get("/items?mine=true").json()["items"] == []
    seen, after = [], None
    while True:
        part = program.get("/items", params={"limit": 2} | ({"after": after} if after else {})).json()
        seen += [one["id"] for one in part["items"]]
        program.post(f"/items/{part['items'][0]['id']}/confirm", json={"version": 0})
        with world.database.write() as connection:
            done = schema.item.update().where(schema.item.c.id == part["items"][0]["id"])
            connection.execute(done.values(review=False))
        after = part["next"]
        if after is None:
            break
    assert seen == items


@pytest.mark.parametrize("after", ["x", "W10=", "WzEsMiwzXQ==", "bnVsbA==", "WyJhIixudWxsLDFd"])
def test_a_cursor_that_is_none_of_ours_is_refused(calls, after):
    """What a caller makes up is an answer in words, never a failure."""
    for path in ("/items", "/quarantine", "/complaints", "/audit", "/webhooks"):
        answer = calls(Role.ADMINISTRATOR, name="boss").get(path, params={"after": after})
        assert answer.status_code == 422, path
        assert answer.json()["detail"] == "This is no cursor."


def test_findings_are_judged_corrected_and_added(world, calls):
    """Values are normalised by the rules of the extractors; what the machine found stays beside them."""
    item = world.mail()
    program = calls(Role.HANDLER)
    date, phone = finding(program, item, "date_time"), finding(program, item, "phone_number")
    path = f"/items/{item}/findings"
    corrected = program.post(
        f"{path}/{date['id']}", json={"verdict": "corrected", "value": "4 March 2026", "version": 0}
    ).json()
    assert corrected["version"] == 1
    after = finding(program, item, "date_time")
    assert (after["value"], after["found_value"], after["verdict"]) == ("2026-03-04", "2026-03-03", "corrected")
    assert program.post(f"{path}/{phone['id']}", json={"verdict": "rejected", "version": 1}).status_code == 200
    new = {"kind": "person_name", "role": "staff", "value": "Tom Haverley", "start": 74, "end": 86, "version": 2}
    added = program.post(path, json=new)
    assert added.status_code == 201
    there = next(one for one in added.json()["findings"] if one["verdict"] == "added")
    assert (there["value"], there["role"], there["start"]) == ("Tom Haverley", "staff", 74)
    undone = program.post(f"/items/{item}/undo", json={"version": 3}).json()
    assert [one["verdict"] for one in undone["findings"] if one["value"] == "Tom Haverley"] == ["rejected"]
    assert program.post(f"/items/{item}/confirm", json={"version": 4}).status_code == 200
    assert ("confirm", item, "handler", 4) in world.flow.acts


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "corrected", "value": "nonsense", "version": 0},
        {"verdict": "corrected", "role": "called_from", "version": 0},
        {"verdict": "corrected", "version": 0},
        {"verdict": "confirmed", "value": "2026-03-04", "version": 0},
        {"verdict": "confirmed"},
        {"verdict": "confirmed", "version": -1},
        {"verdict": "confirmed", "version": 0, "extra": 1},
        {"verdict": "added", "version": 0},
        [],
    ],
)
def test_nonsense_is_refused_and_changes_nothing(world, calls, body):
    """The answer says which value is wrong; the finding stays as it was."""
    item = world.mail()
    program = calls(Role.HANDLER)
    date = finding(program, item, "date_time")
    answer = program.post(f"/items/{item}/findings/{date['id']}", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert finding(program, item, "date_time") == date


def test_the_second_of_two_is_told(world, calls, client):
    """A program and a person on one item: whoever comes second gets 409, and nothing is overwritten."""
    item = world.mail()
    program, browser = calls(Role.HANDLER, name="crm"), client(Role.HANDLER)
    date = finding(program, item, "date_time")
    send(browser, f"/items/{item}/findings/{date['id']}", act="accept", version="0")
    late = program.post(f"/items/{item}/findings/{date['id']}", json={"verdict": "rejected", "version": 0})
    assert (late.status_code, late.json()["title"]) == (409, "Somebody was first")
    assert program.post(f"/items/{item}/confirm", json={"version": 0}).status_code == 409
    assert finding(program, item, "date_time")["verdict"] == "confirmed"


def test_where_an_item_belongs_is_said_as_on_the_pages(world, calls):
    """Retry, open, dismiss, join, separate: each reaches the same act under the caller's name."""
    item, complaint = world.mail(state="QUARANTINED"), world.complaint()
    program = calls(Role.HANDLER)
    assert [one["id"] for one in program.get("/quarantine").json()["items"]] == [item]
    program.post(f"/items/{item}/retry")
    program.post(f"/items/{item}/open")
    program.post(f"/items/{item}/dismiss", json={"reason": "a joke"})
    program.post(f"/items/{item}/join", json={"complaint": complaint})
    program.post(f"/items/{item}/separate")
    assert world.flow.acts == [
        ("retry", item, "handler"), ("open_held", item, "handler"), ("dismiss", item, "handler", "a joke"),
        ("join", item, complaint, "handler"), ("separate", item, "handler"),
    ]  # fmt: skip
    assert program.post(f"/items/{item}/join", json={"complaint": 999}).status_code == 422
    assert program.post(f"/items/{item}/dismiss", json={"reason": ""}).status_code == 422
    assert program.post("/items/999/retry").status_code == 404


def test_a_new_arrival_is_taken_once(world, calls):
    """The same key from the same program makes one item, so that a call can be repeated safely."""
    program, other = calls(Role.HANDLER, name="crm"), calls(Role.HANDLER, name="shop")
    body = {"name": "../letter.txt", "content": base64.b64encode(b"I complain.").decode(), "key": "case-7"}
    first, second, third = (
        program.post("/items", json=body),
        program.post("/items", json=body),
        other.post("/items", json=body),
    )
    assert (first.status_code, second.status_code, third.status_code) == (201, 200, 201)
    assert first.json() == {"id": first.json()["id"], "new": True}
    assert second.json() == {"id": first.json()["id"], "new": False}
    assert third.json()["id"] != first.json()["id"]
    taken = world.flow.taken[0]
    assert (taken.name, taken.content, taken.source.kind) == ("letter.txt", b"I complain.", SourceKind.FOLDER)
    for content in ("", "%%%"):
        assert program.post("/items", json=body | {"content": content}).status_code == 422


def test_acts_are_audited_under_the_name_of_the_token_too(world, calls):
    """Who reads the log of an item sees which program acted, not only in whose name; a refused call leaves no trace."""
    item = world.mail()
    program = calls(Role.HANDLER)
    assert program.post(f"/items/{item}/confirm", json={"version": 0}).status_code == 200
    assert program.post(f"/items/{item}/confirm", json={"version": 0}).status_code == 409
    called = [entry for entry in world.audited(f"item:{item}") if entry[0] == "called"]
    assert called == [("called", "test (handler)")]


def test_scans_are_put_together_parted_and_ordered(world, calls):
    """The same acts as on the pages, with the version each item was seen at."""
    first, second = world.letter(), world.letter(pages=2)
    program = calls(Role.HANDLER)
    pile = {"items": [{"item": second, "version": 0}, {"item": first, "version": 0}]}
    answer = program.post("/items/together", json=pile)
    assert (answer.status_code, answer.json()["id"]) == (200, first)
    assert [page["number"] for page in answer.json()["reading"]["pages"]] == [1, 2, 3]
    assert world.flow.acts[-1] == ("together", [second, first], [0, 0], "handler")
    assert program.post(f"/items/{first}/apart", json={"version": 1}).json() == {"items": [first]}
    assert program.post(f"/items/{first}/split", json={"letters": [[2, 1], [3]], "version": 1}).status_code == 200
    assert world.flow.acts[-1] == ("part", first, [[2, 1], [3]], "handler", 1)
    assert program.post(f"/items/{first}/split", json={"letters": [[]], "version": 1}).status_code == 422
    assert program.post("/items/together", json={"items": pile["items"][:1]}).status_code == 422


def test_the_list_of_addresses_is_kept_by_supervisors(world, calls):
    """Put on and taken off with a reason, audited; a handler may not, and rubbish is refused."""
    program = calls(Role.SUPERVISOR)
    body = {"address": " Ada@Example.org ", "reason": "asked for letters"}
    assert program.post("/suppressions", json=body).status_code == 204
    assert [one["address"] for one in program.get("/suppressions").json()] == ["ada@example.org"]
    assert program.post("/suppressions/lift", json=body).status_code == 204
    assert program.post("/suppressions/lift", json=body).status_code == 404
    assert program.post("/suppressions", json={"address": "no address", "reason": "x"}).status_code == 422
    assert calls(Role.HANDLER).post("/suppressions", json=body).status_code == 403
    assert ("suppression lifted", "supervisor") in world.audited("suppressions")
