"""What staff correct becomes a test set that the benchmark reads."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks import calibrate
from ingest import extract
from ingest.cli import app
from ingest.model import Extraction, Finding, FindingKind, Medium, Reading
from ingest.store import readings, schema
from ingest.store.database import Database

TEXT = "A secret stands before. I rang you on 3 March 2026 and nobody answered. A secret stands behind."
START = TEXT.index("3 March")


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """A configuration whose ledger holds one date that a person corrected; its machine value was wrong."""
    config = tmp_path / "config.toml"
    config.write_text(f'[storage]\nfolder = "{tmp_path / "data"}"\n', "utf-8")
    assert CliRunner().invoke(app, ["db", "upgrade", "--config", str(config)]).exit_code == 0
    database = Database(f"sqlite:///{tmp_path / 'data' / 'postroom.db'}")
    item = {"source_kind": "folder", "source_place": "scans", "source_key": "1", "name": "a.txt", "sha256": "0" * 64}
    more = {
        "received": datetime(2026, 3, 6, tzinfo=UTC),
        "size": 1,
        "state": "OPEN",
        "medium": "email",
        "language": "en",
    }
    found = Finding(
        FindingKind.DATE_TIME, "2025-03-03", "3 March 2026", "incident", START, START + 12, None, None, 0.8, "made"
    )
    with database.write() as connection:
        key = connection.execute(schema.item.insert().values(**item, **more).returning(schema.item.c.id)).scalar_one()
        readings.save(connection, key, Reading(Medium.EMAIL, TEXT, "en"), Extraction((found,)))
        connection.execute(schema.finding.update().values(
            verdict="corrected", value="2026-03-03", role="contact", found_value="2025-03-03", found_role="incident"
        ))  # fmt: skip
    database.close()
    return config


def test_corrections_are_written_without_the_rest_of_the_letter_and_measured_again(corrected: Path) -> None:
    """Promise: a correction leaves with its sentence alone, and the benchmark tells whether it is right now."""
    done = CliRunner().invoke(app, ["export", "--corrections", "--config", str(corrected)])
    (line,) = done.stdout.splitlines()
    case = json.loads(line)
    assert "secret" not in case["text"]
    assert case["text"][case["start"] : case["end"]] == "3 March 2026"
    assert (case["found_value"], case["found_role"]) == ("2025-03-03", "incident")
    ((found, right),) = calibrate.judged(case, extract.Settings())
    assert (found.kind, right) == ("date_time", True)
    ((_, right),) = calibrate.judged(case | {"value": "2026-03-04"}, extract.Settings())
    assert right is False
    assert calibrate.judged(case | {"kind": "phone_number"}, extract.Settings()) == []
