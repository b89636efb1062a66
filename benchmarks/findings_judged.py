"""Judges findings against what a careful reader marked: value and role, one by one, and contact events as a whole.

Each expected finding is met by one found one at most. Places are not compared: on paper they differ.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.findings_set import Read
from benchmarks.own_set import Case, Expected
from ingest.model import Finding, FindingKind

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many were right, found and expected."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.expected)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.expected)


def total(counts: Iterable[Count]) -> Count:
    """All of these together."""
    known = list(counts)
    return Count(*(sum(getattr(one, name) for one in known) for name in ("right", "found", "expected")))


def same(kind: FindingKind, value: str) -> str:
    """What two values of a kind have in common when they are the same."""
    if kind is FindingKind.TICKET_REFERENCE:
        return re.sub(r"[\W_]", "", value).upper()
    if kind is FindingKind.PERSON_NAME:
        return " ".join(re.sub(r"[.’'`-]", " ", value).casefold().split())
    return value


def fits(found: Finding, expected: Expected, *, role: bool) -> bool:
    """Whether a finding has the right value, and where asked the right role."""
    if found.kind is not expected.kind or (role and found.role != expected.role):
        return False
    return same(found.kind, found.value) in {same(expected.kind, value) for value in expected.values}


def rights(found: Sequence[Finding], expected: Sequence[Expected], *, role: bool) -> list[bool]:
    """For each finding whether it is right, an expected one being met once; the surest first."""
    left = list(expected)
    right = [False] * len(found)
    for index in sorted(range(len(found)), key=lambda index: -found[index].confidence):
        met = next((one for one in left if fits(found[index], one, role=role)), None)
        if met is not None:
            left.remove(met)
            right[index] = True
    return right


def counted(one: Read, kind: FindingKind, *, role: bool) -> Count:
    """How one reading did at one kind."""
    found = [each for each in one.extraction.findings if each.kind is kind]
    expected = [each for each in one.case.findings if each.kind is kind]
    return Count(sum(rights(found, expected, role=role)), len(found), len(expected))


def events(one: Read) -> Count:
    """How many contact events are right in each of their parts."""
    parts = ("number", "instant", "staff", "reference")
    expected = [tuple(_allowed(one.case, getattr(event, part)) for part in parts) for event in one.case.events]
    found = [tuple(_value(one, getattr(event, part)) for part in parts) for event in one.extraction.events]
    count = len(expected)
    right = 0
    for event in found:
        met = next((each for each in expected if all(_agree(*pair) for pair in zip(event, each, strict=True))), None)
        if met is not None:
            expected.remove(met)
            right += 1
    return Count(right, len(found), count)


def _allowed(case: Case, index: int | None) -> frozenset[str]:
    if index is None:
        return frozenset()
    return frozenset(same(case.findings[index].kind, value) for value in case.findings[index].values)


def _value(one: Read, index: int | None) -> str | None:
    return None if index is None else same(one.extraction.findings[index].kind, one.extraction.findings[index].value)


def _agree(found: str | None, allowed: frozenset[str]) -> bool:
    return found in allowed if allowed else found is None


def scored(reads: Iterable[Read]) -> dict[tuple[str, str], list[tuple[float, bool]]]:
    """By kind and medium of the reading: each finding's confidence, and whether value and role are right."""
    rows: dict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    for one in reads:
        found = one.extraction.findings
        for each, right in zip(found, rights(found, one.case.findings, role=True), strict=True):
            rows[each.kind.value, one.reading.medium.value].append((each.confidence, right))
    return rows


def by_values(finder: Callable[[Case], Iterable[str]], kind: FindingKind, cases: Iterable[Case]) -> Count:
    """How somebody else's finder does at the values of one kind."""
    counts = []
    for case in cases:
        found = [same(kind, value) for value in finder(case)]
        left = [{same(kind, value) for value in one.values} for one in case.findings if one.kind is kind]
        expected, right = len(left), 0
        for value in found:
            met = next((values for values in left if value in values), None)
            if met is not None:
                left.remove(met)
                right += 1
        counts.append(Count(right, len(found), expected))
    return total(counts)
