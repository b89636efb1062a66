"""Items whose job was lost: taken by a worker that died, or lost the ledger, before it began them.

`items.stranded` finds what a dead worker had begun; what it had not begun bears no worker's name, and is found here.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.model import Item
from ingest.store import audit
from ingest.store.items import ON_THE_WAY, item_from
from ingest.store.jobs import Jobs
from ingest.store.schema import item as table

_WAITING = sa.and_(table.c.state.in_([state.value for state in ON_THE_WAY]), table.c.worker.is_(None))


def since(connection: Connection, before: datetime, limit: int = 200) -> list[Item]:
    """Items on their way that nobody works on, though they could have been begun before an instant.

    They are lost only if no job waits in the queue (`Jobs.idle`); else their turn has not come.
    """
    could = sa.func.coalesce(table.c.not_before, table.c.received)
    set_back = table.c.begun > clock.now() + timedelta(hours=1)  # the clock was, and with it the job's hour is far away
    query = sa.select(table).where(_WAITING, sa.or_(could < before, set_back)).order_by(table.c.id).limit(limit)
    return [item_from(row) for row in connection.execute(query).mappings()]


def ask_again(connection: Connection, jobs: Jobs, item: Item) -> bool:
    """Ask anew for an attempt whose job was lost; False when it has begun meanwhile.

    The number of the lost attempt is passed over, and does not count among those that failed.

    Args:
        connection: a transaction from `Database.write`.
        jobs: where the work is asked for.
        item: as it was found.
    """
    query = table.update().where(_WAITING, table.c.id == item.id, table.c.attempt == item.attempt)
    if connection.execute(query.values(attempt=item.attempt + 1, base=item.base + 1)).rowcount != 1:
        return False
    jobs.enqueue(connection, [(item.id, item.attempt + 2)], urgent=True)
    audit.record(connection, "asked again", f"item:{item.id}", attempt=item.attempt + 2)
    return True
