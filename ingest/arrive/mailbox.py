"""Speaks IMAP: the only file that does. Mail is named by UID, fetched with BODY.PEEK[], and never deleted.

Never uses sequence numbers, never asks for UNSEEN (staff read the mailbox with other programs), never falls back to an
unencrypted connection, and turns every way in which a server can fail into `Unavailable` or `Refused`.
"""

import contextlib
import imaplib
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from imapclient import IMAPClient  # type: ignore[import-untyped]  # it ships no types
from imapclient.exceptions import IMAPClientError, LoginError  # type: ignore[import-untyped]  # likewise

from ingest import clock, errors
from ingest.arrive.oauth import Tokens
from ingest.arrive.settings import MailboxSettings

CHUNK = 4 * 1024 * 1024  # bytes asked for at a time of a large mail, so that memory holds it once only
_ADDRESSED = 500  # UIDs named in one command; some servers limit the length of a line
_RENEW_IDLE = 25 * 60.0  # seconds; servers may hang up after 29 minutes (RFC 2177)
_WITHOUT_IDLE = 5.0  # seconds until the next look when IDLE failed
_SLICE = 1.0  # seconds between two looks at `stop` while waiting


@dataclass(frozen=True, slots=True)
class Head:
    """What a server says of a message before it is fetched."""

    uid: int
    size: int  # bytes, as the server says: a claim
    received: datetime  # INTERNALDATE


