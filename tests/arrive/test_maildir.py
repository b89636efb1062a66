"""A Maildir on this machine: every message once, moved to cur/ only when it is stored."""

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import errors
from ingest.arrive.maildir import MaildirPoller
from ingest.arrive.settings import MaildirSettings
from ingest.model import SourceKind


@pytest.fixture
def box(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def poller(box: Path, intake) -> MaildirPoller:
    return MaildirPoller(MaildirSettings(name="demo", path=box), intake)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_new_mail_is_taken_once_and_moved_to_cur(box, poller, intake) -> None:
    """new/ becomes cur/ once the mail is stored, and it is not taken again there."""
    (box / "new" / "1.a.host").write_bytes(b"Subject: one\n\nhello")
    assert poller.poll_once() == 1
    assert poller.poll_once() == 0
    assert names(box / "new") == []
    assert names(box / "cur") == ["1.a.host:2,"]
    assert intake.contents == [b"Subject: one\n\nhello"]
    assert intake.arrivals[0].source.kind is SourceKind.MAILDIR
    assert MaildirPoller(poller.settings, intake).poll_once() == 0


def test_mail_that_another_program_moved_first_is_taken_from_cur(box, poller, intake) -> None:
    """Staff who read along hide nothing from us."""
    (box / "cur" / "1.a.host:2,S").write_bytes(b"read already")
    assert poller.poll_once() == 1
    assert names(box / "cur") == ["1.a.host:2,S"]
    (box / "cur" / "1.a.host:2,S").rename(box / "cur" / "1.a.host:2,RS")
    assert poller.poll_once() == 0


def test_arrival_is_the_delivery(box, poller, intake) -> None:
    """Mail that waited while we were down arrived when our mail server delivered it, never in the future."""
    for name, stamp in (("old", 1_700_000_000), ("future", 4_000_000_000)):
        (box / "new" / name).write_bytes(name.encode())
        os.utime(box / "new" / name, (stamp, stamp))
    poller.poll_once()
    received = {arrival.content: arrival.received for arrival in intake.arrivals}
    assert received[b"old"] == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert received[b"future"] <= datetime.now(UTC)


def test_tmp_hidden_files_and_links_are_left_alone(box, poller, intake) -> None:
    """Only whole mail is mail: nothing from tmp/, no hidden file, no link out of the Maildir."""
    (box / "tmp" / "half").write_bytes(b"half")
    (box / "new" / ".hidden").write_bytes(b"hidden")
    (box / "secret").write_bytes(b"secret")
    (box / "new" / "link").symlink_to(box / "secret")
    os.mkfifo(box / "new" / "pipe")
    assert poller.poll_once() == 0
    assert intake.stored == {}


def test_nothing_moves_before_it_is_stored(box, poller, intake) -> None:
    """While storing fails the mail stays in new/; a crash after storing moves it at the next look."""
    (box / "new" / "1").write_bytes(b"mail")

    def full(arrivals) -> None:
        raise errors.NoSpace

    intake.before = full
    with pytest.raises(errors.NoSpace):
        poller.poll_once()
    assert names(box / "new") == ["1"]
    intake.before, intake.after = lambda arrivals: None, full
    with pytest.raises(errors.NoSpace):
        poller.poll_once()
    intake.after = lambda arrivals: None
    assert poller.poll_once() == 0
    assert names(box / "cur") == ["1:2,"]
    assert len(intake.stored) == 1


def test_one_bad_message_never_blocks_the_next(box, poller, intake) -> None:
    """What cannot be stored stays and is named; the rest is taken."""
    for name in "abc":
        (box / "new" / name).write_bytes(name.encode())

    def refuse(arrivals) -> None:
        if any(arrival.content == b"b" for arrival in arrivals):
            raise ValueError

    intake.before = refuse
    assert poller.poll_once() == 2
    assert names(box / "new") == ["b"]
    assert list(poller.status.problems) == ["b"]
    assert poller.inventory() == {"a", "b", "c"}


def test_names_of_any_bytes(box, poller, intake) -> None:
    """A file name that is no text is shown with replacement characters and taken all the same."""
    (Path(os.fsdecode(os.fsencode(box / "new") + b"/\xff\xfe"))).write_bytes(b"mail")
    assert poller.poll_once() == 1
    assert intake.arrivals[0].name.encode() == "\ufffd\ufffd.eml".encode()


def test_batches_are_bounded(box, intake) -> None:
    """Many mails go over in batches."""
    for number in range(7):
        (box / "new" / str(number)).write_bytes(b"x" * 300_000)
    poller = MaildirPoller(MaildirSettings(name="demo", path=box, batch_messages=4, batch_megabytes=1), intake)
    assert poller.poll_once() == 7
    assert max(intake.batches) <= 4
    assert len(intake.batches) >= 3


def test_a_long_backlog_is_left_between_two_batches(box, intake) -> None:
    """A stop is not kept waiting: the batch in hand is finished and confirmed, the rest stays for the next start."""
    for number in range(9):
        (box / "new" / str(number)).write_bytes(b"x")
    poller = MaildirPoller(MaildirSettings(name="demo", path=box, batch_messages=3), intake)
    stop = threading.Event()
    intake.after = lambda arrivals: stop.set()
    poller.run(stop)
    assert len(intake.stored) == len(names(box / "cur")) == 3
    assert len(names(box / "new")) == 6
    assert poller.status.last_success is not None


def test_a_missing_maildir_is_unavailable(tmp_path, intake) -> None:
    """A wrong path is named by the place's name."""
    poller = MaildirPoller(MaildirSettings(name="demo", path=tmp_path / "no"), intake)
    with pytest.raises(errors.Unavailable, match="demo"):
        poller.poll_once()


def test_a_dropped_mail_is_noticed_at_once(box, intake) -> None:
    """A change wakes the poller long before its next look."""
    poller = MaildirPoller(MaildirSettings(name="demo", path=box, poll_seconds=600), intake)
    stop = threading.Event()
    thread = threading.Thread(target=poller.run, args=(stop,))
    thread.start()
    try:
        end = time.monotonic() + 20
        while poller.status.polls == 0 and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.2)  # the watch begins after the look; without it, the mail would wait for ten minutes
        (box / "tmp" / "1").write_bytes(b"mail")
        (box / "tmp" / "1").rename(box / "new" / "1")
        while not intake.stored and time.monotonic() < end:
            time.sleep(0.01)
        assert intake.contents == [b"mail"]
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
