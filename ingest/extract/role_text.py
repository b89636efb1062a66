"""A text as a list of words in which every finding is one word: to look around a finding is to look into a list.

Knows sentences and lines, and nothing of roles.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract import context
from ingest.extract.role_words import plainly
from ingest.model import Finding, FindingKind

MARKS = {kind: f"<{kind}>" for kind in FindingKind}  # the word that stands for a finding
_TOKEN = re.compile(r"[^\W\d_]{1,40}|[0-9]{1,20}|\n[ \t]*\n\s*|\n|[.!?]+|[,:;()\"“”&/]|[-–—]")


@dataclass(frozen=True, slots=True)
class Told:
    """A text as a list of words, each finding being one of them."""

    words: list[str]  # folded; a finding is its kind in angle brackets; line ends are no words
    places: list[int]  # where in `words` each finding stands
    bounds: list[int]  # where in `words` each sentence begins, and the end
    edges: list[int]  # where in `words` each line that is not empty begins, and the end


def told(text: str, found: Sequence[Finding]) -> Told:
    """Cut a text into words around its findings, which are in order and do not overlap."""
    words: list[str] = []
    bounds, edges, places = [0], [0], []
    at, ended = 0, False  # `ended`: after a full stop that may end a sentence
    for one in (*found, None):
        for token in _TOKEN.findall(text, at, one.start if one else len(text)):
            first = token[0]
            if first == "\n":
                edges.append(len(words))
                if ended or len(token) > 1:
                    bounds.append(len(words))
                    ended = False
                continue
            if ended:
                ended = False
                if not first.islower():
                    bounds.append(len(words))
            if first in ".!?":
                ended = not (first == "." and words and (len(words[-1]) == 1 or words[-1] in context.SHORT_WORDS))
            words.append(plainly(token))
        if one is None:
            break
        if ended:
            bounds.append(len(words))
            ended = False
        places.append(len(words))
        words.append(MARKS[one.kind])
        at = one.end
    return Told(words, places, _starts(bounds, len(words)), _starts(edges, len(words)))


def _starts(starts: list[int], end: int) -> list[int]:
    """The starts without empty runs, and the end."""
    return [*dict.fromkeys(start for start in starts if start < end), end]


def run(edges: list[int], place: int) -> tuple[int, int]:
    """Where the run that holds a place begins and ends."""
    at = bisect_right(edges, place)
    return edges[at - 1], edges[at]
