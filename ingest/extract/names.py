"""Person names, and what the cues around them say of whose they are.

A sequence model finds the spans; cues and the parts of the letter give a first opinion of the role, which `roles`
weighs. Streets, firms, products and places are no persons. Refuses to guess who somebody is from anything but the text
and the mail's sender; an alias or a nickname stays as it is written.
"""

from ingest.extract.names_closing import closing, with_own
from ingest.extract.names_cues import ROLES, Cue, Layout, cues, layout_of
from ingest.extract.names_heads import with_cued, with_heads, with_repeats
from ingest.extract.names_lexicon import folded
from ingest.extract.names_model import Span, spans
from ingest.extract.names_settings import NameSettings
from ingest.extract.names_tidy import normalise
from ingest.extract.names_tokens import Tokens, tokens_of
from ingest.extract.names_words import TITLES
from ingest.model import Finding, FindingKind, Reading, SectionKind

__all__ = ["NameSettings", "findings", "normalise"]


def findings(reading: Reading, *, settings: NameSettings) -> tuple[Finding, ...]:
    """The person names in a reading, in order of their places.

    Args:
        reading: the text with its sections and, for mail, its head.
        settings: the limits.

    Returns:
        Findings whose `text` is exactly `reading.text[start:end]`, without titles, and whose `value` is the tidied
        name; the reason names all cues, the strongest first, whose role is given; `page` and `box` are left open.
    """
    text = reading.text[: settings.longest_text]
    sender = normalise(reading.mail.from_name or "") if reading.mail else ""
    tokens = tokens_of(text.encode("utf-8", "replace").decode())  # lone surrogates become ?, one for one
    layout = layout_of(reading)
    last = closing(tokens, reading)
    found = with_own(with_cued(with_heads(spans(tokens), tokens), tokens), tokens, reading, sender)
    named = [
        _finding(tokens, span, text, layout, closes=last is not None and last.first <= span.first < last.end)
        for span in with_repeats(found, tokens)
        if span.confidence >= settings.least_confidence
    ]
    return tuple(one for one in named if _is_name(one.value) and not _is_ours(one, text, settings.companies))


def _is_name(name: str) -> bool:
    """Whether anything of a name is left: at least two letters."""
    return sum(sign.isalpha() for sign in name) > 1


def _is_ours(one: Finding, text: str, companies: tuple[str, ...]) -> bool:
    """Whether it is our own company's name or a part of it, and no title makes a person of it: "Dear Northlight"."""
    before = text[max(0, one.start - 12) : one.start].split()
    if before and folded(before[-1]).strip(".") in TITLES:
        return False
    words = set(one.value.casefold().split())
    return any(words <= set(company.casefold().split()) for company in companies)


def _finding(tokens: Tokens, span: Span, text: str, layout: Layout, *, closes: bool) -> Finding:
    """One name with its cues; `closes` says that it stands alone at the end of the letter."""
    start, end = tokens.starts[span.first], tokens.ends[span.end - 1]
    kind, _ = layout.kind_at(start)
    found = tuple(cues(tokens, span.first, span.end, layout))
    found = (Cue.CLOSING, *found) if closes and kind not in (SectionKind.FIELD, SectionKind.SIGNATURE) else found
    words, name = text[start:end], FindingKind.PERSON_NAME
    role, reason, sure = ROLES[found[0]], ", ".join(found), round(span.confidence, 4)
    return Finding(name, normalise(words), words, role, start, end, None, None, sure, reason)
