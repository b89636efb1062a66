"""What people do about replies: look at one, send it, post it, and say what became of one that is uncertain.

Each act is one transaction with its audit rows, or an error of ours. Nothing here sends: the sender finds in the
ledger what is to go.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from ingest import answering, clock, errors, outgoing
from ingest.model import Complaint, Delivery, Draft, Reply, ReplyKind
from ingest.pipeline import Flow
from ingest.store import audit, by_hand, complaints, outbox

Settlement = Literal["delivered", "send_again", "letter", "cancel"]
_READDRESSED = (Delivery.REJECTED, Delivery.BOUNCED, Delivery.HELD, Delivery.TO_PRINT)  # replies a new address frees


class Correspondence:
    """The acts of people on the replies of one flow."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.database = flow.database
        self.schedules = flow.schedules

    def settle(self, reply_id: int, by: str, how: Settlement) -> None:
        """Say what becomes of a reply whose fate is uncertain, rejected, held or bounced."""
        steps = {
            "delivered": self._delivered,
            "send_again": self._again,
            "letter": self._letter,
            "cancel": self._cancel,
        }
        with self.database.read() as connection:
            reply = outbox.get(connection, reply_id)
        if reply.delivery in {Delivery.ACCEPTED, Delivery.POSTED, Delivery.CANCELLED}:
            raise errors.Conflict("this reply has been settled already")
        if reply.delivery in {Delivery.CLAIMED, Delivery.DOT_PENDING}:
            raise errors.Conflict("this reply is being sent just now; look again in a moment")
        if reply.draft.channel == "letter" and how in {"delivered", "send_again"}:
            raise errors.Refused("this reply is a letter, which no mail server takes", remedy="Print it and post it.")
        steps[how](reply, by)
        self.flow.on_reply()

    def printed(self, reply_ids: Sequence[int], by: str) -> None:
        """Note that letters were printed; they still have to be posted."""
        with self.database.write() as connection:
            audit.record_all(connection, [("printed", f"reply:{one}", {}) for one in reply_ids], actor=by)

    def posted(self, reply_id: int, by: str) -> None:
        """Note that a letter went to the post: its clock stops now."""
        with self.database.write() as connection:
            reply = outbox.get(connection, reply_id)
            if reply.delivery is not Delivery.TO_PRINT:
                raise errors.Conflict("this letter is not waiting to be posted")
            by_hand.settle_reply(connection, reply, Delivery.POSTED, by)
            outgoing.left(connection, reply.complaint_id, reply.draft.kind, clock.now(), self.schedules)
            audit.record(connection, "posted", f"reply:{reply_id}", actor=by)

    def preview(self, complaint_id: int, kind: ReplyKind, text: str) -> Draft:
        """A reply as it would go out; nothing is recorded."""
        return self._drafted(complaint_id, kind, text)

    def write(self, complaint_id: int, kind: ReplyKind, text: str, by: str) -> int:
        """Record a reply to be sent, and return its id."""
        draft = self._drafted(complaint_id, kind, text, staff=by)
        with self.database.write() as connection:
            complaint = complaints.get(connection, complaint_id)
            if by_hand.of_kind(connection, complaint_id, kind) is not None:
                raise errors.Conflict(f"this complaint has its {kind.value.replace('_', ' ')} already")
            reply_id = complaints.add_reply(connection, complaint_id, draft, _due(complaint, kind), by)
            if kind is ReplyKind.QUESTION:
                outgoing.asked(connection, complaint_id, clock.now(), self.schedules)
            if answering.is_deadlock(complaint, kind, self.schedules):
                outgoing.deadlocked(connection, complaint_id, clock.now(), self.schedules, by)
        self.flow.on_reply()
        return reply_id

    def readdress(self, complaint_id: int, by: str, *, address: str | None = None, postal: str | None = None) -> None:
        """Set where the complainant is answered, and send the acknowledgement if it waited for that.

        Raises:
            Refused: nobody can be written to there; nothing was changed.
        """
        if not address and not postal:
            raise errors.Refused("no address was given", remedy="Type an e-mail address or a postal address.")
        to = address.lower() if address else postal
        channel = "email" if address else "letter"
        draft = self._drafted(complaint_id, ReplyKind.ACKNOWLEDGEMENT, channel=channel, to=to)
        with self.database.write() as connection:
            by_hand.readdress(connection, complaint_id, address, postal)
            audit.record(connection, "readdressed", f"complaint:{complaint_id}", actor=by)
            there = by_hand.of_kind(connection, complaint_id, ReplyKind.ACKNOWLEDGEMENT)
            if there is None:
                complaint = complaints.get(connection, complaint_id)
                complaints.add_reply(connection, complaint_id, draft, _due(complaint, draft.kind), by)
            elif (sent := outbox.get(connection, there)).delivery in _READDRESSED:
                by_hand.redraft(connection, sent, draft, by)
                audit.record(connection, "addressed anew", f"reply:{sent.id}", actor=by)
        self.flow.on_reply()

    def _delivered(self, reply: Reply, by: str) -> None:
        with self.database.write() as connection:
            by_hand.settle_reply(connection, reply, Delivery.ACCEPTED, by)
            outgoing.left(connection, reply.complaint_id, reply.draft.kind, clock.now(), self.schedules)
            audit.record(connection, "found delivered", f"reply:{reply.id}", actor=by)

    def _again(self, reply: Reply, by: str) -> None:
        with self.database.write() as connection:
            by_hand.settle_reply(connection, reply, Delivery.PENDING, by)
            audit.record(connection, "sent again", f"reply:{reply.id}", actor=by)

    def _letter(self, reply: Reply, by: str) -> None:
        draft = self._drafted(reply.complaint_id, reply.draft.kind, channel="letter")
        with self.database.write() as connection:
            by_hand.redraft(connection, reply, draft, by)
            audit.record(connection, "turned into a letter", f"reply:{reply.id}", actor=by)

    def _cancel(self, reply: Reply, by: str) -> None:
        with self.database.write() as connection:
            by_hand.settle_reply(connection, reply, Delivery.CANCELLED, by)
            audit.record(connection, "cancelled", f"reply:{reply.id}", actor=by)

    def _drafted(self, complaint_id: int, kind: ReplyKind, text: str = "", **told: str | None) -> Draft:
        """A reply as it would go out; `told` are the words of `answering.by_hand` that say who writes, and where to."""
        with self.database.read() as connection:
            context = answering.by_hand(connection, complaint_id, kind, self.schedules, words=text, **told)
        return self.flow.compose(kind, context)


def _due(complaint: Complaint, kind: ReplyKind) -> datetime | None:
    """When a reply of this kind must have left."""
    return next((one.due for one in complaint.clocks if one.name == outgoing.ANSWERS.get(kind)), None)
