"""Separator sheets are found on poor copies, and nothing else is taken for one."""

from datetime import date

import numpy as np
import pypdfium2
import pytest
import segno
from PIL import Image, ImageFilter

from ingest.model import PageState
from ingest.read.letter import read_letter
from ingest.read.letter_settings import LetterSettings
from ingest.read.separator_code import Separator, separator_of
from ingest.read.separators import separator_at_a_glance, separator_on, sheet_pdf

SHEET = Separator("letter", date(2026, 3, 3), 27)


@pytest.fixture(scope="module")
def printed() -> Image.Image:
    document = pypdfium2.PdfDocument(sheet_pdf([SHEET, Separator("legal", date(2026, 3, 4), 28)]))
    assert len(document) == 2
    page = document[0].render(scale=200 / 72).to_pil().convert("L")
    document.close()
    return page


@pytest.mark.parametrize("turn", [0, 7, 90, 180, 266])
def test_a_sheet_is_found_at_any_angle(turn, printed):
    """However the sheet went into the scanner, its code is read."""
    turned = np.asarray(printed.rotate(turn, expand=True, fillcolor=255))
    assert separator_on(turned) == separator_at_a_glance(turned) == SHEET


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_sheet_is_found_on_a_poor_copy(seed, printed):
    """Speckle, faint toner and blur do not hide a sheet."""
    chance = np.random.default_rng(seed)
    faint = np.asarray(printed.filter(ImageFilter.GaussianBlur(2))).astype(float) * 0.3 + 150
    noisy = np.clip(faint + chance.normal(0, 12, faint.shape), 0, 255).astype(np.uint8)
    noisy[chance.random(noisy.shape) < 0.02] = 0
    assert separator_on(noisy, thorough=True) == separator_at_a_glance(noisy) == SHEET


@pytest.mark.parametrize(
    "payload",
    ["https://example.org/pay", "POSTROOM1/LETTER/2026-03-03/27/0", "POSTROOM1/LETTER/2026-13-03/27/1", ""],
)
def test_other_codes_are_not_separators(payload):
    """A code of somebody else's, or one with a wrong check digit, parts no letters."""
    assert separator_of(payload) is None


def test_a_letter_with_a_code_of_its_own_is_not_a_separator(letter_page, tmp_path):
    """A complainant's QR code leaves the page a page of the letter."""
    segno.make_qr("https://example.org/my-case").save(str(tmp_path / "code.png"), scale=6)
    page = letter_page.copy()
    page.paste(Image.open(tmp_path / "code.png").convert("L"), (1200, 150))
    assert separator_on(np.asarray(page), thorough=True) is None


@pytest.mark.ocr
def test_a_sheet_that_is_read_with_its_letter_is_said_to_be_one(printed, letter_page, drawn, encoded):
    """Where a file is not split (it came by mail), its separator sheets are known, and a new letter is proposed."""
    other = drawn(
        "Dear Sir or Madam,\n\nmy bill of 2 January 2026 is wrong again, as before.\n\nYours faithfully,\nOliver"
    )
    batch = encoded(letter_page, printed, other, kind="TIFF", compression="tiff_lzw")
    whole = read_letter(batch, "batch.tif", settings=LetterSettings())
    assert whole.splits == (3,)
    assert whole.pages[1].state is PageState.SEPARATOR
    assert whole.pages[1].separator == SHEET.payload


def test_no_sheets_is_an_error():
    """Asking for nothing to print is a mistake, and said so."""
    with pytest.raises(ValueError, match="no separator"):
        sheet_pdf([])
