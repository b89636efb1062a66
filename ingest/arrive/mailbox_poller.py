"""Takes mail from an IMAP mailbox: every message once, in batches of bounded size, confirmed only when stored.

What is in the ledger is known by "UIDVALIDITY/UID", so reading, flagging or moving by other programs changes nothing,
and a new UIDVALIDITY leads to a fresh look at everything. A message that breaks its batch is tried alone and last.
"""

import threading
from collections.abc import Iterator, Sequence

from ingest import errors, failpoints
from ingest.arrive.mailbox import Head, Mailbox
from ingest.arrive.oauth import Tokens
from ingest.arrive.poller import Intake, Poller
from ingest.arrive.settings import MailboxSettings
from ingest.model import Arrival, Source, SourceKind

_MEGABYTE = 1024 * 1024
_PATIENCE = 5  # failures after which a message is tried only at every tenth look
_CONFIRMING = "confirming"  # what the problem is called that concerns all messages
_NOTE = (
    "X-Partial-Message: {size} bytes\r\n{head}\r\n\r\n"
    "This message has {size} bytes, more than max_message_megabytes allows. Only its head was taken;\r\n"
    "the whole message is still in the mailbox '{place}', in the folder {folders}.\r\n"
)


class MailboxPoller(Poller):
    """One IMAP folder."""

    kind = SourceKind.MAILBOX

    def __init__(self, settings: MailboxSettings, intake: Intake) -> None:
        super().__init__(intake, settings.name, settings.poll_seconds)
        self.settings = settings
        self._tokens = Tokens(settings.oauth) if settings.oauth else None
        self._mailbox: Mailbox | None = None
        self._validity: int | None = None
        self._done: set[int] = set()  # UIDs that are in the ledger and confirmed
        self._looks = 0
        self._suspects: dict[int, int] = {}  # UIDs that were in a batch that failed, with the failures counted alone

    def look(self) -> None:
        """Take everything the ledger does not know; again, until a look brings nothing new.

        What arrives while we fetch is announced in answers nobody reads: only after a look without news is it certain
        that the server will tell of the next mail.
        """
        mailbox = self._opened()
        self._looks += 1
        before = -1
        while self.status.taken != before and not self.stopping:
            before = self.status.taken
            self._look_through(mailbox)

    def _look_through(self, mailbox: Mailbox) -> None:
        there = mailbox.uids()
        self._done.intersection_update(there)
        for uid in self._suspects.keys() - set(there):
            self._forget(uid)
        new = self._unknown(mailbox, [uid for uid in there if uid not in self._done])
        for batch in self._batches(mailbox.heads(new)):
            if self.stopping:
                return
            self._take(mailbox, batch)

    def inventory(self) -> set[str]:
        """The keys of all messages in the folder, processed or not; by a connection of its own."""
        mailbox = Mailbox(self.settings, self._tokens)
        try:
            return {f"{mailbox.validity}/{uid}" for uid in mailbox.uids()}
        finally:
            mailbox.close()

    def wait(self, timeout: float, stop: threading.Event) -> None:
        """Wait for the server's word, or for the next look."""
        if self._mailbox is None:
            stop.wait(timeout)
        elif not self._mailbox.wait(timeout, stop):
            self.close()

    def close(self) -> None:
        """Hang up."""
        if self._mailbox:
            self._mailbox.close()
            self._mailbox = None

    def _opened(self) -> Mailbox:
        """The connection, with the folder opened afresh; a new UIDVALIDITY forgets what was known of it."""
        try:
            if self._mailbox is None:
                self._mailbox = Mailbox(self.settings, self._tokens)
            validity = self._mailbox.open_folder()
        except errors.Error:
            self.close()
            raise
        if validity != self._validity:
            self._validity = validity
            self._done.clear()
            self._suspects.clear()
            self.status.problems.clear()
        return self._mailbox

    def _unknown(self, mailbox: Mailbox, uids: Sequence[int]) -> list[int]:
        """Those that the ledger lacks; the others are confirmed, in case we died before we could."""
        if not uids:
            return []
        known = self.intake.known(self.kind, self.place, [self._key(uid) for uid in uids])
        stored = [uid for uid in uids if self._key(uid) in known]
        self._confirm(mailbox, stored)
        return [uid for uid in uids if self._key(uid) not in known]

    def _batches(self, heads: Sequence[Head]) -> Iterator[list[Head]]:
        """Messages to fetch together; large and suspicious ones alone, those that failed most at the end."""
        batch: list[Head] = []
        room = limit = self.settings.batch_megabytes * _MEGABYTE
        for head in heads:
            if head.uid in self._suspects or head.size > limit // 2:
                continue
            if batch and (head.size > room or len(batch) >= self.settings.batch_messages):
                yield batch
                batch, room = [], limit
            batch.append(head)
            room -= head.size
        if batch:
            yield batch
        alone = [head for head in heads if head.uid in self._suspects or head.size > limit // 2]
        for head in sorted(alone, key=lambda one: self._suspects.get(one.uid, 0)):
            if self._suspects.get(head.uid, 0) < _PATIENCE or self._looks % 10 == 0:
                yield [head]

    def _take(self, mailbox: Mailbox, batch: Sequence[Head]) -> None:
        try:
            with mailbox.within(self.settings.stall_seconds):
                arrivals = self._fetched(mailbox, batch)
        except errors.Error as error:
            self._suspect(batch, error)
            raise
        taken = self.hand_over(arrivals) if arrivals else []
        uids = [int(arrival.source.key.rpartition("/")[2]) for arrival in taken]
        for uid in uids:
            self._suspects.pop(uid, None)
        self._confirm(mailbox, uids)

    def _fetched(self, mailbox: Mailbox, batch: Sequence[Head]) -> list[Arrival]:
        if len(batch) == 1 and batch[0].size > self.settings.batch_megabytes * _MEGABYTE // 2:
            body = self._large(mailbox, batch[0])
            found = {batch[0].uid: body} if body else {}
        else:
            found = mailbox.messages([head.uid for head in batch])
        missing = [head for head in batch if head.uid not in found]
        for head in missing:  # expunged meanwhile, or the server cannot read it: the next look tells which
            self._suspects[head.uid] = self._suspects.get(head.uid, 0) + 1
            self.problem(self._key(head.uid), "the server lists it and sends nothing; it stays there")
        return [self._arrival(head, found[head.uid]) for head in batch if head.uid in found]

    def _large(self, mailbox: Mailbox, head: Head) -> bytes | None:
        """A large message whole, or the head of one that is too large for any memory."""
        most = self.settings.max_message_megabytes * _MEGABYTE
        body = mailbox.large_message(head.uid, most)  # the size was a claim: often there is much less
        if body is None or len(body) < most:
            return body
        lines = (mailbox.head_of(head.uid) or b"").rstrip(b"\r\n")
        note = _NOTE.format(
            size=head.size,
            head=lines.decode("latin-1"),
            place=self.place,
            folders=f"'{self.settings.folder}' or '{self.settings.processed_folder}'",
        )
        return note.encode("latin-1", "replace")

    def _arrival(self, head: Head, body: bytes) -> Arrival:
        source = Source(self.kind, self.place, self._key(head.uid))
        return Arrival(source, name=f"mail {head.uid}.eml", content=body, received=head.received)

    def _confirm(self, mailbox: Mailbox, uids: Sequence[int]) -> None:
        """Move or flag stored messages. If that fails they are stored all the same, and confirmed at the next look."""
        if not uids:
            return
        refused = mailbox.confirm(uids)
        if refused:  # another daemon may have moved some of them meanwhile: ask again for those that are left
            left = set(mailbox.uids())
            refused = mailbox.confirm([uid for uid in uids if uid in left])
        if refused:
            self.problem(_CONFIRMING, f"stored mail cannot be moved or flagged: {refused}")
            return
        self.status.problems.pop(_CONFIRMING, None)
        failpoints.reach("intake.confirmed")
        self._done.update(uids)

    def _suspect(self, batch: Sequence[Head], error: errors.Error) -> None:
        for head in batch:
            failures = self._suspects.get(head.uid, 0) + (len(batch) == 1)
            self._suspects[head.uid] = failures
            if failures:
                self.problem(self._key(head.uid), str(error)[:300])

    def _forget(self, uid: int) -> None:
        self._suspects.pop(uid, None)
        self.status.problems.pop(self._key(uid), None)

    def _key(self, uid: int) -> str:
        return f"{self._validity}/{uid}"
