"""Prints a reply as a letter: an A4 PDF for window envelopes, with the reference as text and as QR code.

WeasyPrint lays it out and may fetch nothing, from the network or from the disk: what a letter shows is in the
template. Missing fonts fall back to whatever sans serif the machine has.
"""

import html
import re
from dataclasses import dataclass

import segno
import weasyprint  # type: ignore[import-untyped] # it ships no type information
from weasyprint.urls import URLFetcher  # type: ignore[import-untyped] # as above

from ingest import errors
from ingest.model import ReplyKind
from ingest.reply import templates
from ingest.reply.settings import Settings
from ingest.reply.view import View

LONGEST_ROW = 38  # letters of an address line that fit the window's width
FONTS = "Liberation Sans, Arial, Helvetica, DejaVu Sans, Noto Sans, Noto Sans CJK SC, Noto Color Emoji, sans-serif"


@dataclass(frozen=True, slots=True)
class Window:
    """Where things stand on the first page, in millimetres from the sheet's upper left corner."""

    left: float  # the address block
    top: float
    width: float
    height: float
    facts_left: float  # QR code, reference and date
    facts_top: float
    body_top: float  # where the subject line begins
    folds: tuple[float, ...]  # marks at the left edge


WINDOWS = {
    # C5/DL with a 35 x 90 mm window, 20 mm from the left and 18 mm from the bottom (BS 4264): folded at 99 and 198 mm
    "uk": Window(24, 50, 80, 34, 122, 52, 98, (99, 198)),
    # DIN 5008 form B: address field 85 x 45 mm, 20 mm from the left, 45 mm from the top; folds at 105 and 210 mm
    "din": Window(25, 45.5, 76, 43, 122, 50, 103.5, (105, 210)),
    # 110 x 220/230 mm with the window at the right, as in Italy, France, Spain and Portugal (NF Z 11-001)
    "right": Window(112, 50, 78, 34, 22, 52, 98, (99, 198)),
}


def printed(kind: ReplyKind, view: View, settings: Settings) -> tuple[bytes, str]:
    """The letter of this kind as a PDF, and its subject line.

    Raises:
        errors.TemplateError: the template is missing or wrong, or cannot be laid out.
    """
    window = WINDOWS[settings.window.get(view.language, "uk")]
    extra = {
        "window": window,
        "qr": qr(view.reference),
        "survey_qr": qr(view.survey_link),
        "fonts": FONTS,
        "address_size": address_size(view.recipient_lines),
    }
    page = templates.letter(kind, view, settings, **extra)
    nothing = URLFetcher(allowed_protocols=("data",), allow_redirects=False)  # the QR codes stand in the page itself
    try:
        content = weasyprint.HTML(string=page, url_fetcher=nothing).write_pdf()
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise errors.TemplateError(f"{kind}/{view.language}.letter cannot be laid out: {error}") from error
    return bytes(content or b""), _subject(page)


def address_size(lines: tuple[str, ...]) -> float:
    """The size in points at which an address fits its window, long lines being wrapped."""
    rows = sum(-(-len(line) // LONGEST_ROW) for line in lines)
    return 10.5 if rows <= 5 else max(52 / rows, 6.0)


def qr(text: str) -> str:
    """A QR code of the text as an SVG image in a data: address; empty for no text."""
    return "" if not text else str(segno.make(text, error="m", micro=False).svg_data_uri(border=0, scale=4))


def _subject(page: str) -> str:
    """The subject line, which is the page's title."""
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return html.unescape(" ".join(found[1].split())) if found else ""
