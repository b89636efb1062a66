"""Ticket references: known shapes with their check digits, and whatever a word such as "ticket" or "pratica" announces.

Repairs scanning errors only towards a shape that the configuration names. Refuses account numbers, invoices, orders,
IBAN, VAT numbers, postcodes, dates and phone numbers, however politely they are introduced. Never imports another
extractor: where two kinds claim the same characters, the engine decides.
"""

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from ingest import errors
from ingest.extract import masks, ticket_words
from ingest.extract.issuers import Issuer, own, passes
from ingest.model import Finding, FindingKind, Reading

_TOKEN = re.compile(
    r"(?<![A-Za-z0-9@£$€])"
    r"(?:[A-Z]{1,5}[ ]?(?=[0-9]{3}))?(?=[A-Za-z]{0,12}[-/._–]?[A-Za-z]{0,8}[-/._–]?[0-9])"
    r"[A-Za-z0-9](?:[A-Za-z0-9]|[-/._–](?=[A-Za-z0-9])){2,29}"
)
_DIGIT = re.compile("[0-9]")
_SPACE = re.compile(r"\s")
_DATE = re.compile(r"[0-3]?[0-9]([-/.])[01]?[0-9]\1(?:[0-9]{2}|[0-9]{4})|[12][0-9]{3}([-/.])[01]?[0-9]\2[0-3]?[0-9]")
_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}|[A-Z]{1,2}[0-9]{1,2}")
_AMOUNT = re.compile(
    r"[0-9]{1,3}(?:[.,][0-9]{3})*[.,][0-9]{1,2}|[0-9]{1,2}[.:][0-9]{2}(?:am|pm)?|[0-9]{1,4}(?:st|nd|rd|th|am|pm|kg|km|h|p)"
)
_UNIT = re.compile(
    r"\s?(?:%|€|£|\$|euro\b|eur\b|pounds?\b|days?\b|hours?\b|minutes?\b|weeks?\b|months?\b|years?\b|times?\b|people\b|"
    r"giorni\b|ore\b|minuti\b|settimane\b|mesi\b|anni\b|volte\b|persone\b|tage\b|jours\b|d[ií]as\b)"
)
_LIST_GAP = re.compile(
    r"\s{0,2}(?:,|;|/|&|\+|and|or|e|ed|o|und|et|y|en)?\s{0,2}(?:and|e|und|et|y)?\s{0,2}(?:n\.|no\.|nr\.?|#)?\s?"
)


