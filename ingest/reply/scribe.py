"""Writes what several connections report into the ledger, as many lines in one transaction as happen to be waiting.

Whoever comes while a transaction runs waits for the next one, which takes everything waiting (group commit): each
line is durable when `write` returns, nothing is delayed on purpose, and the disk is flushed less often. It decides
nothing.
"""

import threading
from dataclasses import dataclass, field

from ingest.reply.ledger import Entry, Ledger


@dataclass(slots=True)
class _Line:
    entry: Entry
    done: threading.Event = field(default_factory=threading.Event)
    held: bool = False
    error: BaseException | None = None


class Scribe:
    """One ledger, many writers."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: list[_Line] = []
        self._queue = threading.Lock()  # guards the list
        self._turn = threading.Lock()  # held by whoever writes

    def write(self, entry: Entry) -> bool:
        """Write one entry down durably; whether its condition held.

        Raises whatever the ledger raises; then nothing was written for this entry.
        """
        line = _Line(entry)
        with self._queue:
            self._waiting.append(line)
        with self._turn:
            if not line.done.is_set():
                self._commit()
        if line.error is not None:
            raise line.error
        return line.held

    def _commit(self) -> None:
        """Write down everything that waits, in one transaction."""
        with self._queue:
            lines, self._waiting = self._waiting, []
        try:
            held = self._ledger.write([line.entry for line in lines])
            for line in lines:
                line.held = line.entry.reply in held
        except BaseException as error:  # noqa: BLE001 - each writer raises it, so none believes its line was written
            for line in lines:
                line.error = error
        finally:
            for line in lines:
                line.done.set()
