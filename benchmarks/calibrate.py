"""Fits what scores are worth, on labelled texts, and says what it gains.

    python -m benchmarks.calibrate [CASES.jsonl ...] [--own] [--scans FOLDER] [--write]

`--own` takes the part of the project's own set that is there for this, with `--scans` also as read from paper (see
findings_set.py). In a file one case a line: `text`, `language`, `medium`, `received` (ISO 8601), and `findings`, each
with `kind`, `value` and `role`, as `postroom read --json` prints them; or a correction as `postroom export
--corrections` writes it, so that the same command tells how much of what people corrected is found rightly now. Right
means value and role. What is printed comes from curves that have not seen the letter they judge; what `--write` keeps
is fitted on all.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import calibration_fit
from benchmarks.calibration_fit import Judged
from benchmarks.findings_judged import rights
from benchmarks.findings_set import part, readings
from ingest import extract
from ingest.extract import confidence
from ingest.model import Finding, FindingKind, Medium, Reading

TABLE = Path(__file__).parents[1] / "ingest/extract/data/calibration.json"
LEAST = 40  # cases of a kind below which its scores stay as they are
Scored = tuple[float, bool]
Found = tuple[Finding, bool]  # with whether value and role are right


def own(scans: Path | None) -> Iterator[list[Found]]:
    """The findings of the own set's calibration part, reading by reading."""
    for one in readings(part("calibrate"), scans):
        found = one.extraction.findings
        right = rights(found, one.case.findings, role=True)
        yield list(zip(found, right, strict=True))


def judged(case: dict[str, Any], settings: extract.Settings) -> list[Found]:
    """The findings of one case of a file; of a correction those where it was made."""
    reading = Reading(Medium(case["medium"]), case["text"], case.get("language"), reply_text=case["text"])
    received = datetime.fromisoformat(case["received"])
    found = extract.findings_in(reading, received=received, settings=settings).findings
    if "findings" not in case:
        found = tuple(
            one for one in found
            if one.kind.value == case["kind"] and one.start < case["end"] and case["start"] < one.end
        )  # fmt: skip
    asked = {(one["kind"], one["value"], one["role"]) for one in case.get("findings", [case])}
    return [(one, (one.kind.value, one.value, one.role) in asked) for one in found]


def error(cases: Sequence[Scored]) -> float:
    """The expected calibration error in ten bins: how far confidence and share of right ones lie apart."""
    bins: dict[int, list[Scored]] = defaultdict(list)
    for score, right in cases:
        bins[min(9, int(score * 10))].append((score, right))
    gaps = (abs(sum(score for score, _ in part) - sum(right for _, right in part)) for part in bins.values())
    return sum(gaps) / max(1, len(cases))


def straight_through(cases: Sequence[Scored], precision: float = 0.995) -> float:
    """The largest share of findings that can go unseen while this share of them is right; equal scores go together."""
    ranked = sorted(cases, key=lambda case: -case[0])
    best = rights = 0
    for count, (score, right) in enumerate(ranked, 1):
        rights += right
        last = count == len(ranked) or ranked[count][0] < score
        if last and rights >= precision * count:
            best = count
    return best / max(1, len(cases))


def by_kind(letters: Sequence[list[Found]]) -> dict[FindingKind, list[Judged]]:
    """What is learnt from, kind by kind."""
    cases: dict[FindingKind, list[Judged]] = defaultdict(list)
    for letter, found in enumerate(letters):
        for one, right in found:
            cases[one.kind].append(Judged(letter, one.confidence, right))
    return cases


def report(cases: dict[FindingKind, list[Judged]]) -> None:
    """What the scores are worth as they are, and by curves that have not seen the letter."""
    print(f"{'':<18}findings  right   error before  after   straight through at 99.5 % before  after")
    for kind in FindingKind:
        before = [(one.score, one.right) for one in cases[kind]]
        after = list(calibration_fit.unseen(cases[kind])) if len(before) >= LEAST else before
        right = sum(right for _, right in before) / max(1, len(before))
        shares = f"{straight_through(before):33.3f} {straight_through(after):6.3f}"
        print(f"{kind:<18}{len(before):8} {right:6.3f} {error(before):13.3f} {error(after):6.3f} {shares}")


def main() -> None:
    """Fit, report, and keep where that is asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("cases", nargs="*", type=Path, help="files of labelled cases")
    asked.add_argument("--own", action="store_true", help="the calibration part of the project's own set")
    asked.add_argument("--scans", type=Path, help="folder with the readings of its scanned half")
    asked.add_argument("--write", action="store_true", help="keep the curves")
    told = asked.parse_args()
    confidence.forget()  # scores as the extractors give them, without the curves that are there
    lines = [line for path in told.cases for line in path.read_text("utf-8").splitlines() if line.strip()]
    settings = extract.Settings()
    letters = [judged(json.loads(line), settings) for line in lines] + (list(own(told.scans)) if told.own else [])
    if not letters:
        asked.error("name a file of cases, or --own")
    cases = by_kind(letters)
    report(cases)
    if told.write:
        curves = {
            kind: calibration_fit.rising((one.score, one.right) for one in some)
            for kind, some in sorted(cases.items())
            if len(some) >= LEAST
        }
        TABLE.write_bytes(confidence.TABLE.dump_json(curves, indent=1) + b"\n")
        print(f"wrote {TABLE}")


if __name__ == "__main__":
    main()
