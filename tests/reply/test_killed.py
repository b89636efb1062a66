"""kill -9 at every point of sending, over a real SMTP connection, and what is found after the restart."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest import clock, failpoints
from ingest.model import Delivery
from tests.reply.killed_sender import FileLedger, drain
from tests.reply.ledgers import MemoryLedger, draft

POINTS = [point for point in failpoints.POINTS if point.startswith("reply.")]
DOUBTFUL = {"reply.after_dot", "reply.after_250"}


@pytest.mark.smtp
@pytest.mark.parametrize("point", POINTS)
def test_a_sender_killed_anywhere_sends_at_most_once(point, scripted_smtp, tmp_path):
    """Before the dot: tried again. After the dot and after 250: UNCERTAIN, never sent again. Nothing is lost."""
    path = tmp_path / "ledger"
    ledger = MemoryLedger()
    for number in (1, 2):
        ledger.add(draft(number))
    FileLedger(path).save(ledger)
    command = [sys.executable, "-m", "tests.reply.killed_sender", str(path), str(scripted_smtp.port)]
    environment = {**os.environ, "POSTROOM_FAILPOINT": point}
    child = subprocess.run(command, env=environment, cwd=Path(__file__).parents[2], check=False)
    assert child.returncode == -signal.SIGKILL
    expected = Delivery.DOT_PENDING if point in DOUBTFUL else Delivery.CLAIMED
    assert FileLedger(path).load().states() == [expected, Delivery.CLAIMED]

    clock.drive(lambda: datetime.now(UTC) + timedelta(hours=1))  # the dead sender's lease has ended
    try:
        counts = drain(path, scripted_smtp.port)
    finally:
        clock.drive(None)
    certain = 1 if point in DOUBTFUL else 2
    assert counts == {Delivery.ACCEPTED: certain}
    first = Delivery.UNCERTAIN if point in DOUBTFUL else Delivery.ACCEPTED
    assert FileLedger(path).load().states() == [first, Delivery.ACCEPTED]
    taken = [one.recipients[0] for one in scripted_smtp.taken]
    assert len(taken) == len(set(taken)), "nobody got two"
    assert set(taken) >= {draft(2).recipient} | (set() if point in DOUBTFUL else {draft(1).recipient})
