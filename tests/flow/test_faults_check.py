"""`postroom check` on a broken installation: each thing that is wrong is told with its remedy, none hides the next."""

from pathlib import Path
from typing import Any

import pytest

from ingest import checks, config
from ingest.store import migrations
from ingest.store.database import Database
from tests.servers.process import free_port


def looked_at(folder: Path, **settings: Any) -> dict[str, checks.Check]:
    """What the checks say of an installation, by their names."""
    reply = {
        "from_address": "complaints@example.org",
        "company": "Northwind Telecom",
        "transport": "maildir",
        "outgoing_folder": folder / "outgoing",
        "secret": "a secret only for these tests",
    }
    given: dict[str, Any] = {"storage": {"folder": folder / "data", "spare_mb": 1}, "reply": reply}
    return {one.name: one for one in checks.all_of(config.made(given | settings))}


@pytest.mark.ocr
def test_a_sound_installation_is_well(tmp_path: Path) -> None:
    """Everything is tried, and nothing is made or changed that was not there, but for empty folders."""
    (tmp_path / "scans").mkdir()
    (tmp_path / "outgoing").mkdir()
    found = looked_at(tmp_path, arrive={"folders": [{"name": "scans", "path": tmp_path / "scans"}]})
    assert [one for one in found.values() if not one.ok] == []
    assert {"settings", "schedules", "ledger", "disk", "reading", "templates", "sending", "folder scans"} <= set(found)
    assert "empty" in found["ledger"].words
    database = Database(f"sqlite:///{tmp_path / 'data' / 'postroom.db'}")
    migrations.upgrade(database)
    database.close()
    assert looked_at(tmp_path)["ledger"].words.startswith("up to date")


@pytest.mark.ocr
def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """A dead database, mail server and relay, a full disk, a missing folder: each says what to do."""
    dead = free_port()
    mailbox = {"name": "inbox", "host": "127.0.0.1", "port": dead, "security": "none", "user": "u", "password": "pw"}
    found = looked_at(
        tmp_path,
        database={"url": f"postgresql://postgres@127.0.0.1:{dead}/postroom"},
        storage={"folder": tmp_path / "data", "spare_mb": 10**9},
        arrive={"mailboxes": [mailbox], "folders": [{"name": "scans", "path": tmp_path / "nowhere"}]},
        reply={
            "from_address": "complaints@example.org",
            "company": "Northwind Telecom",
            "secret": "a secret only for these tests",
            "relay": {"host": "127.0.0.1", "port": dead, "security": "none"},
        },
    )
    said = {name: one.words for name, one in found.items() if not one.ok}
    assert set(said) == {"ledger", "disk", "sending", "mailbox inbox", "folder scans"}
    assert "the database does not answer" in said["ledger"]
    assert "Free some disk space" in said["disk"]
    assert "is no folder" in said["folder scans"]
    for words in said.values():
        assert " - " in words, "each names a remedy"
        assert "pw" not in words.split()
