"""The one way to the database: SQLite or PostgreSQL by URL alone, with the same promises on both.

A committed transaction is durable (SQLite: WAL with synchronous=FULL; PostgreSQL: its default). Writers take
their turn (BEGIN IMMEDIATE), so that two processes on one SQLite file wait for each other instead of failing.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event

from ingest import errors

__all__ = ["Connection", "Database"]

BUSY_MS = 60_000  # how long a writer waits for its turn on SQLite, milliseconds

# SQLite lets a writer who waits sleep for up to 100 ms between two looks; threads of one process are woken at once
# by a lock of their own (measured: twice the mails a second). Other processes wait as SQLite has it.
_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class Database:
    """Connections to the ledger.

    Args:
        url: a SQLAlchemy URL, `sqlite:///path/to/postroom.db` or `postgresql+psycopg://user@host/name`.
        pool: how many connections this process keeps; each thread that works needs one.
    """

    def __init__(self, url: str, *, pool: int = 10) -> None:
        self.url = _with_driver(url)
        self.engine = _engine(self.url, pool)
        self.is_sqlite = self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is durable after the block, or none."""
        try:
            with self._turn(), self.engine.begin() as connection:
                if self.is_sqlite:
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        except sa.exc.OperationalError as error:
            raise _unavailable(error) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise _unavailable(error) from error

    def _turn(self) -> AbstractContextManager[object]:
        return _turns[self.url] if self.is_sqlite else nullcontext()

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _unavailable(error: sa.exc.OperationalError) -> errors.Error:
    words = str(error.orig)
    if "disk is full" in words or "disk I/O" in words:
        return errors.NoSpace(f"the database could not write: {words}")
    return errors.Unavailable(f"the database does not answer: {words.splitlines()[0] if words else error}")


def _with_driver(url: str) -> str:
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _engine(url: str, pool: int) -> Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise errors.SettingsError("database.url must name a file: an in-memory ledger would lose post")
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url, pool_size=pool, max_overflow=pool, connect_args={"timeout": BUSY_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(url, pool_size=pool, max_overflow=pool, pool_pre_ping=True)
    raise errors.SettingsError(f"database.url: '{parsed.get_backend_name()}' is not sqlite or postgresql")


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection type
    connection.isolation_level = None  # we say BEGIN ourselves, so that it can be IMMEDIATE
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
        "wal_autocheckpoint=2000",
    ):
        connection.execute(f"PRAGMA {pragma}")
