"""A watched folder: complete files only, each in its place until it is stored, nothing followed out of it."""

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import errors
from ingest.arrive import folder
from ingest.arrive.folder import FolderPoller
from ingest.arrive.settings import FolderSettings


class Ticks:
    """A monotonic clock that goes on when told to."""

    def __init__(self) -> None:
        self.at = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def ticks(monkeypatch) -> Ticks:
    made = Ticks()
    monkeypatch.setattr(folder, "time", made)
    return made


@pytest.fixture
def poller(tmp_path: Path, intake, ticks) -> FolderPoller:
    return FolderPoller(FolderSettings(name="scans", path=tmp_path, stable_seconds=5), intake)


def settle(poller: FolderPoller, ticks: Ticks) -> int:
    """Look, let the time pass, look again."""
    poller.poll_once()
    ticks.at += 6
    return poller.poll_once()


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def test_a_file_is_taken_when_it_stood_still(tmp_path, poller, ticks, intake) -> None:
    """Not at its first bytes, not while it grows, but once size and time stood still for the time set."""
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF first half")
    assert poller.poll_once() == 0
    ticks.at += 4
    scan.write_bytes(b"%PDF first half and second")
    assert poller.poll_once() == 0
    ticks.at += 4
    assert poller.poll_once() == 0
    ticks.at += 2
    assert poller.poll_once() == 1
    assert intake.contents == [b"%PDF first half and second"]
    assert names(tmp_path) == ["taken"]
    assert names(tmp_path / "taken") == ["scan.pdf"]


def test_a_file_of_the_same_size_that_was_written_again_is_not_still(tmp_path, poller, ticks) -> None:
    """The time of change counts as well as the size."""
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"aaaa")
    poller.poll_once()
    ticks.at += 6
    scan.write_bytes(b"bbbb")
    os.utime(scan, ns=(1, 1))
    assert poller.poll_once() == 0


def test_a_file_rewritten_while_it_is_read_is_left_for_later(tmp_path, poller, ticks, intake, monkeypatch) -> None:
    """Half of one version and half of another is never stored."""
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"old")
    poller.poll_once()
    ticks.at += 6
    right = os.fstat
    calls: list[int] = []

    def fstat(number: int) -> os.stat_result:
        calls.append(number)
        if len(calls) == 2:
            scan.write_bytes(b"newer")
        return right(number)

    monkeypatch.setattr(folder.os, "fstat", fstat)
    assert poller.poll_once() == 0
    monkeypatch.undo()
    assert names(tmp_path) == ["scan.pdf"]
    assert intake.stored == {}


def test_a_file_replaced_between_sight_and_reading_is_left_for_later(
    tmp_path, poller, ticks, intake, monkeypatch
) -> None:
    """What stood still must be what is read: a fresh file under the name has to stand still itself."""
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"old")
    poller.poll_once()
    ticks.at += 6
    right = os.open

    def replace(path, flags):
        scan.write_bytes(b"half of a new")
        return right(path, flags)

    monkeypatch.setattr(folder.os, "open", replace)
    assert poller.poll_once() == 0
    monkeypatch.undo()
    assert intake.stored == {}


def test_arrival_is_the_first_sight(tmp_path, poller, ticks, intake) -> None:
    """The clock starts when the file was first seen, not when it was finished, nor at its own date."""
    (tmp_path / "a.pdf").write_bytes(b"a")
    os.utime(tmp_path / "a.pdf", (1, 1))
    before = datetime.now(UTC)
    poller.poll_once()
    seen = datetime.now(UTC)
    (tmp_path / "a.pdf").write_bytes(b"ab")
    poller.poll_once()
    ticks.at += 6
    poller.poll_once()
    assert before <= intake.arrivals[0].received <= seen


@pytest.mark.parametrize("name", ["scan.pdf.part", ".hidden.pdf", "~lock.docx", "a.tmp", "b.crdownload", "c.odt~"])
def test_unfinished_and_hidden_names_are_passed_over(tmp_path, poller, ticks, intake, name) -> None:
    """Names that mean "not yet" or "not for you"."""
    (tmp_path / name).write_bytes(b"x")
    assert settle(poller, ticks) == 0
    assert poller.status.problems == {}


