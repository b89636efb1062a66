"""The writer's own name: alone at the end of the letter, in its first lines, and as the mail's head has it."""

from datetime import UTC, datetime

import pytest

from ingest.extract.names import NameSettings, findings
from ingest.model import Mail, Medium, Reading, Section, SectionKind


def roles(text, *, sender=None, sections=()):
    mail = None
    if sender:
        mail = Mail(sender, "x@example.com", None, (), (), (), "", datetime(2026, 3, 6, tzinfo=UTC), None, (), (), ())
    reading = Reading(Medium.EMAIL, text, "en", reply_text=text, mail=mail, sections=sections)
    return {one.value: one.role for one in findings(reading, settings=NameSettings())}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The line is dead again. Please mend it.\nTracey Oakden", "Tracey Oakden"),
        ("The line is dead again. Please mend it.\nTracey Oakden\n14 Elm Street\n020 7946 0011", "Tracey Oakden"),
        ("la linea non va da ieri, fate qualcosa.\nmarisa torregrossa", "Marisa Torregrossa"),
        ("From: Tracey Oakden, 14 Elm Street, Leeds\n\nThe line is dead again.", "Tracey Oakden"),
    ],
)
def test_who_ends_or_heads_the_letter_wrote_it(text, name):
    """Promise: a name alone on the last line, or in a "From" at the top, is the complainant's without any sign-off."""
    assert roles(text).get(name) == "complainant"


@pytest.mark.parametrize("text", ["The line is dead.\nThank you", "The line is dead.\nSee you in court", "Hello\n\n"])
def test_a_last_line_of_everyday_words_is_no_name(text):
    """Promise: what merely ends a letter is not taken for a name."""
    assert roles(text) == {}


def test_the_end_is_that_of_what_the_writer_wrote():
    """Promise: the last line of a quoted mail names nobody as the complainant."""
    text = "It is dead again.\nTracey Oakden\n> We are sorry.\n> Imran Malik"
    quote = Section(SectionKind.QUOTE, text.index(">"), len(text))
    found = roles(text, sections=(quote,))
    assert found["Tracey Oakden"] == "complainant"
    assert found.get("Imran Malik") != "complainant"


def test_the_senders_name_is_found_wherever_it_stands():
    """Promise: the name that the mail's head gives is found in the text, in small letters too."""
    assert roles("hi, this is hope rivers again, my line is dead", sender="Hope Rivers")["Hope Rivers"] == "complainant"
