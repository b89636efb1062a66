"""Complaints, replies, the board and the log by the API."""

import base64

from ingest.model import Delivery
from ingest.store import audit, schema, webhooks
from ingest.store.people import Role
from ingest.store.tokens import Scope


def test_one_complaint_comes_with_its_whole_story(world, calls):
    """Clocks with their explanation, items, replies with their fate, notes, contacts and log; the look is audited."""
    complaint = world.complaint()
    item = world.mail(complaint_id=complaint)
    reply = world.reply(Delivery.UNCERTAIN, complaint_id=complaint)
    program = calls(Role.HANDLER)
    program.post(f"/complaints/{complaint}/notes", json={"text": "Rang her."})
    shown = program.get(f"/complaints/{complaint}").json()
    assert [one["id"] for one in shown["items"]] == [item]
    assert [(one["id"], one["delivery"]) for one in shown["replies"]] == [(reply, "UNCERTAIN")]
    assert shown["clocks"][0]["explanation"] == "24 hours after arrival"
    assert [(one["author"], one["text"]) for one in shown["notes"]] == [("handler", "Rang her.")]
    assert shown["contacts"][0]["number"] == "+442079460018"
    assert [one["action"] for one in shown["log"]][-2:] == ["noted", "called"]
    assert ("viewed", "handler") in world.audited(f"complaint:{complaint}")


def test_complaints_are_listed_filtered_and_found(world, calls):
    """The latest first, by state, person or reference, with a cursor; and searched as on the page."""
    ids = [world.complaint(complainant=f"Person {n}") for n in range(5)]
    program = calls(Role.SUPERVISOR)
    program.post(f"/complaints/{ids[1]}/assign", json={"to": "supervisor"})
    program.post(f"/complaints/{ids[2]}/close", json={"outcome": "withdrawn"})
    first = program.get("/complaints?limit=3").json()
    second = program.get("/complaints", params={"limit": 3, "after": first["next"]}).json()
    assert [one["id"] for one in first["items"] + second["items"]] == ids[::-1]
    assert second["next"] is None
    assert [one["id"] for one in program.get("/complaints?state=CLOSED").json()["items"]] == [ids[2]]
    assert [one["id"] for one in program.get("/complaints?assigned_to=supervisor").json()["items"]] == [ids[1]]
    reference = world.row(schema.complaint, ids[0])["reference"]
    assert [one["id"] for one in program.get(f"/complaints?reference={reference.lower()}").json()["items"]] == [ids[0]]
    assert program.get("/search?q=Person 3").json()["items"][0]["complaint_id"] == ids[3]
    assert ("searched", "supervisor") in world.audited("search")
    assert program.post(f"/complaints/{ids[1]}/assign", json={"to": "nobody"}).status_code == 422
    assert program.post(f"/complaints/{ids[1]}/assign", json={"to": None}).json()["assigned_to"] is None


def test_replies_are_previewed_and_sent_by_the_same_acts(world, calls):
    """A preview records nothing; sending, addressing, closing and reopening reach the pages' acts."""
    complaint = world.complaint()
    program = calls(Role.HANDLER)
    draft = program.post(f"/complaints/{complaint}/preview", json={"kind": "update", "text": "Soon."}).json()
    assert b"Soon." in base64.b64decode(draft["content"])
    assert program.post(f"/complaints/{complaint}/replies", json={"kind": "update", "text": "Soon."}).json() == {
        "id": 1
    }
    assert program.post(f"/complaints/{complaint}/replies", json={"kind": "survey"}).status_code == 422
    program.post(f"/complaints/{complaint}/address", json={"address": "ada.new@example.org"})
    assert program.post(f"/complaints/{complaint}/address", json={}).status_code == 422
    assert program.post(f"/complaints/{complaint}/close", json={"outcome": "solved"}).json()["state"] == "CLOSED"
    assert program.post(f"/complaints/{complaint}/close", json={"outcome": "solved"}).status_code == 409
    assert program.post(f"/complaints/{complaint}/reopen").json()["state"] == "OPEN"
    assert [act[0] for act in world.flow.acts] == ["preview", "write", "readdress", "close", "close", "reopen"]
    assert all("handler" in act for act in world.flow.acts[1:2])
    assert program.get(f"/complaints/{complaint}/file.pdf").content.startswith(b"%PDF")


