"""The call records: kept from the telephone system's exports, and fetched for the contacts that post tells of.

A call is known by who called and when it began, so that an export can be imported again. It judges nothing: which
call is the one told of, `extract.calls` says.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest.model import ContactEvent, Finding
from ingest.store import readings
from ingest.store.items import printable
from ingest.store.schema import call, contact_event, finding, item

_AT_ONCE = 1000  # rows written by one statement
_MOST = 2000  # calls fetched for one contact
_MOST_AGENTS = 5000


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the telephone system saw it."""

    caller: str  # E.164, or digits; "" when withheld
    called: str
    start: datetime  # aware, UTC
    seconds: int
    agent: str  # "" when nobody took it


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact with us that an item tells of, as people have left its facts."""

    item_id: int
    event: ContactEvent  # points into `findings`
    findings: tuple[Finding, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """What is told of it: instant, number, colleague, reference, as far as each is told."""
        event = self.event
        parts = (event.instant, event.number, event.staff, event.reference)
        return tuple(self.findings[part].value for part in parts if part is not None)


def keep(connection: Connection, calls: Iterable[Call]) -> int:
    """Keep calls; of one that is known already the newer export counts.

    Returns:
        How many were not known before.
    """
    before = _count(connection)
    insert = sa.dialects.sqlite.insert if connection.dialect.name == "sqlite" else sa.dialects.postgresql.insert
    query = insert(call)
    told = {name: query.excluded[name] for name in ("dialled", "seconds", "agent")}
    query = query.on_conflict_do_update(index_elements=["number", "started"], set_=told)
    for rows in _pieces(calls):
        connection.execute(query, rows)
    return _count(connection) - before


def forget(connection: Connection, before: datetime) -> int:
    """Delete the calls that began before an instant (aware), and return how many there were."""
    return connection.execute(call.delete().where(call.c.started < before)).rowcount


def _pieces(calls: Iterable[Call]) -> Iterator[list[dict[str, object]]]:
    left = iter(calls)
    while some := list(islice(left, _AT_ONCE)):
        yield [
            {
                "number": one.caller,
                "dialled": one.called[:20],
                "started": one.start,
                "seconds": one.seconds,
                "agent": printable(one.agent) or None,
            }
            for one in some
        ]


def _count(connection: Connection) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(call)).scalar_one()


class Calls:
    """The call records, to be asked for those that may be one contact.

    Args:
        connection: a transaction that reads.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def covers(self, between: tuple[datetime, datetime] | None) -> bool:
        """Whether there are records of those days, or any at all when no days are told."""
        query = sa.select(call.c.id).where(_during(between)).limit(1)
        return self._connection.execute(query).first() is not None

    def candidates(
        self, number: str | None, between: tuple[datetime, datetime] | None, alike: Callable[[str], bool] | None
    ) -> list[Call]:
        """The calls that may be a contact told of, at most 2,000.

        Args:
            number: E.164, as told; calls from it and from numbers one slip away.
            between: the first and last instant to look at; None: all.
            alike: tells whether an agent may be the colleague told of; None: no colleague was told.
        """
        wanted = [*_from_number(number)] if number else []
        if alike and between:
            wanted.append(call.c.agent.in_([name for name in self._agents(between) if alike(name)]))
        if not wanted:
            return []
        query = sa.select(call).where(sa.or_(*wanted), _during(between)).order_by(call.c.started.desc()).limit(_MOST)
        return [_call(row) for row in self._connection.execute(query).mappings()]

    def _agents(self, between: tuple[datetime, datetime]) -> Sequence[str]:
        query = sa.select(call.c.agent).where(call.c.agent.is_not(None), _during(between))
        return self._connection.execute(query.distinct().limit(_MOST_AGENTS)).scalars().all()


def _during(between: tuple[datetime, datetime] | None) -> sa.ColumnElement[bool]:
    return call.c.started.between(*between) if between else sa.true()


def _from_number(number: str) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions for a number and for those that differ from it by one digit or one swap of neighbours."""
    swapped = {number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(1, len(number) - 1)}
    yield call.c.number.in_([number, *sorted(swapped)])
    for at in range(1, len(number)):
        yield call.c.number.like(f"{number[:at]}_{number[at + 1 :]}")


def _call(row: RowMapping) -> Call:
    return Call(row["number"], row["dialled"] or "", row["started"], row["seconds"], row["agent"] or "")


def of_item(connection: Connection, item_id: int) -> tuple[Contact, ...]:
    """The contacts an item tells of, in the order of its text."""
    return _contacts(connection, contact_event.c.item_id == item_id)


def of_complaint(connection: Connection, complaint_id: int) -> tuple[Contact, ...]:
    """The contacts that the items of a complaint tell of."""
    mine = sa.select(item.c.id).where(item.c.complaint_id == complaint_id)
    return _contacts(connection, contact_event.c.item_id.in_(mine))


def _contacts(connection: Connection, which: sa.ColumnElement[bool]) -> tuple[Contact, ...]:
    query = sa.select(contact_event).where(which).order_by(contact_event.c.item_id, contact_event.c.start)
    return tuple(_contact(connection, row) for row in connection.execute(query).mappings().all())


def _contact(connection: Connection, event: RowMapping) -> Contact:
    told = [event[part] for part in ("number", "instant", "staff", "reference")]
    query = sa.select(finding).where(
        finding.c.item_id == event["item_id"],
        finding.c.position.in_([position for position in told if position is not None]),
        sa.or_(finding.c.verdict.is_(None), finding.c.verdict != "rejected"),
    )
    rows = list(connection.execute(query).mappings())
    place = {row["position"]: index for index, row in enumerate(rows)}
    number, instant, staff, reference = (place.get(position) for position in told)
    made = ContactEvent(number, instant, staff, reference, event["start"], event["end"])
    return Contact(event["item_id"], made, tuple(readings.finding_from(row) for row in rows))
