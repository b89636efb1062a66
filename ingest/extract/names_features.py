"""Describes each token to the name model: its letters, and what lists know of it and of its neighbours.

All that depends on one word alone is worked out once a word and remembered. It labels nothing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.names_lexicon import TAG_BIT, flags_of, folded
from ingest.extract.names_standing import places_in_lines, standings, told_by_place, told_by_standing
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_words import groups_of

LONGEST = 40  # letters of a word that are looked at
EDGE = "¶"  # stands for what is before the beginning and after the end
_CAMEL = re.compile(
    r"[a-z][A-Z](?<!^Mc[A-Z])(?<!Mac[A-Z])(?<!De[A-Z])(?<!La[A-Z])(?<!Di[A-Z])"
)  # SoCalGas, not McDonald
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
    rest = "".join(sign for bit, sign in enumerate("PwiTNZB", start=4) if flags >> bit & 1)
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
        told += ["camel"] if _CAMEL.search(word) else []
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
    numbers = zip(places_in_lines(tokens).tolist(), standings(tokens).tolist(), strict=True)
    for at, (place, standing) in enumerate(numbers, start=2):
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
                *told_by_standing(standing),
            ]
        )
    return told
