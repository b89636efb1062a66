"""The ledger as the outbox sees it, and what follows when a reply has left: clocks are met, the next ones start.

`reply.outbox` lets replies leave; here its `Ledger` is kept in the database, and the clock an accepted reply answers
is met in the same transaction that records the acceptance.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ingest.decide import deadlines
from ingest.model import Clock, Delivery, Reply, ReplyKind
from ingest.reply.ledger import Departure, Entry
from ingest.schedules import Schedules
from ingest.store import audit, complaints, outbox
from ingest.store.database import Connection, Database

# the clock that a reply of each kind answers; a question, a refusal or a survey answers none
ANSWERS = {
    ReplyKind.ACKNOWLEDGEMENT: "acknowledgement",
    ReplyKind.UPDATE: "update",
    ReplyKind.RESPONSE: "response",
    ReplyKind.OMBUDSMAN: "ombudsman",
    ReplyKind.DATA_PROTECTION: "data_protection",
}


class Outgoing:
    """Implements `reply.ledger.Ledger` on the database.

    Args:
        database: the ledger.
        schedules: the policy, for the clocks that an accepted reply starts.
    """

    def __init__(self, database: Database, schedules: Schedules) -> None:
        self._database = database
        self._schedules = schedules

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Reply]:
        """Take replies to be mailed; see `reply.ledger.Ledger.claim`."""
        with self._database.write() as connection:
            return outbox.claim(connection, now, limit, lease)

    def write(self, entries: Sequence[Entry]) -> frozenset[int]:
        """Write down what became of claimed replies; see `reply.ledger.Ledger.write`."""
        held: set[int] = set()
        acts: list[tuple[str, str, dict[str, object]]] = []
        with self._database.write() as connection:
            for one in entries:
                complaint_id = outbox.write(
                    connection, one.reply, one.token, one.delivery, words=one.words, next_try=one.next_try, at=one.at
                )
                if complaint_id is None:
                    continue
                held.add(one.reply)
                if one.delivery is not Delivery.DOT_PENDING:
                    acts.append((one.delivery.value.lower(), f"reply:{one.reply}", {"words": one.words[:200]}))
                if one.delivery is Delivery.ACCEPTED and one.at:
                    left(connection, complaint_id, outbox.kind_of(connection, one.reply), one.at, self._schedules)
            if acts:
                audit.record_all(connection, acts)
        return frozenset(held)

    def departures(self, since: datetime) -> Sequence[Departure]:
        """What left, or may have left, since an instant."""
        with self._database.read() as connection:
            return [
                Departure(one.at, one.recipient, one.kind, reply=one.id, left=one.left)
                for one in outbox.departed(connection, since)
            ]


def left(connection: Connection, complaint_id: int, kind: ReplyKind, at: datetime, schedules: Schedules) -> None:
    """Meet the clock that a reply answers, and start those that its leaving starts.

    Args:
        connection: the transaction that records its leaving.
        complaint_id: whose reply it is.
        kind: which reply it is.
        at: when it was accepted by the relay, or put in the post.
        schedules: the policy.
    """
    name = ANSWERS.get(kind)
    if name is None:
        return
    flags = complaints.flags_of(connection, complaint_id)
    complaints.start_clocks(connection, complaint_id, deadlines.clock_after(name, at, schedules, flags))
    complaints.meet_clock(connection, complaint_id, name, at)


def answered(connection: Connection, complaint_id: int, at: datetime, schedules: Schedules) -> None:
    """Let the clocks that stood still for a question go on: the customer wrote again."""
    clocks = complaints.clocks_of(connection, complaint_id)
    for before, after in zip(clocks, deadlines.resumed(clocks, at, schedules), strict=True):
        if before != after:
            complaints.change_clock(connection, complaint_id, after)
            audit.record(connection, "clock resumed", f"complaint:{complaint_id}", clock=after.name)


def foreseen(kind: ReplyKind, at: datetime, schedules: Schedules, flags: Sequence[str] = ()) -> tuple[Clock, ...]:
    """The clocks that will follow a reply sent at `at`, each started when the one before is due at the latest.

    An acknowledgement promises dates; these are the latest ones the policy allows.
    """
    clocks: list[Clock] = []
    name = ANSWERS.get(kind)
    while name is not None:
        following = deadlines.clock_after(name, at, schedules, flags)
        clocks += following
        name, at = (following[0].name, following[0].due) if following else (None, at)
    return tuple(clocks)
