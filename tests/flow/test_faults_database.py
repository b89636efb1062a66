"""The ledger goes away in the middle of everything and comes back: nothing is lost, nobody is answered twice."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import errors, failpoints
from ingest.model import Arrival, Source, SourceKind
from ingest.store import database as ledger
from ingest.store import schema
from ingest.worker import take_over
from tests.flow.hostile import RECEIVED, House
from tests.flow.installation import Installation, mail

IMPATIENT = "from ingest.store import database; database.BUSY_MS = 300; from ingest.cli import main; main()"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A ledger on SQLite whose writers wait a moment for their turn, and not a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "BUSY_MS", 200)
        made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


@contextmanager
def locked(path: str) -> Iterator[None]:
    """Another program writes to the ledger, and does not come to an end."""
    other = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def taken(house: House, name: str, number: int) -> int:
    (item_id,) = house.flow.take(
        [Arrival(Source(SourceKind.MAILDIR, "door", name), f"{name}.eml", mail(number), RECEIVED)]
    )
    return item_id


@pytest.mark.parametrize("point", ["work.taken", "work.read", "work.decided"])
def test_a_ledger_that_is_locked_for_long_loses_no_item(
    house: House, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """Whenever in its way it is, an item waits until the ledger can be written, comes to rest, and is answered once."""
    item_id = taken(house, f"locked-at-{point}", 70 + len(point))
    free = threading.Event()
    unlock = threading.Timer(1.0, free.set)  # five times as long as a writer waits

    def lock_there(name: str) -> None:
        if name == point and not unlock.is_alive() and not free.is_set():
            holding = threading.Thread(target=hold)
            holding.start()
            assert held.wait(10)
            unlock.start()

    held = threading.Event()

    def hold() -> None:
        with locked(str(house.folder / "data" / "postroom.db")):
            held.set()
            free.wait(30)

    monkeypatch.setattr(failpoints, "reach", lock_there)
    house.work_on(item_id)
    assert free.is_set(), "the ledger was locked"
    ended = house.ended(item_id)
    assert ended.item["state"] == "OPEN"
    assert ended.item["worker"] is None
    assert len(ended.replies) == 1


def test_a_settlement_whose_commit_was_not_answered_is_not_repeated(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks after the commit and before its answer: what was settled stays so, with its one reply."""
    item_id = taken(house, "unanswered-commit", 60)
    write = house.flow.database.write
    cut = threading.Event()

    @contextmanager
    def write_and_break() -> Iterator[Connection]:
        with write() as connection:
            yield connection
        if cut.is_set():
            cut.clear()
            raise errors.Unavailable("the connection broke after the commit")

    monkeypatch.setattr(house.flow.database, "write", write_and_break)
    monkeypatch.setattr(failpoints, "reach", lambda name: cut.set() if name == "work.decided" else None)
    house.work_on(item_id)
    ended = house.ended(item_id)
    assert (ended.item["state"], ended.item["attempt"]) == ("OPEN", 1)
    assert len(ended.replies) == 1


def test_a_job_whose_worker_died_before_it_began_is_asked_for_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken from the queue and never begun: the item is found without a worker and without a job, and goes on."""
    item_id = taken(house, "never-begun", 61)
    assert take_over(house.flow) == 0, "its job still waits in the queue"
    with house.flow.database.write() as connection:
        connection.execute(sa.text("UPDATE workflow_status SET status = 'PENDING', executor_id = 'a dead worker'"))
    assert take_over(house.flow) == 1
    assert [job.workflow_id for job in house.flow.jobs.client.list_workflows(status="ENQUEUED")] == [
        f"item-{item_id}-2"
    ]
    house.flow.process([(item_id, 1)], "a worker that wakes late")
    assert house.row(item_id)["state"] == "ARRIVED", "the lost attempt cannot be begun any more"
    house.flow.process([(item_id, 2)], "test-worker")
    row = house.row(item_id)
    assert row["state"] == "OPEN"
    assert row["attempt"] - row["base"] == 1, "what never began is no failed attempt"
    assert take_over(house.flow) == 0


@pytest.mark.slow
def test_a_daemon_outlives_a_locked_ledger(install: Callable[..., Installation]) -> None:
    """Pollers, worker, sender wait while another program holds SQLite, again and again, and go on when it is free."""
    postroom = install()
    daemon = postroom.start(code=IMPATIENT)
    postroom.wait(lambda: postroom.rows(schema.sight), "the first sights")
    for number in range(1, 7):
        postroom.put_mail(f"mail-{number}", mail(number))
        with locked(postroom.url.removeprefix("sqlite:///")):
            time.sleep(0.7)  # more than twice as long as a writer waits
        time.sleep(0.2)
    drained(postroom, daemon, 6)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_daemon_outlives_a_database_that_restarts_and_cuts(
    install: Callable[..., Installation], postgres: Any, postgres_url: str
) -> None:
    """PostgreSQL cuts connections at any moment, commits included, and restarts: the daemon goes on by itself."""
    postroom = install(url=postgres_url)
    daemon = postroom.start()
    postroom.wait(lambda: postroom.rows(schema.sight), "the first sights")
    cuts = 0
    with psycopg.connect(host="127.0.0.1", port=postgres.port, user="postgres", autocommit=True) as connection:
        for number in range(1, 61):
            if number % 10 == 0:
                postroom.put_mail(f"mail-{number}", mail(number))
            backends = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND state <> 'idle'",
                [sa.make_url(postgres_url).database],
            )
            cuts += len(backends.fetchall())
            time.sleep(0.05)
    assert cuts, "connections were cut"
    postroom.put_mail("mail-7", mail(7))
    postgres.restart()
    drained(postroom, daemon, 7)


def drained(postroom: Installation, daemon: Any, number: int) -> None:
    """Assert that each mail comes to its complaint and its one answer, by the daemon that was started."""

    def all_left() -> bool:
        replies = postroom.rows(schema.reply)
        return len(replies) == number and all(row["delivery"] == "ACCEPTED" for row in replies)

    postroom.wait(all_left, "every answer left")
    assert daemon.poll() is None, "the daemon lives"
    assert len(postroom.rows(schema.item)) == len(postroom.rows(schema.complaint)) == number
    assert len(list((postroom.outgoing / "new").iterdir())) == number
