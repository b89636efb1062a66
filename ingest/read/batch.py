"""Parts a batch of scanned pages into letters, from a glance at each page (see `glancing`).

Every page ends in exactly one letter, or is a separator, or is a blank sheet that is counted by its number; the tally
proves it. Splits that only seem likely are proposals for staff and are not made here (see `Reading.splits`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.model import PageState
from ingest.read.separator_code import Separator, separator_of


@dataclass(frozen=True, slots=True)
class Glance:
    """What one page is, without reading it."""

    number: int  # counted from 1
    state: PageState  # SEPARATOR, BLANK or READ: there is something on it
    separator: str | None = None  # the payload of a separator sheet


@dataclass(frozen=True, slots=True)
class Glances:
    """Some pages of a file."""

    pages: int  # how many the file has; 0 when it is no scan
    seen: tuple[Glance, ...]


@dataclass(frozen=True, slots=True)
class BatchLetter:
    """One letter of a batch: pages that follow each other."""

    number: int  # counted from 1
    separator: Separator | None  # the latest sheet before it; None for what lies on top without one
    first: int  # its first page, counted from 1
    last: int


@dataclass(slots=True)
class Tally:
    """What became of the pages; complete once the batch has been gone through to its end."""

    pages: int = 0  # pages in
    separators: list[int] = field(default_factory=list)  # numbers of the separator sheets
    blanks: list[int] = field(default_factory=list)  # numbers of blank sheets that are part of no letter
    kept: int = 0  # pages in letters

    @property
    def balanced(self) -> bool:
        """Whether pages in are pages out, separators and blanks."""
        return self.pages == self.kept + len(self.separators) + len(self.blanks)


def letters_of(glances: Iterable[Glance], tally: Tally, *, at_blanks: bool = False) -> Iterator[BatchLetter]:
    """The letters of a batch, each handed out as soon as the next one begins.

    A blank page within a letter, or at its end, belongs to it. One that follows a separator sheet is that sheet's back,
    and part of no letter.

    Args:
        glances: the pages in order.
        tally: counts every page.
        at_blanks: whether a blank sheet parts letters too; it is then part of neither.
    """
    letter: BatchLetter | None = None  # under way
    separator: Separator | None = None  # the latest sheet: the letters behind it came on its day
    parted, number = True, 0
    for glance in glances:
        tally.pages += 1
        if glance.state is PageState.SEPARATOR:
            tally.separators.append(glance.number)
            separator, parted = separator_of(glance.separator or ""), True
        elif glance.state is PageState.BLANK and (at_blanks or (parted and tally.separators)):
            tally.blanks.append(glance.number)
            parted = True
        else:
            tally.kept += 1
            if letter and not parted:
                letter = BatchLetter(letter.number, letter.separator, letter.first, glance.number)
                continue
            if letter:
                yield letter
            number += 1
            letter, parted = BatchLetter(number, separator, glance.number, glance.number), False
    if letter:
        yield letter
