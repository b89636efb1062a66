"""What stands in the labelled fields of an online form: said by the writer in so many words, so hardly in doubt.

Takes only values that are what their label says; anything else in a field is left to the extractors, which read it
as they read any text.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ingest import errors
from ingest.extract import dates, emails, names, phones, tickets
from ingest.extract.settings import Settings
from ingest.model import Finding, FindingKind, Reading, Section, SectionKind

# What each canonical field of a form holds, and the role of it.
_MEANING = {
    "reference": (FindingKind.TICKET_REFERENCE, "ours"),
    "phone": (FindingKind.PHONE_NUMBER, "call_back"),
    "call_back": (FindingKind.PHONE_NUMBER, "call_back"),
    "called_from": (FindingKind.PHONE_NUMBER, "called_from"),
    "email": (FindingKind.EMAIL_ADDRESS, "complainant"),
    "name": (FindingKind.PERSON_NAME, "complainant"),
    "staff": (FindingKind.PERSON_NAME, "staff"),
    "date": (FindingKind.DATE_TIME, "contact"),
}
_VALUE = re.compile(r"[^,;\n]{1,120}")
_SURE = 0.99
REASON = "in the form's field"
_NAME = re.compile(r"[^\W\d_][^\d@:/]{1,59}")


def findings(reading: Reading, *, received: datetime, settings: Settings) -> list[Finding]:
    """The values of a form's fields, from left to right.

    Args:
        reading: as the reader made it; only sections of the kind FIELD are looked at.
        received: when the item arrived, aware.
        settings: this stage's settings.
    """
    found: list[Finding] = []
    for section in reading.sections:
        if _meant(section):
            found += _values(reading, section, received, settings)
    return found


def labelled(found: Iterable[Finding], reading: Reading) -> list[Finding]:
    """The findings, with the role that a form's field gives to what stands in it."""
    fields = [(one, *_MEANING[one.label or ""]) for one in reading.sections if _meant(one)]
    return [_labelled(one, fields) for one in found] if fields else list(found)


def _meant(section: Section) -> bool:
    return section.kind is SectionKind.FIELD and section.label in _MEANING


def _labelled(one: Finding, fields: list[tuple[Section, FindingKind, str]]) -> Finding:
    for field, kind, role in fields:
        if kind is one.kind and field.start <= one.start < field.end:
            return replace(one, role=role, reason=f"{REASON} '{field.label}'")
    return one


def _values(reading: Reading, section: Section, received: datetime, settings: Settings) -> list[Finding]:
    kind, role = _MEANING[section.label or ""]
    found: list[Finding] = []
    for match in _VALUE.finditer(reading.text, section.start, section.end):
        text = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        value = _value(kind, text, reading.language, received, settings) if text else None
        if value:
            reason = f"{REASON} '{section.label}'"
            found.append(Finding(kind, value, text, role, start, start + len(text), None, None, _SURE, reason))
    return found


def _value(kind: FindingKind, text: str, language: str | None, received: datetime, settings: Settings) -> str | None:
    """The value of a field's text, or None when it is not what the label says."""
    try:
        match kind:
            case FindingKind.TICKET_REFERENCE:
                return tickets.normalise(text, settings=settings.tickets) if len(text.split()) <= 2 else None
            case FindingKind.PHONE_NUMBER:
                return phones.normalise(text, language=language, settings=settings.phones)
            case FindingKind.EMAIL_ADDRESS:
                return emails.normalise(text)
            case FindingKind.DATE_TIME:
                return dates.normalise(text, received=received, language=language, settings=settings.dates)
            case FindingKind.PERSON_NAME:
                return names.normalise(text) if _NAME.fullmatch(text) else None
    except errors.Error:
        return None
