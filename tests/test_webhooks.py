"""Webhooks: written with their event, signed, sent until they arrive or are given up, never into a private network."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from ingest import clock, config, errors, outgoing, schedules, webhooks
from ingest.config import Endpoint, WebhookSettings
from ingest.model import Clock, Medium, ReplyKind
from ingest.store import complaints, schema
from ingest.store import webhooks as kept
from ingest.store.database import Database
from ingest.store.webhooks import Event, State
from tests.servers import certificates
from tests.servers.receiver import SECRET, Receiver

NOW = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    schema.metadata.create_all(made.engine)
    clock.drive(lambda: NOW)
    yield made
    clock.drive(None)
    made.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.stop()


class Told:
    """A sender of one endpoint, and the alarms it raised."""

    def __init__(self, database: Database, url: str, **more: Any) -> None:
        one = Endpoint(name="crm", url=url, secret=SECRET, private=True, **more)
        self.alarms: list[str] = []
        self.sender = webhooks.Sender(database, WebhookSettings(endpoints=(one,), attempts=3), self.alarms.append)
        self.sender.begin()
        self.database = database

    def drain(self, after: timedelta = timedelta()) -> int:
        now = clock.now() + after
        clock.drive(lambda: now)
        return self.sender.drain(threading.Event(), patience=30)

    def rows(self) -> tuple[kept.Message, ...]:
        with self.database.read() as connection:
            return kept.latest(connection)


def complaint(database: Database, number: int = 1, due: timedelta = timedelta(days=1)) -> int:
    with database.write() as connection:
        return complaints.open_new(
            connection, reference=f"PR-26-0000{number}-0", medium=Medium.EMAIL, language="en",
            complainant="Margaret Ellison", address="m@example.com", postal_address=None, opened=NOW,
            clocks=[Clock("acknowledgement", NOW, NOW + due, "24 hours")], flags=(),
        )  # fmt: skip


def close(database: Database, number: int = 1) -> int:
    made = complaint(database, number)
    with database.write() as connection:
        complaints.close(connection, made, "anna", "Ms Ellison was right")
    return made


def test_the_settings_know_the_events() -> None:
    """What can be set is what there is."""
    (events,) = [one for one in get_args(Endpoint.model_fields["events"].annotation) if one is not ...]
    assert set(get_args(events)) == {event.value for event in Event}


def test_a_message_is_signed_and_says_nothing_of_the_customer(database: Database, receiver: Receiver) -> None:
    """Standard Webhooks headers over the exact bytes; ids, reference and instants, no name, address or outcome."""
    told = Told(database, receiver.url)
    made = close(database)
    assert told.drain() == 1
    (message,) = receiver.received
    assert message.body == {
        "type": "complaint.closed", "timestamp": NOW.isoformat(),
        "data": {"complaint": made, "reference": "PR-26-00001-0"},
    }  # fmt: skip
    assert message.timestamp == int(NOW.timestamp())
    assert message.path == "/hooks?from=postroom"
    assert "Ellison" not in message.text
    assert told.rows()[0].state is State.DELIVERED
    assert told.drain() == 0


def test_the_example_of_the_specification_is_signed_alike() -> None:
    """The signature is that of the reference: known id, instant, content and secret."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    made = webhooks.signed([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_rolled_back_event_was_never_told(database: Database, receiver: Receiver) -> None:
    """Message and event are one transaction."""
    told = Told(database, receiver.url)
    made = complaint(database)

    def half_done() -> None:
        with database.write() as connection:
            complaints.close(connection, made, "anna", "solved")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert told.rows() == ()


def test_each_event_comes_from_where_it_happens(database: Database, receiver: Receiver) -> None:
    """An acknowledgement that left, a clock at risk (once), a close and a close again; nothing without endpoints."""
    policy = schedules.load(None)
    before = complaint(database, 9, timedelta(hours=1))
    assert webhooks.watch_clocks(database, policy) == 0
    told = Told(database, receiver.url)
    risky = complaint(database, 1, timedelta(hours=1))
    assert webhooks.watch_clocks(database, policy) == 2
    assert webhooks.watch_clocks(database, policy) == 0
    with database.write() as connection:
        outgoing.left(connection, risky, ReplyKind.ACKNOWLEDGEMENT, NOW, policy)
        outgoing.left(connection, risky, ReplyKind.ACKNOWLEDGEMENT, NOW, policy)
    told.drain()
    for minute in (1, 2):
        later = NOW + timedelta(minutes=minute)
        clock.drive(lambda later=later: later)
        with database.write() as connection:
            complaints.close(connection, risky, "anna", "solved")
        with database.write() as connection:
            complaints.reopen(connection, risky, "anna")
    told.drain()
    mine = [one.body for one in receiver.received if one.body["data"]["complaint"] == risky]
    assert [one["type"] for one in mine] == [
        "complaint.at_risk", "complaint.acknowledged", "complaint.closed", "complaint.closed",
    ]  # fmt: skip
    due = (NOW + timedelta(hours=1)).isoformat()
    assert mine[0]["data"] == {
        "complaint": risky, "reference": "PR-26-00001-0", "clock": "acknowledgement", "due": due,
    }  # fmt: skip
    assert len({one.id for one in receiver.received}) == 5
    assert before


