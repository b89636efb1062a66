"""Knows by names, attributes and styles which elements of a mail's HTML hold somebody else's words or a signature.

The names are those that mail programs give them; programs that pass a mail on put `x_` before them.
"""

import re
from collections.abc import Iterator
from enum import Enum

from lxml import etree  # type: ignore[import-untyped]  # carries no types


class MarkKind(Enum):
    """What a stretch of HTML is by its structure."""

    QUOTE = "quote"  # somebody else's words
    REST = "rest"  # from here to the end it is history
    SIGNATURE = "signature"


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
    r"border(?:-width)?\s*:\s*none[^\"]{0,200}border-top\s*:\s*solid\s+(?:#[0-9a-f]{6}|windowtext|rgb\([^)]*\)|\w+)"
    r"\s+1(?:\.0)?p[tx]|border-top\s*:\s*(?:1(?:\.0)?p[tx]\s+solid|solid\s+(?:#[0-9a-f]{6})\s+1(?:\.0)?p[tx])"
    r"[^\"]{0,160}padding\s*:\s*3(?:\.0)?pt 0",
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


def roots(tree: etree._Element) -> Iterator[tuple[MarkKind, etree._Element]]:
    """The outermost elements whose name says what they hold."""
    inside: set[etree._Element] = set()
    for element in tree.iter(etree.Element):
        if element.getparent() in inside:
            inside.add(element)
        elif sort := _sort(element):
            yield sort, element
            if sort is not MarkKind.REST:
                inside.add(element)


def _sort(element: etree._Element) -> MarkKind | None:
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
