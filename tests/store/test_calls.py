"""Call records: imported from an export, kept once, and found again for the contacts that post tells of."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from ingest import errors
from ingest.cli import app, main
from ingest.extract import calls as told
from ingest.model import ContactEvent, Extraction, Finding, FindingKind, Medium, Reading
from ingest.store import audit, calls, readings, schema
from ingest.store.database import Database
from tests.store.test_ledger import complaint

SETTINGS = told.CallSettings()
EXPORT = """from,to,start,duration,agent
020 7946 0018,0800 123 4567,2026-03-03T16:05:00+00:00,75,Sarah Jones
07700 900123,0800 123 4567,2026-03-04T09:00:00+00:00,1:15,
withheld,0800 123 4567,2026-03-05T09:00:00+00:00,60,Tom Hill
"""
NUMBER = Finding(FindingKind.PHONE_NUMBER, "+442079460018", "020 7946 0018", "called_from", 0, 13, None, None, 0.9, "")
DAY = Finding(FindingKind.DATE_TIME, "2026-03-03", "3 March", "contact", 20, 27, None, None, 0.9, "")
SARAH = Finding(FindingKind.PERSON_NAME, "Sarah", "Sarah", "staff", 30, 35, None, None, 0.9, "")


@pytest.fixture
def office(tmp_path: Path) -> tuple[Path, Path]:
    """A configuration whose ledger is new, and an export of three calls."""
    config, export = tmp_path / "config.toml", tmp_path / "calls.csv"
    config.write_text(f'[storage]\nfolder = "{tmp_path / "data"}"\n', "utf-8")
    export.write_text(EXPORT, "utf-8")
    assert CliRunner().invoke(app, ["db", "upgrade", "--config", str(config)]).exit_code == 0
    return config, export


def kept(config: Path) -> list[tuple[str, str | None]]:
    database = Database(f"sqlite:///{config.parent / 'data' / 'postroom.db'}")
    with database.read() as connection:
        rows = connection.execute(sa.select(schema.call.c.number, schema.call.c.agent).order_by(schema.call.c.started))
        assert audit.broken_at(connection) is None
        return [(row[0], row[1]) for row in rows]


def test_an_export_is_imported_once_however_often(office: tuple[Path, Path]) -> None:
    """Promise: importing an export again adds nothing; of a call that changed, the newer export counts."""
    config, export = office
    first = CliRunner().invoke(app, ["calls", "import", str(export), "--config", str(config)])
    assert first.exit_code == 0
    assert "3 calls read, 3 of them new, 0 rows left out" in first.output
    export.write_text(EXPORT.replace("1:15,", "1:20,Ann Bell"), "utf-8")
    again = CliRunner().invoke(app, ["calls", "import", str(export), "--config", str(config)])
    assert "3 calls read, 0 of them new" in again.output
    assert kept(config) == [("+442079460018", "Sarah Jones"), ("+447700900123", "Ann Bell"), ("", "Tom Hill")]


def test_bad_rows_are_told_by_line_and_the_rest_is_kept(office: tuple[Path, Path]) -> None:
    """Promise: a row that cannot be read is named with its line and its reason, and costs no other row."""
    config, export = office
    export.write_text(EXPORT.replace("2026-03-04T09:00:00+00:00", "yesterday"), "utf-8")
    done = CliRunner().invoke(app, ["calls", "import", str(export), "--config", str(config)])
    assert "line 3: the instant cannot be read" in done.output
    assert "2 calls read, 2 of them new, 1 rows left out" in done.output
    assert isinstance(done.exception, errors.Error)
    assert len(kept(config)) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"when,who\n1,2\n", "no column 'from'"),
        (b"", "no column 'from'"),
        (EXPORT.replace("Sarah", "Niccolò").encode("latin-1"), "is not written in utf-8"),
        (None, "No such file"),
    ],
)
def test_an_unusable_export_is_one_clear_line(
    office: tuple[Path, Path], content: bytes | None, words: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Promise: a wrong file is refused in a sentence that says what to do, and nothing is kept of it."""
    config, export = office
    export.unlink()
    if content is not None:
        export.write_bytes(content)
    monkeypatch.setattr("sys.argv", ["postroom", "calls", "import", str(export), "--config", str(config)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code in (1, 2)
    said = capsys.readouterr().err
    assert words in said
    assert "what to do" in said
    assert kept(config) == []


def test_another_encoding_is_a_setting(office: tuple[Path, Path]) -> None:
    """Promise: an export in an old encoding is read when the configuration names it."""
    config, export = office
    config.write_text(config.read_text("utf-8") + '[extract.calls]\nencoding = "cp1252"\n', "utf-8")
    export.write_bytes(EXPORT.replace("Sarah", "Niccolò").encode("cp1252"))
    assert CliRunner().invoke(app, ["calls", "import", str(export), "--config", str(config)]).exit_code == 0
    assert kept(config)[0] == ("+442079460018", "Niccolò Jones")


def test_ten_thousand_bad_rows_do_not_flood(office: tuple[Path, Path]) -> None:
    """Promise: of a file that is bad throughout only the first lines are told."""
    config, export = office
    export.write_text("from,to,start,duration,agent\n" + "x\n" * 10_000, "utf-8")
    done = CliRunner().invoke(app, ["calls", "import", str(export), "--config", str(config)])
    assert done.output.count("line ") == 20
    assert "10000 rows left out" in done.output


def records(database: Database) -> None:
    """Two calls in the ledger."""
    with database.write() as connection:
        calls.keep(connection, [
            calls.Call("+442079460018", "+448001234567", datetime(2026, 3, 3, 16, 5, tzinfo=UTC), 75, "Sarah Jones"),
            calls.Call("+447700900123", "+448001234567", datetime(2026, 3, 4, 9, tzinfo=UTC), 60, ""),
        ])  # fmt: skip


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ((NUMBER, DAY, SARAH), "matched"),
        ((None, DAY, SARAH), "matched"),
        ((None, DAY, None), "unchecked"),
        ((NUMBER, "2026-03-04", None), "near"),
        (("+442079460081", DAY, None), "near"),  # two neighbours swapped
        (("+442079460019", DAY, None), "near"),  # one digit wrong
        (("+441614960777", DAY, None), "none"),
        ((NUMBER, "2025-01-01", None), "unchecked"),  # nobody imported those days
    ],
)
def test_a_contact_is_looked_up_in_the_records(database: Database, findings: tuple[object, ...], verdict: str) -> None:
    """Promise: a contact told of is matched, nearly so, or not in the records; days without records say nothing."""
    records(database)
    plain = (NUMBER, DAY, SARAH)
    made = [
        one if isinstance(one, Finding) else Finding(like.kind, str(one), "", like.role, 0, 0, None, None, 0.9, "")
        for one, like in zip(findings, plain, strict=True)
        if one is not None
    ]
    places = {one.kind: at for at, one in enumerate(made)}
    event = ContactEvent(*(places.get(like.kind) for like in plain), None, 0, 40)
    with database.read() as connection:
        match = told.verdict(event, made, calls.Calls(connection), settings=SETTINGS)
    assert match.verdict == verdict, match.reason
    assert (match.record is not None) == (verdict in ("matched", "near"))


