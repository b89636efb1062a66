"""Opens .zip archives within limits: each document inside is read, in memory, and its text joins.

Names inside are only shown; nothing is written, so that no name can lead anywhere. What an archive says about its own
size is not believed either: reading stops at the limit.
"""

import io
import zipfile
from pathlib import Path

from ingest import errors
from ingest.model import Medium, Reading
from ingest.read.attached import Attaching, Budget
from ingest.read.characters import line
from ingest.read.growing import Growing
from ingest.read.guard import guarded
from ingest.read.inner import Inner
from ingest.read.language import language_of
from ingest.read.office import check_archive
from ingest.read.parts import Part

_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_archive(content: bytes, inner: Inner, *, images: Path | None = None) -> Reading:
    """The text of everything in an archive that can be read.

    Args:
        content: the whole archive.
        inner: who reads what is inside, with the settings.
        images: a folder for page images.

    Raises:
        errors.Unreadable: the archive is damaged.
        errors.Locked: it has a password.
        errors.LimitExceeded: it unpacks to more than the settings allow.
    """
    limits = inner.settings.mail
    check_archive(content, limits.unpacked_limit)
    growing = Growing()
    attaching = Attaching(growing, inner, Budget(limits.attachment_limit, limits.unpacked_limit), images)
    with guarded("the archive"), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if not member.is_dir() and not member.filename.startswith(_SKIPPED):
                attaching.add(_part(archive, member, limits.unpacked_limit))
    language, confidence = (inner.language, 1.0) if inner.language else language_of(growing.text)
    return Reading(
        medium=Medium.LETTER,
        text=growing.text,
        language=language,
        language_confidence=confidence,
        reply_text=growing.text,
        words=tuple(growing.words),
        pages=tuple(growing.pages),
        sections=tuple(growing.sections),
        attachments=tuple(growing.attachments),
        notes=tuple(growing.notes),
    )


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> Part:
    with archive.open(member) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise errors.LimitExceeded("the archive unpacks to more than is allowed")
    name = line(member.filename, 200).replace("\\", "/").rsplit("/", 1)[-1]
    return Part("application/octet-stream", name, content)
