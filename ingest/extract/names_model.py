"""Finds the spans of person names with a sequence model that was trained in this repository.

The weights lie beside the package (see docs/model-card-names.md and benchmarks/train_names.py). Says where a name
stands and how sure it is, never whose name it is.
"""

from dataclasses import dataclass
from functools import cache

import pycrfsuite  # type: ignore[import-untyped]  # it has no type information

from ingest.extract.names_features import features
from ingest.extract.names_lexicon import DATA
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_words import groups_of

STRETCH = 400  # tokens that are labelled together; longer texts are cut between lines
SHORTEST_DOUBT = 0.35  # a span the model is less sure of than this is not worth mentioning


@dataclass(frozen=True, slots=True)
class Span:
    """A name by its tokens."""

    first: int  # index of its first token
    end: int  # index after its last token
    confidence: float


@cache
def _tagger() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(DATA / "names_spans.crfsuite"))
    return tagger


def spans(tokens: Tokens) -> list[Span]:
    """The names in a text, in order, none overlapping.

    Args:
        tokens: the whole text's tokens.
    """
    found = []
    for begin, end in _stretches(tokens):
        part = Tokens(
            tokens.texts[begin:end], tokens.starts[begin:end], tokens.ends[begin:end], tokens.lines[begin:end]
        )
        found += [Span(span.first + begin, span.end + begin, span.confidence) for span in _labelled(part)]
    return found


def _labelled(tokens: Tokens) -> list[Span]:
    """The names in one stretch."""
    tagger = _tagger()
    labels = tagger.tag(features(tokens))
    found = []
    for first, label in enumerate(labels):
        if label != "B":
            continue
        end = first + 1
        while end < len(labels) and labels[end] == "I":
            end += 1
        sure = min(tagger.marginal(labels[at], at) for at in range(first, end))
        while first < end and "T" in groups_of(tokens.texts[first]):
            first += 1  # noqa: PLW2901 - a title is no part of the name
        found += [Span(first, end, sure)] if first < end else []
    return [span for span in found if span.confidence >= SHORTEST_DOUBT]


def _stretches(tokens: Tokens) -> list[tuple[int, int]]:
    """Cut the tokens between lines into stretches of bounded length."""
    cuts, begin = [], 0
    for at in range(1, len(tokens.texts) + 1):
        ended = at == len(tokens.texts)
        full = at - begin >= STRETCH and (ended or tokens.lines[at] != tokens.lines[at - 1])
        if ended or full or at - begin >= 3 * STRETCH:
            cuts.append((begin, at))
            begin = at
    return cuts
