"""The outbox's protocol, with transports that work and transports that fail on purpose."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from ingest import clock, errors
from ingest.model import Delivery, Draft, ReplyKind
from ingest.reply import feed, outbox
from ingest.reply.settings import Rates, Relay, Settings
from ingest.reply.transport import Answer
from tests.reply.ledgers import MemoryLedger, draft

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
ACCEPTED = Answer(Delivery.ACCEPTED, "the end of DATA: 250 taken")


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **much: float) -> None:
        self.now += timedelta(**much)


class FakeTransport:
    """Answers each mail as the script says, calling back before the dot as a real one would."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.sent: list[Draft] = []  # whose dot went out
        self.connections = 0
        self.unreachable: errors.Error | None = None
        self.at_the_dot: Callable[[], None] = lambda: None
        self._lock = threading.Lock()

    @contextmanager
    def connect(self) -> Iterator["FakeTransport"]:
        if self.unreachable:
            raise self.unreachable
        self.connections += 1
        yield self

    def carry(self, draft: Draft, before_the_dot: Callable[[], bool]) -> Answer:
        with self._lock:
            answer = self.answers.pop(0) if self.answers else ACCEPTED
        early = answer.delivery in {Delivery.DEFERRED, Delivery.REJECTED} and not answer.words.startswith("the end")
        if early:
            return answer
        if not before_the_dot():
            return Answer(Delivery.CLAIMED, "taken over", reusable=False)
        self.at_the_dot()
        with self._lock:
            self.sent.append(draft)
        return answer


@pytest.fixture
def time() -> Iterator[Clock]:
    source = Clock()
    clock.drive(source)
    yield source
    clock.drive(None)


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


def sender(ledger: MemoryLedger, transport: FakeTransport, **changes: object) -> outbox.Sender:
    extra = {key: changes.pop(key) for key in ("recheck", "alarm") if key in changes}
    connections = changes.pop("connections", 1)
    made = Settings(rates=Rates(**changes), relay=Relay(connections=connections))  # type: ignore[arg-type] # test table
    return outbox.Sender(ledger, transport, made, **extra)  # type: ignore[arg-type] # test table


def drain(one: outbox.Sender) -> outbox.Tally:
    return one.drain(threading.Event())


def test_an_accepted_mail_carries_the_server_s_words(time, ledger):
    """250: ACCEPTED with the server's text; DOT_PENDING was committed before the final dot."""
    ledger.add(draft())
    transport = FakeTransport()
    seen: list[Delivery] = []
    transport.at_the_dot = lambda: seen.append(ledger.replies[1].delivery)
    assert drain(sender(ledger, transport)).accepted == 1
    reply = ledger.replies[1]
    assert (reply.delivery, reply.server_words) == (Delivery.ACCEPTED, "the end of DATA: 250 taken")
    assert reply.finished == NOON
    assert seen == [Delivery.DOT_PENDING]


def test_the_earliest_deadline_leaves_first(time, ledger):
    """A catch-up after downtime sends oldest first."""
    for number, hours in ((1, 5), (2, 1), (3, 3)):
        ledger.add(draft(number), NOON + timedelta(hours=hours))
    ledger.add(draft(4))
    transport = FakeTransport()
    drain(sender(ledger, transport))
    assert [one.message_id for one in transport.sent] == [draft(n).message_id for n in (2, 3, 1, 4)]


def test_a_temporary_failure_waits_longer_each_time(time, ledger):
    """4xx: DEFERRED, with exponential back-off that is bounded, and sent when the relay takes it."""
    ledger.add(draft())
    later = Answer(Delivery.DEFERRED, "RCPT: 451 try later")
    one = sender(ledger, FakeTransport(later, later, later), first_delay_seconds=60, longest_delay_seconds=200)
    waits = []
    for _ in range(3):
        drain(one)
        reply = ledger.replies[1]
        assert reply.delivery is Delivery.DEFERRED
        assert reply.server_words == "RCPT: 451 try later"
        waits.append((reply.next_try - time.now).total_seconds())
        assert drain(one).counts == {}, "not before its time"
        time.now = reply.next_try
    assert 45 <= waits[0] <= 60
    assert 90 <= waits[1] <= 120
    assert 150 <= waits[2] <= 200
    assert drain(one).accepted == 1


