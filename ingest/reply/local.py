"""Ways out that stay on this machine: a Maildir for the demo, and a folder of .eml files for trials.

A mail's file is named after its Message-ID, so carrying the same mail twice leaves one file. Nothing goes over a
network.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest import errors, failpoints
from ingest.model import Delivery, Draft
from ingest.reply.transport import Answer, Connection


class _Folder:
    """Writes a mail beside its place, flushes it, and renames it into place: the rename is the final dot."""

    def __init__(self, unfinished: Path, finished: Path, suffix: str, spare: tuple[Path, ...] = ()) -> None:
        self._unfinished = unfinished
        self._finished = finished
        self._suffix = suffix
        self._spare = spare  # other folders that belong there

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Make the folders when they are missing.

        Raises:
            errors.Unavailable: they cannot be made or written.
        """
        try:
            for folder in (self._unfinished, self._finished, *self._spare):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise errors.Unavailable(f"{self._finished} cannot be written: {error.strerror}") from error
        yield self

    def carry(self, draft: Draft, before_the_dot: Callable[[], bool]) -> Answer:
        """Carry one mail; see `transport.Connection`."""
        name = hashlib.sha256(draft.message_id.encode()).hexdigest()[:32] + self._suffix
        try:
            _flushed(self._unfinished / name, draft.content)
        except OSError as error:
            return Answer(Delivery.DEFERRED, f"could not be written: {error.strerror}")
        for point in ("mail", "rcpt", "data", "before_dot"):
            failpoints.reach(f"reply.{point}")
        if not before_the_dot():
            return Answer(Delivery.CLAIMED, "another sender has taken it over")
        try:
            (self._unfinished / name).replace(self._finished / name)
            failpoints.reach("reply.after_dot")
            _flush_folder(self._finished)
        except OSError as error:
            return Answer(Delivery.UNCERTAIN, f"may not be in place: {error.strerror}")
        failpoints.reach("reply.after_250")
        return Answer(Delivery.ACCEPTED, f"written to {self._finished.name}/{name}")


class Maildir(_Folder):
    """A Maildir: each mail becomes a new one in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "tmp", folder / "new", ".postroom", (folder / "cur",))


class Files(_Folder):
    """A folder: each mail becomes an .eml file in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / ".unfinished", folder, ".eml")


def _flushed(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
