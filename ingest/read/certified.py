"""Reads Italian certified mail (PEC): the envelope, the mail inside, and what the provider vouches for.

A provider packs the sender's mail as `postacert.eml` beside `daticert.xml`, which says when it was taken over; receipts
(accettazione, consegna, mancata consegna) come in the same dress, without a sender. Rules: D.M. 2 November 2005,
technical rules of certified electronic mail. What it says is a claim until `seal` has looked at the signature.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from xml.etree.ElementTree import Element, ParseError

from ingest.model import Bounce
from ingest.read.characters import line
from ingest.read.heads import Headers, first
from ingest.read.parts import Parsed, Part

_RECEIPTS = {
    "accettazione": "accepted by our provider",
    "non-accettazione": "refused by our provider",
    "presa-in-carico": "taken over by the recipient's provider",
    "avvenuta-consegna": "delivered",
    "errore-consegna": "not delivered",
    "preavviso-errore-consegna": "not delivered yet",
    "rilevazione-virus": "refused because of a virus",
    "posta-certificata": "",
}
_FAILED = {
    "non-accettazione": True,
    "errore-consegna": True,
    "preavviso-errore-consegna": False,
    "rilevazione-virus": True,
}
_SUBJECTS = (
    ("avviso di mancata consegna", "errore-consegna"),
    ("mancata consegna", "errore-consegna"),
    ("avviso di non accettazione", "non-accettazione"),
    ("accettazione:", "accettazione"),
    ("consegna:", "avvenuta-consegna"),
    ("presa in carico", "presa-in-carico"),
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A certified envelope, opened."""

    inner: Part | None  # the sender's own mail; None for receipts
    instant: datetime | None  # when the provider took it over, as the provider says, in UTC
    receipt: str | None  # which receipt it is, as in X-Ricevuta; None when it brings a mail
    words: str  # what the receipt says, in English
    about: str | None  # Message-ID of our mail that a receipt is about
    failed: Bounce | None  # what could not be delivered


@dataclass(frozen=True, slots=True)
class Seal:
    """What is known of a provider's signature."""

    holds: bool  # intact, of the address that is said to have signed, and not of an issuer that nobody named
    words: str  # for staff


def envelope_of(parsed: Parsed, headers: Headers, provider: str | None, trusted: tuple[str, ...]) -> Envelope | None:
    """The certified envelope that this mail is, or None.

    Args:
        parsed: the mail, taken apart.
        headers: its headers.
        provider: the address behind From, lower-case.
        trusted: domains of the providers to believe; empty: all.
    """
    transport = (first(headers, "x-trasporto") or "").strip().lower()
    data = _data(parsed)
    receipt = _receipt(headers, data)
    inner = next((part for part in parsed.parts if part.name.lower() == "postacert.eml"), None)
    if not _trusts(provider, trusted) or not (receipt or (inner and (transport or data is not None))):
        return None
    instant = _instant(data) if transport != "errore" else None
    if receipt is None:
        return Envelope(inner, instant, None, "", None, None)
    about = first(headers, "x-riferimento-message-id") or _field(data, "dati/msgid")
    return Envelope(None, instant, receipt, _RECEIPTS[receipt], _bracketed(about), _failure(data, receipt, about))


def _trusts(provider: str | None, trusted: tuple[str, ...]) -> bool:
    """Whether the settings name the provider; its From, because the envelope keeps the sender's own address."""
    if not trusted:
        return True
    domain = (provider or "").rpartition("@")[2]
    return any(domain == each.lower() or domain.endswith("." + each.lower()) for each in trusted)


def _receipt(headers: Headers, data: Element | None) -> str | None:
    """Which receipt a mail is: by its header, by its data, or by its subject when data is there."""
    said = first(headers, "x-ricevuta") or (data.get("tipo") if data is not None else None)
    named = (said or "").strip().lower()
    if named in _RECEIPTS:
        return named if named != "posta-certificata" else None
    if data is None:
        return None
    subject = (first(headers, "subject") or "").strip().lower()
    return next((receipt for words, receipt in _SUBJECTS if subject.startswith(words)), None)


def _data(parsed: Parsed) -> Element | None:
    """The root of daticert.xml; entities and external references are refused."""
    from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]  # carries no types

    for part in parsed.parts:
        if part.name.lower() == "daticert.xml":
            try:
                root: Element = ElementTree.fromstring(part.content[:1_000_000])
            except (DefusedXmlException, ParseError, ValueError, LookupError):
                return None
            return root if root.tag == "postacert" else None
    return None


def _field(data: Element | None, path: str) -> str | None:
    return line(data.findtext(path) or "", 900) or None if data is not None else None


def _instant(data: Element | None) -> datetime | None:
    """When the provider took it over: `<data zona="+0100"><giorno>03/03/2026</giorno><ora>10:02:33</ora></data>`."""
    stamp = data.find("dati/data") if data is not None else None
    if stamp is None:
        return None
    zone = re.fullmatch(r"([+-])(\d\d):?(\d\d)", (stamp.get("zona") or "+0000").strip())
    text = f"{(stamp.findtext('giorno') or '').strip()} {(stamp.findtext('ora') or '').strip()}"
    try:
        offset = timedelta(hours=int(zone[2]), minutes=int(zone[3])) if zone else timedelta()
        local = datetime.strptime(text, "%d/%m/%Y %H:%M:%S").replace(
            tzinfo=timezone(-offset if zone and zone[1] == "-" else offset)
        )
    except (ValueError, OverflowError):
        return None
    return local.astimezone(UTC)


def _failure(data: Element | None, receipt: str, about: str | None) -> Bounce | None:
    if receipt not in _FAILED:
        return None
    recipient = _field(data, "dati/consegna") or _field(data, "intestazione/destinatari")
    return Bounce(
        recipient=recipient.lower() if recipient and "@" in recipient else None,
        status=None,
        permanent=_FAILED[receipt],
        message_id=_bracketed(about),
        diagnostic=line(_field(data, "dati/errore-esteso") or _RECEIPTS[receipt], 300),
    )


def _bracketed(identifier: str | None) -> str | None:
    if not identifier or not identifier.strip():
        return None
    return f"<{identifier.strip().strip('<>')}>"
