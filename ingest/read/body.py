"""Chooses how to read a mail's message: its plain text, or its HTML where that says more.

The plain rendering is what its author's program wrote for readers without HTML, and mostly the better text. HTML is
read when there is nothing else, when the plain text is a stub ("your program cannot show HTML"), or when only the
structure of the HTML shows where a quotation begins.
"""

import re
from dataclasses import dataclass

from ingest.model import SectionKind
from ingest.read.html import Mark, render
from ingest.read.parts import Block
from ingest.read.quotes import Cut, cut
from ingest.read.structure import has_quotes

_TAGS = re.compile(
    r"<(?:style|script|head)\b.*?</(?:style|script|head)>|<!--.*?-->|<[^>]*>|&\w+;", re.IGNORECASE | re.DOTALL
)
_WORD = re.compile(r"\w+")
_OLD = frozenset({SectionKind.QUOTE, SectionKind.FORWARD})


@dataclass(frozen=True, slots=True)
class Body:
    """A mail's message as text, divided."""

    text: str
    cut: Cut
    html: str | None  # as sent, when there was some


def body_of(blocks: list[Block], *, answer: bool, limit: int) -> Body:
    """The message of a mail.

    Args:
        blocks: its stretches in order, each in one or two renderings.
        answer: whether the mail answers an earlier one.
        limit: the most characters that are read.
    """
    html = "\n".join(block.html for block in blocks if block.html)[: 4 * limit] or None
    plain = "\n".join(block.plain for block in blocks if block.plain and not block.plain.isspace())
    plain = plain[:limit]
    if any(_says_more(block) for block in blocks):
        return _rendered(blocks, html, answer=answer, limit=limit)
    division = cut(plain, answer=answer)
    if html and not any(piece.kind in _OLD for piece in division.pieces) and has_quotes(html):
        return _rendered(blocks, html, answer=answer, limit=limit)
    return Body(plain, division, html)


def _rendered(blocks: list[Block], html: str | None, *, answer: bool, limit: int) -> Body:
    """The message with HTML read wherever there is some."""
    text, hints = "", []
    for block in blocks:
        piece, marks = render(block.html) if block.html else (block.plain or "", ())
        start = len(text)
        hints += [Mark(mark.kind, mark.start + start, mark.end + start) for mark in marks]
        text += piece + ("" if piece.endswith("\n") else "\n")
        if len(text) > limit:
            break
    text = "" if text.isspace() else text[:limit]
    return Body(text, cut(text, tuple(hints), answer=answer), html)


def _says_more(block: Block) -> bool:
    """Whether a block's HTML says what its plain text does not."""
    if not block.html:
        return False
    if not block.plain or not block.plain.strip():
        return True
    if len(block.plain) * 12 > len(block.html) and len(block.plain) > 400:
        return False  # as much text as HTML of that length can hold
    words = len(_WORD.findall(_TAGS.sub(" ", block.html[:400_000])))
    return len(_WORD.findall(block.plain)) * 2 < words