def arrived(database: Database, complaint_id: int) -> int:
    """An item of a complaint; its id."""
    values: dict[str, object] = {
        "source_kind": "folder", "source_place": "scans", "source_key": "1", "name": "letter.pdf", "sha256": "0" * 64,
        "received": datetime(2026, 3, 6, tzinfo=UTC), "size": 1, "state": "OPEN", "complaint_id": complaint_id,
    }  # fmt: skip
    with database.write() as connection:
        made: int = connection.execute(schema.item.insert().values(**values).returning(schema.item.c.id)).scalar_one()
    return made


def test_contacts_are_told_as_people_left_their_facts(database: Database) -> None:
    """Promise: a rejected fact is no part of a contact any more, and a corrected one counts as corrected."""
    complaint_id = complaint(database)
    item_id = arrived(database, complaint_id)
    extraction = Extraction((NUMBER, DAY, SARAH), (), (ContactEvent(0, 1, 2, None, 0, 40),))
    with database.write() as connection:
        readings.save(connection, item_id, Reading(Medium.EMAIL, "x" * 40, "en"), extraction)
        change = schema.finding.update().where(schema.finding.c.item_id == item_id)
        connection.execute(change.where(schema.finding.c.position == 0).values(verdict="rejected"))
        corrected = change.where(schema.finding.c.position == 2)
        connection.execute(corrected.values(verdict="corrected", value="Sarah Jones"))
    with database.read() as connection:
        (one,) = calls.of_item(connection, item_id)
        assert one.values == ("2026-03-03", "Sarah Jones")
        assert one.event.number is None
        assert calls.of_complaint(connection, complaint_id) == (one,)
