"""How well facts are found in the project's own set: typed, and printed, spoiled, scanned and read again.

    python -m benchmarks.findings [--scans FOLDER] [--part measure|tune|calibrate|all] [--peers] [--faults KIND]

Prints what is asked beside what was measured: F1 by kind, language and medium with the right value and the right role,
contact events right in every part, how far confidences are off, and how much could go straight through. `--scans`
names a folder in which the readings of the scanned half are kept (the first run takes minutes). `--peers` adds what
stock tools find in the same texts. `--faults` lists what was missed and what was found wrongly.
"""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.calibrate import error, straight_through
from benchmarks.findings_judged import Count, by_values, counted, events, rights, scored, total
from benchmarks.findings_set import Read, part, readings
from benchmarks.own_set import Case
from ingest.model import FindingKind

MAIN, OTHERS = ("en", "it"), ("de", "fr", "es")
KINDS = FindingKind
ROWS: tuple[tuple[str, FindingKind, bool, tuple[str, ...], dict[str, float]], ...] = (
    ("ticket references", KINDS.TICKET_REFERENCE, True, MAIN, {"text": 0.985, "ocr": 0.96}),
    ("phones, number and role", KINDS.PHONE_NUMBER, True, MAIN, {"text": 0.97, "ocr": 0.95}),
    ("dates, right value", KINDS.DATE_TIME, False, MAIN, {"text": 0.95, "ocr": 0.93}),
    ("dates, value and role", KINDS.DATE_TIME, True, MAIN, {}),
    ("dates, right value", KINDS.DATE_TIME, False, OTHERS, {"text": 0.85, "ocr": 0.85}),
    ("names", KINDS.PERSON_NAME, False, MAIN, {"text": 0.93, "ocr": 0.88}),
    ("names, with role", KINDS.PERSON_NAME, True, MAIN, {"text": 0.90, "ocr": 0.84}),
    ("e-mail addresses", KINDS.EMAIL_ADDRESS, False, MAIN, {"text": 0.99, "ocr": 0.95}),
    ("e-mail, with role", KINDS.EMAIL_ADDRESS, True, MAIN, {}),
)  # what, kind, with role, languages, what is asked by medium


def table(reads: list[Read]) -> None:
    """One line for each thing asked and each medium, then the same by language."""
    media = sorted({one.medium for one in reads}, reverse=True)
    print(f"{'':26} {'in':8} {'medium':6} {'asked':>6} {'F1':>6} {'precision':>9} {'recall':>7} {'marked':>7}")
    for what, kind, role, languages, asked in ROWS:
        for medium in media:
            some = [one for one in reads if one.medium == medium and one.case.language in languages]
            _line(what, languages, medium, asked.get(medium), total(counted(one, kind, role=role) for one in some))
    for medium, goal in zip(("text", "ocr"), (0.85, 0.80), strict=True):
        some = [one for one in reads if one.medium == medium and one.case.language in MAIN]
        if some:
            _line("contact events whole", MAIN, medium, goal, total(events(one) for one in some))
    print("\nby language, F1 with value and role")
    languages = sorted({one.case.language for one in reads})
    print(f"{'':18} {'medium':6}" + "".join(f"{language:>7}" for language in languages))
    for kind in KINDS:
        for medium in media:
            cells = [
                total(
                    counted(one, kind, role=True) for one in reads if (one.medium, one.case.language) == (medium, each)
                )
                for each in languages
            ]
            print(f"{kind.value:18} {medium:6}" + "".join(f"{cell.f1:7.3f}" for cell in cells))


def _line(what: str, languages: tuple[str, ...], medium: str, asked: float | None, count: Count) -> None:
    goal = f"{asked:6.3f}" if asked else "     -"
    short = " " if not asked or count.f1 >= asked else "<"
    figures = f"{count.f1:6.3f}{short} {count.precision:8.3f} {count.recall:7.3f} {count.expected:7}"
    print(f"{what:26} {' '.join(languages):8} {medium:6} {goal} {figures}")


def confidences(reads: list[Read]) -> None:
    """How far confidences are off, and what could go straight through at 99.5 % precision."""
    rows = scored(reads)
    every = [case for cases in rows.values() for case in cases]
    print(f"\n{'confidence':18} {'findings':>8} {'right':>6} {'error':>6} {'straight through at 99.5 %':>27}")
    for kind in KINDS:
        _sure(kind.value, [case for (name, _), cases in rows.items() if name == kind.value for case in cases])
    _sure("all", every)
    by_kind = sum(
        straight_through(cases) * len(cases)
        for kind in KINDS
        if (cases := [case for (name, _), some in rows.items() if name == kind.value for case in some])
    )
    print(f"asked: error 0.020, straight through 0.800; with a threshold for each kind {by_kind / len(every):.3f}")


