"""The ledger's side of the work queue: a job is committed in the same transaction as the item it is for.

The engine is DBOS; its tables live in the same database. Nothing here runs a job (see `worker.py`). A job covers one
item, or a few mails that came in one fetch: an engine's job costs more than reading a mail (measured: 17 ms against
10 ms), so they share one. What is true of each item is in the ledger alone.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property, partial

from dbos import DBOSClient, EnqueueOptions
from sqlalchemy import Connection

from ingest.store.database import Database

QUEUE = "items"
WORKFLOW = "process_items"
APPLICATION_VERSION = "postroom-1"  # pinned: the default, a hash of the code, would strand queued work at an upgrade
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


class Jobs:
    """Puts work into the engine's queue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def client(self) -> DBOSClient:
        """The engine's client, on the ledger's own database; its tables must have been made (`migrations`)."""
        return DBOSClient(system_database_url=self._database.url, lazy=True)

    def enqueue(
        self, connection: Connection, work: Sequence[tuple[int, int]], *, delay: float = 0, urgent: bool = False
    ) -> None:
        """Ask, within the caller's transaction, for attempts at some items, which one worker makes one by one.

        Args:
            connection: the transaction in which the items' rows are written.
            work: pairs of item id and the number that the attempt will have, from 1.
            delay: seconds to wait before it.
            urgent: before everything else in the queue (a person waits for it).
        """
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": job_id(work),
            "app_version": APPLICATION_VERSION,
            "priority": 1 if urgent else 10,
        }
        if delay > 0:
            options["delay_seconds"] = delay
        self.client.enqueue_in_transaction(connection, options, [list(pair) for pair in work])

    def idle(self) -> bool:
        """Whether no job waits to be taken by a worker."""
        waiting = self.client.list_workflows(status="ENQUEUED", limit=1, load_input=False, load_output=False)
        return not waiting

    def purge(self, before: datetime, limit: int = 500) -> int:
        """Delete jobs that ended before an instant, and return how many there were.

        A job that began before it and never ended was a dead worker's: its items have had their next attempt since.

        Args:
            before: an aware instant.
            limit: at most so many in one go, so that the database stays free for others.
        """
        chosen = partial(self.client.list_workflows, limit=limit, load_input=False, load_output=False)
        ended = chosen(status=list(ENDED), completed_before=before.isoformat())
        left = chosen(status="PENDING", dequeued_before=before.isoformat())
        ids = [job.workflow_id for job in (*ended, *left)]
        if ids:
            self.client.delete_workflows(ids)
        return len(ids)

    def close(self) -> None:
        """Give the client's connections back."""
        if "client" in self.__dict__:
            self.client.destroy()


def job_id(work: Sequence[tuple[int, int]]) -> str:
    """The engine's name for these attempts: asking twice for the same ones makes one job."""
    (first, attempt), (last, _) = work[0], work[-1]
    return f"items-{first}-{last}-{attempt}" if first != last else f"item-{first}-{attempt}"
