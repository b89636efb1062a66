"""E-mail addresses: as typed, and as a scanner or a shy writer leaves them ("anna © example . org", "anna (at) ...").

Looks only around a sign that can stand for "at", so that a text without one costs nothing. Refuses to guess a missing
"at", and repairs an ending only to one that exists. Never imports another extractor.
"""

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from ingest import errors
from ingest.extract import context
from ingest.model import Finding, FindingKind, Reading, SectionKind

_LOCAL = re.compile(r"[A-Za-z0-9\u00c0-\u024f_](?:[A-Za-z0-9\u00c0-\u024f.!#$%&'*+/=?^_{}~-]{0,63})\Z")
_SPACED_LOCAL = re.compile(r"([A-Za-z0-9_][A-Za-z0-9_.+-]{0,40}) ?([._-]) ?([A-Za-z0-9_]{1,30})\Z")
_LABEL = r"[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f-]{0,61}[A-Za-z0-9\u00c0-\u024f])?"
_DOMAIN = re.compile(rf"({_LABEL}(?:\.{_LABEL}){{1,8}})")
_SPACED_DOMAIN = re.compile(
    r"([A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,40}){0,4})(?: ?[.,] ?| )"
    r"([A-Za-z]{2,6}|c[0o]m|0rg)(?: ?[.,] ?(uk|it|au|nz|za))?\b"
)
_SPELT = re.compile(
    r"([A-Za-z0-9_+-]{1,40}(?: (?:dot|punto|punkt|point) [A-Za-z0-9_+-]{1,40}){0,4}) (?:at|chiocciola|\(at\)|\[at\]) "
    r"([A-Za-z0-9-]{1,40}(?: (?:dot|punto|punkt|point) [A-Za-z0-9-]{2,40}){1,4})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:[@\uff20©®]|[(\[{] ?(?:at|AT|At|@|chiocciola|a) ?[)\]}]) ?")
_ENDINGS = """
com org net info biz edu gov eu uk co it de fr es pt nl ie ch at be lu dk se no fi pl cz io me app dev online email
name pro coop example test invalid ac sm va mt gr hu ro bg si hr sk lt lv ee us ca au nz za in jp cn br
"""
_COMMON = frozenset(_ENDINGS.split())
_SLIPS = {"c0m": "com", "0rg": "org", "con": "com", "corn": "com"}
# What a scanner takes for one another, beside a digit; an address has no check digit that would tell.
_AMBIGUOUS = re.compile(r"[oli][0-9]|[0-9][oli]")
_DOUBT = 0.8
_ME = re.compile(
    r"\b(?:my|me|mine|i|our|us|we|mio|mia|miei|mi|io|nostr[oa]|meine?r?|mich|mir|mon|moi|meu|minha|mijn|"
    r"\w{3,12}(?:temi|arci|armi|ermi|irmi|teci)|rispondete|scrivete|reply|this (?:e-?mail|address)|"
    r"quest[ao] (?:e-?mail|indirizzo))\b"
)
_OWN_LINE = re.compile(
    r"(?:\A|[\n|,;(\t]|  )[ \t]{0,20}(?:e|e-?mail|mail|posta|courriel|correo)(?: address)?[ \t]{0,20}[:.][ \t]{0,20}\Z"
)
_STAFF = re.compile(r"\b(?:your|agent|colleague|vostr\w|vs|operator\w|collega|ihre?|votre)\b")
_WROTE_TO = re.compile(
    r"\b(?:wrote|written|writing|e-?mail(?:ed)?|sent|message|scritto|inviat[oa]|mandat[oa]|mail)\b[^@]{0,14}?"
    r"\b(?:to|at|a|all'|alla|an)[: ]{1,2}\Z"
)
_ELSEWHERE = re.compile(
    r"\b(?:my|me|mine|ombudsm[ae]n|regulator|solicitor|lawyer|bank|neighbour|mio|mia|avvocato|banca)\b"
)
_DESKS = re.compile(
    r"(?:no-?reply|support|help(?:desk)?|complaints?|customer[-._]?(?:services?|care)|service|care|contact|feedback|"
    r"reclami|assistenza|servizio[-._]?clienti|supporto|segnalazioni|kundenservice|beschwerden?)\Z"
)


