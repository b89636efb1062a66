"""Turns an extractor's score into a confidence that means something: of findings at 0.9, nine in ten are right.

A score is how sure the extractor is of the value times how sure the role model is of the role. Each kind has a rising
curve over it (isotonic regression, Zadrozny and Elkan 2002; pool adjacent violators), learnt by `python -m
benchmarks.calibrate` on letters that taught nothing else and kept in `data/calibration.json`; a kind without a curve
keeps its score. Corroboration comes before, as evidence.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources

from pydantic import TypeAdapter

from ingest.model import Finding, FindingKind

Curve = tuple[tuple[float, float], ...]  # points (score, confidence), both rising
TABLE = TypeAdapter(dict[FindingKind, Curve])


def corroborated(found: Sequence[Finding]) -> list[Finding]:
    """The findings, with more confidence where the same fact stands twice."""
    times = Counter((one.kind, one.value) for one in found)
    return [
        replace(one, confidence=1 - (1 - one.confidence) * 0.6, reason=one.reason + ", said twice")
        if times[one.kind, one.value] > 1
        else one
        for one in found
    ]


def calibrated(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with calibrated confidences."""
    curves = _curves()
    return tuple(
        replace(one, confidence=at(curve, one.confidence)) if (curve := curves.get(one.kind)) else one for one in found
    )


def at(points: Curve, score: float) -> float:
    """The height of a curve at a score, straight between its points."""
    score = min(1.0, max(0.0, score))
    index = bisect_right(points, score, key=lambda point: point[0])
    if index == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[index - 1], points[index]
    return low + (high - low) * (score - left) / (right - left)


def forget() -> None:
    """Leave the shipped curves aside, so that confidences are the extractors' bare scores; for fitting new ones."""
    _curves().clear()


def restore() -> None:
    """Take the shipped curves up again."""
    _curves.cache_clear()


def curve_of(kind: FindingKind) -> Curve | None:
    """The shipped curve of a kind."""
    return _curves().get(kind)


@lru_cache(maxsize=1)
def _curves() -> dict[FindingKind, Curve]:
    source = resources.files("ingest.extract") / "data" / "calibration.json"
    return TABLE.validate_json(source.read_text("utf-8"))
