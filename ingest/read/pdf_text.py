"""The characters of a PDF page with their boxes, as pdfium tells them.

Only gathers; whether they can be trusted is for `textlayer` to say.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]  # ships no types

from ingest.read.textlayer import Glyph, Layer, PageBox, words_of

_FINE = 100  # device units per point, so that pdfium's whole-numbered answer is exact enough
_SOFT_HYPHEN = 2  # what pdfium hands out for a hyphen at the end of a line


def layer_of(page: Any) -> Layer | None:  # noqa: ANN401 - pypdfium2 ships no types
    """The text layer of an open page; None when the page has no characters."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count == 0:
            return None
        place = _placing(page)
        glyphs = [_glyph(textpage, index, place) for index in range(count)]
        unmapped = sum(glyph.unmapped for glyph in glyphs) / count
        width, height = page.get_size()
        return Layer(words_of(glyphs), width, height, unmapped, _hidden(page), _image_share(page))
    finally:
        textpage.close()


def _glyph(textpage: Any, index: int, place: Callable[[PageBox], PageBox]) -> Glyph:  # noqa: ANN401 - as above
    code = raw.FPDFText_GetUnicode(textpage, index)
    text = "-" if code == _SOFT_HYPHEN else chr(code) if 0 < code < 0x110000 else "\ufffd"
    unmapped = raw.FPDFText_HasUnicodeMapError(textpage, index) == 1
    return Glyph(text, place(textpage.get_charbox(index, loose=True)), unmapped)


def _placing(page: Any) -> Callable[[PageBox], PageBox]:  # noqa: ANN401 - pypdfium2 ships no types
    """Maps a box of the page's own space to the upright page: points from its top left corner."""
    width, height = page.get_size()

    def device(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (round(width * _FINE), round(height * _FINE))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
        return across.value / _FINE, down.value / _FINE

    origin, right, up = device(0, 0), device(1000, 0), device(0, 1000)
    ax, bx = (right[0] - origin[0]) / 1000, (up[0] - origin[0]) / 1000
    ay, by = (right[1] - origin[1]) / 1000, (up[1] - origin[1]) / 1000

    def place(box: PageBox) -> PageBox:
        corners = [(box[0], box[1]), (box[2], box[3])]
        xs = [origin[0] + ax * x + bx * y for x, y in corners]
        ys = [origin[1] + ay * x + by * y for x, y in corners]
        return (min(xs), min(ys), max(xs), max(ys))

    return place


def _hidden(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 ships no types
    """Whether most of the text is drawn invisibly, as under a scan."""
    modes = [raw.FPDFTextObj_GetTextRenderMode(item.raw) for item in page.get_objects([raw.FPDF_PAGEOBJ_TEXT], 3)]
    return bool(sum(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes) * 2 > len(modes))


def _image_share(page: Any) -> float:  # noqa: ANN401 - pypdfium2 ships no types
    """The share of the page that its images cover, 0..1 (images on images count once more, up to 1)."""
    area = page.get_width() * page.get_height()
    covered = 0.0
    for image in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], 4):
        left, bottom, right, top = image.get_bounds()
        covered += abs((right - left) * (top - bottom))
    return float(min(1.0, covered / max(area, 1.0)))
