"""PDF pages: an embedded scan taken as it is, else rasterised; and the text layer with its boxes.

Two rasterisers behind one seam: pdfium (fast) and pdf2image (poppler's command, portable). Locked, broken and
oversized files are refused with a reason; nothing in a PDF is ever run.
"""

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types
from pypdfium2 import raw

from ingest import errors
from ingest.read.letter_settings import LetterSettings
from ingest.read.pdf_image import check_drawn
from ingest.read.pdf_text import layer_of
from ingest.read.picture import Picture, Pixels, Sheet, check_size
from ingest.read.textlayer import Layer

_POINTS = 72.0  # PDF user space units per inch
_RASTER = 300  # dpi for pages drawn by a program: `prepare` scales down what is larger than needed
_FINEST = 400  # dpi: a scan finer than this is rasterised smaller
_COARSEST = 100  # dpi: a scan coarser than this is rasterised at this
_FULL_PAGE = 0.85  # share of the page an image covers to count as its scan
_LOCK = threading.RLock()  # pdfium is not safe to call from two threads


def is_pdf(content: bytes) -> bool:
    """Whether a PDF header stands in the first 1024 bytes (ISO 32000-1, annex H.3.4.1)."""
    return b"%PDF-" in content[:1024]


def pdf_sheets(content: bytes, settings: LetterSettings) -> Iterator[Sheet]:
    """The pages of a PDF, in order.

    Raises:
        errors.Locked: it has a password.
        errors.Unreadable: it is damaged.
        errors.LimitExceeded: it has too many pages.
    """
    document = _opened(content)
    try:
        count = len(document)
        if count > settings.page_limit:
            raise errors.LimitExceeded(f"{count} pages are more than the limit of {settings.page_limit}")
        if count == 0:
            raise errors.Unreadable("the PDF has no pages")
        for number in range(1, count + 1):
            yield PdfSheet(document, content, number, settings)
    finally:
        document.close()


def _opened(content: bytes) -> Any:  # noqa: ANN401 - pypdfium2 ships no types
    try:
        with _LOCK:
            return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        # pdfium keeps its last error: only a file that says it is encrypted can want a password
        if "password" in str(error).lower() and b"/Encrypt" in content:
            raise errors.Locked("the PDF is locked with a password") from error
        raise errors.Unreadable("the PDF is damaged and cannot be opened") from error


@dataclass(frozen=True, slots=True)
class PdfSheet:
    """One page of a PDF."""

    document: Any  # pypdfium2's PdfDocument
    content: bytes
    number: int
    settings: LetterSettings

    def picture(self) -> Picture:
        """See `Sheet.picture`."""
        try:
            with _LOCK:
                page = self.document[self.number - 1]
                try:
                    return _picture(page, self)
                finally:
                    page.close()
        except (pdfium.PdfiumError, MemoryError, ValueError) as error:
            raise errors.Unreadable(f"page {self.number} of the PDF is damaged") from error

    def layer(self) -> Layer | None:
        """See `Sheet.layer`."""
        try:
            with _LOCK:
                page = self.document[self.number - 1]
                try:
                    return layer_of(page)
                finally:
                    page.close()
        except (pdfium.PdfiumError, ValueError):
            return None  # the page is then read from its pixels, or refused there with a reason


def _picture(page: Any, sheet: PdfSheet) -> Picture:  # noqa: ANN401 - pypdfium2 ships no types
    images = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=6))
    sizes = [image.get_px_size() for image in images]
    _check_unpacked(images, sizes, sheet.settings)
    picture = _drawn(page, sheet, images)
    check_drawn(page, images, picture.pixels, sheet.number)
    return picture


def _drawn(page: Any, sheet: PdfSheet, images: list[Any]) -> Picture:  # noqa: ANN401 - pypdfium2 ships no types
    scan = _scan_of(page, images)
    if scan is None:
        return Picture(_raster(page, sheet, _RASTER), _RASTER)
    dpi = _dpi_of(scan)
    if _as_it_is(page, scan) and dpi <= _FINEST * 2:
        return Picture(_turned(_array(scan.get_bitmap()), page.get_rotation()), dpi)
    return Picture(_raster(page, sheet, dpi := min(max(dpi, _COARSEST), _FINEST)), dpi)


