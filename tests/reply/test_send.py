"""SMTP against a real server on a free port that fails on purpose, phase by phase."""

import socket
import ssl
import threading
from collections.abc import Iterator

import pytest

from ingest import errors
from ingest.model import Delivery
from ingest.reply import outbox, send
from ingest.reply.settings import Rates, Relay, Settings
from ingest.reply.transport import Answer
from tests.reply.ledgers import MemoryLedger, draft

pytestmark = pytest.mark.smtp


def relay(port: int, **changes: object) -> Relay:
    known = {"host": "127.0.0.1", "port": port, "security": "none", "timeout_seconds": 1, "dot_timeout_seconds": 1}
    return Relay(**{**known, "helo": "test.example.org", **changes})  # type: ignore[arg-type] # a table of settings


def carried(scripted_smtp, one=None, *, marker: bool = True) -> tuple[Answer, list[str]]:
    """How one mail ended, and the phases the server had seen when the marker was asked for."""
    before: list[str] = []

    def marked() -> bool:
        before.extend(scripted_smtp.seen)
        return marker

    with send.Smtp(relay(scripted_smtp.port)).connect() as connection:
        return connection.carry(one or draft(), marked), before


def test_a_mail_arrives_byte_for_byte(scripted_smtp):
    """What is frozen is what leaves: dots at line ends included; the server's words are kept."""
    answer, before = carried(scripted_smtp)
    assert (answer.delivery, answer.words) == (Delivery.ACCEPTED, "the end of DATA: 250 2.0.0 taken")
    assert answer.reusable
    assert before == ["MAIL", "RCPT", "DATA"], "the marker comes after DATA and before the dot"
    (taken,) = scripted_smtp.taken
    assert taken.content == draft().content
    assert (taken.sender, taken.recipients) == (draft().envelope_sender, [draft().recipient])


FAILURES = [
    ("MAIL", "451 4.3.0 later", Delivery.DEFERRED, "MAIL: 451 4.3.0 later"),
    ("MAIL", "550 5.7.1 no", Delivery.REJECTED, "MAIL: 550 5.7.1 no"),
    ("MAIL", "421 4.3.2 closing", Delivery.DEFERRED, "MAIL: 421"),
    ("MAIL", "drop", Delivery.DEFERRED, "connection lost at MAIL"),
    ("MAIL", "hang", Delivery.DEFERRED, "connection lost at MAIL"),
    ("RCPT", "450 4.2.1 greylisted", Delivery.DEFERRED, "RCPT: 450 4.2.1 greylisted"),
    ("RCPT", "550 5.1.1 no such user", Delivery.REJECTED, "RCPT: 550 5.1.1 no such user"),
    ("RCPT", "drop", Delivery.DEFERRED, "connection lost at RCPT"),
    ("DATA", "451 4.3.0 later", Delivery.DEFERRED, "DATA: 451 4.3.0 later"),
    ("DATA", "554 5.3.4 no", Delivery.REJECTED, "DATA: 554 5.3.4 no"),
    ("DATA", "drop", Delivery.DEFERRED, "connection lost at DATA"),
    ("DATA", "hang", Delivery.DEFERRED, "connection lost at DATA"),
    ("DOT", "451 4.3.0 later", Delivery.DEFERRED, "the end of DATA: 451 4.3.0 later"),
    ("DOT", "554 5.7.1 spam", Delivery.REJECTED, "the end of DATA: 554 5.7.1 spam"),
    ("DOT", "drop", Delivery.UNCERTAIN, "no answer to the final dot"),
    ("DOT", "take and drop", Delivery.UNCERTAIN, "no answer to the final dot"),
    ("DOT", "hang", Delivery.UNCERTAIN, "no answer to the final dot"),
]


@pytest.mark.parametrize(("phase", "act", "delivery", "words"), FAILURES)
def test_each_failure_in_each_phase_is_told_apart(phase, act, delivery, words, scripted_smtp):
    """4xx: DEFERRED; 5xx: REJECTED; silence before the marker: retry; after it: UNCERTAIN, never failed."""
    scripted_smtp.answers[phase] = act
    answer, before = carried(scripted_smtp)
    assert answer.delivery is delivery
    assert answer.words.startswith(words)
    assert bool(before) is (phase == "DOT"), "the marker is asked for only when the dot comes next"


def test_a_refused_marker_sends_no_dot(scripted_smtp):
    """The fencing token is gone: the connection is dropped, and the server has nothing."""
    answer, _ = carried(scripted_smtp, marker=False)
    assert (answer.delivery, answer.reusable) == (Delivery.CLAIMED, False)
    assert "DOT" not in scripted_smtp.seen
    assert scripted_smtp.taken == []


