"""The ledger as the outbox sees it, and what follows when a reply has left: clocks are met, the next ones start.

`reply.outbox` lets replies leave; here its `Ledger` is kept in the database, and the clock an accepted reply answers
is met in the same transaction that records the acceptance. Whatever else moves clocks (a question, its answer, a
deadlock, a changed policy) is here too; what it comes to is computed in `decide.deadlines`.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest import clock, errors
from ingest.arrive import Archive
from ingest.decide import deadlines
from ingest.model import Clock, Delivery, Reply, ReplyKind
from ingest.reply.ledger import Departure, Entry
from ingest.schedules import Schedules
from ingest.store import archived, audit, clocks, complaints, outbox, suppressions, webhooks
from ingest.store.database import Connection, Database
from ingest.store.patience import Patience

MOVED_TOGETHER = 100  # complaints whose clocks are computed anew in one transaction
FILED_TOGETHER = 50  # copies filed over one connection before the ledger is told

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
        sender: the name under which this process gives signs of life, so that its claims are free soon after it died.
        patience: how long to wait for a ledger that is away; its own when None.
    """

    def __init__(
        self, database: Database, schedules: Schedules, sender: str | None = None, patience: Patience | None = None
    ) -> None:
        self._database = database
        self._patience = patience or Patience()
        self._schedules = schedules
        self._sender = sender

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Reply]:
        """Take replies to be mailed; see `reply.ledger.Ledger.claim`."""
        with self._database.write() as connection:
            return outbox.claim(connection, now, limit, lease, self._sender)

    def write(self, entries: Sequence[Entry]) -> frozenset[int]:
        """Write down what became of claimed replies; see `reply.ledger.Ledger.write`.

        How a mail ended is known here only, so it waits for a ledger that is away. A marker does not: its mail has not
        gone, and is tried again by whoever claims it next.
        """
        try:
            return self._write(entries)
        except errors.Unavailable:
            ended = [one for one in entries if one.delivery is not Delivery.DOT_PENDING]
            if not ended:
                raise
            return self._patience(lambda: self._write(ended))

    def _write(self, entries: Sequence[Entry]) -> frozenset[int]:
        with self._database.write() as connection:
            held = {one.reply: one for one in outbox.write(connection, [_change(one) for one in entries])}
            ended = [one for one in entries if one.reply in held and one.delivery is not Delivery.DOT_PENDING]
            gone = [
                Gone(held[one.reply].complaint_id, held[one.reply].kind, one.at)
                for one in ended
                if one.delivery is Delivery.ACCEPTED and one.at
            ]
            if gone:
                all_left(connection, gone, self._schedules)
            acts = [(one.delivery.value.lower(), f"reply:{one.reply}", {"words": one.words[:200]}) for one in ended]
            if acts:
                audit.record_all(connection, acts)
        return frozenset(held)

    def hindrance(self, reply: Reply) -> str | None:
        """Why a claimed reply must go to a person instead: its address is on the list of those not written to."""
        with self._database.read() as connection:
            found = suppressions.of(connection, reply.draft.recipient)
        if found is None:
            return None
        return f"{found.address} is suppressed since {found.at:%Y-%m-%d} by {found.added_by}: {found.reason}"

    def archive(self, box: Archive, stop: threading.Event) -> int:
        """File a copy of every mail that left and has none in the archive folder yet; how many were filed.

        Raises what the mailbox raises; what was filed before is noted.
        """
        filed = 0
        while not stop.is_set():
            with self._database.read() as connection:
                waiting = archived.missing(connection, FILED_TOGETHER)
            if not waiting:
                break
            mails = [(one.id, one.draft.message_id, one.draft.content, one.finished or clock.now()) for one in waiting]
            done: list[int] = []
            try:
                for key in box.file(mails):
                    done.append(key)  # noqa: PERF402 - one by one: what was filed before a failure counts
            finally:
                if done:
                    with self._database.write() as connection:
                        archived.done(connection, done)
            filed += len(done)
        return filed

    def departures(self, since: datetime) -> Sequence[Departure]:
        """What left, or may have left, since an instant."""
        with self._database.read() as connection:
            return [
                Departure(one.at, one.recipient, one.kind, reply=one.id, left=one.left)
                for one in outbox.departed(connection, since)
            ]


def _change(one: Entry) -> outbox.Change:
    return outbox.Change(one.reply, one.token, one.delivery, one.words, one.next_try, one.at)


@dataclass(frozen=True, slots=True)
class Gone:
    """A reply that is on its way to its reader."""

    complaint_id: int
    kind: ReplyKind
    at: datetime  # when the relay accepted it, or it was put in the post


