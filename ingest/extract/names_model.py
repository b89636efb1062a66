"""Finds the spans of person names with a sequence model that was trained in this repository.

The weights lie beside the package (see docs/model-card-names.md and benchmarks/train_names.py). Says where a name
stands and how sure it is, never whose name it is.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.extract.names_features import (
    EDGE,
    Signature,
    beside,
    leading,
    own,
    pair,
    signature_of,
)
from ingest.extract.names_lexicon import DATA
from ingest.extract.names_standing import (
    PLACES,
    STANDINGS,
    places_in_lines,
    standings,
    told_by_place,
    told_by_standing,
)
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_weights import Weights, load
from ingest.extract.names_words import groups_of

BEGIN, INSIDE, OUTSIDE = 0, 1, 2
MOST = 100_000  # sums of each kind that are remembered
Key = TypeVar("Key", bound=Hashable)
Sums = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """A name by its tokens."""

    first: int  # index of its first token
    end: int  # index after its last token
    confidence: float


class _Known(Generic[Key]):
    """The sums of weights of words or pairs that were seen before; each is worked out once."""

    def __init__(self, weights: Weights, told: Callable[[Key], list[tuple[str, ...]]]) -> None:
        """Remember nothing yet; `told` gives the features of each of a key's sums, as many for each key."""
        self._weights = weights
        self._told = told
        self._rows: dict[Key, int] = {}
        self._sums = np.zeros((0, 0, 0), np.float32)  # key x sum x label; longer than what is known
        self._lock = Lock()

    def of(self, keys: Sequence[Key]) -> Sums:
        """The sums of these keys: key x sum x label."""
        with self._lock:
            if len(self._rows) > MOST:
                self._rows.clear()
            new = [key for key in dict.fromkeys(keys) if key not in self._rows]
            if new:
                self._learn(new)
            rows = list(map(self._rows.__getitem__, keys))
            return self._sums[rows]

    def _learn(self, keys: list[Key]) -> None:
        """Work out the sums of new keys."""
        sums = self._weights.sums(features for key in keys for features in self._told(key))
        sums = sums.reshape(len(keys), -1, len(self._weights.labels))
        known, after = len(self._rows), len(self._rows) + len(keys)
        if after > len(self._sums):
            self._sums = np.resize(self._sums, (2 * after, *sums.shape[1:]))
        self._sums[known:after] = sums
        self._rows.update(zip(keys, range(known, after), strict=True))


class Scorer:
    """Tells how well each label fits each token, by the token itself and what stands around it."""

    def __init__(self, weights: Weights) -> None:
        """Score with these weights."""
        self.weights = weights
        self._words = _Known(weights, _by_word)
        self._pairs = _Known(weights, _by_pair)
        self._leads = _Known(weights, _by_lead)
        self._places = weights.sums(map(told_by_place, range(PLACES)))
        self._standings = weights.sums(map(told_by_standing, range(STANDINGS)))

    def scores(self, tokens: Tokens) -> Sums:
        """Tokens x labels."""
        words = [EDGE, EDGE, *tokens.texts, EDGE, EDGE]
        around = list(map(signature_of, words[1:-1]))
        cases = [signature.case for signature in around[1:]]
        told = self._words.of(words)
        beside_it = self._pairs.of([*pairwise(around)]) + self._leads.of([*zip(words[1:-2], cases, strict=True)])
        return np.asarray(
            told[2:-2, 0]
            + told[1:-3, 1]
            + told[:-4, 2]
            + told[3:-1, 3]
            + told[4:, 4]
            + beside_it[:-1, 0]
            + beside_it[1:, 1]
            + self._places[places_in_lines(tokens)]
            + self._standings[standings(tokens)]
        )


def _by_word(word: str) -> list[tuple[str, ...]]:
    """What a word says about itself, and about the tokens one and two after it, one and two before it."""
    return [own(word), *(beside(word, place) for place in ("-1", "-2", "+1", "+2"))]


def _by_pair(signatures: tuple[Signature, Signature]) -> list[tuple[str, ...]]:
    """What the kinds of two neighbours say about the right one, and about the left one."""
    return [pair(*signatures, place) for place in "<>"]


def _by_lead(lead: tuple[str, str]) -> list[tuple[str, ...]]:
    """What a word and the next one's case say about the right one, and about the left one."""
    return [leading(*lead, place) for place in "<>"]


@cache
def _scorer() -> Scorer:
    return Scorer(load(DATA / "names_spans.npz"))


def spans(tokens: Tokens) -> list[Span]:
    """The names in a text, in order, none overlapping.

    Args:
        tokens: the whole text's tokens.
    """
    if not tokens.texts:
        return []
    scorer = _scorer()
    odds = scorer.weights.odds(scorer.scores(tokens))
    return [span for begin, end in _runs(odds) for span in _labelled(odds[begin:end].tolist(), begin, tokens)]


def _runs(odds: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The stretches of tokens that belong to names: the first, and one past the last."""
    inside = np.zeros(len(odds) + 2, dtype=bool)
    inside[1:-1] = odds[:, OUTSIDE] <= 0.5
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return [(begin, end) for begin, end in edges.reshape(-1, 2).tolist()]


def _labelled(odds: list[list[float]], begin: int, tokens: Tokens) -> list[Span]:
    """The names in one stretch, by the likeliest label of each token."""
    found: list[Span] = []
    at = 0
    while at < len(odds):
        end = at + 1
        while end < len(odds) and odds[end][INSIDE] > odds[end][BEGIN]:
            end += 1
        sure = min(1.0 - odds[inner][OUTSIDE] for inner in range(at, end))
        first = at
        while first < end and _no_part(tokens.texts[begin + first]):
            first += 1
        if first < end:
            found.append(Span(begin + first, begin + end, sure))
        at = end
    return found


def _no_part(word: str) -> bool:
    """Whether a word at the beginning of a name is no part of it: a title, or somebody's handle."""
    return "T" in groups_of(word) or word[0] in "@#"
