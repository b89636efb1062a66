"""Copies of sent mail in an IMAP folder, on a real Dovecot with a real ledger."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from ingest import errors, schedules
from ingest.arrive import Archive
from ingest.arrive.settings import MailboxSettings
from ingest.model import Delivery, Draft, Medium, ReplyKind
from ingest.outgoing import Outgoing
from ingest.store import complaints, migrations, outbox
from ingest.store.database import Database

pytestmark = pytest.mark.dovecot
NOW = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)


@pytest.fixture
def outgoing(tmp_path: Path) -> Iterator[Outgoing]:
    """Three mails: two that left, one that waits."""
    database = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    migrations.upgrade(database)
    with database.write() as connection:
        for number in (1, 2, 3):
            made = complaints.open_new(
                connection, reference=f"PR-26-0000{number}-0", medium=Medium.EMAIL, language="en", complainant=None,
                address=f"w{number}@example.com", postal_address=None, opened=NOW, clocks=[], flags=(),
            )  # fmt: skip
            message_id = f"<postroom.{number}@northwind.example.org>"
            content = f"Message-ID: {message_id}\r\nSubject: mail {number}\r\n\r\nHello.\r\n".encode()
            draft = Draft(
                ReplyKind.ACKNOWLEDGEMENT, "en", "email", "c@example.org", f"w{number}@example.com", message_id,
                content, f"mail {number}",
            )  # fmt: skip
            complaints.add_reply(connection, made, draft, None)
        for one in outbox.claim(connection, NOW, 2, timedelta(hours=1)):
            outbox.write(connection, [outbox.Change(one.id, one.token, Delivery.ACCEPTED, "250", None, NOW)])
    yield Outgoing(database, schedules.load())
    database.close()


def archive(dovecot: Any, user: str, folder: str) -> Archive:
    return Archive(
        MailboxSettings(
            name="sent", host=dovecot.host, port=dovecot.imap_port, security="none", user=user,
            password=SecretStr(dovecot.password), timeout_seconds=10, folder=folder,
        )
    )  # fmt: skip


def subjects(dovecot: Any, user: str) -> list[str]:
    return [str(message_from_bytes(one)["Subject"]) for one in dovecot.messages(user, "Processed")]


def test_what_left_is_filed_once(dovecot: Any, outgoing: Outgoing) -> None:
    """Every mail that left has one copy, as read and with its own time; one that waits has none."""
    user, stop = dovecot.user(), threading.Event()
    box = archive(dovecot, user, "Processed")
    assert outgoing.archive(box, stop) == 2
    assert outgoing.archive(box, stop) == 0
    assert subjects(dovecot, user) == ["mail 1", "mail 2"]
    with dovecot.client(user, "Processed") as client:
        told = list(client.fetch(client.search(), ["FLAGS"]).values())
    assert all(b"\\Seen" in one[b"FLAGS"] for one in told)


def test_a_crash_before_the_ledger_knew_makes_no_second_copy(dovecot: Any, outgoing: Outgoing) -> None:
    """A mail that is in the folder and not noted in the ledger is found there by its Message-ID."""
    user = dovecot.user()
    box = archive(dovecot, user, "Processed")
    mails = [(1, "<postroom.1@northwind.example.org>", b"Message-ID: <postroom.1@northwind.example.org>\r\n\r\n", NOW)]
    assert list(box.file(mails)) == [1]
    assert outgoing.archive(box, threading.Event()) == 2
    assert len(dovecot.messages(user, "Processed")) == 2


def test_a_folder_that_is_not_there_loses_nothing(dovecot: Any, outgoing: Outgoing) -> None:
    """The failure is said in words; the copies are filed once the folder is there."""
    user = dovecot.user()
    with pytest.raises(errors.Unavailable, match="Nowhere"):
        outgoing.archive(archive(dovecot, user, "Nowhere"), threading.Event())
    assert outgoing.archive(archive(dovecot, user, "Processed"), threading.Event()) == 2
