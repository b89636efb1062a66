"""An IMAP server that fails on purpose: just enough of RFC 3501 to fetch mail, and a switch for each kind of trouble.

It is for what a real server cannot be made to do; everything else is tested against Dovecot.
"""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.servers.process import free_port


@dataclass
class ScriptedImap:
    """The server and its script; change it at any time."""

    messages: dict[int, bytes] = field(default_factory=dict)
    validity: int | None = 7
    greeting: bytes = b"* OK ready"
    refuse_login: bytes = b""  # the words of a NO
    claimed_sizes: dict[int, int] = field(default_factory=dict)  # what RFC822.SIZE says instead of the truth
    cut: set[int] = field(default_factory=set)  # fetching these ends in the middle of their literal
    bye: set[int] = field(default_factory=set)  # fetching these is answered with BYE and the end
    hang: set[int] = field(default_factory=set)  # fetching these is never answered
    drip: set[int] = field(default_factory=set)  # fetching these sends a byte now and then, for ever
    gone: set[int] = field(default_factory=set)  # fetching these finds them expunged
    empty: set[int] = field(default_factory=set)  # fetching these gives an empty body
    garbage: set[int] = field(default_factory=set)  # fetching these gives what is no IMAP
    gone_after: dict[int, int] = field(default_factory=dict)  # these are expunged after so many fetches
    longest: int = 1 << 40  # the longest piece that is given, whatever was asked for
    hang_up_in_idle: bool = False
    refuse_idle: bool = False
    commands: list[str] = field(default_factory=list)  # what clients said, without their tags
    port: int = field(default_factory=free_port)
    _stop: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket) -> None:
        """Accept until stopped."""
        listener.settimeout(0.05)
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = listener.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def stop(self) -> None:
        """End every conversation."""
        self._stop.set()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, _Over), connection, connection.makefile("rb") as file:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._send(connection, self.greeting)
            while line := file.readline():
                tag, _, command = line.decode("latin-1").strip().partition(" ")
                self.commands.append(command)
                self._answer(connection, file, tag.encode(), command)

    def _answer(self, connection: socket.socket, file: Iterator[bytes], tag: bytes, command: str) -> None:
        word = command.upper()
        if word == "CAPABILITY":
            self._send(connection, b"* CAPABILITY IMAP4rev1 IDLE MOVE")
        elif word.startswith("LOGIN") and self.refuse_login:
            self._send(connection, tag + b" NO " + self.refuse_login)
            return
        elif word.startswith(("SELECT", "EXAMINE")):
            self._send(connection, b"* %d EXISTS" % len(self.messages))
            if self.validity is not None:
                self._send(connection, b"* OK [UIDVALIDITY %d] here" % self.validity)
        elif word.startswith("UID SEARCH"):
            self._send(connection, b"* SEARCH " + b" ".join(b"%d" % uid for uid in self.messages))
        elif word.startswith("UID FETCH"):
            self._fetch(connection, command)
        elif word.startswith("UID MOVE"):
            for uid in _uids(command):
                self.messages.pop(uid, None)
        elif word.startswith("LIST"):
            self._send(connection, b'* LIST () "/" Processed')
        elif word == "IDLE":
            self._idle(connection, file)
        elif word == "LOGOUT":
            self._send(connection, b"* BYE")
        self._send(connection, tag + b" OK done")

    def _fetch(self, connection: socket.socket, command: str) -> None:
        for uid in _uids(command):
            if uid not in self.messages:
                continue
            number = list(self.messages).index(uid) + 1
            if "BODY" not in command:
                size = self.claimed_sizes.get(uid, len(self.messages[uid]))
                date = b'"01-Mar-2026 09:30:00 +0100"'
                self._send(
                    connection, b"* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE %s)" % (number, uid, size, date)
                )
            else:
                self._body(connection, command, number, uid)

    def _body(self, connection: socket.socket, command: str, number: int, uid: int) -> None:
        if uid in self.gone_after:
            self.gone_after[uid] -= 1
        if uid in self.gone or self.gone_after.get(uid, 1) <= 0:
            del self.messages[uid]
            return
        if uid in self.bye:
            self._send(connection, b"* BYE out of memory")
            raise _Over
        if uid in self.hang:
            self._stop.wait(60)
            raise _Over
        if uid in self.garbage:
            self._send(connection, b"* %d FETCH (UID %d BODY[] {xyz}" % (number, uid))
            return
        body = b"" if uid in self.empty else self.messages[uid]
        name = b"BODY[]"
        if part := re.search(r"BODY\.PEEK\[(HEADER)?\]<(\d+)\.(\d+)>", command):
            body = body.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if part[1] else body
            body = body[int(part[2]) : int(part[2]) + min(int(part[3]), self.longest)]
            name = b"BODY[%s]<%s>" % ((part[1] or "").encode(), part[2].encode())
        connection.sendall(b"* %d FETCH (UID %d %s {%d}\r\n" % (number, uid, name, len(body)))
        if uid in self.cut:
            connection.sendall(body[: len(body) // 2])
            raise _Over
        while uid in self.drip and not self._stop.is_set():
            connection.sendall(b"x")
            time.sleep(0.05)
        connection.sendall(body + b")\r\n")

    def _idle(self, connection: socket.socket, file: Iterator[bytes]) -> None:
        if self.refuse_idle:
            self._send(connection, b"* 9 EXISTS")
            return
        self._send(connection, b"+ idling")
        if self.hang_up_in_idle:
            raise _Over
        next(file)

    def _send(self, connection: socket.socket, line: bytes) -> None:
        connection.sendall(line + b"\r\n")


class _Over(Exception):
    """The conversation ends here."""


def _uids(command: str) -> list[int]:
    numbers = command.split()[2]
    found: list[int] = []
    for part in numbers.split(","):
        first, _, last = part.partition(":")
        found += range(int(first), int(last or first) + 1)
    return found


@contextlib.contextmanager
def serving(script: ScriptedImap) -> Iterator[ScriptedImap]:
    """A scripted server for the length of a `with` block."""
    with socket.create_server(("127.0.0.1", script.port)) as listener:
        thread = threading.Thread(target=script.serve, args=(listener,))
        thread.start()
        try:
            yield script
        finally:
            script.stop()
            thread.join()
