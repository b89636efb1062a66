"""Takes scans from a watched folder: complete files only, kept in place until they are stored.

A file counts as complete when its size and time stood still for some seconds, as seen by ourselves, and did not change
while it was read. Half-written names (.part, .tmp), hidden files and sub-folders are passed over; links, pipes and
devices are refused and reported. A name is shown, never used as a path.
"""

import hashlib
import os
import stat
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest import clock, errors, failpoints
from ingest.arrive import watch
from ingest.arrive.poller import Intake, Poller
from ingest.arrive.settings import FolderSettings
from ingest.model import Arrival, Source, SourceKind

_MEGABYTE = 1024 * 1024
_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp", "~")


@dataclass(frozen=True, slots=True)
class Shape:
    """What must not change while a file is being written: if any of it does, the file is not complete."""

    size: int
    changed: int  # nanoseconds
    inode: int

    @classmethod
    def of(cls, about: os.stat_result) -> "Shape":
        """The shape that `stat` tells of."""
        return cls(about.st_size, about.st_mtime_ns, about.st_ino)


@dataclass(frozen=True, slots=True)
class Sight:
    """How a file was when it was first seen in this shape."""

    shape: Shape
    since: float  # on the monotonic clock: clocks of network drives differ
    first_seen: datetime  # in any shape: its arrival


