"""What the outbox needs of the ledger: to claim replies, and to write down what becomes of each. `store` implements it.

Each call is one transaction and durable when it returns. The rules that keep a reply from leaving twice are written
here, at the calls that enforce them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from ingest.model import Delivery, Reply, ReplyKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to write down about one claimed reply."""

    reply: int  # id
    token: int  # the fencing token it was claimed with
    delivery: Delivery  # its new state
    words: str = ""  # the server's words, or the reason, in one line
    next_try: datetime | None = None  # DEFERRED and PENDING: not before this instant
    at: datetime | None = None  # when it happened; the `finished` of an accepted reply


@dataclass(frozen=True, slots=True)
class Departure:
    """A mail that left, may have left, or waits for its next try."""

    at: datetime  # when it was accepted or last tried
    recipient: str  # its address
    kind: ReplyKind
    reply: int = 0  # id, so that a retry does not count against itself; 0: not told
    left: bool = True  # whether it is out of our hands; False: DEFERRED


class Ledger(Protocol):
    """The outbox's side of the ledger."""

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Reply]:
        """Take up to `limit` replies to be mailed, the earliest `due` first (None last), then by id.

        First every DOT_PENDING whose lease has ended, or whose sender is known to be dead, becomes UNCERTAIN, with
        words that say so. Then are taken, if their draft's channel is email: PENDING, DEFERRED and CLAIMED ones, the
        first two if `next_try` is None or not after `now`, the last if their lease has ended or their sender is dead.
        Each becomes CLAIMED until `now + lease`, its `token` and `attempt` one higher; the replies are returned as
        they are then. Nothing else is ever taken.
        """
        ...  # a protocol has no body

    def write(self, entries: Sequence[Entry]) -> frozenset[int]:
        """Write entries down, each on its own condition, all in one transaction; the ids of those that held.

        Always the token must be the reply's present one. DOT_PENDING needs the state CLAIMED, and keeps the lease.
        ACCEPTED, DEFERRED, REJECTED, UNCERTAIN, HELD and PENDING need CLAIMED, DOT_PENDING or UNCERTAIN (a sender that
        was thought lost may still report what it knows). ACCEPTED sets `finished` to `at`; `words` becomes
        `server_words`. No two entries of a call are about the same reply.

        When a person sends a HELD, REJECTED or UNCERTAIN reply on its way again, the ledger sets PENDING and raises
        `token`, not `attempt`: that fences off the old sender and overrides the daily rate (`rates.released`).
        """
        ...  # a protocol has no body

    def departures(self, since: datetime) -> Sequence[Departure]:
        """What may have left at or after `since` (ACCEPTED, BOUNCED, DOT_PENDING, UNCERTAIN), and DEFERRED ones."""
        ...  # a protocol has no body
