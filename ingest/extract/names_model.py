"""Finds the spans of person names with a sequence model that was trained in this repository.

The weights lie beside the package (see docs/model-card-names.md and benchmarks/train_names.py). Says where a name
stands and how sure it is, never whose name it is.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.extract.names_features import EDGE, beside, line_features, may_be_name, own, pair
from ingest.extract.names_lexicon import DATA
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_weights import Weights, load
from ingest.extract.names_words import groups_of

LEAST = 0.3  # a span the model is less sure of than this is not worth mentioning
HOPELESS = -4.0  # a token whose own features speak against a name by more than this is not weighed further
BEGIN, INSIDE, OUTSIDE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Span:
    """A name by its tokens."""

    first: int  # index of its first token
    end: int  # index after its last token
    confidence: float


@cache
def _model() -> Weights:
    return load(DATA / "names_spans.npz")


@lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[tuple[int, ...], ...]:
    """The rows of what a word says about itself, and about the tokens one and two after it, one and two before it."""
    known = _model().known
    return known(own(word)), *(known(beside(word, place)) for place in ("-1", "-2", "+1", "+2"))


@lru_cache(maxsize=200_000)
def _pair(left: str, right: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The rows of what two neighbours say together about the left one and about the right one."""
    return _model().known(pair(left, right, ">")), _model().known(pair(left, right, "<"))


@lru_cache(maxsize=2_000)
def _line(told: tuple[str, ...]) -> tuple[int, ...]:
    return _model().known(told)


def spans(tokens: Tokens) -> list[Span]:
    """The names in a text, in order, none overlapping.

    Args:
        tokens: the whole text's tokens.
    """
    places = _near(tokens.texts, [at for at, word in enumerate(tokens.texts) if may_be_name(word)])
    if not places:
        return []
    scores = _model().scores(_rows(tokens, places))
    margin = scores[:, :OUTSIDE].max(axis=1) - scores[:, OUTSIDE]
    row_of = {place: row for row, place in enumerate(places)}
    found = []
    likely = [places[row] for row in (margin > HOPELESS).nonzero()[0]]
    for begin, end in _runs([place for place in _near(tokens.texts, likely) if place in row_of]):
        before, after = OUTSIDE if begin else None, OUTSIDE if end < len(tokens.texts) else None
        odds = _model().odds(scores[[row_of[place] for place in range(begin, end)]], before, after)
        found += _labelled(odds, begin, tokens)
    return found


def _rows(tokens: Tokens, places: list[int]) -> list[tuple[int, ...]]:
    """The rows of the features of the tokens at these places."""
    words = [EDGE, EDGE, *tokens.texts, EDGE, EDGE]
    lines = line_features(tokens)
    told = []
    for place in places:
        two, one, word, next_one, next_two = words[place : place + 5]
        told.append(
            _word(word)[0]
            + _word(one)[1]
            + _word(two)[2]
            + _word(next_one)[3]
            + _word(next_two)[4]
            + _pair(one, word)[1]
            + _pair(word, next_one)[0]
            + _line(lines[place])
        )
    return told


def _near(words: list[str], places: list[int]) -> list[int]:
    """These places and their neighbours, in order."""
    near = {place + step for place in places for step in (-1, 0, 1)}
    return sorted(place for place in near if 0 <= place < len(words))


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Ordered places as stretches without a gap: the first, and one past the last."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _labelled(odds: list[list[float]], begin: int, tokens: Tokens) -> list[Span]:
    """The names in one window, by the likeliest label of each token."""
    found: list[Span] = []
    at = 0
    while at < len(odds):
        if odds[at][OUTSIDE] > 0.5:
            at += 1
            continue
        end = at + 1
        while end < len(odds) and odds[end][OUTSIDE] <= 0.5 and odds[end][INSIDE] > odds[end][BEGIN]:
            end += 1
        sure = min(1.0 - odds[inner][OUTSIDE] for inner in range(at, end))
        first = at
        while first < end and "T" in groups_of(tokens.texts[begin + first]):
            first += 1  # a title is no part of the name
        if first < end and sure >= LEAST:
            found.append(Span(begin + first, begin + end, sure))
        at = end
    return found
