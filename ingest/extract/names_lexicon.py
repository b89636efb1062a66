"""Which words are known as forenames, surnames, places or everyday words, in many languages.

Reads one compressed list that ships with the package, once. It only tells what a word may be: it decides nothing.
"""

import gzip
import unicodedata
from bisect import bisect_right
from enum import IntFlag
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


class Flag(IntFlag):
    """What a word may be; several at once."""

    NONE = 0
    FORENAME = 1
    FORENAME_RARE = 2
    SURNAME = 4
    SURNAME_RARE = 8
    PLACE = 16
    WORD_EN = 32  # an everyday English word
    WORD_IT = 64  # an Italian word
    FREQUENT = 128  # a forename that very many bear, or the short form of one
    NOTED = 256  # a name by which somebody in the public eye is called
    NATION = 512  # a country, a people, a language, a faith, a feast
    FIRM = 1024  # a well-known firm, body, paper or product
    PROPER = 2048  # seen with a capital in English papers


_BLOCK = 1024  # bytes of the list that are searched line by line
TAG_BIT = 12  # the English part of speech of a word stands above its flags, as a number from 1; 0 is unknown
TAGS = (
    ("NN", "NNS"),
    ("NNP", "NNPS"),
    ("VB", "VBP", "VBZ", "VBG", "MD"),
    ("VBD", "VBN"),
    ("JJ", "JJR", "JJS"),
    ("RB", "RBR", "RBS", "UH"),
    ("IN", "TO"),
    ("DT", "PRP$", "WDT"),
    ("PRP", "WP", "EX"),
    ("CC",),
)


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """The word in lower case, without accents, its apostrophes straight."""
    word = word.lower().replace("’", "'").replace("`", "'")
    if word.isascii():
        return word
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))


@cache
def _listed() -> bytes:
    """The whole list: sorted lines of a folded word, a space and its flags, with a line end at both ends."""
    return gzip.decompress((DATA / "names_lexicon.txt.gz").read_bytes())


@cache
def _blocks() -> tuple[list[bytes], list[int]]:
    """The first line of each block of the list, and the place of the line end before it."""
    listed = _listed()
    ends = sorted({listed.find(b"\n", place) for place in range(0, len(listed), _BLOCK)} - {-1})
    return [listed[end + 1 : listed.find(b"\n", end + 1)] for end in ends], ends


def flags_of(word: str) -> int:
    """What the word may be, as the sum of its `Flag`s; 0 when it is not listed."""
    listed, sought = _listed(), folded(word).encode("utf-8", "ignore") + b" "
    firsts, ends = _blocks()
    block = bisect_right(firsts, sought)
    begin, stop = ends[max(0, block - 1)], ends[block] + len(sought) + 1 if block < len(ends) else len(listed)
    found = listed.find(b"\n" + sought, begin, stop)
    return int(listed[found + 1 + len(sought) : listed.find(b"\n", found + 1)]) if found >= 0 else 0
