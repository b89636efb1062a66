"""Getting at the pixels: every kind of file, as it is meant to be seen, and never more than the limits allow."""

import io
import zlib

import numpy as np
import pillow_heif
import pypdfium2
import pytest
from PIL import Image

from ingest import errors
from ingest.model import PageState
from ingest.read.letter import read_letter
from ingest.read.letter_settings import LetterSettings
from ingest.read.picture import check_size
from ingest.read.pixels import is_scan, sheets_of

SETTINGS = LetterSettings()


def _pictures(content, settings=SETTINGS):
    return [sheet.picture() for sheet in sheets_of(content, "scan", settings)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP"])
def test_image_files_are_opened(kind, letter_page, encoded):
    """Each kind of image file gives the page as it was scanned."""
    content = encoded(letter_page, kind=kind)
    assert is_scan(content)
    (picture,) = _pictures(content)
    assert picture.pixels.shape[:2] == (2339, 1654)
    assert abs(float(picture.pixels.mean()) - float(np.asarray(letter_page).mean())) < 2


def test_a_heic_photo_is_opened(letter_page):
    """Telephones send HEIC."""
    file = io.BytesIO()
    pillow_heif.from_pillow(letter_page.convert("RGB")).save(file, quality=60)
    (picture,) = _pictures(file.getvalue())
    assert picture.pixels.shape == (2339, 1654, 3)


def test_a_jpeg_is_turned_as_its_exif_says(letter_page):
    """A telephone writes which way it was held; the page is handed out upright."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the page is at the right of the pixels
    file = io.BytesIO()
    letter_page.rotate(90, expand=True).save(file, "JPEG", exif=exif)
    (picture,) = _pictures(file.getvalue())
    assert picture.pixels.shape[:2] == (2339, 1654)
    assert picture.pixels[:600].mean() < picture.pixels[-300:].mean()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_pixel_becomes_grey_or_rgb(mode, encoded):
    """Paper is light and ink dark in whatever way a file stores its pixels."""
    page = Image.new("L", (200, 300), 255)
    page.paste(0, (50, 50, 100, 100))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(page, dtype=np.uint16) * 257)
    else:
        image = page.convert("RGB").convert(mode) if mode in {"CMYK", "P"} else page.convert(mode)
    (picture,) = _pictures(encoded(image, kind="TIFF" if mode in {"CMYK", "I;16"} else "PNG"))
    assert picture.pixels[75, 75].mean() < 10
    assert picture.pixels[200, 150].mean() > 245


def test_transparent_paper_is_white(encoded):
    """What is transparent is paper, not black."""
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((10, 10, 10, 255), (20, 20, 40, 40))
    (picture,) = _pictures(encoded(image))
    assert picture.pixels[80, 80].min() == 255
    assert picture.pixels[30, 30].max() < 20


def test_a_scan_in_a_pdf_is_taken_as_it_is(letter_page, encoded):
    """The embedded image comes out pixel for pixel, not drawn again at another size."""
    bilevel = letter_page.convert("1")
    (picture,) = _pictures(encoded(bilevel, kind="PDF", resolution=200))
    assert picture.pixels.shape[:2] == (2339, 1654)
    assert picture.dpi == pytest.approx(200, abs=1)


@pytest.mark.parametrize("rasteriser", ["pdfium", "pdf2image"])
def test_a_turned_pdf_page_comes_as_it_is_shown(rasteriser, letter_page, encoded):
    """A page with /Rotate is handed out the way a reader sees it."""
    document = pypdfium2.PdfDocument(encoded(letter_page, kind="PDF", resolution=200))
    document[0].set_rotation(90)
    file = io.BytesIO()
    document.save(file)
    document.close()
    (picture,) = _pictures(file.getvalue(), LetterSettings(rasteriser=rasteriser))
    assert picture.pixels.shape[0] < picture.pixels.shape[1]


def _png_header(width, height):
    """A PNG that claims a size and holds next to nothing."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    chunks = b""
    for name, body in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")):
        chunks += len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize("size", [(19080, 19080), (15000, 21000), (60000, 60000)])
def test_an_enormous_image_is_refused_before_it_is_unpacked(size):
    """A picture of hundreds of megapixels is refused by what its header says."""
    with pytest.raises(errors.LimitExceeded, match="pixels"):
        read_letter(_png_header(*size), "bomb.png", settings=SETTINGS)


def test_a_strip_one_pixel_high_is_refused(encoded):
    """No letter is a strip."""
    with pytest.raises(errors.Unreadable, match="strip"):
        read_letter(encoded(Image.new("L", (5000, 1))), "strip.png", settings=SETTINGS)


def test_too_many_pages_are_refused(encoded):
    """The number of pages is checked before the first one is read."""
    content = encoded(*[Image.new("1", (50, 50))] * 4, kind="TIFF")
    with pytest.raises(errors.LimitExceeded, match="4 pages"):
        read_letter(content, "many.tif", settings=LetterSettings(page_limit=3))


def test_a_jpeg_that_breaks_off_is_refused(letter_page, encoded):
    """Half a picture is not read as if it were whole."""
    content = encoded(letter_page, kind="JPEG")
    with pytest.raises(errors.Unreadable, match="breaks off"):
        read_letter(content[: len(content) // 2], "half.jpg", settings=SETTINGS)


def test_a_pdf_of_many_inches_is_refused_or_drawn_small():
    """A page a hundred metres wide is not drawn at 300 dpi."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_400 * 20, 14_400 * 20).close()
    file = io.BytesIO()
    document.save(file)
    document.close()
    with pytest.raises(errors.LimitExceeded, match="inches"):
        read_letter(file.getvalue(), "wide.pdf", settings=SETTINGS)


@pytest.mark.ocr
def test_one_bad_page_does_not_take_the_others_with_it(letter_page, encoded):
    """A page beyond the limits stays in the count as unreadable, with its reason, and the rest is read."""
    small = letter_page.crop((0, 0, 1654, 1200))
    content = encoded(small, Image.new("1", (1400, 1400), 1), kind="TIFF")
    reading = read_letter(content, "mixed.tif", settings=LetterSettings(pixel_limit=1_990_000))
    assert [page.state for page in reading.pages] == [PageState.READ, PageState.BLANK]
    reading = read_letter(
        encoded(small, Image.new("1", (1500, 1500), 1), kind="TIFF"),
        "mixed.tif",
        settings=LetterSettings(pixel_limit=1_990_000),
    )
    assert [page.state for page in reading.pages] == [PageState.READ, PageState.UNREADABLE]
    assert any("page 2" in note and "limit" in note for note in reading.notes)


def test_sizes_at_the_limit_pass():
    """The limit itself is allowed; one pixel row more is not."""
    settings = LetterSettings(pixel_limit=1_000_000)
    check_size(1000, 1000, settings)
    with pytest.raises(errors.LimitExceeded):
        check_size(1000, 1001, settings)
