"""A real PostgreSQL, without fsync, in a folder of its own: a fresh database for each test that asks."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.servers.process import MissingError, Process, folder, free_port, program

_counter = itertools.count(1)
_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "timezone=UTC")


@dataclass
class Postgres:
    """The running server."""

    root: Path
    port: int = field(default_factory=free_port)
    _process: Process | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = [part for option in _OPTIONS for part in ("-c", option)]
        options += ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.root}"]
        command = [*_as_owner(), _tool("postgres"), "-D", str(self.root / "data"), "-p", str(self.port), *options]
        self._process = Process(command, self.root / "log", cwd=self.root)
        self._process.wait_until(self._answers)

    def stop(self) -> None:
        """Stop at once (SIGINT: "fast"); the databases stay."""
        if self._process:
            self._process.stop(signal.SIGINT)
            self._process = None

    def restart(self) -> None:
        """Cut every connection and start again."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """Stop, and take the databases away."""
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def create(self) -> str:
        """A new empty database; its URL for SQLAlchemy and psycopg 3."""
        name = f"test{next(_counter)}"
        self._run(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        """Take a database away, whoever is still connected."""
        self._run(f"DROP DATABASE IF EXISTS {url.rsplit('/', 1)[1]} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _address(self) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"


def start() -> Postgres:
    """Make a database cluster and start it.

    Raises:
        MissingError: PostgreSQL is not installed.
    """
    initdb, root = _tool("initdb"), folder("postgres")
    if os.geteuid() == 0:
        shutil.chown(root, "postgres", "postgres")
    command = [*_as_owner(), initdb, "-D", str(root / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    command += ["--locale=C", "--no-sync"]
    made = Postgres(root)
    try:
        subprocess.run(command, check=True, capture_output=True, cwd=root)
        made.start()
    except BaseException:
        made.remove()
        raise
    return made


def _tool(name: str) -> str:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return program(name, "postgresql", *map(str, folders))


def _as_owner() -> list[str]:
    """How to run a program as `postgres`: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return []
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        raise MissingError("the user 'postgres' is missing: run `make setup`, which installs PostgreSQL") from None
    setpriv = program("setpriv", "util-linux")
    ids = [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    return [setpriv, *ids, "--pdeathsig", "TERM"]