def test_a_refusal_leaves_the_connection_usable(scripted_smtp):
    """Connection reuse: one bad recipient does not cost the others their connection."""
    scripted_smtp.answers["RCPT"] = ["550 5.1.1 no such user"]
    with send.Smtp(relay(scripted_smtp.port)).connect() as connection:
        answers = [connection.carry(draft(number), lambda: True) for number in range(3)]
    assert [answer.delivery for answer in answers] == [Delivery.REJECTED, Delivery.ACCEPTED, Delivery.ACCEPTED]
    assert len(scripted_smtp.taken) == 2


def test_a_non_ascii_address_needs_smtputf8(scripted_smtp):
    """SMTPUTF8 is used when the relay offers it."""
    answer, _ = carried(scripted_smtp, draft(1, "zoë@example.com"))
    assert answer.delivery is Delivery.ACCEPTED
    assert scripted_smtp.taken[0].recipients == ["zoë@example.com"]


def test_nobody_there_is_for_now(free_port):
    """A relay that is down is waited for."""
    with pytest.raises(errors.Unavailable, match="does not answer"), send.Smtp(relay(free_port)).connect():
        pass


def test_a_relay_without_encryption_is_refused(scripted_smtp):
    """TLS required unless configured otherwise: no plain-text fallback."""
    wanted = relay(scripted_smtp.port, security="starttls")
    with pytest.raises(errors.Refused, match="STARTTLS"), send.Smtp(wanted).connect():
        pass
    assert scripted_smtp.seen == []


def test_a_log_in_over_a_relay_that_knows_none_is_refused(scripted_smtp):
    """An auth failure stops with our words, not with a traceback."""
    wanted = relay(scripted_smtp.port, username="postroom", password="x")
    with pytest.raises(errors.Refused), send.Smtp(wanted).connect():
        pass


def test_a_certificate_nobody_trusts_is_refused(tls_banner):
    """A relay we cannot verify gets no mail."""
    wanted = relay(tls_banner, security="tls", host="localhost")
    with pytest.raises(errors.Refused, match=r"(?i)certificate"), send.Smtp(wanted).connect():
        pass


def test_a_banner_that_never_comes_is_for_now(silent_port):
    """Slow-loris on SMTP: a time limit, then a retry."""
    with pytest.raises(errors.Unavailable), send.Smtp(relay(silent_port, timeout_seconds=0.3)).connect():
        pass


def test_stuffing():
    """Lines end in CRLF and leading dots are doubled (RFC 5321 4.5.2), bare CR and LF included."""
    assert send.stuffed(b".a\n..b\r.c\r\nd") == b"..a\r\n...b\r\n..c\r\nd\r\n"


def test_the_whole_outbox_over_a_real_connection(scripted_smtp):
    """Every ending at once: each reply stands where it belongs, and each accepted mail is there once."""
    ledger = MemoryLedger()
    for number in range(40):
        ledger.add(draft(number))
    scripted_smtp.answers["RCPT"] = ["550 5.1.1 no such user", "450 4.2.0 later"]
    scripted_smtp.answers["DOT"] = ["take and drop", "451 4.3.0 later"]
    settings = Settings(relay=relay(scripted_smtp.port, connections=1), rates=Rates())
    tally = outbox.Sender(ledger, send.transport_for(settings), settings).drain(threading.Event())
    assert tally.counts == {
        Delivery.REJECTED: 1,
        Delivery.DEFERRED: 2,
        Delivery.UNCERTAIN: 1,
        Delivery.ACCEPTED: 36,
    }
    ids = [one.content.split(b"Message-ID: ")[1].split(b"\r\n")[0] for one in scripted_smtp.taken]
    assert len(ids) == len(set(ids)) == 37, "the uncertain one was taken, and only once"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def tls_banner(tmp_path) -> Iterator[int]:
    """A TLS server whose certificate no authority signed."""
    from tests.servers import certificates

    made = certificates.make(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            connection, _ = listener.accept()
            with connection, context.wrap_socket(connection, server_side=True) as secured:
                secured.recv(100)
        except OSError:
            pass  # the client hung up, as it should

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1]
    listener.close()
    thread.join()


def test_the_final_dot_is_not_held_back(scripted_smtp):
    """Small commands leave at once: until the text is acknowledged, each mail would wait 40 ms for its dot."""
    with send.Smtp(relay(scripted_smtp.port)).connect() as connection:
        assert connection._server.sock is not None
        assert connection._server.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
