"""Splitting a scan by hand: which pages are which letter, one letter a line."""

import re

from starlette.responses import Response

from ingest import errors
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit

MOST = 500  # letters of one scan, and pages of one letter


def part(visit: Visit) -> Response:
    """Part the scan as the lines say, and show it again with the account of its pages."""
    item_id = visit.number("item")
    visit.flow.part(item_id, letters_of(visit.given("letters")), visit.me, visit.given_number("version"))
    return visit.go(f"/items/{item_id}")


def letters_of(text: str) -> list[list[int]]:
    """The pages of each letter: "1-2" on one line and "5, 3-4" on the next.

    Raises:
        errors.Refused: a line is something else.
    """
    letters = [_pages(line) for line in text.splitlines() if line.strip()]
    if not letters or len(letters) > MOST:
        raise errors.Refused("No letter is named.", remedy="Write one letter a line: 1-2, and below it 3-4.")
    return letters


def _pages(line: str) -> list[int]:
    pages: list[int] = []
    for part in line.replace(";", ",").split(","):
        match = re.fullmatch(r"\s*([0-9]{1,5})(?:\s*[-\N{EN DASH}]\s*([0-9]{1,5}))?\s*", part)
        if match is None:
            raise errors.Refused(
                f"'{line.strip()[:40]}' is no list of pages.", remedy="Write pages like 1-2 or 5, 3-4."
            )
        first, last = int(match[1]), int(match[2] or match[1])
        pages += range(first, last + 1) if last - first < MOST else [first, last]
    return pages


DOORS = (Door("POST", "/items/{item:int}/split", part, Right.ACT),)
