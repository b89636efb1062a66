"""HTML becomes text, with the places marked where its program put somebody else's words or a signature.

Quotations are found in the structure (blockquote, gmail_quote, Outlook's divRplyFwdMsg and its border line) before the
HTML turns into text, because the text no longer shows them. Nothing is fetched, nothing runs, and what is hidden from
a reader's eyes stays out. The marks are hints for the cutter; no text is dropped here.
"""

import re
from dataclasses import dataclass
from html import unescape

from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]  # carries no types
from inscriptis.html_engine import Inscriptis  # type: ignore[import-untyped]  # carries no types
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]  # carries no types
from lxml import etree  # type: ignore[import-untyped]  # carries no types

from ingest.read.characters import clean
from ingest.read.flat import flat
from ingest.read.structure import MarkKind, roots


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that the HTML's structure speaks about."""

    kind: MarkKind
    start: int
    end: int


_LIMIT = 2_000_000  # characters of HTML that are rendered
_DEPTH = 120  # nesting beyond which layout is given up and only the words are taken
_CONFIG = ParserConfig(css=CSS_PROFILES["strict"].copy())
_INLINE = (
    "span",
    "b",
    "i",
    "u",
    "em",
    "strong",
    "font",
    "small",
    "big",
    "a",
    "o:p",
    "tt",
    "ins",
    "label",
    "abbr",
    "wbr",
)
_DROPPED = ("script", "style", "title", "template", "object", "iframe", "svg", "math", "noscript", "xml")
_QUOTED, _REST, _OPEN_SIGNATURE, _CLOSE_SIGNATURE = "\ue000\ue001\ue002\ue003"
_SENTINELS = re.compile("[\ue000-\ue003]")
_ENTITIES = re.compile(r"&#(?:x0*e00[0-9a-f]|0*5734[4-9]|0*573[56]\d);?", re.IGNORECASE)  # ours, forged

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
    quotes = [_mark(sort, element) for sort, element in list(roots(tree))]
    return _take_marks(_text(tree), [quote for quote in quotes if quote is not None])


def _tree(html: str) -> etree._Element | None:
    source = _ENTITIES.sub("", _SENTINELS.sub("", html[:_LIMIT])).encode("utf-8", "replace")
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


def _mark(sort: MarkKind, element: etree._Element) -> str | None:
    """Write sentinels where an element is; of a quotation, take the text out and return it."""
    if sort is MarkKind.REST:
        element.addprevious(_line(_REST))
        return None
    if sort is MarkKind.QUOTE:
        text = flat(element)
        element.clear(keep_tail=True)
        element.text = _QUOTED
        element.tag = "div"
        return text
    element.text = _OPEN_SIGNATURE + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + _CLOSE_SIGNATURE
    else:
        element.text += _CLOSE_SIGNATURE
    return None


def _line(text: str) -> etree._Element:
    line = etree.Element("div")
    line.text = text
    return line


def _text(tree: etree._Element) -> str:
    depth = 0
    for element in tree.iter(etree.Element):
        if not len(element):
            depth = max(depth, sum(1 for _ in element.iterancestors()))
            if depth > _DEPTH:
                return flat(tree)
    etree.strip_tags(tree, *_INLINE)  # they carry no layout, and fewer elements render faster
    return str(Inscriptis(tree, _CONFIG).get_text())


def _take_marks(text: str, quotes: list[str]) -> tuple[str, tuple[Mark, ...]]:
    """The text with its quotations back in place and without sentinels, and the marks these stood for."""
    pieces: list[str] = []
    marks: list[Mark] = []
    done = length = signature = 0
    waiting = iter(quotes)
    for match in _SENTINELS.finditer(text):
        piece = clean(text[done : match.start()])
        pieces.append(piece)
        length += len(piece)
        done = match.end()
        if match[0] == _QUOTED:
            quote = clean(next(waiting, ""))
            pieces.append(quote)
            marks.append(Mark(MarkKind.QUOTE, length, length + len(quote)))
            length += len(quote)
        elif match[0] == _REST:
            marks.append(Mark(MarkKind.REST, length, length))
        elif match[0] == _OPEN_SIGNATURE:
            signature = length
        else:
            marks.append(Mark(MarkKind.SIGNATURE, signature, length))
    pieces.append(clean(text[done:]))
    return "".join(pieces), tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))
