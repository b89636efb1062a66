"""Describes each token to the name model: its letters, what lists know of it, and where in its line it stands.

All that depends on one word alone is worked out once a word and remembered. It labels nothing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.extract.names_lexicon import TAG_BIT, flags_of, folded
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_words import groups_of

LONGEST = 40  # letters of a word that are looked at
EDGE = "¶"  # stands for what is before the beginning and after the end
_RUNS = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def shape_of(word: str) -> str:
    """The word's shape with runs shortened: `Xx` for John, `X.` for K., `X'Xx` for O'Brien, `X` for JOHN."""
    signs = (
        "X" if sign.isupper() else "x" if sign.islower() else "L" if sign.isalpha() else "9" if sign.isdigit() else sign
        for sign in word[:LONGEST]
    )
    return _RUNS.sub(r"\1", "".join(signs))


@lru_cache(maxsize=50_000)
def known(word: str) -> int:
    """What lists know of a word; of a hyphenated one, what they know of its parts together."""
    if not word[0].isalpha() or len(word) > LONGEST:
        return 0
    flags = flags_of(word)
    if not flags and "-" in word:
        for part in word.split("-"):
            flags |= flags_of(part) if len(part) > 2 else 0
    return flags


def tag_of(word: str) -> int:
    """The number of the word's English part of speech, 0 when it is unknown."""
    return known(word) >> TAG_BIT if word[0].isalpha() else 0


@lru_cache(maxsize=50_000)
def kind_of(word: str) -> str:
    """One short signature of a word: its case, the lists it is in, and its group of closed words."""
    if not word[0].isalpha():
        return "@" if "@" in word and len(word) > 1 else "9" if word[0].isdigit() else word[:1]
    flags = known(word)
    fore = "F" if flags & 1 else "f" if flags & 2 else ""
    last = "S" if flags & 4 else "s" if flags & 8 else ""
    rest = ("P" if flags & 16 else "") + ("w" if flags & 32 else "") + ("i" if flags & 64 else "")
    return f"{_case(word)}{fore}{last}{rest}{groups_of(word)}"


def _case(word: str) -> str:
    if len(word) == 1 or (len(word) == 2 and word[1] == "."):
        return "1" if word[0].isupper() else "0"
    return "U" if word.isupper() else "C" if word[0].isupper() else "l"


def own(word: str) -> tuple[str, ...]:
    """What a word tells about itself."""
    plain, flags = folded(word[:LONGEST]), known(word)
    told = ["w=" + plain, "s=" + shape_of(word), "k=" + kind_of(word), "g=" + groups_of(word)]
    told += [f"f{bit}" for bit in range(TAG_BIT) if flags >> bit & 1] + [f"t{flags >> TAG_BIT}"]
    if word[0].isalpha():
        told += ["p2=" + plain[:2], "p3=" + plain[:3], "e2=" + plain[-2:], "e3=" + plain[-3:], "e4=" + plain[-4:]]
        told += [f"n{min(len(word), 12)}", f"c{_case(word)}"]
        told += ["unlisted"] if not flags else []
    return tuple(told)


def beside(word: str, place: str) -> tuple[str, ...]:
    """What a word tells about its neighbour; `place` is where it stands as seen from there, such as "-1"."""
    told = [f"{place}w={folded(word[:LONGEST])}", f"{place}k={kind_of(word)}", f"{place}g={groups_of(word)}"]
    told.append(f"{place}t{tag_of(word)}")
    if len(place) == 2 and place[1] == "1":
        told += [f"{place}s={shape_of(word)}", f"{place}e={folded(word[:LONGEST])[-3:]}"]
    return tuple(told)


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """What of a word counts for the word beside it, but for the word itself; words that are alike share one."""

    kind: str  # see `kind_of`
    tag: int
    groups: str
    case: str  # or the sign that it is


@lru_cache(maxsize=50_000)
def signature_of(word: str) -> Signature:
    """The signature of a word."""
    return _signature(kind_of(word), tag_of(word), groups_of(word), _case(word) if word[0].isalpha() else word[0])


@lru_cache(maxsize=50_000)
def _signature(kind: str, tag: int, groups: str, case: str) -> Signature:
    return Signature(kind, tag, groups, case)


def pair(left: Signature, right: Signature, place: str) -> tuple[str, ...]:
    """What the kinds of two neighbours tell together."""
    return (
        f"{place}kk={left.kind}|{right.kind}",
        f"{place}tt={left.tag}{left.case}|{right.tag}{right.case}",
        f"{place}gg={left.groups}|{right.groups}{left.case}{right.case}",
    )


def leading(left: str, case: str, place: str) -> tuple[str, ...]:
    """What a word tells together with the case of the word after it."""
    return (f"{place}wk={folded(left[:LONGEST])}|{case}",)


def features(tokens: Tokens) -> list[list[str]]:
    """The features of each token, in order, as the model learns them.

    Args:
        tokens: a whole text, or a part of one that begins and ends with a line.
    """
    words = [EDGE, EDGE, *tokens.texts, EDGE, EDGE]
    told = []
    for at, place in enumerate(places_in_lines(tokens).tolist(), start=2):
        two, one, word, after = words[at - 2 : at + 2]
        before, here, behind = signature_of(one), signature_of(word), signature_of(after)
        told.append(
            [
                *own(word),
                *beside(one, "-1"),
                *beside(two, "-2"),
                *beside(after, "+1"),
                *beside(words[at + 2], "+2"),
                *pair(before, here, "<"),
                *leading(one, here.case, "<"),
                *pair(here, behind, ">"),
                *leading(word, behind.case, ">"),
                *told_by_place(place),
            ]
        )
    return told


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


def told_by_place(place: int) -> tuple[str, ...]:
    """What a place tells: how far from its line's start and end it is, and what kind of line that is.

    Args:
        place: 0 to `PLACES`, from `places_in_lines`.
    """
    shape, before, after = place // 16, place // 4 % 4, place % 4
    case, alone = _CASES[shape // 2 % len(_CASES)], "^" if shape % 2 else ""  # a blank line stands above
    line = f"line{_LENGTHS[shape // 2 // len(_CASES)]}{case}{alone}"
    return (f"bol{before}", f"eol{after}", line, f"bol{before}{line}")
