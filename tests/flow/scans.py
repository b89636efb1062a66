"""Small scans made up for the tests of batches: letters, separator sheets and blank pages."""

import io
from collections.abc import Sequence
from datetime import date

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from ingest.read.separator_code import Separator
from ingest.read.separators import sheet_pdf

NAMES = ("Margaret Ellison", "Oliver Thackeray", "Priya Ramanathan")


def letter(name: str, sheet: int = 1) -> Image.Image:
    """A short page, which is read in a second."""
    page = Image.new("L", (1000, 1414), 255)
    words = (
        f"{name}\n14 Lavender Row\nLeeds LS1 9ZZ\n\nDear Sir or Madam,\n\nmy line has been dead since 3 March 2026.\n"
        f"Nobody called me back. This is sheet {sheet}.\n\nYours faithfully,\n\n{name}"
    )
    ImageDraw.Draw(page).multiline_text((90, 90), words, fill=15, font=ImageFont.load_default(26), spacing=12)
    return page


def blank() -> Image.Image:
    """Both sides of nothing."""
    return Image.new("L", (1000, 1414), 252)


def separator(day: date, channel: str = "letter") -> Image.Image:
    """A separator sheet as it comes out of a scanner."""
    with pypdfium2.PdfDocument(sheet_pdf([Separator(channel, day, 7)])) as document:
        page: Image.Image = document[0].render(scale=120 / 72).to_pil().convert("L")
    return page


def encoded(pages: Sequence[Image.Image], kind: str = "PDF") -> bytes:
    """Pages as one file."""
    file = io.BytesIO()
    options: dict[str, object] = {"compression": "tiff_lzw"} if kind == "TIFF" else {"resolution": 120}
    pages[0].save(file, kind, save_all=True, append_images=list(pages[1:]), **options)
    return file.getvalue()


def batch(day: date, kind: str = "PDF") -> bytes:
    """Three letters: one page on top, two pages behind a sheet, one behind a sheet whose back came in blank."""
    first, second, third = NAMES
    pages = [letter(first), separator(day), letter(second), letter(second, 2), separator(day, "legal"), blank()]
    return encoded([*pages, letter(third)], kind)
