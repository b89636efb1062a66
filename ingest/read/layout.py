"""Words become text: lines, paragraphs and pages in reading order, each word knowing where it stands in the text.

Names no sections (see `sections`) and corrects nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
    last: RawWord | None = None
    for word in raw:
        gap = "" if last is None else _between(last, word)
        start = length + len(gap)
        length = start + len(word.text)
        parts += (gap, word.text)
        words.append(Word(start, length, page, word.box, word.confidence))
        last = word
    return PageText("".join(parts), tuple(words))


def _between(last: RawWord, word: RawWord) -> str:
    if (last.block, last.paragraph) != (word.block, word.paragraph):
        return "\n\n"
    return " " if last.line == word.line else "\n"


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
