"""A PDF's own text is used where it is sound, with its boxes; garbage is found out and the page is read instead."""

import ctypes
import io

import pypdfium2
import pytest
from pypdfium2 import raw
from weasyprint import HTML

from ingest.read.letter import read_letter
from ingest.read.letter_settings import LetterSettings
from ingest.read.textlayer import Glyph, Layer, LayerWord, fault_of, words_of

SETTINGS = LetterSettings()
GOOD = "I am writing to complain about the way in which my order was handled by your company in March 2026."


def _layer(text, **changes):
    words = tuple(LayerWord(word, (10.0 * n, 10.0, 10.0 * n + 8, 20.0)) for n, word in enumerate(text.split()))
    facts = {"width": 595.0, "height": 842.0, "unmapped": 0.0, "hidden": False} | changes
    return Layer((words,), **facts)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "Non è venuto nessuno e nessuno mi ha più richiamato, benché avessi aspettato tutto il pomeriggio a casa.",
        "Sehr geehrte Damen und Herren, bitte schreiben Sie mir an moeller@example.org, Vorgang PR-26-00123-4.",
    ],
)
def test_sound_text_is_trusted(text):
    """Real sentences with references and addresses in them pass."""
    assert fault_of(_layer(text)) is None


@pytest.mark.parametrize(
    ("layer", "reason"),
    [
        (_layer(""), "empty"),
        (_layer("Scanned on 3 March 2026 by the front desk", images=1.0), "scan"),
        (_layer(GOOD, unmapped=0.6), "fonts"),
        (_layer("\ue001\ue002\ue003 \ue004\ue005 \ue006\ue007\ue008\ue009 \ue00a\ue00b\ue00c\ue00d"), "meaning"),
        (_layer("Wkh txlfn eurzq ir{ mxpsv ryhu wkh od}| grj wkdw zdlwhg wkhuh iru d zkroh prqwk"), "words"),
        (_layer("l|k€ th^s 0n€ wh~ch w@s r€@d b|y @ p00r €ng^ne fr0m a b@d sc@n"), "words"),
        (_layer("䴀甀氀琀椀挀漀氀漀爀 䈀氀愀挀欀 倀甀爀攀 䌀礀愀渀 倀甀爀攀夀攀氀氀漀眀"), "words"),
    ],
)
def test_garbage_is_found_out(layer, reason):
    """Mis-mapped fonts, shifted letters and somebody's poor OCR are not taken for text."""
    assert reason in (fault_of(layer) or "")


def test_characters_become_words_and_lines():
    """A space, a jump and a drop part what belongs apart."""
    glyphs = [Glyph(char, (10.0 * n, 0.0, 10.0 * n + 9, 12.0)) for n, char in enumerate("ab cd")]
    glyphs += [Glyph("e", (200.0, 0.0, 209.0, 12.0)), Glyph("f", (0.0, 30.0, 9.0, 42.0))]
    assert [[word.text for word in line] for line in words_of(glyphs)] == [["ab", "cd", "e"], ["f"]]


@pytest.fixture(scope="module")
def written() -> bytes:
    paragraphs = f"<p>{GOOD}</p><p>Please call 020 7946 0018, reference PR-26-00123-4.</p>"
    return bytes(HTML(string=f"<h1>Dear Sir or Madam,</h1>{paragraphs}").write_pdf())


def test_a_written_pdf_is_read_without_the_engine(written, monkeypatch, tmp_path):
    """Text, boxes and page image come from the file itself."""
    monkeypatch.setattr("ingest.read.page.best_look", lambda *_: pytest.fail("the engine was asked"))
    reading = read_letter(written, "letter.pdf", settings=SETTINGS, images=tmp_path)
    assert "reference PR-26-00123-4." in reading.text
    assert reading.pages[0].origin == "text layer"
    assert reading.pages[0].confidence == 1.0
    assert (tmp_path / "page-0001.jpg").is_file()
    for word in reading.words:
        x0, y0, x1, y1 = word.box
        assert 0 <= x0 < x1 <= reading.pages[0].width
        assert 0 <= y0 < y1 <= reading.pages[0].height


@pytest.mark.ocr
def test_a_written_page_shown_sideways_is_made_upright(written):
    """A page whose lines run up and down as shown is read like a scan, with its turn recorded."""
    document = pypdfium2.PdfDocument(written)
    document[0].set_rotation(90)
    file = io.BytesIO()
    document.save(file)
    document.close()
    reading = read_letter(file.getvalue(), "letter.pdf", settings=SETTINGS)
    assert "reference PR-26-00123-4." in reading.text
    assert reading.pages[0].rotation == 270


@pytest.mark.ocr
def test_pages_of_both_kinds_stand_in_one_file(written, letter_page, encoded):
    """A written page keeps its text, a scanned one is read, in one reading."""
    document = pypdfium2.PdfDocument(written)
    scan = pypdfium2.PdfDocument(encoded(letter_page, kind="PDF", resolution=200))
    document.import_pages(scan)
    file = io.BytesIO()
    document.save(file)
    document.close()
    scan.close()
    reading = read_letter(file.getvalue(), "both.pdf", settings=SETTINGS)
    assert [page.origin for page in reading.pages] == ["text layer", "ocr"]
    assert reading.text.index("the way in which") < reading.text.index("Mr Harris")


def _under_scan(scan: bytes, text: str) -> bytes:
    """A scanned PDF with a hidden text layer, as programs that make PDFs searchable write it."""
    document = pypdfium2.PdfDocument(scan)
    page = document[0]
    font = raw.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
    for number, line in enumerate(text.splitlines()):
        item = raw.FPDFPageObj_CreateTextObj(document.raw, font, 9.0)
        letters = (line + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(item, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
        raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 50, page.get_height() - 60 - 14 * number)
        raw.FPDFPage_InsertObject(page.raw, item)
    page.gen_content()
    file = io.BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


POOR = """\
We are pleased to offer you the finest carpets in town at prices that nobody can match this spring.
Come and visit our showroom in the market square, where coffee and cake are served until five o'clock.
Bring this leaflet along and choose a doormat that is yours to keep, whatever else you may buy or leave.
"""


@pytest.mark.ocr
@pytest.mark.parametrize("origin", ["text layer", "ocr"])
def test_a_hidden_layer_is_held_against_the_scan_above_it(origin, letter_page, letter_text, encoded):
    """Somebody's good OCR is used; words that the page does not show are not, however well they are spelt."""
    scan = encoded(letter_page, kind="PDF", resolution=200)
    reading = read_letter(_under_scan(scan, letter_text if origin == "text layer" else POOR), "a", settings=SETTINGS)
    assert reading.pages[0].origin == origin
    assert "Mr Harris" in reading.text
    assert "carpets" not in reading.text
