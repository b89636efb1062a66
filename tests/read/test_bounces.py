"""Delivery reports: which address failed, for good or for now, and which mail of ours it is about."""

import pytest

from ingest.model import Bounce
from tests.read.made_mail import head_of, raw, read

HEAD = "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.net>\nTo: complaints@example.com\n"


def report(fields: str, *, returned: str = "message/rfc822") -> bytes:
    head = HEAD + (
        "Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'
    )
    body = (
        "--b\n\nThis is the mail system. Your message could not be delivered.\n--b\n"
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n{fields}\n"
        f"--b\nContent-Type: {returned}\n\nMessage-ID: <ours.1@example.com>\nSubject: We have your complaint\n\n"
        "Dear Mary\n--b--\n"
    )
    return raw(head, body.replace("\n", "\r\n"))


def bounce(content: bytes) -> Bounce:
    head = head_of(read(content))
    assert head.automatic == "bounce"
    assert head.bounce is not None
    return head.bounce


def test_a_report_by_the_book() -> None:
    """RFC 3464, field by field, and the Message-ID of the mail that came back."""
    found = bounce(
        report(
            "Final-Recipient: rfc822; Mary@Example.org\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 5.1.1 <mary@example.org>: unknown user"
        )
    )
    assert found.recipient == "mary@example.org"
    assert found.status == "5.1.1"
    assert found.permanent is True
    assert found.message_id == "<ours.1@example.com>"
    assert "unknown user" in found.diagnostic


def test_a_delay_is_not_for_good() -> None:
    """A warning that the mail is late is temporary, whatever code it carries."""
    found = bounce(report("Final-Recipient: rfc822; mary@example.org\nAction: delayed\nStatus: 4.4.1"))
    assert found.permanent is False


def test_the_failed_recipient_of_several_counts() -> None:
    """A report about several recipients is about the one that failed."""
    fields = (
        "Final-Recipient: rfc822; one@example.org\nAction: delivered\nStatus: 2.0.0\n\n"
        "Final-Recipient: rfc822; two@example.org\nAction: failed\nStatus: 5.2.2"
    )
    assert bounce(report(fields)).recipient == "two@example.org"


def test_only_headers_came_back() -> None:
    """The Message-ID is found when nothing but the head was returned (RFC 3462)."""
    found = bounce(
        report("Final-Recipient: rfc822; m@example.org\nAction: failed\nStatus: 5.0.0", returned="text/rfc822-headers")
    )
    assert found.message_id == "<ours.1@example.com>"


def test_a_success_is_a_receipt() -> None:
    """A report that mail was delivered is no failure."""
    content = report("Final-Recipient: rfc822; m@example.org\nAction: delivered\nStatus: 2.0.0")
    assert head_of(read(content)).automatic == "receipt"


@pytest.mark.parametrize(
    ("body", "recipient", "status", "permanent"),
    [
        (
            "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message "
            "to the "
            "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
            "<mary@example.org>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 no such user\n"
            "Giving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: "
            "<complaints@example.com>\n"
            "Message-ID: <ours.2@example.com>\n",
            "mary@example.org", "5.1.1", True,
        ),
        (
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
            "delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) "
            "failed:\n\n"
            "  mary@example.org\n    mailbox is full: retry timeout exceeded\n\n------ This is a copy of the message "
            "------\n\n"
            "Message-ID: <ours.2@example.com>\n",
            "mary@example.org", None, True,
        ),
        (
            "This is a warning only; you need do nothing.\nYour message to mary@example.org has not yet been delivered "
            "and will be retried for 4 days.\n\nMessage-ID: <ours.2@example.com>\n",
            "mary@example.org", None, False,
        ),
        (
            "Impossibile recapitare il messaggio ai seguenti destinatari:\n\n  maria@example.it\n\n550 5.4.1 Recipient "
            "address rejected\n\nMessage-ID: <ours.2@example.com>\n",
            "maria@example.it", "5.4.1", True,
        ),
        (
            "Ihre Nachricht konnte nicht zugestellt werden an:\n\nanna@example.org\nGrund: 452 4.2.2 Postfach voll\n\n"
            "Message-ID: <ours.2@example.com>\n",
            "anna@example.org", "4.2.2", False,
        ),
    ],
)  # fmt: skip
def test_reports_in_free_text(body: str, recipient: str, status: str | None, *, permanent: bool) -> None:
    """The big systems that write what they like are understood: address, code, permanence, our Message-ID."""
    found = bounce(raw(HEAD + "Subject: failure notice", body))
    assert found.recipient == recipient
    assert found.status == status
    assert found.permanent is permanent
    assert found.message_id == "<ours.2@example.com>"


def test_failed_recipients_in_the_head() -> None:
    """Where the text names nobody, X-Failed-Recipients does."""
    found = bounce(raw(HEAD + "Subject: Delivery failed\nX-Failed-Recipients: mary@example.org", "It failed."))
    assert found.recipient == "mary@example.org"


def test_a_report_with_a_broken_boundary() -> None:
    """A report whose boundary is not the one it announces is still read."""
    content = report("Final-Recipient: rfc822; mary@example.org\nAction: failed\nStatus: 5.1.1")
    found = bounce(content.replace(b'boundary="b"', b'boundary="other"'))
    assert found.recipient == "mary@example.org"
    assert found.status == "5.1.1"