def test_links_and_pipes_are_refused_and_reported(tmp_path, poller, ticks, intake) -> None:
    """Nothing leads out of the folder, nothing blocks the reader; the others are taken."""
    outside = tmp_path.parent / "outside.pdf"
    outside.write_bytes(b"secret")
    (tmp_path / "link.pdf").symlink_to(outside)
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "real.pdf").write_bytes(b"real")
    assert settle(poller, ticks) == 1
    assert intake.contents == [b"real"]
    assert poller.status.problems == {
        "link.pdf": "it is a link, and is not followed",
        "pipe.pdf": "it is not an ordinary file, and is not opened",
        "folder.pdf": "it is a folder: put the files themselves into the watched folder",
    }
    assert poller.inventory() == {"link.pdf", "pipe.pdf", "folder.pdf"}  # the daily count does not forget them
    (tmp_path / "link.pdf").unlink()
    poller.poll_once()
    assert set(poller.status.problems) == {"pipe.pdf", "folder.pdf"}


def test_the_source_stays_until_it_is_stored(tmp_path, poller, ticks, intake) -> None:
    """While storing fails the scan stays; after a crash between storing and moving it is moved, not doubled."""
    (tmp_path / "a.pdf").write_bytes(b"a")

    def full(arrivals) -> None:
        raise errors.NoSpace

    intake.before = full
    with pytest.raises(errors.NoSpace):
        settle(poller, ticks)
    assert names(tmp_path) == ["a.pdf"]
    intake.before, intake.after = lambda arrivals: None, full
    with pytest.raises(errors.NoSpace):
        poller.poll_once()
    assert names(tmp_path) == ["a.pdf"]
    intake.after = lambda arrivals: None
    settle(FolderPoller(poller.settings, intake), ticks)
    assert names(tmp_path / "taken") == ["a.pdf"]
    assert len(intake.stored) == 1


def test_a_replaced_file_is_not_moved_away_for_the_old_one(tmp_path, poller, ticks, intake) -> None:
    """A new scan under the same name, put there while the old one was being stored, is taken too."""
    (tmp_path / "a.pdf").write_bytes(b"old")

    def replace(arrivals) -> None:
        if arrivals[0].content == b"old":
            (tmp_path / "b").write_bytes(b"new")
            (tmp_path / "b").rename(tmp_path / "a.pdf")

    intake.after = replace
    settle(poller, ticks)
    assert (tmp_path / "a.pdf").read_bytes() == b"new"
    settle(poller, ticks)
    assert intake.contents == [b"old", b"new"]


def test_one_name_twice_keeps_both(tmp_path, poller, ticks, intake) -> None:
    """A scanner that starts again at scan1.pdf overwrites nothing in the folder of taken files."""
    for content in (b"one", b"two"):
        (tmp_path / "scan1.pdf").write_bytes(content)
        settle(poller, ticks)
    assert intake.contents == [b"one", b"two"]
    assert names(tmp_path / "taken") == ["scan1.2.pdf", "scan1.pdf"]


def test_the_same_scan_dropped_again_is_an_item_again(tmp_path, poller, ticks, intake) -> None:
    """Every file ends as an item: the ledger links the second one as a duplicate by its digest."""
    for stamp in (1_000_000_000, 2_000_000_000):
        (tmp_path / "scan.pdf").write_bytes(b"same")
        os.utime(tmp_path / "scan.pdf", (stamp, stamp))
        settle(poller, ticks)
    assert intake.contents == [b"same", b"same"]


def test_a_folder_for_taken_files_that_is_a_link_is_refused(tmp_path, poller, ticks, intake) -> None:
    """A planted link does not make us write elsewhere; the scan is stored, stays, and is not read over and over."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "taken").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "a.pdf").write_bytes(b"a")
    assert settle(poller, ticks) == 1
    assert names(tmp_path / "elsewhere") == []
    assert "cannot be moved away" in poller.status.problems["a.pdf"]
    assert intake.arrivals[0].source.key in poller.inventory()
    assert "a.pdf" not in poller.inventory()  # it is in the ledger: no alarm
    assert poller.poll_once() == 0
    assert intake.batches == [1]
    (tmp_path / "taken").unlink()
    poller.poll_once()
    assert names(tmp_path / "taken") == ["a.pdf"]
    assert "a.pdf" not in poller.status.problems


def test_delete_when_so_configured(tmp_path, intake, ticks) -> None:
    """'delete' removes the file once it is stored."""
    poller = FolderPoller(FolderSettings(name="scans", path=tmp_path, after="delete"), intake)
    (tmp_path / "a.pdf").write_bytes(b"a")
    assert settle(poller, ticks) == 1
    assert names(tmp_path) == []


def test_hostile_names_are_shown_and_never_a_path(tmp_path, poller, ticks, intake) -> None:
    """Names of any bytes, with line breaks, or zero-width: taken, moved, and text in the ledger."""
    hostile = [b"a\nb.pdf", b"\xff\xfe.pdf", "zero\u200bwidth.pdf".encode(), b"..pdf..", b"-rf"]
    for name in hostile:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(name)
    assert settle(poller, ticks) == 4  # the one with dots in front is hidden
    for arrival in intake.arrivals:
        arrival.name.encode("utf-8")
        arrival.source.key.encode("utf-8")


def test_an_empty_file_is_an_item(tmp_path, poller, ticks, intake) -> None:
    """Zero bytes are somebody's failed scan: staff must hear of it."""
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert settle(poller, ticks) == 1


