"""Reads calendar invitations (.ics): what, when, where and by whom, as lines of text (RFC 5545)."""

import re

from ingest.model import Medium, Reading, Section, SectionKind
from ingest.read.characters import clean, decode
from ingest.read.language import language_of

_SHOWN = {
    "SUMMARY": "Summary", "DTSTART": "Start", "DTEND": "End", "LOCATION": "Place", "ORGANIZER": "Organizer",
    "DESCRIPTION": "Description", "METHOD": "Method",
}  # fmt: skip
_LINE = re.compile(r"([A-Z-]+)((?:;[^:\"]*(?:\"[^\"]*\")?)*):(.*)", re.DOTALL)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_ESCAPES = {r"\n": "\n", r"\N": "\n", r"\,": ",", r"\;": ";", "\\\\": "\\"}
_MOST_LINES = 2_000


def read_calendar(content: bytes, *, language: str | None = None) -> Reading:
    """The text of an invitation.

    Args:
        content: the whole iCalendar file.
        language: ISO 639-1, when it is known beforehand.
    """
    source = clean(decode(content, "utf-8")[0])
    rows = re.sub(r"\n[ \t]", "", source).split("\n")[:_MOST_LINES]
    text = "\n".join(row for row in map(_shown, rows) if row)
    found = (language, 1.0) if language else language_of(text)
    return Reading(
        medium=Medium.LETTER,
        text=text,
        language=found[0],
        language_confidence=found[1],
        reply_text=text,
        sections=(Section(SectionKind.BODY, 0, len(text)),) if text else (),
    )


def _shown(row: str) -> str:
    match = _LINE.match(row)
    if match is None or match[1] not in _SHOWN or not match[3].strip():
        return ""
    value = re.sub(r"\\[nN,;\\]", lambda escape: _ESCAPES[escape[0]], match[3]).strip()
    if match[1].startswith("DT"):
        value = _STAMP.sub(_readable, value)
    return f"{_SHOWN[match[1]]}: {re.sub('^mailto:', '', value, flags=re.IGNORECASE)}"


def _readable(stamp: re.Match[str]) -> str:
    day = f"{stamp[1]}-{stamp[2]}-{stamp[3]}"
    return f"{day} {stamp[4]}:{stamp[5]}{' UTC' if stamp[7] else ''}" if stamp[4] else day
