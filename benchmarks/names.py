"""How well names are found: `python -m benchmarks.names [FOLDER] [--spans FILE --only 0|1]`.

Prints precision, recall and F1 of the spans on each public set in FOLDER and on sentences of our own
(names_held_out.txt), and the speed. Three of the public sets (e-mail, web, noisy) taught the weights that ship. What
they are worth on texts that were not seen is told half by half: `python -m benchmarks.train_names --without 0 --out
F.npz`, then `--spans F.npz --only 0` here, and the same with 1. Roles are measured on whole letters, by
benchmarks/findings.py.
"""

import argparse
import re
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.names_public import HALVES, Case, cases, half
from ingest.extract import names_model
from ingest.extract.names import NameSettings, findings
from ingest.extract.names_weights import load
from ingest.extract.names_words import groups_of
from ingest.model import Finding, Medium, Reading

ROOT = Path(__file__).resolve().parent.parent
ROLES = {"s": "staff", "c": "complainant", "t": "third_party", "o": "other"}
ASKED = {"email": 0.88, "web": 0.90, "own it news": 0.82, "own en complaint": 0.93, "own it complaint": 0.93}
MARK = re.compile(r"\[([^|\]]+)\|(.)\]")


def own_cases() -> list[Case]:
    """The sentences written by hand for measuring."""
    found = []
    for line in (ROOT / "benchmarks" / "names_held_out.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, kind, marked = line.split("\t")
            found.append(
                _unmarked(
                    marked.replace("\\n", "\n"), f"own {language} {kind if kind in ('news', 'fresh') else 'complaint'}"
                )
            )
    return found


def _unmarked(marked: str, source: str) -> Case:
    """A text without its marks, the names without their titles."""
    text, spans, place = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[place : mark.start()]
        place, start = mark.end(), len(text)
        words = mark[1].split(" ")
        while len(words) > 1 and "T" in groups_of(words[0]):
            start += len(words.pop(0)) + 1
        text += mark[1]
        spans.append((start, len(text), ROLES[mark[2]]))
    return Case(text + marked[place:], tuple(spans), source)


def found_in(case: Case) -> tuple[Finding, ...]:
    """The product's findings on a case."""
    return findings(Reading(Medium.EMAIL, case.text, None, reply_text=case.text), settings=NameSettings())


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "corpora" / "names")
    asked.add_argument("--spans", type=Path, help="a span model to measure instead of the one that ships")
    asked.add_argument("--only", type=int, choices=HALVES, help="the half of the public sets that did not teach")
    told = asked.parse_args()
    if told.spans:
        part = names_model.Scorer(load(told.spans))
        names_model._scorer = lambda: part
    public = cases(told.folder) if told.only is None else half(cases(told.folder), told.only)
    if told.only is None:
        print("The sets e-mail, web and noisy taught the weights that ship; for what was not seen see --only.")
    if not public:
        print(f"{told.folder} is not there: measuring on our own sentences only.")
    table: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    measured, begun = [*public, *own_cases()], time.process_time()
    for case in measured:
        wanted = {(start, end) for start, end, _ in case.spans}
        found = {(finding.start, finding.end) for finding in found_in(case)}
        counts = (len(wanted & found), len(found), len(wanted))
        table[case.source] = [sum(pair) for pair in zip(table[case.source], counts, strict=True)]
    spent, words = time.process_time() - begun, sum(len(case.text.split()) for case in measured)
    print(f"{'set':18} {'names':>5} {'precision':>9} {'recall':>6} {'F1':>5} {'asked':>5}")
    for source, (hits, marked, expected) in table.items():
        precision, recall = hits / max(marked, 1), hits / max(expected, 1)
        score, goal = 2 * hits / max(marked + expected, 1), ASKED.get(source, "-")
        print(f"{source:18} {expected:5} {precision:9.3f} {recall:6.3f} {score:5.3f} {goal:>5}")
    print(f"speed: {words / spent:,.0f} words a second of processor time (asked: 5,000)")


if __name__ == "__main__":
    main()
