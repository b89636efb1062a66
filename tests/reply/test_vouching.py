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


OURS = "mx.northwind.example.org"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], "none"),
        ([f"{OURS}; dmarc=pass header.from=example.com"], "pass"),
        ([f"{OURS.upper()} 1; spf=pass; dmarc=PASS (p=reject) header.from=Example.COM"], "pass"),
        ([f"{OURS}; dmarc=fail header.from=example.com"], "fail"),
        ([f"{OURS}; spf=pass"], "none"),
        # servers that are not ours, however they are called
        (["mx.example.net; dmarc=pass"], "none"),
        ([f"{OURS}.example.net; dmarc=pass"], "none"),
        ([f"x{OURS}; dmarc=pass"], "none"),
        ([f"mx.example.net ({OURS}); dmarc=pass"], "none"),
        ([f'"{OURS}"; dmarc=pass'], "none"),
        (["; dmarc=pass"], "none"),
        ([f"mx.example.net; dmarc=pass; {OURS}; dmarc=pass"], "none"),
        # our own name in a header that the sender wrote, below what our server says
        ([f"{OURS}; dmarc=fail header.from=example.com", f"{OURS}; dmarc=pass header.from=example.com"], "fail"),
        ([f"{OURS}; dmarc=none", f"{OURS}; dmarc=pass header.from=example.com"], "none"),
        ([f"{OURS}; spf=softfail", f"{OURS}; dmarc=pass header.from=example.com"], "none"),
        (["mx.example.net; dmarc=pass", f"{OURS}; dmarc=fail"], "fail"),
        ([f"{OURS}; dmarc=pass header.from=example.com", f"{OURS}; dmarc=fail"], "pass"),
        # what the sender may write into a comment, a string or another result
        ([f"{OURS}; spf=fail smtp.mailfrom=x (; dmarc=pass)"], "none"),
        ([f'{OURS}; spf=fail reason="; dmarc=pass header.from=example.com"'], "none"),
        ([f"{OURS}; spf=fail smtp.mailfrom=dmarc=pass"], "none"),
        ([f"{OURS}; xdmarc=pass"], "none"),
        # another From of the same mail, or the mail around it, was looked at
        ([f"{OURS}; dmarc=pass header.from=evil.example.net"], "none"),
        ([f"{OURS}; dmarc=pass header.from=example.com.example.net"], "none"),
    ],
)
def test_only_our_own_server_vouches(values, expected, mail, settings):
    """Authentication-Results are believed from our own server only, and only about the address that is answered."""
    headers = [(AUTH, value) for value in values]
    assert vouching.dmarc(mail(*headers, from_address="ada@example.com"), settings) == expected


def test_without_a_server_of_ours_nobody_vouches(mail, settings):
    """Who names no server believes no header."""
    nobody = settings.model_copy(update={"auth_servers": ()})
    assert vouching.dmarc(mail((AUTH, f"{OURS}; dmarc=pass")), nobody) == "none"
    assert vouching.dmarc(mail((AUTH, "; dmarc=pass")), nobody) == "none"
