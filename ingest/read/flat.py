"""A plain and fast rendering of HTML: words, and line ends where blocks end.

For quotations, which nobody reads for their layout, and for trees too deep for a real rendering.
"""

import re

from lxml import etree  # type: ignore[import-untyped]  # carries no types

_BLOCKS = frozenset(
    {
        "div", "tr", "table", "li", "ul", "ol", "blockquote", "section", "article", "header", "footer", "address",
        "pre", "hr", "dl", "dt", "dd", "center", "form", "fieldset", "main", "aside", "figure", "body",
    }
)  # fmt: skip
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_BLANKS = re.compile(r"\s+")
_GAPS = re.compile(r"\n{3,}")


def flat(element: etree._Element) -> str:
    """The text within an element, its tail left aside."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        edge = "\n\n" if tag in _PARAGRAPHS else "\n" if tag in _BLOCKS else ""
        if edge:
            pieces.append(edge)
        if event == "start":
            if node.text:
                pieces.append(_even(node.text) if tag != "pre" else node.text)
            continue
        if tag == "br":
            pieces.append("\n")
        elif tag in ("td", "th"):
            pieces.append("  ")
        if node.tail and node is not element:
            pieces.append(_even(node.tail))
    rows = "\n".join(row.strip(" ") for row in "".join(pieces).split("\n"))
    return _GAPS.sub("\n\n", rows).strip() if "\n\n\n" in rows else rows.strip()


def _even(text: str) -> str:
    """Text with single blanks, as HTML shows it."""
    return _BLANKS.sub(" ", text) if "\n" in text or "  " in text or "\t" in text else text
