"""Hostile files, made up byte by byte: names, archives, images, PDFs, things that are not what they are called."""

import io
import re
import struct
import zipfile
import zlib

import docx
from PIL import Image

from ingest.model import State
from tests.flow.hostile import CLOSED, OPEN, WORDS, Case
from tests.flow.hostile_bytes import bomb, slip

SET_ASIDE = frozenset({State.QUARANTINED})
SEEN = frozenset({State.OPEN, State.HELD, State.QUARANTINED})  # by a person, whatever could be read
READ = {"mail": {"unpacked_limit": 20_000_000}, "letters": {"pixel_limit": 20_000_000, "unpacked_limit": 60_000_000}}


def typed(name: str, file: str, words: str = WORDS) -> Case:
    """A letter typed into a text file, under a hostile name."""
    return Case(name, f"{words}\n\n{name}\n".encode(), OPEN, told=words, file=file)


def refused(name: str, content: bytes, file: str, said: str = "") -> Case:
    """A file that cannot be read, and whose reason is told."""
    return Case(name, content, SET_ASIDE, file=file, said=said)


def seen(name: str, content: bytes, file: str, **more: str) -> Case:
    """A file that a person looks at, whether or not something could be read."""
    return Case(name, content, SEEN, file=file, **more)


# ---- archives and documents ----------------------------------------------------------------------------------


def zipped(**members: bytes) -> bytes:
    """An archive; two underscores in a name stand for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()


def lying(archive: bytes) -> bytes:
    """The archive with every unpacked size said to be ten bytes."""
    told = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = told.find(mark)
        told[at + offset : at + offset + 4] = struct.pack("<I", 10)
    return bytes(told)


def matryoshka(depth: int) -> bytes:
    """An archive in an archive in an archive."""
    content = f"{WORDS}\n".encode()
    name = "letter__txt"
    for _ in range(depth):
        content, name = zipped(**{name: content}), "inner__zip"
    return content


def laughing_document() -> bytes:
    """A Word document whose XML would grow a billionfold."""
    target = io.BytesIO()
    docx.Document().save(target)
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY a{n} "&a{n - 1 or ""};&a{n - 1 or ""};">' for n in range(1, 30)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = f"{laughs}]><x>&a29;</x>".encode() if name == "word/document.xml" else old.read(name)
            new.writestr(name, body)
    return out.getvalue()


# ---- images --------------------------------------------------------------------------------------------------


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG of one grey channel that claims this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def tiff(width: int, height: int, *, next_page: int = 0) -> bytes:
    """A bilevel TIFF of one strip that claims this size; `next_page` is where its next page is said to be."""
    tags = [
        (256, 4, width), (257, 4, height), (258, 3, 1), (259, 3, 1), (262, 3, 0), (273, 4, 200), (277, 3, 1),
        (278, 4, height), (279, 4, 40),
    ]  # fmt: skip
    directory = struct.pack("<H", len(tags))
    for tag, kind, value in tags:
        directory += struct.pack("<HHII", tag, kind, 1, value)
    head = b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", next_page)
    return head.ljust(200, b"\0") + bytes(40)


def image(size: tuple[int, int], kind: str, shade: int = 255) -> bytes:
    """A real image of one shade."""
    target = io.BytesIO()
    Image.new("L", size, shade).save(target, kind)
    return target.getvalue()


def noise() -> bytes:
    """A JPEG with something on it."""
    target = io.BytesIO()
    Image.effect_noise((800, 600), 90).save(target, "JPEG")
    return target.getvalue()


JPEG_2000 = (
    bytes.fromhex("0000000c6a5020200d0a870a00000014667479706a703220000000006a703220") + b"\0\0\0-jp2h" + bytes(60)
)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)


# ---- PDF -----------------------------------------------------------------------------------------------------


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, counted from 1; the first one is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
        + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R ".encode()
        + trailer
        + f" >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )


def stream(head: bytes, data: bytes) -> bytes:
    """A stream object, deflated."""
    packed = zlib.compress(data)
    return (
        b"<< " + head + f" /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"
    )


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
BOX = b"/MediaBox [0 0 595 842]"
ONE_PAGE = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"


def pages(count: int) -> bytes:
    """A PDF with so many pages, each of them the same one."""
    kids = b"3 0 R " * count
    return pdf(
        CATALOGUE,
        b"<< /Type /Pages /Count " + str(count).encode() + b" /Kids [" + kids + b"] >>",
        b"<< /Type /Page /Parent 2 0 R " + BOX + b" >>",
    )


def locked() -> bytes:
    """A PDF that asks for a password (ISO 32000-1, 7.6.3): nobody knows the one that fits these bytes."""
    rule = b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <" + b"4f" * 32 + b"> /U <" + b"55" * 32 + b"> >>"
    return pdf(
        CATALOGUE, ONE_PAGE, b"<< /Type /Page /Parent 2 0 R " + BOX + b" >>", rule,
        trailer=b"/Encrypt 4 0 R /ID [<00> <00>]",
    )  # fmt: skip


def drawn(content: bytes, *more: bytes, resources: bytes = b"", box: bytes = BOX) -> bytes:
    """A PDF of one page with this content; further objects count from 5."""
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + box + b" /Resources << " + resources + b" >> >>"
    return pdf(CATALOGUE, ONE_PAGE, page, stream(b"", content), *more)


def image_bomb() -> bytes:
    """A PDF of some kilobytes whose one image unpacks to a hundred megabytes."""
    head = b"/Type /XObject /Subtype /Image /Width 10000 /Height 10000 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    return drawn(b"595 0 0 842 0 0 cm /I Do", stream(head, bytes(100_000_000)), resources=b"/XObject << /I 5 0 R >>")


def jpeg_2000_bomb(told: int) -> bytes:
    """A PDF of one JPEG 2000 image that claims ten thousand million pixels, and so many a side in the PDF itself."""
    side, tile, component = 100_000, 100_000, b"\x07\x01\x01"
    size = struct.pack(">HHIIIIIIIIH", 47, 0, side, side, 0, 0, tile, tile, 0, 0, 3) + component * 3
    code = b"\xff\x4f\xff\x51" + size + b"\xff\xd9"
    head = f"<< /Type /XObject /Subtype /Image /Width {told} /Height {told} /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    image = f"{head} /Filter /JPXDecode /Length {len(code)} >>\nstream\n".encode() + code + b"\nendstream"
    return drawn(b"595 0 0 842 0 0 cm /I Do", image, resources=b"/XObject << /I 5 0 R >>")


def with_words() -> bytes:
    """A PDF with a line of text in a font that every reader has."""
    text = f"BT /F 12 Tf 72 700 Td ({WORDS}) Tj ET".encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return drawn(text, font, resources=b"/Font << /F 5 0 R >>")


def misplaced(document: bytes) -> bytes:
    """The document with a cross-reference table that points nowhere."""
    return re.sub(rb"\d{10} 00000 n", b"0000000007 00000 n", document).replace(b"startxref\n", b"startxref\n9")


def endless_form() -> bytes:
    """A PDF whose drawing draws itself."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
    return drawn(b"/F Do", stream(form, b"/F Do"), resources=b"/XObject << /F 5 0 R >>")


