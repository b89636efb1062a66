"""Where in a text dates may stand: stretches around month names, weekdays, numbers with signs and the like.

One pass over the words and one over the digits; everything else in a letter is never parsed.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from ingest.extract.dategrammar.lexicon import Lexicon, fold

_WORD = re.compile(r"[^\W\d_]{2,24}")
_NUMERIC = re.compile(
    r"[\dOoIl]{1,4} ?[-/.:] ?[\dOoIl]{1,4}"  # 3/3, 16:00, 2O26-03-03
    r"|\d{1,2}(?:st|nd|rd|th|lst|er|º|°|[hH]\d\d|[hH]\b|[ap]m?\b)"
    r"|\b(?:il|the|al|dal|del|giorno|den|am|le|el|du|au|entro|l['’]) ?\d{1,2}\b"
    r"|\b(?:19|20)\d{6}\b"
    r"|\b\d{1,2} \d{1,2} (?:\d{4}|\d\d)\b",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"\n[ \t\r]{0,80}\n")
_BEFORE, _AFTER = 48, 64  # characters that an expression may reach to either side of its anchor
_EDGE = 24  # characters a window may grow to end between words


def windows(text: str, lexicons: Iterable[Lexicon]) -> Iterator[tuple[int, int]]:
    """The stretches of `text` worth parsing, from left to right, none overlapping, none across a blank line."""
    anchors: frozenset[str] = frozenset().union(*(lexicon.anchors for lexicon in lexicons))
    spots = [
        m.start()
        for m in _WORD.finditer(text)
        if m.group().lower() in anchors or (not m.group().isascii() and fold(m.group()) in anchors)
    ]
    spots += [m.start() for m in _NUMERIC.finditer(text)]
    spots.sort()
    breaks = [m.start() for m in _PARAGRAPH.finditer(text)] if spots else []
    for start, end in _merged(spots, len(text)):
        yield from _parted(_widened_left(text, start), _widened_right(text, end), breaks)


def _merged(spots: list[int], size: int) -> Iterator[tuple[int, int]]:
    start = end = -1
    for spot in spots:
        if spot - _BEFORE > end:
            if end >= 0:
                yield start, end
            start = max(0, spot - _BEFORE)
        end = min(size, spot + _AFTER)
    if end >= 0:
        yield start, end


def _widened_left(text: str, start: int) -> int:
    low = max(0, start - _EDGE)
    while start > low and not text[start - 1].isspace():
        start -= 1
    return start


def _widened_right(text: str, end: int) -> int:
    high = min(len(text), end + _EDGE)
    while end < high and not text[end].isspace():
        end += 1
    return end


def _parted(start: int, end: int, breaks: list[int]) -> Iterator[tuple[int, int]]:
    """The window cut at the blank lines inside it."""
    for cut in breaks[bisect_right(breaks, start) : bisect_left(breaks, end)]:
        yield start, cut
        start = cut
    yield start, end
