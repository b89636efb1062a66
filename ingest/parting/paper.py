"""A scan's reading taken apart into its pages as they were read, and a page given another number."""

import re
from dataclasses import replace

from ingest import errors
from ingest.model import Page, Reading
from ingest.read.layout import PAGE_BREAK, PageText
from ingest.read.page import PageReading

_ABOUT_A_PAGE = re.compile(r"page (\d+)\b(?!: item )")  # "page 2 is blank"; "page 2: item 7" is about the whole


def pages_of(reading: Reading) -> list[PageReading]:
    """A scan's reading page by page.

    Raises:
        errors.Refused: its text cannot be told apart by pages.
    """
    return [_page_of(reading, page, start) for page, start in zip(reading.pages, starts_of(reading), strict=True)]


def starts_of(reading: Reading) -> list[int]:
    """Where in the text of a scan each page begins.

    Raises:
        errors.Refused: its text cannot be told apart by pages.
    """
    texts = reading.text.split(PAGE_BREAK)
    if len(texts) != len(reading.pages):
        raise errors.Refused("The text of this item cannot be told apart by pages.", remedy="Leave it as it is.")
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + len(PAGE_BREAK))
    return starts


def numbered(one: PageReading, number: int) -> PageReading:
    """The same page with another number, in its words and notes as well."""
    words = tuple(replace(word, page=number) for word in one.text.words)
    notes = tuple(_ABOUT_A_PAGE.sub(f"page {number}", note, count=1) for note in one.notes)
    return PageReading(replace(one.page, number=number), replace(one.text, words=words), notes)


def _page_of(reading: Reading, page: Page, start: int) -> PageReading:
    end = reading.text.find(PAGE_BREAK, start)
    words = tuple(
        replace(word, start=word.start - start, end=word.end - start)
        for word in reading.words
        if word.page == page.number
    )
    notes = tuple(note for note in reading.notes if (told := _ABOUT_A_PAGE.match(note)) and int(told[1]) == page.number)
    return PageReading(page, PageText(reading.text[start : end if end >= 0 else None], words), notes)
