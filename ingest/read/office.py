"""Reads documents that are not scans: Word (.docx), OpenDocument (.odt), RTF, plain text, HTML files.

Their text is taken in the order it stands, tables row by row. Macros, links and embedded objects are never opened.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from ingest import errors
from ingest.model import Medium, Reading, Section, SectionKind
from ingest.read.characters import clean, decode
from ingest.read.guard import guarded
from ingest.read.language import language_of
from ingest.read.settings import MailSettings
from ingest.read.sniff import FileKind

_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def read_office(content: bytes, kind: FileKind, *, settings: MailSettings, language: str | None = None) -> Reading:
    """The text of a document.

    Args:
        content: the whole file.
        kind: DOCX, ODT, RTF, TEXT or HTML.
        settings: the limits on unpacked size and text.
        language: ISO 639-1, when it is known beforehand.

    Raises:
        errors.Unreadable: the file is damaged.
        errors.Locked: it is encrypted.
        errors.LimitExceeded: it unpacks to more than the settings allow.
    """
    if kind in (FileKind.DOCX, FileKind.ODT):
        check_archive(content, settings.unpacked_limit)
    text = _tidy(_READERS[kind](content))[: settings.text_limit]
    found = (language, 1.0) if language else language_of(text)
    return Reading(
        medium=Medium.LETTER,
        text=text,
        language=found[0],
        language_confidence=found[1],
        reply_text=text,
        sections=(Section(SectionKind.BODY, 0, len(text)),) if text else (),
    )


def check_archive(content: bytes, limit: int) -> None:
    """Refuse an archive that would unpack to more than `limit` bytes, or that lies about it or is locked.

    Raises:
        errors.LimitExceeded: it would.
        errors.Locked: its members need a password.
        errors.Unreadable: it is no archive at all.
    """
    with guarded("the archive"), zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise errors.Locked("the archive is locked with a password")
        if len(members) > 10_000 or sum(member.file_size for member in members) > limit:
            raise errors.LimitExceeded("the archive unpacks to more than is allowed")


def _docx(content: bytes) -> str:
    import docx  # loads lxml and templates; only Word files need it

    with guarded("the Word document"):
        document = docx.Document(io.BytesIO(content))
        heads = [row for section in document.sections for row in _blocks(section.header)]
        feet = [row for section in document.sections for row in _blocks(section.footer)]
        return "\n".join([*heads, *_blocks(document), *feet])


def _blocks(container: Any) -> Iterator[str]:  # noqa: ANN401 - python-docx: document, cell, header and footer alike
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "  ".join(dict.fromkeys(cell.text.strip() for cell in row.cells if cell.text.strip()))
        else:
            yield block.text


def _odt(content: bytes) -> str:
    from defusedxml import ElementTree  # type: ignore[import-untyped]  # carries no types

    with guarded("the OpenDocument file"), zipfile.ZipFile(io.BytesIO(content)) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise errors.Locked("the document is locked with a password")
        root = ElementTree.fromstring(archive.read("content.xml"))
        return "\n".join(_odt_lines(root))


_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def _odt_lines(root: Any) -> Iterator[str]:  # noqa: ANN401 - an element of the standard library's tree
    for element in root.iter():
        if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield _odt_text(element)


def _odt_text(element: Any) -> str:  # noqa: ANN401 - as above
    pieces = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            pieces.append(" " * min(int(child.get(f"{_TEXT}c", "1") or 1), 100))
        elif child.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif child.tag not in (f"{_TEXT}p", f"{_TEXT}h"):
            pieces.append(_odt_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _rtf(content: bytes) -> str:
    from striprtf.striprtf import rtf_to_text

    with guarded("the RTF document"):
        return str(rtf_to_text(content.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]  # untyped


def _plain(content: bytes) -> str:
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return content.decode(codec, "replace")
    return decode(content, None)[0]


def _html(content: bytes) -> str:
    from ingest.read.html import render  # loads lxml; only HTML needs it

    declared = re.search(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})", content[:2_000], re.IGNORECASE)
    return render(decode(content, declared[1].decode("ascii", "ignore") if declared else None)[0])[0]


def _tidy(text: str) -> str:
    """Clean text without trailing blanks or more than two blank lines in a row."""
    rows = "\n".join(row.rstrip() for row in clean(text).split("\n"))
    return re.sub(r"\n{4,}", "\n\n\n", rows).strip("\n")


_READERS: dict[FileKind, Callable[[bytes], str]] = {
    FileKind.DOCX: _docx,
    FileKind.ODT: _odt,
    FileKind.RTF: _rtf,
    FileKind.TEXT: _plain,
    FileKind.HTML: _html,
}