def _sure(name: str, cases: list[tuple[float, bool]]) -> None:
    right = sum(right for _, right in cases) / max(1, len(cases))
    print(f"{name:18} {len(cases):8} {right:6.3f} {error(cases):6.3f} {straight_through(cases):27.3f}")


# ---- stock tools ---------------------------------------------------------------------------------------------


def _dates(case: Case) -> Iterator[str]:
    from dateparser.search import search_dates

    told = {"RELATIVE_BASE": case.received.replace(tzinfo=None), "PREFER_DATES_FROM": "past", "DATE_ORDER": "DMY"}
    for text, found in search_dates(case.text, languages=[case.language], settings=told) or ():
        yield (
            found.isoformat(timespec="minutes") if re.search(r"\d[:.]\d\d|[ap]m\b", text) else found.date().isoformat()
        )


def _phones(case: Case) -> Iterator[str]:
    import phonenumbers

    region = {"en": "GB"}.get(case.language, case.language.upper())
    for match in phonenumbers.PhoneNumberMatcher(case.text, region):
        yield phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)


def _emails(case: Case) -> Iterable[str]:
    return [found.lower() for found in re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", case.text)]


def _tickets(case: Case) -> Iterable[str]:
    return re.findall(r"\b[A-Z]{2,5}[-/ ]?\d[\d/-]{3,}\b", case.text)


PEERS: tuple[tuple[str, FindingKind, Callable[[Case], Iterable[str]]], ...] = (
    ("a regular expression", KINDS.TICKET_REFERENCE, _tickets),
    ("dateparser search_dates", KINDS.DATE_TIME, _dates),
    ("phonenumbers matcher", KINDS.PHONE_NUMBER, _phones),
    ("a regular expression", KINDS.EMAIL_ADDRESS, _emails),
)


def peers(reads: list[Read]) -> None:
    """F1 of the values alone in typed English and Italian: stock tools beside ours."""
    typed = [one for one in reads if one.medium == "text" and one.case.language in MAIN]
    print("\nright value, typed, en and it")
    for name, kind, finder in PEERS:
        theirs = by_values(finder, kind, [one.case for one in typed])
        ours = total(counted(one, kind, role=False) for one in typed)
        print(f"{kind.value:18} {name:24} {theirs.f1:.3f}   ours {ours.f1:.3f}")


def faults(reads: list[Read], kind: FindingKind) -> None:
    """What was found wrongly and what was missed."""
    for one in reads:
        found = [each for each in one.extraction.findings if each.kind is kind]
        expected = [each for each in one.case.findings if each.kind is kind]
        right = rights(found, expected, role=True)
        wrong = [each for each, good in zip(found, right, strict=True) if not good]
        left = [(each.values, each.role) for each in expected]
        for each, good in zip(found, right, strict=True):
            met = next((pair for pair in left if good and each.value in pair[0] and each.role == pair[1]), None)
            left = [pair for pair in left if pair is not met]
        for each in wrong:
            around = " ".join(one.reading.text[max(0, each.start - 50) : each.end + 30].split())
            told = f"{each.value} {each.role} {each.confidence:.2f} ({each.reason})"
            print(f"{one.case.name} {one.medium} + {told} <{around}>")
        for values, role in left:
            print(f"{one.case.name} {one.medium} - {values[0]} {role}")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--scans", type=Path, help="folder for the readings of the scanned half; without it, text only")
    asked.add_argument("--part", choices=("measure", "tune", "calibrate", "all"), default="measure")
    asked.add_argument("--peers", action="store_true", help="stock tools beside ours")
    asked.add_argument("--faults", choices=[kind.value for kind in KINDS], help="list faults of a kind")
    told = asked.parse_args()
    reads = list(readings(part(told.part), told.scans))
    if told.faults:
        faults(reads, FindingKind(told.faults))
        return
    print(f"{sum(one.medium == 'text' for one in reads)} texts, {sum(one.medium == 'ocr' for one in reads)} scans")
    table(reads)
    confidences(reads)
    if told.peers:
        peers(reads)


if __name__ == "__main__":
    main()
