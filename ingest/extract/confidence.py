"""Turns an extractor's score into a confidence that means something: of findings at 0.9, nine in ten are right.

Each kind has a small logistic model (Platt 1999) over the score, the role, the form of the value and the reasons that
are given, and on top of it a rising curve (isotonic regression, Zadrozny and Elkan 2002). Both are learnt by
`python -m benchmarks.calibrate` on letters that taught nothing else, and kept in `data/calibration.json`; a kind
without a model keeps its score. Corroboration comes before, as evidence.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from math import exp, log

from pydantic import TypeAdapter

from ingest.model import Finding, FindingKind, Medium

Curve = tuple[tuple[float, float], ...]  # points (probability of the model, confidence), both rising
SUREST = 0.995  # a score beyond it, or as near to 0, says no more than this
_PARTICULAR = re.compile(r"'[^']*'|\d+")  # words of the letter, and numbers: not the same in any other letter
_BETWEEN = re.compile(r"[,;] | by | and ")  # the parts of a reason


@dataclass(frozen=True, slots=True)
class Model:
    """What one kind's scores are worth."""

    bias: float
    slope: float  # of the score's log-odds
    weights: Mapping[str, float]  # of features
    curve: Curve

    def worth(self, score: float, features: Iterable[str]) -> float:
        """The confidence, 0 to 1, of a finding with a score, 0 to 1, and these features."""
        odds = self.bias + self.slope * log_odds(score) + sum(self.weights.get(one, 0.0) for one in features)
        return at(self.curve, 1 / (1 + exp(-max(-30.0, min(30.0, odds)))))


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
    models = _models()
    return tuple(
        replace(one, confidence=model.worth(one.confidence, features(one, medium)))
        if (model := models.get(one.kind))
        else one
        for one in found
    )


def features(one: Finding, medium: Medium) -> tuple[str, ...]:
    """What tells, beside its score, whether a finding is right: its role, its form, and why it is believed."""
    form = re.sub(r"\d+", "0", one.value) if one.kind is FindingKind.DATE_TIME else f"{len(one.text.split()):.0f} words"
    whys = _whys(one.reason)
    told = [f"role {one.role}", f"medium {medium}", f"form {form}", f"{one.role}: form {form}"]
    return (*told, *(f"why {why}" for why in whys), *(f"{one.role}: why {why}" for why in whys))


@lru_cache(maxsize=10_000)
def _whys(reason: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_BETWEEN.split(_PARTICULAR.sub("*", reason))))


def log_odds(score: float) -> float:
    """The log-odds of a score from 0 to 1."""
    bounded = min(SUREST, max(1 - SUREST, score))
    return log(bounded / (1 - bounded))


def at(points: Curve, score: float) -> float:
    """The height of a curve at a score, straight between its points."""
    score = min(1.0, max(0.0, score))
    index = bisect_right(points, score, key=lambda point: point[0])
    if index == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[index - 1], points[index]
    return low + (high - low) * (score - left) / (right - left)


def forget() -> None:
    """Leave the shipped models aside, so that confidences are the extractors' bare scores; for fitting new ones."""
    _models().clear()


def restore() -> None:
    """Take the shipped models up again."""
    _models.cache_clear()


def model_of(kind: FindingKind) -> Model | None:
    """The shipped model of a kind."""
    return _models().get(kind)


@lru_cache(maxsize=1)
def _models() -> dict[FindingKind, Model]:
    source = resources.files("ingest.extract") / "data" / "calibration.json"
    return TypeAdapter(dict[FindingKind, Model]).validate_json(source.read_text("utf-8"))
