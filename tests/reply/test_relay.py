"""Against the real thing: a relay that delivers into Dovecot, and relays that speak TLS."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from ingest import errors
from ingest.model import Delivery, ReplyKind
from ingest.reply import compose, marks, outbox, send
from ingest.reply.context import Context
from ingest.reply.settings import Relay
from tests.reply.ledgers import MemoryLedger, draft


@pytest.mark.smtp
@pytest.mark.dovecot
def test_an_acknowledgement_reaches_the_complainant_s_mailbox(smtp_relay, dovecot, settings):
    """Composed, sent, delivered: threaded under the original, in the right language, with the right reference."""
    received = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)
    complainant = dovecot.user("ada")
    own = settings.model_copy(
        update={"relay": Relay(host=smtp_relay.host, port=smtp_relay.port, security="none", helo="localhost")}
    )
    context = Context(
        reference="PR-26-00123-4",
        channel="email",
        recipient=complainant if "@" in complainant else f"{complainant}@example.com",
        language="it",
        received=received,
        written=received,
        name="Nicolò Però",
        in_reply_to="<one@example.com>",
    )
    ledger = MemoryLedger()
    made = compose.draft(ReplyKind.ACKNOWLEDGEMENT, context, settings=own)
    ledger.add(made)
    assert outbox.Sender(ledger, send.transport_for(own), own).drain(threading.Event()).accepted == 1
    mails = dovecot.messages(complainant)
    for _ in range(100):
        if mails:
            break
        threading.Event().wait(0.1)  # the relay delivers in its own time
        mails = dovecot.messages(complainant)
    (arrived,) = mails
    head = message_from_bytes(arrived, policy=default)
    assert head["Message-ID"] == made.message_id
    assert head["In-Reply-To"] == "<one@example.com>"
    assert head["To"].addresses[0].display_name == "Nicolò Però"
    assert "Abbiamo ricevuto il suo reclamo: PR-26-00123-4" in head["Subject"]
    assert marks.is_ours(head[marks.HEADER], own)


class _Taking:
    """Takes everything."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []
        self.encrypted: list[bool] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        self.contents.append(bytes(envelope.content or b""))
        self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        return "250 taken"


class _Log:
    """Lets one name and password in."""

    def __call__(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        good = getattr(data, "login", b"") == b"postroom" and getattr(data, "password", b"") == b"right"
        return AuthResult(success=good, handled=good)


@pytest.fixture
def secured(tmp_path) -> Iterator[Callable[..., tuple[_Taking, Relay]]]:
    """Starts a relay that speaks TLS, at once or by STARTTLS, with or without log-in."""
    from tests.servers import certificates

    running: list[Controller] = []
    made = certificates.make(tmp_path)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)

    def start(security: str, **changes: object) -> tuple[_Taking, Relay]:
        taking = _Taking()
        extra = {"auth_required": True, "authenticator": _Log()} if "username" in changes else {}
        if security == "starttls":
            controller = Controller(taking, "127.0.0.1", 0, tls_context=context, require_starttls=True, **extra)
        else:
            extra = {**extra, "auth_require_tls": False}  # for aiosmtpd only STARTTLS counts as TLS
            controller = Controller(taking, "127.0.0.1", 0, ssl_context=context, **extra)
        controller.port = _free()
        controller.start()
        running.append(controller)
        trusted: dict[str, object] = {"certificates": Path(made.authority)}
        known = {"host": "127.0.0.1", "port": controller.port, "security": security, "helo": "test.example.org"}
        return taking, Relay(**{**known, **trusted, "timeout_seconds": 5, **changes})  # type: ignore[arg-type] # table

    yield start
    for controller in running:
        controller.stop()


def _free() -> int:
    from tests.servers.process import free_port

    return free_port()


@pytest.mark.smtp
@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd does not see that all is TLS
def test_mail_leaves_encrypted_and_logged_in(security, secured):
    """TLS verified against our own authority, log-in only inside it."""
    taking, relay = secured(security, username="postroom", password="right")
    with send.Smtp(relay).connect() as connection:
        answer = connection.carry(draft(), lambda: True)
    assert answer.delivery is Delivery.ACCEPTED
    assert taking.contents == [draft().content]
    assert taking.encrypted == [True]


@pytest.mark.smtp
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_is_said(secured):
    """An auth failure is an alarm with a remedy, and no mail."""
    taking, relay = secured("starttls", username="postroom", password="wrong")
    with pytest.raises(errors.Refused, match="log-in") as raised, send.Smtp(relay).connect():
        pass
    assert "username" in raised.value.remedy
    assert taking.contents == []


@pytest.mark.smtp
def test_an_authority_nobody_named_is_not_trusted(secured):
    """TLS failure: no plain-text fallback."""
    taking, relay = secured("starttls", certificates=None)
    with pytest.raises(errors.Refused, match=r"(?i)certificate"), send.Smtp(relay).connect():
        pass
    assert taking.contents == []
