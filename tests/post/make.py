"""Makes the scanned samples of this folder from the letters in `sources/`: typeset, spoilt as scanners and phones do.

Run `python tests/post/make.py` after changing a source; `python tests/post/expect.py` then rewrites the expected
records, so that the difference reads like a letter. Everybody in these letters is made up.
"""

import io
import sys
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from benchmarks import made_letters  # noqa: E402 - the checkout is not a package

DPI = 300
STYLE = """
@page { size: A4; margin: 24mm 22mm }
body { font: 11.5pt/1.45 'Liberation Serif', serif; white-space: pre-wrap }
"""


def sheets(name: str) -> list[np.ndarray]:
    """The pages of a source, grey, at 300 dpi."""
    with pypdfium2.PdfDocument(typeset(name)) as pdf:
        return [np.asarray(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")) for page in pdf]


def typeset(name: str) -> bytes:
    """A source as a born-digital PDF; a line of `~~~` begins a new page."""
    import html

    import weasyprint

    pages = (HERE / "sources" / f"{name}.txt").read_text("utf-8").split("~~~\n")
    body = '<div style="break-after: page"></div>'.join(html.escape(page) for page in pages)
    return weasyprint.HTML(string=f"<style>{STYLE}</style><body>{body}</body>").write_pdf()


def spoilt(page: np.ndarray, how: str, seed: int) -> np.ndarray:
    """A page as `made_letters` spoils it."""
    return getattr(made_letters, how)(page, np.random.default_rng(seed))


def pdf_of(pages: list[np.ndarray], dpi: int) -> bytes:
    """A scanner's PDF: one JPEG a page."""
    out = io.BytesIO()
    images = [Image.fromarray(page) for page in pages]
    images[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=images[1:], quality=70)
    return out.getvalue()


def jpeg_of(page: np.ndarray, dpi: int, quality: int = 60) -> bytes:
    """A photograph's or scanner's JPEG."""
    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def tiff_of(pages: list[np.ndarray], dpi: int) -> bytes:
    """A multi-page TIFF as fax servers and copiers make: bilevel, CCITT group 4."""
    out = io.BytesIO()
    images = [Image.fromarray(page).convert("1", dither=Image.Dither.NONE) for page in pages]
    images[0].save(out, "TIFF", compression="group4", dpi=(dpi, dpi), save_all=True, append_images=images[1:])
    return out.getvalue()


def photo_mail(photo: bytes) -> bytes:
    """A mail with a photographed letter attached."""
    mail = EmailMessage(policy=SMTP)
    mail["Return-Path"] = "<agnes.turnbull@example.org>"
    mail["From"] = "Agnes Turnbull <agnes.turnbull@example.org>"
    mail["To"] = "complaints@northlight.example.org"
    mail["Subject"] = "my letter about the router"
    mail["Date"] = "Thu, 19 Nov 2026 18:20:00 +0000"
    mail["Message-ID"] = "<photo-1@example.org>"
    mail.set_content(
        "Hello,\n\nI wrote you a letter, my grandson took a picture of it. Please read it.\n\nAgnes Turnbull\n"
    )
    mail.add_attachment(photo, maintype="image", subtype="jpeg", filename="IMG_2041.jpg")
    mail.set_boundary("=-photo-of-a-letter")
    return mail.as_bytes()


def main() -> None:
    """Write every sample that is made of a source."""
    router, engineer, fattura = sheets("router"), sheets("engineer"), sheets("fattura")
    guasto, refund = sheets("guasto"), sheets("refund")
    made = {
        "05-en-photo-of-a-letter.eml": photo_mail(jpeg_of(spoilt(router[0], "photo", 5), 300, 45)),
        "20-en-letter.pdf": pdf_of([spoilt(page, "scan200", 20) for page in engineer], 200),
        "21-it-lettera.tif": tiff_of([spoilt(page, "fax200", 21) for page in fattura], 200),
        "22-en-letter-crooked.jpg": jpeg_of(spoilt(refund[0], "skew", 22), 300, 40),
        "23-it-lettera-rumorosa.pdf": pdf_of([spoilt(page, "hard200", 23) for page in guasto], 200),
        "24-en-upside-down.pdf": pdf_of([spoilt(page, "turned180", 24) for page in sheets("meter")], 300),
        "25-it-lettera-digitale.pdf": typeset("trasloco"),
        "26-corrupt.pdf": typeset("refund")[:900],
    }
    made["27-same-scan-again.pdf"] = made["20-en-letter.pdf"]
    for name, content in made.items():
        (HERE / name).write_bytes(content)
        print(f"{len(content) // 1000:6} kB  {name}")


if __name__ == "__main__":
    main()
