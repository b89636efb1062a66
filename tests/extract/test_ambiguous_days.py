"""A weekday or a day of the month alone means the day that the words around it speak for."""

from datetime import date, datetime

import pytest

from ingest.extract import ambiguous_days
from ingest.extract.dates_told import told
from ingest.extract.role_weights import table

NOW = datetime(2026, 3, 12, 10)  # noqa: DTZ001 - wall-clock time, as the grammar counts; a Thursday


def opened(text, language="en"):
    found = told(text, NOW, (language,))
    return found, ambiguous_days.ambiguous_in(text, found, NOW)


def test_a_weekday_may_be_gone_by_or_to_come():
    """The days that may be meant are those around now; today only where it has that name."""
    _, (one,) = opened("He came on Monday.")
    assert one.rule == "last"
    assert one.days == {
        "last": date(2026, 3, 9),
        "last but one": date(2026, 3, 2),
        "last but two": date(2026, 2, 23),
        "coming": date(2026, 3, 16),
    }
    _, (today,) = opened("He came on Thursday.")
    assert today.days["today"] == NOW.date()
    assert today.days["last"] == date(2026, 3, 5)


def test_a_day_of_the_month_skips_months_that_are_too_short():
    """There is no 31 February."""
    _, (one,) = opened("It broke on the 31st.")
    assert [one.days[occurrence] for occurrence in ("last", "last but one", "coming")] == [
        date(2026, 1, 31),
        date(2025, 12, 31),
        date(2026, 3, 31),
    ]


@pytest.mark.parametrize(
    "text",
    ["He came on 3 March 2026.", "He came yesterday.", "He came last Monday.", "On 3 March he came, and on the Monday"],
)
def test_what_words_settle_is_not_open(text):
    """A month, a year, "last" or the day told just before leave nothing open."""
    assert opened(text)[1] == []


@pytest.mark.parametrize(("clearly", "occurrence"), [(0.3, "last"), (0.6, "coming")])
def test_the_grammar_is_overruled_only_where_another_day_is_clearly_likelier(clearly, occurrence):
    """Odds of e^0.3 are not one and a half to one, those of e^0.6 are."""
    _, (one,) = opened("He came on Monday.")
    weights = table({("week", "coming"): clearly, ("week", "last"): 0.0}, {}, ambiguous_days.OCCURRENCES)
    assert ambiguous_days.meant(one, weights)[0] == occurrence


def test_more_certainty_is_surer(monkeypatch):
    """The day that is chosen carries how likely it is, and nothing else of what was read changes."""
    found, _ = opened("He came on Monday.")
    told_surely = []
    for clearly in (1.0, 3.0):
        weights = table({("week", "coming"): clearly, ("week", "last"): 0.0}, {}, ambiguous_days.OCCURRENCES)
        monkeypatch.setattr(ambiguous_days, "weights", lambda weights=weights: weights)
        (one,) = ambiguous_days.chosen("He came on Monday.", found, NOW)
        assert one == found[0]._replace(day=date(2026, 3, 16), sure=one.sure)
        told_surely.append(one.sure)
    assert 0.5 < told_surely[0] < told_surely[1] <= 0.9


def test_the_weights_know_every_occurrence():
    """The weights that ship speak of the occurrences that the code asks for."""
    assert ambiguous_days.weights().roles == ambiguous_days.OCCURRENCES
