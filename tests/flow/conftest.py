"""Whole postrooms for the tests of the whole flow."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.flow.installation import Installation


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Makes installations and stops what they started."""
    made: list[Installation] = []

    def make(lines: str = "", url: str = "") -> Installation:
        one = Installation(tmp_path / f"postroom-{len(made)}", lines, url)
        made.append(one)
        return one

    yield make
    for one in made:
        one.stop_all()
