"""The addresses that nothing is mailed to, each with why, by whom and since when: bounced ones, and what people say.

A reply to one of them waits with a person, who answers by letter or takes the address off the list. It refuses
nothing by pattern or domain: one line, one address.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.store import audit
from ingest.store.items import printable
from ingest.store.schema import suppression as table

_OF = sa.select(table).where(table.c.address == sa.bindparam("wanted"))


@dataclass(frozen=True, slots=True)
class Suppression:
    """One address that nothing is mailed to."""

    address: str  # lower-case
    reason: str
    added_by: str  # "postroom" or a person's sign-in name
    at: datetime


def add(connection: Connection, address: str, reason: str, by: str = "postroom") -> bool:
    """Put an address on the list; False when it was there already, and stays as it was."""
    wanted = printable(address.strip().lower())[:320]
    if of(connection, wanted):
        return False
    row = {"address": wanted, "reason": printable(reason)[:500], "added_by": by, "at": clock.now()}
    connection.execute(table.insert().values(**row))
    audit.record(connection, "suppressed", "suppressions", actor=by, address=wanted, reason=reason[:200])
    return True


def remove(connection: Connection, address: str, by: str, reason: str = "") -> bool:
    """Take an address off the list; False when it was not on it. The reason goes into the audit log."""
    wanted = address.strip().lower()
    if connection.execute(table.delete().where(table.c.address == wanted)).rowcount == 0:
        return False
    told = {"reason": printable(reason)[:200]} if reason else {}
    audit.record(connection, "suppression lifted", "suppressions", actor=by, address=wanted, **told)
    return True


def of(connection: Connection, address: str) -> Suppression | None:
    """Why nothing is mailed to this address; None when it may be."""
    row = connection.execute(_OF, {"wanted": address.lower()}).mappings().first()
    return _from(row) if row else None


def everything(connection: Connection) -> list[Suppression]:
    """The whole list, the latest first."""
    return [_from(row) for row in connection.execute(sa.select(table).order_by(table.c.at.desc())).mappings()]


def _from(row: sa.RowMapping) -> Suppression:
    return Suppression(row["address"], row["reason"], row["added_by"], row["at"])
