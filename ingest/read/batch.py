"""Parts a batch of scanned pages into letters at the separator sheets, as the pages come.

Holds the pages of one letter at a time. Every page ends in exactly one letter or is a separator, and the tally
proves it. Splits that only seem likely are proposals for staff and are not made here (see `Reading.splits`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.model import PageState
from ingest.read.page import PageReading
from ingest.read.separators import Separator, separator_of


@dataclass(frozen=True, slots=True)
class BatchLetter:
    """One letter of a batch."""

    number: int  # counted from 1
    separator: Separator | None  # the sheet before it; None for what lies on top without one
    pages: tuple[PageReading, ...]


@dataclass(slots=True)
class Tally:
    """What became of the pages; complete once the batch has been read to its end."""

    pages: int = 0  # pages in
    separators: int = 0
    blanks_dropped: list[int] = field(default_factory=list)  # numbers of blank sheets that parted letters
    kept: int = 0  # pages in letters

    @property
    def balanced(self) -> bool:
        """Whether pages in are pages out and separators."""
        return self.pages == self.kept + self.separators + len(self.blanks_dropped)


def letters_of(
    pages: Iterable[PageReading], *, tally: Tally | None = None, at_blanks: bool = False
) -> Iterator[BatchLetter]:
    """The letters of a batch, each handed out as soon as the next one begins.

    Args:
        pages: in order, as `letter.pages_of` hands them out.
        tally: counts every page, when given.
        at_blanks: whether a blank sheet parts letters too (it is then counted, and not part of either).
    """
    count = tally if tally is not None else Tally()
    waiting: list[PageReading] = []
    separator: Separator | None = None
    number = 0
    for reading in pages:
        count.pages += 1
        if not _parts(reading, count, at_blanks):
            waiting.append(reading)
            count.kept += 1
            continue
        if waiting:
            number += 1
            yield BatchLetter(number, separator, tuple(waiting))
            waiting = []
        if reading.page.separator:
            separator = separator_of(reading.page.separator)
    if waiting:
        yield BatchLetter(number + 1, separator, tuple(waiting))


def _parts(reading: PageReading, count: Tally, at_blanks: bool) -> bool:
    """Whether this page parts letters; counts it when it does."""
    if reading.page.state is PageState.SEPARATOR:
        count.separators += 1
        return True
    if at_blanks and reading.page.state is PageState.BLANK:
        count.blanks_dropped.append(reading.page.number)
        return True
    return False
