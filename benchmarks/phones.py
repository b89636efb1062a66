"""Phone numbers in public sentences: spans found, beside PhoneNumberMatcher, in one run.

`python benchmarks/phones.py [FILE.jsonl] [--show]`; prints precision, recall and F1 of exact spans.
"""

import json
import sys
from pathlib import Path

import phonenumbers

from ingest.extract import phones
from ingest.model import Medium, Reading

CORPUS = Path(__file__).parents[2] / "shared/corpora/phones/phones.jsonl"


def ours(text):
    reading = Reading(Medium.EMAIL, text, "en", reply_text=text)
    return {(one.start, one.end) for one in phones.findings(reading, settings=phones.PhoneSettings())}


def stock(text):
    leniency = phonenumbers.Leniency.VALID
    return {
        (m.start, m.end) for region in ("GB", "IT") for m in phonenumbers.PhoneNumberMatcher(text, region, leniency)
    }


def stock_possible(text):
    leniency = phonenumbers.Leniency.POSSIBLE
    return {
        (m.start, m.end) for region in ("GB", "IT") for m in phonenumbers.PhoneNumberMatcher(text, region, leniency)
    }


def measure(cases, find, *, show=False):
    right = wrong = missed = 0
    for case in cases:
        asked = {(one["start"], one["end"]) for one in case["phones"]}
        found = find(case["text"])
        right, wrong, missed = right + len(asked & found), wrong + len(found - asked), missed + len(asked - found)
        if show and asked != found:
            words = [[case["text"][start:end] for start, end in spans] for spans in (asked, found)]
            print(f"  {case['text']!r}: asked {words[0]}, found {words[1]}")
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main():
    path = Path(next((word for word in sys.argv[1:] if not word.startswith("-")), CORPUS))
    if not path.exists():
        print(f"no cases: {path} is not there")
        return
    cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    print(f"{len(cases)} sentences; F1 asked: 0.95")
    print(f"{'':<36}precision  recall  F1")
    for name, find in (
        ("postroom", ours),
        ("PhoneNumberMatcher VALID", stock),
        ("PhoneNumberMatcher POSSIBLE", stock_possible),
    ):
        precision, recall, f1 = measure(cases, find, show="--show" in sys.argv and find is ours)
        print(f"{name:<36}{precision:9.3f}  {recall:6.3f}  {f1:.3f}")


if __name__ == "__main__":
    main()