def acting() -> bytes:
    """A PDF that wants to run scripts and programs and to call out when it is opened."""
    call = b"<< /S /URI /URI (http://evil.example.net) >>"
    script = b"<< /S /JavaScript /JS (app.alert(1)) /Next << /S /Launch /F (/bin/sh) /Next " + call + b" >> >>"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction " + script + b" >>", ONE_PAGE,
        b"<< /Type /Page /Parent 2 0 R " + BOX + b" >>",
    )  # fmt: skip


# ---- the tables ----------------------------------------------------------------------------------------------

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file 100 string readstring\n(%pipe%touch /tmp/evil) (w) file\nshowpage\n"

NAMES = [
    typed("a-name-that-climbs", "../../../../etc/passwd"),
    typed("a-name-from-the-root", "/etc/passwd"),
    typed("a-name-that-climbs-in-windows", "..\\..\\windows\\system.ini"),
    typed("a-name-of-two-dots", ".."),
    typed("an-invisible-name", "\u200b\u200d\ufeff"),
    typed("a-name-that-turns-around", "invoice\u202efdp.txt"),
    typed("a-name-with-line-breaks", "a\nb\r\nc.txt"),
    typed("a-name-with-nul", "a\0b.txt"),
    typed("a-name-in-no-encoding", "perch\udce9.txt"),
    typed("a-name-of-5-kb", "x" * 5_000 + ".txt"),
    typed("a-name-that-is-html", "<img src=x onerror=evil()>.txt"),
    typed("a-name-that-is-a-template", "{{ 7*191 }}.txt"),
    typed("a-name-that-is-a-formula", "=cmd|' /C calc'!A0.txt"),
    typed("a-name-that-is-an-option", "--output=/tmp/evil"),
]

