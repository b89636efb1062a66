"""Documents that are not scans."""

import io
import zipfile

import docx
import pytest
from odf.opendocument import OpenDocumentText
from odf.text import P

from ingest import errors
from ingest.model import Medium
from ingest.read import MailSettings, Settings, text_of

WORDS = "Nobody came on Monday, and nobody rang."


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Mary Example")
    document.add_paragraph(WORDS)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Reference", "INC-48213"
    document.add_paragraph("Yours sincerely")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def opendocument() -> bytes:
    document = OpenDocumentText()
    for row in ("Mary Example", WORDS):
        document.text.addElement(P(text=row))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def rtf() -> bytes:
    return rb"{\rtf1\ansi\ansicpg1252 Mary Example\par " + WORDS.encode() + rb" Caf\'e9\par}"


def text(content: bytes, name: str) -> str:
    reading = text_of(content, name, settings=Settings())
    assert reading.medium is Medium.LETTER
    return reading.text


def test_a_word_document_is_read_in_order() -> None:
    """Paragraphs and tables come out in the order they stand."""
    assert text(word(), "letter.docx") == f"Mary Example\n{WORDS}\nReference  INC-48213\nYours sincerely"


def test_an_opendocument_file_is_read() -> None:
    """OpenOffice's files are read."""
    assert text(opendocument(), "letter.odt") == f"Mary Example\n{WORDS}"


def test_rtf_is_read() -> None:
    """RTF is read, letters beyond ASCII included."""
    assert text(rtf(), "letter.rtf") == f"Mary Example\n{WORDS} Café"


def test_an_html_file_is_read() -> None:
    """A saved web page shows what its reader saw."""
    content = (
        b"<!DOCTYPE html><html><head><meta charset='iso-8859-1'><script>x()</script></head><body><p>Caf\xe9</p></body>"
    )
    assert text(content, "page.html") == "Café"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_any_encoding(codec: str) -> None:
    """A text file is read whatever wrote it."""
    assert text("Perché no?\r\nSì.".encode(codec), "letter.txt") == "Perché no?\nSì."


@pytest.mark.parametrize(("make", "name"), [(word, "a.docx"), (opendocument, "a.odt")])
def test_a_damaged_document_is_refused(make, name: str) -> None:
    """A document cut in half ends as an error with a reason."""
    content = make()
    with pytest.raises(errors.Unreadable):
        text_of(content[: len(content) - 30] + bytes(30), name, settings=Settings())


def test_a_document_that_unpacks_too_far_is_refused() -> None:
    """A document can be a bomb too."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30_000_000))
    with pytest.raises(errors.LimitExceeded):
        text_of(target.getvalue(), "a.docx", settings=Settings(mail=MailSettings(unpacked_limit=10_000_000)))


def test_entities_in_a_document_are_not_expanded() -> None:
    """A billion laughs in content.xml stay untold."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<x/>")
        archive.writestr("content.xml", laughs)
    with pytest.raises(errors.Unreadable):
        text_of(target.getvalue(), "a.odt", settings=Settings())