def _check_unpacked(images: list[Any], sizes: list[tuple[int, int]], settings: LetterSettings) -> None:
    total = 0
    for image, (width, height) in zip(images, sizes, strict=True):
        bits = max(int(image.get_metadata().bits_per_pixel), 1)
        total += width * height * bits // 8
        if bits > 1:
            check_size(max(width, 16), max(height, 16), settings)
    if total > settings.unpacked_limit:
        raise errors.LimitExceeded(
            f"the images of the page unpack to {total:,} bytes, more than the limit of {settings.unpacked_limit:,}"
        )


def _scan_of(page: Any, images: list[Any]) -> Any | None:  # noqa: ANN401 - pypdfium2 ships no types
    """The one image that covers the page, when there is one."""
    area = page.get_width() * page.get_height()
    for image in images:
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) >= _FULL_PAGE * area:
            return image
    return None


def _dpi_of(image: Any) -> float:  # noqa: ANN401 - pypdfium2 ships no types
    left, bottom, right, top = image.get_bounds()
    width, height = image.get_px_size()
    return float(max(width, height) * _POINTS / max(right - left, top - bottom, 1.0))


def _as_it_is(page: Any, scan: Any) -> bool:  # noqa: ANN401 - pypdfium2 ships no types
    """Whether the scan's own pixels are what the page shows: nothing drawn over it, nothing cut, turned or masked."""
    matrix = scan.get_matrix()
    straight = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) < 1e-3 and abs(matrix.c) < 1e-3
    plain = scan.level == 0 and not raw.FPDFPageObj_HasTransparency(scan.raw)
    colours = scan.get_metadata().colorspace
    simple = colours in {raw.FPDF_COLORSPACE_DEVICEGRAY, raw.FPDF_COLORSPACE_DEVICERGB}
    return straight and plain and simple and _alone(page, scan) and _within(page, scan)


def _alone(page: Any, scan: Any) -> bool:  # noqa: ANN401 - pypdfium2 ships no types
    """Whether nothing visible stands beside the scan: an invisible text layer may."""
    for item in page.get_objects(max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(item.raw) != raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                return False
        elif item.type != raw.FPDF_PAGEOBJ_FORM and ctypes.addressof(item.raw.contents) != ctypes.addressof(
            scan.raw.contents
        ):
            return False
    return True


def _within(page: Any, scan: Any) -> bool:  # noqa: ANN401 - pypdfium2 ships no types
    """Whether the whole scan lies on the page, give or take two points."""
    left, bottom, right, top = scan.get_bounds()
    x0, y0, x1, y1 = page.get_cropbox()
    return bool(left > x0 - 2 and bottom > y0 - 2 and right < x1 + 2 and top < y1 + 2)


def _turned(pixels: Pixels, clockwise: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, -clockwise // 90))


def _array(bitmap: Any) -> Pixels:  # noqa: ANN401 - pypdfium2 ships no types
    array = bitmap.to_numpy()
    if array.ndim == 2:
        return np.array(array, dtype=np.uint8)
    if array.shape[2] == 1:
        return np.array(array[:, :, 0], dtype=np.uint8)
    return np.array(array[:, :, 2::-1], dtype=np.uint8)  # pdfium stores blue first


def _raster(page: Any, sheet: PdfSheet, dpi: float) -> Pixels:  # noqa: ANN401 - pypdfium2 ships no types
    width, height = page.get_size()
    dpi = min(dpi, (sheet.settings.pixel_limit * 0.25 / max(width * height, 1.0)) ** 0.5 * _POINTS)
    if dpi < 50:
        raise errors.LimitExceeded(f"the page measures {width / _POINTS:.0f} x {height / _POINTS:.0f} inches")
    if sheet.settings.rasteriser == "pdf2image":
        return _raster_by_poppler(sheet, dpi)
    return _array(page.render(scale=dpi / _POINTS, rev_byteorder=False, prefer_bgrx=False))


def _raster_by_poppler(sheet: PdfSheet, dpi: float) -> Pixels:
    import pdf2image  # only this path needs it
    from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFSyntaxError

    try:
        pages = pdf2image.convert_from_bytes(
            sheet.content, dpi=round(dpi), first_page=sheet.number, last_page=sheet.number,
            timeout=sheet.settings.page_seconds, use_cropbox=True,
        )  # fmt: skip
    except PDFInfoNotInstalledError as error:
        raise errors.Unavailable("poppler-utils is not installed") from error
    except (PDFPageCountError, PDFSyntaxError, IndexError) as error:
        raise errors.Unreadable(f"page {sheet.number} of the PDF is damaged") from error
    return np.asarray(pages[0].convert("RGB"))
