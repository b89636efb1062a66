"""What all pollers have in common: look, hand over, confirm, wait; and when a machine fails, wait longer.

A poller never gives up and never dies of a failure: it says what is wrong in `status` and comes back. It refuses to
confirm anything to the outside before the intake has returned.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from ingest import clock, errors
from ingest.model import Arrival, SourceKind

log = structlog.get_logger()
FIRST_DELAY = 2.0  # seconds to wait after a first failure; doubled after each further one
LONGEST_DELAY = 300.0
_TELLING = 3  # arrivals in a row that cannot be stored alone: the ledger fails, not they


class Intake(Protocol):
    """Where arrivals go: the pipeline."""

    def take(self, arrivals: Sequence[Arrival]) -> object:
        """Store and record; return only when nothing of it can be lost. Known sources are passed over."""

    def known(self, kind: SourceKind, place: str, keys: Sequence[str]) -> set[str]:
        """Which of these keys the ledger has."""


@dataclass
class Status:
    """How a poller is doing, for the health page."""

    polls: int = 0  # looks that succeeded
    taken: int = 0  # things handed over since the start
    failures: int = 0  # failed looks in a row
    last_success: datetime | None = None
    last_error: str | None = None  # of the latest failed look; None once one succeeded
    problems: dict[str, str] = field(default_factory=dict)  # single things that could not be taken, and why


class Poller(ABC):
    """One place that is looked at again and again."""

    kind: SourceKind

    def __init__(self, intake: Intake, place: str, poll_seconds: float) -> None:
        """Prepare; nothing is opened yet.

        Args:
            intake: where arrivals go.
            place: the name of the place in the configuration.
            poll_seconds: how often to look.
        """
        self.intake = intake
        self.place = place
        self.poll_seconds = poll_seconds
        self.status = Status()
        self._stop = threading.Event()  # set: do not begin another batch
        self._unstored: list[Exception] = []  # why arrivals of this look could not be stored

    def poll_once(self) -> int:
        """Look once, hand over what is new, and confirm it.

        Returns:
            How many new things were taken.

        Raises:
            Unavailable: the place cannot be reached; try again later.
            Refused: the place does not let us in.
            NoSpace: nothing can be stored at present; everything stays where it is.
        """
        before = self.status.taken
        self._unstored.clear()
        self.look()
        if self._unstored and self.status.taken == before:
            raise self._unstored[0]  # it is the ledger that fails, not one message
        self.status.polls += 1
        self.status.failures = 0
        self.status.last_error = None
        self.status.last_success = clock.now()
        return self.status.taken - before

    @abstractmethod
    def look(self) -> None:
        """Look, hand over, confirm, and count in `status.taken`."""

    @abstractmethod
    def inventory(self) -> set[str]:
        """The keys of everything the place holds now, for the daily count against the ledger."""

    def wait(self, timeout: float, stop: threading.Event) -> None:
        """Wait until something may be new, `timeout` seconds passed, or `stop` is set."""
        stop.wait(timeout)

    def close(self) -> None:
        """Let go of connections; the next look opens them again."""
        return  # most places need no connection

    def run(self, stop: threading.Event) -> None:
        """Look again and again until `stop` is set; a long backlog is left between two batches."""
        self._stop = stop
        while not stop.is_set():
            try:
                self.poll_once()
                self.wait(self.poll_seconds, stop)
            except Exception as error:  # noqa: BLE001 - whatever happens, this place must be looked at again
                self._failed(error)
                stop.wait(self.delay)
        self.close()

    @property
    def delay(self) -> float:
        """Seconds to wait after the failures so far."""
        return float(min(FIRST_DELAY * 2 ** min(self.status.failures - 1, 20), LONGEST_DELAY))

    def _failed(self, error: Exception) -> None:
        self.close()
        expected = isinstance(error, errors.Error)
        self.status.failures += 1
        self.status.last_error = str(error) if expected else f"a bug: {type(error).__name__}"
        say = log.warning if expected else log.exception
        say("poll failed", place=self.place, why=self.status.last_error, failures=self.status.failures)

    def hand_over(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Give arrivals to the intake; one that it cannot take does not keep the others out.

        Returns:
            Those that are stored now.
        """
        try:
            self.intake.take(arrivals)
            taken = list(arrivals)
        except (errors.NoSpace, errors.Unavailable):
            raise
        except Exception:  # noqa: BLE001 - each is tried alone, and what fails then is reported
            taken = self._one_by_one(arrivals)
        self.status.taken += len(taken)
        if taken:
            self.status.last_success = clock.now()  # a long backlog is no silence
        for arrival in taken:
            self.status.problems.pop(arrival.source.key, None)
        return taken

    def _one_by_one(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Those that can be stored alone; when the first few all fail it is the ledger, and the others are spared."""
        taken: list[Arrival] = []
        for count, arrival in enumerate(arrivals):
            if count >= _TELLING and not taken:
                break
            if self._alone(arrival):
                taken.append(arrival)
        return taken

    def _alone(self, arrival: Arrival) -> bool:
        try:
            self.intake.take([arrival])
        except (errors.NoSpace, errors.Unavailable):
            raise
        except Exception as error:  # noqa: BLE001 - it stays where it is, and people are told
            self._unstored.append(error)
            self.problem(arrival.source.key, f"it could not be stored: {type(error).__name__}")
            return False
        return True

    @property
    def stopping(self) -> bool:
        """Whether to stop after the batch in hand; what is left is found at the next start."""
        return self._stop.is_set()

    def problem(self, key: str, why: str) -> None:
        """Remember that one thing could not be taken, and say so once."""
        if self.status.problems.get(key) != why:
            log.warning("not taken", place=self.place, key=key, why=why)
        self.status.problems[key] = why
