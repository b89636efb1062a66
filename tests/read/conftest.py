"""Made-up scans for the tests of reading: drawn here with the font that Pillow brings, so nothing need be installed."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont

LETTER = """\
Jennifer Whitcombe
14 Lavender Row
Harrogate HG1 9ZZ

3 March 2026

Northern Example Services
Complaints Team
PO Box 900
Leeds LS1 9ZZ

Dear Sir or Madam,

I am writing to complain about ticket PR-26-00123-4. On 16 February
I called from 020 7946 0018 and spoke to Mr Harris, who promised that
an engineer would come within two working days. Nobody came, and
nobody called me back.

Please write to me at jennifer@example.org and tell me what will
happen next. I should like an apology and my money back.

Yours faithfully,

Jennifer Whitcombe
"""


def draw(text: str, size: tuple[int, int] = (1654, 2339), print_size: int = 32, margin: int = 150) -> Image.Image:
    """A page with this text: A4 at 200 dpi, about 11 points."""
    page = Image.new("L", size, 255)
    font = ImageFont.load_default(print_size)
    ImageDraw.Draw(page).multiline_text((margin, margin), text, font=font, fill=20, spacing=print_size // 3)
    return page


def encode(*pages: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Pages as the bytes of one file."""
    file = io.BytesIO()
    more = {"save_all": True, "append_images": list(pages[1:])} if len(pages) > 1 else {}
    pages[0].save(file, kind, **more, **options)
    return file.getvalue()


@pytest.fixture(scope="session")
def letter_text() -> str:
    return LETTER


@pytest.fixture(scope="session")
def drawn() -> Callable[..., Image.Image]:
    return draw


@pytest.fixture(scope="session")
def encoded() -> Callable[..., bytes]:
    return encode


@pytest.fixture(scope="session")
def letter_page() -> Image.Image:
    return draw(LETTER)
