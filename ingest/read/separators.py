"""Separator sheets: printed between letters before scanning, found again at any angle and on poor copies.

What the code on a sheet says is told by `separator_code`.
"""

import io
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ingest.read.picture import Pixels, grey_of
from ingest.read.separator_code import Separator, separator_of

_PAGE = (1240, 1754)  # A4 at 150 dpi
_LOOK = 1100  # pixels of the long side of the copy that is searched first
_GLANCE = 600  # and of the copy that tells whether searching is worth while
_DENSE = 0.4  # share of ink from which a part of the page may be a code: a code has half, print a sixth


def separator_on(pixels: Pixels, *, thorough: bool = False) -> Separator | None:
    """The separator on a page image, if it is one.

    Args:
        pixels: grey or RGB, any way up.
        thorough: try several copies of the page (0.1-0.4 s), for pages that look like a sheet with little text.
    """
    import zxingcpp  # loads a library that other pages do not need

    for copy in _copies(grey_of(pixels), thorough):
        for code in zxingcpp.read_barcodes(copy, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
            found = separator_of(code.text)
            if found is not None:
                return found
    return None


def separator_at_a_glance(pixels: Pixels) -> Separator | None:
    """The same, thorough on every page that may be a sheet and in a fiftieth of a second on all others.

    Args:
        pixels: grey or RGB, any way up.
    """
    return separator_on(pixels, thorough=True) if _has_dense_part(grey_of(pixels)) else None


def _has_dense_part(grey: Pixels) -> bool:
    """Whether some square of a fifth of the page is as full of ink as a code is."""
    small = _fitted(grey, _GLANCE)
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    side = _GLANCE // 5
    return float(cv2.blur(ink, (side, side), borderType=cv2.BORDER_REPLICATE).max()) > _DENSE * 255


def _copies(grey: Pixels, thorough: bool) -> Iterator[Pixels]:
    small = _fitted(grey, _LOOK)
    yield small
    if not thorough:
        return
    yield np.asarray(cv2.medianBlur(small, 5), dtype=np.uint8)
    for size, blur in ((700, 1.2), (_LOOK, 2.0), (1600, 2.5), (500, 1.0)):
        soft = np.asarray(cv2.GaussianBlur(_fitted(grey, size), (0, 0), blur), dtype=np.uint8)
        yield soft
        yield _closed(soft)


def _closed(soft: Pixels) -> Pixels:
    """Black and white at the page's own threshold, speckle closed over and gaps in the squares filled."""
    _, split = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(cv2.morphologyEx(split, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _fitted(grey: Pixels, size: int) -> Pixels:
    factor = size / max(grey.shape)
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


def sheet_pdf(separators: Sequence[Separator]) -> bytes:
    """A PDF with one A4 sheet for each separator, to print and lay between letters.

    Args:
        separators: one or more.

    Raises:
        ValueError: there are none.
    """
    if not separators:
        raise ValueError("no separator sheets to print")
    pages = [_sheet(separator) for separator in separators]
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=150, title="Separator sheets")
    return file.getvalue()


def _sheet(separator: Separator) -> Image.Image:
    import segno  # only needed for printing

    code = segno.make_qr(separator.payload, error="h")
    file = io.BytesIO()
    code.save(file, kind="png", scale=26, border=4)
    page = Image.new("L", _PAGE, 255)
    with Image.open(file) as symbol:
        page.paste(symbol.convert("L"), ((_PAGE[0] - symbol.width) // 2, 380))
    pen = ImageDraw.Draw(page)
    lines = (
        "SEPARATOR SHEET",
        f"{separator.channel} · received {separator.received.isoformat()} · batch {separator.batch}",
    )
    for number, line in enumerate(lines):
        pen.text(
            (_PAGE[0] // 2, 170 + 90 * number), line, font=ImageFont.load_default(54 - 14 * number), fill=0, anchor="mm"
        )
    foot = "A new letter begins after this sheet. Not part of any letter."
    pen.text((_PAGE[0] // 2, 1620), foot, font=ImageFont.load_default(32), fill=0, anchor="mm")
    return page.convert("1")
