"""A clock that was days off and is put right: nobody waits for days, nobody stays dead, no mail leaves twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ingest import clock, errors
from ingest.model import Arrival, Clock, Delivery, Draft, Medium, ReplyKind, Source, SourceKind, State
from ingest.store import complaints, forgotten, items, leases, outbox, schema
from ingest.store.database import Database
from ingest.store.items import Attempt
from ingest.store.jobs import Jobs

NOW = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)
DAYS, LEASE = timedelta(days=3), timedelta(minutes=15)


@pytest.fixture(autouse=True)
def ahead() -> Iterator[None]:
    """The clock is three days ahead."""
    clock.drive(lambda: NOW + DAYS)
    yield
    clock.drive(None)


def put_right() -> None:
    clock.drive(lambda: NOW)


def begun(database: Database, worker: str) -> int:
    """An item that a worker began while the clock was wrong."""
    jobs = Jobs(database)
    with database.write() as connection:
        leases.beat(connection, worker)
        source = Source(SourceKind.FOLDER, "scans", worker)
        (item_id,) = items.add(connection, jobs, [Arrival(source, "a.pdf", b"x", NOW)], ["0" * 64])
        items.begin(connection, [(item_id, 1)], worker)
    jobs.close()
    return item_id


def reply(database: Database) -> int:
    """A reply that waits to be sent."""
    with database.write() as connection:
        complaint_id = complaints.open_new(
            connection, reference="PR-26-00001-0", medium=Medium.EMAIL, language="en", complainant="Margaret Ellison",
            address="w@example.com", postal_address=None, opened=NOW, flags=(),
            clocks=[Clock("acknowledgement", NOW, NOW + timedelta(days=1), "24 hours")],
        )  # fmt: skip
        draft = Draft(ReplyKind.ACKNOWLEDGEMENT, "en", "email", "c@example.org", "w@example.com", "<1@x>", b"x", "s")
        return complaints.add_reply(connection, complaint_id, draft, NOW + timedelta(days=1))


def test_a_worker_that_died_in_the_future_loses_its_items_now(database: Database) -> None:
    """Its last sign of life is days ahead and says nothing; one that goes on keeps what it has."""
    dead, alive = begun(database, "dead"), begun(database, "alive")
    put_right()
    with database.write() as connection:
        leases.beat(connection, "alive")
        assert leases.workers(connection, NOW) == ["alive"]
        assert [(item.id, worker) for item, worker in items.stranded(connection, NOW)] == [(dead, "dead")]
        leases.bury(connection)
        assert leases.workers(connection, NOW) == ["alive"]
        items.move(connection, Attempt(alive, 1, "alive"), State.CLOSED)


def test_what_was_put_off_in_the_future_is_asked_for_now(database: Database) -> None:
    """A second try that was planned for days ahead would come too late for its sender."""
    item_id, jobs = begun(database, "worker"), Jobs(database)
    with database.write() as connection:
        items.defer(connection, jobs, Attempt(item_id, 1, "worker"), "the ledger was away", "wait", 20)
    put_right()
    with database.write() as connection:
        (lost,) = forgotten.since(connection, NOW - timedelta(seconds=30))
        assert forgotten.ask_again(connection, jobs, lost)
        assert [one.id for one in items.begin(connection, [(item_id, 3)], "worker")] == [item_id]
        assert forgotten.since(connection, NOW - timedelta(seconds=30)) == []
    jobs.close()


def test_a_mail_put_off_in_the_future_leaves_now(database: Database) -> None:
    """A next try that is days ahead of the true hour is due; one that was planned since is not."""
    reply_id = reply(database)
    with database.write() as connection:
        (first,) = outbox.claim(connection, clock.now(), 10, LEASE)
        soon = clock.now() + timedelta(minutes=20)
        outbox.write(connection, [outbox.Change(reply_id, first.token, Delivery.DEFERRED, "451 later", soon)])
    put_right()
    with database.write() as connection:
        (second,) = outbox.claim(connection, NOW, 10, LEASE)
        soon = NOW + timedelta(minutes=20)
        outbox.write(connection, [outbox.Change(reply_id, second.token, Delivery.DEFERRED, "451 later", soon)])
        assert outbox.claim(connection, NOW, 10, LEASE) == []


def test_a_sender_that_died_in_the_future_leaves_its_mail_to_others(database: Database) -> None:
    """Before the marker another sends it, and the first, if it lives, does not; after it a person must say."""
    reply_id = reply(database)
    with database.write() as connection:
        (first,) = outbox.claim(connection, clock.now(), 10, LEASE)
    put_right()
    with database.write() as connection:
        (second,) = outbox.claim(connection, NOW, 10, LEASE)
        late = outbox.Change(reply_id, first.token, Delivery.DOT_PENDING)
        assert not outbox.write(connection, [late]), "the first may not send its final dot any more"
        assert outbox.write(connection, [outbox.Change(reply_id, second.token, Delivery.DOT_PENDING)])
        assert outbox.claim(connection, NOW, 10, LEASE) == [], "a claim of the true hour holds"
        connection.execute(schema.reply.update().values(tried=NOW + DAYS, lease_until=NOW + DAYS + LEASE))
        assert outbox.expire(connection, NOW) == [reply_id]
        assert outbox.claim(connection, NOW, 10, LEASE) == []
        assert outbox.get(connection, reply_id).delivery is Delivery.UNCERTAIN


def test_a_clock_that_jumps_ahead_takes_items_over_once(database: Database) -> None:
    """For a moment everybody seems dead: the item goes to another, and whoever had it fails on the fence."""
    put_right()
    item_id, jobs = begun(database, "first"), Jobs(database)
    clock.drive(lambda: NOW + DAYS)
    with database.write() as connection:
        ((item, worker),) = items.stranded(connection, clock.now())
        assert items.abandon(connection, jobs, item, worker or "")
        assert items.stranded(connection, clock.now()) == []
        assert items.begin(connection, [(item_id, 2)], "second")
    with pytest.raises(errors.Superseded), database.write() as connection:
        items.move(connection, Attempt(item_id, 1, "first"), State.CLOSED)
    jobs.close()
