"""Glances at the pages of a scan: a separator sheet, a blank page, or a page with something on it.

No text is read here: a glance takes a tenth of a second at most where reading takes one.
"""

from itertools import chain, islice

from ingest import errors
from ingest.model import PageState
from ingest.read.batch import Glance, Glances
from ingest.read.blank import is_bare
from ingest.read.letter_settings import LetterSettings
from ingest.read.picture import MissingSheet, Sheet
from ingest.read.pixels import is_scan, sheets_of
from ingest.read.separators import separator_at_a_glance


def glances_at(content: bytes, name: str, first: int, number: int, *, settings: LetterSettings) -> Glances:
    """What some pages of a scan are; a file with a single page is not looked at, for it cannot be a batch.

    Neither is one that breaks off: where its last letter ends cannot be told, so that it goes to a person undivided.

    Args:
        content: the bytes of the file.
        name: its name, for messages only.
        first: the first page to look at, counted from 1.
        number: how many.
        settings: the limits.

    Raises:
        errors.Unreadable: as for `letter.read_letter`; a single page that cannot be had counts as one with something
            on it.
    """
    if not is_scan(content):
        return Glances(0, ())
    sheets = sheets_of(content, name, settings)
    start = tuple(islice(sheets, 2))
    if len(start) == 1:
        return Glances(1, ())
    seen, pages = [], 0
    for sheet in chain(start, sheets):
        pages += 1
        if isinstance(sheet, MissingSheet):
            return Glances(1, ())
        if first <= sheet.number < first + number:
            seen.append(_glance(sheet, settings))
    return Glances(pages, tuple(seen))


def _glance(sheet: Sheet, settings: LetterSettings) -> Glance:
    try:
        pixels = sheet.picture().pixels
    except errors.Unreadable:
        return Glance(sheet.number, PageState.READ)
    separator = separator_at_a_glance(pixels) if settings.find_separators else None
    if separator is not None:
        return Glance(sheet.number, PageState.SEPARATOR, separator.payload)
    return Glance(sheet.number, PageState.BLANK if is_bare(pixels) else PageState.READ)
