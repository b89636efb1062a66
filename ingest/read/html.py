"""HTML becomes text, with the places marked where its program put somebody else's words or a signature.

Quotations are found in the structure (blockquote, gmail_quote, Outlook's divRplyFwdMsg and its border line) before the
HTML turns into text, because the text no longer shows them. Nothing is fetched, nothing runs, and what is hidden from
a reader's eyes stays out. The marks are hints for the cutter; no text is dropped here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from html import unescape

from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]  # carries no types
from inscriptis.html_engine import Inscriptis  # type: ignore[import-untyped]  # carries no types
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]  # carries no types
from lxml import etree  # type: ignore[import-untyped]  # carries no types
from lxml.html import HtmlElement, HTMLParser  # type: ignore[import-untyped]  # carries no types

from ingest.read.characters import clean


class MarkKind(Enum):
    """What a stretch of HTML is by its structure."""

    QUOTE = "quote"  # somebody else's words
    REST = "rest"  # from here to the end it is history; start == end
    SIGNATURE = "signature"


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
_OPEN_QUOTE, _CLOSE_QUOTE, _REST, _OPEN_SIGNATURE, _CLOSE_SIGNATURE = "\ue000\ue001\ue002\ue003\ue004"
_SENTINELS = re.compile("[\ue000-\ue004]")
_ENTITIES = re.compile(r"&#(?:x0*e00[0-9a-f]|0*5734[4-9]|0*573[56]\d);?", re.IGNORECASE)  # ours, forged

_QUOTE_NAMES = re.compile(
    r"^(?:x_)*(?:gmail_attr|gmail_quote_attribution|moz-cite-prefix|moz-forward-container|yahoo_quoted\w*|ymail_quoted\w*|"
    r"protonmail_quote|tutanota_quote|zmail_extra|iosymail|freshdesk_quote|replyforwardcontainer|gmx_quote|"
    r"mcntmcntcontent|quotedtext|quoted-text|cite|k9mail-header|aqm-original-body|mailru-blockquote|"
    r"ms-outlook-ios-reference|ms-outlook-mobile-reference-message|reply-quote|hmquote|zd_quote)$",
    re.IGNORECASE,
)
_REST_NAMES = re.compile(
    r"^(?:x_)*(?:divrplyfwdmsg|appendonsend|mail-editor-reference-message-container|stopspelling|olk_src_body_section|"
    r"outlookmessageheader|reply-intro|replysplit|isreplycontent|ms-outlook-desktop-reference|skypesignature_quote)$",
    re.IGNORECASE,
)
_SIGNATURE_NAMES = re.compile(
    r"^(?:x_)*(?:gmail_signature|moz-signature|signature|ms-outlook-mobile-signature|applemailsignature|"
    r"protonmail_signature_block|protonmail_signature_block-user|tutanota_signature|divtagsignature|"
    r"mail_signature|email-signature|elementtoproof-signature)$",
    re.IGNORECASE,
)
_BORDER_LINE = re.compile(
    r"border(?:-width)?\s*:\s*none[^\"]{0,200}border-top\s*:\s*solid\s+(?:#[0-9a-f]{6}|windowtext|rgb\([^)]*\)|\w+)\s+1(?:\.0)?p[tx]"
    r"|border-top\s*:\s*(?:1(?:\.0)?p[tx]\s+solid|solid\s+(?:#[0-9a-f]{6})\s+1(?:\.0)?p[tx])"
    r"[^\"]{0,160}padding\s*:\s*3(?:\.0)?pt 0",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"<(?:style|script|head)\b.*?</(?:style|script|head)>|<!--.*?-->|<[^<>]*>", re.IGNORECASE | re.DOTALL
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)|"
    r"max-height\s*:\s*0(?:px)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_HAS_QUOTE = re.compile(
    r"type=[\"']?cite|gmail_quote|gmail_attr|moz-cite-prefix|yahoo_quoted|protonmail_quote|divRplyFwdMsg|appendonsend|"
    r"reference-message|OutlookMessageHeader|<blockquote|border-top:\s*solid|OLK_SRC_BODY|name=[\"']?quote",
    re.IGNORECASE,
)


def has_quotes(html: str) -> bool:
    """Whether the structure of this HTML seems to show quotations, at a glance."""
    return bool(_HAS_QUOTE.search(html))


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
    for sort, element in list(_roots(tree)):
        _mark(sort, element)
    return _take_marks(_text(tree))


def _tree(html: str) -> HtmlElement | None:
    source = _ENTITIES.sub("", _SENTINELS.sub("", html[:_LIMIT])).encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
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
    return _clean(unescape(_TAGS.sub(" ", html[:_LIMIT]))).strip()


def _drop_hidden(tree: HtmlElement) -> None:
    """Take out what a reader cannot see: preview texts, and words meant for machines only."""
    hidden = [
        element
        for element in tree.iter(etree.Element)
        if element.attrib and (_HIDDEN.search(element.attrib.get("style", "")) or "hidden" in element.attrib)
    ]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree()


def _roots(tree: HtmlElement) -> Iterator[tuple[MarkKind, HtmlElement]]:
    """The outermost elements whose name says what they hold."""
    inside: set[HtmlElement] = set()
    for element in tree.iter(etree.Element):
        if element.getparent() in inside:
            inside.add(element)
        elif sort := _sort(element):
            yield sort, element
            if sort is not MarkKind.REST:
                inside.add(element)


def _sort(element: HtmlElement) -> MarkKind | None:
    attributes = element.attrib
    if not attributes:
        return None
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}".split()
    if element.tag == "blockquote":
        cited = attributes.get("type", "").lower() == "cite" or "cite" in attributes
        return MarkKind.QUOTE if cited or any("quote" in name.lower() for name in names) else None
    if any(map(_REST_NAMES.match, names)) or _BORDER_LINE.search(attributes.get("style", "")):
        return MarkKind.REST
    if any(map(_QUOTE_NAMES.match, names)) or attributes.get("name", "").lower() == "quote":
        return MarkKind.QUOTE
    return MarkKind.SIGNATURE if any(map(_SIGNATURE_NAMES.match, names)) else None


def _mark(sort: MarkKind, element: HtmlElement) -> None:
    """Write sentinels around what an element holds."""
    if sort is MarkKind.REST:
        element.addprevious(_line(_REST))
        return
    opening, closing = (_OPEN_QUOTE, _CLOSE_QUOTE) if sort is MarkKind.QUOTE else (_OPEN_SIGNATURE, _CLOSE_SIGNATURE)
    element.text = opening + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + closing
    else:
        element.text += closing


def _line(text: str) -> HtmlElement:
    line = etree.Element("div")
    line.text = text
    return line


def _text(tree: HtmlElement) -> str:
    depth = 0
    for element in tree.iter(etree.Element):
        if not len(element):
            depth = max(depth, sum(1 for _ in element.iterancestors()))
            if depth > _DEPTH:
                return _words_only(tree)
    etree.strip_tags(tree, *_INLINE)  # they carry no layout, and fewer elements render faster
    return str(Inscriptis(tree, _CONFIG).get_text())


def _words_only(tree: HtmlElement) -> str:
    """Every word of a tree that is too deep for layout, a line for each element."""
    return "\n".join(piece.strip() for piece in tree.itertext() if piece.strip())


def _take_marks(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without its sentinels, and the marks they stood for."""
    text = _clean(text)
    pieces, marks, opened = [], [], []
    done = length = 0
    for match in _SENTINELS.finditer(text):
        pieces.append(text[done : match.start()])
        length += match.start() - done
        done = match.end()
        if match[0] == _REST:
            marks.append(Mark(MarkKind.REST, length, length))
        elif match[0] in (_OPEN_QUOTE, _OPEN_SIGNATURE):
            opened.append((match[0], length))
        elif opened:
            kind, start = opened.pop()
            marks.append(Mark(MarkKind.QUOTE if kind == _OPEN_QUOTE else MarkKind.SIGNATURE, start, length))
    pieces.append(text[done:])
    return "".join(pieces), tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))


def _clean(text: str) -> str:
    """`clean`, which would take the sentinels for a sender's forgery."""
    pieces = _SENTINELS.split(text)
    sentinels = _SENTINELS.findall(text)
    cleaned = [clean(piece) for piece in pieces]
    return "".join(piece + mark for piece, mark in zip(cleaned, [*sentinels, ""], strict=True))
