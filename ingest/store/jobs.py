"""The ledger's side of the work queue: a job is committed in the same transaction as the item it is for.

The engine is DBOS; its tables live in the same database. Nothing here runs a job (see `worker.py`). A job's id is
"item-<id>-<attempt>", so that asking twice for the same attempt gives one job.
"""

from datetime import datetime
from functools import cached_property

from dbos import DBOSClient, EnqueueOptions
from sqlalchemy import Connection

from ingest.store.database import Database

QUEUE = "items"
WORKFLOW = "process_item"
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
        self, connection: Connection, item_id: int, attempt: int, *, delay: float = 0, urgent: bool = False
    ) -> None:
        """Ask, within the caller's transaction, for one attempt at an item.

        Args:
            connection: the transaction in which the item's row is written.
            item_id: the item.
            attempt: which attempt this will be, from 1.
            delay: seconds to wait before it.
            urgent: before everything else in the queue (a person waits for it).
        """
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": job_id(item_id, attempt),
            "app_version": APPLICATION_VERSION,
            "priority": 1 if urgent else 10,
        }
        if delay > 0:
            options["delay_seconds"] = delay
        self.client.enqueue_in_transaction(connection, options, item_id, attempt)

    def cancel(self, item_id: int, attempt: int) -> None:
        """Withdraw an attempt that a dead worker left behind; harmless when it has ended."""
        self.client.cancel_workflow(job_id(item_id, attempt))

    def purge(self, before: datetime, limit: int = 500) -> int:
        """Delete jobs that ended before an instant, and return how many there were.

        Args:
            before: an aware instant.
            limit: at most so many in one go, so that the database stays free for others.
        """
        ended = self.client.list_workflows(
            status=list(ENDED), completed_before=before.isoformat(), limit=limit, load_input=False, load_output=False
        )
        ids = [job.workflow_id for job in ended]
        if ids:
            self.client.delete_workflows(ids)
        return len(ids)

    def close(self) -> None:
        """Give the client's connections back."""
        if "client" in self.__dict__:
            self.client.destroy()


def job_id(item_id: int, attempt: int) -> str:
    """The engine's name for one attempt at an item."""
    return f"item-{item_id}-{attempt}"
