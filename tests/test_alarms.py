"""Alarms: by mail on a real SMTP server and by webhook on a real web server, with a clock that is moved by hand."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from ingest import alarms, clock, config
from ingest.model import Clock, Medium
from ingest.pipeline import Flow
from ingest.store import complaints, migrations, schema

MORNING = datetime(2026, 3, 5, 10, tzinfo=UTC)  # a Thursday, London
DAY = timedelta(days=1)


class Hook:
    """A web server that keeps what it is told, or refuses."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.status = 204
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if hook.status < 300:
                    hook.told.append(json.loads(body))
                self.send_response(hook.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/alarm"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    yield made
    made.stop()


class Desk:
    """A ledger with clocks, and whom it tells."""

    def __init__(self, folder: Path, port: int, webhook: str, email: tuple[str, ...]) -> None:
        self.config = config.made({
            "storage": {"folder": str(folder / "data")},
            "alarms": {"webhook": webhook, "email": list(email)},
            "reply": {
                "from_address": "complaints@northwind.example.org",
                "relay": {"host": "127.0.0.1", "port": port, "security": "none", "timeout_seconds": 2},
            },
        })  # fmt: skip
        self.flow = Flow(self.config)
        migrations.upgrade(self.flow.database)
        self.alarms = alarms.Alarms(self.config)
        self.now = MORNING
        self.number = 0

    def complaint(self, due: datetime, name: str = "acknowledgement") -> str:
        """A complaint with one running clock; its reference."""
        self.number += 1
        reference = f"PR-26-{self.number:05}-0"
        with self.flow.database.write() as connection:
            complaints.open_new(
                connection, reference=reference, medium=Medium.EMAIL, language="en", complainant="Margaret Ellison",
                address="margaret@example.com", postal_address=None, opened=MORNING, flags=(),
                clocks=[Clock(name, MORNING, due, "24 hours after Thu 5 Mar 10:00")],
            )  # fmt: skip
        return reference

    def look(self, at: datetime) -> int:
        self.now = at
        return alarms.watch_clocks(self.flow, self.alarms)


@pytest.fixture
def desk(tmp_path: Path, scripted_smtp: Any, hook: Hook) -> Iterator[Desk]:
    made = Desk(tmp_path, scripted_smtp.port, hook.url, ("lead@example.org", "deputy@example.org"))
    clock.drive(lambda: made.now)
    yield made
    clock.drive(None)
    made.flow.close()


def mails(scripted_smtp: Any) -> list[tuple[str, str, str]]:
    """Recipient, subject and words of every mail that was taken."""
    read = [message_from_bytes(one.content, policy=default) for one in scripted_smtp.taken]
    return [(one["To"], one["Subject"], one.get_content()) for one in read if isinstance(one, EmailMessage)]


@pytest.mark.smtp
def test_a_clock_at_risk_is_told_once_and_again_when_it_is_overdue(desk: Desk, hook: Hook, scripted_smtp: Any) -> None:
    """Named people hear by mail and webhook what will be late before its deadline, and once more when it is."""
    reference = desk.complaint(MORNING + DAY)
    assert desk.look(MORNING) == 0
    assert desk.look(MORNING + timedelta(hours=22)) == 1  # 08:00, two hours before
    assert desk.look(MORNING + timedelta(hours=23)) == 0
    assert [(to, subject) for to, subject, _ in mails(scripted_smtp)] == [
        ("lead@example.org", "postroom: clocks at risk or overdue"),
        ("deputy@example.org", "postroom: clocks at risk or overdue"),
    ]
    words = mails(scripted_smtp)[0][2]
    assert f"{reference}: acknowledgement at risk, due Fri 06 Mar 2026 10:00" in words
    assert "24 hours after Thu 5 Mar 10:00" in words
    assert "Margaret" not in words, "references and numbers only"
    assert desk.look(MORNING + DAY + timedelta(minutes=1)) == 1
    assert [told["words"].split(",")[0] for told in hook.told] == [
        f"{reference}: acknowledgement at risk", f"{reference}: acknowledgement overdue",
    ]  # fmt: skip


@pytest.mark.smtp
def test_nobody_is_woken_and_nothing_is_late_unannounced(desk: Desk, hook: Hook) -> None:
    """Never at midnight: what is due in the night is told in the evening, what comes up in it in the morning."""
    night = desk.complaint(datetime(2026, 3, 6, 3, tzinfo=UTC))
    noon = desk.complaint(datetime(2026, 3, 6, 12, tzinfo=UTC))
    assert desk.look(datetime(2026, 3, 5, 18, 30, tzinfo=UTC)) == 0
    assert desk.look(datetime(2026, 3, 5, 19, 30, tzinfo=UTC)) == 1
    assert night in hook.told[0]["words"]
    for hour in (20, 23, 24, 25, 29, 31):
        assert desk.look(datetime(2026, 3, 5, tzinfo=UTC) + timedelta(hours=hour)) == 0
    assert desk.look(datetime(2026, 3, 6, 8, 1, tzinfo=UTC)) == 2
    assert f"{night}: acknowledgement overdue" in hook.told[1]["words"]
    assert f"{noon}: acknowledgement at risk" in hook.told[1]["words"]


@pytest.mark.smtp
def test_the_quiet_hours_are_those_of_the_office(desk: Desk) -> None:
    """In summer the office's eight o'clock is seven in UTC; the digest keeps to the office's."""
    desk.complaint(datetime(2026, 7, 2, 10, tzinfo=UTC))
    assert desk.look(datetime(2026, 7, 2, 6, 59, tzinfo=UTC)) == 0
    assert desk.look(datetime(2026, 7, 2, 7, 1, tzinfo=UTC)) == 1


@pytest.mark.smtp
def test_what_nobody_could_be_told_is_told_later(desk: Desk, hook: Hook, scripted_smtp: Any) -> None:
    """When relay and webhook are both away, the digest is not lost; when one of them is, the other is enough."""
    reference = desk.complaint(MORNING + timedelta(hours=2))
    hook.status = 500
    scripted_smtp.answers["MAIL"] = "451 later"
    assert desk.look(MORNING) == 0
    hook.status = 204
    assert desk.look(MORNING + timedelta(minutes=1)) == 1
    assert reference in hook.told[0]["words"]
    assert desk.look(MORNING + timedelta(minutes=2)) == 0


@pytest.mark.smtp
def test_the_same_alarm_goes_out_once_an_hour(desk: Desk, hook: Hook, scripted_smtp: Any) -> None:
    """That something has stopped is said at any hour, and not every minute."""
    desk.now = datetime(2026, 3, 6, 2, tzinfo=UTC)
    for minutes in (0, 10, 59):
        desk.now = datetime(2026, 3, 6, 2, minutes, tzinfo=UTC)
        desk.alarms.raise_("sending", "10 mails in a row were refused")
    assert len(hook.told) == 1
    assert hook.told[0]["kind"] == "sending"
    desk.alarms.raise_("sending", "something else")
    desk.now = datetime(2026, 3, 6, 3, 1, tzinfo=UTC)
    desk.alarms.raise_("sending", "10 mails in a row were refused")
    assert len(hook.told) == 3
    assert mails(scripted_smtp)[0][1] == "postroom: sending"
    desk.now -= 3 * DAY  # the clock was ahead and is put right
    desk.alarms.raise_("sending", "10 mails in a row were refused")
    assert len(hook.told) == 4


def test_nobody_to_tell_is_no_failure(tmp_path: Path) -> None:
    """Without addresses and webhook the board is the only place; a clock is not tried again for ever."""
    made = Desk(tmp_path, 9, "", ())
    clock.drive(lambda: MORNING)
    try:
        made.complaint(MORNING + timedelta(hours=1))
        assert made.look(MORNING) == 1
        assert made.look(MORNING) == 0
    finally:
        clock.drive(None)
        made.flow.close()


@pytest.mark.smtp
def test_post_that_waits_for_a_person_is_told_of_before_its_sender_waits_too_long(desk: Desk, hook: Hook) -> None:
    """Held and quarantined items have no complaint yet and a clock all the same: at risk once, overdue once."""
    with desk.flow.database.write() as connection:
        for number, (state, review) in enumerate((("QUARANTINED", True), ("HELD", True), ("CLOSED", False)), 1):
            connection.execute(schema.item.insert().values(
                source_kind="folder", source_place="scans", source_key=str(number), name="Margaret.pdf",
                received=MORNING, sha256=f"{number:064}", size=1, state=state, review=review, due=MORNING + DAY,
            ))  # fmt: skip
    assert desk.look(MORNING) == 0
    assert desk.look(MORNING + timedelta(hours=22)) == 2
    assert desk.look(MORNING + timedelta(hours=23)) == 0
    assert desk.look(MORNING + DAY + timedelta(minutes=1)) == 2
    lines = hook.told[0]["words"].splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "item 1: acknowledgement at risk",
        "item 2: acknowledgement at risk",
    ]
    assert lines[0].endswith("(quarantined)")
    assert "Margaret" not in hook.told[0]["words"]
    assert "item 1: acknowledgement overdue" in hook.told[1]["words"]
