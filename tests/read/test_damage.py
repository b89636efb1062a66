"""Files that are damaged in part: what is whole is read, what is lost is said, and nothing lost is called blank."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from weasyprint import HTML

from ingest import errors
from ingest.model import PageState
from ingest.read.glancing import glances_at
from ingest.read.letter import read_letter
from ingest.read.letter_settings import LetterSettings
from ingest.read.pixels import sheets_of

SETTINGS = LetterSettings()
Encoded = Callable[..., bytes]


@pytest.fixture(scope="module")
def small(letter_page: Image.Image) -> Image.Image:
    return letter_page.crop((0, 0, 1654, 900))


@pytest.mark.ocr
@pytest.mark.parametrize("compression", ["group4", "tiff_lzw"])
def test_a_tiff_that_breaks_off_says_which_page_is_lost(compression: str, small: Image.Image, encoded: Encoded) -> None:
    """The pages before the break are read, and the first lost one is in the count with its reason."""
    content = encoded(*[small.convert("1")] * 3, kind="TIFF", compression=compression)
    reading = read_letter(content[: int(len(content) * 0.8)], "batch.tif", settings=SETTINGS)
    assert [page.state for page in reading.pages] == [PageState.READ, PageState.READ, PageState.UNREADABLE]
    assert any("page 3" in note and "breaks off" in note for note in reading.notes)


def test_a_tiff_that_breaks_off_is_not_split(small: Image.Image, encoded: Encoded) -> None:
    """Where its last letter ends cannot be told, so nobody's letter is made of half a one: it stays undivided."""
    content = encoded(*[small.convert("1")] * 3, kind="TIFF", compression="group4")
    assert glances_at(content, "batch.tif", 1, 20, settings=SETTINGS).pages == 3
    assert glances_at(content[: int(len(content) * 0.8)], "batch.tif", 1, 20, settings=SETTINGS).pages == 1


def test_a_tiff_in_a_circle_ends() -> None:
    """A page that names itself as the next one is one page."""
    file = io.BytesIO()
    Image.new("L", (100, 100), 255).save(file, "TIFF")
    content = bytearray(file.getvalue())
    start = int.from_bytes(content[4:8], "little")
    tail = start + 2 + 12 * int.from_bytes(content[start : start + 2], "little")
    content[tail : tail + 4] = start.to_bytes(4, "little")
    assert len(list(sheets_of(bytes(content), "circle.tif", SETTINGS))) == 1


def _scan_pdf(decoder: str, data: bytes, size: tuple[int, int]) -> bytes:
    """A PDF of one page that is an image of these bytes."""
    width, height = size
    head = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> "
        b">> >>",
        b"<< /Length 30 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream",
        f"<< {head} /Filter /{decoder} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 6\n0000000000 65535 f \n{table}{trailer}".encode()


def _jpeg(page: Image.Image) -> bytes:
    file = io.BytesIO()
    page.save(file, "JPEG")
    return file.getvalue()


@pytest.mark.parametrize("decoder", ["DCTDecode", "JPXDecode", "JBIG2Decode", "UnheardOfDecode"])
def test_an_image_that_cannot_be_decoded_is_not_a_blank_page(decoder: str) -> None:
    """pdfium draws nothing where it cannot decode: that is told from bare paper, and a person is asked."""
    with pytest.raises(errors.Unreadable, match=r"cannot be decoded|damaged"):
        read_letter(_scan_pdf(decoder, b"\x55" * 3000, (1654, 2339)), "scan.pdf", settings=SETTINGS)


@pytest.mark.parametrize("cut", ["jpeg", "jpeg padded with zeros", "deflated"])
def test_a_scan_in_a_pdf_that_breaks_off_is_refused(cut: str, letter_page: Image.Image) -> None:
    """Half a page is not read as if it were whole, in a PDF no more than in a file of its own."""
    if cut == "deflated":
        data, decoder = zlib.compress(letter_page.tobytes()), "FlateDecode"
    else:
        data, decoder = _jpeg(letter_page), "DCTDecode"
    half = data[: len(data) // 2]
    padded = half.ljust(len(data), b"\0") if "zeros" in cut else half
    with pytest.raises(errors.Unreadable, match="breaks off"):
        read_letter(_scan_pdf(decoder, padded, letter_page.size), "scan.pdf", settings=SETTINGS)


def test_padding_behind_a_jpeg_is_no_damage(letter_page: Image.Image) -> None:
    """Some scanners fill up the last block of a file: no row is missing, so the page is taken."""
    content = _scan_pdf("DCTDecode", _jpeg(letter_page) + bytes(512), letter_page.size)
    (picture,) = [sheet.picture() for sheet in sheets_of(content, "scan.pdf", SETTINGS)]
    assert picture.pixels.shape[:2] == (2339, 1654)


def test_written_words_outlive_a_broken_picture(tmp_path: Path) -> None:
    """A letter that was typed keeps its text although a picture on it is broken; that it cannot be shown is said."""
    words = "<p>I am writing to complain about the way in which my order was handled.</p>"
    written = HTML(string=words * 3).write_pdf()
    document = pypdfium2.PdfDocument(bytes(written))
    broken = pypdfium2.PdfDocument(_scan_pdf("DCTDecode", b"\x55" * 3000, (1654, 2339)))
    picture = broken.page_as_xobject(0, document)
    page = document[0]
    page.insert_obj(picture.as_pageobject())
    page.gen_content()
    file = io.BytesIO()
    document.save(file)
    picture.close()
    document.close()
    broken.close()
    reading = read_letter(file.getvalue(), "letter.pdf", settings=SETTINGS, images=tmp_path)
    assert reading.pages[0].state is PageState.READ
    assert "my order was handled" in reading.text
    assert any("cannot be decoded" in note for note in reading.notes)
