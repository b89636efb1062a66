"""Tells the name model where each token stands: its place in its line, and how capitals are used in the text around it.

Worked out for whole texts at once; it looks at no word's letters but their case, and labels nothing.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.extract.names_tokens import Tokens

_AROUND = 100  # tokens on either side that tell how a text uses capitals
_LENGTHS = ("0", "1", "2", "3", "4", "<9", "<20", "long")  # of a line, in words
_LENGTH = np.array([0, 1, 2, 3, 4, *[5] * 4, *[6] * 11, 7])  # the length's number in that list, up to 20 words
_CASES = "lmTU"  # all small, mixed, titled, all capitals
PLACES = len(_LENGTHS) * len(_CASES) * 2 * 4 * 4  # how many kinds of places there are


def places_in_lines(tokens: Tokens) -> NDArray[np.int64]:
    """For each token the number of its kind of place: see `told_by_place`."""
    lines = np.array(tokens.lines, dtype=np.int64)
    starts = np.concatenate(([0], np.flatnonzero(lines[1:] != lines[:-1]) + 1))
    sizes = np.concatenate((starts[1:], [len(lines)])) - starts
    looks = np.array(list(map(_look, tokens.texts)), dtype=np.int64)
    letters, titled, upper = (np.add.reduceat(looks >= least, starts, dtype=np.int64) for least in (1, 2, 3))
    case = np.select([(letters > 0) & (upper == letters), titled == 0, titled == letters], [3, 0, 2], 1)
    alone = np.concatenate(([lines[0] > 0], lines[starts[1:]] - lines[starts[:-1]] > 1))
    shape = (_LENGTH[np.minimum(sizes, 20)] * len(_CASES) + case) * 2 + alone
    before = np.arange(len(lines)) - np.repeat(starts, sizes)
    after = np.repeat(sizes, sizes) - before
    place: NDArray[np.int64] = (np.repeat(shape, sizes) * 4 + np.minimum(before, 3)) * 4 + np.minimum(after, 3)
    return place


@lru_cache(maxsize=50_000)
def _look(word: str) -> int:
    """3 for a word in capitals, 2 for one that begins with one, 1 for any other, 0 for letters alone and signs."""
    if not word[0].isalpha() or len(word) == 1:
        return 0
    return 3 if word.isupper() else 2 if word[0].isupper() else 1


_ENDS = frozenset('.!?:;•*>-–—|"“«')  # signs after which a capital says little
_WRITTEN = ("proper", "small", "shouted")  # how capitals are used in the lines around
STANDINGS = 4 * 2 * 4 * len(_WRITTEN)


def standings(tokens: Tokens) -> NDArray[np.int64]:
    """For each token the number of how it stands in the whole text: see `told_by_standing`."""
    texts = tokens.texts
    looks = np.array(list(map(_look, texts)), dtype=np.int64)
    lines = np.array(tokens.lines, dtype=np.int64)
    begins = np.ones(len(texts), dtype=np.int64)
    begins[1:] = (lines[1:] != lines[:-1]) | np.array([word[-1] in _ENDS for word in texts[:-1]], dtype=bool)
    small = {word for word, look in zip(texts, looks.tolist(), strict=True) if look == 1}
    inner = {word for word, told in zip(texts, (looks == 2) & (begins == 0), strict=True) if told}
    again = np.array(
        [
            (word.lower() in small) + 2 * (word in inner) if look > 1 else 0
            for word, look in zip(texts, looks.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    return ((looks * 2 + begins) * 4 + again) * len(_WRITTEN) + _written(looks)


def _written(looks: NDArray[np.int64]) -> NDArray[np.int64]:
    """How capitals are used around each token: its number in `_WRITTEN`, by some hundred words on either side."""
    words, capitals, shouted = np.cumsum(looks > 0), np.cumsum(looks == 2), np.cumsum(looks == 3)
    low, high = (
        np.maximum(np.arange(len(looks)) - _AROUND, 0),
        np.minimum(np.arange(len(looks)) + _AROUND, len(looks) - 1),
    )
    count, few, loud = (total[high] - total[low] for total in (words, capitals, shouted))
    number: NDArray[np.int64] = np.select([(loud * 2 > count) & (count > 2), few * 30 < count], [2, 1], 0)
    return number


def told_by_standing(standing: int) -> tuple[str, ...]:
    """What a standing tells: a word's capitals, whether it begins a sentence, is seen elsewhere, and the text's habit.

    Args:
        standing: 0 to `STANDINGS`, from `standings`.
    """
    look, begins, again, written = (
        standing // (8 * len(_WRITTEN)),
        standing // (4 * len(_WRITTEN)) % 2,
        standing // len(_WRITTEN) % 4,
        _WRITTEN[standing % len(_WRITTEN)],
    )
    return (
        f"look{look}{begins}",
        f"again{look}{begins}{again}",
        f"look{look}{written}",
        f"all{look}{begins}{again}{written}",
    )


def told_by_place(place: int) -> tuple[str, ...]:
    """What a place tells: how far from its line's start and end it is, and what kind of line that is.

    Args:
        place: 0 to `PLACES`, from `places_in_lines`.
    """
    shape, before, after = place // 16, place // 4 % 4, place % 4
    case, alone = _CASES[shape // 2 % len(_CASES)], "^" if shape % 2 else ""  # a blank line stands above
    line = f"line{_LENGTHS[shape // 2 // len(_CASES)]}{case}{alone}"
    return (f"bol{before}", f"eol{after}", line, f"bol{before}{line}")
