"""Carries messages about complaints to other programs: signed, at least once, with growing pauses and an end.

It follows the Standard Webhooks specification (headers webhook-id, webhook-timestamp, webhook-signature; HMAC-SHA256).
It refuses to follow redirects, to go on without TLS, and to call an address within a private network that the
settings do not allow: the name is resolved once, and the address that was checked is the one that is called.
"""

import base64
import hashlib
import hmac
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

import httpx
import structlog

from ingest import clock, errors, failpoints
from ingest.config import Endpoint, WebhookSettings
from ingest.decide import deadlines
from ingest.schedules import Schedules
from ingest.store import alerts, webhooks
from ingest.store.database import Database
from ingest.store.webhooks import Event, Message, State

log = structlog.get_logger()
PATIENCE: Final = 1.0  # seconds a round waits for its carriers
LONGEST_PAUSE: Final = timedelta(hours=12)
STALE: Final = timedelta(days=7)  # a clock that ended longer ago is no news


class Carrier(threading.Thread):
    """Carries messages to one endpoint until none is due, and counts those that arrived."""

    def __init__(
        self, endpoint: str, carry: Callable[[str, threading.Event], Iterator[Message]], stop: threading.Event
    ) -> None:
        super().__init__(name=f"webhooks-{endpoint}", daemon=True)
        self.endpoint = endpoint
        self.delivered = 0
        self._carry = carry
        self._stop_it = stop

    def run(self) -> None:
        """Carry them; what goes wrong costs this round, never the others."""
        try:
            for _ in self._carry(self.endpoint, self._stop_it):
                self.delivered += 1
        except errors.Error as error:
            log.warning("webhook carrier stopped", endpoint=self.endpoint, reason=str(error))
        except Exception:
            log.exception("webhook carrier stopped", endpoint=self.endpoint)


class Sender:
    """Sends the messages that wait.

    Args:
        database: the ledger.
        settings: who is told, and how long it is tried.
        alarm: told in a sentence when messages to an endpoint are given up.
    """

    def __init__(self, database: Database, settings: WebhookSettings, alarm: Callable[[str], None]) -> None:
        self._database = database
        self._settings = settings
        self._alarm = alarm
        self._endpoints = {one.name: one for one in settings.endpoints}
        self._carriers: dict[str, Carrier] = {}

    def begin(self) -> None:
        """Record who is told of what from now on."""
        with self._database.write() as connection:
            webhooks.set_endpoints(connection, {one.name: one.events for one in self._settings.endpoints})

    def drain(self, stop: threading.Event, patience: float = PATIENCE) -> int:
        """Send what is due, and return how many messages were delivered by then.

        Each endpoint has a carrier of its own, so that a slow one holds up no other: whoever is still at work when
        patience ends goes on beside the next rounds.

        Args:
            stop: no further message is begun once it is set.
            patience: seconds.
        """
        with self._database.read() as connection:
            names = webhooks.due(connection, clock.now())
        self._carriers = {name: one for name, one in self._carriers.items() if one.is_alive()}
        begun = [Carrier(name, self._drain_one, stop) for name in names if name not in self._carriers]
        ends = time.monotonic() + patience
        for carrier in begun:
            self._carriers[carrier.endpoint] = carrier
            carrier.start()
        for carrier in begun:
            carrier.join(max(0.0, ends - time.monotonic()))
        return sum(carrier.delivered for carrier in begun)

    def _drain_one(self, endpoint: str, stop: threading.Event) -> Iterator[Message]:
        """Send what is due to one endpoint, each message as it is delivered; one that fails ends the round for it."""
        while not stop.is_set() and (message := self._next(endpoint)) is not None:
            failpoints.reach("webhook.claimed")
            if not self._carry(message):
                return
            yield message

    def _next(self, endpoint: str) -> Message | None:
        """The next message, ours for as long as an exchange can take."""
        now = clock.now()
        with self._database.write() as connection:
            until = now + timedelta(seconds=4 * self._settings.timeout_seconds)
            return webhooks.claim(connection, now, until, endpoint)

    def purge(self) -> int:
        """Remove messages that were finished long ago."""
        before = clock.now() - timedelta(days=self._settings.keep_days)
        with self._database.write() as connection:
            return webhooks.purge(connection, before)

    def _carry(self, message: Message) -> bool:
        endpoint = self._endpoints.get(message.endpoint)
        if endpoint is None:
            self._finish(message, State.GIVEN_UP, "this endpoint is no longer configured")
            return False
        words, gone = self._try(endpoint, message)
        failpoints.reach("webhook.sent")
        if not words:
            self._finish(message, State.DELIVERED, "")
            return True
        if gone or message.attempt >= self._settings.attempts:
            self._finish(message, State.GIVEN_UP, words)
            self._alarm(f"messages to {endpoint.name} are given up: {words}")
            return False
        self._finish(message, State.PENDING, words, clock.now() + self._pause(message.attempt))
        return False

    def _try(self, endpoint: Endpoint, message: Message) -> tuple[str, bool]:
        """What went wrong, empty when nothing did, and whether the receiver wants no more of it."""
        try:
            status = post(endpoint, message, clock.now(), self._settings.timeout_seconds)
        except errors.Error as error:
            return str(error), False
        except httpx.HTTPError as error:
            return f"no answer: {type(error).__name__}", False
        return ("" if 200 <= status < 300 else f"answered {status}"), status == 410

    def _finish(self, message: Message, state: State, words: str, next_try: datetime | None = None) -> None:
        with self._database.write() as connection:
            kept = webhooks.write(connection, message, state, words, next_try)
        if kept and words:
            log.warning("webhook", endpoint=message.endpoint, message=message.id, state=state.value, reason=words)

    def _pause(self, attempt: int) -> timedelta:
        """Four times as long after each try: 5 s, 20 s, 80 s, 5 min, 21 min, ... 12 h."""
        return min(timedelta(seconds=self._settings.first_delay_seconds * 4 ** (attempt - 1)), LONGEST_PAUSE)