def test_an_endpoint_is_told_only_what_it_asked_for(database: Database, receiver: Receiver) -> None:
    """Other events are not even written for it."""
    told = Told(database, receiver.url, events=("complaint.acknowledged",))
    close(database)
    assert told.rows() == ()


def test_a_failure_is_tried_again_with_growing_pauses_and_then_given_up(database: Database, receiver: Receiver) -> None:
    """The same id and bytes each time; after the last try an alarm, and a person can have it sent again."""
    told = Told(database, receiver.url)
    receiver.statuses = [500, 302, 503]
    close(database)
    assert told.drain() == 0
    assert told.drain(timedelta(seconds=4)) == 0
    assert len(receiver.received) == 1
    told.drain(timedelta(seconds=2))
    assert len(receiver.received) == 2, "a redirect is not followed"
    told.drain(timedelta(seconds=19))
    assert len(receiver.received) == 2
    told.drain(timedelta(seconds=2))
    (row,) = told.rows()
    assert (row.state, row.attempt, row.words) == (State.GIVEN_UP, 3, "answered 503")
    assert told.alarms == ["messages to crm are given up: answered 503"]
    assert told.drain(timedelta(days=1)) == 0
    with database.write() as connection:
        kept.replay(connection, row.id, "anna")
    assert told.drain() == 1
    assert len({one.id for one in receiver.received}) == 1
    assert len({one.text for one in receiver.received}) == 1


def test_who_is_gone_is_not_asked_again(database: Database, receiver: Receiver) -> None:
    """410 ends it at once; so does taking the endpoint out of the settings."""
    told = Told(database, receiver.url)
    receiver.statuses = [410]
    close(database)
    told.drain()
    assert (told.rows()[0].state, len(told.alarms)) == (State.GIVEN_UP, 1)
    close(database, 2)
    other = webhooks.Sender(database, WebhookSettings(), told.alarms.append)
    other.begin()
    other.drain(threading.Event(), patience=30)
    assert told.rows()[0].words == "this endpoint is no longer configured"
    close(database, 3)
    assert len(told.rows()) == 2


def test_one_that_is_down_holds_up_no_other(database: Database, receiver: Receiver) -> None:
    """An endpoint that fails is left alone for the round; the others get all of theirs."""
    down = Endpoint(name="a-down", url="http://127.0.0.1:9/", secret=SECRET, private=True)
    up = Endpoint(name="up", url=receiver.url, secret=SECRET, private=True)
    sender = webhooks.Sender(database, WebhookSettings(endpoints=(down, up)), lambda _: None)
    sender.begin()
    for number in range(1, 4):
        close(database, number)
    assert sender.drain(threading.Event(), patience=30) == 3
    with database.read() as connection:
        attempts = {one.attempt for one in kept.latest(connection) if one.endpoint == "a-down"}
    assert attempts == {0, 1}


