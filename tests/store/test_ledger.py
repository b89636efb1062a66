"""The ledger on both databases: items with their jobs, fences, audit, replies."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from ingest import errors
from ingest.model import (
    Arrival,
    Clock,
    ContactEvent,
    Delivery,
    Draft,
    Extraction,
    Finding,
    FindingKind,
    Medium,
    Reading,
    ReplyKind,
    Source,
    SourceKind,
    State,
)
from ingest.store import audit, by_hand, complaints, items, leases, migrations, outbox, readings, schema
from ingest.store.database import Database
from ingest.store.items import Attempt
from ingest.store.jobs import Jobs

NOW = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)


def arrival(number: int, kind: SourceKind = SourceKind.FOLDER) -> Arrival:
    return Arrival(Source(kind, "scans", f"key-{number}"), f"scan-{number}.pdf", b"x", NOW)


def add(database: Database, *numbers: int, kind: SourceKind = SourceKind.FOLDER) -> list[int]:
    jobs = Jobs(database)
    try:
        with database.write() as connection:
            return items.add(connection, jobs, [arrival(one, kind) for one in numbers], ["0" * 64] * len(numbers))
    finally:
        jobs.close()


def queued(database: Database) -> list[str]:
    jobs = Jobs(database)
    try:
        return sorted(job.workflow_id for job in jobs.client.list_workflows())
    finally:
        jobs.close()


def draft(kind: ReplyKind = ReplyKind.ACKNOWLEDGEMENT, number: int = 1) -> Draft:
    address = f"w{number}@example.com"
    return Draft(kind, "en", "email", "c@example.org", address, f"<{kind}-{number}@x>", b"bytes", "s")


def complaint(database: Database, number: int = 1) -> int:
    with database.write() as connection:
        made = complaints.open_new(
            connection,
            reference=f"PR-26-0000{number}-0",
            medium=Medium.EMAIL,
            language="en",
            complainant="Margaret Ellison",
            address=f"w{number}@example.com",
            postal_address=None,
            opened=NOW,
            clocks=[Clock("acknowledgement", NOW, NOW + timedelta(days=1), "24 hours")],
            flags=(),
        )
        complaints.add_reply(connection, made, draft(number=number), NOW + timedelta(days=1))
        return made


def test_migrations_may_run_twice(database: Database) -> None:
    """A ledger of today stays as it is."""
    migrations.upgrade(database)
    assert migrations.current(database) == migrations.newest()


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    """What the migrations build is what the code believes."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with database.read() as connection:
        ours = {
            "table": schema.metadata.tables.__contains__,
            "index": lambda name: not name.startswith(("desk_", "search_")),
        }
        options = {"include_name": lambda name, kind, _: ours.get(kind, bool)(name) if name else True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []


def test_an_item_and_its_job_commit_together(database: Database) -> None:
    """There is no moment at which an item exists without its job, or a job without its item."""
    jobs = Jobs(database)
    with pytest.raises(RuntimeError), database.write() as connection:  # noqa: PT012 - the block is the transaction
        items.add(connection, jobs, [arrival(1)], ["0" * 64])
        raise RuntimeError("the power fails before the commit")
    jobs.close()
    assert queued(database) == []
    add(database, 1)
    assert queued(database) == ["item-1-1"] or len(queued(database)) == 1
    with database.read() as connection:
        assert items.counts(connection) == {"ARRIVED": 1}


def test_the_same_source_is_taken_once(database: Database) -> None:
    """Two daemons, or a poll repeated after a crash, make one item."""
    first = add(database, 1, 2)
    assert len(first) == 2
    assert add(database, 2, 3) == [first[1] + 1] or len(add(database, 3)) == 0
    with database.read() as connection:
        assert items.known(connection, SourceKind.FOLDER, "scans", ["key-1", "key-9"]) == {"key-1"}
        assert sum(items.counts(connection).values()) == 3


def test_mails_of_one_fetch_share_a_job(database: Database) -> None:
    """An engine's job costs more than a mail; scans have one each."""
    add(database, *range(20), kind=SourceKind.MAILBOX)
    assert len(queued(database)) == 3
    add(database, 101, 102)
    assert len(queued(database)) == 5


def test_a_zombie_changes_nothing(database: Database) -> None:
    """A paused worker that wakes after its item was taken over fails on the fence."""
    (item_id,) = add(database, 1)
    with database.write() as connection:
        assert [one.attempt for one in items.begin(connection, [(item_id, 1)], "first")] == [1]
        assert items.begin(connection, [(item_id, 1)], "second") == [], "an attempt is begun once"
    jobs = Jobs(database)
    with database.write() as connection:
        item = items.get(connection, item_id)
        assert items.abandon(connection, jobs, item, "first")
        assert not items.abandon(connection, jobs, item, "first"), "taken away once"
        assert items.begin(connection, [(item_id, 2)], "second")
    jobs.close()
    with pytest.raises(errors.Superseded), database.write() as connection:
        items.move(connection, Attempt(item_id, 1, "first"), State.CLOSED)
    with database.write() as connection:
        items.move(connection, Attempt(item_id, 2, "second"), State.CLOSED)
        assert items.get(connection, item_id).state is State.CLOSED


def test_items_of_silent_workers_are_found(database: Database) -> None:
    """A worker without a live lease loses its items; one that gives signs of life keeps them."""
    ids = add(database, 1, 2)
    with database.write() as connection:
        leases.beat(connection, "alive")
        items.begin(connection, [(ids[0], 1)], "alive")
        items.begin(connection, [(ids[1], 1)], "dead")
        later = datetime.now(UTC) + timedelta(seconds=25)
        connection.execute(
            schema.lease.update().where(schema.lease.c.worker == "alive").values(beat=later - timedelta(seconds=5))
        )
        assert [(item.id, worker) for item, worker in items.stranded(connection, later)] == [(ids[1], "dead")]


def test_the_audit_chain_notices_every_change(database: Database) -> None:
    """Promise 24: a row that is changed, added or taken out breaks the chain."""
    with database.write() as connection:
        for number in range(5):
            audit.record(connection, "tried", f"item:{number}", actor="anna", number=number)
    with database.read() as connection:
        assert audit.broken_at(connection) is None
        assert [entry.actor for entry in audit.entries(connection, "item:3")] == ["anna"]
    with database.write() as connection:
        connection.execute(schema.audit.update().where(schema.audit.c.id == 3).values(actor="bert"))
    with database.read() as connection:
        assert audit.broken_at(connection) == 3


def test_one_reply_of_a_kind(database: Database) -> None:
    """Promise 16: nobody is acknowledged twice, because the database refuses."""
    made = complaint(database)
    with pytest.raises(sa.exc.IntegrityError), database.write() as connection:
        outbox.add(connection, made, draft(number=7), None)


def test_a_lost_claim_changes_nothing(database: Database) -> None:
    """Promise 18: the fencing token of an old claim no longer holds."""
    complaint(database)
    lease = timedelta(seconds=30)
    with database.write() as connection:
        (first,) = outbox.claim(connection, NOW, 10, lease)
        assert outbox.claim(connection, NOW, 10, lease) == []
        (second,) = outbox.claim(connection, NOW + 2 * lease, 10, lease)
        assert second.token == first.token + 1
        assert outbox.write(connection, [outbox.Change(first.id, first.token, Delivery.DOT_PENDING)]) == []
        assert outbox.write(connection, [outbox.Change(second.id, second.token, Delivery.DOT_PENDING)])
        accepted = outbox.Change(second.id, second.token, Delivery.ACCEPTED, "250 ok", None, NOW)
        assert [one.complaint_id for one in outbox.write(connection, [accepted])] == [second.complaint_id]
        assert outbox.get(connection, second.id).delivery is Delivery.ACCEPTED


def test_silence_after_the_marker_is_uncertain(database: Database) -> None:
    """Promise 19: a sender that died after the marker leaves a doubt, never a second mail."""
    complaint(database)
    with database.write() as connection:
        (claimed,) = outbox.claim(connection, NOW, 10, timedelta(seconds=30))
        outbox.write(connection, [outbox.Change(claimed.id, claimed.token, Delivery.DOT_PENDING)])
    later = NOW + timedelta(hours=1)
    with database.write() as connection:
        assert outbox.claim(connection, later, 10, timedelta(seconds=30)) == []
        assert outbox.get(connection, claimed.id).delivery is Delivery.UNCERTAIN


def test_a_dead_sender_s_claims_are_free_at_once(database: Database) -> None:
    """What a killed process had claimed does not wait for its lease: not begun goes again, in doubt is UNCERTAIN."""
    for number in (1, 2):
        complaint(database, number)
    with database.write() as connection:
        leases.beat(connection, "killed")
        leases.beat(connection, "alive")
        begun, waiting = outbox.claim(connection, datetime.now(UTC), 10, timedelta(hours=1), "killed")
        outbox.write(connection, [outbox.Change(begun.id, begun.token, Delivery.DOT_PENDING)])
        assert outbox.claim(connection, datetime.now(UTC), 10, timedelta(hours=1), "alive") == []
    later = datetime.now(UTC) + timedelta(seconds=leases.DEAD_AFTER + 1)
    with database.write() as connection:
        connection.execute(schema.lease.update().where(schema.lease.c.worker == "alive").values(beat=later))
        again = outbox.claim(connection, later, 10, timedelta(hours=1), "alive")
        assert [(one.id, one.token) for one in again] == [(waiting.id, waiting.token + 1)]
        assert outbox.get(connection, begun.id).delivery is Delivery.UNCERTAIN
        assert outbox.write(connection, [outbox.Change(waiting.id, waiting.token, Delivery.DOT_PENDING)]) == []
        assert outbox.claim(connection, later, 10, timedelta(hours=1), "alive") == [], "its own claims are its own"


def test_two_senders_never_claim_the_same(database: Database) -> None:
    """Many senders side by side take each reply once."""
    for number in range(1, 31):
        complaint(database, number)
    taken: list[int] = []

    def send() -> None:
        for _ in range(10):
            with database.write() as connection:
                taken.extend(one.id for one in outbox.claim(connection, NOW, 3, timedelta(hours=1)))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 30


def test_a_person_settles_a_doubt_once(database: Database) -> None:
    """The second of two people is told, and changes nothing."""
    complaint(database)
    with database.read() as connection:
        seen = outbox.get(connection, 1)
    with database.write() as connection:
        by_hand.settle_reply(connection, seen, Delivery.CANCELLED, "anna")
    with pytest.raises(errors.Conflict), database.write() as connection:
        by_hand.settle_reply(connection, seen, Delivery.PENDING, "bert")


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    """Promise 21: a naive instant would mean something else elsewhere."""
    with pytest.raises(sa.exc.StatementError), database.write() as connection:
        connection.execute(schema.lease.insert().values(worker="w", beat=datetime(2026, 3, 5, 16, 5)))  # noqa: DTZ001 - that is the point


def test_text_that_no_database_takes_is_kept_readable(database: Database) -> None:
    """NUL bytes and lone surrogates in a name do not stop an item."""
    jobs = Jobs(database)
    odd = Arrival(Source(SourceKind.FOLDER, "scans", "odd"), "a\x00b\ud800.pdf", b"x", NOW)
    with database.write() as connection:
        (item_id,) = items.add(connection, jobs, [odd], ["0" * 64])
        assert items.get(connection, item_id).name == "a\ufffdb?.pdf"
    jobs.close()


def test_contacts_told_of_still_point_at_their_findings_when_one_was_rejected(database: Database) -> None:
    """What staff reject goes, and the contacts that a letter tells of keep pointing at what is left."""
    (item_id,) = add(database, 1)
    findings = tuple(
        Finding(FindingKind.PERSON_NAME, name, name, "staff", 0, len(name), 1, None, 0.9, "told")
        for name in ("Wrong Name", "Darren Whitlock")
    )
    told = Extraction(findings, (), (ContactEvent(None, None, 0, None, 0, 5), ContactEvent(None, None, 1, None, 0, 5)))
    with database.write() as connection:
        readings.save(connection, item_id, Reading(Medium.EMAIL, "Wrong Name, Darren Whitlock", "en"), told)
        rejected = schema.finding.update().where(schema.finding.c.value == "Wrong Name").values(verdict="rejected")
        connection.execute(rejected)
        left = readings.extraction_of(connection, item_id)
    assert [one.value for one in left.findings] == ["Darren Whitlock"]
    assert [event.staff for event in left.events] == [None, 0]


def test_a_reply_that_does_not_exist_is_an_error_in_words(database: Database) -> None:
    """A wrong number is no crash."""
    with database.read() as connection, pytest.raises(errors.Error, match="there is no reply 99"):
        outbox.get(connection, 99)
