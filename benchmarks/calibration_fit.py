"""Fits what `ingest.extract.confidence` applies: a logistic model per kind, and a rising curve over what it says.

The curve is fitted on what models of the other letters say of each letter, because a model is too sure of the letters
that it was fitted on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.extract import confidence
from ingest.extract.confidence import Curve, Model

STRAIGHT: Curve = ((0.0, 0.0), (1.0, 1.0))
OFTEN = 4  # a feature that fewer cases have teaches chance
HOLD = 4.0  # how strongly weights are held near nothing (the inverse variance of a Gaussian prior)
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding and whether its value and role were right."""

    letter: int  # which letter it is from: letters are kept together
    score: float  # of the extractor, 0 to 1
    features: tuple[str, ...]
    right: bool


def model(cases: Sequence[Judged]) -> Model:
    """The model of one kind, with its curve."""
    curve = rising(unseen(cases))
    return replace(logistic(cases), curve=curve)


def unseen(cases: Sequence[Judged]) -> Iterator[tuple[float, bool]]:
    """What models of the other letters say of each case, and whether it was right."""
    for fold in range(FOLDS):
        others = [one for one in cases if one.letter % FOLDS != fold]
        fitted = logistic(others)
        yield from ((fitted.worth(one.score, one.features), one.right) for one in cases if one.letter % FOLDS == fold)


def logistic(cases: Sequence[Judged]) -> Model:
    """Logistic regression with a Gaussian prior, by Newton's method; the score's own log-odds count fully at first."""
    often = Counter(feature for one in cases for feature in one.features)
    names = sorted(feature for feature, count in often.items() if count >= OFTEN)
    table = _table(cases, {name: at + 2 for at, name in enumerate(names)})
    right = np.array([float(one.right) for one in cases])
    held = np.full(table.shape[1], HOLD)
    held[0] = 0.01
    start = np.zeros(table.shape[1])
    start[1] = 0.5  # extractors are rather too sure than not sure enough
    weights = start.copy()
    for _ in range(100):
        said = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (right - said) - held * (weights - start)
        step = np.linalg.solve((table.T * (said * (1 - said))) @ table + np.diag(held), slope)
        weights += step * min(1.0, 2 / max(float(abs(step).max()), 1e-9))
        if abs(step).max() < 1e-7:
            break
    told = {name: round(float(weight), 3) for name, weight in zip(names, weights[2:], strict=True)}
    return Model(round(float(weights[0]), 4), round(float(weights[1]), 4), told, STRAIGHT)


def _table(cases: Sequence[Judged], places: dict[str, int]) -> np.ndarray:
    """A row for each case: one, the log-odds of its score, and which features it has."""
    table = np.zeros((len(cases), len(places) + 2))
    for at, one in enumerate(cases):
        table[at, :2] = 1, confidence.log_odds(one.score)
        table[at, [places[feature] for feature in one.features if feature in places]] = 1
    return table


def rising(cases: Iterable[tuple[float, bool]], smoothing: float = 2.0) -> Curve:
    """The rising curve that fits scores to how often they were right (pool adjacent violators).

    Args:
        cases: a score, and whether value and role were right.
        smoothing: how many imagined cases hold each step to its own score, so that few cases do not say "always".
    """
    steps: list[tuple[float, float, float]] = []  # mean score, share right, weight
    for score, rights in _by_score(cases):
        steps.append((score, sum(rights) / len(rights), len(rights)))
        while len(steps) > 1 and steps[-2][1] >= steps[-1][1]:
            steps[-2:] = [_pooled(*steps[-2:])]
    return _ends((score, (share * weight + score * smoothing) / (weight + smoothing)) for score, share, weight in steps)


def _by_score(cases: Iterable[tuple[float, bool]]) -> list[tuple[float, list[bool]]]:
    """The cases of each score together, lowest first: equal scores are one step."""
    grouped: dict[float, list[bool]] = {}
    for score, right in cases:
        grouped.setdefault(round(score, 3), []).append(right)
    return sorted(grouped.items())


def _pooled(one: tuple[float, float, float], other: tuple[float, float, float]) -> tuple[float, float, float]:
    weight = one[2] + other[2]
    return (
        (one[0] * one[2] + other[0] * other[2]) / weight,
        (one[1] * one[2] + other[1] * other[2]) / weight,
        weight,
    )


def _ends(points: Iterable[tuple[float, float]]) -> Curve:
    """The points with ends at 0 and 1, never falling, each score once."""
    curve = [(0.0, 0.0)]
    for score, share in points:
        if score > curve[-1][0]:
            curve.append((round(score, 4), round(max(share, curve[-1][1]), 4)))
    if curve[-1][0] < 1:
        curve.append((1.0, max(curve[-1][1], 0.999)))
    return tuple(curve)
