"""Tells people by a second route that something has stopped or is late: a webhook and a mail, never a page alone.

Each alarm goes out once an hour at most. Clock alerts wait for office hours; that intake or sending has stopped does
not wait. It refuses to carry names or texts of complainants: references and numbers only.
"""

import threading
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import httpx
import structlog

from ingest import clock, errors
from ingest.config import Config
from ingest.decide import deadlines
from ingest.model import Draft, ReplyKind
from ingest.pipeline import Flow
from ingest.reply import send
from ingest.store import alerts

log = structlog.get_logger()
AGAIN = timedelta(hours=1)


class Alarms:
    """Where alarms go, and when each went out last."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._last: dict[tuple[str, str], datetime] = {}
        self._lock = threading.Lock()

    def raise_(self, kind: str, words: str) -> None:
        """Send one alarm, unless the same one went out within the hour."""
        now = clock.now()
        with self._lock:
            last = self._last.get((kind, words))
            if last is not None and now - last < AGAIN:
                return
            self._last[(kind, words)] = now
        log.error("alarm", kind=kind, words=words)
        self._call_webhook(kind, words)
        self._mail(f"postroom: {kind}", f"{words}\n\nAt {now:%Y-%m-%d %H:%M} UTC.\n")

    def digest(self, words: str) -> None:
        """Mail what is late and what will be."""
        self._call_webhook("clocks", words)
        self._mail("postroom: clocks at risk or overdue", words)

    def _call_webhook(self, kind: str, words: str) -> None:
        if not self._config.alarms.webhook:
            return
        told = {"kind": kind, "words": words, "at": clock.now().isoformat()}
        try:
            httpx.post(self._config.alarms.webhook, json=told, timeout=10).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("the webhook did not take an alarm", reason=type(error).__name__)

    def _mail(self, subject: str, words: str) -> None:
        settings = self._config.reply
        for recipient in self._config.alarms.email:
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = settings.from_address, recipient, subject
            message["Date"], message["Message-ID"] = format_datetime(clock.now()), make_msgid(domain="postroom.invalid")
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(words)
            draft = Draft(
                kind=ReplyKind.UPDATE, language="en", channel="email", envelope_sender=settings.from_address,
                recipient=recipient, message_id=str(message["Message-ID"]), content=message.as_bytes(), subject=subject,
            )  # fmt: skip
            try:
                with send.transport_for(settings).connect() as connection:
                    connection.carry(draft, lambda: True)
            except errors.Error as error:
                log.warning("an alarm could not be mailed", reason=str(error))


def watch_clocks(flow: Flow, alarms: Alarms) -> int:
    """Mail people the clocks that have come to be at risk or overdue since the last look; how many there were.

    Never in the quiet hours: what comes up at night is told in the morning.
    """
    now = clock.now()
    if flow.schedules.daemon.is_quiet(now.astimezone(flow.schedules.calendar().tz).time()):
        return 0
    with flow.database.read() as connection:
        running = alerts.running(connection)
    lines = []
    for one in running:
        standing = deadlines.standing(one.clock, flow.schedules, now)
        if standing in {"at risk", "overdue"} and standing != one.alerted:
            lines.append((one, standing))
    if not lines:
        return 0
    with flow.database.write() as connection:
        alerts.mark(connection, [(one.id, standing) for one, standing in lines])
    alarms.digest(
        "\n".join(
            f"{one.reference}: {one.clock.name} {standing}, due {one.clock.due:%Y-%m-%d %H:%M} UTC"
            for one, standing in lines
        )
    )
    return len(lines)
