"""Fits the curves that `ingest.extract.confidence` applies: rising, one for each kind."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.extract import confidence
from ingest.extract.confidence import Curve

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding and whether its value and role were right."""

    letter: int  # which letter it is from: letters are kept together
    score: float  # of the extractor, 0 to 1
    right: bool


def unseen(cases: Sequence[Judged]) -> Iterator[tuple[float, bool]]:
    """The confidence of each case by a curve fitted on other letters, and whether it was right."""
    for fold in range(FOLDS):
        curve = rising((one.score, one.right) for one in cases if one.letter % FOLDS != fold)
        yield from ((confidence.at(curve, one.score), one.right) for one in cases if one.letter % FOLDS == fold)


def rising(cases: Iterable[tuple[float, bool]], smoothing: float = 8.0) -> Curve:
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
