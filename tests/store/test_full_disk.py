"""A disk that takes no byte more: the store says so in words, leaves nothing half done, and goes on afterwards."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from ingest import errors
from ingest.store import audit, migrations, schema
from ingest.store.database import Database
from ingest.store.originals import Originals


@contextmanager
def full_disk(size: int = 0) -> Iterator[None]:
    """No file of this process can grow beyond `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_original_that_does_not_fit_is_not_there(tmp_path: Path) -> None:
    """Promise 2: half a file never gets its name; what fits before it stays, and is found again."""
    originals = Originals(tmp_path, spare=0)
    with full_disk(1_000), pytest.raises(errors.NoSpace) as raised:
        originals.keep([b"a short letter", b"a long one " * 1_000])
    assert "Free some disk space" in raised.value.remedy
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b"a short letter"]
    assert len(originals.keep([b"a short letter", b"a long one " * 1_000])) == 2


def test_a_ledger_that_cannot_grow_says_so_and_keeps_nothing_of_it(tmp_path: Path) -> None:
    """Promise 1: a transaction that does not fit on the disk has not happened; the next one, with room, has."""
    database = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    migrations.upgrade(database)
    with full_disk(), pytest.raises(errors.NoSpace) as raised, database.write() as connection:
        audit.record(connection, "tried", "item:1")
    assert "the database could not write" in str(raised.value)
    assert "Free some disk space" in raised.value.remedy
    with database.write() as connection:
        audit.record(connection, "tried again", "item:1")
    with database.read() as connection:
        assert list(connection.execute(sa.select(schema.audit.c.action)).scalars()) == ["tried again"]
        assert audit.broken_at(connection) is None
    database.close()
