"""Waits for a ledger that is away: the same step again, until it succeeds or the work is to end.

For steps that nobody else would repeat. It refuses to hide anything but the ledger's absence.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

import structlog

from ingest import errors

log = structlog.get_logger()
PAUSE = 1.0  # seconds between two tries; a writer on SQLite has waited a minute for its turn already
Done = TypeVar("Done")


class Patience:
    """The patience of one process; it ends when the process is to stop."""

    def __init__(self) -> None:
        self._ended = threading.Event()

    def __call__(self, step: Callable[[], Done]) -> Done:
        """What the step gives, as soon as the ledger can be reached.

        Raises:
            Unavailable, NoSpace: the ledger is still away, and the patience has ended.
        """
        while True:
            try:
                return step()
            except (errors.Unavailable, errors.NoSpace) as error:
                log.warning("waiting for the ledger", reason=str(error))
                if self._ended.wait(PAUSE):
                    raise

    def end(self) -> None:
        """Wait no longer."""
        self._ended.set()