def test_too_many_temporary_failures_reach_a_person(time, ledger):
    """Retries are bounded; a permanent failure reaches a person."""
    ledger.add(draft())
    one = sender(ledger, FakeTransport(*[Answer(Delivery.DEFERRED, "MAIL: 421 busy")] * 3), attempts=3)
    for _ in range(3):
        drain(one)
        time.forward(hours=1)
    assert ledger.replies[1].delivery is Delivery.REJECTED
    assert "given up after 3 attempts" in ledger.replies[1].server_words
    assert drain(one).counts == {}


@pytest.mark.parametrize("ending", [Delivery.REJECTED, Delivery.UNCERTAIN])
def test_rejected_and_uncertain_mails_are_never_repeated_by_the_machine(ending, time, ledger):
    """5xx: REJECTED, to a person; no automatic re-send after an uncertain outcome."""
    ledger.add(draft())
    transport = FakeTransport(Answer(ending, "the end of DATA: what it said", reusable=False))
    one = sender(ledger, transport)
    drain(one)
    time.forward(days=3)
    drain(one)
    assert ledger.replies[1].delivery is ending
    assert len(transport.sent) == 1


def test_a_crash_before_the_marker_is_tried_again(time, ledger):
    """Crash before the marker: retry, once the lease has ended."""
    ledger.add(draft())
    ledger.claim(NOON, 1, timedelta(minutes=5))  # a sender that dies here
    transport = FakeTransport()
    one = sender(ledger, transport)
    assert drain(one).counts == {}
    time.forward(minutes=6)
    assert drain(one).accepted == 1
    assert ledger.replies[1].attempt == 2


def test_a_crash_after_the_marker_is_uncertain(time, ledger):
    """Crash or silence after the marker: UNCERTAIN, listed, never sent again by itself."""
    ledger.add(draft())
    transport = FakeTransport()

    def die() -> None:
        raise KeyboardInterrupt

    transport.at_the_dot = die
    with pytest.raises(KeyboardInterrupt):
        drain(sender(ledger, transport))
    assert ledger.replies[1].delivery is Delivery.DOT_PENDING
    transport.at_the_dot = lambda: None
    time.forward(hours=1)
    drain(sender(ledger, transport))
    assert ledger.replies[1].delivery is Delivery.UNCERTAIN
    assert transport.sent == []


def test_a_zombie_does_not_send_what_another_has_taken(time, ledger):
    """A paused worker that wakes after its work was taken fails on the fencing token and sends no dot."""
    ledger.add(draft())
    transport = FakeTransport()
    one = sender(ledger, transport, recheck=lambda _: stolen())

    def stolen() -> None:
        ledger.leases[1] = NOON
        ledger.claim(NOON, 1, timedelta(minutes=5))

    assert drain(one).counts == {Delivery.CLAIMED: 1}
    assert transport.sent == []
    assert ledger.replies[1].delivery is Delivery.CLAIMED


def test_a_sender_that_slept_past_its_lease_lets_go(time, ledger):
    """The lease is checked by the clock too, before the marker is even tried."""
    ledger.add(draft())
    transport = FakeTransport()
    naps = iter([2])
    one = sender(ledger, transport, recheck=lambda _: time.forward(hours=next(naps, 0)))
    assert drain(one).counts == {Delivery.CLAIMED: 1, Delivery.ACCEPTED: 1}
    assert ledger.replies[1].attempt == 2, "it was claimed anew, and only then sent"
    assert len(transport.sent) == 1


def test_a_late_report_settles_a_doubt(time, ledger):
    """An uncertain reply becomes accepted when its slow sender still learns that it was."""
    ledger.add(draft())
    transport = FakeTransport()

    def slow() -> None:
        time.forward(hours=1)
        ledger.claim(time.now, 1, timedelta(minutes=5))
        assert ledger.replies[1].delivery is Delivery.UNCERTAIN

    transport.at_the_dot = slow
    drain(sender(ledger, transport))
    assert ledger.replies[1].delivery is Delivery.ACCEPTED