def watch_clocks(database: Database, schedules: Schedules) -> int:
    """Write a message about each clock that has come to be at risk, day and night; how many clocks there were."""
    now = clock.now()
    with database.read() as connection:
        if not any(Event.AT_RISK in wanted for wanted in webhooks.endpoints(connection).values()):
            return 0
        risky = {
            webhooks.message_id(Event.AT_RISK, one.complaint_id, f"{one.clock.name} {one.clock.due}"): one
            for one in alerts.running(connection)
            if one.clock.due > now - STALE and deadlines.standing(one.clock, schedules, now) in {"at risk", "overdue"}
        }
        new = risky.keys() - webhooks.told(connection, risky.keys())
    if not new:
        return 0
    with database.write() as connection:
        for one in (risky[message] for message in sorted(new)):
            name, due = one.clock.name, one.clock.due
            key = f"{name} {due}"
            webhooks.tell(connection, Event.AT_RISK, one.complaint_id, now, key=key, clock=name, due=due)
    return len(new)


def post(endpoint: Endpoint, message: Message, at: datetime, timeout: float) -> int:
    """Send one message, and return the status the endpoint answered with.

    Args:
        endpoint: where to.
        message: what.
        at: the instant that is signed with it, against replays by a third party.
        timeout: seconds for each step of the exchange.

    Raises:
        Refused: the address stands where the settings do not let us go.
        httpx.HTTPError: there was no answer.
    """
    url = httpx.URL(endpoint.url)
    address = _address(url, endpoint.private)
    headers = {"Host": url.netloc.decode(), "Content-Type": "application/json", "User-Agent": "postroom"}
    headers |= signed([one.get_secret_value() for one in endpoint.secrets], message.message, at, message.content)
    with (
        httpx.Client(timeout=timeout, verify=_trust(endpoint.certificates), trust_env=False) as client,
        client.stream(
            "POST", url.copy_with(host=address), content=message.content.encode(), headers=headers,
            extensions={"sni_hostname": url.host},
        ) as answer,
    ):  # fmt: skip
        return answer.status_code  # the body is the receiver's business, and may be endless


def signed(secrets: Sequence[str], message: str, at: datetime, content: str) -> dict[str, str]:
    """The three headers of Standard Webhooks 1.0: id, timestamp, and the signatures over both and the content.

    There is one signature for each secret, with a space between: while a secret is changed the old one still counts.
    """
    stamp = str(int(at.timestamp()))
    signatures = [f"v1,{_signature(secret, f'{message}.{stamp}.{content}')}" for secret in secrets]
    return {"webhook-id": message, "webhook-timestamp": stamp, "webhook-signature": " ".join(signatures)}


def _signature(secret: str, told: str) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.new(key, told.encode(), hashlib.sha256).digest()).decode()


def _address(url: httpx.URL, private: bool) -> str:
    """The address to call: the first the name resolves to, and only if every one of them may be called."""
    try:
        found = socket.getaddrinfo(
            url.host, url.port or (443 if url.scheme == "https" else 80), type=socket.SOCK_STREAM
        )
    except OSError as error:
        raise errors.Unavailable(f"the name {url.host} is not known") from error
    addresses = [str(one[4][0]) for one in found]
    if not private and not all(ipaddress.ip_address(one).is_global for one in addresses):
        raise errors.Refused(
            f"{url.host} stands in a private network", remedy="Set private = true for this endpoint if that is meant."
        )
    return addresses[0]


@lru_cache(maxsize=8)
def _trust(certificates: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificates) if certificates else None)