def left(connection: Connection, complaint_id: int, kind: ReplyKind, at: datetime, schedules: Schedules) -> None:
    """Meet the clock that one reply answers, and start those that its leaving starts."""
    all_left(connection, [Gone(complaint_id, kind, at)], schedules)


def all_left(connection: Connection, gone: Sequence[Gone], schedules: Schedules) -> None:
    """Meet the clocks that replies answer, and start those that their leaving starts.

    Args:
        connection: the transaction that records their leaving.
        gone: the replies.
        schedules: the policy.
    """
    flags = complaints.flags_of(connection, [one.complaint_id for one in gone])
    steps = []
    for one in gone:
        if name := ANSWERS.get(one.kind):
            following = deadlines.clock_after(name, one.at, schedules, flags[one.complaint_id])
            steps.append(clocks.Step(one.complaint_id, name, one.at, following))
    clocks.advance(connection, steps)
    if webhooks.endpoints(connection):  # asked once, not for each reply
        for one in gone:
            if one.kind is ReplyKind.ACKNOWLEDGEMENT:
                webhooks.tell(connection, webhooks.Event.ACKNOWLEDGED, one.complaint_id, one.at)


def answered(connection: Connection, complaint_id: int, at: datetime, schedules: Schedules) -> None:
    """Let the clocks that stood still for a question go on: the customer wrote again, after it was asked."""
    for one in clocks.open_ones(connection, complaint_id):
        (after,) = deadlines.resumed([one.clock], at, schedules, earlier=one.pauses)
        if after != one.clock:
            clocks.resume(connection, complaint_id, one.clock, after, at)
            audit.record(connection, "clock resumed", f"complaint:{complaint_id}", clock=after.name)


def asked(connection: Connection, complaint_id: int, at: datetime, schedules: Schedules) -> None:
    """Let the clocks that the policy allows to stand still: a question to the customer is open."""
    for one in clocks.open_ones(connection, complaint_id):
        (after,) = deadlines.paused([one.clock], at, schedules)
        if after != one.clock:
            clocks.change(connection, complaint_id, after)
            audit.record(connection, "clock paused", f"complaint:{complaint_id}", clock=after.name)


def deadlocked(connection: Connection, complaint_id: int, at: datetime, schedules: Schedules, by: str) -> None:
    """Make due at once what the policy makes due at deadlock: no agreement is to be had."""
    for one in clocks.open_ones(connection, complaint_id):
        (after,) = deadlines.at_once([one.clock], "deadlock", at, schedules)
        if after != one.clock:
            clocks.change(connection, complaint_id, after)
    audit.record(connection, "deadlock", f"complaint:{complaint_id}", actor=by)


def recompute(database: Database, schedules: Schedules) -> int:
    """Give open clocks the due instants of the present policy, and say so in the audit; how many changed.

    Nothing is remembered of the policy itself: a clock whose due instant comes out as it stands is left alone.
    """
    with database.read() as connection:
        stale = sorted({one.complaint_id for one in clocks.open_ones(connection) if _moved(one, schedules)})
    changed = 0
    for start in range(0, len(stale), MOVED_TOGETHER):
        with database.write() as connection:
            changed += _recomputed(connection, stale[start : start + MOVED_TOGETHER], schedules)
    return changed


def _moved(one: clocks.Open, schedules: Schedules) -> Clock | None:
    """The clock as the present policy has it, when that makes a difference."""
    (after,) = deadlines.recomputed([one.clock], schedules, pauses=one.pauses)
    return after if after.due != one.clock.due else None


def _recomputed(connection: Connection, complaint_ids: Sequence[int], schedules: Schedules) -> int:
    """Move these complaints' clocks; the audit comes last, because everybody waits for whoever writes it."""
    acts: list[tuple[str, str, dict[str, object]]] = []
    for complaint_id in complaint_ids:
        for one in clocks.open_ones(connection, complaint_id):
            if after := _moved(one, schedules):
                clocks.change(connection, complaint_id, after)
                told = {"clock": after.name, "was_due": one.clock.due.isoformat(), "due": after.due.isoformat()}
                acts.append(("clock recomputed", f"complaint:{complaint_id}", {**told}))
    audit.record_all(connection, acts)
    return len(acts)


def foreseen(kind: ReplyKind, at: datetime, schedules: Schedules, flags: Sequence[str] = ()) -> tuple[Clock, ...]:
    """The clocks that will follow a reply sent at `at`, each started when the one before is due at the latest.

    An acknowledgement promises dates; these are the latest ones the policy allows.
    """
    coming: list[Clock] = []
    name = ANSWERS.get(kind)
    while name is not None:
        following = deadlines.clock_after(name, at, schedules, flags)
        coming += following
        name, at = (following[0].name, following[0].due) if following else (None, at)
    return tuple(coming)