def test_what_should_not_go_any_more_is_held_for_a_person(time, ledger):
    """Silence and rate are checked again at claim."""
    ledger.add(draft())
    transport = FakeTransport()
    drain(sender(ledger, transport, recheck=lambda _: "this address is suppressed"))
    assert (ledger.replies[1].delivery, ledger.replies[1].server_words) == (Delivery.HELD, "this address is suppressed")
    assert transport.sent == []


@pytest.mark.parametrize("connections", [1, 3])
def test_a_forged_flood_in_one_victim_s_name_sends_one_mail(connections, time, ledger):
    """At most the configured number of mails leaves; the rest become tasks with the reason."""
    for number in range(200):
        ledger.add(draft(number, "Victim@example.com" if number % 2 else "victim@example.com"))
    transport = FakeTransport()
    drain(sender(ledger, transport, connections=connections))
    assert len(transport.sent) == 1
    assert ledger.states().count(Delivery.HELD) == 199
    assert "last 24 hours" in ledger.replies[200].server_words


def test_a_flood_while_the_relay_is_down_sends_one_mail_too(time, ledger):
    """A reply that waits for its next try stands for its address."""
    later = Answer(Delivery.DEFERRED, "MAIL: 451 later")
    transport = FakeTransport(*[later] * 3)
    one = sender(ledger, transport, batch=5)
    for round_ in range(6):
        for number in range(10):
            ledger.add(draft(round_ * 10 + number, "victim@example.com"))
        drain(one)
        time.forward(hours=1)
    assert len(transport.sent) == 1


def test_another_kind_and_the_next_day_are_no_flood(time, ledger):
    """The daily rate is for one kind of automatic message; staff's letters are not counted."""
    transport = FakeTransport()
    one = sender(ledger, transport)
    for kind in (ReplyKind.ACKNOWLEDGEMENT, ReplyKind.SURVEY, ReplyKind.RESPONSE, ReplyKind.RESPONSE):
        ledger.add(draft(len(ledger.replies), "ada@example.com", kind))
    drain(one)
    assert len(transport.sent) == 4
    time.forward(hours=25)
    ledger.add(draft(9, "ada@example.com"))
    assert drain(one).accepted == 1


def test_a_person_may_send_a_held_reply_all_the_same(time, ledger):
    """A person's word overrides the daily rate."""
    transport = FakeTransport()
    one = sender(ledger, transport)
    for number in (1, 2):
        ledger.add(draft(number, "ada@example.com"))
    drain(one)
    assert ledger.states() == [Delivery.ACCEPTED, Delivery.HELD]
    ledger.release(2)
    drain(one)
    assert ledger.states() == [Delivery.ACCEPTED, Delivery.ACCEPTED]


def test_a_domain_s_rate_makes_mail_wait_and_tells_people(time, ledger):
    """Per domain and global rate: beyond it mail waits, in order, and nothing is lost."""
    told: list[str] = []
    for number in range(10):
        ledger.add(draft(number, f"person{number}@example.com"))
    transport = FakeTransport()
    one = sender(ledger, transport, per_domain_per_hour=4, alarm=told.append)
    drain(one)
    assert len(transport.sent) == 4
    assert told == ["Mail waits: the hourly rate for this domain is reached."]
    time.forward(hours=1)
    drain(one)
    assert len(transport.sent) == 8
    time.forward(hours=1)
    drain(one)
    assert ledger.states() == [Delivery.ACCEPTED] * 10


def test_the_global_rate_counts_what_other_senders_sent(time, ledger):
    """The windows are filled from the ledger, so that two processes share one rate."""
    for number in range(6):
        ledger.add(draft(number))
    drain(sender(ledger, FakeTransport(), per_hour=3))
    transport = FakeTransport()
    time.forward(minutes=30)
    drain(sender(ledger, transport, per_hour=3))
    assert transport.sent == []


def test_the_breaker_opens_and_tells_people(time, ledger):
    """Many refused mails in a row stop the sending, before every complainant is affected."""
    told: list[str] = []
    for number in range(20):
        ledger.add(draft(number))
    no = Answer(Delivery.REJECTED, "MAIL: 550 go away")
    one = sender(ledger, FakeTransport(*[no] * 5), failures_in_a_row=5, breaker_minutes=10, alarm=told.append)
    tally = drain(one)
    assert tally.counts == {Delivery.REJECTED: 5}
    assert tally.trouble is not None
    assert len(told) == 1
    assert ledger.states().count(Delivery.PENDING) == 15, "what was claimed is given back"
    assert drain(one).counts == {}
    time.forward(minutes=11)
    assert drain(one).accepted == 15