class Mailbox:
    """One connection to one folder."""

    def __init__(self, settings: MailboxSettings, tokens: Tokens | None) -> None:
        """Connect, log in, open the folder.

        Args:
            settings: of the mailbox.
            tokens: where bearer tokens come from, when it is opened with OAuth.

        Raises:
            Unavailable: the server cannot be reached, or its certificate cannot be trusted.
            Refused: the log-in or the folder is refused.
        """
        self._settings = settings
        with self._failures("connecting"):
            self._client = _connected(settings)
        try:
            with self._failures("logging in"):
                self._log_in(tokens)
            self.open_folder()
        except BaseException:
            self.close()
            raise

    def open_folder(self) -> int:
        """Open the folder again; its UIDVALIDITY."""
        settings = self._settings
        with self._failures(f"opening the folder '{settings.folder}'"):
            answer = self._client.select_folder(settings.folder, readonly=settings.after == "leave")
            self.validity = int(answer[b"UIDVALIDITY"])
        return self.validity

    def uids(self) -> list[int]:
        """Every message of the folder."""
        with self._failures("listing"):
            return sorted(set(self._client.search("ALL")))

    def heads(self, uids: Sequence[int]) -> list[Head]:
        """What the server says of these messages; those that are gone are missing."""
        found: list[Head] = []
        for part in _parts(uids):
            with self._failures("asking for sizes"):
                answer = self._client.fetch(part, ["RFC822.SIZE", "INTERNALDATE"])
            found += [_head(uid, answer[uid]) for uid in part if uid in answer]
        return found

    def messages(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The bytes of these messages, fetched together; those that are gone or came back empty are missing."""
        with self._failures("fetching"):
            answer = self._client.fetch(uids, ["BODY.PEEK[]"])
        found = {uid: answer[uid].get(b"BODY[]") for uid in uids if uid in answer}
        return {uid: bytes(body) for uid, body in found.items() if body}

    def large_message(self, uid: int, most: int) -> bytes | None:
        """The bytes of one large message, fetched in pieces; None when it is gone.

        Args:
            uid: the message.
            most: bytes after which to stop asking: a longer answer is returned cut.
        """
        whole = bytearray()
        while len(whole) < most:
            with self._failures("fetching"):
                answer = self._client.fetch([uid], [f"BODY.PEEK[]<{len(whole)}.{CHUNK}>"])
            if uid not in answer:
                return None  # expunged in the middle: what was fetched so far is not the message
            piece = answer[uid].get(f"BODY[]<{len(whole)}>".encode())
            if not piece:  # only an empty piece is the end: servers may give less than was asked for
                break
            whole += piece
        return bytes(whole) or None

    def head_of(self, uid: int, most: int = CHUNK) -> bytes | None:
        """The header lines of one message, cut at `most` bytes; None when it is gone."""
        with self._failures("fetching"):
            answer = self._client.fetch([uid], [f"BODY.PEEK[HEADER]<0.{most}>"])
        head = answer.get(uid, {}).get(b"BODY[HEADER]<0>")
        return bytes(head) if head else None

    def confirm(self, uids: Sequence[int]) -> str | None:
        """Move, flag or leave stored messages, as the settings say.

        Returns:
            The server's words when it refused; the messages are stored all the same.
        """
        with self._failures("confirming"):
            try:
                for part in _parts(uids):
                    self._settle(part)
            except imaplib.IMAP4.abort:
                raise
            except IMAPClientError as error:
                return str(error)[:200]
        return None

    def _settle(self, uids: Sequence[int]) -> None:
        if self._settings.after == "move":
            self._move(uids)
        elif self._settings.after == "flag":
            self._client.add_flags(uids, [self._settings.flag.encode()], silent=True)

    def file(self, message_id: str, content: bytes, at: datetime) -> None:
        """Add a message to the folder, as read, unless one with its Message-ID is there."""
        with self._failures("filing"):
            if not self._client.search(["HEADER", "Message-ID", message_id]):
                self._client.append(self._settings.folder, content, (b"\\Seen",), at)

    def wait(self, timeout: float, stop: threading.Event) -> bool:
        """Wait until the server tells of a change, `timeout` seconds passed, or `stop` is set.

        Returns:
            Whether the connection can still be used.
        """
        if not (self._settings.idle and self._client.has_capability("IDLE")):
            stop.wait(timeout)
            return True
        end = time.monotonic() + min(timeout, _RENEW_IDLE)
        with self._failures("waiting"):
            try:
                self._client.idle()
            except IMAPClientError:  # news before the server was ready for IDLE, or it will not have IDLE after all
                stop.wait(min(timeout, _WITHOUT_IDLE))
                return False
            self._listen(end, stop)
            self._client.idle_done()
        return True

    def close(self) -> None:
        """Say goodbye, or just hang up when nobody listens any more."""
        with contextlib.suppress(IMAPClientError, imaplib.IMAP4.error, OSError):
            self._client.shutdown()

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Hang up when what is done inside takes longer: a server that drips bytes never times out by itself."""
        timer = threading.Timer(seconds, self._hang_up)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._client.socket().shutdown(2)

    def _log_in(self, tokens: Tokens | None) -> None:
        if tokens is None:
            self._client.login(self._settings.user, _password(self._settings))
            return
        try:
            self._client.oauth2_login(self._settings.user, tokens.token())
        except LoginError:
            tokens.forget()
            raise

    def _move(self, uids: Sequence[int]) -> None:
        folder = self._settings.processed_folder
        if not self._client.folder_exists(folder):
            self._client.create_folder(folder)
        if self._client.has_capability("MOVE"):
            self._client.move(uids, folder)
            return
        self._client.copy(uids, folder)
        self._client.delete_messages(uids, silent=True)
        if self._client.has_capability("UIDPLUS"):  # without it, an EXPUNGE would also remove what others marked
            self._client.uid_expunge(uids)

    def _listen(self, end: float, stop: threading.Event) -> None:
        silent = 0  # answers in a row that came at once and said nothing: nobody is there any more
        while (left := end - time.monotonic()) > 0 and not stop.is_set():
            asked, began = min(_SLICE, left), time.monotonic()
            heard = self._client.idle_check(timeout=asked)
            if any(line[0] == b"BYE" for line in heard):
                raise errors.Unavailable("the IMAP server said goodbye")
            if any(line[1:2] in {(b"EXISTS",), (b"RECENT",)} for line in heard):
                return
            silent = silent + 1 if not heard and time.monotonic() - began < asked / 2 else 0
            if silent > 3:
                raise errors.Unavailable("the IMAP server hung up")

    @contextlib.contextmanager
    def _failures(self, doing: str) -> Iterator[None]:
        """Turn whatever the server or the line does into errors of ours, in words for staff."""
        where = f"mailbox '{self._settings.name}'"
        try:
            yield
        except LoginError as error:
            if isinstance(error.__context__, imaplib.IMAP4.abort):
                raise errors.Unavailable(f"{where}: the connection broke off while {doing}") from error
            raise errors.Refused(
                f"{where}: the log-in was refused", remedy="Check user and password of this mailbox, then wait."
            ) from error
        except ssl.SSLCertVerificationError as error:
            raise errors.Unavailable(
                f"{where}: the server's certificate is not trusted ({error.verify_message})",
                remedy="Set ca_file to the authority that signed it; there is no unencrypted fallback.",
            ) from error
        except imaplib.IMAP4.abort as error:
            raise errors.Unavailable(f"{where}: the connection broke off while {doing}") from error
        except (OSError, EOFError) as error:
            why = "no answer in time" if isinstance(error, TimeoutError) else type(error).__name__
            raise errors.Unavailable(f"{where}: {doing} failed ({why})") from error
        except (IMAPClientError, imaplib.IMAP4.error, ValueError, KeyError, MemoryError, OverflowError) as error:
            raise errors.Unavailable(f"{where}: the server answered oddly while {doing}: {str(error)[:200]}") from error


def _connected(settings: MailboxSettings) -> IMAPClient:
    context = None if settings.security == "none" else _trusting(settings)
    client = IMAPClient(
        settings.host,
        settings.port_used,
        ssl=settings.security == "tls",
        ssl_context=context if settings.security == "tls" else None,
        timeout=settings.timeout_seconds,
    )
    client.normalise_times = False  # aware instants, not the machine's wall clock
    if settings.security == "starttls":
        try:
            client.starttls(context)
        except BaseException:
            with contextlib.suppress(OSError):  # the reason why is the failure, not that the line is closed by now
                client.shutdown()
            raise
    return client


def _trusting(settings: MailboxSettings) -> ssl.SSLContext:
    """Verifies certificate and host name against the system's authorities and the configured one."""
    context = ssl.create_default_context()
    if settings.ca_file:
        context.load_verify_locations(settings.ca_file)
    return context


def _password(settings: MailboxSettings) -> str:
    return settings.password.get_secret_value() if settings.password else ""


def _parts(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), _ADDRESSED):
        yield uids[start : start + _ADDRESSED]


def _head(uid: int, answer: dict[bytes, object]) -> Head:
    """A message's head; a server without a usable INTERNALDATE gives it the present instant."""
    size, date = answer.get(b"RFC822.SIZE"), answer.get(b"INTERNALDATE")
    now = clock.now()
    received = date.astimezone(UTC) if isinstance(date, datetime) and date.tzinfo else now
    return Head(uid, size if isinstance(size, int) else 0, min(received, now))
