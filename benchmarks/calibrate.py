"""Fits the curves that turn scores into confidences, on labelled texts, and says what they are worth.

`python -m benchmarks.calibrate [CASES.jsonl ...] [--own] [--scans FOLDER] [--write]`. `--own` takes the part of the
project's own set that is there for this, with `--scans` also as read from paper (see findings_set.py). In a file one
case a line: `text`, `language`, `medium`, `received` (ISO 8601), and `findings`, each with `kind`, `value` and `role`,
as `postroom read --json` prints them; or a correction as `postroom export --corrections` writes it, so that the same
command tells how much of what people corrected is found rightly now. Right means value and role. The error is measured
on the half of the cases that the curves have not seen; the curves that `--write` keeps are fitted on all.
"""

import argparse
import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from benchmarks.findings_judged import rights
from benchmarks.findings_set import part, readings
from ingest import extract
from ingest.extract import confidence
from ingest.model import FindingKind, Medium, Reading

TABLE = Path(__file__).parents[1] / "ingest/extract/data/calibration.json"
LEAST = 40  # cases of a kind in a medium below which the kind's common curve serves


def own(scans):
    """The findings of the own set's calibration part, as `judged` tells them, reading by reading."""
    for one in readings(part("calibrate"), scans):
        found = one.extraction.findings
        right = rights(found, one.case.findings, role=True)
        yield [
            (each.kind.value, one.reading.medium.value, each.confidence, good)
            for each, good in zip(found, right, strict=True)
        ]


def judged(case, settings):
    """The findings of one case as (kind, medium, score, right); of a correction those where it was made."""
    medium = Medium(case["medium"])
    reading = Reading(medium, case["text"], case.get("language"), reply_text=case["text"])
    received = datetime.fromisoformat(case["received"])
    found = extract.findings_in(reading, received=received, settings=settings).findings
    if "findings" not in case:
        found = [
            one for one in found
            if one.kind.value == case["kind"] and one.start < case["end"] and case["start"] < one.end
        ]  # fmt: skip
    asked = {(one["kind"], one["value"], one["role"]) for one in case.get("findings", [case])}
    return [
        (one.kind.value, medium.value, one.confidence, (one.kind.value, one.value, one.role) in asked) for one in found
    ]


def error(cases):
    """The expected calibration error in ten bins: how far confidence and share of right ones lie apart."""
    bins = defaultdict(list)
    for score, right in cases:
        bins[min(9, int(score * 10))].append((score, right))
    gaps = (abs(sum(score for score, _ in part) - sum(right for _, right in part)) for part in bins.values())
    return sum(gaps) / max(1, len(cases))


def straight_through(cases, precision=0.995):
    """The largest share of findings that can go unseen while this share of them is right; equal scores go together."""
    ranked = sorted(cases, key=lambda case: -case[0])
    best = rights = 0
    for count, (score, right) in enumerate(ranked, 1):
        rights += right
        last = count == len(ranked) or ranked[count][0] < score
        if last and rights >= precision * count:
            best = count
    return best / max(1, len(cases))


def curves(rows):
    """One curve per kind, and one per kind and medium where there are cases enough."""
    grouped = defaultdict(list)
    for kind, medium, score, right in rows:
        grouped[kind].append((score, right))
        grouped[f"{kind}/{medium}"].append((score, right))
    return {name: confidence.fitted(cases) for name, cases in sorted(grouped.items()) if len(cases) >= LEAST}


def applied(rows, fitted):
    straight = ((0.0, 0.0), (1.0, 1.0))
    return [
        (kind, confidence.at(fitted.get(f"{kind}/{medium}") or fitted.get(kind) or straight, score), right)
        for kind, medium, score, right in rows
    ]


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("cases", nargs="*", type=Path, help="files of labelled cases")
    asked.add_argument("--own", action="store_true", help="the calibration part of the project's own set")
    asked.add_argument("--scans", type=Path, help="folder with the readings of its scanned half")
    asked.add_argument("--write", action="store_true", help="keep the curves")
    told = asked.parse_args()
    confidence.straighten()  # scores as the extractors give them, without the curves that are there
    cases = [json.loads(line) for path in told.cases for line in path.read_text("utf-8").splitlines() if line.strip()]
    settings = extract.Settings()
    rows = [judged(case, settings) for case in cases] + (list(own(told.scans)) if told.own else [])
    if not rows:
        asked.error("name a file of cases, or --own")
    seen = [row for part in rows[::2] for row in part]
    unseen = [row for part in rows[1::2] for row in part]
    after = applied(unseen, curves(seen))
    print(f"{len(rows)} cases; on the unseen half: expected calibration error (asked 0.02), share straight through")
    print(f"{'':<18}findings  right   error before  after   straight through at 99.5 %")
    for kind in [one.value for one in FindingKind]:
        before = [(score, right) for name, _, score, right in unseen if name == kind]
        later = [(score, right) for name, score, right in after if name == kind]
        right = sum(right for _, right in before) / max(1, len(before))
        errors = f"{error(before):13.3f} {error(later):6.3f}"
        print(f"{kind:<18}{len(before):8} {right:6.3f} {errors} {straight_through(later):9.3f}")
    if told.write:
        keep_curves(curves([*seen, *unseen]), len(rows))


def keep_curves(fitted, count):
    table = json.loads(TABLE.read_text("utf-8"))
    table["curves"] = {name: [list(point) for point in points] for name, points in fitted.items()}
    table["cases"] = count
    TABLE.write_text(json.dumps(table, indent=1) + "\n", "utf-8")
    print(f"wrote {TABLE}")


if __name__ == "__main__":
    main()
