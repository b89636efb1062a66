"""What stands around a span: the section it lies in and the words before and after it.

Shared by the extractors, and knows nothing of any kind of finding. Every look is bounded by a number of characters,
so that the cost of a look does not grow with the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from ingest.model import Section, SectionKind

# Letters only, besides the signs that announce a number. Apostrophes split: "l'ho", "dell'ordine".
_WORD = re.compile(r"[^\W\d_]{1,40}|[#№º°]")
# A paragraph or an entry of a list ends, but not where a scanner saw a gap in the middle of a sentence; what stands
# before it does not announce what comes after. The line's end stands first in each, so that the search skips to it.
_BREAK = re.compile(
    r"\n(?<![a-zà-ù,]\n)[ \t]*\n|\n[ \t]*\n(?![ \t]*[a-zà-ù0-9])|\f"
    r"|\n(?=[ \t]{0,8}(?:[-*•–·]|[0-9]{1,2}[.)]|[a-z]\))[ \t])"
)
_STOP = re.compile(r"[.!?]{1,3}[\"'”’)\]]{0,2}\s{1,4}(?=[\"'“‘(«]{0,2}[^\W\da-zàèéìòùäöüßçñ_])")
_ORDINAL = re.compile(r"(?:\A|[^\w.,/:-])[0-9]{1,2}\Z")  # "am 3. März"
_LAST_WORD = re.compile(r"[^\W\d_]{1,20}\Z")
# Shortened words whose full stop ends no sentence.
_SHORT_LISTED = """
mr mrs ms mx dr prof st no nos nr ref refs tel mob ext vs ns rif prot sig sigg sigra dott ssa avv ing rag geom egr
gent spett spettle art artt fig approx dept co ltd inc plc tr fam frau hr herr bzw mme mlle sra dna jan feb mar apr
jun jul aug sep sept oct nov dec gen mag giu lug ago set ott dic ca cfr es
"""
SHORT_WORDS = frozenset(_SHORT_LISTED.split())
_NOTHING: frozenset[SectionKind] = frozenset()


class Layout:
    """The sections of a reading, ready to be asked which of them hold a position."""

    def __init__(self, sections: Iterable[Section]) -> None:
        """Index the sections; they may overlap and come in any order."""
        known = tuple(section for section in sections if section.start < section.end)
        self._starts = sorted({edge for section in known for edge in (section.start, section.end)})
        held: list[set[SectionKind]] = [set() for _ in self._starts]
        for section in known:
            first = bisect_right(self._starts, section.start) - 1
            last = bisect_right(self._starts, section.end) - 1
            for index in range(first, last):
                held[index].add(section.kind)
        self._held = [frozenset(kinds) for kinds in held]

    def at(self, position: int) -> frozenset[SectionKind]:
        """The kinds of all sections that hold the character at `position`."""
        index = bisect_right(self._starts, position) - 1
        return self._held[index] if index >= 0 else _NOTHING


@lru_cache(maxsize=8)
def layout_of(sections: tuple[Section, ...]) -> Layout:
    """The layout of these sections; every extractor asks for the same one."""
    return Layout(sections)


def before(text: str, position: int, width: int = 70) -> str:
    """Up to `width` characters before `position`, lower-case, not reaching over a paragraph's end."""
    window = text[max(0, position - width) : position]
    if "\n" in window and (breaks := list(_BREAK.finditer(window))):
        window = window[breaks[-1].end() :]
    return window.lower()


def after(text: str, position: int, width: int = 50) -> str:
    """Up to `width` characters from `position` on, lower-case, not reaching over a paragraph's end."""
    window = text[position : position + width]
    found = _BREAK.search(window) if "\n" in window or "\f" in window else None
    return (window[: found.start()] if found else window).lower()


def sentence(text: str, start: int, end: int, width: int = 160) -> tuple[int, int]:
    """The bounds of the sentence around a span, at most `width` characters to either side."""
    left = max(0, start - width)
    first = max((cut for cut in _cuts(text, left, start)), default=left)
    right = min(len(text), end + width)
    last = min((cut for cut in _cuts(text, end, right)), default=right)
    return first, last


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where sentences end between two positions: after a full stop that ends no shortened word, or a paragraph."""
    lines = text.find("\n", start, end) >= 0 or text.find("\f", start, end) >= 0  # cheaper than asking the pattern
    cuts = [found.end() for found in _BREAK.finditer(text, start, end)] if lines else []
    for found in _STOP.finditer(text, start, end):
        word = _LAST_WORD.search(text, max(0, found.start() - 21), found.start())
        if _ORDINAL.search(text, max(0, found.start() - 3), found.start()):
            continue
        if found[0][0] != "." or not word or (len(word[0]) > 1 and word[0].lower() not in SHORT_WORDS):
            cuts.append(found.end())
    return cuts


def words(window: str) -> list[str]:
    """The words of a lower-case window in order, letters only; `#` counts as one."""
    return _WORD.findall(window)


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of all sentences in order; together with the breaks between them they cover the text."""
    edges = [0, *sorted(set(_cuts(text, 0, len(text)))), len(text)]
    return [(first, last) for first, last in pairwise(edges) if first < last]
