"""Confidence: calibrated so that it means something, and raised by corroboration."""

import random

from benchmarks import calibration_fit
from benchmarks.calibration_fit import Judged
from ingest.extract import confidence
from ingest.model import Finding, FindingKind, Medium


def finding(value: str, score: float, reason: str = "made") -> Finding:
    return Finding(FindingKind.PHONE_NUMBER, value, value, "other", 0, len(value), None, None, score, reason)


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


def test_a_reason_that_proves_better_is_trusted_more() -> None:
    """Of findings with the same score, those with the reason that was right more often come out surer."""
    random.seed(5)
    cases = [
        Judged(letter, 0.8, (f"why {why}",), random.random() < share)
        for letter in range(300)
        for why, share in (("good", 0.95), ("bad", 0.4))
    ]
    model = calibration_fit.model(cases)
    good, bad = (model.worth(0.8, (f"why {why}",)) for why in ("good", "bad"))
    assert abs(good - 0.95) < 0.06
    assert abs(bad - 0.4) < 0.1


def test_models_are_judged_on_letters_they_have_not_seen() -> None:
    """A feature that gives each letter away by heart is worth nothing in another letter."""
    random.seed(9)
    cases = [
        Judged(letter, 0.5, (f"only in {letter % 20}", *(["why"] * right)), right)
        for letter in range(200)
        for right in [random.random() < 0.5]
    ]
    sayings = list(calibration_fit.unseen(cases))
    assert len(sayings) == len(cases)
    told = [score for score, right in sayings if right]
    others = [score for score, right in sayings if not right]
    assert sum(told) / len(told) > 0.8
    assert sum(others) / len(others) < 0.2


def test_shipped_models_are_sound() -> None:
    """Each model that ships gives confidences from 0 to 1, and a better score never makes a finding less sure."""
    for kind in FindingKind:
        model = confidence.model_of(kind)
        if model is not None:
            assert model.slope >= 0
            assert list(model.curve) == sorted(model.curve)
            heights = [model.worth(step / 100, ("role other",)) for step in range(101)]
            assert heights == sorted(heights)
            assert 0 <= heights[0] <= heights[-1] <= 1


def test_corroboration_needs_the_same_fact() -> None:
    """Only the same value of the same kind corroborates."""
    one, other, again = confidence.corroborated([finding("1", 0.8), finding("2", 0.8), finding("1", 0.8)])
    assert other.confidence == 0.8
    assert one.confidence == again.confidence > 0.8
    assert "said twice" in one.reason


def test_words_of_the_letter_are_no_features() -> None:
    """What tells is the kind of reason, not the words it quotes: they stand in no other letter."""
    one, other = (finding("020", 0.8, f"valid number, after '{word}'") for word in ("rang", "phoned"))
    assert confidence.features(one, Medium.EMAIL) == confidence.features(other, Medium.EMAIL)
    assert confidence.features(one, Medium.EMAIL) != confidence.features(finding("020", 0.8), Medium.EMAIL)


def test_bare_scores_for_fitting() -> None:
    """New models are fitted on bare scores, not on what older models made of them."""
    confidence.forget()
    (one,) = confidence.calibrated([finding("1", 0.37)], Medium.LETTER)
    assert one.confidence == 0.37
    confidence.restore()
