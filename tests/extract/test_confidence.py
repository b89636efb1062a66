"""Confidence: calibrated so that it means something, and raised by corroboration."""

import random

from ingest.extract import confidence
from ingest.model import Finding, FindingKind, Medium


def finding(value, score):
    return Finding(FindingKind.PHONE_NUMBER, value, value, "other", 0, len(value), None, None, score, "made")


def test_fitted_curve_says_how_often_scores_are_right():
    """After fitting, a score of 0.8 that was right half of the time gives about one half."""
    random.seed(7)
    cases = [(0.8, random.random() < 0.5) for _ in range(500)] + [(0.95, random.random() < 0.9) for _ in range(500)]
    curve = confidence.fitted(cases)
    assert abs(confidence.at(curve, 0.8) - 0.5) < 0.07
    assert abs(confidence.at(curve, 0.95) - 0.9) < 0.07


def test_fitted_curve_never_falls():
    """A higher score never gives a lower confidence, however odd the cases."""
    random.seed(3)
    for _ in range(50):
        cases = [(round(random.random(), 2), random.random() < 0.5) for _ in range(random.randint(0, 60))]
        curve = confidence.fitted(cases)
        heights = [confidence.at(curve, step / 100) for step in range(101)]
        assert heights == sorted(heights)
        assert 0 <= heights[0] <= heights[-1] <= 1


def test_shipped_curves_are_sound():
    """The curves that ship rise from 0 to 1 and serve every kind and medium."""
    for kind in FindingKind:
        for medium in Medium:
            curve = confidence.curve(kind, medium)
            assert curve[0][0] == 0
            assert curve[-1][0] == 1
            assert list(curve) == sorted(curve)
            assert [height for _, height in curve] == sorted(height for _, height in curve)


def test_corroboration_needs_the_same_fact():
    """Only the same value of the same kind corroborates."""
    one, other, again = confidence.corroborated([finding("1", 0.8), finding("2", 0.8), finding("1", 0.8)])
    assert other.confidence == 0.8
    assert one.confidence == again.confidence > 0.8
    assert "said twice" in one.reason


def test_straight_scores_for_fitting():
    """New curves are fitted on bare scores, not on what older curves made of them."""
    confidence.straighten()
    assert confidence.curve(FindingKind.PHONE_NUMBER, Medium.LETTER) == ((0.0, 0.0), (1.0, 1.0))
    (one,) = confidence.calibrated([finding("1", 0.37)], Medium.LETTER)
    assert one.confidence == 0.37
    confidence.restore()
