"""Words become text: lines, paragraphs and pages in reading order, each word knowing where it stands in the text.

Names no sections (see `sections`) and corrects nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median_low

from ingest.model import Word
from ingest.read.ocr import RawWord
from ingest.read.textlayer import LayerWord

PAGE_BREAK = "\n\f\n"


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page; spans count from its beginning."""

    text: str
    words: tuple[Word, ...]


def page_text(raw: Sequence[RawWord], page: int) -> PageText:
    """The text of a page: words parted by a space, lines by a line feed, paragraphs by a blank line.

    Args:
        raw: the words in reading order.
        page: the number of the page, counted from 1.
    """
    parts: list[str] = []
    words: list[Word] = []
    length = 0
    last: tuple[RawWord, ...] = ()
    lines = [tuple(line) for _, line in groupby(raw, key=lambda word: (word.block, word.paragraph, word.line))]
    pitch = _pitch(lines)
    for line in lines:
        gap = ("\n" if _goes_on(last, line, pitch) else "\n\n") if last else ""
        for word in line:
            start = length + len(gap)
            length = start + len(word.text)
            parts += (gap, word.text)
            words.append(Word(start, length, page, word.box, word.confidence))
            gap = " "
        last = line
    return PageText("".join(parts), tuple(words))


def _pitch(lines: Sequence[Sequence[RawWord]]) -> float:
    """The usual distance from line to line, pixels: the smaller ones, for the larger ones are between paragraphs."""
    steps = sorted(step for a, b in pairwise(lines) if (step := _base(b) - _base(a)) > 4)
    return float(steps[len(steps) // 4]) if steps else 0.0


def _base(line: Sequence[RawWord]) -> int:
    return median_low(word.box[3] for word in line)


def _goes_on(last: Sequence[RawWord], line: Sequence[RawWord], pitch: float) -> bool:
    """Whether a line belongs to the paragraph before it: the engine's own breaks need a gap or an indent to show."""
    if (last[0].block, last[0].paragraph) == (line[0].block, line[0].paragraph):
        return True
    step = _base(line) - _base(last)
    overlap = min(last[-1].box[2], line[-1].box[2]) - max(last[0].box[0], line[0].box[0])
    indent = abs(line[0].box[0] - last[0].box[0])
    return 0 < step < 1.35 * pitch and overlap > 0 and indent < pitch


def confidence_of(raw: Sequence[RawWord]) -> float:
    """The mean confidence of words, weighted by their length; 0 for none."""
    total = sum(len(word.text) for word in raw)
    return sum(word.confidence * len(word.text) for word in raw) / total if total else 0.0


def paragraphs_of(lines: Sequence[Sequence[LayerWord]]) -> list[int]:
    """For each line of a text layer the number of its paragraph: a gap of more than half a line begins another."""
    numbers: list[int] = []
    bottom: float | None = None
    for line in lines:
        top, height = min(word.box[1] for word in line), max(word.box[3] - word.box[1] for word in line)
        fresh = bottom is not None and not -0.5 * height < top - bottom < 0.5 * height
        numbers.append((numbers[-1] if numbers else 0) + fresh)
        bottom = max(word.box[3] for word in line)
    return numbers
