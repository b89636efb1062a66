"""The text a PDF page carries in itself: its characters with boxes, and whether they can be trusted.

Judges and gathers; it opens no file (see `pdf`) and reads no pixels. A layer that is garbage is found out here,
so that the page is read like a scan instead.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

PageBox = tuple[float, float, float, float]  # left, top, right, bottom in points, origin at the top left


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of the layer, as drawn on the upright page."""

    text: str
    box: PageBox
    unmapped: bool = False  # the font does not say which character this is


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A run of characters without a gap."""

    text: str
    box: PageBox


@dataclass(frozen=True, slots=True)
class Layer:
    """All words of a page, line by line."""

    lines: tuple[tuple[LayerWord, ...], ...]
    width: float  # of the page, points
    height: float
    unmapped: float  # share of the characters whose font does not map them
    hidden: bool  # drawn invisibly: somebody's OCR under a scan
    images: float = 0.0  # share of the page that images cover


def words_of(glyphs: Sequence[Glyph]) -> tuple[tuple[LayerWord, ...], ...]:
    """Lines of words from characters in the order of the file; spaces and jumps part words, drops part lines."""
    lines: list[list[LayerWord]] = [[]]
    for run, new_line in _runs(glyphs):
        if new_line and lines[-1]:
            lines.append([])
        lines[-1].append(LayerWord("".join(glyph.text for glyph in run), _around([glyph.box for glyph in run])))
    return tuple(tuple(line) for line in lines if line)


def _runs(glyphs: Sequence[Glyph]) -> Iterator[tuple[list[Glyph], bool]]:
    run: list[Glyph] = []
    last: Glyph | None = None
    fresh = False
    for glyph in glyphs:
        blank = not glyph.text.strip()
        drop = last is not None and not blank and _drops(last.box, glyph.box)
        if run and (blank or drop or (last is not None and _gap(last.box, glyph.box))):
            yield run, fresh
            run = []
        if blank:
            continue
        if not run:
            fresh = drop
        run.append(glyph)
        last = glyph
    if run:
        yield run, fresh


def _drops(last: PageBox, here: PageBox) -> bool:
    """Whether the next character stands on another line: no overlap in height."""
    overlap = min(last[3], here[3]) - max(last[1], here[1])
    return overlap < 0.2 * min(last[3] - last[1], here[3] - here[1])


def _gap(last: PageBox, here: PageBox) -> bool:
    size = max(last[3] - last[1], here[3] - here[1], 1.0)
    return here[0] - last[2] > 0.45 * size or here[0] < last[0] - size


def _around(boxes: Sequence[PageBox]) -> PageBox:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def fault_of(layer: Layer) -> str | None:
    """Why this layer is not to be trusted, in a few words; None when it is sound."""
    words = [word.text for line in layer.lines for word in line]
    text = "".join(words)
    if len(text) < 12:
        return "empty"
    faults = {
        "the fonts do not say which characters they show": layer.unmapped > 0.1,
        "characters without meaning": _meaningless(text),
        "single letters, or lines that do not run across the page": median(map(len, words)) < 2,
        "not words of any language we know": _foreign(text) or _scrambled(words),
        "a line or two printed on a scan": layer.images > 0.6 and not layer.hidden and len(text) < 150,
        "all words in one place": _piled_up(layer),
    }
    return next((reason for reason, holds in faults.items() if holds), None)


def _meaningless(text: str) -> bool:
    odd = sum(1 for char in text if unicodedata.category(char) in {"Co", "Cn", "Cc", "Cs"} or char == "\ufffd")
    return odd > 0.03 * len(text)


def _scrambled(words: Sequence[str]) -> bool:
    """Whether most words could not be words: no vowels, digits among letters, marks inside.

    Wrongly mapped fonts shift every character, and poor OCR breaks words up, so that a large share of them looks
    like `Wkh` or `l|k€`; of real letters, less than one word in ten does.
    """
    long = [word.strip(".,;:!?()[]\"'“”‘’«»").casefold() for word in words if len(word) > 2]
    long = [word for word in long if any(char.isalpha() for char in word) and "@" not in word and "/" not in word]
    if len(long) < 8:
        return False
    strange = sum(1 for word in long if _strange(word))
    return strange > 0.3 * len(long)


def _foreign(text: str) -> bool:
    """Whether most letters are not Latin, which the languages we read are written in."""
    letters = [char for char in text if char.isalpha()]
    return sum(char < "\u0250" for char in letters) * 2 < len(letters)


def _strange(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    plain = unicodedata.normalize("NFD", "".join(letters))
    vowels = sum(1 for char in plain if char in "aeiouyæøœ")
    inner = sum(1 for char in word if not (char.isalnum() or char in "-'’.&_"))
    mixed = sum(1 for a, b in pairwise(word) if a.isalpha() and b.isdigit()) > 1
    return inner > 0 or mixed or (len(letters) > 2 and vowels == 0) or vowels > 0.85 * len(letters) > 3


def _piled_up(layer: Layer) -> bool:
    tops = {round(word.box[1]) for line in layer.lines for word in line}
    return len(layer.lines) > 10 and len(tops) < 3
