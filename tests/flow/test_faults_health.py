"""What is late or missing is said: by the health page, by an alarm on a second route, by the daily count."""

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from ingest import cli, clock, config, health, places, reconcile
from ingest.acts import Acts
from ingest.arrive import pollers
from ingest.model import Arrival, Source, SourceKind
from ingest.pipeline import Flow
from ingest.store import items, leases, schema
from ingest.store.database import Database
from ingest.worker import take_over
from tests.flow.hostile import RECEIVED, House
from tests.flow.installation import Installation, mail
from tests.servers.process import free_port


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A ledger and two places that post comes from."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mailbox" / name).mkdir(parents=True)
    made = House(
        tmp_path,
        arrive={"maildirs": [{"name": "complaints", "path": tmp_path / "mailbox"}]},
        storage={"folder": tmp_path / "data", "spare_mb": 1},
    )
    yield made
    made.close()
    clock.drive(None)


def at(delta: timedelta = timedelta()) -> None:
    """Let it be so long after the arrival of everything here."""
    clock.drive(lambda: RECEIVED + delta)


def problems(flow: Flow) -> str:
    return "; ".join(health.look(flow).problems)


# ---- the health page -----------------------------------------------------------------------------------------


def test_health_is_red_while_no_worker_lives(house: House) -> None:
    """A worker that is silent for twenty seconds is dead, and people are told that nothing is processed."""
    at()
    assert "no worker is alive" in problems(house.flow)
    with house.flow.database.write() as connection:
        leases.beat(connection, "worker")
    assert health.look(house.flow).ok
    at(timedelta(seconds=21))
    assert "no worker is alive" in problems(house.flow)


def test_health_is_red_when_a_place_is_not_looked_at(house: House) -> None:
    """Promise 14: fifteen minutes without a successful look, and the place is named; a look makes it well again."""
    at()
    with house.flow.database.write() as connection:
        leases.saw(connection, "maildir:complaints")
        leases.saw(connection, "maildir:taken out of the settings last year")
    at(timedelta(minutes=14))
    assert "no successful look" not in problems(house.flow)
    at(timedelta(minutes=16))
    assert "no successful look at maildir:complaints since 2026-03-05 10:12 UTC" in problems(house.flow)
    assert "last year" not in problems(house.flow)
    with house.flow.database.write() as connection:
        leases.saw(connection, "maildir:complaints")
    assert "no successful look" not in problems(house.flow)


def test_health_is_red_when_somebody_should_have_heard_from_us(house: House) -> None:
    """Promise 17: what was set aside counts like a complaint: the clock of both runs from their arrival."""
    at()
    good = Arrival(Source(SourceKind.MAILDIR, "complaints", "1"), "1.eml", mail(1), RECEIVED)
    bad = Arrival(Source(SourceKind.FOLDER, "scans", "2"), "2.pdf", b"MZ" + bytes(300), RECEIVED)
    ids = house.flow.take([good, bad])
    for item_id in ids:
        house.work_on(item_id)
    at(timedelta(hours=24))
    assert "overdue" not in problems(house.flow)
    at(timedelta(hours=24, seconds=1))
    assert "2 acknowledgements are overdue" in problems(house.flow)
    Acts(house.flow).dismiss(ids[1], "anna", "a program, and no letter")
    assert "1 acknowledgement is overdue" in problems(house.flow)
    assert b"postroom_overdue 1.0" in health.metrics(house.flow)


def test_a_disk_that_is_nearly_full_is_one_alarm(house: House) -> None:
    """Promise 11: the words stay the same while the last bytes go, so that people are told once."""
    house.flow.originals.spare = 2**62
    before = problems(house.flow)
    assert "MB are free: intake is paused" in before
    (house.folder / "data" / "more").write_bytes(bytes(3_000_000))
    assert problems(house.flow) == before


