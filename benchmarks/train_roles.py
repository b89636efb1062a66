"""Trains the models that tell roles: `python -m benchmarks.train_roles [--write] [--check]`.

Learns from the letters in `letters_teaching`, on which nothing is measured, each as it was typed and as a printed page:
the extractors read them, and what they found takes the role of the mark in its place, or "none" where nothing is
marked. `--check` prints by kind how many roles were right when each fifth of the letters was told by models that had
not seen it, beside what the extractors' rules said, for each strength of regularisation. `--write` keeps models fitted
on all letters. The same letters and code give the same weights.
"""

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pycrfsuite

from benchmarks import own_set
from benchmarks.findings_judged import fits
from benchmarks.findings_set import printed, settings_of, typed
from benchmarks.own_set import Case, Expected
from ingest.extract import engine, role_features, roles
from ingest.extract.names_lexicon import DATA
from ingest.extract.role_weights import NONE, Weights, save, table
from ingest.model import ROLES, Finding, FindingKind, Reading

FOLDS = 5
_WORD = re.compile(r"\S+")
SPARSE = 0.05  # L1, which leaves out what tells nothing
# L2 by kind, chosen by --check: the fewer the examples, the less they are held back.
STRENGTHS = {
    FindingKind.TICKET_REFERENCE: 4.0,
    FindingKind.PERSON_NAME: 10.0,
    FindingKind.DATE_TIME: 10.0,
    FindingKind.PHONE_NUMBER: 2.0,
    FindingKind.EMAIL_ADDRESS: 1.0,
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """The findings of one reading with their true roles."""

    fold: int
    found: list[Finding]
    seen: role_features.Seen
    roles: list[str | None]  # None: teaches nothing


def lesson(case: Case, reading: Reading, fold: int) -> Lesson:
    """What one reading of a case teaches."""
    found = engine.ruled(reading, case.received, settings_of(case))
    marks = list(placed(case, reading.text))
    told = [_true_role(one, marks) for one in found]
    told = [None if one.kind is case.hard else role for one, role in zip(found, told, strict=True)]
    return Lesson(fold, found, role_features.seen(found, reading, case.received), told)


def placed(case: Case, text: str) -> Iterator[tuple[int, int, Expected]]:
    """The marks with their places in a text that was read: line ends differ, and on paper some words do."""
    ours, theirs = list(_WORD.finditer(case.text)), list(_WORD.finditer(text))
    spans: list[tuple[int, int]] = [(0, 0)] * len(ours)
    match = SequenceMatcher(None, [word[0] for word in ours], [word[0] for word in theirs], autojunk=False)
    for _, first, last, begin, end in match.get_opcodes():
        for at in range(first, last):
            low, high = (begin + at - first, begin + at - first + 1) if last - first == end - begin else (begin, end)
            if low < high:
                spans[at] = theirs[low].start(), theirs[high - 1].end()
    for mark in case.findings:
        under = [
            span for word, span in zip(ours, spans, strict=True) if word.start() < mark.end and mark.start < word.end()
        ]
        placed = [span for span in under if span != (0, 0)]
        if placed:
            yield placed[0][0], placed[-1][1], mark


def _true_role(one: Finding, marks: Sequence[tuple[int, int, Expected]]) -> str | None:
    """The role of the mark in a finding's place, first of all one with its value; "none" where there is no mark."""
    here = [mark for start, end, mark in marks if start < one.end and one.start < end]
    alike = [mark for mark in here if mark.kind is one.kind]
    if not alike:
        return None if here else NONE
    return next((mark.role for mark in alike if fits(one, mark, role=False)), alike[0].role)


def fit(told: Iterable[tuple[Sequence[str], str]], strength: float) -> Weights:
    """Weights by maximum likelihood, held small by `strength` (L2): a sequence model whose sequences have one member.

    Args:
        told: features and role of each example.
        strength: of the regularisation.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": SPARSE, "c2": strength, "max_iterations": 120})
    for features, role in told:
        trainer.append([list(features)], [role])
    with tempfile.NamedTemporaryFile(suffix=".crfsuite") as rough:
        trainer.train(rough.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(rough.name)
        weights: Weights = dict(tagger.info().state_features)
        tagger.close()
    return weights


def trained(lessons: Sequence[Lesson], strength: float) -> roles.Tables:
    """The tables for both looks; the second learns from first looks by models that had not seen the letter."""
    fresh = [_tables(_first([one for one in lessons if one.fold != fold], strength), {}) for fold in range(FOLDS)]
    looks = [roles.first_look(one.found, one.seen, fresh[one.fold]) for one in lessons]
    beside = [roles.beside(one.found, one.seen, look) for one, look in zip(lessons, looks, strict=True)]
    second = {kind: fit(_told(lessons, kind, beside), STRENGTHS[kind] * strength) for kind in FindingKind}
    return _tables(_first(lessons, strength), second)


def _first(lessons: Sequence[Lesson], strength: float) -> dict[FindingKind, Weights]:
    return {kind: fit(_told(lessons, kind), STRENGTHS[kind] * strength) for kind in FindingKind}


def _tables(first: dict[FindingKind, Weights], second: dict[FindingKind, Weights]) -> roles.Tables:
    known = {kind: (*sorted(ROLES[kind]), NONE) for kind in FindingKind}
    return {kind: table(first[kind], second.get(kind, {}), known[kind]) for kind in FindingKind}


def _told(
    lessons: Sequence[Lesson], kind: FindingKind, beside: Sequence[list[list[str]]] = ()
) -> Iterator[tuple[list[str], str]]:
    """Features and role of each finding of a kind that teaches; at second look with what stands beside it."""
    for number, one in enumerate(lessons):
        for at, role in enumerate(one.roles):
            if role is not None and one.found[at].kind is kind:
                yield one.seen.features[at] + (beside[number][at] if beside else []), role


# ---- what it is worth ----------------------------------------------------------------------------------------


def compared(lessons: Sequence[Lesson], strength: float) -> dict[FindingKind, Counter[str]]:
    """By kind how many roles there are, and how many are right by rule and by models that had not seen the letter."""
    counts: dict[FindingKind, Counter[str]] = {kind: Counter() for kind in FindingKind}
    for fold in range(FOLDS):
        tables = trained([one for one in lessons if one.fold != fold], strength)
        for one in (one for one in lessons if one.fold == fold):
            for each, look, truth in zip(one.found, roles.looked(one.found, one.seen, tables), one.roles, strict=True):
                role = look.role if look else each.role
                if truth is not None:
                    counts[each.kind].update(
                        {"all": 1, "rule": each.role == truth, "told": role == truth, "none": truth == NONE}
                    )
    return counts


def main() -> None:
    """Train, and say what it is worth."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--write", action="store_true", help="keep the weights")
    asked.add_argument("--check", action="store_true", help="print how many roles are right in letters not seen")
    asked.add_argument("--times", type=float, nargs="+", default=[1.0], help="regularise so many times, to compare")
    asked_for = asked.parse_args()
    known = lessons()
    print(f"{len(known)} readings, {sum(len(one.found) for one in known)} findings")
    for strength in asked_for.times if asked_for.check else ():
        print(f"regularisation x {strength:g}:    findings  by rule  by the models")
        for kind, count in compared(known, strength).items():
            right, rule = count["told"] / max(1, count["all"]), count["rule"] / max(1, count["all"])
            print(f"  {kind.value:18}{count['all']:12}{rule:9.3f}{right:15.3f}")
    if asked_for.write:
        save(DATA / "roles.npz", trained(known, 1.0))
        print(f"wrote {DATA / 'roles.npz'}")


def lessons() -> list[Lesson]:
    """What all teaching letters teach, typed and printed."""
    cases = list(own_set.cases(folder=own_set.TEACHING))
    return [lesson(case, reading(case), at % FOLDS) for at, case in enumerate(cases) for reading in (typed, printed)]


if __name__ == "__main__":
    main()
