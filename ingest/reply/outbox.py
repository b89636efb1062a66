"""Lets replies leave: each at most once for certain, and every doubt on record before it can arise.

The protocol: claim with a lease and a fencing token; check again that the reply may go; drive the transport; commit
DOT_PENDING before the final dot; write down how it ended. What failed for now waits longer each time; what is
uncertain is never repeated by the machine. It composes nothing and knows neither SMTP nor SQL.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest import clock, errors
from ingest.model import Delivery, Reply
from ingest.reply import rates
from ingest.reply.feed import Feed, delay
from ingest.reply.ledger import Entry, Ledger
from ingest.reply.scribe import Scribe
from ingest.reply.settings import Rates, Settings
from ingest.reply.transport import Answer, Connection, Transport

FEW = 4  # replies that one connection sends as fast as several could be opened
COUNT_ANEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one round of sending came to."""

    counts: dict[Delivery, int]  # how many replies ended how; CLAIMED: left to another sender
    trouble: str | None = None  # why the round ended early, in words for staff

    @property
    def accepted(self) -> int:
        """How many mails the relay took."""
        return self.counts.get(Delivery.ACCEPTED, 0)


class Sender:
    """Sends what is due. One object a process; `drain` may be called again and again, by one thread at a time."""

    def __init__(
        self,
        ledger: Ledger,
        transport: Transport,
        settings: Settings,
        *,
        recheck: Callable[[Reply], str | None] = lambda _: None,
        alarm: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Prepare; nothing is opened yet.

        Args:
            ledger: where replies are claimed and results written.
            transport: the way out.
            settings: rates and the number of connections.
            recheck: asked for each claimed reply; words when it must go to a person instead (suppressed, closed, ...).
            alarm: told what people must know at once. Both are called from the threads that send.
        """
        self._ledger = ledger
        self._transport = transport
        self._settings = settings
        self._recheck = recheck
        self._alarm = alarm
        self._scribe = Scribe(ledger)
        self._windows = rates.Windows(settings.rates)
        self._counted: datetime | None = None  # when the windows were last filled from the ledger
        self.breaker = rates.Breaker(settings.rates)

    def drain(self, stop: threading.Event) -> Tally:
        """Send everything that is due, the earliest deadline first, until nothing is left or `stop` is set.

        Raises what the ledger raises; a reply under way then stays as it is recorded, until its lease ends.
        """
        if self._settings.dry_run or self.breaker.is_open(clock.now()):
            return Tally({})
        feed = Feed(self._ledger, self._settings.rates, stop)
        try:
            if waiting := feed.fill():
                self._look_back(clock.now())
                self._side_by_side(feed, 1 if waiting <= FEW else self._settings.relay.connections)
        finally:
            feed.give_back()
        return Tally(dict(feed.counts), feed.trouble)

    def _look_back(self, now: datetime) -> None:
        """Count anew what left, other senders' mail included; what this one sends in between it counts itself."""
        if self._counted is None or not timedelta(0) <= now - self._counted < COUNT_ANEW:
            self._windows.seed(self._ledger.departures(now - rates.DAY))
            self._counted = now

    def _side_by_side(self, feed: Feed, connections: int) -> None:
        if connections == 1:
            self._work(feed)
            return
        with ThreadPoolExecutor(connections, thread_name_prefix="outbox") as pool:
            futures = [pool.submit(self._work, feed) for _ in range(connections)]
        for future in futures:
            future.result()

    def _work(self, feed: Feed) -> None:
        """Send from the feed over one connection after another, until the feed is dry."""
        try:
            while (reply := feed.next()) is not None:
                if self._hindered(reply, feed):
                    continue
                with ExitStack() as stack:
                    try:
                        connection = stack.enter_context(self._transport.connect())
                    except errors.Error as error:
                        self._unreachable(reply, error, feed)
                        return
                    self._use(connection, reply, feed)
        except BaseException:
            feed.end("sending stopped because of a failure of our own")
            raise

    def _use(self, connection: Connection, first: Reply, feed: Feed) -> None:
        """Send `first` and what follows, as long as the connection serves."""
        reply: Reply | None = first
        for _ in range(self._settings.relay.messages_per_connection):
            if reply is None:
                return
            answer = self._carry(connection, reply, feed)
            self._written(reply, answer, feed)
            if not answer.reusable:
                return
            reply = self._next_unhindered(feed)
        if reply is not None:
            feed.put_back(reply)
            self._windows.take_back(reply, Delivery.PENDING)

    def _next_unhindered(self, feed: Feed) -> Reply | None:
        while (reply := feed.next()) is not None:
            if not self._hindered(reply, feed):
                return reply
        return None

    def _carry(self, connection: Connection, reply: Reply, feed: Feed) -> Answer:
        def marked() -> bool:
            if not feed.leased(reply):
                return False
            return self._scribe.write(Entry(reply.id, reply.token, Delivery.DOT_PENDING, at=clock.now()))

        return connection.carry(reply.draft, marked)

    def _hindered(self, reply: Reply, feed: Feed) -> bool:
        """Check again, at the last moment, whether this reply may go; when not, write down why."""
        now = clock.now()
        words = self._recheck(reply)
        hindrance = rates.Hindrance(words, None) if words is not None else self._windows.admit(reply, now)
        if hindrance is None:
            return False
        delivery = Delivery.HELD if hindrance.until is None else Delivery.DEFERRED
        self._write(Entry(reply.id, reply.token, delivery, hindrance.reason, hindrance.until, now), feed)
        if delivery is Delivery.DEFERRED and feed.first_wait():
            self._alarm(f"Mail waits: {hindrance.reason}.")
        return True

    def _written(self, reply: Reply, answer: Answer, feed: Feed) -> None:
        """Write down how a mail ended."""
        now = clock.now()
        if answer.delivery is Delivery.CLAIMED:
            self._windows.take_back(reply, Delivery.PENDING)
            feed.count(Delivery.CLAIMED)
            return
        entry = _entry(reply, answer, now, self._settings.rates)
        self._write(entry, feed)
        if entry.delivery not in {Delivery.ACCEPTED, Delivery.UNCERTAIN}:
            self._windows.take_back(reply, entry.delivery)
        if words := self.breaker.note(entry.delivery, now):
            feed.end(words)
            self._alarm(words)

    def _write(self, entry: Entry, feed: Feed) -> None:
        feed.count(entry.delivery if self._scribe.write(entry) else Delivery.CLAIMED)

    def _unreachable(self, reply: Reply, error: errors.Error, feed: Feed) -> None:
        """No connection: this reply waits for its next try, and the round ends."""
        if feed.end(str(error), wait=True) and isinstance(error, errors.Refused):
            self._alarm(f"{error} {error.remedy}")
        self._written(reply, Answer(Delivery.DEFERRED, str(error), reusable=False), feed)


def _entry(reply: Reply, answer: Answer, now: datetime, settings: Rates) -> Entry:
    """The line of the ledger for this answer; a temporary failure too many becomes a person's task."""
    if answer.delivery is not Delivery.DEFERRED:
        return Entry(reply.id, reply.token, answer.delivery, answer.words, None, now)
    if reply.attempt >= settings.attempts:
        return Entry(
            reply.id,
            reply.token,
            Delivery.REJECTED,
            f"given up after {reply.attempt} attempts: {answer.words}",
            None,
            now,
        )
    return Entry(reply.id, reply.token, Delivery.DEFERRED, answer.words, now + delay(reply.attempt, settings), now)
