"""Columns, tables and sideways text come out in the order in which people read them."""

from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image
from weasyprint import HTML

from ingest.read.letter import read_letter
from ingest.read.letter_settings import LetterSettings

SETTINGS = LetterSettings()
LEFT = """\
The engineer came on Monday and
looked at the cable in the cellar
before he left without a word to
my mother who had waited there.
She rang your office twice that
week and was told both times to
wait for a letter that was said
to have been posted on Friday."""
RIGHT = """\
Nobody has called us since then
although we wrote to you in May
and sent copies of both bills by
recorded post to your address.
The line is still dead, and the
bill for the month of April was
paid by us before the day named
on it, as all the others were."""
ROWS = ("3 March 2026 Line rental £18.50", "4 March 2026 Call-out charge £65.00", "9 March 2026 New router £79.99")


def _pdf(html: str) -> bytes:
    return bytes(HTML(string=html).write_pdf())


def _table() -> bytes:
    cells = (("3 March 2026", "Line rental", "£18.50"), ("4 March 2026", "Call-out charge", "£65.00"),
             ("9 March 2026", "New router", "£79.99"))  # fmt: skip
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    return _pdf(f"<table border=1 cellpadding=6>{rows}</table><p>Please refund these amounts as soon as you can.</p>")


def _drawn(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=200 / 72).to_pil().convert("L")


def _one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.ocr
def test_scanned_columns_are_read_one_after_the_other(
    drawn: Callable[..., Image.Image], encoded: Callable[..., bytes]
) -> None:
    """The left column to its end, then the right one; no line runs across the gap."""
    page = Image.new("L", (1654, 1100), 255)
    page.paste(drawn(LEFT, (760, 800), 30, 40), (60, 80))
    page.paste(drawn(RIGHT, (760, 800), 30, 40), (860, 80))
    assert read_letter(encoded(page), "scan.png", settings=SETTINGS).text == f"{LEFT}\n\n{RIGHT}"


def test_written_columns_are_read_one_after_the_other() -> None:
    """The same for a PDF's own text."""
    columns = f"<p>{LEFT}</p><p style='break-before: column'>{RIGHT}</p>"
    reading = read_letter(_pdf(f"<div style='columns: 2'>{columns}</div>"), "letter.pdf", settings=SETTINGS)
    assert reading.pages[0].origin == "text layer"
    assert _one_line(reading.text) == _one_line(f"{LEFT} {RIGHT}")


@pytest.mark.ocr
@pytest.mark.parametrize("origin", ["text layer", "ocr"])
def test_a_table_is_read_row_by_row(origin: str, encoded: Callable[..., bytes]) -> None:
    """Each amount stays beside what it was charged for, with its box on its own row."""
    content = _table() if origin == "text layer" else encoded(_drawn(_table()))
    reading = read_letter(content, "bill", settings=SETTINGS)
    assert reading.pages[0].origin == origin
    assert reading.text.splitlines()[:3] == list(ROWS)
    assert reading.text.endswith("Please refund these amounts as soon as you can.")


@pytest.mark.ocr
def test_text_written_sideways_is_read() -> None:
    """A text layer whose lines run up the page is of no use as it stands: the page is turned and read."""
    turn = "transform: rotate(90deg) translate(0, -12cm); transform-origin: 0 0; width: 20cm"
    content = _pdf(f"<div style='{turn}'><p>{LEFT}</p><p>{RIGHT}</p></div>")
    reading = read_letter(content, "letter.pdf", settings=SETTINGS)
    assert reading.pages[0].rotation == 270
    assert _one_line(reading.text) == _one_line(f"{LEFT} {RIGHT}")
