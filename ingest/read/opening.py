"""Opens a file of any kind: tells what it is, and hands it to the one who reads that kind.

Mails and archives hold further files; those come back here, one level deeper, until the limit on wrapping.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest import errors
from ingest.model import Reading
from ingest.read.guard import guarded
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
        if kind is FileKind.EMPTY:
            raise errors.Unreadable("the file is empty")
        if kind in _OFFICE:
            from ingest.read.office import read_office  # loads what documents need

            return read_office(content, kind, settings=self.settings.mail, language=self.language)
        reader = self._readers.get(kind)
        if reader is None:
            raise errors.UnknownFormat("the file is of a kind that is not read")
        return reader(content, name, images)

    @property
    def _readers(self) -> dict[FileKind, Callable[[bytes, str, Path | None], Reading]]:
        return {
            FileKind.SCAN: self._scan,
            FileKind.MAIL: self._mail,
            FileKind.OUTLOOK: self._outlook,
            FileKind.ARCHIVE: self._archive,
            FileKind.CMS: self._signed,
            FileKind.TNEF: self._tnef,
            FileKind.CALENDAR: self._calendar,
        }

    def _scan(self, content: bytes, name: str, images: Path | None) -> Reading:
        from ingest.read.letter import read_letter  # loads the OCR engine; mail does without

        return read_letter(content, name, settings=self.settings.letters, language=self.language, images=images)

    def _mail(self, content: bytes, _: str, images: Path | None) -> Reading:
        from ingest.read.mail import read_mail  # loads what mail needs

        with guarded("the mail"):
            return read_mail(content, self, images=images)

    def _outlook(self, content: bytes, name: str, images: Path | None) -> Reading:
        from ingest.read.outlook import as_mail  # only Outlook files need it

        return self._mail(as_mail(content), name, images)

    def _archive(self, content: bytes, _: str, images: Path | None) -> Reading:
        from ingest.read.archives import read_archive  # only archives need it

        return read_archive(content, self, images=images)

    def _signed(self, content: bytes, name: str, images: Path | None) -> Reading:
        from ingest.read.cms import content_of  # only signed documents need it

        return self.deeper().open(content_of(content), name.removesuffix(".p7m"), images=images)

    def _tnef(self, content: bytes, _: str, images: Path | None) -> Reading:
        from ingest.read.mail import read_packed  # a winmail.dat on its own is rare

        return read_packed(content, self, images=images)

    def _calendar(self, content: bytes, _: str, __: Path | None) -> Reading:
        from ingest.read.calendars import read_calendar  # only invitations need it

        return read_calendar(content, language=self.language)
