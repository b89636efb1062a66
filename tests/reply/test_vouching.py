"""The one address an answer may go to."""

import pytest

from ingest.reply import vouching

AUTH = "authentication-results"


@pytest.mark.parametrize(
    ("author", "envelope", "headers", "expected"),
    [
        ("ada@example.com", "ada@example.com", [], "ada@example.com"),
        ("Ada@Example.com", "bounce@mail.example.com", [], "ada@example.com"),
        ("ada@example.com", None, [], "ada@example.com"),
        ("victim@example.net", "mallory@example.org", [], "mallory@example.org"),
        (
            "ada@example.com",
            "x@sender.example.org",
            [(AUTH, "mx.northwind.example.org; dmarc=pass")],
            "ada@example.com",
        ),
        ("ada@example.com", "x@sender.example.org", [(AUTH, "mx.example.org; dmarc=pass")], "x@sender.example.org"),
        ("a@x@y", "ada@example.com", [], "ada@example.com"),
        ("a\r\nBcc: b@example.com", None, [], None),
        (None, None, [], None),
    ],
)
def test_the_answer_goes_to_from_when_aligned_else_to_the_envelope(author, envelope, headers, expected, mail, settings):
    """One recipient only: From when aligned, else the envelope sender; never Reply-To, never Cc."""
    claims = mail(
        *headers, from_address=author, envelope_sender=envelope, reply_to=("r@example.net",), cc=("c@example.net",)
    )
    assert vouching.recipient_for(claims, settings) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a@example.com", "b@example.com", True),
        ("a@example.com", "b@mail.example.com", True),
        ("a@notexample.com", "b@example.com", False),
        ("a@example.com", "b@com", False),
    ],
)
def test_alignment_is_by_whole_labels(one, other, expected):
    """A domain that merely ends alike is another domain."""
    assert vouching.aligned(one, other) is expected
