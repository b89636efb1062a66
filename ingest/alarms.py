"""Tells people by a second route that something has stopped or is late: a webhook and a mail, never a page alone.

Each alarm goes out once an hour at most. Clock alerts wait for office hours; that intake or sending has stopped does
not wait. It refuses to carry names or texts of complainants: references and numbers only.
"""

import threading
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from zoneinfo import ZoneInfo

import httpx
import structlog

from ingest import clock, errors
from ingest.config import Config
from ingest.decide import deadlines
from ingest.model import Delivery, Draft, ReplyKind
from ingest.pipeline import Flow
from ingest.reply import send
from ingest.store import alerts

log = structlog.get_logger()
AGAIN = timedelta(hours=1)
BEFORE_QUIET = timedelta(hours=1)  # how long before the quiet hours it is told what would be due in them
TOLD = ("at risk", "overdue")


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
            if last is not None and timedelta(0) <= now - last < AGAIN:  # less than nothing: the clock was set back
                return
            self._last[(kind, words)] = now
        log.error("alarm", kind=kind, words=words)
        self._call_webhook(kind, words)
        self._mail(f"postroom: {kind}", f"{words}\n\nAt {now:%Y-%m-%d %H:%M} UTC.\n")

    def digest(self, words: str) -> bool:
        """Tell what is late and what will be; whether anybody was reached, or nobody is to be."""
        routes = [self._call_webhook("clocks", words), self._mail("postroom: clocks at risk or overdue", words)]
        return any(routes) or not (self._config.alarms.webhook or self._config.alarms.email)

    def _call_webhook(self, kind: str, words: str) -> bool:
        if not self._config.alarms.webhook:
            return False
        told = {"kind": kind, "words": words, "at": clock.now().isoformat()}
        try:
            httpx.post(self._config.alarms.webhook, json=told, timeout=10).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("the webhook did not take an alarm", reason=type(error).__name__)
            return False
        return True

    def _mail(self, subject: str, words: str) -> bool:
        """Mail everybody who is to be told; whether anybody's mail was taken."""
        taken = [self._mail_to(recipient, subject, words) for recipient in self._config.alarms.email]
        return any(taken)

    def _mail_to(self, recipient: str, subject: str, words: str) -> bool:
        settings = self._config.reply
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
                answer = connection.carry(draft, lambda: True)
        except errors.Error as error:
            log.warning("an alarm could not be mailed", reason=str(error))
            return False
        if answer.delivery is not Delivery.ACCEPTED:
            log.warning("an alarm was not taken", reason=answer.words)
        return answer.delivery is Delivery.ACCEPTED


def watch_clocks(flow: Flow, alarms: Alarms) -> int:
    """Tell people of the clocks that have come to be at risk or overdue since the last look; how many there were.

    Those of post that is held or in quarantine are among them: it has no complaint yet, and its sender waits.

    Never in the quiet hours. What would come to its end in them is told before they begin, so that nothing is late
    that nobody had heard of; what nobody could be told is told at the next look.
    """
    now = clock.now()
    daemon, zone = flow.schedules.daemon, flow.schedules.calendar().tz
    local = now.astimezone(zone)
    if daemon.is_quiet(local.time()):
        return 0
    night = daemon.is_quiet((local + BEFORE_QUIET).time())
    horizon = _morning(local, daemon.quiet_until) if night else now
    with flow.database.read() as connection:
        waiting: list[alerts.Running | alerts.Parked] = [*alerts.running(connection), *alerts.parked(connection)]
    waiting.sort(key=lambda one: one.clock.due)
    lines = [(one, _standing(one, flow, now, horizon)) for one in waiting]
    lines = [(one, standing) for one, standing in lines if standing in TOLD and standing != one.alerted]
    if not lines or not alarms.digest("\n".join(_line(one, standing, zone) for one, standing in lines)):
        return 0
    with flow.database.write() as connection:
        alerts.mark(connection, [(one.id, how) for one, how in lines if isinstance(one, alerts.Running)])
        alerts.mark_parked(connection, [(one.id, how) for one, how in lines if isinstance(one, alerts.Parked)])
    return len(lines)


def _standing(one: alerts.Running | alerts.Parked, flow: Flow, now: datetime, horizon: datetime) -> str:
    standing = deadlines.standing(one.clock, flow.schedules, now)
    return "at risk" if standing == "running" and one.clock.due <= horizon else standing


def _morning(local: datetime, until: time) -> datetime:
    """The next instant at which people may be told again."""
    morning = datetime.combine(local.date(), until, tzinfo=local.tzinfo)
    return morning if morning > local else morning + timedelta(days=1)


def _line(one: alerts.Running | alerts.Parked, standing: str, zone: ZoneInfo) -> str:
    due = one.clock.due.astimezone(zone)
    name = one.clock.name.replace("_", " ")
    return f"{one.reference}: {name} {standing}, due {due:%a %d %b %Y %H:%M} ({one.clock.explanation})"
