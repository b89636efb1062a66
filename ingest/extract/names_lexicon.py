"""Which words are known as forenames, surnames, places or everyday words, in many languages.

Reads one compressed list that ships with the package, once. It only tells what a word may be: it decides nothing.
"""

import gzip
import unicodedata
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


TAG_BIT = 7  # the English part of speech of a word stands above its flags, as a number from 1; 0 is unknown
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


def flags_of(word: str) -> int:
    """What the word may be, as the sum of its `Flag`s; 0 when it is not listed."""
    listed, sought = _listed(), folded(word).encode("utf-8", "ignore") + b" "
    low, high = 0, len(listed) - 1  # both stand on a line end, and the word's line lies between them
    while low < high:
        start = listed.rfind(b"\n", low, (low + high) // 2 + 1)
        end = listed.find(b"\n", start + 1)
        line = listed[start + 1 : end]
        if line.startswith(sought):
            return int(line[len(sought) :])
        low, high = (end, high) if line < sought else (low, start)
    return 0
