"""A batch falls into its letters, each with exactly its own pages, and every page is accounted for."""

import io
from collections.abc import Callable
from datetime import date

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageSequence

from ingest import errors
from ingest.model import PageState
from ingest.read.batch import Glance, Tally, letters_of
from ingest.read.blank import is_bare
from ingest.read.excerpt import excerpt_of
from ingest.read.glancing import glances_at
from ingest.read.letter_settings import LetterSettings
from ingest.read.separator_code import Separator
from ingest.read.separators import sheet_pdf

SHEET = Separator("legal", date(2026, 3, 3), 27)
SIZE = (827, 1169)  # A4 at 100 dpi


def page(text: str) -> Image.Image:
    made = Image.new("L", SIZE, 255)
    ImageDraw.Draw(made).multiline_text((100, 100), "\n".join([text] * 12), fill=10, font_size=22)
    return made


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    with pypdfium2.PdfDocument(sheet_pdf([SHEET])) as document:
        return document[0].render(scale=100 / 72).to_pil().convert("L").resize(SIZE)


def glances(told: str) -> list[Glance]:
    """Pages as letters: s a separator sheet, b a blank page, p a page with something on it."""
    kinds = {"s": PageState.SEPARATOR, "b": PageState.BLANK, "p": PageState.READ}
    return [Glance(n, kinds[one], SHEET.payload if one == "s" else None) for n, one in enumerate(told, 1)]


@pytest.mark.parametrize(
    ("told", "letters", "blanks"),
    [
        ("pp", [(1, 2)], []),
        ("ppspp", [(1, 2), (4, 5)], []),
        ("sppsp", [(2, 3), (5, 5)], []),
        ("spbp", [(2, 4)], []),  # a blank back within a letter stays there
        ("spbsp", [(2, 3), (5, 5)], []),  # and at its end
        ("sbpsbp", [(3, 3), (6, 6)], [2, 5]),  # the back of a separator sheet is part of no letter
        ("bp", [(1, 2)], []),  # no sheet before it: it may belong to the letter
        ("sss", [], []),
        ("ssp", [(3, 3)], []),
        ("b", [(1, 1)], []),
    ],
)
def test_letters_lie_between_separator_sheets(told: str, letters: list[tuple[int, int]], blanks: list[int]) -> None:
    """Each page is in exactly one letter, or a separator sheet, or a blank that is counted by its number."""
    tally = Tally()
    found = list(letters_of(glances(told), tally))
    assert [(letter.first, letter.last) for letter in found] == letters
    assert [letter.number for letter in found] == list(range(1, len(found) + 1))
    assert (tally.blanks, len(tally.separators), tally.pages) == (blanks, told.count("s"), len(told))
    assert tally.balanced


@pytest.mark.parametrize(
    ("told", "letters"),
    [("ppbp", [(1, 2), (4, 4)]), ("pb", [(1, 1)]), ("bbpbbpp", [(3, 3), (6, 7)]), ("psbpbp", [(1, 1), (4, 4), (6, 6)])],
)
def test_blank_sheets_part_letters_when_asked_to(told: str, letters: list[tuple[int, int]]) -> None:
    """With the setting a blank sheet parts letters; it is counted, and part of neither."""
    tally = Tally()
    found = list(letters_of(glances(told), tally, at_blanks=True))
    assert [(letter.first, letter.last) for letter in found] == letters
    assert (len(tally.blanks), tally.balanced) == (told.count("b"), True)


def test_a_letter_knows_the_sheet_it_lies_under() -> None:
    """Channel, day and batch of the sheet go to the letters behind it, and not to those before it."""
    found = list(letters_of(glances("psp"), Tally()))
    assert [letter.separator for letter in found] == [None, SHEET]


def test_a_letter_is_handed_out_when_the_next_begins() -> None:
    """The first letter does not wait for the end of the batch."""
    pages = iter(glances("psppp"))
    assert next(letters_of(pages, Tally())).last == 1
    assert next(pages).number == 4


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_pages_are_told_apart_at_a_glance(kind: str, sheet: Image.Image, encoded: Callable[..., bytes]) -> None:
    """Separator sheets, blank pages and others are told apart without reading, in any piece of the file."""
    batch = encoded(page("one"), sheet, Image.new("L", SIZE, 250), page("two"), kind=kind)
    settings = LetterSettings()
    first = glances_at(batch, "batch", 1, 3, settings=settings)
    rest = glances_at(batch, "batch", 4, 3, settings=settings)
    assert [glance.state for glance in first.seen] == [PageState.READ, PageState.SEPARATOR, PageState.BLANK]
    assert [(glance.number, glance.state) for glance in rest.seen] == [(4, PageState.READ)]
    assert first.pages == rest.pages == 4
    assert first.seen[1].separator == SHEET.payload


