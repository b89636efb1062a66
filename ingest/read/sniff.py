"""What kind of file some bytes are, told by the bytes; a name only tips the balance.

It never trusts an extension against the content, and it opens nothing: telling is cheap and cannot be hurt.
"""

import io
import re
import zipfile
from enum import StrEnum


class FileKind(StrEnum):
    """The kinds of file that are told apart."""

    MAIL = "mail"
    OUTLOOK = "outlook"  # .msg
    SCAN = "scan"  # PDF or image
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    TEXT = "text"
    HTML = "html"
    ARCHIVE = "archive"
    TNEF = "tnef"
    CMS = "cms"  # signed or encrypted: .p7m
    CALENDAR = "calendar"
    EMPTY = "empty"
    OTHER = "other"


_SCANS = re.compile(
    rb"\x89PNG\r\n|\xff\xd8\xff|II\*\x00|MM\x00\*|II\+\x00|MM\x00\+|GIF8[79]a|BM.{4}\x00\x00|"
    rb"RIFF.{4}WEBP|\x00\x00\x00.ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1|avif)|\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51",
    re.DOTALL,
)
_HEADER = re.compile(rb"(?:>?From [^\n]{1,200}\n)?[A-Za-z][A-Za-z0-9_-]{0,70}[ \t]*:[ \t\r\n]?")
_KNOWN_HEADER = re.compile(
    rb"^(?:return-path|delivered-to|received|message-id|mime-version|x-[a-z0-9-]+|dkim-signature|from|to|subject|date|"
    rb"reply-to|cc|content-type|sender|authentication-results|envelope-to|arc-seal|resent-from|list-id)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED_DATA = bytes.fromhex("06092a864886f70d0107")  # the OID of PKCS #7 content types; the next byte says which
_SUBSTORAGE = "__substg1.0_".encode("utf-16-le")
_MAGIC = (
    (b"\x78\x9f\x3e\x22", FileKind.TNEF),
    (b"{\\rtf", FileKind.RTF),
    (b"-----BEGIN PKCS7", FileKind.CMS),
    (b"-----BEGIN CMS", FileKind.CMS),
)
_ENOUGH = 4_096


def kind_of(content: bytes, name: str = "") -> FileKind:
    """The kind of file that `content` is.

    Args:
        content: the whole file.
        name: what it is called; only used where the bytes leave it open.
    """
    start = content[:_ENOUGH]
    if not start.strip(b"\x00 \t\r\n") and not content.strip(b"\x00 \t\r\n"):
        return FileKind.EMPTY
    return _by_signature(content, start) or _by_text(start, name.lower())


def _by_signature(content: bytes, start: bytes) -> FileKind | None:
    if _SCANS.match(start) or b"%PDF-" in start[:1024]:
        return FileKind.SCAN
    if start.startswith(b"PK\x03\x04"):
        return _by_members(content)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return FileKind.OUTLOOK if _SUBSTORAGE in content else FileKind.OTHER
    if start[:1] == b"\x30" and _SIGNED_DATA in start[:64]:
        return FileKind.CMS
    return next((kind for magic, kind in _MAGIC if start.startswith(magic)), None)


def _by_members(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist()[:5_000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return FileKind.OTHER
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return FileKind.ODT
    if "[Content_Types].xml" in names:
        return FileKind.OTHER  # a spreadsheet or slides
    return FileKind.ARCHIVE


def _by_text(start: bytes, name: str) -> FileKind:
    if start[:16].lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        return FileKind.CALENDAR
    if _is_mail(start) or name.endswith((".eml", ".mbox")):
        return FileKind.MAIL
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) and name.endswith((".txt", ".csv", ".md", ".log")):
        return FileKind.TEXT
    if b"\x00" in start or start.startswith((b"%!PS", b"MZ", b"\x7fELF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        return FileKind.OTHER
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<p>", b"<table")):
        return FileKind.HTML
    return FileKind.TEXT if _is_readable(start) else FileKind.OTHER


def _is_mail(start: bytes) -> bool:
    """Whether the bytes begin with a header block: a header first, and two that mail really has."""
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not _HEADER.match(start):
        return False
    head = re.split(rb"\r?\n\r?\n|\r\r", start, maxsplit=1)[0]
    found = {match[0].lower() for match in _KNOWN_HEADER.finditer(head.replace(b"\r", b"\n"))}
    return len(found) >= 2


def _is_readable(start: bytes) -> bool:
    """Whether nearly all bytes are letters of some 8-bit or UTF-8 text, not controls."""
    controls = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return controls * 50 <= len(start)
