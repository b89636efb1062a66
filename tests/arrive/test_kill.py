"""kill -9 at every point of taking post: whatever was taken is stored once, whatever was not is still where it was."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEDGER = '''
import os, sys
from pathlib import Path
from pydantic import SecretStr
from ingest import failpoints
from ingest.arrive.settings import FolderSettings, MaildirSettings, MailboxSettings

class Ledger:
    """One line a stored arrival, synced before `take` returns."""
    def __init__(self, path):
        self.path = Path(path)
        self.path.touch()
    def known(self, kind, place, keys):
        return set(keys) & {line.split(" ", 1)[1] for line in self.path.read_text().splitlines()}
    def take(self, arrivals):
        failpoints.reach("intake.fetched")
        there = self.known(None, None, [one.source.key for one in arrivals])
        with self.path.open("a") as file:
            for one in arrivals:
                if one.source.key not in there:
                    file.write(one.content.split(b"complaint ")[1][:2].decode() + " " + one.source.key + "\\n")
            file.flush()
            os.fsync(file.fileno())
        failpoints.reach("intake.committed")

ledger = Ledger(sys.argv[1])

def rounds(poll_once):
    """For each point that stdin names, poll in a child that dies there; say how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            failpoints._wanted, _, times = line.strip().partition(":")
            failpoints._left = int(times or 1)
            poll_once()
            os._exit(0)
        print(os.waitpid(child, 0)[1], flush=True)
'''
MAILBOX = """
from ingest.arrive.mailbox_poller import MailboxPoller
settings = MailboxSettings(name="m", host="127.0.0.1", port=int(sys.argv[2]), security="none", user=sys.argv[3],
    password=SecretStr("pw"), batch_messages=2)
rounds(lambda: MailboxPoller(settings, ledger).poll_once())
"""
MAILDIR = """
from ingest.arrive.maildir import MaildirPoller
settings = MaildirSettings(name="m", path=Path(sys.argv[2]), batch_messages=2)
rounds(lambda: MaildirPoller(settings, ledger).poll_once())
"""
FOLDER = """
from ingest.arrive.folder import FolderPoller
settings = FolderSettings(name="m", path=Path(sys.argv[2]), batch_files=2, stable_seconds=0)
rounds(lambda: FolderPoller(settings, ledger).poll_once())
"""
POINTS = ["intake.fetched", "intake.fetched:2", "intake.committed", "intake.committed:2", "intake.confirmed"]


class Rounds:
    """A process that polls in children of its own, so that the imports are paid for once."""

    def __init__(self, code: str, *arguments: object) -> None:
        command = [sys.executable, "-c", LEDGER + code, *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, env=environment, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def poll(self, point: str = "") -> int:
        """Poll once; the signal the child died of, or 0."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{point}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> None:
        self.process.communicate()


def mail(number: int) -> bytes:
    return f"Subject: complaint {number:02}\r\n\r\nMy line is dead.\r\n".encode()


def stored(ledger: Path) -> list[str]:
    return sorted(line.split()[0] for line in ledger.read_text().splitlines())


@pytest.mark.dovecot
def test_a_mailbox_survives_a_kill_at_every_point(dovecot, tmp_path: Path) -> None:
    """Five kills in a row, at fetch, store and confirm: five mails, each stored once, all moved in the end."""
    user, ledger = dovecot.user(), tmp_path / "ledger"
    dovecot.deliver(user, *(mail(number) for number in range(9)))
    rounds = Rounds(MAILBOX, ledger, dovecot.port, user)
    for point in POINTS:
        assert rounds.poll(point) == signal.SIGKILL
        waiting = {message.split(b"complaint ")[1][:2].decode() for message in dovecot.messages(user)}
        moved = {message.split(b"complaint ")[1][:2].decode() for message in dovecot.messages(user, "Processed")}
        assert len(waiting) + len(moved) == 9
        assert moved <= set(stored(ledger)), "moved before it was stored"
    assert rounds.poll() == 0
    rounds.end()
    assert stored(ledger) == [f"{number:02}" for number in range(9)]
    assert dovecot.messages(user) == []


@pytest.mark.parametrize(("code", "waits", "rests"), [(MAILDIR, "new", "cur"), (FOLDER, ".", "taken")])
def test_a_folder_survives_a_kill_at_every_point(tmp_path: Path, code: str, waits: str, rests: str) -> None:
    """The same for a Maildir and for a folder of scans."""
    place, ledger = tmp_path / "place", tmp_path / "ledger"
    for name in ("new", "cur", "tmp") if rests == "cur" else (".",):
        (place / name).mkdir(parents=True, exist_ok=True)
    for number in range(9):
        (place / waits / f"{number}.eml").write_bytes(mail(number))
    rounds = Rounds(code, ledger, place)
    for point in POINTS:
        assert rounds.poll(point) == signal.SIGKILL
        there = [one for folder in {waits, rests} for one in (place / folder).glob("*.eml*")]
        assert len(there) == 9
        moved = [one.read_bytes().split(b"complaint ")[1][:2].decode() for one in (place / rests).glob("*.eml*")]
        assert set(moved) <= set(stored(ledger)), "moved before it was stored"
    assert rounds.poll() == 0
    rounds.end()
    assert stored(ledger) == [f"{number:02}" for number in range(9)]
    assert len(list((place / rests).glob("*.eml*"))) == 9
