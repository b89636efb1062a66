"""Reading letters through the door: every container, every way up, and what cannot be read says why."""

import pytest
from PIL import Image

from ingest import errors
from ingest.model import Medium, PageState
from ingest.read.letter import pages_of, read_letter
from ingest.read.letter_settings import LetterSettings

SETTINGS = LetterSettings()
FACTS = ("PR-26-00123-4", "020 7946 0018", "Mr Harris", "jennifer@example.org", "16 February")


def _assert_sound(reading):
    for word in reading.words:
        assert reading.text[word.start : word.end].split() == [reading.text[word.start : word.end]]
        page = reading.pages[word.page - 1]
        x0, y0, x1, y1 = word.box
        assert 0 <= x0 < x1 <= page.width
        assert 0 <= y0 < y1 <= page.height


@pytest.mark.ocr
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_up(turn, letter_page, encoded, tmp_path):
    """A page that was scanned sideways or upside down is read upright, with the turn recorded."""
    content = encoded(letter_page.rotate(turn, expand=True))
    reading = read_letter(content, "letter.png", settings=SETTINGS, images=tmp_path)
    assert reading.medium is Medium.LETTER
    assert reading.pages[0].rotation == turn
    assert all(fact in reading.text for fact in FACTS)
    assert reading.pages[0].confidence > 0.85
    assert reading.language == "en"
    _assert_sound(reading)
    with Image.open(tmp_path / reading.pages[0].image) as image:
        assert image.size == (reading.pages[0].width, reading.pages[0].height)


@pytest.mark.ocr
def test_a_crooked_and_shaded_page_is_read(letter_page, encoded):
    """Skew and uneven light, which ruin the bare engine, do not cost a fact."""
    crooked = letter_page.rotate(3.0, fillcolor=255, resample=Image.Resampling.BICUBIC)
    shade = Image.linear_gradient("L").resize(crooked.size).point(lambda grey: 90 + grey * 165 // 255)
    shaded = Image.composite(crooked, Image.new("L", crooked.size, 30), shade)
    reading = read_letter(encoded(shaded, kind="JPEG"), "letter.jpg", settings=SETTINGS)
    assert all(fact in reading.text for fact in FACTS)
    assert reading.pages[0].skew == pytest.approx(-3.0, abs=0.15)


@pytest.mark.ocr
def test_a_tiff_of_several_pages_keeps_order_and_count(letter_page, drawn, encoded):
    """Pages in are pages out: a blank page is kept and flagged, and the text runs in order."""
    second = drawn("Enclosure: copy of the bill of 2 January 2026, account 4711, as promised above.\n")
    bilevel = [page.convert("1") for page in (letter_page, Image.new("L", letter_page.size, 255), second)]
    reading = read_letter(encoded(*bilevel, kind="TIFF", compression="group4"), "fax.tif", settings=SETTINGS)
    assert [page.number for page in reading.pages] == [1, 2, 3]
    assert [page.state for page in reading.pages] == [PageState.READ, PageState.BLANK, PageState.READ]
    assert reading.text.count("\n\f\n") == 2
    assert reading.text.index("Yours faithfully") < reading.text.index("Enclosure")
    assert any("page 2 is blank" in note for note in reading.notes)
    _assert_sound(reading)


@pytest.mark.ocr
@pytest.mark.parametrize("change", [{"engine": "pytesseract"}, {"rasteriser": "pdf2image"}])
def test_the_portable_path_reads_the_same(change, letter_page, encoded):
    """The tesseract command and poppler stand behind the same seam and find the same facts."""
    content = encoded(letter_page, kind="PDF", resolution=200)
    reading = read_letter(content, "letter.pdf", settings=LetterSettings(**change))
    assert all(fact in reading.text for fact in FACTS)
    _assert_sound(reading)


@pytest.mark.ocr
def test_pages_come_one_by_one(letter_page, encoded):
    """The first page of a batch is handed out before the next one is read."""
    content = encoded(letter_page, letter_page, kind="TIFF", compression="tiff_lzw")
    pages = pages_of(content, "batch.tif", settings=SETTINGS)
    first = next(pages)
    pages.close()
    assert first.page.number == 1
    assert "Mr Harris" in first.text.text


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", errors.Unreadable, "empty"),
        (b"%!PS-Adobe-3.0\n", errors.UnknownFormat, "PostScript"),
        (b"just words", errors.UnknownFormat, "not a PDF"),
        (b"%PDF-1.7\nnothing more", errors.Unreadable, "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(content, error, words):
    """A file that is no readable scan is refused with a reason that staff understand."""
    with pytest.raises(error, match=words):
        read_letter(content, "file.pdf", settings=SETTINGS)
