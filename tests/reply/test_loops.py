"""Loop trials: whatever answers us, at most the configured number of mails leaves, and people are told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from ingest import clock
from ingest.model import Delivery, Draft, Item, Mail, Medium, Reading, ReplyKind, Source, SourceKind, State
from ingest.reference import reference
from ingest.reply import compose, outbox, vouching
from ingest.reply.context import Context
from ingest.reply.settings import Rates, Relay, Settings
from ingest.reply.silence import Recent, Silence, silence_for
from ingest.reply.transport import Answer
from tests.reply.ledgers import MemoryLedger

START = datetime(2026, 3, 5, 9, tzinfo=UTC)


class Postroom:
    """A toy of the whole flow: every mail that is not silenced opens a complaint and is acknowledged."""

    def __init__(self, address: str, post: Callable[[Draft], None], **rates: int) -> None:
        self.settings = Settings(
            from_address=address,
            secret=f"the secret of {address}",
            rates=Rates(**rates),
            relay=Relay(connections=1),
        )
        self.ledger = MemoryLedger()
        self.alarms: list[str] = []
        self.silences: list[Silence] = []
        self.left = 0
        self._post = post
        self._references: dict[str, str] = {}  # by Message-ID of ours
        self._sender = outbox.Sender(self.ledger, self, self.settings, alarm=self.alarms.append)

    def receive(self, content: bytes) -> None:
        reading = reading_of(content)
        mail = reading.mail
        assert mail is not None
        item = Item(1, Source(SourceKind.MAILBOX, "x", "1"), "x", clock.now(), "0", 1, State.EXTRACTED, 1)
        joins = next((self._references[one] for one in mail.in_reply_to if one in self._references), None)
        recipient = vouching.recipient_for(mail, self.settings)
        today = [one for one in self.ledger.replies.values() if one.draft.recipient == recipient]
        recent = Recent(recipient, len(today), 0, joins)
        silence = silence_for(reading, item, settings=self.settings, recent=recent)
        if silence is not None or recipient is None:
            self.silences += [silence] if silence else []
            return
        number = reference(len(self.ledger.replies) + 1, 2026)
        context = Context(number, "email", recipient, "en", clock.now(), clock.now(), in_reply_to=mail.message_id)
        draft = compose.draft(ReplyKind.ACKNOWLEDGEMENT, context, settings=self.settings)
        self._references[draft.message_id] = number
        self.ledger.add(draft)

    def send(self) -> int:
        before = self.left
        self._sender.drain(threading.Event())
        return self.left - before

    @contextmanager
    def connect(self) -> Iterator["Postroom"]:
        yield self

    def carry(self, draft: Draft, before_the_dot: Callable[[], bool]) -> Answer:
        assert before_the_dot()
        self.left += 1
        self._post(draft)
        return Answer(Delivery.ACCEPTED, "250")


def reading_of(content: bytes) -> Reading:
    message = message_from_bytes(content, policy=default)
    headers = tuple((name.lower(), str(value)) for name, value in message.items())
    sender = message["From"].addresses[0].addr_spec.lower()
    envelope = message["Return-Path"]
    mail = Mail(
        from_name=None,
        from_address=sender,
        envelope_sender=None if envelope is None else str(envelope).strip("<>"),
        reply_to=(),
        to=(),
        cc=(),
        subject=str(message["Subject"] or ""),
        claimed_date=None,
        message_id=message["Message-ID"],
        in_reply_to=tuple(str(message["In-Reply-To"] or "").split()),
        references=(),
        headers=headers,
    )
    return Reading(Medium.EMAIL, "text", "en", mail=mail)


def mail(sender: str, subject: str = "Help", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["Subject"] = subject
    message["Message-ID"] = f"<{id(message)}.{sender}>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Hello")
    return message.as_bytes()


@pytest.fixture(autouse=True)
def time() -> Iterator[Callable[[float], None]]:
    now = [START]
    clock.drive(lambda: now[0])

    def forward(minutes: float) -> None:
        now[0] += timedelta(minutes=minutes)

    yield forward
    clock.drive(None)


def rally(rounds: int, *rooms: Postroom, forward: Callable[[float], None]) -> int:
    """Let the rooms send in turns; how many mails left in all."""
    for _ in range(rounds):
        for room in rooms:
            room.send()
        forward(1)
    return sum(room.left for room in rooms)


def test_two_postrooms_set_on_each_other_fall_silent(time):
    """One forged mail starts them; the first acknowledgement ends it."""
    boxes: dict[str, Postroom] = {}
    for address in ("complaints@one.example.org", "complaints@two.example.org"):
        boxes[address] = Postroom(address, lambda draft: boxes[draft.recipient].receive(draft.content))
    one, two = boxes.values()
    one.receive(mail("complaints@two.example.org"))
    assert rally(20, one, two, forward=time) == 1
    assert [silence.rule for silence in two.silences] == ["another_postroom"]


def test_our_own_mail_that_comes_back_ends_there(time):
    """An alias or a forwarding that leads back to ourselves is no loop."""
    room = Postroom("complaints@one.example.org", lambda draft: room.receive(draft.content))
    room.receive(mail("ada@example.com"))
    assert rally(20, room, forward=time) == 1
    assert [silence.rule for silence in room.silences] == ["ourselves"]


ROBOTS = {
    "an absence note with its header": {"Auto_Submitted": "auto-replied"},
    "an absence note with its subject only": {"subject": "Automatic reply: We have your complaint"},
    "a list": {"List_Id": "<list.example.com>"},
    "a bounce": {"Return_Path": "<>"},
}


@pytest.mark.parametrize("robot", ROBOTS)
def test_a_robot_with_any_sign_is_answered_never(robot, time):
    """An out-of-office robot, a list, a bounce."""
    sign = ROBOTS[robot]
    room = Postroom("complaints@one.example.org", lambda draft: room.receive(mail("robot@example.com", **sign)))
    room.receive(mail("robot@example.com"))  # the person behind it wrote first
    assert rally(20, room, forward=time) == 1
    assert not any(silence.needs_person for silence in room.silences)


def test_a_robot_without_any_sign_gets_one_mail_a_day(time):
    """A headerless robot that answers every mail with a new one: one a day, and each further one is a person's task."""
    room = Postroom("complaints@one.example.org", lambda draft: room.receive(mail("robot@example.com", "Thank you")))
    room.receive(mail("robot@example.com"))
    assert rally(60, room, forward=time) == 1
    assert [(silence.rule, silence.needs_person) for silence in room.silences] == [("address_rate", True)]


