"""Takes mail from a Maildir on this machine: whole files only, moved from new/ to cur/ once they are stored.

A file is in new/ or cur/ only when it is complete (that is what tmp/ is for), so nothing needs to stand still. Files in
cur/ are taken too: another program that reads along moves them there before we look.
"""

import os
import stat
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ingest import clock, errors, failpoints
from ingest.arrive import watch
from ingest.arrive.poller import Intake, Poller
from ingest.arrive.settings import MaildirSettings
from ingest.model import Arrival, Source, SourceKind

_MEGABYTE = 1024 * 1024


class MaildirPoller(Poller):
    """One Maildir."""

    kind = SourceKind.MAILDIR

    def __init__(self, settings: MaildirSettings, intake: Intake) -> None:
        super().__init__(intake, settings.name, settings.poll_seconds)
        self.settings = settings
        self._done: set[str] = set()  # keys that are in the ledger

    def look(self) -> None:
        """Take every message the ledger does not know."""
        there = self._files()
        self._done &= there.keys()
        keys = [key for key in there if key not in self._done]
        known = self.intake.known(self.kind, self.place, keys) if keys else set()
        self._confirm({key: there[key] for key in known})
        for batch in self._batches([there[key] for key in keys if key not in known]):
            if self.stopping:
                return
            taken = self.hand_over(batch)
            self._confirm({arrival.source.key: there[arrival.source.key] for arrival in taken})

    def inventory(self) -> set[str]:
        """The unique names of all messages, in new/ and in cur/."""
        return set(self._files())

    def wait(self, timeout: float, stop: threading.Event) -> None:
        """Wait for a change in new/, or for the next look."""
        watch.wait(self.settings.path / "new", timeout, stop)

    def _files(self) -> dict[str, Path]:
        """Every regular file in new/ and cur/, by its unique name, oldest first."""
        try:
            entries = [
                entry
                for folder in ("cur", "new")
                for entry in os.scandir(self.settings.path / folder)
                if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False)
            ]
        except OSError as error:
            raise errors.Unavailable(f"Maildir '{self.place}' cannot be read ({error.strerror})") from error
        return {_key(entry.name): Path(entry.path) for entry in sorted(entries, key=lambda entry: entry.name)}

    def _batches(self, paths: Sequence[Path]) -> Iterator[list[Arrival]]:
        batch: list[Arrival] = []
        room = self.settings.batch_megabytes * _MEGABYTE
        for path in paths:
            arrival = self._arrival(path)
            if arrival is None:
                continue
            if batch and (len(arrival.content) > room or len(batch) >= self.settings.batch_messages):
                yield batch
                batch, room = [], self.settings.batch_megabytes * _MEGABYTE
            batch.append(arrival)
            room -= len(arrival.content)
        if batch:
            yield batch

    def _arrival(self, path: Path) -> Arrival | None:
        try:
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                content, about = file.read(), os.fstat(file.fileno())
        except FileNotFoundError:
            return None  # another program moved it: the next look finds it in cur/
        except OSError as error:
            self.problem(_key(path.name), f"it cannot be read ({error.strerror})")
            return None
        if not stat.S_ISREG(about.st_mode):
            return None
        delivered = datetime.fromtimestamp(about.st_mtime, UTC)  # by our own mail server, like INTERNALDATE
        source = Source(self.kind, self.place, _key(path.name))
        return Arrival(source, f"{_key(path.name)}.eml", content, min(delivered, clock.now()))

    def _confirm(self, stored: dict[str, Path]) -> None:
        """Move stored messages to cur/; one that cannot be moved stays, and is known."""
        for key, path in stored.items():
            if path.parent.name == "new":
                try:
                    path.rename(self.settings.path / "cur" / f"{path.name.partition(':')[0]}:2,")
                except OSError as error:
                    self.problem(key, f"it is stored, but cannot be moved to cur/ ({error.strerror})")
                    continue
            self._done.add(key)
        if stored:
            failpoints.reach("intake.confirmed")


def _key(name: str) -> str:
    """The unique part of a Maildir file name, as text whatever its bytes."""
    return os.fsencode(name.partition(":")[0]).decode("utf-8", "replace")