def test_who_may_act_may_not_yet_send(world, calls):
    """Without the scope `send` nothing leaves for a complainant."""
    complaint, item = world.complaint(), world.mail()
    reply = world.reply(Delivery.UNCERTAIN)
    program = calls(Role.HANDLER, scopes=[Scope.READ, Scope.ACT])
    for path in (
        f"/complaints/{complaint}/replies", f"/complaints/{complaint}/address", f"/replies/{reply}/settle",
        f"/items/{item}/open", f"/items/{item}/separate",
    ):  # fmt: skip
        assert program.post(path, json={}).status_code == 403, path
    assert program.post(f"/complaints/{complaint}/notes", json={"text": "x"}).status_code == 201


def test_replies_are_settled_printed_and_posted(world, calls):
    """What a person says on the pages about a reply, a program can say too."""
    doubt, letter = world.reply(Delivery.UNCERTAIN), world.reply(Delivery.TO_PRINT, channel="letter")
    program = calls(Role.HANDLER)
    assert [one["id"] for one in program.get("/replies/unsettled").json()["items"]] == [doubt]
    assert [one["id"] for one in program.get("/replies/to-print").json()["items"]] == [letter]
    assert program.get(f"/replies/{letter}/content").content.startswith(b"%PDF")
    assert program.post("/replies/printed", json={"replies": [letter]}).status_code == 204
    assert program.post("/replies/printed", json={"replies": [letter, 999]}).status_code == 404
    assert program.post(f"/replies/{letter}/posted").json()["delivery"] == "POSTED"
    assert program.post(f"/replies/{doubt}/settle", json={"how": "delivered"}).json()["delivery"] == "ACCEPTED"
    assert program.post(f"/replies/{doubt}/settle", json={"how": "maybe"}).status_code == 422
    assert program.get("/replies/999").status_code == 404


def test_the_board_and_the_log_are_for_those_who_may(world, calls):
    """The lead's numbers; the audit log with its chain, leafed through by cursor."""
    world.mail()
    board = calls(Role.SUPERVISOR).get("/board?days=7").json()
    assert len(board["days"]) == 7
    auditor = calls(Role.AUDITOR)
    first = auditor.get("/audit?limit=2").json()
    second = auditor.get("/audit", params={"limit": 2, "after": first["next"]}).json()
    numbers = [one["id"] for one in first["items"] + second["items"]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 4
    assert auditor.get("/audit/check").json() == {"whole": True, "broken_at": None}
    with world.database.write() as connection:
        connection.execute(schema.audit.update().where(schema.audit.c.id == 2).values(actor="somebody"))
        assert audit.broken_at(connection) == 2
    assert auditor.get("/audit/check").json() == {"whole": False, "broken_at": 2}


def test_webhook_messages_are_seen_and_sent_again(world, calls):
    """An administrator's program sees what was given up, and has it sent again; the page does the same."""
    with world.database.write() as connection:
        webhooks.set_endpoints(connection, {"crm": ["complaint.closed"]})
    complaint = world.complaint()
    program = calls(Role.ADMINISTRATOR)
    program.post(f"/complaints/{complaint}/close", json={"outcome": "solved"})
    message = program.get("/webhooks").json()["items"][0]
    assert (message["event"], message["state"]) == ("complaint.closed", "PENDING")
    assert program.post(f"/webhooks/{message['id']}/replay").status_code == 409
    with world.database.write() as connection:
        connection.execute(schema.webhook.update().values(state="GIVEN_UP", attempt=10))
    assert [one["id"] for one in program.get("/webhooks?state=GIVEN_UP").json()["items"]] == [message["id"]]
    assert program.post(f"/webhooks/{message['id']}/replay").status_code == 204
    assert program.get("/webhooks").json()["items"][0]["state"] == "PENDING"
    assert program.post("/webhooks/999/replay").status_code == 404


def test_me_says_what_the_token_may(calls):
    """A program can look what it was given."""
    told = calls(Role.HANDLER, scopes=[Scope.READ]).get("/me").json()
    assert (told["sign_in"], told["role"], told["scopes"]) == ("handler", "handler", ["read"])
