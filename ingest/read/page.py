"""Reads one page: its own text layer where that is sound, else its pixels, made upright, level and even first.

Says so when it cannot read a page; it never invents. It knows nothing of the other pages.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from ingest import errors
from ingest.model import Page, PageState
from ingest.read import layout, ocr, prepare
from ingest.read.hidden import bears_out
from ingest.read.letter_settings import LetterSettings
from ingest.read.look import Look, best_look
from ingest.read.ocr import RawWord
from ingest.read.picture import Picture, Pixels, Sheet
from ingest.read.separator_code import Separator
from ingest.read.separators import separator_on
from ingest.read.sheet import laid_flat
from ingest.read.stamps import stamp_words
from ingest.read.state import state_of
from ingest.read.textlayer import Layer, fault_of

_FEW_WORDS = 60  # a page with fewer may be a separator sheet that was copied badly
_LAYER_DPI = 150  # resolution of the page image that stands beside a text layer


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was made of one page; spans count from the beginning of its own text."""

    page: Page
    text: layout.PageText
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What every page of a file is read with."""

    settings: LetterSettings
    language: str | None = None  # ISO 639-1, when it is known beforehand
    images: Path | None = None  # the folder that page images are written to


def page_of(sheet: Sheet, task: Task) -> PageReading:
    """Read one page.

    Raises:
        errors.Unreadable: its pixels cannot be had (damaged, too large), or the engine took too long.
        errors.Unavailable: the engine is missing.
    """
    layer = sheet.layer() if task.settings.trust_text_layer else None
    if layer is not None and fault_of(layer) is None and _borne_out(layer, sheet, task):
        return _by_layer(sheet, layer, task)
    return _by_engine(sheet, task)


def _borne_out(layer: Layer, sheet: Sheet, task: Task) -> bool:
    """Whether a layer that nobody sees is what the page shows; one that is drawn is."""
    if not layer.hidden or layer.images < 0.6:
        return True
    try:
        return bears_out(layer, sheet.picture().pixels, task.settings)
    except errors.Unreadable:
        return True  # nothing to compare it with


def lost_page(number: int, reason: str) -> PageReading:
    """A page that could not be had at all: it stays in the count, and a person is told."""
    page = Page(number, 0, 0, 0, 0.0, PageState.UNREADABLE)
    return PageReading(page, layout.PageText("", ()), (f"page {number} could not be read: {reason}",))


def _by_layer(sheet: Sheet, layer: Layer, task: Task) -> PageReading:
    scale = _LAYER_DPI / 72
    width, height = round(layer.width * scale), round(layer.height * scale)
    image: str | None = None
    notes: tuple[str, ...] = ()
    if task.images is not None:
        try:
            image = _saved(prepare.resized(sheet.picture().pixels, width, height), sheet.number, task.images)
        except errors.Unreadable as error:  # the words are sound all the same
            notes = (f"page {sheet.number} cannot be shown: {error}",)
    page = Page(sheet.number, width, height, 0, 1.0, origin="text layer", image=image)
    return PageReading(page, layout.page_text(_raw_words(layer, scale), sheet.number), notes)


def _raw_words(layer: Layer, scale: float) -> list[RawWord]:
    words = []
    for number, (line, paragraph) in enumerate(zip(layer.lines, layout.paragraphs_of(layer.lines), strict=True)):
        for word in line:
            left, top, right, bottom = (round(edge * scale) for edge in word.box)
            words.append(RawWord(word.text, (left, top, right, bottom), 1.0, 0, paragraph, number))
    return words


def _by_engine(sheet: Sheet, task: Task) -> PageReading:
    picture = sheet.picture()
    if task.settings.find_separators and (separator := separator_on(picture.pixels)):
        return _separator_page(sheet.number, picture, separator, task)
    picture = replace(picture, pixels=laid_flat(picture.pixels))
    look = best_look(picture, task.settings, task.language)
    if task.settings.find_separators and len(look.words) < _FEW_WORDS:
        separator = separator_on(picture.pixels, thorough=True)
        if separator is not None:
            return _separator_page(sheet.number, picture, separator, task)
    return _read_page(sheet.number, picture, look, task)


def _read_page(number: int, picture: Picture, look: Look, task: Task) -> PageReading:
    words = (*look.words, *_stamped(look, task))
    geometry = look.ready.geometry
    image = None if task.images is None else _saved(geometry.applied(picture.pixels), number, task.images)
    height, width = look.ready.grey.shape
    state = state_of(look, task.settings)
    page = Page(
        number, width, height, geometry.rotation, round(look.confidence, 4), state, skew=geometry.skew, image=image
    )
    return PageReading(page, layout.page_text(words, number), _notes(page))


def _stamped(look: Look, task: Task) -> tuple[RawWord, ...]:
    if look.ready.coloured is None:
        return ()
    engine = ocr.engine_for(task.settings)
    return stamp_words(look.ready.coloured, look.ready.x_height, engine, look.languages)


def _separator_page(number: int, picture: Picture, separator: Separator, task: Task) -> PageReading:
    height, width = picture.pixels.shape[:2]
    image = None if task.images is None else _saved(picture.pixels, number, task.images)
    page = Page(number, width, height, 0, 1.0, PageState.SEPARATOR, separator=separator.payload, image=image)
    return PageReading(page, layout.PageText("", ()))


def _notes(page: Page) -> tuple[str, ...]:
    words = {
        PageState.BLANK: f"page {page.number} is blank",
        PageState.UNREADABLE: f"page {page.number} cannot be read with confidence",
        PageState.HANDWRITTEN: f"page {page.number} seems to be handwritten",
    }
    return (words[page.state],) if page.state in words else ()


def _saved(pixels: Pixels, number: int, folder: Path) -> str:
    name = f"page-{number:04d}.jpg"
    Image.fromarray(pixels).save(folder / name, quality=80)
    return name
