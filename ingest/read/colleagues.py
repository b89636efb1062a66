"""Tells a colleague who passes a customer's mail on from the customer who wrote it.

Only the colleague's own domain, as the settings name it, makes a forward one of ours; then the customer in its header
block is the sender, and their words are the new ones. A customer who forwards something stays the sender.
"""

import re
from dataclasses import dataclass

from ingest.model import SectionKind
from ingest.read.body import Body
from ingest.read.marks import unquoted
from ingest.read.quotes import Cut, Piece, cut
from ingest.read.settings import MailSettings

_FORWARDS = re.compile(
    r"^\s*\W?(?:fwd?|fw|i|inoltr[ao]|wg|wtr?l|tr|rv|enc|res?env|doorst|pd|vs|vb|vl|fs|vidarebef|"
    r"videresendt)\s*[:：]",
    re.IGNORECASE,
)
_MOST = 4  # colleagues in a row
_MAILBOX = re.compile(r"[^\s<>()\[\],;:\"]{1,64}@[^\s<>()\[\],;:\"]{1,200}")


@dataclass(frozen=True, slots=True)
class Passed:
    """A customer's mail that a colleague passed on."""

    name: str | None  # the customer's, from the header block
    address: str | None  # lower-case; None when the header block shows none
    subject: str
    text: str  # the whole text again, the customer's words without marks of quotation
    cut: Cut  # that text, divided: the colleague's note and the header block are FORWARD


def is_colleague(address: str | None, settings: MailSettings) -> bool:
    """Whether an address is of one of our own domains."""
    domain = (address or "").rpartition("@")[2].lower()
    return bool(domain) and domain in {each.lower().lstrip("@") for each in settings.own_domains}


def passed_on(body: Body, subject: str, settings: MailSettings) -> Passed | None:
    """The customer's mail in a colleague's forward, or None when it is none.

    Args:
        body: the colleague's message, divided.
        subject: its subject.
        settings: which domains are ours.
    """
    forward = body.cut.forward
    if forward is None or not (forward.certain or _FORWARDS.match(subject)):
        return None
    above, words = body.text[: forward.start], _unquoted(body.text[forward.start :])
    inner = cut(words)
    for _ in range(_MOST):  # colleagues pass on among themselves first
        if not is_colleague(mailbox_of(forward.sender)[1], settings) or not _brings(inner):
            break
        forward = inner.forward or forward
        above, words = above + words[: forward.start], _unquoted(words[forward.start :])
        inner = cut(words)
    name, address = mailbox_of(forward.sender)
    if is_colleague(address, settings) or not (name or address):
        return None
    pieces = (Piece(SectionKind.FORWARD, 0, len(above)),) if above else ()
    moved = tuple(Piece(each.kind, each.start + len(above), each.end + len(above)) for each in inner.pieces)
    return Passed(
        name, address, forward.subject, above + words, Cut(pieces + moved, inner.new, inner.signature, forward)
    )


def _brings(inner: Cut) -> bool:
    """Whether a mail that was passed on passes another one on."""
    return inner.forward is not None and inner.forward.certain


def mailbox_of(value: str) -> tuple[str | None, str | None]:
    """Name and address from the From line of a header block: `Mary <m@x.org>`, `m@x.org [mailto:m@x.org]`, `Mary`."""
    match = _MAILBOX.search(value)
    address = re.sub(r"^mailto:", "", match[0], flags=re.IGNORECASE).strip("'.").lower() if match else None
    name = re.sub(r"[<\[(].*$", "", value, flags=re.DOTALL).strip(" \"'*")
    return (name if name and "@" not in name else None), address


def _unquoted(text: str) -> str:
    """The words of a forward; when every line of it is marked as quoted, without the marks."""
    rows = text.split("\n")
    filled = [row for row in rows if row.strip()]
    if filled and sum(row.lstrip().startswith(">") for row in filled) >= 0.9 * len(filled):
        return "\n".join(unquoted(row) if row.lstrip().startswith(">") else row for row in rows)
    return text
