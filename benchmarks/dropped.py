"""How long one letter takes from the watched folder to its record in the queue, beside the tesseract command.

Starts a postroom of its own on SQLite, drops letters one by one while it is idle, and waits for each record. The time a
file must stand still before it is taken is a setting, not work: it is stated, and taken off.
"""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.store import schema
from tests.flow.installation import Installation

_STILL = 0.2  # seconds a file must stand still, as `Installation` configures it
_AT_REST = {"OPEN", "HELD", "CLOSED", "QUARANTINED"}


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was measured, median seconds by the clock on the wall."""

    whole: float  # from the drop to the record
    still: float  # of which the file had to stand still
    command: float  # the tesseract command on the same page

    @property
    def times(self) -> float:
        """How many times the command's time the record took, the wait taken off."""
        return (self.whole - self.still) / self.command


def dropped(letters: Sequence[tuple[bytes, str]]) -> Dropped:
    """Drop letters into an idle postroom, one by one.

    Args:
        letters: the bytes of an image file and tesseract's name of its language; the first two only warm it up.
    """
    with tempfile.TemporaryDirectory() as folder:
        postroom = Installation(Path(folder))
        try:
            postroom.start()
            postroom.wait((postroom.folder / "data" / "postroom.db").is_file, "the ledger")
            took = [(_seconds(postroom, content, number), _command(content, code))
                    for number, (content, code) in enumerate(letters)][2:]  # fmt: skip
        finally:
            postroom.stop_all()
    return Dropped(statistics.median(whole for whole, _ in took), _STILL, statistics.median(one for _, one in took))


def _seconds(postroom: Installation, content: bytes, number: int) -> float:
    name = f"letter-{number}.png"
    hidden = postroom.scans / f".{name}"
    hidden.write_bytes(content)
    started = time.perf_counter()
    hidden.rename(postroom.scans / name)
    while not any(row["state"] in _AT_REST for row in postroom.rows(schema.item, schema.item.c.name == name)):
        time.sleep(0.05)
    took = time.perf_counter() - started
    time.sleep(2)  # its acknowledgement goes its way; the machine is idle again
    return took


def _command(content: bytes, code: str) -> float:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(content)
        file.flush()
        started = time.perf_counter()
        subprocess.run(
            ["tesseract", file.name, "-", "-l", code],
            capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
        return time.perf_counter() - started
