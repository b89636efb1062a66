"""Opens a file of any kind: tells what it is, and hands it to the one who reads that kind.

Mails and archives hold further files; those come back here, one level deeper, until the limit on wrapping.
"""

from dataclasses import dataclass
from pathlib import Path

from ingest import errors
from ingest.model import Reading
from ingest.read.inner import Inner
from ingest.read.settings import Settings
from ingest.read.sniff import FileKind, kind_of

_OFFICE = frozenset({FileKind.DOCX, FileKind.ODT, FileKind.RTF, FileKind.TEXT, FileKind.HTML})


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens files with the same settings, and knows how deep it is in others."""

    settings: Settings
    language: str | None = None
    depth: int = 0

    def deeper(self) -> Inner:
        """The same, for what is found inside.

        Raises:
            errors.LimitExceeded: this is as deep as the settings allow.
        """
        if self.depth >= self.settings.mail.wrapping_limit:
            raise errors.LimitExceeded("packed into each other too often")
        return Opener(self.settings, self.language, self.depth + 1)

    def open(self, content: bytes, name: str, *, images: Path | None = None) -> Reading:
        """Read one file; arguments and errors as for `ingest.read.text_of`."""
        kind = kind_of(content, name)
        if kind is FileKind.SCAN:
            from ingest.read.letter import read_letter  # loads the OCR engine; mail does without

            return read_letter(content, name, settings=self.settings.letters, language=self.language, images=images)
        if kind in _OFFICE:
            from ingest.read.office import read_office  # loads what documents need

            return read_office(content, kind, settings=self.settings.mail, language=self.language)
        if kind is FileKind.MAIL:
            from ingest.read.mail import read_mail  # loads what mail needs

            return read_mail(content, self, images=images)
        if kind is FileKind.EMPTY:
            raise errors.Unreadable("the file is empty")
        raise errors.UnknownFormat("the file is of a kind that is not read")
