"""The exact bytes that arrived, kept by their hash and never altered.

Each file is written under a temporary name, fsynced, renamed, and its folder fsynced, before any row speaks of
it (the same order as Postfix's `maildrop`). A half-written file never has its final name. Reading checks the hash
again, so that a byte that changed on the disk is noticed before it is believed.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest import errors, failpoints


class Originals:
    """A folder of originals, laid out as `ab/cd/abcd...`.

    Args:
        folder: where they are kept; created when missing.
        spare: bytes that must stay free on the disk; below it nothing more is taken in.
    """

    def __init__(self, folder: Path, *, spare: int = 200_000_000) -> None:
        self.folder = folder
        self.spare = spare
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, contents: Iterable[bytes]) -> list[str]:
        """Make these bytes durable and return their hashes, in order.

        Raises:
            NoSpace: the disk has less than `spare` bytes free, or filled up while writing.
        """
        folders: set[Path] = set()
        digests = []
        try:
            for content in contents:
                self.check_space(len(content))
                digests.append(self._keep_one(content, folders))
            for folder in folders:
                _sync_folder(folder)
        except OSError as error:
            raise errors.NoSpace(f"the original could not be written to {self.folder}: {error.strerror}") from error
        return digests

    def check_space(self, needed: int = 0) -> None:
        """Raise NoSpace when writing `needed` more bytes would leave too little."""
        free = shutil.disk_usage(self.folder).free
        if free - needed < self.spare:
            raise errors.NoSpace(f"only {free // 1_000_000} MB are free on the disk of {self.folder}")

    def path(self, sha256: str) -> Path:
        """Where the original with this hash is, or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def open(self, sha256: str) -> bytes:
        """The bytes of an original.

        Raises:
            Damaged: it is missing, or its bytes have changed.
        """
        try:
            content = self.path(sha256).read_bytes()
        except OSError as error:
            raise errors.Damaged(f"the original {sha256[:12]} is missing from {self.folder}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise errors.Damaged(f"the original {sha256[:12]} no longer has the bytes that arrived")
        return content

    def all(self) -> Iterator[str]:
        """The hashes of every original kept here."""
        for path in sorted(self.folder.glob("??/??/*")):
            if len(path.name) == hashlib.sha256().digest_size * 2:
                yield path.name

    def _keep_one(self, content: bytes, folders: set[Path]) -> str:
        digest = hashlib.sha256(content).hexdigest()
        target = self.path(digest)
        if target.is_file() and target.stat().st_size == len(content):
            return digest
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                failpoints.reach("intake.spooled")
                os.fsync(file.fileno())
            Path(temporary).rename(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        failpoints.reach("intake.renamed")
        folders.update((target.parent, target.parent.parent, self.folder))
        return digest


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
