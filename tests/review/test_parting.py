"""Splitting a scan by hand: the lines people type, and what the page offers."""

from dataclasses import replace

import pytest

from ingest import errors
from ingest.review.pages.parting import letters_of
from ingest.store import schema, values
from ingest.store.people import Role
from tests.review.conftest import letter_reading, send


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("1-2\n3", [[1, 2], [3]]),
        ("1-2\r\n\r\n5, 3-4", [[1, 2], [5, 3, 4]]),
        (" 2 – 3 ; 1 ", [[2, 3, 1]]),
        ("7", [[7]]),
        ("1,1", [[1, 1]]),  # the act refuses it, in words
    ],
)
def test_lines_become_letters(typed, letters):
    """One letter a line, its pages in the order in which they are typed."""
    assert letters_of(typed) == letters


@pytest.mark.parametrize("typed", ["", " \n ", "first", "1-", "-2", "1--2", "1,,2", "1 2", "٣", "9" * 9, "1-2\nx"])
def test_what_is_no_list_of_pages_is_refused(typed):
    """Nothing is guessed from a line that is not a list of pages."""
    with pytest.raises(errors.Refused):
        letters_of(typed)


def test_the_page_proposes_where_letters_begin_and_splits(world, client):
    """A scan of several pages offers the split, filled in by what was read; the act gets pages and version."""
    item = world.letter(pages=4)
    reading, _, _ = letter_reading(4)
    content = values.reading_bytes(replace(reading, splits=(3,)))
    with world.database.write() as connection:
        connection.execute(schema.reading.update().values(content=content))
    browser = client(Role.HANDLER)
    assert "1-2\n3-4</textarea>" in browser.get(f"/items/{item}").text
    assert send(browser, f"/items/{item}/split", letters="1-2\n4, 3", version=0).status_code == 303
    assert world.flow.acts[-1] == ("part", item, [[1, 2], [4, 3]], "handler", 0)
    refused = send(browser, f"/items/{item}/split", letters="one and two", version=0)
    assert refused.status_code == 422
    assert "is no list of pages" in refused.text
    assert "/split" not in browser.get(f"/items/{world.letter()}").text
    assert "/split" not in browser.get(f"/items/{world.mail()}").text
