"""What people do that sets the machine going: each act is one transaction with its audit rows, or an error of ours.

The review pages and the command line call these; what only changes a record (a finding's verdict, a note) is in
`store.desk`. Nothing here decides anything: a person has.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path

import structlog

from ingest import errors, extract, outgoing, parting, reader, subjects
from ingest.correspondence import Correspondence
from ingest.model import (
    Arrival,
    FindingKind,
    Item,
    Medium,
    Reading,
    ReplyKind,
    State,
)
from ingest.parting.recast import Recaster
from ingest.parting.scan import Tools, scan_of
from ingest.pipeline import Flow, Understood
from ingest.reference import reference
from ingest.reply import marks
from ingest.store import audit, by_hand, clocks, complaints, desk_leaves, items, readings, settle, surveys
from ingest.store.desk_subjects import Plan

log = structlog.get_logger()
_RESTING = (State.HELD, State.QUARANTINED, State.CLOSED)


class Acts(Correspondence):
    """The acts of people on one flow; those on replies are `Correspondence`'s."""

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self.originals = flow.originals
        self.calls = flow.settings.extract.calls
        self.settings = flow.settings
        how = reader.Settings(read=flow.settings.read, extract=flow.settings.extract)
        self.scans = Tools(
            flow.database, flow.originals, flow.reader, flow.take, Recaster(how, flow.settings.limits),
            lambda item, reading, extraction: flow.outcome_by_hand(Understood(item, reading, extraction)),
        )  # fmt: skip

    # ---- items -----------------------------------------------------------------------------------------------

    def take(self, arrivals: Sequence[Arrival]) -> list[int]:
        """Take post in; see `pipeline.Flow.take`."""
        return self.flow.take(arrivals)

    def retry(self, item_id: int, by: str) -> None:
        """Start an item over, read anew."""
        with self.database.write() as connection:
            self._resting(items.get(connection, item_id))
            desk_leaves.refuse_bound(connection, item_id)
            items.retry(connection, self.flow.jobs, item_id, by)

    def open_held(self, item_id: int, by: str) -> None:
        """Make a complaint of an item that rests without one, and acknowledge it when an address is known."""
        with self.database.read() as connection:
            item = items.get(connection, item_id)
            reading = readings.load(connection, item_id)
            extraction = readings.extraction_of(connection, item_id)
            desk_leaves.refuse_part(connection, item_id)
        self._resting(item)
        if reading is None:  # nothing could be read: a person has looked at the original and knows what it is
            reading = Reading(medium=item.medium or Medium.LETTER, text="", language=None)
        outcome = self.flow.outcome_by_hand(Understood(item, reading, extraction))
        made = self.flow.settlement(Understood(item, reading, extraction), outcome)
        with self.database.write() as connection:
            settle.record(connection, by_hand.begin(connection, item, by), made)
            desk_leaves.follow(connection, item_id)
            audit.record(connection, "opened by hand", f"item:{item_id}", actor=by)
        self.flow.on_reply()

    def dismiss(self, item_id: int, by: str, reason: str) -> None:
        """Close an item that is no complaint; the reason stays with it."""
        if not reason.strip():
            raise errors.Refused("a reason is needed", remedy="Say in a few words why this is no complaint.")
        with self.database.write() as connection:
            item = items.get(connection, item_id)
            desk_leaves.refuse_part(connection, item_id)
            by_hand.rest(connection, item_id, State.CLOSED, by, reason=reason)
            desk_leaves.follow(connection, item_id)
            by_hand.close_if_empty(connection, item.complaint_id, by)
            audit.record(connection, "dismissed", f"item:{item_id}", actor=by, reason=reason)

    def join(self, item_id: int, complaint_id: int, by: str) -> None:
        """Put an item to a complaint that is there."""
        with self.database.write() as connection:
            complaint = complaints.get(connection, complaint_id)
            item = items.get(connection, item_id)
            desk_leaves.refuse_part(connection, item_id)
            by_hand.rest(connection, item_id, State.OPEN, by, complaint_id=complaint_id)
            desk_leaves.follow(connection, item_id)
            by_hand.close_if_empty(connection, item.complaint_id, by)
            outgoing.answered(connection, complaint_id, item.received, self.schedules)
            clocks.refresh(connection, [complaint_id])
            audit.record(connection, "joined", f"item:{item_id}", actor=by, complaint=complaint.reference)

    def separate(self, item_id: int, by: str) -> None:
        """Take an item out of its complaint; it opens one of its own."""
        with self.database.write() as connection:
            item = items.get(connection, item_id)
            if item.complaint_id is None:
                raise errors.Refused("this item belongs to no complaint", remedy="Open it as a complaint instead.")
            complaint = complaints.get(connection, item.complaint_id)
            parts = {one.part_id for one in desk_leaves.parts_of(connection, item_id)}
            if [one for one in complaint.items if one not in parts][:1] == [item_id]:
                raise errors.Refused("this item opened its complaint", remedy="Join it to the other complaint instead.")
            by_hand.rest(connection, item_id, State.HELD, by)
            audit.record(connection, "separated", f"item:{item_id}", actor=by, complaint=complaint.reference)
        self.open_held(item_id, by)

    def part(self, item_id: int, letters: Sequence[Sequence[int]], by: str, version: int) -> list[int]:
        """Part a scan into letters, or put its pages in order; see `parting.part`."""
        return parting.part(self.scans, item_id, letters, by=by, version=version)

    def plan_together(self, item_ids: Sequence[int]) -> parting.Plan:
        """What putting the pages of some items together would do; see `parting.plan`."""
        with self.database.read() as connection:
            return parting.plan(connection, item_ids)

    def together(self, item_ids: Sequence[int], versions: Sequence[int], by: str) -> int:
        """Put the pages of some items together, and return the item that has them now; see `parting.together`."""
        whole, outcome = parting.together(self.scans, item_ids, versions, by=by)
        with self.database.read() as connection:
            of = items.get(connection, whole).complaint_id
            waits = of is not None and by_hand.of_kind(connection, of, ReplyKind.ACKNOWLEDGEMENT) is None
        if of is not None and waits and outcome.recipient:  # a page says where to answer that did not before
            where = "address" if outcome.channel == "email" else "postal"
            self.readdress(of, by, **{where: outcome.recipient})
        self.flow.on_reply()
        return whole

    def undoable(self, item_id: int) -> str | None:
        """Why what was put together cannot be taken apart again; None when it can; see `parting.undoable`."""
        with self.database.read() as connection:
            return parting.undoable(connection, scan_of(connection, item_id))

    def apart(self, item_id: int, by: str, version: int) -> list[int]:
        """Take back what was put together last; see `parting.apart`."""
        given = parting.apart(self.scans, item_id, by=by, version=version)
        self.flow.on_reply()
        return given

    def confirm(self, item_id: int, by: str, version: int) -> None:
        """Confirm every finding that nobody judged yet, and be done with the item."""
        with self.database.write() as connection:
            by_hand.reviewed(connection, item_id, by, version)
            audit.record(connection, "confirmed", f"item:{item_id}", actor=by)

    # ---- complaints ------------------------------------------------------------------------------------------

    def close(self, complaint_id: int, by: str, outcome: str) -> None:
        """Close a complaint."""
        with self.database.write() as connection:
            complaints.close(connection, complaint_id, by, outcome)
        self._ask_how_it_went(complaint_id)

    def reopen(self, complaint_id: int, by: str) -> None:
        """Open a closed complaint again."""
        with self.database.write() as connection:
            complaints.reopen(connection, complaint_id, by)

    def _ask_how_it_went(self, complaint_id: int) -> None:
        """Send the survey, when this complaint is drawn; whoever was declined, or has no address, is not asked."""
        with self.database.read() as connection:
            reference = complaints.get(connection, complaint_id).reference
            sent = {by_hand.of_kind(connection, complaint_id, one) for one in (ReplyKind.SURVEY, ReplyKind.DECLINE)}
        if sent != {None} or not marks.is_asked(reference, self.settings.reply):
            return
        try:
            self.write(complaint_id, ReplyKind.SURVEY, "", "postroom")
        except errors.Error as error:  # the complaint is closed all the same
            log.warning("no survey was sent", complaint=complaint_id, reason=str(error))

    def may_answer_survey(self, reference: str, token: str) -> bool:
        """Whether a survey's link was signed by us, and its complaint is still there."""
        if not marks.is_survey_token(reference, token, self.settings.reply):
            return False
        with self.database.read() as connection:
            return surveys.complaint_of(connection, reference) is not None

    def answer_survey(self, reference: str, token: str, score: int, words: str) -> bool:
        """Keep what a customer says about how it went; False when the link is not ours."""
        if not marks.is_survey_token(reference, token, self.settings.reply):
            return False
        with self.database.write() as connection:
            complaint_id = surveys.complaint_of(connection, reference)
            if complaint_id is not None:
                surveys.answer(connection, complaint_id, score, words)
        return complaint_id is not None

    # ---- looking ---------------------------------------------------------------------------------------------

    def normalise(self, kind: FindingKind, text: str, item_id: int) -> str:
        """The value a person's words stand for, by the rules of the extractors."""
        with self.database.read() as connection:
            item = items.get(connection, item_id)
            reading = readings.load(connection, item_id)
        language = reading.language if reading else None
        return extract.normalise(kind, text, received=item.received, language=language, settings=self.settings.extract)

    def reference_of(self, item_id: int, received: datetime) -> str:
        """The reference of the complaint that an item opens, or by which the complaint that it joined is found."""
        return reference(item_id, received.year, self.settings.reference_prefix)

    def separators(self, channel: str, day: date, count: int) -> bytes:
        """Sheets that part the letters of a batch, as a PDF to print."""
        from ingest.read.separator_code import Separator  # the drawing is loaded when somebody prints, and not before
        from ingest.read.separators import sheet_pdf

        return sheet_pdf([Separator(channel, day, number) for number in range(1, count + 1)])

    def archive(self, complaint_ids: Sequence[int], by: str) -> bytes:
        """Everything about some complaints as a ZIP; see `subjects.archive`."""
        return subjects.archive(self.database, self.originals, complaint_ids, by)

    def erase(self, complaint_ids: Collection[int], loose: Collection[int], by: str) -> Plan:
        """Erase complaints, and items that belong to none; see `subjects.erase`."""
        return subjects.erase(self.database, self.originals, self.flow.images, complaint_ids, loose, by)

    def page_image(self, item_id: int, page: int) -> Path | None:
        """The upright image of a page, made anew when the cache has lost it; None when there is none."""
        with self.database.read() as connection:
            reading = readings.load(connection, item_id)
            pages = reading.pages if reading else ()
            leaves = desk_leaves.of(connection, item_id, [one.number for one in pages])
            found, leaf = next(
                (pair for pair in zip(pages, leaves, strict=True) if pair[0].number == page), (None, None)
            )
            item = items.get(connection, leaf.item_id if leaf else item_id)  # the one the page arrived with
        if found is None or found.image is None:
            return None
        path = self.flow.images_of(item) / found.image
        if not path.is_file():
            self.flow.reader.understand(
                self.originals.path(item.sha256), item.name, received=item.received, images=path.parent
            )
        return path if path.is_file() else None

    # ---- inside ----------------------------------------------------------------------------------------------

    def _resting(self, item: Item) -> None:
        if item.state not in _RESTING:
            raise errors.Conflict(f"this item is {item.state.value} and cannot be started over now")
