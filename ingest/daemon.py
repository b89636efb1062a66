"""`postroom run`: pollers, worker, sender, clocks and review pages in one process, started and stopped together.

Each part runs in its own thread and survives its own failures; what is wrong shows on the health page and, when it
lasts, goes out as an alarm. The daemon itself decides nothing.
"""

import threading
from collections.abc import Callable
from datetime import datetime, time

import structlog

from ingest import alarms, clock, errors, health, reconcile, webhooks
from ingest.arrive import Archive, Poller, pollers
from ingest.config import Config
from ingest.outgoing import Outgoing, recompute
from ingest.pipeline import Flow
from ingest.reply import outbox, send
from ingest.serve import Pages
from ingest.store import leases, migrations
from ingest.store.database import Database
from ingest.worker import Worker, purge

log = structlog.get_logger()
GATHER = 0.2  # seconds in which further replies may join a round of sending


class Daemon:
    """Everything that `postroom run` starts.

    Args:
        config: all settings.
        serve: whether the review pages are served by this process.
        poll: whether mailboxes and folders are looked at; a further worker on PostgreSQL does not.
    """

    def __init__(self, config: Config, *, serve: bool = True, poll: bool = True) -> None:
        self.config = config
        self._wake = threading.Event()
        self.flow = Flow(config, on_reply=self._wake.set)
        self.flow.warm()
        migrations.upgrade(Database(config.database_url, pool=1))
        self.worker = Worker(self.flow)
        self.alarms = alarms.Alarms(config)
        self.outgoing = Outgoing(self.flow.database, self.flow.schedules, self.worker.name, self.flow.patience)
        self.archive = Archive(config.arrive.sent) if config.arrive.sent else None
        self.sender = outbox.Sender(
            self.outgoing,
            send.transport_for(config.reply),
            config.reply,
            recheck=self.outgoing.hindrance,
            alarm=lambda words: self.alarms.raise_("sending", words),
        )
        self.messages = webhooks.Sender(
            self.flow.database, config.webhooks, alarm=lambda words: self.alarms.raise_("webhooks", words)
        )
        self.pollers: list[Poller] = list(pollers(config.arrive, self.flow)) if poll else []
        self._serve = serve and config.server.enabled
        self.pages: Pages | None = None
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start every part; returns at once."""
        if changed := recompute(self.flow.database, self.flow.schedules):
            log.info("the policy has changed: clocks were computed anew", clocks=changed)
        self.worker.start()
        self._first_sights()
        for poller in self.pollers:
            self._thread(f"poll-{poller.place}", lambda one=poller: one.run(self._stop))  # type: ignore[misc] # bound now
        self.messages.begin()
        self._thread("sender", self._send)
        if self.config.webhooks.endpoints:
            self._thread("webhooks", self._tell)
        self._thread("look", self._look)
        if self._serve:
            self._start_pages()

    def stop(self) -> None:
        """Stop taking post, finish what is under way, and leave the rest to the next start."""
        self._stop.set()
        self._wake.set()
        if self.pages is not None:
            self.pages.stop()
        for thread in self._threads:
            thread.join(30)
        self.worker.stop()
        self.flow.close()

    def run(self, stop: threading.Event) -> None:
        """Start, wait until `stop` is set, and stop."""
        self.start()
        try:
            stop.wait()
        finally:
            self.stop()

    # ---- the parts -------------------------------------------------------------------------------------------

    def _send(self) -> None:
        """Let replies leave: as soon as one is recorded, and on a timer for those that were put off."""
        while not self._stop.is_set():
            self._wake.wait(self.flow.schedules.daemon.sweep_outbox_seconds)
            self._stop.wait(GATHER)  # what comes together leaves together, over one connection
            self._wake.clear()
            self._quietly("sending", lambda: self.sender.drain(self._stop))

    def _tell(self) -> None:
        """Tell other programs what happened; on a timer, because it may happen in another process."""
        while not self._stop.wait(self.flow.schedules.daemon.sweep_outbox_seconds):
            self._quietly("webhooks", lambda: self.messages.drain(self._stop))

    def _look(self) -> None:
        """Note which parts succeed, raise alarms for those that do not, and do once a day what is daily."""
        done_on: dict[str, datetime] = {}
        while not self._stop.wait(self.flow.schedules.daemon.sweep_clocks_seconds):
            self._quietly("looking", self._note_sights)
            self._quietly("looking", self._raise_alarms)
            self._quietly("clocks", lambda: alarms.watch_clocks(self.flow, self.alarms))
            self._quietly("archive", self._file_copies)
            self._quietly("clocks", lambda: webhooks.watch_clocks(self.flow.database, self.flow.schedules))
            self._daily(
                "purge",
                self.flow.schedules.daemon.purge_at,
                done_on,
                lambda: log.info("purged", jobs=purge(self.flow), messages=self.messages.purge()),
            )
            self._daily("reconcile", self.flow.schedules.daemon.reconcile_at, done_on, self._reconcile)

    def _note_sights(self) -> None:
        with self.flow.database.write() as connection:
            for poller in self.pollers:
                if poller.status.last_success:
                    leases.saw(connection, f"{poller.kind.value}:{poller.place}", at=poller.status.last_success)

    def _file_copies(self) -> None:
        if self.archive is not None:
            self.outgoing.archive(self.archive, self._stop)

    def _first_sights(self) -> None:
        """A place that never succeeds must be noticed too: its patience starts when it is first configured."""
        with self.flow.database.write() as connection:
            there = leases.sights(connection)
            for poller in self.pollers:
                name = f"{poller.kind.value}:{poller.place}"
                if name not in there:
                    leases.saw(connection, name)

    def _raise_alarms(self) -> None:
        for problem in health.look(self.flow).problems:
            self.alarms.raise_("health", problem)
        for poller in self.pollers:
            for key, why in list(poller.status.problems.items()):
                self.alarms.raise_("not taken", f"{poller.place}: {key}: {why}")

    def _reconcile(self) -> None:
        for difference in reconcile.differences(self.flow, self.pollers):
            self.alarms.raise_("reconcile", difference)

    def _daily(self, name: str, at: time, done_on: dict[str, datetime], step: Callable[[], None]) -> None:
        local = clock.now().astimezone(self.flow.schedules.calendar().tz)
        if local.time() < at or (name in done_on and done_on[name].date() == local.date()):
            return
        done_on[name] = local
        self._quietly(name, step)

    def _start_pages(self) -> None:
        self.pages = Pages(self.flow, self.config)
        self.pages.start()

    def _thread(self, name: str, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _quietly(self, part: str, step: Callable[[], object]) -> None:
        try:
            step()
        except errors.Error as error:
            log.warning("part failed", part=part, reason=str(error))
        except Exception:
            log.exception("part failed", part=part)
