"""Text cut into pieces, each with what a language makes of it. It reads short runs, never whole letters.

Digits misread by OCR ("2O26", "l2") are mended here, only where letters and digits touch.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ingest.extract.dategrammar.lexicon import CHUNK, Lexicon, Meaning, fold, mask

_MISREAD = str.maketrans("OoQIl|SB", "00011158")
_SUFFIXED = re.compile(r"([\dOoIl|]{1,4})(st|nd|rd|th|am|pm|h|er)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_PARTS = re.compile(r"\d{1,64}|[^\W\d_]{1,64}['’]?")


class Piece(NamedTuple):
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


_new = tuple.__new__  # half the time of Piece(...)


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of `text[start:end]`, with positions in `text`."""
    found: list[Piece] = []
    last = start if start and not text[start - 1].isspace() else -1  # where the piece before ended
    for match in CHUNK.finditer(text, start, end):
        raw = match.group()
        first, after = match.span()
        if raw.isalpha():
            low = raw.lower() if raw.isascii() else fold(raw)
            found.append(_new(Piece, (low, first, after, None, first > last, raw[0].isupper())))
        elif after == first + 1 and not raw.isalnum():
            found.append(_new(Piece, (fold(raw), first, after, None, first > last, False)))
        else:
            found += split(text, first, after)
        last = after
    return found


def split(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of one chunk of `text`: one, or several where digits and letters touch ("3rd", "16h30")."""
    raw = text[start:end]
    gap = start > 0 and text[start - 1].isspace()
    if raw.isdecimal() and raw.isascii():
        return [Piece(raw, start, end, int(raw), gap, False)]
    if raw[-1] in "'’" or not _DIGIT.search(raw):
        return [Piece(fold(raw), start, end, None, gap, raw[0].isupper())]
    mended = _mended(raw, start, gap)
    if mended:
        return mended
    return [
        _part(raw[m.start() : m.end()], start + m.start(), gap if not m.start() else False)
        for m in _PARTS.finditer(raw)
    ]


def _part(raw: str, start: int, gap: bool) -> Piece:
    number = int(raw) if raw.isdecimal() and raw.isascii() else None
    return Piece(raw if number is not None else fold(raw), start, start + len(raw), number, gap, raw[0].isupper())


def _mended(raw: str, start: int, gap: bool) -> list[Piece] | None:
    """Digits that OCR read as letters: "2O26", "l2", "2lst"."""
    if len(raw) > 8:
        return None
    suffixed = _SUFFIXED.fullmatch(raw)
    stem = suffixed[1] if suffixed else raw
    digits = stem.translate(_MISREAD)
    if not digits.isdecimal() or not digits.isascii() or stem.isalpha():
        return None
    head = [Piece(digits, start, start + len(stem), int(digits), gap, False)]
    return head + ([_part(suffixed[2], start + len(stem), False)] if suffixed else [])


# Rules look a few pieces ahead; beyond the end they find these.
_BEYOND = [Piece("", 0, 0, None, gap=True, capital=False)] * 16  # the longest phrase, and a few
_NOTHING: Mapping[str, tuple[Meaning, int]] = {}

_TWO_LETTERS = frozenset({"ll", "lo", "ol"})
NUMBER = mask("number")
_MISREAD_DAY = mask("misread")  # a word that may be two digits: "ll", "lO"


class Scan:
    """The pieces of one run, seen through one language."""

    def __init__(self, text: str, found: list[Piece], lexicon: Lexicon) -> None:
        """Look up every piece.

        Args:
            text: the whole text; spans index it.
            found: the pieces of a run of it.
            lexicon: the language to see them through.
        """
        self.text = text
        self.lexicon = lexicon
        self.size = len(found)
        self.pieces = [*found, *_BEYOND]
        self.words: list[
            Mapping[str, tuple[Meaning, int]]
        ] = []  # by category: the meaning, and how many pieces bear it
        self.masks: list[int] = []  # which categories each piece may be
        for i in range(self.size):
            self._look_up(i)
        self.words += [_NOTHING] * len(_BEYOND)
        self.masks += [0] * len(_BEYOND)
        self.clocks: dict[tuple[int, bool], Any] = {}  # what `times` parsed at a piece already: several rules ask
        self.relaxed = False  # whether a bare number may be an hour, because a day stands beside it

    def _look_up(self, i: int) -> None:
        piece = self.pieces[i]
        bits = NUMBER if piece.number is not None else 0
        known, mine = self.lexicon.singles.get(piece.low) or (_NOTHING, 0)
        if not mine and piece.low in self.lexicon.phrases:
            known, mine = self._phrases(i)
        bits |= mine
        if not bits and piece.low in _TWO_LETTERS:
            bits = _MISREAD_DAY
        self.words.append(known)
        self.masks.append(bits)

    def _phrases(self, i: int) -> tuple[Mapping[str, tuple[Meaning, int]], int]:
        """What the longest phrases that begin at a piece mean, one of each category, and those categories."""
        longer, alone = self.lexicon.phrases[self.pieces[i].low]
        known: dict[str, tuple[Meaning, int]] = {}
        bits = 0
        for rest, category, bit, value in longer.get(self.pieces[i + 1].low, ()):
            if not bits & bit and (len(rest) == 1 or self._follows(i, rest)):
                known[category] = (value, 1 + len(rest))
                bits |= bit
        for _, category, bit, value in alone:
            if not bits & bit:
                known[category] = (value, 1)
                bits |= bit
        return known, bits

    def _follows(self, i: int, rest: tuple[str, ...]) -> bool:
        pieces_ = self.pieces
        for word in rest:
            i += 1
            if pieces_[i].low != word:
                return False
        return True

    def take(self, i: int, category: str) -> tuple[Meaning, int] | None:
        """The meaning of the phrase of `category` at `i`, and where it ends."""
        found = self.words[i].get(category)
        return (found[0], i + found[1]) if found else None

    def may(self, i: int, wanted: int) -> bool:
        """Whether the piece at `i` may be one of the categories in the mask."""
        return i < self.size and bool(self.masks[i] & wanted)

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
        if i >= self.size:
            return None
        piece = self.pieces[i]
        value = piece.number
        if value is None or piece.end - piece.start > width:
            return None
        return value if low <= value <= high else None

    def joined(self, i: int) -> bool:
        """Whether piece `i` touches the piece before it."""
        return 0 < i < self.size and not self.pieces[i].gap