def test_a_ledger_that_is_away_is_what_is_wrong(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The health page is red and says why, and so do the counters: they break with nothing else."""
    away = Database("postgresql://postgres@127.0.0.1:1/postroom?connect_timeout=2")
    monkeypatch.setattr(house.flow, "database", away)
    seen = health.look(house.flow)
    assert not seen.ok
    assert "the database does not answer" in seen.problems[0]
    assert b"postroom_up 0.0" in health.metrics(house.flow)
    away.close()


# ---- the second route ----------------------------------------------------------------------------------------


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An address that takes alarms, and what it was told."""
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", told
    server.shutdown()
    server.server_close()


def listens(port: int) -> bool:
    """Whether somebody takes calls there."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.slow
def test_a_daemon_that_cannot_take_post_says_so(
    install: Callable[..., Installation], webhook: tuple[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Promises 3, 11, 14: a full disk, a silent mailbox and a failed daily count each go out; the page turns red."""
    url, told = webhook
    own = tmp_path / "schedules"
    shutil.copytree(places.shipped("schedules"), own)
    (own / "daemon.toml").write_text(
        "sweep_clocks_seconds = 1\nreconcile_at = 00:00:00\nsilent_poll_minutes = 0.01\npurge_at = 00:00:00\n"
    )
    port = free_port()
    postroom = install()
    text = postroom.config.read_text().replace("spare_mb = 1\n", "spare_mb = 1000000000\n")
    text = text.replace("enabled = false", f"port = {port}")
    postroom.config.write_text(f'schedules_folder = "{own}"\n{text}\n[alarms]\nwebhook = "{url}"\n')
    postroom.put_mail("mail-1", mail(1))
    daemon = postroom.start()

    def heard(*words: str) -> bool:
        return all(any(word in one["words"] for one in told) for word in words)

    wanted = "intake is paused", "maildir:complaints since", "complaints holds 1 things that are not in the ledger"
    postroom.wait(lambda: heard(*wanted), "three alarms")
    postroom.wait(lambda: listens(port), "the pages")
    page = httpx.get(f"http://127.0.0.1:{port}/health")
    assert page.status_code == 503
    assert "intake is paused" in " ".join(page.json()["problems"])
    assert postroom.rows(schema.item) == []
    assert [path.name for path in (postroom.maildir / "new").iterdir()] == ["mail-1"], "the mail stays where it is"
    assert len({(one["kind"], one["words"]) for one in told}) == len(told), "each went out once"
    assert daemon.poll() is None


# ---- items that kill -----------------------------------------------------------------------------------------


def test_an_item_that_costs_three_workers_their_lives_is_set_aside(house: House) -> None:
    """It is the item and not the worker: after the third it waits for people, its clock running; the next goes on."""
    arrivals = [
        Arrival(
            Source(SourceKind.FOLDER, "scans", str(number)), f"{number}.txt", b"Line %d is dead." % number, RECEIVED
        )
        for number in range(2)
    ]
    poison, good = house.flow.take(arrivals)
    for attempt in (1, 2, 3):
        at(timedelta(minutes=attempt))
        with house.flow.database.write() as connection:
            leases.beat(connection, f"worker-{attempt}")
            assert items.begin(connection, [(poison, attempt)], f"worker-{attempt}"), "its attempt begins"
        at(timedelta(minutes=attempt, seconds=15))
        assert take_over(house.flow) == 0, "a worker that is silent for a moment keeps its item"
        at(timedelta(minutes=attempt, seconds=25))  # the worker has died
        assert take_over(house.flow) == 1
    row = house.row(poison)
    assert (row["state"], row["attempt"], row["worker"]) == ("QUARANTINED", 3, None)
    assert row["review"]
    assert "3 workers" in row["reason"]
    assert row["due"] == RECEIVED + timedelta(hours=24)
    house.work_on(good)
    assert house.row(good)["state"] in {"OPEN", "HELD"}


# ---- counting ------------------------------------------------------------------------------------------------


def test_the_count_finds_what_was_never_taken(house: House) -> None:
    """Promise 3: what a place holds and the ledger does not know is told by its number, until it is taken."""
    (poller,) = pollers(house.flow.settings.arrive, house.flow)
    for number in range(3):
        (house.folder / "mailbox" / "new" / f"mail-{number}").write_bytes(mail(number))
    (told,) = reconcile.differences(house.flow, [poller])
    assert told.startswith("complaints holds 3 things that are not in the ledger yet: mail-0")
    poller.poll_once()
    assert list(reconcile.differences(house.flow, [poller])) == []
    shutil.rmtree(house.folder / "mailbox")
    (told,) = reconcile.differences(house.flow, [poller])
    assert told.startswith("complaints could not be counted: ")


def test_verification_finds_what_changed_on_the_disk(
    install: Callable[..., Installation], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Promises 24, 25: a changed byte, a missing original, one that nobody knows and a changed row are each told."""
    postroom = install()
    flow = Flow(config.load(postroom.config))
    run(monkeypatch, postroom, "db", "upgrade")
    flow.take([Arrival(Source(SourceKind.MAILDIR, "door", str(n)), f"{n}.eml", mail(n), RECEIVED) for n in range(1, 4)])
    assert run(monkeypatch, postroom, "db", "verify") == 0
    assert "Every original has its bytes" in capsys.readouterr().out

    changed, missing, _ = (flow.originals.path(row["sha256"]) for row in postroom.rows(schema.item))
    kept = {path: path.read_bytes() for path in (changed, missing)}
    changed.write_bytes(kept[changed].replace(b"Ellison", b"Elliott"))
    missing.unlink()
    flow.originals.keep([b"kept a moment ago: its row may be on its way"])
    with flow.database.write() as connection:
        connection.execute(sa.update(schema.audit).where(schema.audit.c.id == 2).values(actor="somebody else"))
    assert run(monkeypatch, postroom, "db", "verify") == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"item 1: the original {changed.name[:12]} no longer has the bytes that arrived",
        f"item 2: the original {missing.name[:12]} is missing from {flow.originals.folder}",
        "the audit log was changed: row 2 does not follow from the one before",
    ]
    assert "Restore the file from the backup" in said.err

    for path, content in kept.items():
        path.write_bytes(content)
    monkeypatch.setattr(reconcile, "_UNDER_WAY", -1)
    assert run(monkeypatch, postroom, "reconcile") == 1
    said = capsys.readouterr()
    assert "1 originals on the disk belong to no item" in said.out
    assert "item " not in said.out, "what was restored is whole again"
    flow.close()


def run(monkeypatch: pytest.MonkeyPatch, postroom: Installation, *words: str) -> int:
    """Run a command; its exit status."""
    monkeypatch.setattr("sys.argv", ["postroom", *words, "--config", str(postroom.config)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)
