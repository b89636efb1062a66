"""A sender in a process of its own, to be killed: `python -m tests.reply.killed_sender LEDGER PORT`."""

import pickle
import sys
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ingest.model import Delivery, Reply
from ingest.reply import outbox, send
from ingest.reply.ledger import Departure, Entry
from ingest.reply.settings import Relay, Settings
from tests.reply.ledgers import MemoryLedger


class FileLedger:
    """A ledger in a file, replaced whole in each transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> MemoryLedger:
        made = MemoryLedger()
        made.replies, made.leases, made.tried = pickle.loads(self._path.read_bytes())
        return made

    def save(self, ledger: MemoryLedger) -> None:
        beside = self._path.with_suffix(".new")
        beside.write_bytes(pickle.dumps((ledger.replies, ledger.leases, ledger.tried)))
        beside.replace(self._path)

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Reply]:
        ledger = self.load()
        taken = ledger.claim(now, limit, lease)
        self.save(ledger)
        return taken

    def write(self, entries: Sequence[Entry]) -> frozenset[int]:
        ledger = self.load()
        held = ledger.write(entries)
        self.save(ledger)
        return held

    def departures(self, since: datetime) -> Sequence[Departure]:
        return self.load().departures(since)


def drain(path: Path, port: int) -> dict[Delivery, int]:
    relay = Relay(host="127.0.0.1", port=port, security="none", helo="test.example.org", connections=1)
    settings = Settings(relay=relay)
    return outbox.Sender(FileLedger(path), send.transport_for(settings), settings).drain(threading.Event()).counts


if __name__ == "__main__":
    drain(Path(sys.argv[1]), int(sys.argv[2]))
