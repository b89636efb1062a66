"""What a sender newly wrote, in eleven languages and as a dozen programs surround it."""

from pathlib import Path

import pytest

from ingest.read.quotes import cut

REPLIES = sorted((Path(__file__).parent / "replies").glob("*.txt"))


def sample(path: Path) -> tuple[str, str, str]:
    """A mail's text, what is new in it, and its signature, from one file."""
    text, _, rest = path.read_text("utf-8").partition("\n\n=== new\n")
    new, _, signature = rest.partition("\n=== signature\n")
    return text + "\n", new.strip("\n"), signature.strip("\n")


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_what_is_new_and_what_is_signature(path: Path) -> None:
    """Exactly the new words are new; nothing of the text is lost."""
    text, new, signature = sample(path)
    division = cut(text)
    assert division.new == new
    assert division.signature == "\n".join(row.rstrip() for row in signature.split("\n"))
    assert "".join(text[piece.start : piece.end] for piece in division.pieces) == text


def test_there_are_enough_samples() -> None:
    """The samples are found; an empty folder proves nothing."""
    assert len(REPLIES) >= 60