def test_a_forged_flood_in_one_victim_s_name_sends_one_mail():
    """5,000 forged complaints in one name: one mail leaves; the rest wait for a person with the reason."""
    room = Postroom("complaints@one.example.org", lambda _: None)
    forged = reading_of(mail("victim@example.com"))
    item = Item(1, Source(SourceKind.MAILBOX, "x", "1"), "x", START, "0", 1, State.EXTRACTED, 1)
    silences = [
        silence_for(forged, item, settings=room.settings, recent=Recent("victim@example.com", min(number, 1)))
        for number in range(5_000)
    ]
    assert silences.count(None) == 1
    assert {silence.rule for silence in silences if silence} == {"address_rate"}
    assert all(silence.needs_person for silence in silences if silence)


def test_a_flood_from_many_forged_names_is_slowed_and_told(time):
    """5,000 forged addresses of one domain: no more than its rate leaves in an hour, and people are told."""
    room = Postroom("complaints@one.example.org", lambda _: None, per_domain_per_hour=100)
    context = Context(reference(1, 2026), "email", "x@example.com", "en", START, START)
    template = compose.draft(ReplyKind.ACKNOWLEDGEMENT, context, settings=room.settings)
    for number in range(1_000):
        room.ledger.add(type(template)(**{**_fields(template), "recipient": f"victim{number}@example.com"}))
    assert room.send() == 100
    assert room.alarms == ["Mail waits: the hourly rate for this domain is reached."]
    time(30)
    assert room.send() == 0
    time(31)
    assert room.send() == 100


def _fields(draft: Draft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
