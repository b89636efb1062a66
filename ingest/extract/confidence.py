"""Turns an extractor's score into a confidence that means something: of findings at 0.9, nine in ten are right.

Each kind has a curve per medium, learnt by isotonic regression (Zadrozny and Elkan 2002; pool adjacent violators) on
cases that taught nothing else, and kept in `data/calibration.json`; a kind without a curve keeps its score, and none
is shipped yet. Corroboration comes before, as evidence.
"""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources

from ingest.model import Finding, FindingKind, Medium

Curve = tuple[tuple[float, float], ...]  # points (score, confidence), both rising
_STRAIGHT: Curve = ((0.0, 0.0), (1.0, 1.0))


def corroborated(found: Sequence[Finding]) -> list[Finding]:
    """The findings, with more confidence where the same fact stands twice."""
    times = Counter((one.kind, one.value) for one in found)
    return [
        replace(one, confidence=1 - (1 - one.confidence) * 0.6, reason=one.reason + ", said twice")
        if times[one.kind, one.value] > 1
        else one
        for one in found
    ]


def calibrated(found: Iterable[Finding], medium: Medium) -> tuple[Finding, ...]:
    """The findings with calibrated confidences."""
    return tuple(replace(one, confidence=at(curve(one.kind, medium), one.confidence)) for one in found)


def fitted(cases: Iterable[tuple[float, bool]], smoothing: float = 2.0) -> Curve:
    """The rising curve that fits scores to how often they were right.

    Args:
        cases: an extractor's score, and whether value and role were right.
        smoothing: how many imagined cases hold each step to its own score, so that few cases do not say "always".
    """
    steps: list[tuple[float, float, float]] = []  # mean score, share right, weight
    for score, rights in _by_score(cases):
        steps.append((score, sum(rights) / len(rights), len(rights)))
        while len(steps) > 1 and steps[-2][1] >= steps[-1][1]:
            steps[-2:] = [_pooled(*steps[-2:])]
    pulled = [(score, (share * weight + score * smoothing) / (weight + smoothing)) for score, share, weight in steps]
    return _rising(pulled)


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


def _rising(points: list[tuple[float, float]]) -> Curve:
    """The points with ends at 0 and 1, never falling, each score once."""
    curve = [(0.0, 0.0)]
    for score, share in points:
        if score > curve[-1][0]:
            curve.append((round(score, 4), round(max(share, curve[-1][1]), 4)))
    if curve[-1][0] < 1:
        curve.append((1.0, max(curve[-1][1], 0.999)))
    return tuple(curve)


def at(points: Curve, score: float) -> float:
    """The height of a curve at a score, straight between its points."""
    score = min(1.0, max(0.0, score))
    index = bisect_right(points, score, key=lambda point: point[0])
    if index == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[index - 1], points[index]
    return low + (high - low) * (score - left) / (right - left)


def curve(kind: FindingKind, medium: Medium) -> Curve:
    """The shipped curve of a kind in a medium, else of the kind, else the straight line."""
    curves = _curves()
    return curves.get(f"{kind}/{medium}") or curves.get(kind.value) or _STRAIGHT


def straighten() -> None:
    """Forget the shipped curves, so that confidences are the extractors' bare scores; for fitting new ones."""
    _curves().clear()


def restore() -> None:
    """Take the shipped curves up again."""
    _curves.cache_clear()


@lru_cache(maxsize=1)
def _curves() -> dict[str, Curve]:
    source = resources.files("ingest.extract") / "data" / "calibration.json"
    table = json.loads(source.read_text("utf-8"))
    return {name: tuple((float(x), float(y)) for x, y in points) for name, points in table["curves"].items()}
