"""Evidence to look at: text cut into stretches with the findings marked, boxes on pages, and mail HTML made inert.

Nothing a sender wrote leaves here as anything but text, except HTML that has been through the sanitiser and is
served alone in a sandboxed frame.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import nh3

from ingest.model import Box, Reading, SectionKind, Word
from ingest.store.desk import Found

LONGEST: Final = 200_000  # characters of a text shown on one page; the original can be downloaded
_QUIET: Final = (SectionKind.QUOTE, SectionKind.FORWARD, SectionKind.SIGNATURE, SectionKind.DISCLAIMER)
_DIRECTION: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

TAGS: Final = {
    "a", "abbr", "b", "blockquote", "br", "caption", "center", "code", "dd", "del", "div", "dl", "dt", "em", "font",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strike",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
}  # fmt: skip
FRAME_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:16px;color:#1c2430;background:#fff;overflow-wrap:anywhere}"
    "blockquote{margin:0 0 0 8px;padding-left:12px;border-left:3px solid #c5ccd6;color:#4a5564}"
    "table{border-collapse:collapse}td,th{padding:2px 8px 2px 0;vertical-align:top;text-align:left}"
    "pre{white-space:pre-wrap}"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text that looks the same from end to end."""

    text: str
    start: int  # where it stands in the reading's text
    finding: int | None  # id of the finding it belongs to
    look: str  # classes: "doubtful", "rejected", ...; empty for plain text
    quiet: bool  # a quote or a signature: not what this sender newly wrote


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding's place on a page."""

    finding: int
    box: Box
    look: str


def stretches(reading: Reading, findings: Sequence[Found]) -> tuple[Stretch, ...]:
    """The text of a reading cut wherever its looks change; at most `LONGEST` characters."""
    end = min(len(reading.text), LONGEST)
    quiet = [(section.start, section.end) for section in reading.sections if section.kind in _QUIET]
    standing = [found for found in findings if found.start < found.end <= end and found.verdict != "rejected"]
    cuts = {0, end}
    for start, stop in [*quiet, *((found.start, found.end) for found in standing)]:
        cuts.update((min(start, end), min(stop, end)))
    edges = sorted(cuts)
    return tuple(
        _stretch(reading.text[start:stop], start, stop, standing, quiet)
        for start, stop in pairwise(edges)
        if stop > start
    )


def marks(reading: Reading, findings: Iterable[Found], page: int) -> tuple[Mark, ...]:
    """The boxes to draw on one page: one for each line a finding stands on."""
    words = [word for word in reading.words if word.page == page]
    return tuple(
        Mark(found.id, box, look(found))
        for found in findings
        if found.page == page and found.verdict != "rejected"
        for box in _lines(words, found)
    )


def words_on(reading: Reading, page: int) -> list[tuple[int, int, int, int, int, int]]:
    """The words of one page for the pointer: (start, end, x0, y0, x1, y1) each."""
    return [(word.start, word.end, *word.box) for word in reading.words if word.page == page]


def place_of(reading: Reading, start: int, end: int) -> tuple[int | None, Box | None]:
    """The page and box of a span of text, or nothing when it stands on no scanned page."""
    inside = [word for word in reading.words if word.start < end and word.end > start]
    if not inside:
        return None, None
    page = inside[0].page
    return page, _around([word for word in inside if word.page == page])


def look(found: Found) -> str:
    """The class a finding is drawn with."""
    if found.verdict is not None:
        return "judged"
    return "doubtful" if found.doubtful else "sure"


def inert(html: str) -> str:
    """Mail HTML without anything that acts, loads or leads away.

    Tags outside a short list go, with every attribute but spans of table cells; links keep their words and lose
    their address; what script, style and their like contain goes too.
    """
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"},
        attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes=set(),
        link_rel=None,
    )


def plain(text: object) -> str:
    """Text with control characters and marks that turn the writing direction made visible."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _DIRECTION.sub("\N{REPLACEMENT CHARACTER}", str(text)))


def _stretch(text: str, start: int, stop: int, findings: Sequence[Found], quiet: Sequence[tuple[int, int]]) -> Stretch:
    owner = next((found for found in findings if found.start <= start and stop <= found.end), None)
    hushed = any(first <= start and stop <= last for first, last in quiet)
    return Stretch(plain(text), start, owner.id if owner else None, look(owner) if owner else "", hushed)


def _lines(words: Sequence[Word], found: Found) -> list[Box]:
    """The boxes of a finding's words, line by line; its own box when its words are not known."""
    lines: list[list[Word]] = []
    for word in words:
        if word.start < found.end and word.end > found.start:
            if lines and word.box[0] >= lines[-1][-1].box[0] and word.box[1] < lines[-1][-1].box[3]:
                lines[-1].append(word)
            else:
                lines.append([word])
    return [_around(line) for line in lines] or ([found.box] if found.box else [])


def _around(found: Sequence[Word]) -> Box:
    lefts, tops, rights, bottoms = zip(*(word.box for word in found), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
