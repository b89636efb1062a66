"""The addresses that nothing is mailed to: why, by whom, since when; put on and taken off with a reason."""

import re

from starlette.responses import Response

from ingest import errors
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import suppressions

_ADDRESS = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}")


def show(visit: Visit) -> Response:
    """The whole list, the latest first."""
    with visit.flow.database.read() as connection:
        everything = suppressions.everything(connection)
    return visit.page("suppressions.html", suppressed=everything)


def add(visit: Visit) -> Response:
    """Put an address on the list."""
    address, reason = checked(visit.given("address"), visit.given("reason"))
    with visit.flow.database.write() as connection:
        suppressions.add(connection, address, reason, visit.me)
    return visit.go("/suppressions")


def remove(visit: Visit) -> Response:
    """Take an address off the list; what waits for it can be sent then."""
    address, reason = checked(visit.given("address"), visit.given("reason"))
    with visit.flow.database.write() as connection:
        suppressions.remove(connection, address, visit.me, reason)
    return visit.go("/suppressions")


def checked(address: str, reason: str) -> tuple[str, str]:
    """An address and a reason, tidied.

    Raises:
        errors.Refused: the one is no address, or the other is missing.
    """
    address, reason = address.strip().lower(), reason.strip()
    if _ADDRESS.fullmatch(address) is None:
        raise errors.Refused("This is no e-mail address.", remedy="Type one address, like name@example.org.")
    if not reason:
        raise errors.Refused("A reason is missing.", remedy="Say in a few words why; it goes into the audit log.")
    return address, reason


DOORS = (
    Door("GET", "/suppressions", show, Right.LEAD),
    Door("POST", "/suppressions", add, Right.ADDRESSES),
    Door("POST", "/suppressions/lift", remove, Right.ADDRESSES),
)