def test_what_cannot_be_a_batch_is_not_looked_at(sheet: Image.Image, encoded: Callable[..., bytes]) -> None:
    """One page, or a mail in the scan folder, costs no look."""
    assert glances_at(encoded(sheet), "one.png", 1, 20, settings=LetterSettings()).seen == ()
    assert glances_at(b"From: a@example.org\n\nHello", "mail.eml", 1, 20, settings=LetterSettings()).pages == 0


def test_a_damaged_page_stays_in_its_letter(encoded: Callable[..., bytes]) -> None:
    """A page that cannot be had is neither blank nor a separator, and does not keep the others back."""
    strip = Image.new("L", (827, 3), 255)
    batch = encoded(page("one"), strip, kind="TIFF")
    assert [glance.state for glance in glances_at(batch, "b.tif", 1, 9, settings=LetterSettings()).seen] == [
        PageState.READ
    ] * 2


def test_pages_of_a_tiff_are_taken_out_byte_for_byte(encoded: Callable[..., bytes]) -> None:
    """A letter's own original has its strips exactly as they were scanned, JPEG ones too."""
    batch = encoded(*(page(word) for word in ("one", "two", "three")), kind="TIFF", compression="jpeg")
    excerpt = excerpt_of(batch, [2, 3])
    letter = Image.open(io.BytesIO(excerpt))
    whole = Image.open(io.BytesIO(batch))
    frames = [np.asarray(frame) for frame in ImageSequence.Iterator(whole)][1:]
    assert [
        (np.asarray(frame) == same).all() for frame, same in zip(ImageSequence.Iterator(letter), frames, strict=True)
    ]
    whole.seek(1)
    letter.seek(0)
    assert _strip(letter, excerpt) == _strip(whole, batch)


def _strip(image: Image.Image, file: bytes) -> bytes:
    tags = image.tag_v2  # type: ignore[attr-defined]  # only TIFF images have them
    start, size = tags[273][0], tags[279][0]
    return file[start : start + size]


def test_pages_of_a_pdf_are_taken_out_with_their_own_images() -> None:
    """A letter's own original holds the very JPEG streams of the batch, and no page more."""
    file = io.BytesIO()
    pages = [page(word) for word in ("one", "two", "three")]
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:])
    with pypdfium2.PdfDocument(excerpt_of(file.getvalue(), [3])) as letter, pypdfium2.PdfDocument(file) as whole:
        assert len(letter) == 1
        assert _jpeg(letter[0]) == _jpeg(whole[2])
        assert _jpeg(letter[0])[:2] == b"\xff\xd8"


def _jpeg(one: pypdfium2.PdfPage) -> bytes:
    (image,) = one.get_objects()
    return bytes(image.get_data())


def test_pages_that_are_not_there_are_not_made_up(encoded: Callable[..., bytes]) -> None:
    """A batch whose pages cannot be taken out is refused with a reason."""
    batch = encoded(page("one"), page("two"), kind="TIFF")
    with pytest.raises(errors.Unreadable, match="pages 2 to 3"):
        excerpt_of(batch, [2, 3])
    with pytest.raises(errors.Unreadable, match="damaged"):
        excerpt_of(b"%PDF-1.7 and nothing more", [1])


@pytest.mark.parametrize(
    ("mark", "bare"),
    [(None, True), ("speck", True), ("edge", True), ("word", False), ("stroke", False), ("faint", False)],
)
def test_bare_paper(mark: str | None, bare: bool) -> None:
    """Dust and a dark edge leave a page bare; a word, a stroke of a pen or faint type do not."""
    made = Image.new("L", (1654, 2339), 244)
    pen = ImageDraw.Draw(made)
    if mark == "speck":
        pen.rectangle((800, 900, 803, 903), fill=0)
    elif mark == "edge":
        pen.rectangle((0, 0, 40, 2339), fill=10)
    elif mark == "word":
        pen.text((400, 800), "see over", fill=20, font_size=36)
    elif mark == "stroke":
        pen.line((400, 800, 700, 900), fill=40, width=6)
    elif mark == "faint":
        pen.multiline_text((400, 800), "see overleaf\nfor the rest", fill=205, font_size=36)
    noise = np.random.default_rng(4).normal(0, 2, (2339, 1654))
    assert is_bare(np.clip(np.asarray(made) + noise, 0, 255).astype(np.uint8)) is bare
