"""Counts what the mailboxes and folders hold, and what the disk holds, against the ledger: nothing may be missing.

It only tells differences, in words; it repairs nothing, because a difference is a fault that people must understand.
"""

import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from ingest import clock, errors
from ingest.arrive import Poller
from ingest.pipeline import Flow
from ingest.store import audit, overview

_UNDER_WAY = 600  # seconds within which the row of an original may still be on its way


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
    unknown = (digest for digest in flow.originals.all() if digest not in wanted)
    extra = [digest for digest in unknown if not _under_way(flow.originals.path(digest))]
    if extra:
        some = ", ".join(digest[:12] for digest in extra[:5])
        yield f"{len(extra)} originals on the disk belong to no item; a crash before the commit left them: {some}"


def _under_way(path: Path) -> bool:
    """Whether an original was written so lately that its row may not be committed yet."""
    return path.is_file() and time.time() - path.stat().st_mtime < _UNDER_WAY
