"""The replies one round of sending has claimed, handed out to several connections, claimed anew when they run out.

Gives back what was not begun. It sends nothing and decides nothing about a reply.
"""

import random
import threading
from collections import Counter, deque
from datetime import datetime, timedelta

from ingest import clock, failpoints
from ingest.model import Delivery, Reply
from ingest.reply.ledger import Entry, Ledger
from ingest.reply.settings import Rates

_random = random.SystemRandom()


class Feed:
    """The replies claimed for this round, handed out one by one, claimed anew when they run out."""

    def __init__(self, ledger: Ledger, settings: Rates, stop: threading.Event) -> None:
        self._ledger = ledger
        self._settings = settings
        self._lease = timedelta(seconds=settings.lease_seconds)
        self._stop = stop
        self._lock = threading.Lock()
        self._claimed: deque[Reply] = deque()
        self._leases: dict[tuple[int, int], datetime] = {}  # id and token: until when the claim is ours
        self._waited = False
        self._wait = False
        self.counts: Counter[Delivery] = Counter()
        self.trouble: str | None = None

    def fill(self) -> int:
        """Claim what is due; how many replies wait in the feed now."""
        now = clock.now()
        taken = self._ledger.claim(now, self._settings.batch, self._lease)
        if taken:
            failpoints.reach("reply.claim")
        self._leases.update({(reply.id, reply.token): now + self._lease for reply in taken})
        self._claimed.extend(taken)
        return len(self._claimed)

    def next(self) -> Reply | None:
        """The next reply; None when nothing is due, or the round has ended."""
        with self._lock:
            if self._stop.is_set() or self.trouble is not None:
                return None
            while self._claimed or self.fill():
                reply = self._claimed.popleft()
                if self.leased(reply):
                    return reply
            return None

    def put_back(self, reply: Reply) -> None:
        """Hand a reply back that was not begun."""
        with self._lock:
            self._claimed.appendleft(reply)

    def leased(self, reply: Reply) -> bool:
        """Whether the reply is still ours by the clock: a sender that slept too long must not go on."""
        return clock.now() < self._leases[(reply.id, reply.token)]

    def end(self, trouble: str, *, wait: bool = False) -> bool:
        """End the round; whether this was the first call to do so. `wait`: what was not begun waits too."""
        with self._lock:
            first = self.trouble is None
            self._wait = self._wait or wait
            self.trouble = self.trouble or trouble
            return first

    def first_wait(self) -> bool:
        """Whether this is the first time in this round that a rate makes mail wait."""
        with self._lock:
            first, self._waited = not self._waited, True
            return first

    def count(self, delivery: Delivery) -> None:
        """Note how one reply ended."""
        with self._lock:
            self.counts[delivery] += 1

    def give_back(self) -> None:
        """Return what was claimed and not begun, so that nobody has to wait for its lease to end."""
        with self._lock:
            left = list(self._claimed)
            self._claimed.clear()
        if left:
            self._ledger.write([self._returned(reply) for reply in left])

    def _returned(self, reply: Reply) -> Entry:
        if not self._wait:
            return Entry(reply.id, reply.token, Delivery.PENDING, reply.server_words)
        later = clock.now() + delay(reply.attempt, self._settings)
        return Entry(reply.id, reply.token, Delivery.DEFERRED, self.trouble or "", later)


def delay(attempt: int, settings: Rates) -> timedelta:
    """How long to wait after the attempt with this number, from 1: doubling, bounded, less up to a quarter."""
    seconds = min(settings.first_delay_seconds * 2.0 ** min(attempt - 1, 60), settings.longest_delay_seconds)
    return timedelta(seconds=seconds * _random.uniform(0.75, 1.0))
