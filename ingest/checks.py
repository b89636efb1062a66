"""`postroom check`: tries everything postroom depends on and says of each what is wrong, before post does.

It changes nothing outside: it logs in, looks, and leaves.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest import errors, schedules
from ingest.arrive.settings import MailboxSettings
from ingest.config import Config
from ingest.model import Arrival, SourceKind
from ingest.store import migrations
from ingest.store.database import Database


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried."""

    name: str
    ok: bool
    words: str  # what was found, or what is wrong and what to do


def all_of(config: Config) -> Iterator[Check]:
    """Try everything, one after the other; a failure never keeps the next from being tried."""
    yield Check("settings", True, "every setting is known and of the right kind")
    yield _tried("schedules", lambda: _schedules(config))
    yield _tried("ledger", lambda: _ledger(config))
    yield _tried("disk", lambda: _disk(config))
    yield _tried("reading", lambda: _languages(config))
    yield _tried("templates", lambda: _templates(config))
    yield _tried("sending", lambda: _sending(config))
    for box in config.arrive.mailboxes:
        yield _tried(f"mailbox {box.name}", partial(_mailbox, box))
    for maildir in config.arrive.maildirs:
        yield _tried(f"maildir {maildir.name}", partial(_folder, maildir.path))
    for folder in config.arrive.folders:
        yield _tried(f"folder {folder.name}", partial(_folder, folder.path))


def _tried(name: str, step: Callable[[], str]) -> Check:
    try:
        return Check(name, True, step())
    except errors.Error as error:
        return Check(name, False, f"{error} - {error.remedy}")
    except Exception as error:  # noqa: BLE001 - the next check must be tried all the same
        return Check(name, False, f"{type(error).__name__}: {error}")


def _schedules(config: Config) -> str:
    loaded = schedules.load(config.schedules_folder)
    return f"{len(loaded.clocks)} clocks, {len(loaded.calendars)} calendars"


def _ledger(config: Config) -> str:
    database = Database(config.database_url, pool=1)
    try:
        stands, newest = migrations.current(database), migrations.newest()
    finally:
        database.close()
    if stands is None:
        return "empty; `postroom run` makes the tables"
    if stands != newest:
        raise errors.SettingsError(f"the tables stand at {stands}, not {newest}", remedy="Run `postroom db upgrade`.")
    return f"up to date ({stands})"


def _disk(config: Config) -> str:
    folder = config.storage.folder
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < config.storage.spare_mb:
        raise errors.NoSpace(f"only {free} MB are free in {folder}")
    return f"{free} MB free in {folder}"


def _languages(config: Config) -> str:
    from ingest.read import ocr

    return f"tesseract reads {', '.join(ocr.installed_languages(config.read.letters))}"


def _templates(config: Config) -> str:
    from ingest.reply import check

    problems = check.check_templates(config.reply)
    if problems:
        raise errors.TemplateError(f"{len(problems)} problems; the first: {problems[0]}")
    return "complete"


def _sending(config: Config) -> str:
    from ingest.reply import send

    with send.transport_for(config.reply).connect():
        return f"{config.reply.transport} answers"


def _mailbox(settings: MailboxSettings) -> str:
    from ingest.arrive.mailbox_poller import MailboxPoller

    poller = MailboxPoller(settings, _NoIntake())
    try:
        return f"log-in works; {len(poller.inventory())} messages"
    finally:
        poller.close()


def _folder(folder: Path) -> str:
    if not folder.is_dir():
        raise errors.SettingsError(f"{folder} is no folder", remedy="Make it, or correct its path.")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise errors.SettingsError(f"{folder} cannot be read and written", remedy="Correct its permissions.")
    return f"{folder} can be read and written"


class _NoIntake:
    """Nothing is taken while checking."""

    def take(self, arrivals: Sequence[Arrival]) -> None:
        """Refuse."""
        del arrivals
        raise errors.Refused("checking takes nothing in")

    def known(self, kind: SourceKind, place: str, keys: Sequence[str]) -> set[str]:
        """Nothing is known."""
        del kind, place, keys
        return set()
