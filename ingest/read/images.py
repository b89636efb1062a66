"""Image files as pages: TIFF of many pages, JPEG turned as its EXIF says, PNG, HEIC, WebP, BMP.

Checks every size before anything is unpacked, and decodes into plain grey or RGB. Improves nothing.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from ingest import errors
from ingest.read.letter_settings import LetterSettings
from ingest.read.picture import MissingSheet, Picture, Pixels, Sheet, check_size
from ingest.read.textlayer import Layer

Image.MAX_IMAGE_PIXELS = None  # the limit is ours, checked below before anything is decoded

_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "PPM")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_DAMAGE = (OSError, ValueError, SyntaxError, LookupError, TypeError, EOFError, struct.error)  # what Pillow raises
_WORKING_PIXELS = 36_000_000  # A4 at 600 dpi: more never helps, so a JPEG is decoded at a half or a quarter


def is_image(content: bytes) -> bool:
    """Whether these bytes begin like an image file that is read here."""
    head = content[:16]
    starts = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"BM", b"GIF8")
    return head.startswith(starts) or _is_heif(head) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _is_heif(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS


@dataclass(frozen=True, slots=True)
class _Frame:
    """One page of an image file."""

    image: Image.Image
    number: int
    settings: LetterSettings

    def picture(self) -> Picture:
        try:
            self.image.seek(self.number - 1)
            return _decoded(self.image, self.settings)
        except _DAMAGE as error:
            raise errors.Unreadable(f"page {self.number} is damaged or breaks off") from error

    def layer(self) -> Layer | None:
        return None


def image_sheets(content: bytes, name: str, settings: LetterSettings) -> Iterator[Sheet]:
    """The pages of an image file; one that breaks off ends with a page that is missing.

    Raises:
        errors.UnknownFormat: it is no image that can be read here.
        errors.Unreadable: it is damaged.
        errors.LimitExceeded: it has too many pages.
    """
    image = _opened(content, name)
    frames, whole = _frames(image)
    if frames > settings.page_limit:
        raise errors.LimitExceeded(f"{frames} pages are more than the limit of {settings.page_limit}")
    for number in range(1, frames + 1):
        yield _Frame(image, number, settings)
    if not whole:
        yield MissingSheet(frames + 1, "the file breaks off here, and what followed is lost")


def _opened(content: bytes, name: str) -> Image.Image:
    try:
        if _is_heif(content[:16]):
            import pillow_heif  # only phone photos need it

            return pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True).to_pillow()
        return Image.open(io.BytesIO(content), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise errors.UnknownFormat(f"{name} is not a PDF or an image that can be read") from error
    except (*_DAMAGE, RuntimeError) as error:
        raise errors.Unreadable("the image is damaged") from error


def _frames(image: Image.Image) -> tuple[int, bool]:
    """How many pages there are, and whether that is all: a TIFF's table of pages may lead out of the file."""
    if image.format != "TIFF":
        return 1, True  # animations and thumbnails are not pages
    count = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of a table that breaks off, and then fails on it
        while True:
            try:
                image.seek(count)
            except EOFError:
                return count, True
            except _DAMAGE:
                return count, False
            count += 1


def _decoded(image: Image.Image, settings: LetterSettings) -> Picture:
    width, height = image.size
    check_size(width, height, settings)
    if image.format == "JPEG" and width * height > _WORKING_PIXELS:
        image.draft(None, (width // 2, height // 2))
    dpi = _dpi(image) if image.size == (width, height) else None
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # other libraries in the process switch it on: half a page is no page
    upright = ImageOps.exif_transpose(image)
    return Picture(_plain(upright), dpi, camera=_by_camera(image))


def _dpi(image: Image.Image) -> float | None:
    try:
        dpi = float(image.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    return dpi if 90 < dpi < 2500 else None  # 72 and 96 are what programs write when they do not know


def _by_camera(image: Image.Image) -> bool:
    exif = image.getexif()
    exposure, f_number = 0x829A, 0x829D  # EXIF 2.3, 4.6.5: only a lens has these
    inner = exif.get_ifd(0x8769)
    return image.format == "MPO" or exposure in inner or f_number in inner


def _plain(image: Image.Image) -> Pixels:
    """Grey or RGB of 8 bits, on white where the image is transparent."""
    if image.mode in {"1", "L"}:
        return np.asarray(image.convert("L"))
    if image.mode.startswith(("I", "F")):
        return _scaled_to_8_bits(np.asarray(image, dtype=np.float32))
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        image = Image.alpha_composite(white, layered)
    return np.asarray(image.convert("RGB"))


def _scaled_to_8_bits(values: NDArray[np.float32]) -> Pixels:
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) * (255.0 / max(high - low, 1e-6)), dtype=np.uint8)
