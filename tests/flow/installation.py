"""A postroom of its own for one test: a configuration file, the real command in its own process, and its ledger."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ingest.store import schema
from ingest.store.database import Database

ADDRESS = "complaints@northwind.example.org"


class Installation:
    """One configured postroom.

    Args:
        folder: where its files are.
        lines: further lines of its configuration, TOML.
        url: of its ledger; SQLite in its folder when empty.
    """

    def __init__(self, folder: Path, lines: str = "", url: str = "") -> None:
        self.folder = folder
        self.maildir = folder / "mailbox"
        self.scans = folder / "scans"
        self.outgoing = folder / "outgoing"
        for path in (*(self.maildir / one for one in ("new", "cur", "tmp")), self.scans):
            path.mkdir(parents=True)
        self.url = url or f"sqlite:///{folder / 'data' / 'postroom.db'}"
        self.config = folder / "config.toml"
        self.lines = lines
        self._running: list[subprocess.Popen[bytes]] = []
        self.write_config(lines)

    def write_config(self, lines: str) -> None:
        """Write the configuration, with the Maildir and folder of this test unless `lines` brings mailboxes."""
        places = (
            ""
            if "[[arrive." in lines
            else f"""
[[arrive.maildirs]]
name = "complaints"
path = "{self.maildir}"
poll_seconds = 0.3
[[arrive.folders]]
name = "scans"
path = "{self.scans}"
stable_seconds = 0.2
poll_seconds = 0.3
"""
        )
        reply = (
            ""
            if "[reply]" in lines
            else f"""
[reply]
from_address = "{ADDRESS}"
company = "Northwind Telecom"
transport = "maildir"
outgoing_folder = "{self.outgoing}"
secret = "a secret only for these tests"
[reply.rates]
lease_seconds = 1.0
first_delay_seconds = 0.5
[reply.relay]
connections = 1
"""
        )
        self.config.write_text(f"""
[storage]
folder = "{self.folder / "data"}"
spare_mb = 1
[database]
url = "{self.url}"
[server]
enabled = false
[worker]
first_delay_seconds = 0.5
{places}{reply}{lines}
""")  # fmt: skip

    def start(self, command: str = "run", *, code: str = "", **environment: str) -> "subprocess.Popen[bytes]":
        """Start a command of this postroom in a process of its own, or Python code in the command's place."""
        program = ["-c", code] if code else ["-m", "ingest"]
        with (self.folder / "stderr").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *program, command, "--config", str(self.config)],
                cwd=Path(__file__).parents[2],
                env={**os.environ, **environment},
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def stop_all(self) -> None:
        """Stop whatever still runs."""
        for process in self._running:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def put_mail(self, name: str, content: bytes) -> None:
        """Deliver a mail into the Maildir, as a mail server does."""
        (self.maildir / "tmp" / name).write_bytes(content)
        (self.maildir / "tmp" / name).rename(self.maildir / "new" / name)

    def rows(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
        """The rows of a table; none while the ledger has not been made."""
        database = Database(self.url, pool=1)
        try:
            with database.read() as connection:
                query = sa.select(table).where(*where).order_by(*table.primary_key.columns)
                return [dict(row) for row in connection.execute(query).mappings()]
        except (sa.exc.DBAPIError, Exception) as error:
            if "no such table" in str(error) or "does not exist" in str(error):
                return []
            raise
        finally:
            database.close()

    def states(self) -> dict[str, str]:
        """Where each item stands, by its name."""
        return {row["name"]: row["state"] for row in self.rows(schema.item)}

    def wait(self, ready: Callable[[], object], what: str, seconds: float = 120) -> None:
        """Wait until something is so; a failure shows the log."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if ready():
                return
            time.sleep(0.2)
        log = (self.folder / "stderr").read_text(errors="replace")[-4000:] if (self.folder / "stderr").exists() else ""
        raise AssertionError(f"{what} did not come about; states {self.states()}\n{log}")


def mail(
    number: int,
    *,
    sender: str = "",
    body: str = "",
    subject: str = "No broadband",
    language: str = "en",
) -> bytes:
    """A plain complaint."""
    sender = sender or f"writer{number}@example.com"
    words = (
        body
        or {
            "en": f"Dear team,\n\nmy line has been dead since 3 March 2026, ticket INC-44712{number:02d}. I rang from "
            "020 7946 0018 and spoke to Darren Whitlock.\n\nYours faithfully\nMargaret Ellison\n",
            "it": f"Buongiorno,\n\nla mia linea non funziona dal 3 marzo 2026, segnalazione INC-44712{number:02d}. Ho "
            "chiamato dal 06 0105 4410 e ho parlato con Giulia Ferrante.\n\nCordiali saluti\nPaolo Rinaldi\n",
        }[language]
    )
    return (
        f"Return-Path: <{sender}>\r\nFrom: Margaret Ellison <{sender}>\r\nTo: {ADDRESS}\r\nSubject: {subject}\r\n"
        f"Message-ID: <mail-{number}@example.com>\r\nDate: Thu, 05 Mar 2026 10:12:00 +0000\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}"
    ).encode()
