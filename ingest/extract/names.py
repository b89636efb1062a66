"""Person names with roles: complainant, staff, third_party or other.

A sequence model finds the spans, cues around them and the parts of the letter tell the roles, the staff directory
confirms colleagues. Streets, firms, products and places are no persons. Refuses to guess who somebody is from
anything but the text, the mail's sender and the directory; an alias or a nickname stays as it is written.
"""

from ingest.extract.names_closing import closing, with_own
from ingest.extract.names_cues import Cue, Layout, cues, layout_of
from ingest.extract.names_heads import with_cued, with_heads, with_repeats
from ingest.extract.names_model import Span, spans
from ingest.extract.names_roles import Mention, around, with_roles
from ingest.extract.names_settings import NameSettings
from ingest.extract.names_tidy import normalise
from ingest.extract.names_tokens import Tokens, tokens_of
from ingest.model import Finding, FindingKind, Reading, SectionKind

__all__ = ["NameSettings", "findings", "normalise"]


def findings(reading: Reading, *, settings: NameSettings) -> tuple[Finding, ...]:
    """The person names in a reading, in order of their places.

    Args:
        reading: the text with its sections and, for mail, its head.
        settings: the staff directory and the limits.

    Returns:
        Findings whose `text` is exactly `reading.text[start:end]`, without titles, and whose `value` is the tidied
        name; `page` and `box` are left open.
    """
    text = reading.text[: settings.longest_text]
    sender = normalise(reading.mail.from_name or "") if reading.mail else ""
    named = mentions(reading, text, settings.least_confidence, sender)
    found = with_roles(named, text, sender=sender, staff=settings.staff)
    return tuple(_finding(mention, text) for mention in found)


def mentions(reading: Reading, text: str, least: float = 0.0, sender: str = "") -> list[Mention]:
    """The names in a text with their cues, before anybody says whose they are.

    Args:
        reading: for its sections.
        text: the reading's text, or its beginning.
        least: names the model is less sure of than this are left out.
        sender: the mail's display name, tidied; "" when there is none.
    """
    tokens = tokens_of(text.encode("utf-8", "replace").decode())  # lone surrogates become ?, one for one
    layout = layout_of(reading)
    last = closing(tokens, reading)
    found = with_own(with_cued(with_heads(spans(tokens), tokens), tokens), tokens, reading, sender)
    named = [
        mention_of(tokens, span, text, layout, closes=last is not None and last.first <= span.first < last.end)
        for span in with_repeats(found, tokens)
        if span.confidence >= least
    ]
    return [mention for mention in named if _is_name(mention.name)]


def mention_of(tokens: Tokens, span: Span, text: str, layout: Layout, *, closes: bool = False) -> Mention:
    """One name with what stands around it; `closes` says that it stands alone at the end of the letter."""
    start, end = tokens.starts[span.first], tokens.ends[span.end - 1]
    kind, label = layout.kind_at(start)
    if kind is SectionKind.FIELD and label != "name":
        kind = SectionKind.BODY  # what a form's message says is said as in any letter
    near = around(tokens, span.first, span.end, section=kind or "", share=start / len(text))
    found = tuple(cues(tokens, span.first, span.end, layout))
    found = (Cue.CLOSING, *found) if closes and kind not in (SectionKind.FIELD, SectionKind.SIGNATURE) else found
    return Mention(start, end, normalise(text[start:end]), found, near, span.confidence)


def _is_name(name: str) -> bool:
    """Whether anything of a name is left: at least two letters."""
    return sum(sign.isalpha() for sign in name) > 1


def _finding(mention: Mention, text: str) -> Finding:
    return Finding(
        kind=FindingKind.PERSON_NAME,
        value=mention.name,
        text=text[mention.start : mention.end],
        role=mention.role,
        start=mention.start,
        end=mention.end,
        page=None,
        box=None,
        confidence=round(mention.confidence * mention.role_confidence, 4),
        reason=mention.reason,
    )