DISGUISES = [
    refused("zero-bytes", b"", "letter.pdf", "empty"),
    refused("only-zeros", bytes(10_000), "letter.pdf", "empty"),
    refused("postscript-called-pdf", SCRIPT, "letter.pdf", "kind"),
    refused("postscript-called-jpeg", SCRIPT, "letter.jpg", "kind"),
    refused("a-program-called-pdf", b"MZ\x90\0" + bytes(500), "letter.pdf"),
    refused("a-script-packed", b"\x1f\x8b\x08\0" + bytes(50), "letter.tar.gz"),
    seen("eicar", EICAR, "eicar.com"),
    seen("eicar-in-an-archive", zipped(eicar__com=EICAR), "eicar.zip"),
    seen("image-and-archive", image((300, 200), "JPEG") + zipped(letter__txt=WORDS.encode()), "photo.jpg"),
    seen("pdf-and-web-page", b"<html><script>evil()</script>" + pages(1), "letter.html", untold="evil"),
    seen("pdf-and-archive", pages(1) + zipped(a__txt=b"x"), "letter.pdf"),
    Case(
        "a-web-page",
        b"<html><script>evil()</script><p>" + WORDS.encode(),
        OPEN,
        told=WORDS,
        untold="evil",
        file="a.pdf",
    ),
    seen("a-drawing", b"<svg xmlns='http://www.w3.org/2000/svg'><script>evil()</script></svg>", "a.svg"),
    seen("rtf-in-braces", b"{\\rtf1 " + b"{" * 50_000 + WORDS.encode(), "letter.rtf"),
    seen(
        "a-broken-outlook-file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le") * 50, "a.msg"
    ),
    Case("a-mail-among-scans", b"From: a@example.org\nSubject: x\n\nHello", OPEN, to="a@example.org", file="scan.pdf"),
]

ARCHIVES = [
    seen("zip-slip", slip(), "scans.zip", told="The words of the inner file."),
    refused("a-zip-bomb", bomb(60_000_000), "scans.zip", "more than"),
    seen("a-zip-bomb-that-lies", lying(bomb(60_000_000)), "scans.zip"),
    seen("archives-in-each-other", matryoshka(40), "scans.zip", said="too often"),
    seen("a-broken-archive", zipped(letter__txt=WORDS.encode())[:-30], "scans.zip"),
    refused("a-document-bomb", zipped(**{"word/document__xml": bytes(60_000_000)}), "letter.docx", "more than"),
    refused("a-document-that-laughs", laughing_document(), "letter.docx"),
]

IMAGES = [
    refused("364-megapixels", png(19_078, 19_078), "scan.png", "pixels"),
    refused("a-tiff-of-364-megapixels", tiff(19_078, 19_078), "scan.tif", "pixels"),
    refused("a-fax-of-15000-x-21000", tiff(15_000, 21_000), "scan.tif", "pixels"),
    refused("two-billion-pixels-a-side", png(2**31 - 1, 2**31 - 1), "scan.png"),
    seen("a-tiff-in-a-circle", tiff(100, 20, next_page=8), "scan.tif"),
    seen("a-truncated-jpeg", noise()[:9_000], "scan.jpg", said="damaged"),
    seen("a-jpeg-of-a-head", noise()[:30], "scan.jpg"),
    seen("a-png-without-rows", png(1_000, 1_000), "scan.png"),
    seen("one-pixel", image((1, 1), "PNG", 0), "scan.png", said="strip"),
    seen("one-pixel-high", image((4_000, 1), "PNG", 0), "scan.png", said="strip"),
    seen("one-pixel-wide", image((1, 4_000), "TIFF", 0), "scan.tif", said="strip"),
    seen("a-black-page", image((800, 1_100), "PNG", 0), "scan.png"),
    seen("jpeg-2000", JPEG_2000, "scan.jp2"),
    seen("a-broken-heic", HEIC, "scan.heic"),
]

PDFS = [
    refused("10000-pages", pages(10_000), "scan.pdf", "10000 pages"),
    refused("a-locked-pdf", locked(), "scan.pdf", "password"),
    seen("a-pdf-without-pages", pages(0), "scan.pdf"),
    seen(
        "a-pdf-of-its-own-child", pdf(CATALOGUE, b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R 2 0 R] >>"), "scan.pdf"
    ),
    seen("a-pdf-that-counts-wrong", pages(1).replace(b"/Count 1", b"/Count 9"), "scan.pdf"),
    refused("an-image-bomb", image_bomb(), "scan.pdf", "more than"),
    refused("a-jpeg-2000-bomb", jpeg_2000_bomb(100_000), "scan.pdf", "more than"),
    seen("a-jpeg-2000-bomb-that-lies", jpeg_2000_bomb(100), "scan.pdf"),
    Case("a-pdf-with-a-broken-table", misplaced(with_words()), OPEN, told=WORDS, file="scan.pdf"),
    seen("a-page-of-a-mile", drawn(b"", box=b"/MediaBox [0 0 4000000 4000000]"), "scan.pdf"),
    seen("an-endless-form", endless_form(), "scan.pdf"),
    seen("a-pdf-that-acts", acting(), "scan.pdf"),
    seen("half-a-pdf", pages(50)[:400], "scan.pdf"),
]

SCAN = image((600, 800), "PNG")
TWICE = [
    seen("a-scan", SCAN, "scan.png"),
    Case("the-same-scan-again", SCAN, CLOSED, file="other.png", said="the same bytes"),
]

FILES = [*NAMES, *DISGUISES, *ARCHIVES, *IMAGES, *PDFS, *TWICE]
