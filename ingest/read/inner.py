"""What readers of containers know of the one who opens files: enough to have what is inside read as well."""

from pathlib import Path
from typing import Protocol

from ingest.model import Reading
from ingest.read.settings import Settings


class Inner(Protocol):
    """Opens the files found inside a mail or an archive."""

    @property
    def settings(self) -> Settings:
        """How to read, and the limits."""

    @property
    def language(self) -> str | None:
        """ISO 639-1, when it is known beforehand."""

    @property
    def depth(self) -> int:
        """How many files are around the one being read."""

    def deeper(self) -> "Inner":
        """The same for what is found inside; raises `LimitExceeded` when that is too deep."""

    def open(self, content: bytes, name: str, *, images: Path | None = None) -> Reading:
        """Read one file."""
