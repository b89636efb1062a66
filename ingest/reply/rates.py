"""How much may leave, and when to stop altogether: sliding windows over what left, and a breaker.

Counts only what it is told of. What is beyond a rate waits, or becomes a person's task; nothing is dropped.
"""

import threading
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.model import Delivery, Reply, ReplyKind
from ingest.reply.ledger import Departure
from ingest.reply.settings import Rates

AUTOMATIC = frozenset({ReplyKind.ACKNOWLEDGEMENT, ReplyKind.SURVEY})  # kinds that no person asked for one by one
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a reply may not leave now."""

    reason: str  # in words for staff
    until: datetime | None  # when it may be tried again; None: a person decides


class Windows:
    """What left in the last hour, and what was addressed to whom in the last day."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._lock = threading.Lock()
        self._hour: deque[tuple[datetime, str]] = deque()  # instant and domain of what left, oldest first
        self._domains: Counter[str] = Counter()  # how often each stands in _hour
        self._day: dict[tuple[str, ReplyKind], dict[int, datetime]] = defaultdict(dict)  # reply ids and instants

    def seed(self, departures: Iterable[Departure]) -> None:
        """Start from what the ledger knows of the last day."""
        with self._lock:
            self._hour.clear()
            self._domains.clear()
            self._day.clear()
            for number, departure in enumerate(sorted(departures, key=lambda one: one.at), 1):
                key = (departure.recipient.lower(), departure.kind)
                self._day[key][departure.reply or -number] = departure.at
                if departure.left:
                    self._count(departure.at, _domain(departure.recipient))

    def admit(self, reply: Reply, now: datetime) -> Hindrance | None:
        """Let a reply go, counting it as gone, or say what hinders it. A person's word overrides the daily rate."""
        with self._lock:
            self._forget(now)
            hindrance = self._too_many(reply, now) or self._too_fast(_domain(reply.draft.recipient), now)
            if hindrance is None:
                self._day[_key(reply)][reply.id] = now
                self._count(now, _domain(reply.draft.recipient))
            return hindrance

    def take_back(self, reply: Reply, delivery: Delivery) -> None:
        """Count a reply as not gone: it was refused, or waits; while it waits, it still stands for its address."""
        with self._lock:
            domain = _domain(reply.draft.recipient)
            index = next((i for i in range(len(self._hour) - 1, -1, -1) if self._hour[i][1] == domain), None)
            if index is not None:
                del self._hour[index]
                self._domains[domain] -= 1
            if delivery is not Delivery.DEFERRED:
                self._day[_key(reply)].pop(reply.id, None)

    def _too_many(self, reply: Reply, now: datetime) -> Hindrance | None:
        if reply.draft.kind not in AUTOMATIC or released(reply):
            return None
        others = [at for one, at in self._day[_key(reply)].items() if one != reply.id and at > now - DAY]
        if len(others) < self._rates.per_address_per_day:
            return None
        return Hindrance(f"this address got {len(others)} {reply.draft.kind}(s) in the last 24 hours already", None)

    def _too_fast(self, domain: str, now: datetime) -> Hindrance | None:
        if self._domains[domain] >= self._rates.per_domain_per_hour:
            oldest = next(at for at, its in self._hour if its == domain)
            return Hindrance("the hourly rate for this domain is reached", max(oldest + HOUR, now))
        if len(self._hour) >= self._rates.per_hour:
            return Hindrance("the hourly rate is reached", max(self._hour[0][0] + HOUR, now))
        return None

    def _count(self, at: datetime, domain: str) -> None:
        self._hour.append((at, domain))
        self._domains[domain] += 1

    def _forget(self, now: datetime) -> None:
        while self._hour and self._hour[0][0] <= now - HOUR:
            self._domains[self._hour.popleft()[1]] -= 1


class Breaker:
    """Lets nothing leave for a while after too many refused or uncertain mails in a row."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._lock = threading.Lock()
        self._failures = 0
        self._until: datetime | None = None

    def note(self, delivery: Delivery, now: datetime) -> str | None:
        """Take notice of how one mail ended; words for people when the breaker opens by it."""
        with self._lock:
            if delivery is Delivery.ACCEPTED:
                self._failures = 0
            if delivery not in {Delivery.REJECTED, Delivery.UNCERTAIN}:
                return None
            self._failures += 1
            if self._failures < self._rates.failures_in_a_row:
                return None
            self._failures, self._until = 0, now + timedelta(minutes=self._rates.breaker_minutes)
            return f"{self._rates.failures_in_a_row} mails in a row were refused or are uncertain: sending is paused"

    def is_open(self, now: datetime) -> bool:
        """Whether nothing may leave now."""
        with self._lock:
            if self._until is None:
                return False
            # a clock that was set back must not keep it open for days
            return timedelta(0) < self._until - now <= timedelta(minutes=self._rates.breaker_minutes)

    def close(self) -> None:
        """Let mail leave again: a person has looked."""
        with self._lock:
            self._failures, self._until = 0, None


def released(reply: Reply) -> bool:
    """Whether a person sent this reply on its way again: that raises its token without an attempt."""
    return reply.token > reply.attempt


def _key(reply: Reply) -> tuple[str, ReplyKind]:
    return reply.draft.recipient.lower(), reply.draft.kind


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
