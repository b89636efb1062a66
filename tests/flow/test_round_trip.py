"""The whole way on real servers: SMTP in, IMAP, our reply out by SMTP, back in the complainant's mailbox."""

import email
import email.policy
from collections.abc import Callable
from typing import Any

import pytest

from ingest.store import schema
from tests.flow.installation import Installation, mail

pytestmark = [pytest.mark.dovecot, pytest.mark.smtp]


def configured(dovecot: Any, relay: Any, ours: str) -> str:
    return f"""
[[arrive.mailboxes]]
name = "complaints"
address = "{ours}"
host = "127.0.0.1"
port = {dovecot.port}
security = "none"
user = "{ours}"
password = "pw"
poll_seconds = 5
[reply]
from_address = "{ours}"
company = "Northwind Telecom"
secret = "a secret only for these tests"
[reply.relay]
host = "127.0.0.1"
port = {relay.port}
security = "none"
[reply.ombudsman.GB]
name = "Example Ombudsman"
"""


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [("en", "We have your complaint", "Your reference is"), ("it", "", "numero di pratica")],
)
def test_a_mail_comes_back_as_one_acknowledgement(
    install: Callable[..., Installation], dovecot: Any, smtp_relay: Any, language: str, subject: str, words: str
) -> None:
    """A complaint sent by SMTP is answered once, in its language, with its reference, threaded under it."""
    ours, theirs = dovecot.user(f"complaints-{language}"), dovecot.user(f"margaret-{language}")
    postroom = install(configured(dovecot, smtp_relay, ours))
    postroom.start()
    smtp_relay.send(theirs, ours, mail(1, sender=theirs, language=language))
    postroom.wait(lambda: dovecot.messages(theirs), "an acknowledgement in the complainant's mailbox")
    postroom.wait(lambda: postroom.rows(schema.reply)[0]["delivery"] == "ACCEPTED", "acceptance in the ledger")

    answers = [email.message_from_bytes(one, policy=email.policy.default) for one in dovecot.messages(theirs)]
    assert len(answers) == 1
    answer, complaint = answers[0], postroom.rows(schema.complaint)[0]
    assert complaint["reference"] in answer["Subject"]
    assert subject in answer["Subject"]
    assert answer["In-Reply-To"] == "<mail-1@example.com>"
    assert answer["Auto-Submitted"] == "auto-replied"
    body = answer.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert words in text.replace("\n", " ")
    assert complaint["reference"] in text
    assert "44712" not in text, "nothing of the customer's words is echoed"
    assert complaint["language"] == language
    assert not dovecot.messages(ours), "the mail was moved only after it was stored"
    assert len(dovecot.messages(ours, "Processed")) == 1

    clocks = {row["name"]: row for row in postroom.rows(schema.clock)}
    assert clocks["acknowledgement"]["met"] is not None
    assert clocks["update"]["met"] is None
