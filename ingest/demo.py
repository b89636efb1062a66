"""`postroom demo`: the main job on sample post, with nothing but a folder: SQLite, a Maildir in, a Maildir out.

It runs the same daemon as `postroom run`; only the settings and the words it prints are its own. Samples are put
where post arrives, so that everything after that is the real way.
"""

import json
import shutil
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import typer

from ingest import config, places, serve
from ingest.daemon import Daemon
from ingest.review import signin
from ingest.store import history
from ingest.store.people import Role

PERSON = "demo"
LETTERS = {".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".heic", ".docx", ".odt"}
WORDS = {
    "arrived": "  arrived       {name}",
    "open": "  complaint     {name}: {reference}, {review}{silence}",
    "join": "  joined        {name}: belongs to {reference}",
    "duplicate": "  duplicate     {name}: {reason}",
    "automatic": "  not answered  {name}: {reason}",
    "hold": "  held          {name}: {reason}",
    "quarantined": "  set aside     {name}: {reason}",
    "deferred": "  put off       {name}: {reason}",
    "reply intended": "  letter        {reference}: waits for printing",
    "accepted": "  acknowledged  {reference}: mail to {name}",
    "bounced": "  came back     {reference}: the answer to {name}",
}


class Demo:
    """One demonstration in one folder.

    Args:
        folder: where its files are; made when missing, and gone on with when it is there.
        port: where the pages listen; 0 picks a free port.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder.absolute()
        self.maildir = self.folder / "mailbox"
        self.scans = self.folder / "scans"
        for path in (*(self.maildir / name for name in ("new", "cur", "tmp")), self.scans):
            path.mkdir(parents=True, exist_ok=True)
        self.settings = config.made(self._settings(port), where="demo")

    def run(self, stop: threading.Event, *, once: bool = False) -> None:
        """Start everything, tell what happens, and go on until `stop` is set (or all has come to rest, with `once`)."""
        daemon = Daemon(self.settings)
        put = self._put_samples()
        typer.echo(f"postroom demo in {self.folder}: {put} samples are in the mailbox and the scan folder.\n")
        daemon.start()
        try:
            self._tell(daemon, stop, once=once, welcome=self._welcome(daemon))
        finally:
            daemon.stop()

    def _settings(self, port: int) -> dict[str, object]:
        return {
            "storage": {"folder": str(self.folder / "data"), "spare_mb": 50},
            "server": {"port": port},
            "arrive": {
                "maildirs": [{"name": "complaints", "path": str(self.maildir), "poll_seconds": 2}],
                "folders": [{"name": "scans", "path": str(self.scans), "stable_seconds": 1, "poll_seconds": 2}],
            },
            "reply": {
                "company": "Northlight Broadband",
                "company_address": ["PO Box 1200", "Leeds", "LS1 0AA"],
                "from_address": "complaints@northlight.example.org",
                "from_name": "Northlight Broadband complaints",
                "transport": "maildir",
                "outgoing_folder": str(self.folder / "outgoing"),
                "ombudsman": {
                    "GB": {"name": "Communications Ombudsman (example)", "link": "https://ombudsman.example.org",
                           "address": ["PO Box 730", "Warrington", "WA4 6LU"]},
                    "IT": {"name": "Conciliazione (esempio)", "link": "https://conciliazione.example.it",
                           "address": ["Via Esempio 1", "00100 Roma RM"]},
                },
                "regulator": {"GB": {"name": "Information Commissioner (example)", "link": "https://ico.example.org"},
                              "IT": {"name": "Garante (esempio)", "link": "https://garante.example.it"}},
            },
            "read": {"mail": {"own_domains": ["northlight.example.org"]}},
            "review": {"public_form": True},
        }  # fmt: skip

    def _put_samples(self) -> int:
        """Copy the samples to where post arrives, once for each folder."""
        mark = self.folder / "samples-put"
        if mark.exists():
            return 0
        samples = [path for path in sorted(places.shipped("tests/post").iterdir()) if path.suffix in {".eml", *LETTERS}]
        for path in samples:
            target = self.maildir / "new" / path.stem if path.suffix == ".eml" else self.scans / path.name
            shutil.copyfile(path, target)
        mark.write_text(datetime.now(UTC).isoformat())
        return len(samples)

    def _welcome(self, daemon: Daemon) -> str:
        pages = serve.settings_of(self.settings)
        port = daemon.pages.port if daemon.pages else 0
        pages = pages.model_copy(update={"base_url": f"http://127.0.0.1:{port}"})
        with daemon.flow.database.read() as connection:
            missing = not history.has_person(connection, PERSON)
        if missing:
            signin.add_person(daemon.flow.database, pages, PERSON, "Demo", Role.ADMINISTRATOR, password=None, by="demo")
        link = signin.one_time_link(daemon.flow.database, pages, PERSON, by="demo")
        return (
            f"\nThe review pages: {link}\n  (the link signs you in once)\n"
            f"Drop a scan into {self.scans}\n  or a mail (.eml) into {self.maildir / 'new'} and watch.\n"
            f"Answers are in {self.folder / 'outgoing' / 'new'}. Stop with Ctrl+C.\n"
        )

    def _tell(self, daemon: Daemon, stop: threading.Event, *, once: bool, welcome: str) -> None:
        """Print each thing that happens, and the welcome once the samples have come to rest."""
        told, welcomed, began = 0, False, time.monotonic()
        while not stop.is_set():
            with daemon.flow.database.read() as connection:
                for line in history.since(connection, told):
                    told = line.id
                    if words := _words(line):
                        typer.echo(words)
                busy = history.busy(connection)
            quiet = not busy and time.monotonic() - began > 6  # the folder is looked at every two seconds
            if quiet and not welcomed:
                welcomed = True
                typer.echo(welcome)
                if once:
                    return
            stop.wait(0.3)


def _words(line: history.Line) -> str | None:
    """One event as a person would say it; None for what would only distract."""
    told = json.loads(line.details)
    if line.action == "reply intended" and line.channel != "letter":
        return None
    silence = f"; not answered by machine: {told['silence']}" if told.get("silence") else ""
    return (
        WORDS.get(line.action, "").format(
            name=line.name or line.subject,
            reference=line.reference,
            reason=told.get("silence") or told.get("reason") or "a person must look",
            silence=silence,
            review="for review" if told.get("review") else "straight through",
        )
        or None
    )
