"""HTML becomes text, with the places marked where its program put somebody else's words or a signature.

Quotations are found in the structure (blockquote, gmail_quote, Outlook's divRplyFwdMsg and its border line) before the
HTML turns into text, because the text no longer shows them. Nothing is fetched, nothing runs, and what is hidden from
a reader's eyes stays out. The marks are hints for the cutter; no text is dropped here.
"""

import re
from dataclasses import dataclass
from html import unescape

from lxml import etree  # type: ignore[import-untyped]  # carries no types

from ingest.read import flat
from ingest.read.characters import clean
from ingest.read.structure import MarkKind, roots


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that the HTML's structure speaks about."""

    kind: MarkKind
    start: int
    end: int


_LIMIT = 2_000_000  # characters of HTML that are rendered
_DROPPED = ("script", "style", "title", "template", "object", "iframe", "svg", "math", "noscript", "xml")
_SIGNS = re.compile("[\ue000-\ue004]")
_ENTITIES = re.compile(r"&#(?:x0*e00[0-9a-f]|0*5734[4-9]|0*573[56]\d);?", re.IGNORECASE)  # ours, forged
_ENDS = {flat.QUOTE_CLOSES: MarkKind.QUOTE, flat.SIGNATURE_CLOSES: MarkKind.SIGNATURE}

_TAGS = re.compile(
    r"<(?:style|script|head)\b.*?</(?:style|script|head)>|<!--.*?-->|<[^<>]*>", re.IGNORECASE | re.DOTALL
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)|"
    r"max-height\s*:\s*0(?:px)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)",
    re.IGNORECASE,
)


def render(html: str) -> tuple[str, tuple[Mark, ...]]:
    """The text of an HTML body as a reader sees it, and what its structure says.

    Args:
        html: the HTML as decoded; anything is accepted, hostile or broken.

    Returns:
        The text, and marks in it in order of their beginning.
    """
    tree = _tree(html)
    if tree is None:
        return _crude(html), ()
    return _take_marks(flat.flat(tree, {element: sort for sort, element in roots(tree)}))


def _tree(html: str) -> etree._Element | None:
    source = _without_signs(html[:_LIMIT]).encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(source, parser)
    except etree.LxmlError:  # nothing in it that could be an element
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log):  # the parser gave up in the middle
        return None
    if tree is not None:
        etree.strip_elements(tree, *_DROPPED, with_tail=False)
        _drop_hidden(tree)
    return tree


def _crude(html: str) -> str:
    """The words of HTML that no parser gets through, without any layout."""
    return clean(unescape(_TAGS.sub(" ", html[:_LIMIT]))).strip()


def _drop_hidden(tree: etree._Element) -> None:
    """Take out what a reader cannot see: preview texts, and words meant for machines only."""
    hidden = [
        element
        for element in tree.iter(etree.Element)
        if element.attrib and (_HIDDEN.search(element.attrib.get("style", "")) or "hidden" in element.attrib)
    ]
    for element in hidden:
        parent = element.getparent()
        if parent is not None:
            _keep_tail(element, parent)
            parent.remove(element)


def _keep_tail(element: etree._Element, parent: etree._Element) -> None:
    """Give the text behind an element to what stands before it."""
    if not element.tail:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + element.tail
    else:
        before.tail = (before.tail or "") + element.tail


def _without_signs(html: str) -> str:
    """The HTML without what would look like a mark of ours."""
    if not html.isascii():
        html = _SIGNS.sub("", html)
    return _ENTITIES.sub("", html) if "&#" in html else html


def _take_marks(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without the signs of marked elements, and the marks these stood for."""
    pieces: list[str] = []
    marks: list[Mark] = []
    done = length = opened = 0
    for match in _SIGNS.finditer(text):
        piece = clean(text[done : match.start()])
        pieces.append(piece)
        length += len(piece)
        done = match.end()
        if match[0] == flat.REST:
            marks.append(Mark(MarkKind.REST, length, length))
        elif match[0] in _ENDS:
            marks.append(Mark(_ENDS[match[0]], opened, length))
        else:
            opened = length
    pieces.append(clean(text[done:]))
    return "".join(pieces), tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))
