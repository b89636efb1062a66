"""Has what came with a mail read, and adds it to the reading of the mail.

Each attachment is listed with its digest whether it can be read or not; what cannot be read gets a note that says why,
and never stops the next one. Small pictures inside the text are logos and are not read.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from ingest import errors
from ingest.model import Attachment
from ingest.read.growing import Growing
from ingest.read.inner import Inner
from ingest.read.parts import Part

_UNSAID = frozenset(  # machine's parts: listed, and nobody misses their text
    {
        "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/x-amp-html",
        "message/delivery-status", "text/rfc822-headers", "message/feedback-report", "message/disposition-notification",
        "text/x-vcard", "text/vcard", "application/pgp-keys", "message/global-delivery-status", "text/css",
        "application/x-unwrapped-tnef", "application/x-unwrapped-cms", "application/pgp-encrypted",
    }
)  # fmt: skip
_EXTENSIONS = {
    "text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png",
    "image/gif": ".gif", "image/tiff": ".tif", "message/rfc822": ".eml", "text/calendar": ".ics",
    "application/zip": ".zip",
}  # fmt: skip
_ICON = 3_000  # bytes: no page of writing is a smaller image


@dataclass(slots=True)
class Budget:
    """What the attachments of one mail may still cost."""

    files: int
    unpacked: int  # bytes


@dataclass(slots=True)
class Attaching:
    """Adds attachments to one reading in the making."""

    growing: Growing
    inner: Inner
    budget: Budget
    images: Path | None
    made: int = field(default=0)  # folders for page images so far

    def add(self, part: Part) -> None:
        """Read one attachment and add it."""
        index = len(self.growing.attachments)
        self.growing.attachments.append(listed(part, index))
        note = self._note(part, index)
        if note:
            self.growing.attachments[index] = listed(part, index, note)
            self.growing.notes.append(f"attachment “{self.growing.attachments[index].name}”: {note}")

    def _note(self, part: Part, index: int) -> str | None:
        """Read the part unless there is no point; why it could not be read."""
        if part.media_type in _UNSAID or self._is_logo(part):
            return None
        if self.budget.files <= 0 or self.budget.unpacked < len(part.content):
            return "not read: the mail has more attachments than are read"
        self.budget.files -= 1
        self.budget.unpacked -= len(part.content)
        try:
            self._read(part, index)
        except errors.Error as error:
            return str(error)
        return None

    def _is_logo(self, part: Part) -> bool:
        limit = self.inner.settings.mail.small_image
        size = len(part.content)
        return part.media_type.startswith("image/") and (size <= limit if part.inline else size <= min(limit, _ICON))

    def _read(self, part: Part, index: int) -> None:
        if not part.content.strip():
            raise errors.Unreadable("the file is empty")
        name = part.name or self.growing.attachments[index].name
        if part.media_type in ("message/rfc822", "message/global"):
            name += ".eml"  # whatever it looks like, its sender says that it is a mail
        inner = self.inner.deeper()
        folder = self._folder()
        try:
            reading = inner.open(part.content, name, images=folder)
        finally:
            prefix = self._flatten(folder)
        self.growing.add_attached(reading, index, prefix)

    def _folder(self) -> Path | None:
        """A folder of its own for the page images of one attachment."""
        if self.images is None:
            return None
        self.made += 1
        folder = self.images / f"attachment-{self.made}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _flatten(self, folder: Path | None) -> str:
        """Move the page images of one attachment up beside the others; what their names begin with from now on."""
        if folder is None or self.images is None:
            return ""
        prefix = f"{folder.name}-"
        for image in sorted(folder.iterdir()):
            image.rename(self.images / f"{prefix}{image.name}")
        folder.rmdir()
        return prefix


def listed(part: Part, index: int, note: str | None = None) -> Attachment:
    """How an attachment is listed."""
    name = part.name or f"attachment-{index + 1}{_EXTENSIONS.get(part.media_type, '')}"
    digest = hashlib.sha256(part.content).hexdigest()
    return Attachment(name, part.media_type, len(part.content), digest, note)
