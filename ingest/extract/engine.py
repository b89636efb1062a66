"""Runs the extractors over one reading and makes one honest list of what they found.

Where two kinds claim the same characters, the better founded one wins. Then each finding gets its place on paper, is
raised by corroboration, lowered by doubtful print, and its score becomes a calibrated confidence. Refuses to find the
sender's facts in our own earlier words: of quotes only references and addresses are taken, of disclaimers references.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ingest import errors
from ingest.extract import (
    confidence,
    context,
    dates,
    emails,
    events,
    flags,
    form_fields,
    names,
    phones,
    places_on_paper,
    roles,
    tickets,
)
from ingest.extract.settings import Settings
from ingest.model import Extraction, Finding, FindingKind, Reading, SectionKind

# What a kind's patterns leave to chance, as an advantage where kinds compete: an address has an @, a name has nothing.
_WEIGHT = {
    FindingKind.EMAIL_ADDRESS: 0.6,
    FindingKind.TICKET_REFERENCE: 0.3,
    FindingKind.PHONE_NUMBER: 0.2,
    FindingKind.DATE_TIME: 0.2,
    FindingKind.PERSON_NAME: 0.0,
}
_EARLIER = {SectionKind.QUOTE, SectionKind.DISCLAIMER}
_BLANK = re.compile(r"[^\n]")


def findings_in(reading: Reading, *, received: datetime, settings: Settings) -> Extraction:
    """Everything that can be found in one reading; see `ingest.extract.findings_in`."""
    reading = _bounded(reading, settings.most_characters)
    found = roles.with_roles(ruled(reading, received, settings), reading, received=received, staff=settings.names.staff)
    placed = places_on_paper.placed(found, reading)
    sure = confidence.calibrated(confidence.corroborated(placed))
    return Extraction(
        findings=sure,
        flags=flags.flags_in(_without_earlier(reading)),
        events=events.events_in(reading.text, sure),
    )


def ruled(reading: Reading, received: datetime, settings: Settings) -> list[Finding]:
    """What was found, in order and without overlaps, with the roles that the extractors' own rules give."""
    found = form_fields.labelled(_apart(_raw(reading, received, settings)), reading)
    return _ours_left_out(found, reading, settings)


def normalise(kind: FindingKind, text: str, *, received: datetime, language: str | None, settings: Settings) -> str:
    """The value that a person's text stands for; see `ingest.extract.normalise`."""
    if not text.strip() or len(text) > 400:
        raise errors.Error("Please give a value of one to 400 characters, or reject the finding.")
    match kind:
        case FindingKind.TICKET_REFERENCE:
            return tickets.normalise(text, settings=settings.tickets)
        case FindingKind.PHONE_NUMBER:
            return phones.normalise(text, language=language, settings=settings.phones)
        case FindingKind.EMAIL_ADDRESS:
            return emails.normalise(text)
        case FindingKind.DATE_TIME:
            return dates.normalise(text, received=received, language=language, settings=settings.dates)
        case FindingKind.PERSON_NAME:
            return names.normalise(text)


def _bounded(reading: Reading, most: int) -> Reading:
    """The reading without the far end of an enormous text; positions stay as they are."""
    if len(reading.text) <= most:
        return reading
    sections = tuple(replace(one, end=min(one.end, most)) for one in reading.sections if one.start < most)
    words = tuple(word for word in reading.words if word.end <= most)
    return replace(reading, text=reading.text[:most], sections=sections, words=words)


def _raw(reading: Reading, received: datetime, settings: Settings) -> list[Finding]:
    """What each extractor says for itself; earlier mails are searched only for what is taken from them."""
    new = reading if settings.quoted == "all" else _without_earlier(reading)
    return [
        *form_fields.findings(reading, received=received, settings=settings),
        *emails.findings(reading, settings=settings.emails),
        *tickets.findings(reading, settings=settings.tickets),
        *phones.findings(new, settings=settings.phones),
        *dates.findings(new, received=received, settings=settings.dates),
        *names.findings(new, settings=settings.names),
    ]


def _without_earlier(reading: Reading) -> Reading:
    """The reading with blanks in place of earlier mails: positions stay, and a long thread costs no time."""
    earlier = [one for one in reading.sections if one.kind in _EARLIER]
    if not earlier:
        return reading
    text = reading.text
    for one in earlier:
        text = text[: one.start] + _BLANK.sub(" ", text[one.start : one.end]) + text[one.end :]
    return replace(reading, text=text)


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """The findings without overlaps, in the order of the text; the better founded of two stays."""
    kept: list[tuple[int, int, Finding]] = []
    for one in sorted(found, key=lambda one: (-(one.confidence + _WEIGHT[one.kind]), one.start, one.kind)):
        index = bisect_left(kept, one.end, key=lambda other: other[0])
        if one.start < one.end and (index == 0 or kept[index - 1][1] <= one.start):
            insort(kept, (one.start, one.end, one), key=lambda other: other[0])
    return [one for _, _, one in kept]


def _ours_left_out(found: list[Finding], reading: Reading, settings: Settings) -> list[Finding]:
    """Without what stands in earlier mails: their footers are ours, and their facts were taken when they came."""
    layout = context.layout_of(reading.sections)
    kept: list[Finding] = []
    fresh = {(one.kind, one.value) for one in found if not layout.at(one.start) & _EARLIER}
    for one in found:
        kinds = layout.at(one.start)
        if not kinds & _EARLIER:
            kept.append(one)
        elif (one.kind, one.value) in fresh:
            continue
        elif one.kind is FindingKind.TICKET_REFERENCE or (
            one.kind is FindingKind.EMAIL_ADDRESS and SectionKind.QUOTE in kinds  # who wrote the earlier mail to whom
        ):
            kept.append(one)
        elif settings.quoted == "all" and SectionKind.QUOTE in kinds:
            kept.append(replace(one, role="other", reason=one.reason + ", in a quoted mail"))
    return kept
