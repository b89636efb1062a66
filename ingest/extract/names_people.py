"""Which names of a text can be the same person's: "Mrs Price", "Helen Price" and "H. Price".

Compares letters only; it decides nobody's role and adds no names.
"""

from collections.abc import Sequence
from functools import lru_cache

from ingest.extract.names_lexicon import folded

MOST = 300  # names in a text that are compared with each other


def same_people(names: Sequence[str]) -> list[list[int]]:
    """For each name the indices of those that are the same person's, its own among them.

    A word that several people bear, such as a family's surname, ties none of them together. In a text with more names
    than any letter has, each name is on its own: to compare all with all would take too long.
    """
    if len(names) > MOST:
        return [[at] for at in range(len(names))]
    whole = {name for name in names if len(words_of(name)) > 1}
    shared = {name for name in {*names} - whole if _borne_by_several(name, whole)}
    return [
        [
            at
            for at, other in enumerate(names)
            if akin(name, other) and (name == other or not (name in shared or other in shared))
        ]
        for name in names
    ]


def _borne_by_several(name: str, whole: set[str]) -> bool:
    """Whether people who are not the same fit a name of one word."""
    bearers = [other for other in whole if akin(name, other)]
    return any(not akin(one, other) for one in bearers for other in bearers)


@lru_cache(maxsize=20_000)
def akin(one: str, other: str) -> bool:
    """Whether two tidied names can be the same person's: all words of the shorter fit some of the longer."""
    if one == other:
        return True
    short, long = sorted((words_of(one), words_of(other)), key=len)
    return bool(short) and all(any(_fits(word, whole) for whole in long) for word in short)


def _fits(word: str, other: str) -> bool:
    return word == other or (1 in (len(word), len(other)) and word[0] == other[0])


@lru_cache(maxsize=5_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded, initials without their full stop."""
    return tuple(folded(name).replace(".", " ").split())
