"""Runs the pipeline on the engine: takes jobs, gives signs of life, takes over what dead workers left behind.

The engine (DBOS) moves the work; the ledger says what is true. DBOS by itself does not recover a dead worker's jobs
on another machine, so ours does: each worker renews a lease every few seconds, and whoever finds items under a dead
lease asks for their next attempt. Executor names are new at every start, so that DBOS's own recovery never runs.
"""

import os
import socket
import threading
import uuid
from datetime import timedelta

import structlog
from dbos import DBOS, DBOSConfig

from ingest import clock, errors
from ingest.pipeline import Flow
from ingest.store import calls, forgotten, items, jobs, leases, outbox

log = structlog.get_logger()

POLL = 0.15  # seconds between two looks into an empty queue
FORGOTTEN = timedelta(seconds=30)  # an item without a worker for so long, while no job waits, has lost its job

_running: "Worker | None" = None


class Worker:
    """One worker of this process; there is at most one, because the engine is one per process.

    Args:
        flow: the pipeline to run.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.name = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._beat, name="lease", daemon=True),
            threading.Thread(target=self._sweep, name="sweep", daemon=True),
        ]

    def start(self) -> None:
        """Begin to take jobs."""
        global _running  # noqa: PLW0603 - the engine calls a plain function, which must find its worker
        if _running is not None:
            raise RuntimeError("this process has a worker already")
        _running = self
        with self.flow.database.write() as connection:
            leases.beat(connection, self.name)
        _engine(self.flow, self.name)
        for thread in self._threads:
            thread.start()

    def stop(self, wait_seconds: int = 20) -> None:
        """Take no more jobs, finish those under way, and hand the rest to the others."""
        global _running  # noqa: PLW0603 - see start
        self._stop.set()
        self.flow.patience.end()
        DBOS.destroy(workflow_completion_timeout_sec=wait_seconds, destroy_registry=False)
        for thread in self._threads:
            thread.join(10)
        with self.flow.database.write() as connection:
            leases.release(connection, self.name)
        _running = None

    def _beat(self) -> None:
        while not self._stop.wait(leases.BEAT):
            self._quietly(self._beat_once)

    def _beat_once(self) -> None:
        with self.flow.database.write() as connection:
            leases.beat(connection, self.name)

    def _sweep(self) -> None:
        while not self._stop.wait(self.flow.schedules.daemon.sweep_workers_seconds):
            self._quietly(lambda: take_over(self.flow))
            self.flow.rest()

    def _quietly(self, step: object) -> None:
        try:
            step()  # type: ignore[operator]  # a plain callable; what it returns does not matter
        except errors.Error as error:
            log.warning("housekeeping failed", reason=str(error))
        except Exception:
            log.exception("housekeeping failed")


def take_over(flow: Flow) -> int:
    """Ask for the next attempt at each item of a dead worker, and return how many there were.

    An item that has cost several workers their lives is quarantined instead: it is the item, not the worker.
    Items whose job a worker took and never began are asked for again. Call records past their time are deleted.
    """
    with flow.database.read() as connection:
        stranded = items.stranded(connection, clock.now())
    for item, worker in stranded:
        flow.take_over(item, worker or "")
    with flow.database.write() as connection:
        uncertain = outbox.expire(connection, clock.now())
        leases.bury(connection)
        calls.forget(connection, clock.now() - timedelta(days=flow.settings.extract.calls.keep_days))
    if uncertain:
        log.warning("replies are uncertain", replies=uncertain)
    return len(stranded) + _ask_again(flow)


def _ask_again(flow: Flow) -> int:
    with flow.database.read() as connection:
        lost = forgotten.since(connection, clock.now() - FORGOTTEN)
    if not lost or not flow.jobs.idle():
        return 0
    asked = 0
    for item in lost:
        with flow.database.write() as connection:
            asked += forgotten.ask_again(connection, flow.jobs, item)
    return asked


def purge(flow: Flow) -> int:
    """Delete the engine's rows about jobs that ended long ago, and return how many there were."""
    before = clock.now() - timedelta(days=flow.schedules.daemon.purge_after_days)
    purged = 0
    while some := flow.jobs.purge(before):
        purged += some
    return purged


def _engine(flow: Flow, name: str) -> None:
    settings: DBOSConfig = {
        "name": "postroom",
        "system_database_url": flow.database.url,
        "executor_id": name,
        "application_version": jobs.APPLICATION_VERSION,
        "run_migrations": False,
        "log_level": "ERROR",
        "enable_otlp": False,
        "scheduler_polling_interval_sec": 3600,
    }
    DBOS(config=settings)
    DBOS.launch()
    DBOS.register_queue(jobs.QUEUE, worker_concurrency=flow.settings.worker.concurrency, polling_interval_sec=POLL)


@DBOS.workflow(name=jobs.WORKFLOW, max_recovery_attempts=1)
def process_items(work: list[list[int]]) -> str:
    """One job of the engine: one attempt at each of a few items."""
    if _running is None:
        raise RuntimeError("no worker runs in this process")
    _running.flow.process([(item_id, number) for item_id, number in work], _running.name)
    return "done"
