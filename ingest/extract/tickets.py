"""Ticket references: known shapes with their check digits, and whatever a word such as "ticket" or "pratica" announces.

Codes that nothing announces are found too, with little confidence, for the words around them to judge (see `roles`).
Repairs scanning errors only towards a shape that the configuration names. Refuses account numbers, invoices, orders,
IBAN, VAT numbers, postcodes, dates and phone numbers, however politely they are introduced. Never imports another
extractor: where two kinds claim the same characters, the engine decides.
"""

import re

from pydantic import BaseModel, ConfigDict, Field

from ingest import errors
from ingest.extract import masks, ticket_tokens, ticket_words
from ingest.extract.issuers import Issuer, own, passes
from ingest.model import Finding, FindingKind, Reading

BARE = "looks like a code"  # the reason of what no word announces
_LIST_GAP = re.compile(
    r"[)\]]?\s{0,2}(?:,|;|/|&|\+|and|or|e|ed|o|und|oder|et|ou|y|en|poi|then|now|ora)?\s{0,2}(?:and|e|und|et|y|then|poi|now|ora)?"
    r"\s{0,2}[(\[]?(?:n\.|no\.|nr\.?|#)?\s?"
)


class TicketSettings(BaseModel):
    """How ticket references look."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prefix: str = Field(default="PR", pattern="^[A-Za-z]{1,8}$", description="Letters in front of our own references.")
    issuers: tuple[Issuer, ...] = Field(
        default=(
            Issuer(name="incident", pattern="INC#{6,10}", role="unknown", examples=("INC0012345",)),
            Issuer(name="incident", pattern="INC-#{6,10}", role="unknown", examples=("INC-4471203",)),
            Issuer(name="request", pattern="REQ#{6,10}", role="unknown", examples=("REQ0012345",)),
            Issuer(name="requested item", pattern="RITM#{7}", role="unknown", examples=("RITM0012345",)),
            Issuer(name="problem", pattern="PRB#{6,10}", role="unknown", examples=("PRB0012345",)),
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
    right = passes(issuer.check, hit.value)
    unlikely = announced.refused and (mask.letters < 3 or hit.repaired)
    proven = right and issuer.check != "none" and not hit.repaired
    if not proven and (unlikely or (mask.letters < 2 and not announced.strength)):
        return []
    score = 0.35 if not right else 0.99 if issuer.check != "none" else 0.85 if hit.repaired else 0.96
    owner = ticket_words.owner(text, hit.start, hit.end, announced)
    role, why = (issuer.role, "its shape is known") if issuer.role != "unknown" else owner
    told = "check digit right" if issuer.check != "none" else "known shape"
    reason = f"{issuer.name}: {told if right else 'check digit wrong'}{', repaired' if hit.repaired else ''}; {why}"
    return [_finding(text, hit.start, hit.end, hit.value, role, score, reason)]


def _finding(text: str, start: int, end: int, value: str, role: str, score: float, reason: str) -> Finding:
    kind = FindingKind.TICKET_REFERENCE
    return Finding(kind, value, text[start:end], role, start, end, None, None, score, reason)


def _announced(text: str, known: list[Finding]) -> list[Finding]:
    """References that a word announces, further ones listed right after such a one, and codes that stand alone."""
    taken = [(one.start, one.end) for one in known]
    found: list[Finding] = []
    for start, end in ticket_tokens.tokens(text):
        if any(start < last and end > first for first, last in taken) or not ticket_tokens.plausible(text, start, end):
            continue
        if finding := _listed(text, start, end, found) or _by_words(text, start, end) or _bare(text, start, end):
            found.append(finding)
    return found


def _bare(text: str, start: int, end: int) -> Finding | None:
    """A code that no word announces or forbids: letters and digits, or figures with a stroke."""
    announced, token = ticket_words.announcement(text, start), text[start:end]
    if announced.refused or not ticket_tokens.coded(token) or ticket_words.names_a_thing(text, start):
        return None
    return _finding(text, start, end, token.upper(), "unknown", 0.5, f"{BARE}; nothing says whose")


def _by_words(text: str, start: int, end: int) -> Finding | None:
    """A reference that the words before it announce."""
    announced = ticket_words.announcement(text, start)
    token = text[start:end]
    if announced.refused or not announced.strength or ticket_words.refuses(token.partition(" ")[0]):
        return None
    if not _enough(token, announced.strength):
        return None
    score = {"strong": 0.93, "weak": 0.8, "near": 0.6}[announced.strength]
    value = token.replace(" ", "") if ticket_tokens.spaced(token) else token.upper()
    role, why = ticket_words.owner(text, start, end, announced)
    return _finding(text, start, end, value, role, score, f"after '{announced.words}'; {why}")


def _enough(token: str, strength: ticket_words.Strength) -> bool:
    """Whether a code looks enough like a reference for how plainly it is announced."""
    letters, digits = sum(map(str.isalpha, token)), sum(map(str.isdecimal, token))
    if strength == "strong":
        return True
    if ticket_tokens.spaced(token):
        return False
    if strength == "near":
        return bool(letters) and digits >= 3 and token[0].isupper()
    return digits >= (3 if letters else 5)


def _listed(text: str, start: int, end: int, found: list[Finding]) -> Finding | None:
    """The next of several: "tickets 48213, 48214 and 48290", "SG44120 and later (SG44187)"."""
    if not found or start - found[-1].end > 40:
        return None
    before, token = found[-1], text[start:end]
    between = text[before.end : start]
    near = (
        len(between) <= 14
        and _LIST_GAP.fullmatch(between)
        and ticket_tokens.shape(token) == ticket_tokens.shape(before.text)
    )
    if not near and not ticket_tokens.twins(before.text, token):
        return None
    score = before.confidence * (0.97 if near else 0.9)
    reason = f"listed after another reference; {before.reason.rpartition('; ')[2]}"
    return _finding(text, start, end, token.upper(), before.role, score, reason)
