"""Confidence: calibrated so that it means something, and raised by corroboration."""

import random

from benchmarks import calibration_fit
from benchmarks.calibration_fit import Judged
from ingest.extract import confidence
from ingest.model import Finding, FindingKind


def finding(value: str, score: float) -> Finding:
    return Finding(FindingKind.PHONE_NUMBER, value, value, "other", 0, len(value), None, None, score, "made")


def test_fitted_curve_says_how_often_scores_are_right() -> None:
    """After fitting, a score of 0.8 that was right half of the time gives about one half."""
    random.seed(7)
    cases = [(0.8, random.random() < 0.5) for _ in range(500)] + [(0.95, random.random() < 0.9) for _ in range(500)]
    curve = calibration_fit.rising(cases)
    assert abs(confidence.at(curve, 0.8) - 0.5) < 0.07
    assert abs(confidence.at(curve, 0.95) - 0.9) < 0.07


def test_fitted_curve_never_falls() -> None:
    """A higher score never gives a lower confidence, however odd the cases."""
    random.seed(3)
    for _ in range(50):
        cases = [(round(random.random(), 2), random.random() < 0.5) for _ in range(random.randint(0, 60))]
        curve = calibration_fit.rising(cases)
        heights = [confidence.at(curve, step / 100) for step in range(101)]
        assert heights == sorted(heights)
        assert 0 <= heights[0] <= heights[-1] <= 1


def test_curves_are_judged_on_letters_they_have_not_seen() -> None:
    """Scores that were right in each letter by chance alone are told to be worth what chance gives."""
    random.seed(9)
    cases = [Judged(letter, letter / 1000, random.random() < 0.5) for letter in range(1000)]
    sayings = list(calibration_fit.unseen(cases))
    assert len(sayings) == len(cases)
    told = [score for score, right in sayings if right]
    others = [score for score, right in sayings if not right]
    assert abs(sum(told) / len(told) - sum(others) / len(others)) < 0.05


def test_shipped_curves_are_sound() -> None:
    """The curves that ship rise from 0 to 1: a better score never makes a finding less sure."""
    assert confidence.curve_of(FindingKind.DATE_TIME)
    for kind in FindingKind:
        curve = confidence.curve_of(kind)
        if curve is not None:
            assert (curve[0][0], curve[-1][0]) == (0, 1)
            assert list(curve) == sorted(curve)
            assert [height for _, height in curve] == sorted(height for _, height in curve)


def test_corroboration_needs_the_same_fact() -> None:
    """Only the same value of the same kind corroborates."""
    one, other, again = confidence.corroborated([finding("1", 0.8), finding("2", 0.8), finding("1", 0.8)])
    assert other.confidence == 0.8
    assert one.confidence == again.confidence > 0.8
    assert "said twice" in one.reason


def test_bare_scores_for_fitting() -> None:
    """New curves are fitted on bare scores, not on what older curves made of them."""
    confidence.forget()
    (one,) = confidence.calibrated([finding("1", 0.37)])
    assert one.confidence == 0.37
    confidence.restore()
