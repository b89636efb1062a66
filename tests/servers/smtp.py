"""SMTP servers: OpenSMTPD that delivers into Dovecot, a stand-in for it without root, and one that fails on purpose.

OpenSMTPD insists on being root and on its compiled-in spool folder, so it gets a private mount of it. Where that is
impossible, aiosmtpd takes its place and delivers through the same real LMTP.
"""

import asyncio
import os
import shutil
import smtplib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.process import Process, connects, folder, free_port, program

_CONFIGURATION = """
table everybody {{ "@" = "nobody" }}
smtp max-message-size 80M
listen on 127.0.0.1 port {port}
action "deliver" lmtp "127.0.0.1:{lmtp}" rcpt-to virtual <everybody>
match from any for any action "deliver"
"""
_PRIVATE = "mount -t tmpfs -o mode=755 tmpfs /var/spool && mount -t tmpfs -o mode=755 tmpfs /run"


@dataclass
class Relay:
    """A running SMTP server without log-in and TLS, as on a host of one's own."""

    port: int
    name: str  # "OpenSMTPD" or "aiosmtpd"
    stop: Callable[[], None]
    host: str = "127.0.0.1"

    def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Hand in one message."""
        with smtplib.SMTP(self.host, self.port) as connection:
            connection.sendmail(sender, [recipient], message)


def start_relay(lmtp_port: int) -> Relay:
    """Start OpenSMTPD in front of Dovecot's LMTP, or its stand-in when this user may not run it."""
    if os.geteuid() != 0 or not _private_mounts():
        return _start_stand_in(lmtp_port)
    root, port = folder("opensmtpd"), free_port()
    configuration = root / "smtpd.conf"
    configuration.write_text(_CONFIGURATION.format(port=port, lmtp=lmtp_port))
    command = f"{_PRIVATE} && exec {program('smtpd', 'opensmtpd')} -d -f {configuration}"
    process = Process([program("unshare", "util-linux"), "-m", "sh", "-c", command], root / "log")

    def stop() -> None:
        process.stop()
        shutil.rmtree(root, ignore_errors=True)

    process.wait_until(lambda: connects(port))
    return Relay(port, "OpenSMTPD", stop)


def _private_mounts() -> bool:
    command = [program("unshare", "util-linux"), "-m", "sh", "-c", _PRIVATE]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _start_stand_in(lmtp_port: int) -> Relay:
    server = ScriptedSmtp(lmtp_port=lmtp_port)
    server.start()
    return Relay(server.port, "aiosmtpd", server.stop)


@dataclass
class Taken:
    """One message a scripted server accepted."""

    sender: str
    recipients: list[str]
    content: bytes


@dataclass
class ScriptedSmtp:
    """An SMTP server that does what it is told, phase by phase.

    `answers` maps "MAIL", "RCPT", "DATA" (before the text) and "DOT" (after it) to what to do there:
    a line such as "451 4.3.0 try again later", or one of "hang" (never answers) and "drop" (cuts the line).
    "take and drop" at "DOT" keeps the message first. Change it at any time; a list is used up from its front.
    """

    answers: dict[str, str | list[str]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    lmtp_port: int | None = None  # deliver what is taken through this LMTP server
    port: int = field(default_factory=free_port)
    seen: list[str] = field(default_factory=list)  # the phases clients came to, in order
    _controller: Controller | None = None

    def start(self) -> None:
        """Listen."""
        self._controller = _Controller(_Handler(self), hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening and cut what is open."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def answer_at(self, phase: str) -> str | None:
        """What the script says for this phase; None: behave."""
        self.seen.append(phase)
        said = self.answers.get(phase)
        if isinstance(said, list):
            return said.pop(0) if said else None
        return said


class _Server(SMTP):
    """aiosmtpd with a script before DATA's text, where its hooks cannot reach."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        handler: _Handler = self.event_handler
        refusal = await handler.act(self, "DATA")
        if refusal:
            await self.push(refusal)
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> _Server:
        return _Server(self.handler, data_size_limit=None, enable_SMTPUTF8=True, hostname="relay.example.org")


class _Handler:
    def __init__(self, script: ScriptedSmtp) -> None:
        self.script = script

    async def act(self, server: SMTP, phase: str, taken: Taken | None = None) -> str | None:
        said = self.script.answer_at(phase)
        if said == "hang":
            await asyncio.sleep(3600)
        if said == "take and drop" and taken:
            self.script.taken.append(taken)
        if said in {"drop", "take and drop"}:
            server.transport.abort()
            return "421 4.3.2 gone"
        return said

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = await self.act(server, "MAIL")
        if refusal is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return refusal or "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = await self.act(server, "RCPT")
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        taken = Taken(envelope.mail_from or "", list(envelope.rcpt_tos), bytes(envelope.content or b""))
        refusal = await self.act(server, "DOT", taken)
        if refusal:
            return refusal
        self.script.taken.append(taken)
        if self.script.lmtp_port:
            await asyncio.to_thread(self._deliver, taken)
        return "250 2.0.0 taken"

    def _deliver(self, taken: Taken) -> None:
        assert self.script.lmtp_port
        with smtplib.LMTP("127.0.0.1", self.script.lmtp_port) as connection:
            connection.sendmail(taken.sender, taken.recipients, taken.content)
