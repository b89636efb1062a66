"""Signs of life: a worker that stops giving them loses its items to the others within a minute."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.store.schema import lease, sight

BEAT = 5.0  # seconds between two signs of life
DEAD_AFTER = 20.0  # seconds of silence after which a worker counts as dead; with the sweep well under 60


def beat(connection: Connection, worker: str) -> None:
    """Say that a worker is alive."""
    if connection.execute(lease.update().where(lease.c.worker == worker).values(beat=clock.now())).rowcount == 0:
        connection.execute(lease.insert().values(worker=worker, beat=clock.now()))


def release(connection: Connection, worker: str) -> None:
    """Say that a worker has stopped, so that nobody waits for it."""
    connection.execute(lease.delete().where(lease.c.worker == worker))


def bury(connection: Connection) -> None:
    """Forget workers that have been silent for an hour."""
    now, hour = clock.now(), timedelta(hours=1)
    connection.execute(lease.delete().where(~lease.c.beat.between(now - hour, now + hour)))


def alive(now: datetime) -> sa.Select[str]:
    """The workers whose latest sign of life is fresh: not old, and not of a clock that was set back since."""
    patience = timedelta(seconds=DEAD_AFTER)
    return sa.select(lease.c.worker).where(lease.c.beat.between(now - patience, now + patience))


def workers(connection: Connection, now: datetime) -> list[str]:
    """The names of the workers that are alive."""
    return list(connection.execute(alive(now)).scalars())


def saw(connection: Connection, name: str, at: datetime | None = None) -> None:
    """Note that something that must happen regularly has succeeded, just now or at `at`: "mailbox:complaints"."""
    values = {"at": at or clock.now()}
    if connection.execute(sight.update().where(sight.c.name == name).values(**values)).rowcount == 0:
        connection.execute(sight.insert().values(name=name, **values))


def sights(connection: Connection) -> dict[str, datetime]:
    """When each regular thing last succeeded."""
    return {row.name: row.at for row in connection.execute(sa.select(sight))}
