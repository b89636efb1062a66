"""What people do, on a real ledger: its effect on complaint, clocks, replies and audit; wrong use refused in words."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from ingest import clock, errors
from ingest.acts import Acts
from ingest.children import Children, Limits
from ingest.model import Arrival, Delivery, ReplyKind, Source, SourceKind
from ingest.outgoing import Outgoing
from ingest.reply.ledger import Entry
from ingest.store import audit, schema
from tests.flow.hostile import House
from tests.flow.hostile_bytes import mail, report

BY = "anna"
ACK, NOW = ReplyKind.ACKNOWLEDGEMENT, datetime(2026, 3, 5, 10, 30, tzinfo=UTC)
POSTAL = "Margaret Ellison\n4 Mill Lane\nLeeds\nLS1 4AP"
_names = (f"case-{number}" for number in itertools.count())


class Office:
    """A ledger, the acts on it, and what tests ask about it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.flow = house.flow
        self.acts = Acts(house.flow)

    def arrives(self, name: str = "", content: bytes = b"", **given: str) -> int:
        """A mail that has come to rest; its item."""
        name = name or next(_names)
        source = Source(SourceKind.MAILDIR, "door", name)
        (item_id,) = self.flow.take([Arrival(source, f"{name}.eml", content or mail(name, **given), NOW)])
        self.house.work_on(item_id)
        return item_id

    def held(self) -> int:
        """A mail through a list, which the machine leaves to people; its item."""
        words = "I complain: ticket INC-4471288 is not solved."
        item_id = self.arrives(head="List-Id: <support.example.net>", body=words)
        assert self.item(item_id)["state"] == "HELD"
        return item_id

    def unreadable(self) -> int:
        """A scan that cannot be read; its item."""
        name = next(_names)
        source = Source(SourceKind.FOLDER, "scans", name)
        (item_id,) = self.flow.take([Arrival(source, "scan.pdf", f"MZ {name}".encode() + bytes(300), NOW)])
        self.house.work_on(item_id)
        assert self.item(item_id)["state"] == "QUARANTINED"
        return item_id

    def item(self, item_id: int) -> dict[str, Any]:
        return self.house.row(item_id)

    def complaint(self, complaint_id: int) -> dict[str, Any]:
        (row,) = self.rows(schema.complaint, schema.complaint.c.id == complaint_id)
        return row

    def clocks(self, complaint_id: int) -> dict[str, dict[str, Any]]:
        return {row["name"]: row for row in self.rows(schema.clock, schema.clock.c.complaint_id == complaint_id)}

    def replies(self, complaint_id: int) -> list[dict[str, Any]]:
        return self.rows(schema.reply, schema.reply.c.complaint_id == complaint_id)

    def reply(self, item_id: int) -> dict[str, Any]:
        (row,) = self.replies(self.item(item_id)["complaint_id"])
        return row

    def rows(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
        with self.flow.database.read() as connection:
            return [dict(row) for row in connection.execute(sa.select(table).where(*where)).mappings()]

    def audited(self, subject: str) -> list[tuple[str, str]]:
        with self.flow.database.read() as connection:
            return [(one.actor, one.action) for one in audit.entries(connection, subject)]

    def stands(self, reply_id: int, delivery: Delivery) -> None:
        """Let a reply stand where a sender would leave it."""
        with self.flow.database.write() as connection:
            connection.execute(
                schema.reply.update().where(schema.reply.c.id == reply_id).values(delivery=delivery.value)
            )

    def accepted(self) -> int:
        """Let the sender's ledger record that every waiting mail was taken by the relay; how many there were."""
        ledger = Outgoing(self.flow.database, self.flow.schedules)
        claimed = ledger.claim(clock.now(), 100, timedelta(minutes=5))
        ledger.write([Entry(one.id, one.token, Delivery.DOT_PENDING) for one in claimed])
        ledger.write([Entry(one.id, one.token, Delivery.ACCEPTED, "250 ok", None, clock.now()) for one in claimed])
        return len(claimed)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office on each of the two databases, shared by all tests of this file."""
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    url = postgres.create() if postgres else ""
    house = House(tmp_path_factory.mktemp("office"), database={"url": url}, worker={"attempts": 2})
    yield Office(house)
    house.close()
    if postgres:
        postgres.drop(url)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """It is the morning on which the mails arrive."""
    clock.drive(lambda: NOW)
    yield
    clock.drive(None)


# ---- items ---------------------------------------------------------------------------------------------------


def test_what_was_held_is_opened_with_its_clocks_and_its_answer(office: Office) -> None:
    """A person opens what the machine left alone: complaint, clocks from arrival and acknowledgement, in their name."""
    item_id = office.held()
    office.acts.open_held(item_id, BY)
    item = office.item(item_id)
    assert item["state"] == "OPEN"
    clocks = office.clocks(item["complaint_id"])
    assert clocks["acknowledgement"]["due"] == NOW + timedelta(hours=24)
    reply = office.reply(item_id)
    assert (reply["kind"], reply["delivery"]) == (ACK.value, "PENDING")
    assert reply["recipient"] == f"{item['name'].removesuffix('.eml')}@example.org"
    assert (BY, "opened by hand") in office.audited(f"item:{item_id}")
    with pytest.raises(errors.Conflict, match="OPEN"):
        office.acts.open_held(item_id, BY)
    assert len(office.replies(item["complaint_id"])) == 1


def test_what_nobody_could_read_is_opened_and_answered_once_there_is_an_address(office: Office) -> None:
    """Promise 15: without a reading there is a complaint all the same; it is acknowledged when a person says where."""
    item_id = office.unreadable()
    office.acts.open_held(item_id, BY)
    complaint_id = office.item(item_id)["complaint_id"]
    assert office.replies(complaint_id) == []
    assert office.clocks(complaint_id)["acknowledgement"]["met"] is None, "its clock runs"
    office.acts.readdress(complaint_id, BY, postal=POSTAL)
    (reply,) = office.replies(complaint_id)
    assert (reply["channel"], reply["delivery"]) == ("letter", "TO_PRINT")
    assert reply["content"].startswith(b"%PDF")


def test_what_is_no_complaint_is_dismissed_with_a_reason(office: Office) -> None:
    """Without a reason nothing happens; with one the item leaves the queue, and who said so stays with it."""
    item_id = office.held()
    for empty in ("", " \n"):
        with pytest.raises(errors.Refused) as refused:
            office.acts.dismiss(item_id, BY, empty)
        assert "Say" in refused.value.remedy
    assert office.item(item_id)["review"]
    office.acts.dismiss(item_id, BY, "an advertisement")
    item = office.item(item_id)
    assert (item["state"], item["reason"], item["review"]) == ("CLOSED", "an advertisement", False)
    assert item["reviewed_by"] == BY
    assert (BY, "dismissed") in office.audited(f"item:{item_id}")


def test_the_only_item_of_a_complaint_is_dismissed_with_it(office: Office) -> None:
    """A complaint that was none closes, and none of its clocks runs on without an item."""
    item_id = office.arrives()
    complaint_id = office.item(item_id)["complaint_id"]
    office.acts.dismiss(item_id, BY, "spam after all")
    assert office.complaint(complaint_id)["state"] == "CLOSED"
    assert all(one["met"] or one["paused"] for one in office.clocks(complaint_id).values())
    assert (BY, "closed") in office.audited(f"complaint:{complaint_id}")


def test_an_item_that_is_being_worked_on_is_left_alone(office: Office) -> None:
    """While a worker is at it no person's act changes an item; each is told why."""
    item_id, other = office.held(), office.arrives()
    with office.flow.database.write() as connection:
        connection.execute(
            schema.item.update().where(schema.item.c.id == item_id).values(worker="a worker", state="ARRIVED")
        )
    before = office.item(item_id)
    refused: list[Callable[[], object]] = [
        lambda: office.acts.dismiss(item_id, BY, "spam"),
        lambda: office.acts.join(item_id, office.item(other)["complaint_id"], BY),
        lambda: office.acts.retry(item_id, BY),
        lambda: office.acts.open_held(item_id, BY),
    ]
    for act in refused:
        with pytest.raises(errors.Conflict):
            act()
    assert office.item(item_id) == before


def test_an_item_is_joined_to_another_complaint(office: Office) -> None:
    """Its own complaint closes when it is empty, its clocks stand still, and the other one's clock counts for it."""
    first, second = office.arrives(), office.arrives()
    target, empty = office.item(first)["complaint_id"], office.item(second)["complaint_id"]
    office.acts.join(second, target, BY)
    assert office.item(second)["complaint_id"] == target
    assert office.item(second)["due"] == office.item(first)["due"]
    assert office.complaint(empty)["state"] == "CLOSED"
    assert all(one["met"] or one["paused"] for one in office.clocks(empty).values())
    assert (BY, "joined") in office.audited(f"item:{second}")
    with pytest.raises(errors.Error, match="no complaint 99999"):
        office.acts.join(second, 99999, BY)
    assert office.item(second)["complaint_id"] == target


def test_an_item_is_separated_into_a_complaint_of_its_own(office: Office) -> None:
    """What was joined by mistake gets its own reference, clocks and answer; what opened a complaint stays with it."""
    first, second = office.arrives(), office.held()
    office.acts.join(second, office.item(first)["complaint_id"], BY)
    with pytest.raises(errors.Refused, match="opened its complaint"):
        office.acts.separate(first, BY)
    office.acts.separate(second, BY)
    own = office.item(second)["complaint_id"]
    assert own not in {None, office.item(first)["complaint_id"]}
    assert office.clocks(own)["acknowledgement"]["due"] == NOW + timedelta(hours=24)
    assert office.reply(second)["delivery"] == "PENDING"
    assert (BY, "separated") in office.audited(f"item:{second}")
    with pytest.raises(errors.Refused, match="no complaint"):
        office.acts.separate(office.held(), BY)


def test_a_confirmation_of_what_has_changed_is_refused(office: Office) -> None:
    """Every finding is confirmed in one name; whoever looked at an older state must look again."""
    item_id = office.arrives(body="My line is dead since 3 March 2026, ticket INC-4471288, call 020 7946 0018.")
    version = office.item(item_id)["version"]
    office.acts.confirm(item_id, BY, version)
    findings = office.rows(schema.finding, schema.finding.c.item_id == item_id)
    assert findings
    assert {(row["verdict"], row["verdict_by"]) for row in findings} == {("confirmed", BY)}
    with pytest.raises(errors.Conflict):
        office.acts.confirm(item_id, "bert", version)
    assert (BY, "confirmed") in office.audited(f"item:{item_id}")


def test_a_quarantined_item_is_tried_again_and_its_clock_runs_on(office: Office) -> None:
    """Promise 9: quarantine is visible, its clock runs from arrival, and a retry starts over with all its tries."""
    healthy = office.flow.reader.children
    office.flow.reader.children = Children("tests.child_targets:poisoned", healthy._initial, Limits(processes=1))
    name = next(_names)
    source = Source(SourceKind.FOLDER, "scans", name)
    words = f"My line is dead. Number {name}. Write to retried@example.org."
    (item_id,) = office.flow.take([Arrival(source, "poison-crash", words.encode(), NOW)])
    office.house.work_on(item_id)
    item = office.item(item_id)
    assert (item["state"], item["attempt"]) == ("QUARANTINED", 2), "put off once, then set aside"
    assert item["review"]
    assert item["due"] == NOW + timedelta(hours=24)
    assert [action for _, action in office.audited(f"item:{item_id}")] == ["arrived", "deferred", "quarantined"]

    office.acts.retry(item_id, BY)
    assert office.item(item_id)["state"] == "ARRIVED"
    assert (BY, "retried") in office.audited(f"item:{item_id}")
    office.flow.process([(item_id, 3)], "test-worker")
    assert office.item(item_id)["state"] == "DEFERRED", "the tries are counted afresh"
    office.flow.reader.children.close()
    office.flow.reader.children = healthy
    office.flow.process([(item_id, 4)], "test-worker")
    item = office.item(item_id)
    assert item["state"] in {"OPEN", "HELD"}, item["reason"]
    assert item["due"] == NOW + timedelta(hours=24), "the clock never started anew"
    opened = office.arrives()
    with pytest.raises(errors.Conflict, match="OPEN"):
        office.acts.retry(opened, BY)


# ---- replies -------------------------------------------------------------------------------------------------


def test_acceptance_by_the_relay_meets_the_clock_and_starts_the_next(office: Office) -> None:
    """The acknowledgement's clock stops when the relay takes it; the progress update's starts then."""
    item_id = office.arrives()
    office.accepted()
    clocks = office.clocks(office.item(item_id)["complaint_id"])
    assert clocks["acknowledgement"]["met"] == NOW
    assert clocks["update"]["started"] == NOW
    assert clocks["update"]["met"] is None


@pytest.mark.parametrize("before", [Delivery.UNCERTAIN, Delivery.REJECTED, Delivery.BOUNCED, Delivery.HELD])
@pytest.mark.parametrize(
    ("how", "after", "action"),
    [
        ("delivered", "ACCEPTED", "found delivered"),
        ("send_again", "PENDING", "sent again"),
        ("cancel", "CANCELLED", "cancelled"),
    ],
)
def test_a_person_settles_a_reply(office: Office, before: Delivery, how: Any, after: str, action: str) -> None:
    """What the machine will not decide a person does, once: the bytes stay, and whoever claimed it has lost it."""
    reply = office.reply(office.arrives())
    office.stands(reply["id"], before)
    office.acts.settle(reply["id"], BY, how)
    (settled,) = office.replies(reply["complaint_id"])
    assert settled["delivery"] == after
    assert (settled["content"], settled["message_id"]) == (reply["content"], reply["message_id"])
    assert settled["token"] == reply["token"] + 1
    assert settled["finished_by"] == (BY if after != "PENDING" else None)
    assert (BY, action) in office.audited(f"reply:{reply['id']}")
    met = office.clocks(reply["complaint_id"])["acknowledgement"]["met"]
    assert met == (NOW if how == "delivered" else None)
    if after != "PENDING":
        with pytest.raises(errors.Conflict, match="settled already"):
            office.acts.settle(reply["id"], "bert", how)


@pytest.mark.parametrize("before", [Delivery.CLAIMED, Delivery.DOT_PENDING])
@pytest.mark.parametrize("how", ["delivered", "send_again", "letter", "cancel"])
def test_a_reply_that_is_being_sent_cannot_be_settled(office: Office, before: Delivery, how: Any) -> None:
    """Promise 18: a click in the moment of sending makes no second mail."""
    reply = office.reply(office.arrives())
    office.stands(reply["id"], before)
    with pytest.raises(errors.Conflict, match="being sent"):
        office.acts.settle(reply["id"], BY, how)
    (after,) = office.replies(reply["complaint_id"])
    assert (after["delivery"], after["token"]) == (before.value, reply["token"])


def test_a_mail_that_cannot_be_delivered_becomes_a_letter_and_is_posted(office: Office) -> None:
    """Without a postal address it is refused in words; with one it is printed, posted, and meets the clock."""
    reply = office.reply(office.arrives())
    complaint_id, reply_id = reply["complaint_id"], reply["id"]
    office.stands(reply_id, Delivery.BOUNCED)
    with pytest.raises(errors.Refused) as refused:
        office.acts.settle(reply_id, BY, "letter")
    assert "address" in refused.value.remedy
    with pytest.raises(errors.Conflict, match="posted"):
        office.acts.posted(reply_id, BY)
    with office.flow.database.write() as connection:
        connection.execute(
            schema.complaint.update().where(schema.complaint.c.id == complaint_id).values(postal_address=POSTAL)
        )
    office.acts.settle(reply_id, BY, "letter")
    (letter,) = office.replies(complaint_id)
    assert (letter["channel"], letter["delivery"]) == ("letter", "TO_PRINT")
    for how in ("send_again", "delivered"):  # a letter waits for a person, and no relay can take it
        with pytest.raises(errors.Refused, match="letter"):
            office.acts.settle(reply_id, BY, how)
    office.acts.printed([reply_id], BY)
    assert office.clocks(complaint_id)["acknowledgement"]["met"] is None, "printed is not posted"
    office.acts.posted(reply_id, BY)
    clocks = office.clocks(complaint_id)
    assert clocks["acknowledgement"]["met"] == clocks["update"]["started"] == NOW
    actions = [action for _, action in office.audited(f"reply:{reply_id}")]
    assert actions == ["turned into a letter", "printed", "posted"]
    with pytest.raises(errors.Conflict):
        office.acts.posted(reply_id, BY)


def test_a_new_address_sends_what_came_back_and_nothing_twice(office: Office) -> None:
    """A rejected acknowledgement goes to the new address; one that was accepted is not sent again."""
    reply = office.reply(office.arrives())
    office.stands(reply["id"], Delivery.REJECTED)
    office.acts.readdress(reply["complaint_id"], BY, address="New.Address@Example.com")
    (after,) = office.replies(reply["complaint_id"])
    assert (after["recipient"], after["delivery"]) == ("new.address@example.com", "PENDING")
    assert b"new.address@example.com" in after["content"]
    assert (BY, "addressed anew") in office.audited(f"reply:{reply['id']}")
    office.accepted()
    office.acts.readdress(reply["complaint_id"], BY, address="third@example.com")
    (after,) = office.replies(reply["complaint_id"])
    assert (after["recipient"], after["delivery"]) == ("new.address@example.com", "ACCEPTED")
    assert office.complaint(reply["complaint_id"])["address"] == "third@example.com"
    with pytest.raises(errors.Refused, match="no address"):
        office.acts.readdress(reply["complaint_id"], BY)


@pytest.mark.parametrize("address", ["a@x@y", "nobody", "a@example.org\r\nBcc: b@example.org", "a b@example.org"])
def test_an_address_that_cannot_be_is_refused_and_nothing_changes(office: Office, address: str) -> None:
    """What nobody can be written to at does not become a complainant's address."""
    reply = office.reply(office.arrives())
    office.stands(reply["id"], Delivery.REJECTED)
    before = office.complaint(reply["complaint_id"]), office.replies(reply["complaint_id"])
    with pytest.raises(errors.Refused):
        office.acts.readdress(reply["complaint_id"], BY, address=address)
    assert (office.complaint(reply["complaint_id"]), office.replies(reply["complaint_id"])) == before


def test_a_reply_is_written_once_and_a_preview_leaves_no_trace(office: Office) -> None:
    """Promise 16: the second of a kind is refused; looking at one first changes nothing."""
    complaint_id = office.item(office.arrives())["complaint_id"]
    draft = office.acts.preview(complaint_id, ReplyKind.UPDATE, "We are waiting for the engineer.")
    assert b"waiting for the engineer" in draft.content
    assert len(office.replies(complaint_id)) == 1
    office.acts.write(complaint_id, ReplyKind.UPDATE, "We are waiting for the engineer.", BY)
    with pytest.raises(errors.Conflict, match="update already"):
        office.acts.write(complaint_id, ReplyKind.UPDATE, "Once more.", BY)
    assert [row["kind"] for row in office.replies(complaint_id)] == ["acknowledgement", "update"]
    assert (BY, "reply intended") in office.audited(f"complaint:{complaint_id}")


def test_a_question_stops_the_response_s_clock_until_the_customer_writes(office: Office) -> None:
    """The time the customer takes is not ours: the clock stands still, and goes on with the answer, later by it."""
    name = next(_names)
    complaint_id = office.item(office.arrives(name))["complaint_id"]
    office.acts.write(complaint_id, ReplyKind.UPDATE, "We are at it.", BY)
    office.accepted()
    due = office.clocks(complaint_id)["response"]["due"]
    office.acts.write(complaint_id, ReplyKind.QUESTION, "Which number did you call from?", BY)
    assert office.clocks(complaint_id)["response"]["paused"] == NOW
    assert office.clocks(complaint_id)["ombudsman"]["paused"] is None, "the law does not wait"
    ours = office.replies(complaint_id)[0]["message_id"]
    answer = mail(name, "It was 020 7946 0018.", head=f"In-Reply-To: {ours}", Message_ID=f"<{name}-answer@example.org>")
    clock.drive(lambda: NOW + timedelta(days=7))
    source = Source(SourceKind.MAILDIR, "door", f"{name}-answer")
    (item_id,) = office.flow.take([Arrival(source, "answer.eml", answer, NOW + timedelta(days=7))])
    office.house.work_on(item_id)
    assert office.item(item_id)["complaint_id"] == complaint_id
    response = office.clocks(complaint_id)["response"]
    assert response["paused"] is None
    assert response["due"] > due
    assert ("postroom", "clock resumed") in office.audited(f"complaint:{complaint_id}")


def test_an_accepted_reply_that_comes_back_is_bounced(office: Office) -> None:
    """Promise 19: accepted is not delivered; the bounce changes the ledger and brings the reply before a person."""
    name = next(_names)
    reply = office.reply(office.arrives(name))
    office.accepted()
    ours = b"Status: 5.1.1\r\n--p\r\nContent-Type: message/rfc822\r\n\r\n" + reply["content"] + b"\r\n"
    bounce = report(f"{name}-bounce", f"{name}@example.org").replace(b"Status: 5.1.1\r\n", ours)
    office.arrives(f"{name}-bounce", bounce)
    (after,) = office.replies(reply["complaint_id"])
    assert after["delivery"] == "BOUNCED"
    assert "5.1.1" in after["server_words"]
    assert ("postroom", "bounced") in office.audited(f"reply:{reply['id']}")
    office.acts.settle(reply["id"], BY, "send_again")
    assert office.accepted() >= 1


# ---- complaints ----------------------------------------------------------------------------------------------


def test_a_closed_complaint_s_clocks_stand_and_run_on_when_it_is_reopened(office: Office) -> None:
    """Closing stops the clocks, opening lets them run as if they never stopped; the second of two people is told."""
    complaint_id = office.item(office.arrives())["complaint_id"]
    due = {name: row["due"] for name, row in office.clocks(complaint_id).items()}
    office.acts.close(complaint_id, BY, "refunded")
    assert all(row["paused"] for row in office.clocks(complaint_id).values())
    with pytest.raises(errors.Conflict, match="closed already"):
        office.acts.close(complaint_id, "bert", "refused")
    assert office.complaint(complaint_id)["outcome"] == "refunded"
    office.acts.reopen(complaint_id, BY)
    assert {name: row["due"] for name, row in office.clocks(complaint_id).items() if not row["paused"]} == due
    with pytest.raises(errors.Conflict, match="open already"):
        office.acts.reopen(complaint_id, BY)
    actions = office.audited(f"complaint:{complaint_id}")
    assert [one for one in actions if one[0] == BY] == [(BY, "closed"), (BY, "reopened")]


def test_the_audit_chain_of_all_this_is_whole(office: Office) -> None:
    """Promise 24: after every act above the chain verifies."""
    with office.flow.database.read() as connection:
        assert audit.broken_at(connection) is None
