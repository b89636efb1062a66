"""What the model marked is cut to names, and what no name ever is goes."""

import numpy as np
import pytest

from ingest.extract.names_mended import mended
from ingest.extract.names_model import Span
from ingest.extract.names_standing import STANDINGS, standings, told_by_standing
from ingest.extract.names_tokens import tokens_of


def left_of(text: str, marked: str, sure: float = 0.7) -> list[str]:
    """The names that are left when these words of a text were marked."""
    tokens = tokens_of(text)
    begin, end = text.index(marked), text.index(marked) + len(marked)
    inside = [at for at, start in enumerate(tokens.starts) if begin <= start < end]
    parts = mended([Span(inside[0], inside[-1] + 1, sure)], tokens)
    return [text[tokens.starts[part.first] : tokens.ends[part.end - 1]] for part in parts]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("I live at 7 Ashcombe Avenue now", "Ashcombe"),
        ("abito in via Ugo Tardelli 3", "Ugo Tardelli"),
        ("abito in Piazza Tardelli", "Tardelli"),
        ("ho scritto a Lei e basta", "Lei"),
        ("With no hope we wait", "hope"),
        ("write to a.bell@example.org", "a.bell@example.org"),
    ],
)
def test_streets_pronouns_and_everyday_words_are_no_names(text: str, marked: str) -> None:
    """Promise: a street, a polite form of address, an everyday word and an address are no persons."""
    assert left_of(text, marked) == []


@pytest.mark.parametrize(
    ("text", "marked", "names"),
    [
        ("we are Jenny, Becky and Tom", "Jenny, Becky", ["Jenny", "Becky"]),
        ("To: Ashcombe, John", "Ashcombe, John", ["Ashcombe, John"]),
        ("Anna Bell\nT. Ashcombe", "Anna Bell\nT. Ashcombe", ["Anna Bell", "T. Ashcombe"]),
        ("rang Anna\nBell at noon", "Anna\nBell", ["Anna\nBell"]),
        ("asked Anna Bell @ORBIT about it", "Anna Bell @ORBIT", ["Anna Bell"]),
        ("asked Maria de la Cruz y Soto", "Maria de la Cruz y Soto", ["Maria de la Cruz y Soto"]),
        ("asked anna bell today", "anna bell", ["anna bell"]),
    ],
)
def test_marks_are_cut_where_a_name_ends(text: str, marked: str, names: list[str]) -> None:
    """Promise: a list of forenames and two lines are several people; a turned or broken name is one."""
    assert left_of(text, marked) == names


def test_an_everyday_word_in_small_letters_may_be_a_name_where_nothing_has_capitals() -> None:
    """Promise: "rose" is a name to somebody who writes everything small, if the model says so."""
    assert left_of("spoke to rose at noon", "rose") == ["rose"]
    assert left_of("Spoke to rose at noon", "rose", sure=0.95) == ["rose"]


def test_a_word_knows_how_it_stands_in_its_text() -> None:
    """Promise: a capital at a sentence's beginning, and a word seen elsewhere in small letters, are told apart."""
    tokens = tokens_of("Hope is gone. We hope. So said Vera. Vera left.")
    told = [told_by_standing(number) for number in standings(tokens).tolist()]
    first, last = tokens.texts.index("Hope"), tokens.texts.index("Vera")
    assert told[first][:2] == ("look21", "again211")  # begins a sentence, seen in small letters
    assert told[last][:2] == ("look20", "again202")  # within a sentence, as at its other place
    shouted = standings(tokens_of("NOBODY RANG ME BACK AT ALL"))
    assert {told_by_standing(number)[2] for number in shouted.tolist()} == {"look3shouted"}
    assert np.all(shouted < STANDINGS)
