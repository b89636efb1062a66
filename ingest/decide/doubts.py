"""What people must look at, and why: each doubt is one sentence for staff.

A doubt sends an item to the queue; it never keeps a complaint from being opened and acknowledged.
"""

from ingest.decide.settings import Settings
from ingest.model import Extraction, Finding, FindingKind, PageState, Reading

_FLAGS = {
    "data_protection": "it is about personal data: the data-protection clock runs",
    "vulnerable": "the writer may be vulnerable",
    "abusive": "it may be abusive: only people may decline it",
    "legal_threat": "it threatens legal action",
    "safety": "somebody may be in danger: read it now",
}
_PARTIAL = "only the head of this very large mail was taken: the rest is in the mailbox"
_URGENT_FIRST = ("safety", "vulnerable", "data_protection", "legal_threat", "abusive")
_UNREAD = {PageState.UNREADABLE: "page {} cannot be read", PageState.HANDWRITTEN: "page {} is handwritten"}
_KINDS = {
    FindingKind.TICKET_REFERENCE: "reference",
    FindingKind.PERSON_NAME: "name",
    FindingKind.DATE_TIME: "date",
    FindingKind.PHONE_NUMBER: "phone number",
    FindingKind.EMAIL_ADDRESS: "e-mail address",
}


def doubtful(extraction: Extraction, settings: Settings) -> tuple[int, ...]:
    """Indices of the findings that a person should confirm: below their threshold, and of a role that matters."""
    return tuple(
        place
        for place, one in enumerate(extraction.findings)
        if one.role not in {"other", "third_party"} and one.confidence < settings.thresholds.of(one.kind)
    )


def flags_of(extraction: Extraction) -> tuple[str, ...]:
    """The names of the flags, each once, the most urgent first."""
    names = {flag.name for flag in extraction.flags}
    return tuple(name for name in _URGENT_FIRST if name in names)


def about_reading(reading: Reading, settings: Settings) -> list[str]:
    """What the reader could not make sure of."""
    said = [_PARTIAL] if _is_partial(reading) else []
    said += [_UNREAD[page.state].format(page.number) for page in reading.pages if page.state in _UNREAD]
    said += [
        f"page {page.number} was hard to read"
        for page in reading.pages
        if page.state is PageState.READ and page.confidence < settings.page_confidence
    ]
    said += [f"the attachment '{one.name}' could not be read: {one.note}" for one in reading.attachments if one.note]
    if reading.splits:
        pages = ", ".join(map(str, reading.splits))
        said.append(f"another letter seems to begin on page {pages}: split it if so")
    known = " ".join(said)
    return said + [note for note in reading.notes if note not in known]


def _is_partial(reading: Reading) -> bool:
    """Whether `arrive` left the body of a giant on the server, and said so in a header."""
    return reading.mail is not None and any(name == "x-partial-message" for name, _ in reading.mail.headers)


def about_findings(extraction: Extraction, places: tuple[int, ...]) -> list[str]:
    """One sentence for all findings to confirm."""
    if not places:
        return []
    named = [_named(extraction.findings[place]) for place in places[:3]]
    more = [f"{len(places) - 3} more"] if len(places) > 3 else []
    return [f"to confirm: {', '.join([*named, *more])}"]


def about_flags(flags: tuple[str, ...]) -> list[str]:
    """One sentence for each flag."""
    return [_FLAGS[name] for name in flags]


def _named(finding: Finding) -> str:
    return f"{_KINDS[finding.kind]} '{' '.join(finding.text.split())[:40]}'"
