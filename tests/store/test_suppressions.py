"""The list of addresses that nothing is mailed to, on both databases."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest import schedules
from ingest.cli import app
from ingest.model import Bounce, Delivery, Mail, Medium, Reading
from ingest.outgoing import Outgoing
from ingest.store import audit, outbox, settle, suppressions
from ingest.store.database import Database
from tests.store.test_ledger import complaint


def report(permanent: bool | None) -> Reading:
    """A delivery report about the mail to w1@example.com."""
    bounce = Bounce("w1@example.com", "5.1.1", permanent, None, "no such user")
    mail = Mail(None, None, "", (), (), (), "", None, None, (), (), (), bounce=bounce)
    return Reading(Medium.EMAIL, "", None, mail=mail)


def accepted(database: Database) -> int:
    """An acknowledgement that the relay took; its id."""
    complaint(database)
    with database.write() as connection:
        (claimed,) = outbox.claim(connection, datetime.now(UTC), 10, timedelta(hours=1))
        outbox.write(connection, [outbox.Change(claimed.id, claimed.token, Delivery.DOT_PENDING)])
        done = outbox.Change(claimed.id, claimed.token, Delivery.ACCEPTED, "250 taken", None, datetime.now(UTC))
        outbox.write(connection, [done])
    return claimed.id


@pytest.mark.parametrize(
    ("permanent", "stands", "listed"),
    [(True, Delivery.BOUNCED, True), (None, Delivery.BOUNCED, False), (False, Delivery.ACCEPTED, False)],
)
def test_a_hard_bounce_suppresses(database: Database, permanent: bool | None, stands: Delivery, listed: bool) -> None:
    """Promise 19: a later bounce updates an accepted reply; an address that does not exist is not tried again."""
    reply_id = accepted(database)
    with database.write() as connection:
        settle.bounced(connection, reply_id, report(permanent))
    with database.read() as connection:
        found = outbox.get(connection, reply_id)
        assert found.delivery is stands
        entry = suppressions.of(connection, "W1@example.com")
        assert (entry is not None) == listed
        assert audit.broken_at(connection) is None
    if entry:
        assert (entry.added_by, entry.reason) == ("postroom", "came back: 5.1.1 no such user")
        assert "no such user" in found.server_words


def test_a_reply_to_a_suppressed_address_goes_to_a_person(database: Database) -> None:
    """The sender is told why, by whom and since when; a listed address stays with its first reason."""
    complaint(database)
    outgoing = Outgoing(database, schedules.load())
    with database.read() as connection:
        waiting = outbox.get(connection, 1)
    assert outgoing.hindrance(waiting) is None
    with database.write() as connection:
        assert suppressions.add(connection, "W1@Example.com", "asked us to write letters only", "anna")
        assert not suppressions.add(connection, "w1@example.com", "another reason", "bert")
    told = outgoing.hindrance(waiting)
    assert told is not None
    assert "anna" in told
    assert "letters only" in told
    with database.write() as connection:
        assert suppressions.remove(connection, "w1@example.com", "anna")
        assert not suppressions.remove(connection, "w1@example.com", "anna")
    assert outgoing.hindrance(waiting) is None


def test_the_command(tmp_path: Path) -> None:
    """`postroom suppress` adds, shows and takes away, and says who and why."""
    config = tmp_path / "config.toml"
    config.write_text(f'[storage]\nfolder = "{tmp_path}/data"\n')
    run = CliRunner().invoke
    assert run(app, ["db", "upgrade", "-c", str(config)]).exit_code == 0
    added = run(app, ["suppress", "add", "Ada@example.com", "--reason", "moved", "-c", str(config)])
    assert "ada@example.com" in added.output.lower()
    listed = run(app, ["suppress", "list", "-c", str(config)]).output
    assert "ada@example.com" in listed
    assert "moved" in listed
    assert "command line" in listed
    assert "already" in run(app, ["suppress", "add", "ada@example.com", "--reason", "x", "-c", str(config)]).output
    assert run(app, ["suppress", "add", "nobody", "--reason", "x", "-c", str(config)]).exit_code != 0
    assert "again" in run(app, ["suppress", "remove", "ada@example.com", "-c", str(config)]).output
    assert run(app, ["suppress", "list", "-c", str(config)]).output == ""