def test_a_giant_stays_and_is_reported(tmp_path, intake, ticks) -> None:
    """A file beyond the limit is not read into memory."""
    poller = FolderPoller(FolderSettings(name="scans", path=tmp_path, max_file_megabytes=1), intake)
    with (tmp_path / "film.tif").open("wb") as file:
        file.truncate(2_000_000)
    (tmp_path / "a.pdf").write_bytes(b"a")
    assert settle(poller, ticks) == 1
    assert "larger than 1 MB" in poller.status.problems["film.tif"]


def test_batches_are_bounded(tmp_path, intake, ticks) -> None:
    """A drawer full of scans goes over in batches."""
    poller = FolderPoller(FolderSettings(name="scans", path=tmp_path, batch_files=3, batch_megabytes=1), intake)
    for number in range(7):
        (tmp_path / f"{number}.pdf").write_bytes(b"x" * 400_000)
    assert settle(poller, ticks) == 7
    assert max(intake.batches) <= 3
    assert len(intake.batches) >= 3


def test_inventory_counts_what_waits(tmp_path, poller, ticks, intake) -> None:
    """The daily count sees files before and while they are taken, by name and digest."""
    (tmp_path / "a.pdf").write_bytes(b"a")
    (tmp_path / "b.part").write_bytes(b"b")
    waiting = poller.inventory()
    settle(poller, ticks)
    assert waiting == {arrival.source.key for arrival in intake.arrivals}
    assert poller.inventory() == set()


def test_a_missing_folder_is_unavailable(tmp_path, intake) -> None:
    """A network drive that is gone is tried again later."""
    poller = FolderPoller(FolderSettings(name="scans", path=tmp_path / "gone"), intake)
    with pytest.raises(errors.Unavailable, match="scans"):
        poller.poll_once()
    stop = threading.Event()
    poller.wait(0.05, stop)


def test_a_file_that_cannot_be_read_is_no_busy_loop(tmp_path, poller, ticks, intake, monkeypatch) -> None:
    """What stays in the folder for good is looked at with the clock, not at once and for ever."""
    (tmp_path / "a.pdf").write_bytes(b"a")
    waited: list[float] = []
    monkeypatch.setattr(folder.watch, "wait", lambda path, timeout, stop: waited.append(timeout))

    def refuse(path, flags):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(folder.os, "open", refuse)
    poller.poll_once()
    ticks.at += 2
    poller.wait(60, threading.Event())
    ticks.at += 6
    poller.poll_once()
    poller.wait(60, threading.Event())
    assert waited == [3, 60]
    assert poller.status.problems == {"a.pdf": "it cannot be read (Permission denied)"}


def test_a_scan_on_start_finds_what_no_event_told_of(tmp_path, intake) -> None:
    """Files that were there before, and files without events, are found by the clock."""
    (tmp_path / "before.pdf").write_bytes(b"before")
    settings = FolderSettings(name="scans", path=tmp_path, stable_seconds=0.1, poll_seconds=0.1)
    poller, stop = FolderPoller(settings, intake), threading.Event()
    thread = threading.Thread(target=poller.run, args=(stop,))
    thread.start()
    try:
        end = time.monotonic() + 20
        while len(intake.stored) < 1 and time.monotonic() < end:
            time.sleep(0.01)
        (tmp_path / "dropped.pdf").write_bytes(b"dropped")
        while len(intake.stored) < 2 and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        stop.set()
        thread.join(30)
    assert intake.contents == [b"before", b"dropped"]
