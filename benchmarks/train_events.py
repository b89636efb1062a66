"""Teaches what belongs to one contact: `python -m benchmarks.train_events [--write]`.

Learns from the marked findings of `letters_teaching` alone. Prints how many contacts are right in every part when the
marked findings of the own set are tied, which teaches nothing; with `--write` the weights go into the package. The
same letters give the same weights. Learning from what the extraction finds as well was tried, and it ties worse, both
marked findings and found ones.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import own_set
from benchmarks.findings_judged import Count, events, total
from benchmarks.findings_set import Read, part, typed
from benchmarks.own_set import Case
from ingest import extract
from ingest.extract import events as tying
from ingest.extract.events_features import features
from ingest.extract.events_told import PARTS, Part, Told
from ingest.model import Extraction, Finding

OUT = Path(extract.__file__).parent / "data" / tying.WEIGHTS
SMOOTH, SEEN, STEPS = 1.0, 8, 10  # how strongly weights are kept small; times a feature must be seen; rounds
Vector = NDArray[np.float64]
Sample = tuple[Part, list[str], bool]  # features of a pair, and whether the two belong together


def marked(case: Case) -> tuple[Finding, ...]:
    """The findings of a case as a careful reader makes them."""
    return tuple(
        Finding(one.kind, one.values[0], one.text, one.role, one.start, one.end, None, None, 1.0, "marked")
        for one in case.findings
    )


def samples(case: Case) -> Iterable[Sample]:
    """The pairs of a case."""
    together = {
        (name, event.instant, index)
        for event in case.events
        for name in PARTS
        if event.instant is not None and (index := getattr(event, name)) is not None
    }
    told = Told(case.text, marked(case))
    for pair in told.pairs():
        yield pair.part, features(told, pair), (pair.part, pair.date.index, pair.fact.index) in together


def fitted(told: Sequence[Sequence[str]], right: Sequence[bool]) -> dict[str, float]:
    """The weights of a logistic regression, by Newton's method with conjugate gradients."""
    counts = Counter(name for one in told for name in set(one))
    names = sorted(name for name, count in counts.items() if count >= SEEN)
    rows = {name: row for row, name in enumerate(names)}
    inside = [sorted({rows[name] for name in one if name in rows}) for one in told]
    lengths = np.array([len(one) for one in inside])
    flat, starts = np.concatenate([np.array(one) for one in inside]), np.r_[0, lengths.cumsum()[:-1]]
    wanted, found = np.array(right, dtype=float), np.zeros(len(names))

    def ahead(by: Vector) -> Vector:
        summed: Vector = np.add.reduceat(by[flat], starts)
        return summed

    def back(by: Vector) -> Vector:
        return np.bincount(flat, weights=np.repeat(by, lengths), minlength=len(names)).astype(np.float64)

    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-ahead(found)))
        slope, curve = back(odds - wanted) + SMOOTH * found, odds * (1 - odds)

        def bent(by: Vector, curve: Vector = curve) -> Vector:
            return back(curve * ahead(by)) + SMOOTH * by

        found = found + _solved(bent, -slope)
    return {name: round(float(weight), 3) for name, weight in zip(names, found, strict=True) if abs(weight) >= 0.001}


def _solved(times: Callable[[Vector], Vector], goal: Vector, steps: int = 40) -> Vector:
    """What `times` makes `goal` of, by conjugate gradients."""
    found, left = np.zeros_like(goal), goal.copy()
    way, size = left.copy(), float(left @ left)
    for _ in range(steps):
        if size < 1e-6:
            break
        moved = times(way)
        far = size / float(way @ moved)
        found, left = found + far * way, left - far * moved
        size, before = float(left @ left), size
        way = left + size / before * way
    return found


def taught(cases: Iterable[Case]) -> dict[Part, dict[str, float]]:
    """The weights that these cases teach, by part."""
    pairs = [sample for case in cases for sample in samples(case)]
    return {
        name: fitted(
            [one for each, one, _ in pairs if each == name], [right for each, _, right in pairs if each == name]
        )
        for name in PARTS
    }


def tied(cases: Iterable[Case], by: tying.Weights) -> Count:
    """How many contacts are right in every part when marked findings are tied."""
    counts = []
    for case in cases:
        found = marked(case)
        made = Extraction(found, (), tying.events_in(case.text, found, taught=by))
        counts.append(events(Read(case, "text", typed(case), made)))
    return total(counts)


def main() -> None:
    """Teach, measure, and write where asked."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--write", action="store_true", help="put the weights into the package")
    told = asked.parse_args()
    letters = list(own_set.cases(folder=own_set.TEACHING))
    weights = taught(letters)
    print(f"{len(letters)} letters, weights: " + ", ".join(f"{name} {len(weights[name])}" for name in PARTS))
    if told.write:
        OUT.write_text(json.dumps(weights, indent=0, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    for name in ("tune", "measure"):
        count = tied((case for case in part(name) if case.language in ("en", "it")), weights)
        print(f"{name:8} contacts whole: F1 {count.f1:.3f} precision {count.precision:.3f} recall {count.recall:.3f}")


if __name__ == "__main__":
    main()
