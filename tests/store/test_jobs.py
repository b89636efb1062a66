"""The engine's own rows: those of finished jobs, and of jobs whose worker died, do not pile up."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from ingest import clock
from ingest.store.database import Database
from ingest.store.jobs import Jobs, job_id


@pytest.mark.parametrize("status", ["SUCCESS", "ERROR", "CANCELLED", "PENDING"])
def test_old_jobs_are_purged_and_waiting_ones_are_not(database: Database, status: str) -> None:
    """A job that ended, or that a dead worker began, goes after its time; one that still waits stays."""
    jobs = Jobs(database)
    with database.write() as connection:
        jobs.enqueue(connection, [(1, 1)])
        jobs.enqueue(connection, [(2, 1)])
        connection.execute(
            sa.text(
                f"UPDATE {'dbos.' if not database.is_sqlite else ''}workflow_status SET status = :status, "
                "started_at_epoch_ms = 1000, completed_at = :ended WHERE workflow_uuid = :job"
            ),
            {"status": status, "ended": None if status == "PENDING" else 2000, "job": job_id([(1, 1)])},
        )
    assert jobs.purge(clock.now() - timedelta(days=365 * 100)) == 0
    assert jobs.purge(clock.now()) == 1
    assert [job.workflow_id for job in jobs.client.list_workflows()] == [job_id([(2, 1)])]
    jobs.close()
