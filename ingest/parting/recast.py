"""Readings of pages, put in a new order: what stands on a page stays as it was read, the facts are found anew.

It is done in a child process under limits, as is every search for facts; the child ends with the question.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pydantic import TypeAdapter

from ingest.children import Children, Limits
from ingest.model import Extraction, Reading
from ingest.reader import Settings
from ingest.store.desk_leaves import Leaf

_READINGS = TypeAdapter(tuple[Reading, ...])
Starts = tuple[tuple[int, int], ...]  # of each page: where in the text it began, and where it begins now
_ANSWER = TypeAdapter(tuple[Reading, Extraction, Starts])


class Paged(Protocol):
    """A reading with where each of its pages arrived."""

    @property
    def reading(self) -> Reading:
        """The reading."""

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Its pages in order."""


class Recaster:
    """Puts readings of pages in order, and finds the facts in them.

    Args:
        settings: how to read and extract.
        limits: what one question may cost.
    """

    def __init__(self, settings: Settings, limits: Limits) -> None:
        self._settings = settings
        self._limits = limits.model_copy(update={"processes": 1})

    def recast(
        self, scans: Sequence[Paged], leaves: Sequence[Leaf], received: datetime
    ) -> tuple[Reading, Extraction, Starts]:
        """The reading of these pages in this order, what was found in it, and where each page began and begins.

        Args:
            scans: whose pages they are.
            leaves: the pages in order.
            received: when the letter arrived, for dates that are told relative to it.

        Raises:
            errors.Error: the text cannot be told apart by pages, or the search took too long or failed.
        """
        places = {leaf: (i, k) for i, scan in enumerate(scans) for k, leaf in enumerate(scan.leaves)}
        order = [number for leaf in leaves for number in places[leaf]]
        children = Children("ingest.parting.recast:answer", self._settings.model_dump_json().encode(), self._limits)
        try:
            told = _READINGS.dump_json(tuple(scan.reading for scan in scans)).decode()
            return _ANSWER.validate_json(children.ask(readings=told, order=order, received=received.isoformat()))
        finally:
            children.close()


def answer(initial: bytes, *, readings: str, order: list[int], received: str) -> bytes:
    """Put pages in order, in a child: `order` names in pairs a reading and a page of it, both counted from 0."""
    from ingest import extract  # what only the child needs
    from ingest.parting.paper import numbered, pages_of, starts_of
    from ingest.read.letter import assembled

    settings = Settings.model_validate_json(initial)
    given = _READINGS.validate_json(readings)
    chosen = list(zip(order[::2], order[1::2], strict=True))
    pages, before = [pages_of(one) for one in given], [starts_of(one) for one in given]
    whole = assembled(
        [numbered(pages[i][k], number) for number, (i, k) in enumerate(chosen, 1)], settings=settings.read.letters
    )
    found = extract.findings_in(whole, received=datetime.fromisoformat(received), settings=settings.extract)
    starts = tuple((before[i][k], now) for (i, k), now in zip(chosen, starts_of(whole), strict=True))
    return _ANSWER.dump_json((whole, found, starts))
