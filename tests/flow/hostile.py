"""A ledger of its own for hostile post, and how each case of it is told: what arrives, and where it may rest.

Every case has a sender of its own (`NAME@example.org`), so that no case is silent because of another.
"""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ingest import config
from ingest.model import Arrival, Reading, Source, SourceKind, State
from ingest.pipeline import Flow
from ingest.store import migrations, readings, schema

ADDRESS = "complaints@northwind.example.org"
ALIAS = "help@northwind.example.org"
SERVER = "mx.northwind.example.org"  # our own mail server, as it signs its findings
WORDS = "My line has been dead since 3 March 2026, and nobody came to mend it."
RESTING = frozenset({State.OPEN, State.CLOSED, State.HELD, State.QUARANTINED})
OPEN, CLOSED = frozenset({State.OPEN}), frozenset({State.CLOSED})
RECEIVED = datetime(2026, 3, 5, 10, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile thing, and what may become of it."""

    name: str  # readable, the id of the test; its mails come from NAME@example.org
    content: bytes  # what arrives
    states: frozenset[State]  # where it may rest
    to: str | None = None  # the one address that hears back; None: nobody does
    told: str = ""  # words that staff must find in its text
    untold: str = ""  # what must be neither in the text for staff nor in the reply
    file: str = ""  # its sender's name for it, when that matters
    said: str = ""  # words of the reason or the notes that staff see


@dataclass(frozen=True, slots=True)
class Ended:
    """Where a case came to rest."""

    item: dict[str, Any]  # its row
    original: bytes
    reading: Reading | None
    replies: list[dict[str, Any]]  # of the complaint it opened
    silence: dict[str, Any] | None


class House:
    """One flow on a ledger of its own.

    Args:
        folder: where everything is kept.
        settings: further settings.
    """

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        given: dict[str, Any] = {
            "storage": {"folder": folder / "data", "spare_mb": 1},
            "limits": {"seconds": 120, "memory_mb": 1500, "processes": 1},
            "reply": {
                "from_address": ADDRESS,
                "aliases": [ALIAS],
                "auth_servers": [SERVER],
                "company": "Northwind Telecom",
                "transport": "maildir",
                "outgoing_folder": folder / "outgoing",
                "secret": "a secret only for these tests",
            },
        }
        self.flow = Flow(config.made(given | settings))
        migrations.upgrade(self.flow.database)

    def run(self, kind: SourceKind, cases: list[Case]) -> dict[str, Ended]:
        """Take all cases at once, work on each until it rests, and tell how each ended, by its name."""
        arrivals = [
            Arrival(Source(kind, "door", case.name), case.file or f"{case.name}.eml", case.content, RECEIVED)
            for case in cases
        ]
        ids = self.flow.take(arrivals)
        assert len(ids) == len(cases), "each case is an item"
        for item_id in ids:
            self.work_on(item_id)
        return {case.name: self.ended(item_id) for case, item_id in zip(cases, ids, strict=True)}

    def work_on(self, item_id: int) -> None:
        """Process an item, again while it is deferred."""
        for attempt in range(1, self.flow.settings.worker.attempts + 1):
            self.flow.process([(item_id, attempt)], "test-worker")
            if self.row(item_id)["state"] != State.DEFERRED.value:
                return

    def row(self, item_id: int) -> dict[str, Any]:
        """The row of an item."""
        return self._rows(sa.select(schema.item).where(schema.item.c.id == item_id))[0]

    def rows(self, table: sa.Table) -> list[dict[str, Any]]:
        """Every row of a table, in order of its key."""
        return self._rows(sa.select(table).order_by(*table.primary_key.columns))

    def replies(self) -> list[dict[str, Any]]:
        """Every reply in the ledger."""
        return self.rows(schema.reply)

    def ended(self, item_id: int) -> Ended:
        """Where an item is, with all that was recorded about it."""
        item = self.row(item_id)
        first = sa.select(sa.func.min(schema.item.c.id)).where(schema.item.c.complaint_id == item["complaint_id"])
        opened = item["complaint_id"] is not None and self._rows(first)[0]["min_1"] == item_id
        replies = sa.select(schema.reply).where(schema.reply.c.complaint_id == item["complaint_id"])
        silence = self._rows(sa.select(schema.silence).where(schema.silence.c.item_id == item_id))
        with self.flow.database.read() as connection:
            reading = readings.load(connection, item_id)
        return Ended(
            item=item,
            original=self.flow.originals.open(item["sha256"]),
            reading=reading,
            replies=self._rows(replies) if opened else [],
            silence=silence[0] if silence else None,
        )

    def files(self) -> set[str]:
        """The names of all files that were made anywhere below the folder."""
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}

    def close(self) -> None:
        """Let children and connections go."""
        self.flow.close()

    def _rows(self, query: Any) -> list[dict[str, Any]]:
        with self.flow.database.read() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]


HEADERS_OF_A_REPLY = frozenset({
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "content-language", "auto-submitted",
    "x-auto-response-suppress", "x-postroom-mark", "mime-version", "content-type", "content-transfer-encoding",
})  # fmt: skip


def kept_its_promises(case: Case, ended: Ended) -> None:
    """Assert everything that holds for every case."""
    item = ended.item
    assert ended.original == case.content, "the original is kept byte for byte"
    assert item["size"] == len(case.content)
    assert State(item["state"]) in case.states, (item["state"], item["reason"])
    assert item["worker"] is None
    if item["state"] in {State.HELD.value, State.QUARANTINED.value}:
        assert item["review"], "a person sees it"
        assert len(item["review_reasons"]) > 4
    if item["state"] == State.QUARANTINED.value:
        assert item["due"] is not None, "its clock is running"
        assert item["remedy"]
    assert "\n" not in (item["subject"] or "")
    words = f"{item['reason']} {item['review_reasons']} {ended.reading.notes if ended.reading else ''}"
    assert case.said in words
    if case.told:
        assert ended.reading is not None
        assert case.told in ended.reading.text
    if case.untold and ended.reading is not None:
        assert case.untold not in ended.reading.text
    _answered_as_it_should(case, ended)


def _answered_as_it_should(case: Case, ended: Ended) -> None:
    if case.to is None:
        assert not ended.replies, [reply["recipient"] for reply in ended.replies]
        review = ended.item["review"]
        assert ended.silence or review, "nobody hears back, and it is recorded why"
        if ended.item["state"] == State.OPEN.value:
            assert review, "a complaint without an acknowledgement is seen by a person"
        return
    assert [reply["recipient"] for reply in ended.replies] == [case.to]
    reply = ended.replies[0]
    assert reply["kind"] == "acknowledgement"
    assert reply["envelope_sender"] == ADDRESS
    message = email.message_from_string(reply["content"].decode(), policy=email.policy.default)
    assert {name.lower() for name in message.keys()} <= HEADERS_OF_A_REPLY  # noqa: SIM118 - a message is no mapping
    assert len(message.get_all("to")) == 1
    assert [one.addr_spec for one in message["to"].addresses] == [case.to]
    text = "".join(part.get_content() for part in message.walk() if part.get_content_maintype() == "text")
    assert WORDS not in text, "nothing of the customer's words is echoed"
    if case.untold:
        assert case.untold not in text
        assert case.untold not in message["subject"]
