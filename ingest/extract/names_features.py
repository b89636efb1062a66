"""Describes each token to the name model: its letters, what lists know of it, and where in its line it stands.

All that depends on one word alone is worked out once a word and remembered. It labels nothing.
"""

import re
from functools import lru_cache

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


@lru_cache(maxsize=50_000)
def may_be_name(word: str) -> bool:
    """Whether a word can be part of a name at all: capitals, or small letters that no list has as an everyday word."""
    if not word[0].isalpha() or len(word) > LONGEST:
        return False
    if word[0].isupper() or not word[0].islower():
        return True
    flags = known(word)
    return bool(flags & 15) or (flags == 0 and len(word) > 2 and not groups_of(word))


@lru_cache(maxsize=50_000)
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


@lru_cache(maxsize=100_000)
def beside(word: str, place: str) -> tuple[str, ...]:
    """What a word tells about its neighbour; `place` is where it stands as seen from there, such as "-1"."""
    told = [f"{place}w={folded(word[:LONGEST])}", f"{place}k={kind_of(word)}", f"{place}g={groups_of(word)}"]
    told.append(f"{place}t{tag_of(word)}")
    if len(place) == 2 and place[1] == "1":
        told += [f"{place}s={shape_of(word)}", f"{place}e={folded(word[:LONGEST])[-3:]}"]
    return tuple(told)


@lru_cache(maxsize=200_000)
def pair(left: str, right: str, place: str) -> tuple[str, ...]:
    """What two neighbours tell together."""
    return (
        f"{place}kk={kind_of(left)}|{kind_of(right)}",
        f"{place}wk={folded(left[:LONGEST])}|{_case_or_sign(right)}",
        f"{place}tt={tag_of(left)}{_case_or_sign(left)}|{tag_of(right)}{_case_or_sign(right)}",
        f"{place}gg={groups_of(left)}|{groups_of(right)}{_case_or_sign(left)}{_case_or_sign(right)}",
    )


def _case_or_sign(word: str) -> str:
    return _case(word) if word[0].isalpha() else word[0]


def features(tokens: Tokens) -> list[list[str]]:
    """The features of each token, in order.

    Args:
        tokens: a whole text, or a part of one that begins and ends with a line.
    """
    words = [EDGE, EDGE, *tokens.texts, EDGE, EDGE]
    told = []
    for at, line in enumerate(line_features(tokens), start=2):
        two, one, word = words[at - 2 : at + 1]
        told.append(
            [
                *own(word),
                *beside(one, "-1"),
                *beside(two, "-2"),
                *beside(words[at + 1], "+1"),
                *beside(words[at + 2], "+2"),
                *pair(one, word, "<"),
                *pair(word, words[at + 1], ">"),
                *line,
            ]
        )
    return told


def line_features(tokens: Tokens) -> list[tuple[str, ...]]:
    """For each token: how far from its line's start and end it stands, and what kind of line it is."""
    told: list[tuple[str, ...]] = []
    start, count, before = 0, len(tokens.texts), -1
    while start < count:
        end = start
        while end < count and tokens.lines[end] == tokens.lines[start]:
            end += 1
        shape = _line_shape(tokens.texts[start:end], alone=tokens.lines[start] - before > 1)
        size = end - start
        told += [_place_in_line(min(n, 3), min(size - n, 3), shape) for n in range(size)]
        before, start = tokens.lines[start], end
    return told


@lru_cache(maxsize=2_000)
def _place_in_line(before: int, after: int, shape: str) -> tuple[str, ...]:
    return (f"bol{before}", f"eol{after}", shape, f"bol{before}{shape}")


def _line_shape(line: list[str], *, alone: bool) -> str:
    """A line's length, its case (all capitals, all small, titled or mixed), and whether a blank line stands above."""
    size = len(line)
    length = str(size) if size < 5 else "<9" if size < 9 else "<20" if size < 20 else "long"
    letters = [word for word in line if word[0].isalpha() and len(word) > 1]
    upper = sum(word.isupper() for word in letters)
    titled = sum(word[0].isupper() for word in letters)
    case = "U" if letters and upper == len(letters) else "l" if titled == 0 else "T" if titled == len(letters) else "m"
    return f"line{length}{case}{'^' if alone else ''}"
