"""Gets at the pages of a scan, one at a time: PDF, TIFF, JPEG, PNG, HEIC, WebP or BMP.

Looks at the bytes, never at the name, to say what a file is. Does not improve an image (see `prepare`) and does not
read it.
"""

from collections.abc import Iterator

from ingest import errors
from ingest.read.images import image_sheets, is_image
from ingest.read.letter_settings import LetterSettings
from ingest.read.pdf import is_pdf, pdf_sheets
from ingest.read.picture import Sheet


def sheets_of(content: bytes, name: str, settings: LetterSettings) -> Iterator[Sheet]:
    """The pages of a scan, in order, each opened only when its turn comes.

    Args:
        content: the bytes of the file; what it is, they say, not its name.
        name: its name, for messages only.
        settings: the limits.

    Raises:
        errors.Unreadable: it is empty or damaged.
        errors.Locked: it has a password.
        errors.UnknownFormat: it is not a scan.
        errors.LimitExceeded: it has too many pages.
    """
    if not content:
        raise errors.Unreadable("the file is empty (0 bytes)")
    if is_pdf(content):
        yield from pdf_sheets(content, settings)
    elif content[:4] == b"%!PS" or content[:4] == b"\xc5\xd0\xd3\xc6":
        raise errors.UnknownFormat(f"{name} is PostScript, not PDF", remedy="Ask the sender for a PDF.")
    else:
        yield from image_sheets(content, name, settings)


def is_scan(content: bytes) -> bool:
    """Whether these bytes begin like a file that `sheets_of` reads."""
    return is_pdf(content) or is_image(content)
