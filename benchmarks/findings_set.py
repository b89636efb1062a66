"""The project's own set as the extraction sees it: typed, and half of it printed, spoiled, scanned and read again.

The set is split once by the number of the file: multiples of four may be looked at while the rules are written, the
other even numbers teach the calibration, odd numbers measure and teach nothing. Half of each part goes through the
letter reader; what was read is kept in a folder, because it takes minutes. The letters that teach roles are read as
printed pages without any pixels.
"""

import io
import os
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pydantic import TypeAdapter

from benchmarks import made_letters, own_set
from benchmarks.own_set import Case
from ingest import extract, read
from ingest.extract.dates import DateSettings
from ingest.extract.emails import EmailSettings
from ingest.extract.issuers import Issuer
from ingest.extract.tickets import TicketSettings
from ingest.model import Extraction, Page, Reading
from ingest.read import layout, letter, page
from ingest.read.textlayer import Layer, LayerWord

MISHAPS = (
    "scan300", "scan200", "skew", "shade", "low_contrast", "jpeg35", "hard200", "turned180", "fax200", "edges",
)  # fmt: skip
ZONES = {"en": "Europe/London", "it": "Europe/Rome", "de": "Europe/Berlin", "fr": "Europe/Paris", "es": "Europe/Madrid"}
LINES = 60  # on a printed page
SIZE, STEP, LEFT, TOP = 46, 54, 280, 180  # of its letters, from line to line, and of its margins: pixels
_READING = TypeAdapter(Reading)


@dataclass(frozen=True, slots=True)
class Read:
    """A case as it was read, and what was found in it."""

    case: Case
    medium: str  # "text" or "ocr"
    reading: Reading
    extraction: Extraction


def number(case: Case) -> int:
    """The number in a case's name: en-017 is 17."""
    return int(case.name.split("-")[1])


def part(name: str) -> list[Case]:
    """The cases to "tune" with, those that "calibrate", those that "measure", or "all"."""
    wanted = {"tune": (0,), "calibrate": (2,), "measure": (1, 3), "all": (0, 1, 2, 3)}[name]
    return [case for case in own_set.cases() if number(case) % 4 in wanted]


def readings(cases: list[Case], scans: Path | None) -> Iterator[Read]:
    """Every case typed, and with a folder for scans half of them read from paper too."""
    for case in cases:
        yield _read(case, "text", typed(case))
        if scans and number(case) // 4 % 2 == 0:
            yield _read(case, "ocr", scanned(case, scans))


def settings_of(case: Case) -> extract.Settings:
    """What the provider these people write to would have configured."""
    known = TicketSettings().issuers
    issuers = tuple(Issuer.model_validate(one) for one in own_set.ISSUERS)
    return extract.Settings(
        tickets=TicketSettings(issuers=(*issuers, *(one for one in known if "INC" not in one.pattern))),
        emails=EmailSettings(our_domains=own_set.OUR_DOMAINS),
        dates=DateSettings(zone=ZONES[case.language]),
    )


def _read(case: Case, medium: str, reading: Reading) -> Read:
    found = extract.findings_in(reading, received=case.received, settings=settings_of(case))
    return Read(case, medium, reading, found)


def typed(case: Case) -> Reading:
    """The case as a mail program or a text file brings it."""
    if case.medium != "mail":
        return read.text_of(case.text.encode(), f"{case.name}.txt", settings=read.Settings())
    message = EmailMessage()
    subject, _, body = case.text.partition("\n")
    message["From"] = formataddr((case.from_name or "", case.from_address or "nobody@example.com"))
    message["To"] = "complaints@example.org"
    message["Date"] = case.received
    message["Subject"] = subject
    message.set_content(body.lstrip("\n"))
    return read.text_of(message.as_bytes(), f"{case.name}.eml", settings=read.Settings())


def scanned(case: Case, folder: Path) -> Reading:
    """The case printed, spoiled, and read by the letter reader; kept in the folder for the next time."""
    kept = folder / f"{case.name}.json"
    if kept.is_file():
        return _READING.validate_json(kept.read_bytes())
    folder.mkdir(parents=True, exist_ok=True)
    reading = read.text_of(_paper(case), f"{case.name}.tif", settings=read.Settings())
    kept.write_bytes(_READING.dump_json(reading))
    return reading


def printed(case: Case) -> Reading:
    """The case as a printed letter that was read without a slip: the places and parts of a page, and no pixels."""
    face = ImageFont.truetype(str(made_letters._font_file(_font(case))), SIZE)
    pages = []
    for at, lines in enumerate(_pages(case, face), 1):
        words = page._raw_words(_layer(lines, face), 1.0)
        told = Page(at, *made_letters.PAGE, 0, 1.0, origin="text layer")
        pages.append(page.PageReading(told, layout.page_text(words, at)))
    return letter.assembled(pages, settings=read.Settings().letters)


def _layer(lines: list[str], face: ImageFont.FreeTypeFont) -> Layer:
    """The words of a page with the boxes that `_drawn` gives them."""
    rows = []
    for at, line in enumerate(lines):
        top = TOP + at * STEP
        lefts = [(found[0], LEFT + face.getlength(line[: found.start()])) for found in re.finditer(r"\S+", line)]
        rows.append(
            tuple(LayerWord(word, (left, top, left + face.getlength(word), top + SIZE)) for word, left in lefts)
        )
    return Layer(tuple(row for row in rows if row), *made_letters.PAGE, unmapped=0.0, hidden=False)


def _font(case: Case) -> str:
    return made_letters.FONTS[number(case) % len(made_letters.FONTS)]


def _pages(case: Case, face: ImageFont.FreeTypeFont) -> Iterator[list[str]]:
    """The lines of each page of a case on paper."""
    width = int((made_letters.PAGE[0] - 2 * LEFT) / max(face.getlength("abcdefghij nopqrstu") / 19, 1))
    lines = [line for part in case.text.split("\n") for line in (textwrap.wrap(part, width) or [""])]
    yield from (lines[first : first + LINES] for first in range(0, len(lines), LINES))


def _paper(case: Case) -> bytes:
    """A case on paper after one mishap, as a TIFF of one page or more."""
    turn, font = number(case), _font(case)
    mishap = MISHAPS[turn // 2 % len(MISHAPS)]
    face = ImageFont.truetype(str(made_letters._font_file(font)), SIZE)
    pages = []
    for lines in _pages(case, face):
        sheet = made_letters.MadeLetter(_drawn(lines, face), "", case.language, font)
        pages.append(Image.fromarray(made_letters.spoiled(sheet, mishap, turn)))
    file = io.BytesIO()
    dpi = 300 if max(pages[0].size) > 3000 else 200
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], dpi=(dpi, dpi))
    return file.getvalue()


def _drawn(lines: list[str], face: ImageFont.FreeTypeFont) -> made_letters.Pixels:
    page = Image.new("L", made_letters.PAGE, 255)
    pen = ImageDraw.Draw(page)
    for at, line in enumerate(lines):
        pen.text((LEFT, TOP + at * STEP), line, font=face, fill=25)
    return np.asarray(page)
