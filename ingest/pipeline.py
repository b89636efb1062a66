"""The whole flow on one page: what arrives is kept, read, searched for facts, decided on, and answered.

    state       step                                     next
    ---------   --------------------------------------   -----------------------------------------
    (outside)   take: keep the original, record it        ARRIVED, with its job, in one transaction
    ARRIVED     split a batch of scans into letters       CLOSED, each letter an item that is taken
    ARRIVED     read and extract, in a child process      READ, EXTRACTED
    EXTRACTED   decide: silence, belonging, doubt         DECIDED
    DECIDED     settle: complaint, clocks and reply       OPEN, CLOSED or HELD, in one transaction
    any         a failure that may pass                   DEFERRED, with its job
    any         a failure that stays                      QUARANTINED, its clock running

Each step may run twice with the same result, and the ledger stores a state where losing it would cost work: READ
once a slow reading is done, then the end. The fence is `items.Attempt`: a worker that was taken for dead changes
nothing. It refuses to send: replies leave through `reply.outbox`, which finds them in the ledger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog

from ingest import answering, batches, clock, decide, errors, failpoints, outgoing, printer, reader, reply, schedules
from ingest.config import Config
from ingest.decide import address, deadlines
from ingest.extract.calls import confirmed, verdict
from ingest.model import (
    Action,
    Arrival,
    Draft,
    Extraction,
    Facts,
    Item,
    Outcome,
    Reading,
    ReplyKind,
    SourceKind,
    State,
)
from ingest.reference import reference
from ingest.reply import compose, vouching
from ingest.reply.context import Context
from ingest.store import calls, facts, items, readings, settle
from ingest.store.database import Database
from ingest.store.items import Attempt
from ingest.store.jobs import Jobs
from ingest.store.originals import Originals
from ingest.store.patience import Patience

log = structlog.get_logger()
RATES = ("address_rate", "domain_rate")  # rules of the silence table that are about us, not about the sender
SLOW_PAGES = 1  # a reading with so many pages or more is stored at once: OCR is not to be paid for twice


@dataclass(frozen=True, slots=True)
class Understood:
    """One item with all that is known about it before it is settled."""

    item: Item
    reading: Reading
    extraction: Extraction


class Flow:
    """The flow on one ledger.

    Args:
        config: all settings.
        on_reply: called after each commit that left a reply to send, so that the sender need not wait.
    """

    def __init__(self, config: Config, *, on_reply: Callable[[], None] = lambda: None) -> None:
        self.settings = config
        self.schedules = schedules.load(config.schedules_folder)
        self.database = Database(config.database_url, pool=config.worker.concurrency + 6)
        self.originals = Originals(config.storage.folder / "originals", spare=config.storage.spare_mb * 1_000_000)
        self.images = config.storage.folder / "pages"
        self.jobs = Jobs(self.database)
        self.patience = Patience()
        self.reader = reader.Reader(reader.Settings(read=config.read, extract=config.extract), config.limits)
        self.splitter = batches.Splitter(
            self.reader, self.originals, take=self.take, known=self.known, settings=config.read.letters,
            calendar=self.schedules.calendar(),
        )  # fmt: skip
        self.printer = printer.Printer(config.reply, config.limits)
        self.on_reply = on_reply

    # ---- take ------------------------------------------------------------------------------------------------

    def take(self, arrivals: Sequence[Arrival]) -> list[int]:
        """Keep what arrived; when this returns, nothing of it can be lost, and each item has its job.

        Returns:
            The ids of the new items; a source that is known already gives none.

        Raises:
            NoSpace: the disk is nearly full; nothing was taken.
        """
        failpoints.reach("intake.fetched")
        digests = self.originals.keep(arrival.content for arrival in arrivals)
        with self.database.write() as connection:
            added = items.add(connection, self.jobs, arrivals, digests)
        failpoints.reach("intake.committed")
        return added

    def known(self, kind: SourceKind, place: str, keys: Sequence[str]) -> set[str]:
        """Which of these keys of a place the ledger has."""
        with self.database.read() as connection:
            return items.known(connection, kind, place, keys)

    # ---- process ---------------------------------------------------------------------------------------------

    def process(self, work: Sequence[tuple[int, int]], worker: str) -> None:
        """Take some items from ARRIVED to where they rest, one by one.

        Args:
            work: pairs of item id and attempt number; the ledger passes over those that are somebody else's.
            worker: the name under which this process holds its lease.
        """
        failpoints.reach("work.taken")
        for item in self.patience(lambda: self._begin(work, worker)):
            try:
                self._process_one(Attempt(item.id, item.attempt, worker), item)
            except errors.Superseded as error:
                log.info("left to another worker", item=item.id, attempt=item.attempt, reason=str(error))

    def _begin(self, work: Sequence[tuple[int, int]], worker: str) -> list[Item]:
        with self.database.write() as connection:
            return items.begin(connection, work, worker)

    def _process_one(self, attempt: Attempt, item: Item) -> None:
        try:
            known = self._read_before(item)
            if known or not self._split(attempt, item):
                self._settle(attempt, known or self._understand(attempt, item))
        except errors.Superseded:
            raise
        except errors.Error as error:
            may_pass = not reader.is_hopeless(error)
            self.patience(partial(self._park, attempt, item, error, may_pass=may_pass))
        except Exception as error:  # a bug must park the item, not stop the worker
            log.exception("step failed", item=item.id, attempt=attempt.number)
            told = errors.Error(f"a step failed with {type(error).__name__}")
            self.patience(partial(self._park, attempt, item, told, may_pass=True))

    def _read_before(self, item: Item) -> Understood | None:
        """What an earlier attempt read, or what was read when the same bytes arrived for the first time."""
        with self.database.read() as connection:
            for item_id in (item.id, items.first_with_digest(connection, item)):
                if item_id and (reading := readings.load(connection, item_id)) is not None:
                    return Understood(item, reading, readings.extraction_of(connection, item_id))
        return None

    def _split(self, attempt: Attempt, item: Item) -> bool:
        """ARRIVED to CLOSED for a batch of scans, whose letters are taken as items of their own; else False."""
        self.originals.open(item.sha256)  # notices a damaged original before anybody believes it
        batch = self.splitter.split(item)
        if batch is not None:
            batches.close(self.database, attempt, item, batch)
        return batch is not None

    def _understand(self, attempt: Attempt, item: Item) -> Understood:
        """ARRIVED to EXTRACTED: read the original and find the facts."""
        reading, extraction = self._ask_reader(item, last=attempt.number - item.base >= self.settings.worker.attempts)
        if len(reading.pages) >= SLOW_PAGES:
            with self.database.write() as connection:
                readings.save(connection, item.id, reading, extraction)
                items.move(connection, attempt, State.READ, medium=reading.medium.value)
        failpoints.reach("work.read")
        return Understood(item, reading, extraction)

    def _ask_reader(self, item: Item, *, last: bool) -> tuple[Reading, Extraction]:
        images = self.images_of(item)
        path = self.originals.path(item.sha256)
        try:
            return self.reader.understand(path, item.name, received=item.received, images=images)
        except errors.Unreadable as error:
            # A mail that kills its reader still has a sender who must hear from us: its beginning says who.
            if item.source.kind not in {SourceKind.MAILBOX, SourceKind.MAILDIR} or not (
                last or reader.is_hopeless(error)
            ):
                raise
            return self.reader.understand(path, item.name, received=item.received, head_only=True)

    def _settle(self, attempt: Attempt, known: Understood) -> None:
        """EXTRACTED to where it rests: everything that follows from the item commits together."""
        known = replace(known, extraction=self._borne_out(known.extraction))
        vouched = self._vouched(known)
        found, silence = self._facts_and_silence(known, vouched)
        outcome = decide.outcome_for(
            known.item,
            known.reading,
            known.extraction,
            found,
            silence=silence.reason if silence else None,
            robot=silence is not None and not silence.needs_person,
            rated=silence is not None and silence.rule in RATES,
            vouched=vouched,
            settings=self.settings.decide,
            now=clock.now(),
        )
        made = self.settlement(known, outcome, found.bounced_reply, silence.rule if silence else None)
        failpoints.reach("work.decided")
        with self.database.write() as connection:
            complaint_id = settle.record(connection, attempt, made)
            if outcome.action is Action.JOIN and complaint_id:
                outgoing.answered(connection, complaint_id, known.item.received, self.schedules)
        log.info("settled", item=known.item.id, outcome=outcome.action.value, rule=outcome.rule, complaint=complaint_id)
        if made.draft:
            self.on_reply()

    def _borne_out(self, extraction: Extraction) -> Extraction:
        """The extraction with more confidence in numbers and instants that the call records hold."""
        if not extraction.events:
            return extraction
        told = self.settings.extract.calls
        with self.database.read() as connection:
            ledger = calls.Calls(connection)
            events = (verdict(event, extraction.findings, ledger, settings=told) for event in extraction.events)
            return confirmed(extraction, tuple(events))

    def outcome_by_hand(self, known: Understood) -> Outcome:
        """The outcome of an item that a person says is a complaint: opened and answered, whatever the table says."""
        decided = decide.outcome_for(
            known.item,
            known.reading,
            known.extraction,
            Facts(),
            silence=None,
            robot=False,
            settings=self.settings.decide,
            now=clock.now(),
        )
        vouched = self._vouched(known)
        answer = address.answer_for(known.reading, known.extraction, self.settings.decide, vouched)
        return replace(
            decided, action=Action.OPEN, acknowledge=True, silence=None, channel=answer.channel,
            recipient=answer.recipient, rule="opened by hand",
        )  # fmt: skip

    def _vouched(self, known: Understood) -> str | None:
        """The sender's address that our own mail servers vouch for."""
        mail = known.reading.mail
        return vouching.recipient_for(mail, self.settings.reply) if mail else None

    def _facts_and_silence(self, known: Understood, vouched: str | None) -> tuple[Facts, reply.Silence | None]:
        """What the ledger knows about an item, and why it must not be answered by machine."""
        answer = address.answer_for(known.reading, known.extraction, self.settings.decide, vouched)
        recipient = answer.recipient if answer.channel == "email" else None
        with self.database.read() as connection:
            found = facts.about(connection, known.item, known.reading, known.extraction, self.settings.reference_prefix)
            recent = answering.recent(connection, recipient, self.settings.reply)
        return found, reply.silence_for(known.reading, known.item, settings=self.settings.reply, recent=recent)

    def settlement(
        self, known: Understood, outcome: Outcome, bounced_reply: int | None = None, silence_rule: str | None = None
    ) -> settle.Settlement:
        """Everything that is to be recorded about an item, the composed reply included."""
        opens = outcome.action is Action.OPEN
        clocks = deadlines.clocks_at_opening(known.item.received, self.schedules, outcome.flags) if opens else ()
        own = reference(known.item.id, known.item.received.year, self.settings.reference_prefix)
        answer = answering.acknowledgement(
            known.item, known.reading, known.extraction, outcome, reference=own, clocks=clocks, schedules=self.schedules
        )
        try:
            draft = self.compose(ReplyKind.ACKNOWLEDGEMENT, answer) if answer else None
        except errors.Refused as error:  # an address that only looks usable: the complaint counts all the same
            outcome, draft = _unanswerable(outcome, str(error)), None
        return settle.Settlement(
            item=known.item,
            reading=known.reading,
            extraction=known.extraction,
            outcome=outcome,
            reference=own,
            clocks=clocks,
            silence_rule=silence_rule,
            draft=draft,
            reply_due=next((one.due for one in clocks if one.name == ReplyKind.ACKNOWLEDGEMENT.value), None),
            due=self._due(known.item) if outcome.action in (Action.OPEN, Action.HOLD) else None,
            bounced_reply=bounced_reply,
        )

    def compose(self, kind: ReplyKind, context: Context) -> Draft:
        """A reply, composed: mails here, letters by the printer in its own process."""
        if context.channel == "letter":
            return self.printer.draft(kind, context)
        return compose.draft(kind, context, settings=self.settings.reply)

    # ---- failures --------------------------------------------------------------------------------------------

    def take_over(self, item: Item, worker: str) -> None:
        """Give a dead worker's item its next attempt; one that has cost too many workers is set aside instead."""
        with self.database.write() as connection:
            if item.attempt - item.base < self.settings.worker.attempts:
                items.abandon(connection, self.jobs, item, worker)
                return
            reason = f"{item.attempt} workers died or hung while working on it"
            attempt = Attempt(item.id, item.attempt, worker)
            items.quarantine(connection, attempt, reason, errors.LimitExceeded.remedy, self._due(item))

    def _park(self, attempt: Attempt, item: Item, error: errors.Error, *, may_pass: bool) -> None:
        """DEFERRED with a growing delay while it may pass, else QUARANTINED for people, the clock running."""
        log.warning("parked", item=item.id, attempt=attempt.number, reason=str(error))
        settings = self.settings.worker
        with self.database.write() as connection:
            tries = attempt.number - item.base
            if may_pass and tries < settings.attempts:
                delay = settings.first_delay_seconds * 2 ** (tries - 1)
                items.defer(connection, self.jobs, attempt, str(error), error.remedy, delay)
            else:
                items.quarantine(connection, attempt, str(error), error.remedy, self._due(item))

    def _due(self, item: Item) -> datetime:
        """When whoever sent an item that could not be processed must have heard from us."""
        return min(one.due for one in deadlines.clocks_at_opening(item.received, self.schedules, ()))

    def images_of(self, item: Item) -> Path:
        """The folder of an item's upright page images: made again when missing, so it needs no backup."""
        return self.images / item.sha256[:2] / item.sha256

    def warm(self) -> None:
        """Start the readers, which takes them a moment, while others still prepare."""
        self.reader.children.warm()

    def rest(self) -> None:
        """Let children go that have had nothing to do for a while."""
        self.reader.children.rest()
        self.printer.rest()

    def close(self) -> None:
        """Let children and connections go."""
        self.patience.end()
        self.reader.close()
        self.printer.close()
        self.jobs.close()
        self.database.close()


def _unanswerable(outcome: Outcome, why: str) -> Outcome:
    """The same outcome, with a person to find out how to answer."""
    return replace(
        outcome, acknowledge=False, silence=why, channel=None, recipient=None, review=True,
        reasons=(f"no acknowledgement went out: {why}", *outcome.reasons),
    )  # fmt: skip
