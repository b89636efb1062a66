"""Originals: exact, durable, noticed when damaged."""

import hashlib
import os
from pathlib import Path

import pytest

from ingest import errors
from ingest.store.originals import Originals


def test_the_bytes_come_back_exactly(tmp_path: Path) -> None:
    """An original is never altered."""
    originals = Originals(tmp_path, spare=0)
    content = bytes(range(256)) * 40
    (digest,) = originals.keep([content])
    assert digest == hashlib.sha256(content).hexdigest()
    assert originals.open(digest) == content
    assert list(originals.all()) == [digest]


def test_everything_is_synced_before_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise 1: the file is fsynced before its rename, and every folder above it after."""
    events: list[str] = []
    fsync, rename = os.fsync, Path.rename
    kinds = {True: "folder", False: "file"}

    def synced(handle: int) -> None:
        events.append(f"sync {kinds[Path(f'/proc/self/fd/{handle}').is_dir()]}")
        fsync(handle)

    def renamed(self: Path, target: Path) -> Path:
        events.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    Originals(tmp_path, spare=0).keep([b"a letter"])
    assert events == ["sync file", "rename", "sync folder", "sync folder", "sync folder"]


def test_a_half_written_original_is_never_believed(tmp_path: Path) -> None:
    """Promise 2: a truncated or changed file is reported as damaged, with the remedy."""
    originals = Originals(tmp_path, spare=0)
    (digest,) = originals.keep([b"a whole letter"])
    originals.path(digest).write_bytes(b"a whole")
    with pytest.raises(errors.Damaged) as raised:
        originals.open(digest)
    assert "backup" in raised.value.remedy
    assert originals.keep([b"a whole letter"]) == [digest], "arriving again mends it"
    assert originals.open(digest) == b"a whole letter"


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """EIO on fsync: the intake stops with a clear error, and no half file has a final name."""

    def broken(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    originals = Originals(tmp_path, spare=0)
    with pytest.raises(errors.NoSpace, match="Input/output error"):
        originals.keep([b"a letter"])
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_intake_stops_before_the_disk_is_full(tmp_path: Path) -> None:
    """Promise 11: below the spare space nothing is taken, and the error says what to do."""
    originals = Originals(tmp_path, spare=2**62)
    with pytest.raises(errors.NoSpace) as raised:
        originals.keep([b"a letter"])
    assert "Free some disk space" in raised.value.remedy
