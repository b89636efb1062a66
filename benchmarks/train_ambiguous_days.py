"""Trains the model of days left open: `python -m benchmarks.train_ambiguous_days [--write] [--check]`.

Learns from the letters in `letters_teaching`, on which nothing is measured, typed and printed. `--check` prints how
many of the days that the words leave open are right by the grammar's own choice, and by models that had not seen the
letter. `--write` keeps a model fitted on all letters. The same letters and code give the same weights.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks import own_set
from benchmarks.findings_set import printed, settings_of, typed
from benchmarks.own_set import Case
from benchmarks.train_roles import FOLDS, fit, placed
from ingest.extract import ambiguous_days, dates
from ingest.extract.names_lexicon import DATA
from ingest.extract.role_weights import Table, save, table
from ingest.model import FindingKind, Reading

STRENGTH = 3.0  # L2, chosen by --check


@dataclass(frozen=True, slots=True)
class Lesson:
    """A day left open, with the occurrences that a reader says are meant."""

    fold: int
    language: str
    day: ambiguous_days.AmbiguousDay
    truth: frozenset[str]


def lessons() -> list[Lesson]:
    """What all teaching letters teach."""
    cases = list(own_set.cases(folder=own_set.TEACHING))
    return [
        one
        for at, case in enumerate(cases)
        for reading in (typed, printed)
        for one in _lessons(case, reading(case), at % FOLDS)
    ]


def _lessons(case: Case, reading: Reading, fold: int) -> Iterator[Lesson]:
    found, now = dates.read(reading, received=case.received, settings=settings_of(case).dates)
    marks = [
        (start, end, mark) for start, end, mark in placed(case, reading.text) if mark.kind is FindingKind.DATE_TIME
    ]
    for one in ambiguous_days.ambiguous_in(reading.text, found, now):
        told = found[one.place]
        mark = next((mark for start, end, mark in marks if start < told.end and told.start < end), None)
        truth = frozenset(each for each, day in one.days.items() if mark and _means(mark.values, day.isoformat()))
        yield Lesson(fold, case.language, one, truth)


def _means(values: Sequence[str], day: str) -> bool:
    """Whether a value is that day, or an hour or hours of it."""
    return any(value[:10] == day and {part[:10] for part in value.split("/")} == {day} for value in values)


def trained(known: Sequence[Lesson], strength: float) -> Table:
    """A table fitted on those lessons that have one answer."""
    told = [(one.day.features, next(iter(one.truth))) for one in known if len(one.truth) == 1]
    return table(fit(told, strength), {}, ambiguous_days.OCCURRENCES)


def _check(known: Sequence[Lesson], strength: float) -> None:
    counts: dict[str, Counter[str]] = {}
    for fold in range(FOLDS):
        weights = trained([one for one in known if one.fold != fold], strength)
        for one in (one for one in known if one.fold == fold and one.truth):
            model = ambiguous_days.meant(one.day, weights)[0]
            count = counts.setdefault(one.language, Counter())
            count.update({"all": 1, "rule": one.day.rule in one.truth, "model": model in one.truth})
    print(f"strength {strength:g}:    open  by the grammar  by the model")
    for language, count in sorted(counts.items()):
        rule, model_right = count["rule"] / count["all"], count["model"] / count["all"]
        print(f"  {language:8}{count['all']:12}{rule:16.3f}{model_right:14.3f}")


def main() -> None:
    """Train, and say what it is worth."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--write", action="store_true", help="keep the weights")
    asked.add_argument("--check", action="store_true", help="print how many days are right in letters not seen")
    asked.add_argument(
        "--strengths", type=float, nargs="+", default=[STRENGTH], help="of the regularisation, to compare"
    )
    asked_for = asked.parse_args()
    known = lessons()
    print(f"{len(known)} days left open")
    for strength in asked_for.strengths if asked_for.check else ():
        _check(known, strength)
    if asked_for.write:
        save(DATA / ambiguous_days.WEIGHTS, {"occurrence": trained(known, STRENGTH)})
        print(f"wrote {DATA / ambiguous_days.WEIGHTS}")


if __name__ == "__main__":
    main()
