"""Says what is wrong with an image in a PDF, before a page that shows nothing of it passes for a blank one.

pdfium draws what it can decode and keeps silent about the rest. Here damage is only found out; nothing is repaired.
"""

import zlib
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types

from ingest import errors
from ingest.read.picture import Pixels

_LARGE = 0.2  # share of the page from which an image may hold the letter; a lost logo loses no words
_BARE = 250  # grey that nothing on a page lies below when nothing was drawn
_END = 0.9  # share of a JPEG's bytes behind which its end marker stands: a thumbnail's stands before


def check_drawn(page: Any, images: list[Any], pixels: Pixels, number: int) -> None:  # noqa: ANN401 - pypdfium2 ships no types
    """Refuse a page whose large images were not drawn, or only in part.

    Args:
        page: pdfium's open page.
        images: pdfium's image objects on it.
        pixels: the page as it was drawn.
        number: of the page, counted from 1.

    Raises:
        errors.Unreadable: an image cannot be decoded, or breaks off.
    """
    bare = int(pixels.min()) > _BARE
    for image in images:
        if _share(page, image) < _LARGE:
            continue
        if not _decodes(image, thoroughly=bare):
            raise errors.Unreadable(f"the image on page {number} cannot be decoded")
        if _breaks_off(image):
            raise errors.Unreadable(f"the image on page {number} breaks off")


def _share(page: Any, image: Any) -> float:  # noqa: ANN401 - pypdfium2 ships no types
    left, bottom, right, top = image.get_bounds()
    return float(abs((right - left) * (top - bottom)) / max(page.get_width() * page.get_height(), 1.0))


def _decodes(image: Any, *, thoroughly: bool) -> bool:  # noqa: ANN401 - pypdfium2 ships no types
    """Whether pdfium can make pixels of an image: its depth is 0 where it cannot, but for some codecs one must try."""
    if int(image.get_metadata().bits_per_pixel) == 0:
        return False
    if thoroughly:
        try:
            image.get_bitmap().close()
        except pdfium.PdfiumError:
            return False
    return True


def _breaks_off(image: Any) -> bool:  # noqa: ANN401 - pypdfium2 ships no types
    filters = image.get_filters()
    if filters == ["DCTDecode"]:
        return _jpeg_breaks_off(bytes(image.get_data()))
    if filters == ["FlateDecode"]:
        return _deflated_breaks_off(bytes(image.get_data()))
    return False


def _jpeg_breaks_off(data: bytes) -> bool:
    """Whether a JPEG has no end marker (ITU T.81, B.1.1.3) where its end should be; padding may follow it."""
    return data.rfind(b"\xff\xd9") < _END * len(data)


def _deflated_breaks_off(data: bytes) -> bool:
    packed = zlib.decompressobj()
    try:
        while data and not packed.eof:
            packed.decompress(data, 1_000_000)
            data = packed.unconsumed_tail
    except zlib.error:
        return True
    return not packed.eof
