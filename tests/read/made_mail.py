"""Builds mails for tests: bytes exactly as wanted, well formed or not."""

from email.message import EmailMessage

from ingest.model import Mail, Reading
from ingest.read import MailSettings, Settings, text_of

SENDER = "Mary Example <mary@example.org>"


def mail(
    body: str = "Nobody came.", *, html: str | None = None, subject: str = "My order", **headers: str
) -> EmailMessage:
    """A well-formed mail; keyword `in_reply_to="<x>"` becomes the header In-Reply-To."""
    message = EmailMessage()
    given = {"From": SENDER, "To": "complaints@example.com", "Subject": subject, "Message-ID": "<one@example.org>"}
    given |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    for name, value in given.items():
        message[name] = value
    message.set_content(body)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def raw(head: str | bytes, body: str | bytes = "Nobody came.") -> bytes:
    """A mail byte by byte: a head and a body, line ends as on the wire."""
    head = head if isinstance(head, bytes) else head.encode()
    body = body if isinstance(body, bytes) else body.encode()
    return head.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").strip() + b"\r\n\r\n" + body


def read(message: EmailMessage | bytes, *, name: str = "mail.eml", **settings: object) -> Reading:
    """Read a mail; keywords are mail settings."""
    content = message if isinstance(message, bytes) else message.as_bytes()
    return text_of(content, name, settings=Settings(mail=MailSettings.model_validate(settings)))


def head_of(reading: Reading) -> Mail:
    """The head of a reading that must have one."""
    assert reading.mail is not None
    return reading.mail
