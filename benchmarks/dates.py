"""Dates and times: how many are found with the right value, beside dateparser's `search_dates`, and how fast.

Reads the public sentences beside the checkout when they are there, and says so when they are not; the project's own
sentences are in this file. Run: `python -m benchmarks.dates [--misses LANGUAGE]`.

A finding is right when it overlaps the place of a true date and has one of its allowed values.
"""

import argparse
import json
import time
import warnings
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ingest.extract import dates
from ingest.model import Medium, Reading

PUBLIC = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "dates" / "dates.jsonl"
SETTINGS = dates.DateSettings(zone="UTC")
ASKED = {"en": 0.85, "it": 0.85}


class Case(NamedTuple):
    language: str
    reference: datetime
    text: str
    dates: list[tuple[int, int, set[str]]]  # start, end, allowed values


class Found(NamedTuple):
    start: int
    end: int
    value: str


class Score(NamedTuple):
    right: int
    found: int
    true: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


def public_cases() -> list[Case]:
    """The public sentences, or none."""
    if not PUBLIC.exists():
        return []
    return [_case(json.loads(line)) for line in PUBLIC.read_text("utf-8").splitlines()]


def _case(row: dict) -> Case:
    reference = datetime.fromisoformat(row["reference"][:19]).replace(tzinfo=UTC)
    true = [(d["start"], d["end"], {_plain(v) for v in d["values"]}) for d in row["dates"]]
    return Case(row["language"], reference, row["text"], true)


def _plain(value: str) -> str:
    """Values to the minute, as our contract has them."""
    return value[:-3] if len(value) == 19 and value[10] == "T" and value.endswith(":00") else value


def ours(case: Case) -> list[Found]:
    reading = Reading(Medium.EMAIL, case.text, case.language)
    return [Found(f.start, f.end, f.value) for f in dates.findings(reading, received=case.reference, settings=SETTINGS)]


def off_the_shelf(case: Case) -> list[Found]:
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": case.reference.replace(tzinfo=None), "DATE_ORDER": "DMY", "PREFER_DATES_FROM": "past"}
    try:
        hits = search_dates(case.text, languages=[case.language], settings=settings) or []
    except Exception:
        return []
    found, at = [], 0
    for words, moment in hits:
        start = max(case.text.find(words, at), 0)
        at = start + len(words)
        # it gives every day the reference's or midnight's time: only another one was in the words
        timed = moment.time() not in {case.reference.time(), datetime.min.time()}
        value = moment.isoformat(timespec="minutes") if timed else moment.date().isoformat()
        found.append(Found(start, at, value))
    return found


def score(cases: Iterable[Case], way: Callable[[Case], list[Found]], misses: list[str] | None = None) -> Score:
    right = found = true = 0
    for case in cases:
        hits, left = way(case), list(case.dates)
        found, true = found + len(hits), true + len(left)
        for hit in hits:
            match = next((d for d in left if hit.start < d[1] and d[0] < hit.end and _plain(hit.value) in d[2]), None)
            if match:
                left.remove(match)
                right += 1
            elif misses is not None:
                misses.append(f"  false  {case.text!r}: {case.text[hit.start : hit.end]!r} = {hit.value}")
        if misses is not None:
            misses += [f"  missed {case.text!r}: {case.text[d[0] : d[1]]!r} = {sorted(d[2])}" for d in left]
    return Score(right, found, true)


# Own sentences, told against Thursday 12 March 2026, 10:00: language, text with [dates] marked, their values in order.
NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
OWN = Path(__file__).with_name("dates_own.txt")


def own_cases() -> list[Case]:
    """Sentences of the kinds complaints hold, decoys among them."""
    lines = [line for line in OWN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [_own(*(part.strip() for part in line.split("|"))) for line in lines]


def _own(language: str, marked: str, values: str = "") -> Case:
    text, spans = "", []
    for part in marked.replace("]", "[").split("["):
        spans.append((len(text), len(text) + len(part)))
        text += part
    allowed = [set(value.split("~")) for value in values.split()]
    return Case(language, NOW, text, [(*span, v) for span, v in zip(spans[1::2], allowed, strict=True)])


def table(title: str, cases: list[Case], *, compare: bool) -> None:
    print(
        f"\n{title}\n{'language':10}{'asked':>8}{'ours':>8}{'precision':>11}{'recall':>8}{'search_dates':>14}{'true':>7}"
    )
    for language in dict.fromkeys(case.language for case in cases):
        mine = [case for case in cases if case.language == language]
        got = score(mine, ours)
        other = f"{score(mine, off_the_shelf).f1:.2f}" if compare else "-"
        asked = f"{ASKED[language]:.2f}" if language in ASKED else "-"
        precision, recall = got.right / max(got.found, 1), got.right / max(got.true, 1)
        print(f"{language:10}{asked:>8}{got.f1:>8.3f}{precision:>11.3f}{recall:>8.3f}{other:>14}{got.true:>7}")


def page(sentences: int) -> str:
    """A letter of one page, 2,800 characters: so many own sentences with dates, prose without dates between them."""
    prose = (
        "I have been a customer of yours for a long time and expect a proper answer to the questions set out in this "
        "letter. Each member of your staff told me something different, and nobody seemed able to see my notes. I have "
        "spent hours on the phone, the first bill was for £48.20 and the second one for £96.40. "
    )
    dated = [case.text + " " + prose for case in own_cases() if case.language == "en"][:sentences]
    return ("\n".join(dated) + "\n" + prose * 12)[:2800]


def speed(text: str, language: str, repeats: int = 40, rounds: int = 8) -> float:
    """Pages a second of processor time, the best of several rounds: the machine may be shared."""
    reading = Reading(Medium.LETTER, text, language)
    best = 1e9
    for _ in range(rounds):
        begun = time.process_time()
        for _ in range(repeats):
            dates.findings(reading, received=NOW, settings=SETTINGS)
        best = min(best, (time.process_time() - begun) / repeats)
    return 1 / best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", metavar="LANGUAGE", help="list what was missed and what was false")
    parser.add_argument("--alone", action="store_true", help="leave search_dates out: it is slow")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    public = public_cases()
    if arguments.misses:
        lines: list[str] = []
        for cases in (public, own_cases()):
            score([c for c in cases if c.language == arguments.misses], ours, lines)
        print("\n".join(lines))
        return
    if public:
        table(f"public sentences ({len(public)})", public, compare=not arguments.alone)
    else:
        print(f"no public sentences: {PUBLIC} is not there")
    table("own sentences", own_cases(), compare=not arguments.alone)
    print("\nspeed, one-page texts a second of processor time, one process: asked 600")
    for sentences in (0, 4, 8):
        text = page(sentences)
        reading = Reading(Medium.LETTER, text, "en")
        count = len(dates.findings(reading, received=NOW, settings=SETTINGS))
        print(f"{count:4} dates on the page{speed(text, 'en'):8.0f}")


if __name__ == "__main__":
    main()
