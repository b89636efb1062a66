"""Speaks SMTP to the relay: MAIL, RCPT and DATA as separate commands, and a word with the ledger before the final dot.

The only file that knows smtplib. It tells apart what certainly did not leave from what nobody can know (RFC 1047),
never falls back to plain text when encryption fails, and repeats nothing: retries are the outbox's business.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ingest import errors, failpoints
from ingest.model import Delivery, Draft
from ingest.reply.local import Files, Maildir
from ingest.reply.settings import Relay, Settings
from ingest.reply.transport import Answer, Ending, Transport

LONGEST_WORDS = 300  # characters of a server's answer that are kept
_LOST = (OSError, smtplib.SMTPException)


def transport_for(settings: Settings) -> Transport:
    """The way out that the settings ask for."""
    if settings.transport == "maildir":
        return Maildir(settings.outgoing_folder)
    if settings.transport == "folder":
        return Files(settings.outgoing_folder)
    return Smtp(settings.relay)


class Smtp:
    """An SMTP relay."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    @contextmanager
    def connect(self) -> Iterator["SmtpConnection"]:
        """Connect, encrypt and log in; on the way out say goodbye, or hang up when the dialogue is in disorder.

        Raises:
            errors.Unavailable: the relay does not answer, or answers 4xx.
            errors.Refused: it refuses the log-in, offers no encryption, or its certificate is not trusted.
        """
        connection = SmtpConnection(self._open(), self._relay)
        try:
            yield connection
        finally:
            connection.close()

    def _open(self) -> smtplib.SMTP:
        relay = self._relay
        server: smtplib.SMTP | None = None
        try:
            server = _dialled(relay)
            _undelayed(server)
            if relay.security == "starttls":
                server.starttls(context=_trust(relay))
            server.ehlo_or_helo_if_needed()
            if relay.username:
                server.login(relay.username, relay.password.get_secret_value())
            return server
        except _LOST as error:
            if server is not None:
                server.close()
            raise _why(error, relay) from error


class SmtpConnection:
    """One open dialogue with the relay."""

    def __init__(self, server: smtplib.SMTP, relay: Relay) -> None:
        self._server = server
        self._relay = relay
        self._orderly = True  # whether the relay expects a command, so that QUIT makes sense

    def carry(self, draft: Draft, before_the_dot: Callable[[], bool]) -> Answer:
        """Carry one mail; see `transport.Connection`."""
        refusal = self._envelope(draft)
        if refusal is not None:
            return refusal
        self._orderly = False
        failpoints.reach("reply.before_dot")
        if not before_the_dot():
            return Answer(Delivery.CLAIMED, "another sender has taken it over", reusable=False)
        return self._dot()

    def close(self) -> None:
        """Say goodbye, or just hang up; a relay that is gone already is no error."""
        try:
            if self._orderly:
                self._server.quit()
        except _LOST:
            pass  # the goodbye was a courtesy
        finally:
            self._server.close()

    def _envelope(self, draft: Draft) -> Answer | None:
        """Everything up to the final dot; the answer when it ends before."""
        phase = "MAIL"
        try:
            wide = not (draft.recipient.isascii() and draft.envelope_sender.isascii())
            if wide and not self._server.has_extn("smtputf8"):
                return Answer(Delivery.REJECTED, "the relay does not offer SMTPUTF8, which this address needs")
            options = ["SMTPUTF8", "BODY=8BITMIME"] if wide else []
            if answer := self._refusal(phase, self._server.mail(draft.envelope_sender, options), wanted=2):
                return answer
            failpoints.reach("reply.mail")
            phase = "RCPT"
            if answer := self._refusal(phase, self._server.rcpt(draft.recipient), wanted=2):
                return answer
            failpoints.reach("reply.rcpt")
            phase = "DATA"
            if answer := self._refusal(phase, self._server.docmd("DATA"), wanted=3):
                return answer
            failpoints.reach("reply.data")
            self._orderly = False
            self._server.send(stuffed(draft.content))
        except _LOST as error:
            self._orderly = False
            return Answer(Delivery.DEFERRED, f"connection lost at {phase}: {_words(error)}", reusable=False)
        return None

    def _dot(self) -> Answer:
        """The final dot and what comes of it; from here on a lost connection is a doubt."""
        try:
            if self._server.sock is not None:
                self._server.sock.settimeout(self._relay.dot_timeout_seconds)
            self._server.send(b".\r\n")
            failpoints.reach("reply.after_dot")
            code, words = self._server.getreply()
            failpoints.reach("reply.after_250")
            if self._server.sock is not None:
                self._server.sock.settimeout(self._relay.timeout_seconds)
        except _LOST as error:
            return Answer(Delivery.UNCERTAIN, f"no answer to the final dot: {_words(error)}", reusable=False)
        self._orderly = code != 421
        return Answer(_ending(code, Delivery.UNCERTAIN), _said("the end of DATA", code, words), self._orderly)

    def _refusal(self, phase: str, reply: tuple[int, bytes], *, wanted: int) -> Answer | None:
        """The answer when the relay does not go along; the dialogue is reset for the next mail."""
        code, words = reply
        if code // 100 == wanted:
            return None
        self._orderly = code != 421 and self._server.rset()[0] == 250
        ending = _ending(code, Delivery.DEFERRED)
        return Answer(
            Delivery.DEFERRED if ending is Delivery.ACCEPTED else ending, _said(phase, code, words), self._orderly
        )


def stuffed(content: bytes) -> bytes:
    """A message as it goes over the wire: lines end in CRLF, leading dots are doubled (RFC 5321 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    doubled = re.sub(rb"(?m)^\.", b"..", lines)
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _ending(code: int, otherwise: Ending) -> Ending:
    """What an answer's code means; `otherwise` for codes that mean nothing."""
    meanings: dict[int, Ending] = {2: Delivery.ACCEPTED, 4: Delivery.DEFERRED, 5: Delivery.REJECTED}
    return meanings.get(code // 100, otherwise)


def _dialled(relay: Relay) -> smtplib.SMTP:
    name = relay.helo or socket.gethostname()
    if relay.security == "tls":
        context = _trust(relay)
        return smtplib.SMTP_SSL(relay.host, relay.port, name, timeout=relay.timeout_seconds, context=context)
    return smtplib.SMTP(relay.host, relay.port, name, timeout=relay.timeout_seconds)


def _undelayed(server: smtplib.SMTP) -> None:
    """Let the final dot go at once: held back until the text is acknowledged (RFC 896), it costs 40 ms a mail."""
    if server.sock is not None:
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _trust(relay: Relay) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if relay.certificates is not None:
        context.load_verify_locations(relay.certificates)
    return context


def _why(error: Exception, relay: Relay) -> errors.Error:
    """The connection failure in our words: for good, or for now."""
    place = f"the mail relay {relay.host}:{relay.port}"
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code // 100 == 5:
        return errors.Refused(f"{place} refused the log-in: {_words(error)}", remedy="Correct reply.relay.username.")
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return errors.Refused(f"{place}: {_words(error)}", remedy="Correct reply.relay.security or .certificates.")
    return errors.Unavailable(f"{place} does not answer: {_words(error)}")


def _said(phase: str, code: int, words: bytes) -> str:
    text = " ".join(words.decode("utf-8", "replace").split())
    return _printable(f"{phase}: {code} {text}")


def _words(error: Exception) -> str:
    return _printable(" ".join(f"{type(error).__name__} {error}".split()))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:LONGEST_WORDS]
