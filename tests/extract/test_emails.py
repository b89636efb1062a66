"""E-mail addresses: typed, scanned and spelt out, with whose they are."""

import pytest

from ingest import errors
from ingest.extract import emails
from ingest.model import Mail, Medium, Reading, Section, SectionKind

SETTINGS = emails.EmailSettings(our_domains=("example.com",))


def mail(address):
    return Mail(None, address, address, (), (), (), "", None, None, (), (), ())


def findings(text, sender=None, sections=()):
    reading = Reading(Medium.EMAIL, text, "en", mail=mail(sender) if sender else None, sections=sections)
    found = emails.findings(reading, settings=SETTINGS)
    assert all(text[one.start : one.end] == one.text for one in found)
    return found


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("write to Anna.Rossi@Example.org.", "Anna.Rossi@Example.org", "anna.rossi@example.org"),
        ("<anna@example.co.uk>", "anna@example.co.uk", "anna@example.co.uk"),
        ("mailto:anna@example.org?subject=x", "anna@example.org", "anna@example.org"),
        ("(anna+bills@example.org)", "anna+bills@example.org", "anna+bills@example.org"),
        ("anna_rossi@mail.example.it, grazie", "anna_rossi@mail.example.it", "anna_rossi@mail.example.it"),
        ("anna©example.org", "anna©example.org", "anna@example.org"),
        ("anna @ example.org", "anna @ example.org", "anna@example.org"),
        ("anna@example . org", "anna@example . org", "anna@example.org"),
        ("anna@example. org", "anna@example. org", "anna@example.org"),
        ("anna@example,com", "anna@example,com", "anna@example.com"),
        ("anna@example.c0m", "anna@example.c0m", "anna@example.com"),
        ("anna@example.co. uk", "anna@example.co. uk", "anna@example.co.uk"),
        ("anna (at) example.org", "anna (at) example.org", "anna@example.org"),
        ("anna dot rossi at example dot org", "anna dot rossi at example dot org", "anna.rossi@example.org"),
        ("anna chiocciola example punto it", "anna chiocciola example punto it", "anna@example.it"),
        ("l'indirizzo è anna@example.it", "anna@example.it", "anna@example.it"),
    ],
)
def test_finds_addresses(text, span, value):
    """An address is found as it stands, and valued as it is meant."""
    assert [(one.text, one.value) for one in findings(text)] == [(span, value)]


@pytest.mark.parametrize(
    "text",
    ["@anna on social media", "price @ 3.50 each", "we met @ the shop. it was late", "a@b", "anna@",
     "© 2026 example.org",
     "copyright © example company", "at 10 (at home)", "a..b@example.org"[:3], "", "@@@@"],
)  # fmt: skip
def test_refuses_what_is_no_address(text):
    """A sign for "at" alone makes no address."""
    assert findings(text) == ()


def test_roles():
    """The sender's own address and the one called "mine" are the complainant's; those of our domain are staff's."""
    text = "my e-mail is anna@example.org, your agent was bob@example.com, and eve@example.net knows"
    assert [one.role for one in findings(text)] == ["complainant", "staff", "other"]
    (one,) = findings("eve@example.net", sender="eve@example.net")
    assert (one.role, one.confidence) == ("complainant", 0.99)
    (one,) = findings("eve@example.net", sections=(Section(SectionKind.SIGNATURE, 0, 15),))
    assert one.role == "complainant"


def test_normalise():
    """A typed correction becomes a lower-case address, or a sentence says what is wrong."""
    assert emails.normalise(" <Anna@Example.ORG> ") == "anna@example.org"
    for wrong in (
        "anna",
        "anna@",
        "@example.org",
        "a b@example.org",
        "a@b@c",
        "anna@example",
        "a@x.org\r\nBcc: b@x.org",
    ):
        with pytest.raises(errors.Error):
            emails.normalise(wrong)