class TicketSettings(BaseModel):
    """How ticket references look."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prefix: str = Field(default="PR", pattern="^[A-Za-z]{1,8}$", description="Letters in front of our own references.")
    issuers: tuple[Issuer, ...] = Field(
        default=(
            Issuer(name="incident", pattern="INC#{6,10}", role="unknown", examples=("INC0012345",)),
            Issuer(name="request", pattern="REQ#{6,10}", role="unknown", examples=("REQ0012345",)),
            Issuer(name="requested item", pattern="RITM#{7}", role="unknown", examples=("RITM0012345",)),
            Issuer(name="case", pattern="CAS-#{4,6}-*{6}", role="unknown", examples=("CAS-01234-A1B2C3",)),
            Issuer(name="ticket", pattern="TKT-#{4,8}", role="unknown", examples=("TKT-004512",)),
        ),
        description="Shapes of references besides our own; 'unknown' leaves it to the words around to say whose it is.",
    )


def findings(reading: Reading, *, settings: TicketSettings) -> tuple[Finding, ...]:
    """Every ticket reference in the text of a reading, from left to right, without overlaps.

    Args:
        reading: as the reader made it; only `text` and `sections` are looked at.
        settings: the prefix of our own references and the shapes of others.
    """
    known = _known(reading.text, settings)
    announced = _announced(reading.text, known)
    return tuple(sorted((*known, *announced), key=lambda one: one.start))


def normalise(text: str, *, settings: TicketSettings) -> str:
    """The value of a reference that a person typed.

    Raises:
        errors.Error: it holds no digit, or is one of ours with a wrong check digit.
    """
    tidy = re.sub(r"\s+", " ", text).strip(" .,:;").upper()
    for issuer in (own(settings.prefix), *settings.issuers):
        for hit in masks.mask(issuer.pattern).hits(tidy):
            if hit.end - hit.start == len(tidy):
                if not passes(issuer.check, hit.value):
                    raise errors.Error(f"The check digit of {hit.value} is wrong, so one of its digits is.")
                return hit.value
    if not re.search("[0-9]", tidy) or len(tidy) > 40:
        raise errors.Error("A ticket reference has at least one digit and at most 40 characters.")
    return tidy


def _known(text: str, settings: TicketSettings) -> list[Finding]:
    found: list[Finding] = []
    folded = masks.folded(text)
    for issuer in (own(settings.prefix), *settings.issuers):
        mask = masks.mask(issuer.pattern)
        for hit in mask.hits_in(text, folded):
            if all(hit.end <= other.start or hit.start >= other.end for other in found):
                found += _from_shape(text, issuer, mask, hit)
    return found


def _from_shape(text: str, issuer: Issuer, mask: masks.Mask, hit: masks.Hit) -> list[Finding]:
    announced = ticket_words.announcement(text, hit.start)
    if announced.refused or (mask.letters < 2 and not announced.strength):
        return []
    right = passes(issuer.check, hit.value)
    score = 0.35 if not right else 0.99 if issuer.check != "none" else 0.85 if hit.repaired else 0.96
    role = issuer.role if issuer.role != "unknown" else ticket_words.owner(text, hit.start, hit.end, announced)
    told = "check digit right" if issuer.check != "none" else "known shape"
    reason = f"{issuer.name}: {told if right else 'check digit wrong'}{', repaired' if hit.repaired else ''}"
    return [_finding(text, hit.start, hit.end, hit.value, role, score, reason)]


def _finding(text: str, start: int, end: int, value: str, role: str, score: float, reason: str) -> Finding:
    kind = FindingKind.TICKET_REFERENCE
    return Finding(kind, value, text[start:end], role, start, end, None, None, score, reason)


def _announced(text: str, known: list[Finding]) -> list[Finding]:
    """References that a word announces, and further ones listed right after such a one."""
    taken = [(one.start, one.end) for one in known]
    found: list[Finding] = []
    for start, end in _tokens(text):
        if any(start < last and end > first for first, last in taken) or not _plausible(text, start, end):
            continue
        if finding := _listed(text, start, end, found) or _by_words(text, start, end):
            found.append(finding)
    return found


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """The spans of words with a digit that look like codes; looks only where digits stand, as few words have one."""
    past = 0
    while digit := _DIGIT.search(text, past):
        begin = max(past, digit.start() - 40)
        gap = max(text.rfind(" ", begin, digit.start()), text.rfind("\n", begin, digit.start()))
        last = _SPACE.search(text, digit.end(), digit.end() + 64)
        stop = last.start() if last else min(len(text), digit.end() + 64)
        match = _TOKEN.search(text, max(past, (gap if gap >= 0 else begin) - 6), stop)
        if match:
            yield match.span()
        past = max(match.end() if match else 0, digit.end() if match else stop)


def _plausible(text: str, start: int, end: int) -> bool:
    """Whether the characters could be a reference at all: not a date, an amount, a postcode, half an address."""
    token = text[start:end]
    digits = sum(character.isdecimal() for character in token)
    if digits < 2 or len(token) < 4 or text[end : end + 1] == "@" or token.lower().startswith("www."):
        return False
    if any(pattern.fullmatch(token) for pattern in (_DATE, _POSTCODE, _AMOUNT)):
        return False
    return not (digits == len(token) and (_is_year(token) or _UNIT.match(text[end : end + 12].lower())))


def _is_year(token: str) -> bool:
    return len(token) == 4 and token[:2] in ("19", "20")


def _by_words(text: str, start: int, end: int) -> Finding | None:
    announced = ticket_words.announcement(text, start)
    token = text[start:end]
    letters = sum(character.isalpha() for character in token)
    digits = sum(character.isdecimal() for character in token)
    if announced.refused or not announced.strength:
        return None
    if announced.strength == "near" and not (letters and digits >= 3 and token[0].isupper()):
        return None
    if announced.strength == "weak" and digits < (3 if letters else 5):
        return None
    score = {"strong": 0.93, "weak": 0.8, "near": 0.6}[announced.strength]
    role = ticket_words.owner(text, start, end, announced)
    return _finding(text, start, end, token.upper(), role, score, f"after '{announced.words}'")


def _listed(text: str, start: int, end: int, found: list[Finding]) -> Finding | None:
    """The next of several: "tickets 48213, 48214 and 48290"."""
    if not found or start - found[-1].end > 12 or not _LIST_GAP.fullmatch(text[found[-1].end : start]):
        return None
    before, token = found[-1], text[start:end]
    if _shape(token) != _shape(before.text):
        return None
    return _finding(
        text, start, end, token.upper(), before.role, before.confidence * 0.97, "listed after another reference"
    )


def _shape(token: str) -> str:
    return re.sub("[A-Z]+", "A", re.sub("[0-9]+", "9", token.upper()))
