"""Counts what the mailboxes and folders hold, and what the disk holds, against the ledger: nothing may be missing.

It only tells differences, in words; it repairs nothing, because a difference is a fault that people must understand.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ingest import clock, errors
from ingest.arrive import Poller
from ingest.pipeline import Flow
from ingest.store import audit, overview


def differences(flow: Flow, pollers: Iterable[Poller]) -> Iterator[str]:
    """Everything that is in one place and not in the other.

    Args:
        flow: the ledger and its originals.
        pollers: the places that post comes from.
    """
    for poller in pollers:
        yield from _place(flow, poller)
    yield from _originals(flow)
    with flow.database.read() as connection:
        broken = audit.broken_at(connection)
    if broken is not None:
        yield f"the audit log was changed: row {broken} does not follow from the one before"


def day_ago() -> datetime:
    """The instant 24 hours before now."""
    return clock.now() - timedelta(days=1)


def _place(flow: Flow, poller: Poller) -> Iterator[str]:
    try:
        there = poller.inventory()
    except errors.Error as error:
        yield f"{poller.place} could not be counted: {error}"
        return
    with flow.database.read() as connection:
        known = overview.keys_of(connection, poller.kind, poller.place)
    missing = there - known
    if missing:
        some = ", ".join(sorted(missing)[:5])
        yield f"{poller.place} holds {len(missing)} things that are not in the ledger yet: {some}"


def _originals(flow: Flow) -> Iterator[str]:
    with flow.database.read() as connection:
        wanted = {digest: (item_id, size) for item_id, digest, size in overview.digests(connection)}
    for digest, (item_id, _) in wanted.items():
        try:
            flow.originals.open(digest)
        except errors.Damaged as error:
            yield f"item {item_id}: {error}"
    extra = [digest for digest in flow.originals.all() if digest not in wanted]
    if extra:
        yield f"{len(extra)} originals on the disk belong to no item: a crash before the commit left them, harmless"
