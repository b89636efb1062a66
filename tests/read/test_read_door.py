"""The door: any bytes become a reading, or a refusal with a reason."""

import subprocess
import sys

import pytest

from ingest import errors
from ingest.model import Medium, SectionKind
from ingest.read import Settings, text_of

PLAIN = (
    b"From: Mary Example <mary@example.org>\r\nTo: complaints@example.com\r\nSubject: My order\r\n"
    b"Date: Tue, 3 Mar 2026 10:00:00 +0100\r\nMessage-ID: <one@example.org>\r\n\r\n"
    b"Nobody came on Monday.\r\n\r\nMary Example\r\n"
)


def test_a_plain_mail_is_read() -> None:
    """A mail becomes text, its head, and sections that say where everything stands."""
    reading = text_of(PLAIN, "1.eml", settings=Settings())
    assert reading.medium is Medium.EMAIL
    assert reading.mail is not None
    assert (reading.mail.from_name, reading.mail.from_address) == ("Mary Example", "mary@example.org")
    assert reading.mail.subject == "My order"
    assert reading.mail.claimed_date is not None
    assert reading.mail.claimed_date.isoformat() == "2026-03-03T09:00:00+00:00"
    assert reading.mail.message_id == "<one@example.org>"
    assert reading.mail.automatic is None
    assert reading.reply_text == "Nobody came on Monday.\n\nMary Example"
    body = next(part for part in reading.sections if part.kind is SectionKind.BODY)
    assert reading.text[body.start : body.end].strip() == reading.reply_text
    assert reading.language == "en"


def test_bytes_decide_not_the_name() -> None:
    """A mail that is called .pdf is still a mail, and a text that is called .eml is not lost."""
    assert text_of(PLAIN, "scan.pdf", settings=Settings()).medium is Medium.EMAIL
    assert "hello there" in text_of(b"hello there", "odd.eml", settings=Settings()).text


def test_a_text_file_is_read() -> None:
    """A complaint typed into a text file is a letter."""
    reading = text_of(
        "Gentile servizio clienti, la fattura è sbagliata.".encode("cp1252"), "a.txt", settings=Settings()
    )
    assert reading.medium is Medium.LETTER
    assert reading.text == "Gentile servizio clienti, la fattura è sbagliata."
    assert reading.language == "it"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.Unreadable),
        (b"\n\n \n", errors.Unreadable),
        (b"\x00" * 5_000, errors.Unreadable),
        (b"MZ\x90\x00\x03" + bytes(300), errors.UnknownFormat),
        (b"%!PS-Adobe-3.0\nshowpage", errors.UnknownFormat),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), errors.UnknownFormat),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, error: type[errors.Error]) -> None:
    """A file nobody can read ends as an error of ours, whose words staff can act on."""
    with pytest.raises(error) as caught:
        text_of(content, "file.bin", settings=Settings())
    assert str(caught.value)
    assert caught.value.remedy


def test_the_door_is_light() -> None:
    """Importing the stage loads no parser and no engine."""
    heavy = "mailparser lxml docx cv2 tesserocr numpy py3langid PIL"
    code = f"import sys, ingest.read; print([name for name in {heavy.split()!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
