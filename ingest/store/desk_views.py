"""Ways to look at the queue that people have given a name: each person's own, a few of them, seen by nobody else."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import errors
from ingest.store.items import printable
from ingest.store.schema import saved_view

MOST = 20  # views a person may keep
LONGEST_NAME = 60  # characters


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the queue."""

    id: int
    name: str
    query: str  # as it stands in the address: "medium=letter&mine=1"


def views_of(connection: Connection, person_id: int) -> tuple[View, ...]:
    """A person's views, by name."""
    query = sa.select(saved_view.c.id, saved_view.c.name, saved_view.c.query)
    rows = connection.execute(query.where(saved_view.c.person_id == person_id).order_by(saved_view.c.name))
    return tuple(View(*row) for row in rows)


def save(connection: Connection, person_id: int, name: str, query: str) -> None:
    """Keep a view; one of the same name is replaced.

    Raises:
        errors.Refused: it has no name, or there are too many.
    """
    told = printable(" ".join(name.split()))[:LONGEST_NAME]
    if not told:
        raise errors.Refused("The view has no name.", remedy="Give it a name of a word or two.")
    mine = saved_view.c.person_id == person_id
    connection.execute(saved_view.delete().where(mine, saved_view.c.name == told))
    if len(views_of(connection, person_id)) >= MOST:
        raise errors.Refused("You have too many views.", remedy="Remove one first.")
    connection.execute(saved_view.insert().values(person_id=person_id, name=told, query=query[:500]))


def remove(connection: Connection, person_id: int, view_id: int) -> None:
    """Forget a view of this person's."""
    connection.execute(saved_view.delete().where(saved_view.c.id == view_id, saved_view.c.person_id == person_id))
