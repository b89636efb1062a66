"""A week with a relay that works one hour a day: nobody waits longer than 24 hours."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from ingest import clock, errors
from ingest.model import Delivery, Draft
from ingest.reply import outbox
from ingest.reply.settings import Rates, Relay, Settings
from ingest.reply.transport import Answer
from tests.reply.ledgers import MemoryLedger, draft

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
STEP = timedelta(minutes=10)


class MoodyRelay:
    """Works from `hour` to `hour` + 1 each day; else it does not answer, or answers 4xx."""

    def __init__(self, hour: int, choose: random.Random) -> None:
        self.hour = hour
        self.choose = choose
        self.taken: list[tuple[str, datetime]] = []

    @contextmanager
    def connect(self) -> Iterator["MoodyRelay"]:
        if clock.now().hour != self.hour and self.choose.random() < 0.5:
            raise errors.Unavailable("the relay does not answer")
        yield self

    def carry(self, draft: Draft, before_the_dot: Callable[[], bool]) -> Answer:
        if clock.now().hour != self.hour:
            return Answer(Delivery.DEFERRED, "MAIL: 451 not now")
        assert before_the_dot()
        self.taken.append((draft.message_id, clock.now()))
        return Answer(Delivery.ACCEPTED, "250")


@pytest.fixture
def now() -> Iterator[list[datetime]]:
    held = [MONDAY]
    clock.drive(lambda: held[0])
    yield held
    clock.drive(None)


@pytest.mark.parametrize("hour", [0, 3, 17, 23])
def test_no_acknowledgement_is_late_if_the_relay_works_an_hour_a_day(hour, now):
    """A week's backlog with a moving clock: none later than 24 h, none twice, none missing."""
    choose = random.Random(hour)
    relay, ledger = MoodyRelay(hour, choose), MemoryLedger()
    settings = Settings(rates=Rates(), relay=Relay(connections=1))
    sender = outbox.Sender(ledger, relay, settings)
    arrived: dict[str, datetime] = {}
    while now[0] < MONDAY + timedelta(days=8):
        if now[0] < MONDAY + timedelta(days=7) and choose.random() < 0.2:
            its = draft(len(arrived))
            arrived[its.message_id] = now[0]
            ledger.add(its, now[0] + timedelta(hours=24))
        sender.drain(threading.Event())
        now[0] += STEP
    assert len(arrived) > 150
    assert {one.delivery for one in ledger.replies.values()} == {Delivery.ACCEPTED}
    assert len(relay.taken) == len({one for one, _ in relay.taken}) == len(arrived)
    assert max(at - arrived[one] for one, at in relay.taken) <= timedelta(hours=24)


def test_a_catch_up_sends_the_oldest_first_and_keeps_to_the_rate(now):
    """After three days of downtime 300 wait: those that arrived first leave first, no hour sees more than the rate."""
    relay, ledger, told = MoodyRelay(now[0].hour, random.Random(1)), MemoryLedger(), []
    settings = Settings(rates=Rates(per_hour=60), relay=Relay(connections=1))
    sender = outbox.Sender(ledger, relay, settings, alarm=told.append)
    arrivals = [MONDAY - timedelta(minutes=15 * number) for number in range(300)]
    for number, arrived in enumerate(random.Random(2).sample(arrivals, 300)):
        ledger.add(draft(number), arrived + timedelta(hours=24))
    while any(one.delivery is not Delivery.ACCEPTED for one in ledger.replies.values()):
        relay.hour = now[0].hour
        sender.drain(threading.Event())
        now[0] += STEP
    dues = [next(r.due for r in ledger.replies.values() if r.draft.message_id == one) for one, _ in relay.taken]
    assert dues == sorted(arrived + timedelta(hours=24) for arrived in arrivals)
    hours = [at for _, at in relay.taken]
    assert all(sum(at <= other < at + timedelta(hours=1) for other in hours) <= 60 for at in hours)
    assert told
    assert "hourly rate" in told[0]
    assert now[0] - MONDAY < timedelta(hours=6), "and no slower than the rate allows"