class FolderPoller(Poller):
    """One watched folder."""

    kind = SourceKind.FOLDER

    def __init__(self, settings: FolderSettings, intake: Intake) -> None:
        super().__init__(intake, settings.name, settings.poll_seconds)
        self.settings = settings
        self._seen: dict[str, Sight] = {}
        self._stored: dict[str, Shape] = {}  # files that are stored and could not be moved away

    def look(self) -> None:
        """Take every file that stood still long enough."""
        there = self._files()
        self._remember(there)
        for batch in self._batches([name for name in there if self._is_complete(name)]):
            if self.stopping:
                return
            taken = {arrival.source.key for arrival in self.hand_over([arrival for _, arrival in batch])}
            for name, arrival in batch:
                if arrival.source.key in taken:
                    self._confirm(name)

    def inventory(self) -> set[str]:
        """The keys of the files that are waiting, and the names of what is refused: neither may be forgotten."""
        read = {name: self._read(name) for name in self._files()}
        refused = self.status.problems.copy().keys() - {_shown(name) for name in self._stored.copy()}
        return {_key(name, *found) for name, found in read.items() if found} | refused

    def wait(self, timeout: float, stop: threading.Event) -> None:
        """Wait for a change, for the next look, or until a file that is there will have stood still."""
        now = time.monotonic()
        left = [sight.since + self.settings.stable_seconds - now for sight in self._seen.values()]
        soonest = min((seconds for seconds in left if seconds > 0), default=timeout)
        watch.wait(self.settings.path, max(min(timeout, soonest), 0.05), stop)

    def _files(self) -> dict[str, Shape]:
        """Every file to consider, in order of its name; what is refused is reported."""
        try:
            with os.scandir(self.settings.path) as entries:
                names = sorted(entry.name for entry in entries if not _ignored(entry.name))
            self._forget_problems({_shown(name) for name in names})
        except OSError as error:
            raise errors.Unavailable(f"folder '{self.place}' cannot be read ({error.strerror})") from error
        found = {name: self._shape(name) for name in names}
        return {name: shape for name, shape in found.items() if shape is not None}

    def _shape(self, name: str) -> Shape | None:
        """The shape of a file that may be taken; None, with a word to people, of what may not."""
        try:
            about = (self.settings.path / name).lstat()
        except OSError:
            return None  # gone again
        refusal = self._refusal(name, about)
        if refusal:
            self.problem(_shown(name), refusal)
        return Shape.of(about) if stat.S_ISREG(about.st_mode) and not refusal else None

    def _refusal(self, name: str, about: os.stat_result) -> str | None:
        if stat.S_ISDIR(about.st_mode):
            ours = name == self.settings.taken_folder
            return None if ours else "it is a folder: put the files themselves into the watched folder"
        if stat.S_ISLNK(about.st_mode):
            return "it is a link, and is not followed"
        if not stat.S_ISREG(about.st_mode):
            return "it is not an ordinary file, and is not opened"
        if about.st_size > self.settings.max_file_megabytes * _MEGABYTE:
            return f"it is larger than {self.settings.max_file_megabytes} MB and stays where it is"
        return None

    def _remember(self, there: dict[str, Shape]) -> None:
        now, instant = time.monotonic(), clock.now()
        before = self._seen
        self._seen = {}
        for name, shape in there.items():
            old = before.get(name)
            same = old is not None and old.shape == shape
            self._seen[name] = old if old and same else Sight(shape, now, old.first_seen if old else instant)
        for name in self._stored.keys() - there.keys():
            del self._stored[name]

    def _is_complete(self, name: str) -> bool:
        sight = self._seen[name]
        if self._stored.get(name) == sight.shape:
            self._confirm(name)
            return False
        return time.monotonic() - sight.since >= self.settings.stable_seconds

    def _batches(self, names: list[str]) -> Iterator[list[tuple[str, Arrival]]]:
        batch: list[tuple[str, Arrival]] = []
        room = self.settings.batch_megabytes * _MEGABYTE
        for name in names:
            arrival = self._arrival(name)
            if arrival is None:
                continue
            if batch and (len(arrival.content) > room or len(batch) >= self.settings.batch_files):
                yield batch
                batch, room = [], self.settings.batch_megabytes * _MEGABYTE
            batch.append((name, arrival))
            room -= len(arrival.content)
        if batch:
            yield batch

    def _arrival(self, name: str) -> Arrival | None:
        read = self._read(name)
        if read is None or read[1] != self._seen[name].shape:
            return None  # somebody is at it after all
        source = Source(self.kind, self.place, _key(name, *read))
        return Arrival(source, _shown(name), read[0], self._seen[name].first_seen)

    def _read(self, name: str) -> tuple[bytes, Shape] | None:
        """The bytes and the shape of a file, or None when it changed or went away meanwhile."""
        path = self.settings.path / name
        try:
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
                before = Shape.of(os.fstat(file.fileno()))
                content = file.read()
                after = Shape.of(os.fstat(file.fileno()))
        except FileNotFoundError:
            return None
        except OSError as error:
            self.problem(_shown(name), f"it cannot be read ({error.strerror})")
            return None
        return (content, after) if before == after and len(content) == after.size else None

    def _forget_problems(self, there: set[str]) -> None:
        for key in [key for key in self.status.problems if key.partition("/")[0] not in there]:
            del self.status.problems[key]

    def _confirm(self, name: str) -> None:
        """Move a stored file aside, or delete it, as configured; if that fails it stays and is tried again."""
        path, shape = self.settings.path / name, self._seen[name].shape
        if self._shape(name) != shape:
            return  # it was replaced since: the next look takes what is there now
        try:
            if self.settings.after == "delete":
                path.unlink()
            else:
                self._put_aside(path)
        except OSError as error:
            self._stored[name] = shape
            self.problem(_shown(name), f"it is stored, but cannot be moved away ({error.strerror})")
            return
        failpoints.reach("intake.confirmed")
        self._seen.pop(name, None)
        self.status.problems.pop(_shown(name), None)

    def _put_aside(self, path: Path) -> None:
        folder = self.settings.path / self.settings.taken_folder
        if folder.is_symlink():
            raise NotADirectoryError(20, "the folder for taken files is a link")
        folder.mkdir(exist_ok=True)
        target = folder / path.name
        count = 1
        while target.exists() or target.is_symlink():
            count += 1
            target = folder / f"{path.stem}.{count}{path.suffix}"
        path.rename(target)


def _ignored(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower().endswith(_UNFINISHED)


def _shown(name: str) -> str:
    """A file name as text, whatever its bytes."""
    return os.fsencode(name).decode("utf-8", "replace")


def _key(name: str, content: bytes, shape: Shape) -> str:
    """What identifies a file: name and digest, and its time, so that the same scan dropped again is an item again."""
    return f"{_shown(name)}/{hashlib.sha256(content).hexdigest()}/{shape.changed}"