def test_finished_messages_are_purged_and_waiting_ones_are_not(database: Database, receiver: Receiver) -> None:
    """The ledger does not grow for ever, and loses nothing that was not told."""
    told = Told(database, receiver.url)
    close(database, 1)
    told.drain()
    close(database, 2)
    clock.drive(lambda: NOW + timedelta(days=31))
    assert told.sender.purge() == 1
    assert [one.state for one in told.rows()] == [State.PENDING]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fd00::1", "fe80::1",
     "::ffff:10.0.0.1"],
)  # fmt: skip
@pytest.mark.parametrize("beside", [(), ("93.184.216.34",)])
def test_nothing_is_sent_into_a_private_network(
    monkeypatch: pytest.MonkeyPatch, address: str, beside: tuple[str, ...]
) -> None:
    """A name that leads to any private address is refused unless the settings allow it, whatever else it leads to."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in (*beside, address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    endpoint = Endpoint(name="x", url="https://hooks.example.org/", secret=SECRET)
    message = kept.Message(1, "msg_1", "x", "complaint.closed", 1, "{}", NOW, State.PENDING, 1, NOW, None, "")
    with pytest.raises(errors.Refused, match="private network"):
        webhooks.post(endpoint, message, NOW, 1)


def test_the_address_that_was_checked_is_the_one_that_is_called(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TLS is checked against the name, the name is resolved once, and the receiver sees it as Host."""
    made = certificates.make(tmp_path)
    receiver = Receiver(made)
    asked: list[str] = []
    real: Callable[..., Any] = socket.getaddrinfo

    def resolve(host: str, *more: Any, **named: Any) -> Any:
        asked.append(host)
        return real(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    try:
        told = Told(database, receiver.url, certificates=made.authority)
        close(database)
        assert told.drain() == 1
        assert receiver.received[0].host == receiver.url.split("/")[2]
        assert asked.count("localhost") == 1
        stranger = Told(database, receiver.url)
        close(database, 2)
        assert stranger.drain() == 0
        assert "no answer: ConnectError" in stranger.rows()[0].words
    finally:
        receiver.stop()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "http://hooks.example.org/"}, "https://"),
        ({"url": "ftp://hooks.example.org/"}, "match"),
        ({"url": "https://user:word@hooks.example.org/"}, "match"),
        ({"secret": "short"}, "24 to 64 bytes"),
        ({"secret": "whsec_"}, "24 to 64 bytes"),
        ({"name": "CRM one"}, "match"),
        ({"events": ["complaint.deleted"]}, "complaint.opened"),
    ],
)
def test_a_wrong_endpoint_is_refused_in_words_without_its_secret(
    tmp_path: Path, values: dict[str, Any], words: str
) -> None:
    """An administrator reads what is wrong at the start; the secret never stands there."""
    endpoint = {"name": "crm", "url": "https://hooks.example.org/", "secret": SECRET} | values
    with pytest.raises(errors.SettingsError) as raised:
        config.made({"storage": {"folder": str(tmp_path)}, "webhooks": {"endpoints": [endpoint]}})
    assert words in str(raised.value)
    assert SECRET[6:] not in str(raised.value)


def test_both_secrets_count_while_one_is_changed(database: Database, receiver: Receiver) -> None:
    """With the old secret beside the new one a receiver that knows either of them believes the message."""
    secrets = [SECRET, "whsec_" + "bmV3IHNlY3JldCwgb25seSBmb3IgdGhlc2UgdGVzdHM="]
    both = webhooks.signed(secrets, "msg_1", NOW, "{}")["webhook-signature"].split(" ")
    each = [webhooks.signed([one], "msg_1", NOW, "{}")["webhook-signature"] for one in secrets]
    assert both == each
    told = Told(database, receiver.url, old_secret=secrets[1])
    close(database)
    told.drain()
    assert told.rows()[0].state is State.DELIVERED
    with pytest.raises(ValueError, match="24 to 64 bytes"):
        Endpoint(name="crm", url="https://example.org", secret=SECRET, old_secret="c2hvcnQ=")


def test_a_slow_endpoint_holds_up_no_other(database: Database, receiver: Receiver) -> None:
    """While one endpoint lets us wait, the other has its messages; the slow one is not asked twice meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection, and never says a word
        slow = Endpoint(name="slow", url=f"http://127.0.0.1:{silent.getsockname()[1]}/", secret=SECRET, private=True)
        quick = Endpoint(name="quick", url=receiver.url, secret=SECRET, private=True)
        settings = WebhookSettings(endpoints=(slow, quick), attempts=3, timeout_seconds=60)
        sender = webhooks.Sender(database, settings, print)
        sender.begin()
        for number in (1, 2):
            close(database, number)
            threading.Thread(target=sender.drain, args=(threading.Event(), 60), daemon=True).start()
            while len(receiver.received) < number:
                time.sleep(0.01)
        with database.read() as connection:
            waiting = [one.attempt for one in kept.latest(connection) if one.endpoint == "slow"]
    assert sorted(waiting) == [0, 1]
    for thread in threading.enumerate():
        if thread.name == "webhooks-slow":
            thread.join(10)