def test_no_connection_ends_the_round_and_loses_nothing(time, ledger):
    """A relay that is down defers; the mails leave when it is back."""
    for number in range(20):
        ledger.add(draft(number))
    transport = FakeTransport()
    transport.unreachable = errors.Unavailable("the mail relay does not answer")
    one = sender(ledger, transport, connections=3)
    tally = drain(one)
    assert tally.trouble == "the mail relay does not answer"
    assert tally.counts[Delivery.DEFERRED] <= 3
    transport.unreachable = None
    time.forward(hours=1)
    assert drain(one).accepted == 20


def test_a_refused_log_in_raises_an_alarm(time, ledger):
    """A wrong password is not waited out in silence."""
    told: list[str] = []
    ledger.add(draft())
    transport = FakeTransport()
    transport.unreachable = errors.Refused("the log-in is refused", remedy="Correct it.")
    drain(sender(ledger, transport, alarm=told.append))
    assert told == ["the log-in is refused Correct it."]


def test_stop_gives_back_what_was_not_begun(time, ledger):
    """A clean stop leaves nothing to wait for a lease."""
    for number in range(20):
        ledger.add(draft(number))
    stop = threading.Event()
    transport = FakeTransport()
    transport.at_the_dot = stop.set
    sender(ledger, transport).drain(stop)
    assert ledger.states().count(Delivery.ACCEPTED) == 1
    assert ledger.states().count(Delivery.PENDING) == 19


@pytest.mark.parametrize("connections", [1, 3])
def test_a_ledger_that_fails_at_the_marker_sends_no_dot(connections, time, ledger):
    """No dot without a committed marker; the failure is not hidden."""
    for number in range(20):
        ledger.add(draft(number))
    ledger.broken_at = Delivery.DOT_PENDING
    transport = FakeTransport()
    with pytest.raises(OSError, match="broken"):
        drain(sender(ledger, transport, connections=connections))
    assert transport.sent == []


def test_a_ledger_that_fails_after_the_dot_leaves_the_marker(time, ledger):
    """An acceptance that could not be written down is a doubt on record, never a second mail."""
    ledger.add(draft())
    ledger.broken_at = Delivery.ACCEPTED
    transport = FakeTransport()
    one = sender(ledger, transport)
    with pytest.raises(OSError, match="broken"):
        drain(one)
    ledger.broken_at = None
    time.forward(hours=1)
    drain(one)
    assert ledger.replies[1].delivery is Delivery.UNCERTAIN
    assert len(transport.sent) == 1


def test_connections_are_reused_and_renewed(time, ledger):
    """Connection reuse, bounded."""
    for number in range(250):
        ledger.add(draft(number))
    transport = FakeTransport()
    assert drain(sender(ledger, transport)).accepted == 250
    assert transport.connections == 3


def test_nothing_leaves_in_a_dry_run(time, ledger):
    """A dry run composes and records, and claims nothing."""
    ledger.add(draft())
    transport = FakeTransport()
    one = outbox.Sender(ledger, transport, Settings(dry_run=True))
    assert drain(one).counts == {}
    assert ledger.states() == [Delivery.PENDING]


@pytest.mark.parametrize("connections", [1, 4])
def test_many_connections_send_each_mail_once(connections, time, ledger):
    """None twice, none missing, whatever runs side by side."""
    for number in range(400):
        ledger.add(draft(number))
    transport = FakeTransport()
    drain(sender(ledger, transport, connections=connections))
    assert ledger.states() == [Delivery.ACCEPTED] * 400
    assert len({one.message_id for one in transport.sent}) == len(transport.sent) == 400
    assert [step[1] for step in ledger.steps].count(Delivery.DOT_PENDING) == 400


def test_each_delay_is_bounded():
    """Exponential back-off with jitter never passes its bound, however many attempts there were."""
    settings = Rates(first_delay_seconds=1, longest_delay_seconds=100)
    assert all(timedelta(0) < feed.delay(n, settings) <= timedelta(seconds=100) for n in range(1, 2_000, 7))
