"""Whom to answer, and how: the one address or postal block that is certain enough, and what is in doubt about it.

A Reply-To or a Cc is never answered; an address that was read rather than sent counts only when it is certain.
"""

import re
from dataclasses import dataclass
from typing import Literal

from ingest.decide.settings import Settings
from ingest.model import Extraction, Finding, FindingKind, Mail, Medium, Reading, SectionKind

_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,190}")
_MOST_LINES = 8  # of a postal address


@dataclass(frozen=True, slots=True)
class Answer:
    """Where an answer goes."""

    channel: Literal["email", "letter"]
    recipient: str | None  # None: a person must say before anything can go
    doubt: str | None = None  # what is not certain, in words for staff


def answer_for(reading: Reading, extraction: Extraction, settings: Settings, vouched: str | None) -> Answer:
    """Where to answer this item.

    Args:
        reading: the item as read.
        extraction: what was found in it.
        settings: how certain a read address must be.
        vouched: the address that our own mail server vouches for, when the caller knows it.
    """
    mail = reading.mail
    if mail and not mail.form and reading.medium is Medium.EMAIL:
        sender = vouched or believed(mail)
        return Answer("email", sender, None if sender else "no usable sender's address: find out how to answer")
    found = _complainants_address(reading, extraction)
    if found and found.confidence >= settings.address_confidence and _ADDRESS.fullmatch(found.value):
        return Answer("email", found.value)
    block = _postal_block(reading)
    if block:
        return Answer("letter", block)
    if found:
        return Answer("email", None, f"the e-mail address '{found.value}' is not certain: confirm it")
    return Answer("letter", None, "no address was found: find out where to answer")


def believed(mail: Mail) -> str | None:
    """The sender's address when nothing contradicts it, else the envelope sender, else None.

    From and envelope must belong to one domain (relaxed, RFC 7489 section 3.1), except where somebody else vouches:
    certified mail, or a colleague who passed the mail on.
    """
    author, envelope = mail.from_address, mail.envelope_sender
    if author and _ADDRESS.fullmatch(author):
        answers_for_it = mail.forwarded_by or author
        if not envelope or mail.certified or _aligned(answers_for_it, envelope):
            return author
    return envelope.lower() if envelope and _ADDRESS.fullmatch(envelope) else None


def _aligned(author: str, envelope: str) -> bool:
    one, other = (address.rpartition("@")[2].lower() for address in (author, envelope))
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def _complainants_address(reading: Reading, extraction: Extraction) -> Finding | None:
    """The complainant's e-mail address in the text, the surest first; none when two different ones are as sure."""
    found = [
        one
        for one in extraction.findings
        if one.kind is FindingKind.EMAIL_ADDRESS and one.role == "complainant" and not _quoted(reading, one)
    ]
    found.sort(key=lambda one: -one.confidence)
    others = [one for one in found[1:] if one.value != found[0].value and one.confidence == found[0].confidence]
    return found[0] if found and not others else None


def _quoted(reading: Reading, finding: Finding) -> bool:
    kinds = {SectionKind.QUOTE, SectionKind.FORWARD, SectionKind.RECIPIENT, SectionKind.LETTERHEAD}
    return any(one.kind in kinds and one.start <= finding.start < one.end for one in reading.sections)


def _postal_block(reading: Reading) -> str | None:
    """The sender's address as it stands at the head of the letter or in the form's field, line by line."""
    for section in reading.sections:
        if section.kind is SectionKind.SENDER or (section.kind is SectionKind.FIELD and section.label == "address"):
            lines = [" ".join(line.split()) for line in reading.text[section.start : section.end].splitlines()]
            lines = [line for line in lines if line and not _no_address_line(line)][:_MOST_LINES]
            if len(lines) > 1 and any(re.search(r"\d", line) for line in lines):
                return "\n".join(lines)
    return None


def _no_address_line(line: str) -> bool:
    """Whether a line of a letter's head is a phone number, an e-mail address or a reference rather than an address."""
    label = r"(?i:tel|telephone|telefono|phone|mobile|mob|cell|cellulare|fax|e-?mail|account|customer|codice|cod|c\.f)"
    return "@" in line or bool(re.match(rf"{label}\b", line)) or bool(re.fullmatch(r"[+\d][\d\s()./-]{6,}", line))
