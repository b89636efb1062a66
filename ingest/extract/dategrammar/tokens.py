"""Text cut into pieces, each with what a language makes of it. It reads windows, never whole letters.

Digits misread by OCR ("2O26", "l2") are mended here, only where letters and digits touch.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.dategrammar.lexicon import PIECE, Lexicon, Meaning, fold

_MISREAD = str.maketrans("OoQIl|SB", "00011158")
_NUMBERLIKE = re.compile(r"[\dOoIl|]{1,8}")
_CHUNK = re.compile(
    r"(?<![^\W_])(?=[OoIl|]{0,4}\d)[\dOoIl|]{2,8}(?![^\W_])"  # "2O26", "l2", "O3"
    r"|(?<![^\W_])(?=[OoIl|]{0,3}\d)[\dOoIl|]{1,4}(?=(?:st|nd|rd|th|am|pm)(?![^\W_]))"  # "2lst"
    r"|" + PIECE.pattern
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One word, number or sign."""

    low: str  # folded: lower case, no accents
    start: int  # in the text
    end: int
    number: int | None  # when it is digits
    gap: bool  # white space stands before it
    capital: bool

    @property
    def width(self) -> int:
        """How many characters it has."""
        return self.end - self.start


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of `text[start:end]`, with positions in `text`."""
    found: list[Piece] = []
    last = start
    for match in _CHUNK.finditer(text, start, end):
        raw = match.group()
        blank = text[last : match.start()]
        digits = raw if raw.isdecimal() else _mended(raw)
        low = digits or fold(raw)
        number = int(digits) if digits else None
        found.append(Piece(low, match.start(), match.end(), number, bool(blank), raw[0].isupper()))
        last = match.end()
    return found


def _mended(raw: str) -> str | None:
    if not _NUMBERLIKE.fullmatch(raw) or not any(c.isdecimal() for c in raw):
        return None
    return raw.translate(_MISREAD)


# Rules look a few pieces ahead; beyond the end they find these.
_BEYOND = [Piece("", 0, 0, None, gap=True, capital=False)] * 6


class Scan:
    """The pieces of one window, seen through one language."""

    def __init__(self, text: str, found: list[Piece], lexicon: Lexicon) -> None:
        """Look up every piece.

        Args:
            text: the whole text; spans index it.
            found: the pieces of a window of it.
            lexicon: the language to see them through.
        """
        self.text = text
        self.lexicon = lexicon
        self.size = len(found)
        self.pieces = [*found, *_BEYOND]
        self.words = [self._words(i) for i in range(self.size)] + [{}] * len(_BEYOND)
        self.relaxed = False  # whether a bare number may be an hour, because a day stands beside it

    def _words(self, i: int) -> dict[str, tuple[Meaning, int]]:
        options = self.lexicon.entries.get(self.pieces[i].low)
        if options is None:
            return {}
        known: dict[str, tuple[Meaning, int]] = {}
        for rest, category, value in options:
            if category not in known and self._follows(i, rest):
                known[category] = (value, i + 1 + len(rest))
        return known

    def _follows(self, i: int, rest: tuple[str, ...]) -> bool:
        return all(self.pieces[i + k].low == word for k, word in enumerate(rest, 1))

    def take(self, i: int, category: str) -> tuple[Meaning, int] | None:
        """The meaning of the phrase of `category` at `i`, and where it ends."""
        return self.words[i].get(category) if i < self.size else None

    def skip(self, i: int, *categories: str) -> int:
        """Past one phrase of each of these categories, in this order, each optional."""
        for category in categories:
            taken = self.take(i, category)
            if taken:
                i = taken[1]
        return i

    def sign(self, i: int, signs: str) -> bool:
        """Whether piece `i` is one of these characters."""
        return i < self.size and self.pieces[i].low in signs and len(self.pieces[i].low) == 1

    def past(self, i: int, signs: str) -> int:
        """Past one optional sign."""
        return i + 1 if self.sign(i, signs) else i

    def number(self, i: int, low: int, high: int, width: int = 4) -> int | None:
        """The digits at `i` when their value is within bounds."""
        if i >= self.size or self.pieces[i].number is None or self.pieces[i].width > width:
            return None
        value = self.pieces[i].number
        return value if low <= value <= high else None

    def joined(self, i: int) -> bool:
        """Whether piece `i` touches the piece before it."""
        return 0 < i < self.size and not self.pieces[i].gap

    def starts(self) -> Iterator[int]:
        """The positions where an expression may begin: known words and numbers."""
        for i in range(self.size):
            if self.words[i] or self.pieces[i].number is not None:
                yield i
