"""Reading: bytes become text with positions. The door to everything in this folder.

It tells what kind of file it is by its bytes and hands it to the one who reads that kind. Nothing is executed, fetched
or written, apart from page images into the folder it is given; what cannot be read is refused with a reason.
"""

from pathlib import Path

from ingest import errors
from ingest.model import Reading
from ingest.read.settings import FormSettings, MailSettings, Settings

__all__ = ["FormSettings", "MailSettings", "Settings", "text_of"]


def text_of(
    original: bytes, name: str, *, settings: Settings, language: str | None = None, images: Path | None = None
) -> Reading:
    """Read one item.

    Args:
        original: the bytes as they arrived.
        name: what it is called; only a hint, never a path.
        settings: how to read, and the limits.
        language: ISO 639-1, when it is known beforehand; else it is found out.
        images: a folder that the upright page images are written into.

    Raises:
        errors.Unreadable: the file is empty or damaged.
        errors.Locked: it has a password.
        errors.UnknownFormat: it is of a kind that is not read.
        errors.LimitExceeded: it asks for more than the settings allow.
        errors.Unavailable: the OCR engine or its data is missing.
    """
    from ingest.read.opening import Opener  # parsers are loaded when the first file is read

    if not original:
        raise errors.Unreadable("the file is empty")
    return Opener(settings, language).open(original, name, images=images)
