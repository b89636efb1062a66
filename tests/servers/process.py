"""One child process of the tests: found or named as missing, started, waited for, ended with its whole group."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

START_SECONDS = 60.0
STOP_SECONDS = 15.0


class MissingError(RuntimeError):
    """A program the tests need is not installed."""


def program(name: str, package: str, *folders: str) -> str:
    """The full path of a program, looked for on the PATH, in /usr/sbin and in `folders`.

    Raises:
        MissingError: it is not there; the message names the Debian package and the command that installs it.
    """
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", *folders])
    found = shutil.which(name, path=path)
    if found is None:
        raise MissingError(f"'{name}' (Debian package {package}) is missing: run `make setup`, which installs it")
    return found


def free_port() -> int:
    """A TCP port on the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def folder(name: str) -> Path:
    """A new folder that other users may pass through (pytest's own are closed to all but their owner)."""
    made = Path(tempfile.mkdtemp(prefix=f"postroom-test-{name}-"))
    made.chmod(0o755)
    return made


def connects(port: int) -> bool:
    """Whether something accepts connections on this loopback port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


class Process:
    """A child in a process group of its own, which dies with the tests even when they are killed."""

    def __init__(self, command: Sequence[str], log: Path, *, cwd: Path | None = None) -> None:
        """Start `command`, its output appended to the file `log`."""
        self.log = log
        tied = [program("setpriv", "util-linux"), "--pdeathsig", "TERM", *command]
        with log.open("ab") as output:
            self._child = subprocess.Popen(
                tied, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd, start_new_session=True
            )

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Wait until `ready()` is true; a child that ends before, or takes too long, is an error with its log."""
        end = time.monotonic() + START_SECONDS
        while not ready():
            if self._child.poll() is not None or time.monotonic() > end:
                self.stop()
                words = self.log.read_text(errors="replace")[-3000:]
                raise RuntimeError(f"{self._child.args!r} did not start:\n{words}")
            time.sleep(0.02)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """End the child and everything it started: politely, then by force."""
        self._signal_group(sign)
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal_group(signal.SIGKILL)
            self._child.wait(STOP_SECONDS)
        self._signal_group(signal.SIGKILL)

    def _signal_group(self, sign: signal.Signals) -> None:
        try:
            os.killpg(self._child.pid, sign)
        except ProcessLookupError:
            return
