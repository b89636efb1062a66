"""Tokens and webhook messages on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest import clock, errors
from ingest.model import Clock, Medium
from ingest.store import alerts, complaints, people, tokens, webhooks
from ingest.store.database import Database
from ingest.store.people import Role
from ingest.store.tokens import Scope
from ingest.store.webhooks import Event, State

NOW = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_five_past_four():
    clock.drive(lambda: NOW)
    yield
    clock.drive(None)


def told(database: Database, *names: str) -> int:
    """A complaint that was closed, with everybody of these names told of it."""
    with database.write() as connection:
        webhooks.set_endpoints(connection, {name: ["complaint.closed"] for name in names})
        made = complaints.open_new(
            connection, reference="PR-26-00001-0", medium=Medium.EMAIL, language="en", complainant=None,
            address=None, postal_address=None, opened=NOW, clocks=[Clock("update", NOW, LATER, "")], flags=(),
        )  # fmt: skip
        complaints.close(connection, made, "anna", "solved")
        return made


def test_a_message_is_claimed_once_until_its_sender_is_taken_for_dead(database: Database) -> None:
    """Two senders share the messages; what a dead one held is taken again, and the dead one records nothing."""
    told(database, "crm", "shop")
    with database.write() as connection:
        assert webhooks.due(connection, NOW) == ["crm", "shop"]
        first = webhooks.claim(connection, NOW, LATER, "crm")
        second = webhooks.claim(connection, NOW, LATER, "shop")
        assert webhooks.claim(connection, NOW, LATER, "crm") is None
        assert webhooks.due(connection, NOW) == []
    assert {first.endpoint, second.endpoint} == {"crm", "shop"}
    assert first.message == second.message
    with database.write() as connection:
        again = webhooks.claim(connection, LATER, LATER + timedelta(minutes=1), "crm")
        assert (again.id, again.attempt) == (first.id, 2)
        assert not webhooks.write(connection, first, State.DELIVERED, "")
        assert webhooks.write(connection, again, State.DELIVERED, "")
        assert not webhooks.write(connection, again, State.GIVEN_UP, "")
        assert webhooks.due(connection, LATER) == ["shop"]
        assert webhooks.find(connection, first.id).state is State.DELIVERED


def test_the_same_event_is_written_once_for_each_endpoint(database: Database) -> None:
    """A step that runs twice tells once; an endpoint that is new is told from then on."""
    made = told(database, "crm")
    with database.write() as connection:
        webhooks.tell(connection, Event.CLOSED, made, NOW)
        assert len(webhooks.latest(connection)) == 1
        webhooks.set_endpoints(connection, {"crm": ["complaint.closed"], "shop": ["complaint.closed"]})
        webhooks.tell(connection, Event.CLOSED, made, NOW)
        assert [one.endpoint for one in webhooks.latest(connection)] == ["shop", "crm"]
        assert webhooks.told(connection, [webhooks.message_id(Event.CLOSED, made, NOW.isoformat()), "msg_x"])
        with pytest.raises(errors.Conflict):
            webhooks.replay(connection, 1, "anna")


def test_running_clocks_name_their_complaint(database: Database) -> None:
    """Whoever tells of a clock knows whose it is."""
    made = told(database)
    with database.write() as connection:
        complaints.reopen(connection, made, "anna")
    with database.read() as connection:
        assert [one.complaint_id for one in alerts.running(connection)] == [made]


def test_a_token_lives_until_it_ends_or_is_revoked(database: Database) -> None:
    """Expiry, revocation and a closed account each end it."""
    with database.write() as connection:
        owner = people.add(connection, "crm", "CRM", Role.HANDLER)
        number = tokens.add(connection, owner, "crm", "0" * 64, [Scope.READ, Scope.ACT], LATER, "anna")
        made = tokens.find(connection, number)
        assert made.scopes == {Scope.READ, Scope.ACT}
        assert made.live(NOW)
        assert not made.live(LATER)
        tokens.revoke(connection, number, "anna")
        tokens.revoke(connection, number, "anna")
        assert not tokens.find(connection, number).live(NOW)
        assert tokens.find(connection, number + 1) is None
        assert [one.id for one in tokens.listed(connection)] == [number]


def test_a_provider_knows_each_person_once(database: Database) -> None:
    """A subject belongs to one account, and an account to one subject."""
    with database.write() as connection:
        ada = people.add(connection, "ada", "Ada", Role.HANDLER)
        assert people.bind(connection, ada, "s1")
        assert people.bind(connection, ada, "s1")
        assert not people.bind(connection, ada, "s2")
        assert people.by_subject(connection, "s1").id == ada
        assert people.by_subject(connection, "s2") is None
