"""Numbers and addresses at the edges of a letter are the writer's own."""

from datetime import UTC, datetime

import pytest

from ingest import extract
from ingest.model import Medium, Reading, Section, SectionKind

BODY = "The line has been dead for a week now and nobody of your company has done anything about it at all."


def roles(text, sections=()):
    reading = Reading(Medium.LETTER, text, "en", reply_text=text, sections=sections)
    found = extract.findings_in(reading, received=datetime(2026, 3, 6, tzinfo=UTC), settings=extract.Settings())
    return {one.value: one.role for one in found.findings}


DETAILS = "Ann Bell\n020 7946 0018\nann@example.com"


@pytest.mark.parametrize("text", [f"{DETAILS}\n\n{BODY}", f"{BODY}\n\n{DETAILS}"])
def test_what_stands_at_the_edges_reaches_the_writer(text):
    """Promise: a number and an address in the head or foot of a letter are where its writer can be reached."""
    found = roles(text)
    assert found["+442079460018"] == "call_back"
    assert found["ann@example.com"] == "complainant"


def test_what_stands_in_the_middle_or_is_claimed_stays():
    """Promise: a number in the middle of a letter, and one that a word gives to somebody else, are not the writer's."""
    assert roles(f"{BODY}\n{BODY} See 020 7946 0018.\n{BODY}\n{BODY}")["+442079460018"] == "other"
    assert roles(f"{BODY}\n\nMy neighbour's number: 020 7946 0018")["+442079460018"] == "other"


def test_the_foot_of_a_quoted_mail_is_not_the_writers():
    """Promise: numbers under an earlier mail are not taken for the writer's."""
    text = f"{BODY}\n\nAnn Bell\n\n> Tom Hill\n> 020 7946 0018"
    quote = Section(SectionKind.QUOTE, text.index(">"), len(text))
    assert roles(text, (quote,)).get("+442079460018") != "call_back"
