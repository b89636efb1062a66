"""Text that its program broke softly is joined before anything is cut (RFC 3676)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.flowed import unflowed
from tests.read.made_mail import read


@pytest.mark.parametrize(
    ("flowed", "text"),
    [
        ("Nobody came on \nMonday.\nNobody rang.", "Nobody came on Monday.\nNobody rang."),
        ("one \n\ntwo", "one \n\ntwo"),  # a stray blank at the end of a paragraph does not glue it to the next
        (" From here on \n >stuffed", "From here on >stuffed"),
        ("> quoted and \n> going on\nmine", "> quoted and going on\nmine"),
        (">> deep \n> less deep \nmine", ">> deep \n> less deep \nmine"),
        (">>deep without a blank ", ">> deep without a blank "),
        ("Mary \n-- \nTel. 0161 496 0123", "Mary \n-- \nTel. 0161 496 0123"),
        ("-- \nTel. ", "-- \nTel. "),
        ("one\r\ntwo \r\nthree\r\n", "one\ntwo three\n"),
        ("", ""),
    ],
)
def test_soft_line_ends_are_taken_out(flowed: str, text: str) -> None:
    """Soft ends join, hard ends stay, quotation keeps its depth, a signature's delimiter stands alone."""
    assert unflowed(flowed) == text


def test_the_blank_before_a_soft_end_can_be_the_programs_own() -> None:
    """With delsp=yes the blank goes too: scripts without blanks between words, and broken links, come out whole."""
    assert unflowed("https://www.example.org/a/ \nlong/way", delete_space=True) == "https://www.example.org/a/long/way"


@given(st.text(alphabet="ab >-\n", max_size=60))
def test_no_word_is_lost(text: str) -> None:
    """Joining lines moves blanks and marks, and loses no letter."""
    assert [letter for letter in unflowed(text) if letter in "ab-"] == [letter for letter in text if letter in "ab-"]


@given(st.lists(st.text(alphabet="ab-.", max_size=20), max_size=8))
def test_what_is_not_broken_softly_stays(rows: list[str]) -> None:
    """A text without blanks at the ends and beginnings of its lines is what it was."""
    assert unflowed("\n".join(rows)) == "\n".join(rows)


def test_a_flowed_mail_is_joined_before_it_is_cut() -> None:
    """The line above a quotation, broken by a program, is known again; a reference on two lines is one."""
    body = (
        "Nobody came on Monday, and nobody \nrang about INC-48213.\n\nMary\n\n"
        "On Tuesday, 3 March 2026 at 10:15, the Customer Care \nteam at Example <help@example.com> \nwrote:\n\n"
        "> An engineer will call \n> on Monday.\n"
    )
    head = "From: mary@example.org\nSubject: Re: x\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    reading = read((head + body).encode())
    assert reading.reply_text == "Nobody came on Monday, and nobody rang about INC-48213.\n\nMary"
    assert "> An engineer will call on Monday." in reading.text


def test_other_mail_keeps_its_line_ends() -> None:
    """A text that does not call itself flowed is left alone."""
    reading = read(b"From: mary@example.org\nSubject: x\n\nNobody came \non Monday.\n")
    assert reading.reply_text == "Nobody came\non Monday."
