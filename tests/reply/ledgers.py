"""A ledger in memory that keeps the conditions of `reply.ledger.Ledger` to the letter, and remembers every step."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ingest.model import Delivery, Draft, Reply, ReplyKind
from ingest.reply.ledger import Departure, Entry

REPORTING = {Delivery.CLAIMED, Delivery.DOT_PENDING, Delivery.UNCERTAIN}
GONE = {Delivery.ACCEPTED, Delivery.BOUNCED, Delivery.DOT_PENDING, Delivery.UNCERTAIN}


class MemoryLedger:
    """Replies by id."""

    def __init__(self) -> None:
        self.replies: dict[int, Reply] = {}
        self.leases: dict[int, datetime] = {}
        self.tried: dict[int, datetime] = {}
        self.steps: list[tuple[int, Delivery]] = []  # every state written, in order
        self.transactions = 0
        self.broken_at: Delivery | None = None  # raises when asked to write this state
        self._lock = threading.Lock()

    def add(self, draft: Draft, due: datetime | None = None) -> Reply:
        made = Reply(len(self.replies) + 1, len(self.replies) + 1, draft, Delivery.PENDING, due, 0, 0, None)
        self.replies[made.id] = made
        return made

    def states(self) -> list[Delivery]:
        return [reply.delivery for reply in self.replies.values()]

    def release(self, number: int) -> None:
        """A person sends it on its way again."""
        reply = self.replies[number]
        self.replies[number] = replace(reply, delivery=Delivery.PENDING, token=reply.token + 1, next_try=None)

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Reply]:
        with self._lock:
            for reply in self.replies.values():
                if reply.delivery is Delivery.DOT_PENDING and self.leases[reply.id] <= now:
                    self._set(reply, Delivery.UNCERTAIN, server_words="the sender fell silent at the final dot")
            free = [reply for reply in self.replies.values() if self._free(reply, now)]
            free.sort(key=lambda reply: (reply.due is None, reply.due or now, reply.id))
            for reply in free[:limit]:
                self.leases[reply.id] = now + lease
                self._set(reply, Delivery.CLAIMED, token=reply.token + 1, attempt=reply.attempt + 1)
            return [self.replies[reply.id] for reply in free[:limit]]

    def write(self, entries: Sequence[Entry]) -> frozenset[int]:
        with self._lock:
            self.transactions += 1
            if any(entry.delivery is self.broken_at for entry in entries):
                raise OSError("the ledger is broken")
            return frozenset(entry.reply for entry in entries if self._write(entry))

    def departures(self, since: datetime) -> Sequence[Departure]:
        with self._lock:
            return [
                Departure(self.tried[r.id], r.draft.recipient, r.draft.kind, r.id, r.delivery in GONE)
                for r in self.replies.values()
                if r.delivery in GONE | {Delivery.DEFERRED} and r.id in self.tried and self.tried[r.id] >= since
            ]

    def _write(self, entry: Entry) -> bool:
        reply = self.replies[entry.reply]
        allowed = {Delivery.CLAIMED} if entry.delivery is Delivery.DOT_PENDING else REPORTING
        if reply.token != entry.token or reply.delivery not in allowed:
            return False
        finished = entry.at if entry.delivery is Delivery.ACCEPTED else None
        if entry.at:
            self.tried[reply.id] = entry.at
        self._set(reply, entry.delivery, server_words=entry.words, next_try=entry.next_try, finished=finished)
        return True

    def _set(self, reply: Reply, delivery: Delivery, **changes: object) -> None:
        self.replies[reply.id] = replace(reply, delivery=delivery, **changes)  # type: ignore[arg-type] # test double
        self.steps.append((reply.id, delivery))

    def _free(self, reply: Reply, now: datetime) -> bool:
        if reply.draft.channel != "email":
            return False
        if reply.delivery in {Delivery.PENDING, Delivery.DEFERRED}:
            return reply.next_try is None or reply.next_try <= now
        return reply.delivery is Delivery.CLAIMED and self.leases[reply.id] <= now


def draft(number: int = 1, recipient: str | None = None, kind: ReplyKind = ReplyKind.ACKNOWLEDGEMENT) -> Draft:
    """A small mail to somebody of their own."""
    to = recipient or f"person{number}@example{number % 7}.com"
    message_id = f"<postroom.{number}@northwind.example.org>"
    content = f"To: {to}\r\nMessage-ID: {message_id}\r\nSubject: test\r\n\r\n.leading dot\r\nHello.\r\n".encode()
    return Draft(kind, "en", "email", "complaints@northwind.example.org", to, message_id, content, "test")
