"""The engine behind its seam: its answers, its language data, and what is put right afterwards."""

import subprocess

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest import errors
from ingest.model import PageState
from ingest.read import layout, ocr
from ingest.read.blobs import blobs_of
from ingest.read.letter import read_letter
from ingest.read.letter_settings import LetterSettings
from ingest.read.look import best_look, merged
from ingest.read.mend import mended
from ingest.read.ocr import RawWord
from ingest.read.picture import Picture
from ingest.read.state import is_irregular

TSV = """\
level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t500\t500\t-1\t
5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tDear
5\t1\t1\t1\t1\t2\t50\t20\t30\t12\t91\tSir
5\t1\t1\t1\t2\t1\t10\t40\t30\t12\t12\t \n"""


def _word(text, box=(0, 0, 10, 10), confidence=0.9, line=1, block=1):
    return RawWord(text, box, confidence, block, 1, line)


def test_the_engines_table_becomes_words():
    """Rows of words are taken, empty ones and other levels are not."""
    words = ocr.words_of(TSV)
    assert [(word.text, word.box, word.confidence) for word in words] == [
        ("Dear", (10, 20, 40, 32), 0.965),
        ("Sir", (50, 20, 80, 32), 0.91),
    ]


def test_language_data_is_found_and_its_absence_is_said(tmp_path):
    """Data is found without being told where; a wrong folder is named with the remedy."""
    assert any(ocr.data_folder().glob("*.traineddata"))
    with pytest.raises(errors.Unavailable, match=str(tmp_path)) as caught:
        ocr.data_folder(tmp_path)
    assert "tessdata" in caught.value.remedy


def test_a_language_without_data_is_said():
    """Asking for a language that is not installed names it."""
    with pytest.raises(errors.Unavailable, match="xx"):
        ocr.engine_for(LetterSettings()).read(np.full((100, 100), 255, np.uint8), ["xx"])


def test_threads_are_limited_before_the_engine_loads():
    """Two readers side by side starve each other unless each keeps to one thread."""
    code = "import ingest.read.ocr, os, sys; print(os.environ['OMP_THREAD_LIMIT'], 'tesserocr' in sys.modules)"
    import sys

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["1", "False"]


def test_a_bar_between_words_is_a_capital_i():
    """The engine's most regular mistake is put right, and the rule of a table is left alone."""
    line = (_word("On"), _word("Friday"), _word("|"), _word("called,"), _word("and"), _word("|'ve"))
    assert [word.text for word in mended(line)] == ["On", "Friday", "I", "called,", "and", "I've"]
    table = (_word("Name"), _word("|", (0, 0, 2, 40)), _word("Amount"))
    assert [word.text for word in mended(table)] == ["Name", "|", "Amount"]


def test_a_second_reading_replaces_only_what_it_is_surer_of():
    """Word by word, in the same place, the surer reading wins."""
    first = (
        _word("Harr1s", (0, 0, 60, 20), 0.3),
        _word("called", (70, 0, 120, 20), 0.95),
        _word("x", (0, 90, 9, 99), 0.2),
    )
    other = (_word("Harris", (0, 0, 120, 40), 0.9), _word("cal1ed", (140, 0, 240, 40), 0.99))
    assert [word.text for word in merged(first, other, 0.5)] == ["Harris", "called", "x"]


def test_lines_close_together_are_one_paragraph_and_a_gap_parts_two():
    """Address blocks stay together although the engine breaks them up, and spans point at their words."""
    tops = (0, 20, 40, 100)
    words = [_word(f"line{n}", (0, top, 60, top + 12), block=n) for n, top in enumerate(tops)]
    page = layout.page_text(words, 1)
    assert page.text == "line0\nline1\nline2\n\nline3"
    assert [page.text[word.start : word.end] for word in page.words] == ["line0", "line1", "line2", "line3"]


def test_columns_are_not_run_together():
    """What stands beside is another paragraph."""
    words = [_word("left", (0, 0, 60, 12)), _word("right", (300, 0, 360, 12), block=2)]
    assert layout.page_text(words, 1).text == "left\n\nright"


