"""The machines that other tests stand on do what their names say."""

import imaplib
import ssl
import time
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest

from tests.servers import process


def _mail(subject: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Anna Example <anna@example.com>", subject
    message.set_content("Good morning.\n")
    return bytes(message)


def _wait_for(dovecot, user: str, count: int) -> list[bytes]:
    end = time.monotonic() + 20
    while len(found := dovecot.messages(user)) < count and time.monotonic() < end:
        time.sleep(0.05)
    return found


@pytest.mark.smtp
@pytest.mark.dovecot
def test_a_mail_sent_by_smtp_is_in_the_imap_mailbox(dovecot, smtp_relay) -> None:
    """The relay delivers into Dovecot, to the address it was sent to."""
    user = dovecot.user()
    smtp_relay.send("anna@example.com", user, _mail("round"))
    found = _wait_for(dovecot, user, 1)
    assert len(found) == 1
    assert b"Subject: round" in found[0]
    assert b"Return-Path: <anna@example.com>" in found[0]


@pytest.mark.dovecot
def test_dovecot_speaks_tls_with_a_certificate_of_the_test_authority(dovecot) -> None:
    """A client that trusts the authority is let in; one that does not is warned."""
    trusted = ssl.create_default_context(cafile=str(dovecot.authority))
    imaplib.IMAP4_SSL("localhost", dovecot.imaps_port, ssl_context=trusted).logout()
    with pytest.raises(ssl.SSLCertVerificationError):
        imaplib.IMAP4_SSL("localhost", dovecot.imaps_port, ssl_context=ssl.create_default_context())


@pytest.mark.dovecot
def test_renumbering_changes_uidvalidity_and_keeps_the_mail(dovecot) -> None:
    """A new UIDVALIDITY comes with the same messages."""
    user = dovecot.user()
    dovecot.deliver(user, _mail("one"), _mail("two"))
    with dovecot.client(user, None) as client:
        before = client.select_folder("INBOX")[b"UIDVALIDITY"]
    dovecot.renumber(user)
    with dovecot.client(user, None) as client:
        after = client.select_folder("INBOX")
    assert after[b"UIDVALIDITY"] != before
    assert after[b"EXISTS"] == 2


@pytest.mark.postgres
def test_each_database_is_empty_and_survives_a_restart(postgres, postgres_url) -> None:
    """A restart cuts connections and keeps what was committed."""
    address = postgres_url.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    postgres.restart()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


@pytest.mark.smtp
def test_the_scripted_server_fails_where_it_is_told(scripted_smtp) -> None:
    """Each phase can refuse; without a script everything is taken."""
    import smtplib

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", scripted_smtp.port) as connection:
            connection.sendmail("a@example.com", ["b@example.org"], _mail("x"))

    for phase, code in (("MAIL", 451), ("RCPT", 550), ("DATA", 451), ("DOT", 552)):
        scripted_smtp.answers = {phase: [f"{code} 4.3.0 no"]}
        with pytest.raises(smtplib.SMTPException):
            send()
    assert scripted_smtp.taken == []
    send()
    assert [taken.recipients for taken in scripted_smtp.taken] == [["b@example.org"]]
    scripted_smtp.answers = {"DOT": ["take and drop"]}
    with pytest.raises(smtplib.SMTPException):
        send()
    assert len(scripted_smtp.taken) == 2


@pytest.mark.smtp
@pytest.mark.dovecot
def test_the_relay_has_a_stand_in_where_root_is_not_to_be_had(dovecot) -> None:
    """Without OpenSMTPD mail is delivered through the same LMTP."""
    from tests.servers import smtp

    relay, user = smtp._start_stand_in(dovecot.lmtp_port), dovecot.user()
    try:
        relay.send("anna@example.com", user, _mail("stand-in"))
        assert len(_wait_for(dovecot, user, 1)) == 1
    finally:
        relay.stop()


@pytest.mark.chromium
def test_chromium_shows_a_page(chromium) -> None:
    """A page is rendered without any network."""
    page = chromium.new_page()
    page.set_content("<title>Post</title><p>hello</p>")
    assert page.title() == "Post"
    page.close()


def test_a_missing_program_is_named_with_its_remedy() -> None:
    """Whoever lacks a package reads which, and the command that installs it."""
    with pytest.raises(process.MissingError, match=r"no-such-program.*some-package.*make setup"):
        process.program("no-such-program", "some-package")


def test_a_child_that_does_not_start_shows_its_last_words(tmp_path: Path) -> None:
    """A failing server says why in the error."""
    child = process.Process(["sh", "-c", "echo cannot bind; exit 3"], tmp_path / "log")
    with pytest.raises(RuntimeError, match="cannot bind"):
        child.wait_until(lambda: False)
