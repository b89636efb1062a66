"""The door to reading letters: the bytes of a scan become a Reading, or, page by page, what each page says.

One page is in memory at a time. It keeps nothing, decides nothing, and refuses what it cannot read with a reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ingest import errors
from ingest.model import Medium, Page, Reading, Word
from ingest.read.language import language_of
from ingest.read.layout import PAGE_BREAK
from ingest.read.letter_settings import LetterSettings
from ingest.read.page import PageReading, Task, lost_page, page_of
from ingest.read.picture import Sheet
from ingest.read.pixels import sheets_of
from ingest.read.received import received_on
from ingest.read.sections import sections_of, splits_of


def read_letter(
    content: bytes, name: str, *, settings: LetterSettings, language: str | None = None, images: Path | None = None
) -> Reading:
    """The text of a scanned letter with its positions.

    Args:
        content: the bytes of a PDF, TIFF, JPEG, PNG, HEIC, WebP or BMP file.
        name: its name, for messages only.
        settings: how to read, and the limits.
        language: ISO 639-1, when it is known beforehand; else it is found out.
        images: a folder for the upright page images (`page-0001.jpg`, ...), in whose pixels the boxes count.

    Raises:
        errors.Unreadable: the file is empty or damaged, or not one of its pages can be had.
        errors.Locked: it has a password.
        errors.UnknownFormat: it is no scan.
        errors.LimitExceeded: it asks for more pages, pixels or time than the settings allow.
        errors.Unavailable: the engine or its language data is missing.
    """
    pages = pages_of(content, name, settings=settings, language=language, images=images)
    return assembled(pages, settings=settings, language=language)


def pages_of(
    content: bytes, name: str, *, settings: LetterSettings, language: str | None = None, images: Path | None = None
) -> Iterator[PageReading]:
    """What each page of a scan says, as soon as it is read; arguments and errors as for `read_letter`.

    A page that cannot be had is handed out as unreadable with its reason, so that pages in are pages out; only when no
    page at all can be had does the reason rise as an error.
    """
    task = Task(settings, language, images)
    failed: errors.Unreadable | None = None
    had = False
    for sheet in sheets_of(content, name, settings):
        reading, error = _attempted(sheet, task)
        failed, had = failed or error, had or error is None
        yield reading
    if failed is not None and not had:
        raise failed


def _attempted(sheet: Sheet, task: Task) -> tuple[PageReading, errors.Unreadable | None]:
    try:
        return page_of(sheet, task), None
    except errors.Unreadable as error:
        return lost_page(sheet.number, str(error)), error


def assembled(pages: Iterable[PageReading], *, settings: LetterSettings, language: str | None = None) -> Reading:
    """One Reading of pages that belong together, in the order given.

    Args:
        pages: as `pages_of` hands them out.
        settings: for the words of our own address.
        language: ISO 639-1, when it is known beforehand.
    """
    parts: list[str] = []
    words: list[Word] = []
    kept: list[Page] = []
    notes: list[str] = []
    length = 0
    for reading in pages:
        start = length + (len(PAGE_BREAK) if kept else 0)
        parts.append(reading.text.text)
        words += (replace(word, start=word.start + start, end=word.end + start) for word in reading.text.words)
        kept.append(reading.page)
        notes += reading.notes
        length = start + len(reading.text.text)
    text = PAGE_BREAK.join(parts)
    told, sure = (language, 1.0) if language else language_of(text)
    return Reading(
        Medium.LETTER,
        text,
        told,
        sure,
        reply_text=text,
        words=tuple(words),
        pages=tuple(kept),
        sections=sections_of(text, words, settings.our_address),
        notes=tuple(notes),
        certified_arrival=received_on(text),
        splits=splits_of(text, words, kept),
    )