@pytest.mark.ocr
@pytest.mark.parametrize("print_size", [32, 16])
def test_another_language_is_found_out_and_read_in_it(print_size, drawn):
    """A German letter ends up read as German, whether its print is large or so small that a glance comes first."""
    text = (
        "Sehr geehrte Damen und Herren,\n\nhiermit reklamiere ich die Bearbeitung meiner Bestellung.\n"
        "Niemand hat sich gemeldet, obwohl ich den ganzen Nachmittag gewartet habe.\n"
        "Bitte schreiben Sie mir und teilen Sie mir mit, wie es weitergehen soll.\n"
    )
    page = drawn(text * 2, (1654, 1000), print_size)
    look = best_look(Picture(np.asarray(page)), LetterSettings(), None)
    assert look.languages[0] == "de"
    assert "den ganzen Nachmittag gewartet" in look.text


@pytest.mark.ocr
def test_scribble_is_not_taken_for_print(encoded):
    """A page of pen strokes goes to a person; nothing is invented with confidence."""
    chance = np.random.default_rng(4)
    page = Image.new("L", (1200, 1600), 255)
    pen = ImageDraw.Draw(page)
    for line in range(14):
        x, y = 100.0, 150.0 + 95 * line
        while x < 1050:
            step = chance.uniform(-30, 30, (6, 2)).cumsum(axis=0) * 0.8 + [x, y]
            pen.line([(float(a) + 9 * n, float(b)) for n, (a, b) in enumerate(step)], fill=30, width=4, joint="curve")
            x += float(chance.uniform(60, 140))
    reading = read_letter(encoded(page), "scribble.png", settings=LetterSettings())
    assert reading.pages[0].state in {PageState.HANDWRITTEN, PageState.UNREADABLE}
    assert reading.notes


def test_print_is_regular(letter_page):
    """A typed page is not mistaken for a hand."""
    ink = (np.asarray(letter_page) < 128).astype(np.uint8)
    assert not is_irregular(blobs_of(ink))


def test_bare_margins_are_left_out_and_no_mark_is():
    """The engine is given what has ink, a faint mark in the margin included, and the whole of a bare page."""
    page = np.full((1000, 800), 255, np.uint8)
    assert ocr.inked(page) == (0, 0, 800, 1000)
    page[400:420, 300:500] = 0
    assert ocr.inked(page) == (276, 376, 523, 443)
    page[990:994, 5:9] = 190
    assert ocr.inked(page) == (0, 376, 523, 1000)


@pytest.mark.ocr
def test_boxes_count_on_the_whole_page():
    """A word far from the corner has its box where it stands."""
    page = Image.new("L", (1654, 1200), 255)
    ImageDraw.Draw(page).text((900, 700), "Whitcombe", font=ImageFont.load_default(32), fill=0)
    (word,) = ocr.engine_for(LetterSettings()).read(np.asarray(page), ["en"])
    ink = np.argwhere(np.asarray(page) < 128)
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0)
    assert np.abs(np.array(word.box) - (left, top, right + 1, bottom + 1)).max() <= 4


class _Witnesses:
    """An engine that is as sure of a page as told, and surer when more models read it."""

    def __init__(self, sure):
        self.sure = sure
        self.asked = []

    def read(self, grey, languages, *, look="page"):
        self.asked.append(tuple(languages))
        more = 0.03 if len(languages) > 2 else 0.0
        text = ["Nobody", "came", "and", "nobody", "called", "me", "back", "although", "I", "waited", "all", "day"]
        return tuple(_word(each, (40 * n, 0, 40 * n + 30, 12), self.sure + more) for n, each in enumerate(text))


@pytest.mark.parametrize(("sure", "models"), [(0.96, 2), (0.9, 7), (0.3, 2)])
def test_worn_type_is_read_by_all_models(sure, models, monkeypatch, letter_page):
    """Where print is doubtful every model is a witness; clean print and hopeless scrawl are not read again for it."""
    engine = _Witnesses(sure)
    monkeypatch.setattr("ingest.read.ocr.engine_for", lambda _: engine)
    settings = LetterSettings(second_reading=0.0)
    look = best_look(Picture(np.asarray(letter_page)), settings, None)
    assert len(look.languages) == models
    assert look.languages[0] == "en"