class EmailSettings(BaseModel):
    """Which addresses are ours."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    our_domains: tuple[str, ...] = Field(default=(), description="Domains of our own addresses: they belong to staff.")


def findings(reading: Reading, *, settings: EmailSettings) -> tuple[Finding, ...]:
    """Every e-mail address in the text of a reading, from left to right, without overlaps.

    Args:
        reading: as the reader made it; `mail` tells whose address is the sender's.
        settings: our own domains.
    """
    layout = context.layout_of(reading.sections)
    scanned = any(page.origin == "ocr" for page in reading.pages)
    found: list[Finding] = []
    for start, end, value, likely, reason in _addresses(reading.text):
        if found and start < found[-1].end:
            continue
        role, why = _role(reading, layout, start, end, value, settings)
        score = 0.99 if why == "the sender's own" else likely * (_DOUBT if scanned and _AMBIGUOUS.search(value) else 1)
        text, kind = reading.text[start:end], FindingKind.EMAIL_ADDRESS
        found.append(Finding(kind, value, text, role, start, end, None, None, score, f"{reason}; {why}"))
    return tuple(found)


def normalise(text: str) -> str:
    """The value of an address that a person typed.

    Raises:
        errors.Error: it is not one address of the form name@domain (RFC 5321, 4.1.2, without quoted names).
    """
    tidy = text.strip().strip("<>").removeprefix("mailto:").strip().lower()
    name, _, domain = tidy.rpartition("@")
    if not name or not _LOCAL.fullmatch(name) or not _DOMAIN.fullmatch(domain) or not _sound(name, domain):
        raise errors.Error("An e-mail address looks like name@example.org, with one @ and no spaces.")
    return tidy


_Address = tuple[int, int, str, float, str]


def _addresses(text: str) -> Iterator[_Address]:
    found = [one for match in _SIGN.finditer(text) if (one := _around(text, match))]
    if "punto" in text or " dot " in text or " DOT " in text:
        found += [one for match in _SPELT.finditer(text) if (one := _spelt(match))]
    return iter(sorted(found))


def _around(text: str, sign: re.Match[str]) -> _Address | None:
    """The address around one sign for "at", exact if possible, else repaired."""
    edge = sign.start() - (text[max(0, sign.start() - 1) : sign.start()] == " ")
    plain = text[edge : sign.end()] in ("@", "\uff20")
    left = text[max(0, edge - 64) : edge]
    right = text[sign.end() : sign.end() + 255]
    local, domain = _LOCAL.search(left), _DOMAIN.match(right)
    if not local:
        return None
    name, start = local[0].lstrip("'"), edge - len(local[0].lstrip("'"))
    if domain and _real(domain[1]):
        exact = _DOMAIN_TAIL.sub("", domain[1])
        split = re.match(r" ?\. ?(?:uk|nz|za|jp|in)\b", right[len(exact) :]) if exact.endswith(".co") else None
        end = sign.end() + len(exact)
        if not split:
            score, reason = (0.98, "plain address") if plain else (0.85, f"'{sign[0].strip()}' read as @")
            return _checked(name, exact, start, end, score, reason)
    spaced = _SPACED_DOMAIN.match(right)
    if not spaced or (ending := _SLIPS.get(spaced[2].lower(), spaced[2].lower())) not in _COMMON:
        return None
    whole = f"{spaced[1]}.{ending}" + (f".{spaced[3]}" if spaced[3] else "")
    return _checked(name, whole, start, sign.end() + spaced.end(), 0.8, "repaired address")


_DOMAIN_TAIL = re.compile(r"[-.]+\Z")


def _real(domain: str) -> bool:
    """Whether a domain can be meant as it stands: its ending has letters only, and is not a scanner's slip."""
    ending = domain.rsplit(".", 1)[1].lower()
    return len(ending) >= 2 and ending.isalpha() and ending not in _SLIPS


def _checked(name: str, domain: str, start: int, end: int, score: float, reason: str) -> _Address | None:
    if not _sound(name, domain):
        return None
    return start, end, f"{name}@{domain}".lower(), score, reason


def _sound(name: str, domain: str) -> bool:
    return ".." not in name and not name.endswith(".") and len(name) <= 64 and len(domain) <= 253


def _spelt(match: re.Match[str]) -> _Address | None:
    """An address in words: "anna dot rossi at example dot org"."""
    name, domain = (re.sub(r" (?:dot|punto|punkt|point) ", ".", part, flags=re.IGNORECASE) for part in match.groups())
    if domain.rsplit(".", 1)[1].lower() not in _COMMON:
        return None
    return _checked(name, domain, match.start(), match.end(), 0.85, "address in words")


def _role(
    reading: Reading, layout: context.Layout, start: int, end: int, value: str, settings: EmailSettings
) -> tuple[str, str]:
    """Whose address it is, and why."""
    mail = reading.mail
    if mail and value in (mail.from_address, *mail.reply_to):
        return "complainant", "the sender's own"
    domain = value.rpartition("@")[2]
    if any(domain == ours.lower() or domain.endswith("." + ours.lower()) for ours in settings.our_domains):
        return "staff", "our domain"
    if layout.at(start) & {SectionKind.SENDER, SectionKind.SIGNATURE, SectionKind.LETTERHEAD}:
        return "complainant", "in the writer's own block"
    left, _ = context.sentence(reading.text, start, end, 90)
    return _by_words(reading.text[left:start].lower().rpartition("@")[2], value.partition("@")[0])


def _by_words(near: str, name: str) -> tuple[str, str]:
    """Whose address it is by the words before it in its sentence, after any other address, and by its name."""
    if _OWN_LINE.search(near):
        return "complainant", "the writer's own line"
    if _DESKS.match(name) or (_WROTE_TO.search(near) and not _ELSEWHERE.search(near)):
        return "staff", "where the writer wrote to"
    if _STAFF.search(near[-40:]) and not _ME.search(near[-25:]):
        return "staff", "called ours by the writer"
    if _ME.search(near[-45:]):
        return "complainant", "called the writer's own"
    return "other", "nothing says whose"
