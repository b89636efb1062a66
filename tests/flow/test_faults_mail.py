"""Mail servers that break down in mid-sentence, on a real ledger: one complaint and one certain answer a mail."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from ingest import errors
from ingest.acts import Acts
from ingest.arrive.mailbox_poller import MailboxPoller
from ingest.arrive.settings import MailboxSettings
from ingest.model import Delivery, SourceKind
from ingest.outgoing import Outgoing
from ingest.reply import outbox, send
from ingest.reply.rates import Breaker
from ingest.reply.settings import Rates
from ingest.store import schema
from tests.flow.hostile import ADDRESS, OPEN, RECEIVED, Case, House
from tests.flow.hostile_bytes import mail
from tests.servers import imap


def poller_of(house: House, port: int) -> MailboxPoller:
    settings = MailboxSettings(
        name="complaints", host="127.0.0.1", port=port, security="none", user="complaints", password=SecretStr("pw"),
        timeout_seconds=0.5,
    )  # fmt: skip
    return MailboxPoller(settings, house.flow)


def poll(poller: MailboxPoller, looks: int) -> None:
    """What a daemon's poller does, without its pauses."""
    for _ in range(looks):
        try:
            poller.poll_once()
        except errors.Error as error:
            poller._failed(error)


def test_a_mailbox_in_trouble_becomes_one_complaint_a_mail(tmp_path: Path) -> None:
    """Promises 3, 5, 8: cut in mid-fetch, deleted by others, numbered anew by the server: each mail counts once."""
    house = House(tmp_path)
    script = imap.ScriptedImap({uid: mail(f"mail-{uid}", f"Line {uid} is dead since March.") for uid in range(1, 7)})
    script.cut, script.gone = {3}, {5}
    with imap.serving(script):
        poller = poller_of(house, script.port)
        poll(poller, 3)
        assert sorted(script.messages) == [3], "what could not be fetched stays; what others deleted is gone"
        script.cut.clear()
        poll(poller, 1)
        assert script.messages == {}
        script.validity, script.messages = 8, {1: mail("mail-1", "Line 1 is dead since March.")}
        poll(poller, 2)
        poller.close()
    for item_id in [row["id"] for row in rows(house, schema.item)]:
        house.work_on(item_id)
    items = rows(house, schema.item)
    assert [row["source_key"] for row in items][-1] == "8/1"
    assert sorted(row["state"] for row in items) == ["CLOSED", *["OPEN"] * 5]
    assert items[-1]["duplicate_of"] == items[0]["id"]
    replies = [row["recipient"] for row in house.replies()]
    assert sorted(replies) == [f"mail-{uid}@example.org" for uid in (1, 2, 3, 4, 6)]
    house.close()


def test_a_mailbox_that_never_greets_is_unavailable(tmp_path: Path) -> None:
    """A server that takes the call and says nothing costs its time limit, and is called again."""
    house = House(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        poller = poller_of(house, listener.getsockname()[1])
        with pytest.raises(errors.Unavailable):
            poller.poll_once()
    house.close()


@pytest.fixture
def sending(tmp_path: Path, scripted_smtp: Any) -> Iterator[tuple[House, outbox.Sender]]:
    """A ledger whose replies leave through a relay that can be told to fail."""
    reply = {
        "from_address": ADDRESS,
        "company": "Northwind Telecom",
        "secret": "a secret only for these tests",
        "relay": {"host": "127.0.0.1", "port": scripted_smtp.port, "security": "none", "timeout_seconds": 2},
    }
    house = House(tmp_path, reply=reply)
    settings = house.flow.settings.reply
    ledger = Outgoing(house.flow.database, house.flow.schedules)
    yield house, outbox.Sender(ledger, send.transport_for(settings), settings)
    house.close()


def test_an_answer_that_may_have_left_is_not_sent_again_by_the_machine(
    sending: tuple[House, outbox.Sender], scripted_smtp: Any
) -> None:
    """Promises 18, 19: the line breaks after the final dot: UNCERTAIN, until a person decides; then the same bytes."""
    house, sender = sending
    house.run(SourceKind.MAILDIR, [Case("uncertain", mail("uncertain"), OPEN)])
    scripted_smtp.answers["DOT"] = "take and drop"
    for _ in range(3):
        sender.drain(threading.Event())
    (reply,) = house.replies()
    assert reply["delivery"] == "UNCERTAIN"
    assert len(scripted_smtp.taken) == 1
    assert clock_of(house)["met"] is None, "doubt is no answer: the clock runs"
    scripted_smtp.answers.clear()
    Acts(house.flow).settle(reply["id"], "anna", "send_again")
    sender.drain(threading.Event())
    (reply,) = house.replies()
    assert reply["delivery"] == "ACCEPTED"
    assert clock_of(house)["met"] is not None
    first, second = scripted_smtp.taken
    assert first.content == second.content, "the reader's program can tell that it is the same mail"


@pytest.mark.parametrize(
    ("phase", "said", "delivery", "tries"),
    [("RCPT", "550 5.1.1 no such user", "REJECTED", 1), ("MAIL", "451 4.3.0 later", "DEFERRED", 1)],
)
def test_an_answer_the_relay_refuses_is_on_record(
    sending: tuple[House, outbox.Sender], scripted_smtp: Any, phase: str, said: str, delivery: str, tries: int
) -> None:
    """A 5xx is a person's task with the server's words; a 4xx waits for its next try: neither stops the clock."""
    house, sender = sending
    house.run(SourceKind.MAILDIR, [Case("refused", mail("refused"), OPEN)])
    scripted_smtp.answers[phase] = said
    for _ in range(3):
        sender.drain(threading.Event())
    (reply,) = house.replies()
    assert (reply["delivery"], reply["attempt"]) == (delivery, tries)
    assert said[4:] in reply["server_words"]
    assert clock_of(house)["met"] is None
    assert scripted_smtp.taken == []


def test_a_clock_set_back_does_not_keep_the_breaker_open() -> None:
    """Sending pauses for a quarter of an hour, and not until the days are over by which the clock was ahead."""
    settings = Rates(failures_in_a_row=1)
    breaker, ahead = Breaker(settings), RECEIVED + timedelta(days=3)
    assert breaker.note(Delivery.REJECTED, ahead)
    assert breaker.is_open(ahead + timedelta(minutes=14))
    assert not breaker.is_open(ahead + timedelta(minutes=15))
    assert not breaker.is_open(RECEIVED)


def clock_of(house: House) -> dict[str, Any]:
    """The clock of the only acknowledgement."""
    return next(row for row in rows(house, schema.clock) if row["name"] == "acknowledgement")


def rows(house: House, table: Any) -> list[dict[str, Any]]:
    with house.flow.database.read() as connection:
        return [dict(row) for row in connection.execute(table.select().order_by(table.c.id)).mappings()]
