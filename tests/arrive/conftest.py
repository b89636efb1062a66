"""A ledger in memory for the pollers to hand over to."""

from collections.abc import Callable, Sequence

import pytest

from ingest.model import Arrival, SourceKind


class MemoryIntake:
    """Keeps what it is given, passes over what it knows, and fails when told to."""

    def __init__(self) -> None:
        self.stored: dict[tuple[str, str, str], Arrival] = {}
        self.batches: list[int] = []  # sizes of the batches, in messages
        self.asked: list[str] = []  # keys that somebody asked about
        self.before: Callable[[Sequence[Arrival]], None] = lambda arrivals: None  # may raise: nothing is stored then
        self.after: Callable[[Sequence[Arrival]], None] = lambda arrivals: None  # may raise: everything is stored

    def take(self, arrivals: Sequence[Arrival]) -> None:
        self.before(arrivals)
        self.batches.append(len(arrivals))
        for arrival in arrivals:
            source = (arrival.source.kind, arrival.source.place, arrival.source.key)
            self.stored.setdefault(source, arrival)
        self.after(arrivals)

    def known(self, kind: SourceKind, place: str, keys: Sequence[str]) -> set[str]:
        self.asked += keys
        return {key for key in keys if (kind, place, key) in self.stored}

    @property
    def arrivals(self) -> list[Arrival]:
        return list(self.stored.values())

    @property
    def contents(self) -> list[bytes]:
        return [arrival.content for arrival in self.arrivals]


@pytest.fixture
def intake() -> MemoryIntake:
    return MemoryIntake()
