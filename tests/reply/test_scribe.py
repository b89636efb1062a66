"""Group commit: what several connections report shares a transaction, and each report is durable on return."""

import threading
from collections.abc import Sequence

import pytest

from ingest.model import Delivery
from ingest.reply.ledger import Entry
from ingest.reply.scribe import Scribe


class SlowLedger:
    """Takes its time for the first transaction, and notes how many entries each holds."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.go_on = threading.Event()
        self.begun = threading.Event()

    def write(self, entries: Sequence[Entry]) -> frozenset[int]:
        self.sizes.append(len(entries))
        self.begun.set()
        self.go_on.wait()
        if any(entry.words == "fail" for entry in entries):
            raise OSError("disk full")
        return frozenset(entry.reply for entry in entries if entry.token)


def test_what_waits_shares_one_transaction_and_each_gets_its_own_answer():
    """Batchable where it saves transactions; the fencing token decides for each."""
    ledger = SlowLedger()
    scribe = Scribe(ledger)  # type: ignore[arg-type] # only `write` is asked of it
    held: dict[int, bool] = {}

    def report(number: int) -> None:
        held[number] = scribe.write(Entry(number, number % 2, Delivery.DOT_PENDING))

    threads = [threading.Thread(target=report, args=(number,)) for number in range(9)]
    threads[0].start()
    ledger.begun.wait()
    for thread in threads[1:]:
        thread.start()
    while len(scribe._waiting) < 8:
        threading.Event().wait(0.001)
    ledger.go_on.set()
    for thread in threads:
        thread.join()
    assert ledger.sizes == [1, 8]
    assert held == {number: bool(number % 2) for number in range(9)}


def test_a_failed_transaction_is_everybody_s_failure():
    """Nobody believes that a line was written which was not."""
    ledger = SlowLedger()
    ledger.go_on.set()
    scribe = Scribe(ledger)  # type: ignore[arg-type] # only `write` is asked of it
    with pytest.raises(OSError, match="disk full"):
        scribe.write(Entry(1, 1, Delivery.ACCEPTED, "fail"))
    assert scribe.write(Entry(1, 1, Delivery.ACCEPTED)), "the next one is not affected"
