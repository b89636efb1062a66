"""Whether postroom is well: polls, workers, clocks, disk. Red when one of them is late, with the reason in words.

Nothing here mends anything; `daemon` turns a red light into an alarm, the review pages show it, Prometheus reads it.
"""

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from ingest import clock, errors
from ingest.model import Delivery
from ingest.pipeline import Flow
from ingest.store import items, leases, outbox, overview

UNSETTLED = (Delivery.UNCERTAIN, Delivery.REJECTED, Delivery.BOUNCED, Delivery.HELD)


@dataclass(frozen=True, slots=True)
class Health:
    """How postroom is."""

    ok: bool
    problems: tuple[str, ...] = ()  # what is wrong, in words
    details: dict[str, object] = field(default_factory=dict)  # numbers for whoever looks closer


def look(flow: Flow) -> Health:
    """Look at everything that must happen regularly; a ledger that cannot be asked is what is wrong then."""
    try:
        return _seen(flow)
    except errors.Error as error:
        return Health(ok=False, problems=(str(error), *_disk(flow)))


def _seen(flow: Flow) -> Health:
    now = clock.now()
    with flow.database.read() as connection:
        sights = leases.sights(connection)
        alive = len(leases.workers(connection, now))
        overdue = overview.overdue(connection, now)
        states = items.counts(connection)
        deliveries = outbox.counts(connection)
    problems = [*_late_polls(flow, sights, now), *_disk(flow)]
    if not alive:
        problems.append("no worker is alive: post is kept, and nothing is processed")
    if overdue:
        problems.append(f"{overdue} acknowledgement{'s are' if overdue > 1 else ' is'} overdue")
    details: dict[str, object] = {
        "items": states,
        "replies": deliveries,
        "workers": alive,
        "overdue": overdue,
        "polls": {name: at.isoformat() for name, at in sorted(sights.items())},
        "to_settle": sum(deliveries.get(state.value, 0) for state in UNSETTLED),
    }
    return Health(not problems, tuple(problems), details)


def metrics(flow: Flow) -> bytes:
    """The same in Prometheus' text format; without the numbers when the ledger cannot be asked."""
    health = look(flow)
    registry = CollectorRegistry()
    Gauge("postroom_up", "1 when nothing is late", registry=registry).set(health.ok)
    if health.details:
        _numbers(flow, health, registry)
    return generate_latest(registry)


def _numbers(flow: Flow, health: Health, registry: CollectorRegistry) -> None:
    _by_label(registry, "postroom_items", "items by state", "state", health.details["items"])
    _by_label(registry, "postroom_replies", "replies by delivery", "delivery", health.details["replies"])
    with flow.database.read() as connection:
        sights = leases.sights(connection)
        waiting = overview.waiting_for_eyes(connection)
        oldest = overview.oldest_unprocessed(connection)
    gauge = Gauge("postroom_last_success_timestamp_seconds", "when it last succeeded", ["what"], registry=registry)
    for name, at in sights.items():
        gauge.labels(name).set(at.timestamp())
    Gauge("postroom_review_queue", "items that need eyes", registry=registry).set(waiting)
    Gauge("postroom_workers", "workers alive", registry=registry).set(_number(health.details["workers"]))
    Gauge("postroom_overdue", "acknowledgements overdue", registry=registry).set(_number(health.details["overdue"]))
    age = (clock.now() - oldest).total_seconds() if oldest else 0
    Gauge("postroom_oldest_unprocessed_seconds", "age of the oldest item on its way", registry=registry).set(age)


def _late_polls(flow: Flow, sights: dict[str, datetime], now: datetime) -> list[str]:
    places = flow.settings.arrive
    watched = {f"mailbox:{one.name}" for one in places.mailboxes} | {f"maildir:{one.name}" for one in places.maildirs}
    watched |= {f"folder:{one.name}" for one in places.folders}
    patience = timedelta(minutes=flow.schedules.daemon.silent_poll_minutes)
    return [
        f"no successful look at {name} since {at:%Y-%m-%d %H:%M} UTC"
        for name, at in sorted(sights.items())
        if name in watched and now - at > patience
    ]


def _disk(flow: Flow) -> list[str]:
    free, spare = shutil.disk_usage(flow.originals.folder).free, flow.originals.spare
    # the words stay the same while the disk fills, so that they are one alarm and not one a minute
    return [] if free > spare else [f"less than {spare // 1_000_000} MB are free: intake is paused"]


def _by_label(registry: CollectorRegistry, name: str, words: str, label: str, counts: object) -> None:
    gauge = Gauge(name, words, [label], registry=registry)
    for value, number in (counts if isinstance(counts, dict) else {}).items():
        gauge.labels(value).set(number)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
