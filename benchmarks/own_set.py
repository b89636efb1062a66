"""The project's own set of complaint letters and mails, with everything to be found in them marked by hand.

Reads `letters_own/*.txt` (the mark-up is explained in its README.md) and hands out the plain text with the expected
findings and contact events. It judges nothing, and it makes nothing up: a file that breaks the mark-up is an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path

from ingest.model import ROLES, FindingKind

FOLDER = Path(__file__).parent / "letters_own"
TEACHING = Path(__file__).parent / "letters_teaching"  # other hands, other names: what the role models learn from
OUR_DOMAINS = ("example.org",)
ISSUERS = (
    {"name": "service desk", "pattern": "INC-#{7}", "role": "ours", "check": "none", "examples": ["INC-4471203"]},
)  # what the provider of these letters would write under [[extract.tickets.issuers]]; besides its PR references
OR = " or "  # between values that are equally right

MARK = re.compile(r"\[\[([a-z_]+)\|([a-z_]+)\|([^|\[\]]+)\|([^|\[\]]+?)(?:\|#([0-9,]+))?\]\]")
PARTS = {
    FindingKind.PHONE_NUMBER: "number",
    FindingKind.DATE_TIME: "instant",
    FindingKind.PERSON_NAME: "staff",
    FindingKind.TICKET_REFERENCE: "reference",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One finding a careful reader makes."""

    kind: FindingKind
    role: str
    text: str  # exactly Case.text[start:end]
    start: int
    end: int  # exclusive
    values: tuple[str, ...]  # each of them counts as right; the first is the plainest
    events: tuple[int, ...]  # labels of the contact events it is part of


@dataclass(frozen=True, slots=True)
class Event:
    """One contact with us; each part is an index into Case.findings or None."""

    label: int  # as written in the file, counted from 1
    number: int | None = None
    instant: int | None = None
    staff: int | None = None
    reference: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One letter or mail without its mark-up."""

    name: str  # "en-001"
    medium: str  # "letter" or "mail"
    language: str  # ISO 639-1
    received: datetime  # when it reached us, with the zone of the place it was written in
    from_name: str | None  # mails: what the From header calls the sender
    from_address: str | None
    text: str  # mails begin with their subject, as the mail reader gives them
    findings: tuple[Expected, ...]  # in order of their place
    events: tuple[Event, ...]
    hard: FindingKind | None = None  # written to be hard about that kind: far more decoys than people write


class Unreadable(ValueError):
    """A file of the set breaks the rules of the mark-up; mend the file."""


def cases(language: str | None = None, *, folder: Path = FOLDER) -> Iterator[Case]:
    """All cases in the order of their names, or those in one language (ISO 639-1)."""
    for path in sorted(folder.glob(f"{language or '??'}-*.txt")):
        yield case(path.stem, path.read_text("utf-8"))


def case(name: str, source: str) -> Case:
    """One file of the set, parsed.

    Raises:
        Unreadable: a header is missing, or the mark-up is broken.
    """
    head, rule, marked = source.partition("\n---\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines())
    if not rule or not {"medium", "language", "received"} <= headers.keys():
        raise Unreadable(f"{name}: a header is missing")
    text, findings = unmarked(name, marked.removesuffix("\n"))
    from_name, from_address = parseaddr(headers.get("from", ""))
    return Case(
        name=name,
        medium=headers["medium"],
        language=headers["language"],
        received=datetime.fromisoformat(headers["received"]),
        from_name=from_name or None,
        from_address=from_address or None,
        text=text,
        findings=findings,
        events=tuple(joined(name, findings)),
        hard=FindingKind(headers["hard"]) if "hard" in headers else None,
    )


def unmarked(name: str, marked: str) -> tuple[str, tuple[Expected, ...]]:
    """The text without mark-up, and the findings with their places in it."""
    findings: list[Expected] = []
    text, at = "", 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        findings.append(expected(name, mark, len(text)))
        text += mark[3]
        at = mark.end()
    text += marked[at:]
    if "[[" in text or "]]" in text:
        raise Unreadable(f"{name}: broken mark-up near {text[max(0, text.find('[[')) :][:60]!r}")
    return text, tuple(findings)


def expected(name: str, mark: re.Match[str], start: int) -> Expected:
    """The finding that one mark stands for, beginning at `start` of the plain text."""
    kind = FindingKind(mark[1])
    if mark[2] not in ROLES[kind]:
        raise Unreadable(f"{name}: {mark[2]} is no role of a {kind}")
    events = tuple(int(label) for label in mark[5].split(",")) if mark[5] else ()
    return Expected(kind, mark[2], mark[3], start, start + len(mark[3]), tuple(mark[4].split(OR)), events)


def joined(name: str, findings: tuple[Expected, ...]) -> Iterator[Event]:
    """The contact events that the findings' labels tie together, by label."""
    for label in sorted({label for finding in findings for label in finding.events}):
        parts: dict[str, int] = {}
        for index, finding in enumerate(findings):
            if label not in finding.events:
                continue
            part = PARTS[finding.kind]
            if part in parts:
                raise Unreadable(f"{name}: event {label} has two of {part}")
            parts[part] = index
        yield Event(label, **parts)
