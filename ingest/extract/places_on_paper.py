"""Where a finding stands on paper, and how far the print there can be trusted.

Works from the words that the reader found on each page; typed text has none, and its findings have no page or box.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.model import Box, Finding, Reading, Word

# Below this confidence of the weakest word, a reading error in the span is likelier than for print at large.
_SOUND = 0.88


def placed(found: Iterable[Finding], reading: Reading) -> list[Finding]:
    """The findings with page and box, and with less confidence where the print is doubtful."""
    words = reading.words
    if any(one.start > other.start for one, other in pairwise(words)):
        words = tuple(sorted(words, key=lambda word: word.start))
    ends = [word.end for word in words]
    return [_placed(one, _under(one, words, ends)) for one in found] if words else list(found)


def _under(one: Finding, words: Sequence[Word], ends: Sequence[int]) -> list[Word]:
    """The words that share characters with a finding."""
    first = bisect_left(ends, one.start + 1)
    under: list[Word] = []
    for word in words[first : first + 60]:
        if word.start >= one.end:
            break
        under.append(word)
    return under


def _placed(one: Finding, words: list[Word]) -> Finding:
    if not words:
        return one
    page = words[0].page
    box = _union([word.box for word in words if word.page == page])
    weakest = min(word.confidence for word in words)
    if weakest >= _SOUND:
        return replace(one, page=page, box=box)
    doubt = 1 - 0.6 * (_SOUND - weakest) / _SOUND
    return replace(one, page=page, box=box, confidence=one.confidence * doubt, reason=one.reason + ", doubtful print")


def _union(boxes: list[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
