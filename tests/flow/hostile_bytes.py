"""Builds hostile mails byte by byte, and says in one word what may become of them."""

import base64
import io
import zipfile

from ingest.model import State
from tests.flow.hostile import ADDRESS, CLOSED, OPEN, WORDS, Case

UNANSWERED = frozenset({State.OPEN, State.HELD, State.CLOSED})


def mail(
    name: str, body: str | bytes = WORDS, *, head: str | bytes = "", envelope: str | None = "", **given: str
) -> bytes:
    """A mail from NAME@example.org.

    Args:
        name: of the case.
        body: as it goes over the wire.
        head: further header lines.
        envelope: its Return-Path; "" for the sender's own address, None for none.
        given: From, Subject, Message_ID, To or Date in other words; "-" leaves that line out.
    """
    sender = f"{name}@example.org"
    lines = {
        "From": f"Margaret Ellison <{sender}>",
        "To": ADDRESS,
        "Subject": f"Complaint {name}",
        "Message-ID": f"<{name}@example.org>",
        "Date": "Thu, 05 Mar 2026 10:00:00 +0000",
    } | {key.replace("_", "-"): value for key, value in given.items()}
    written = [f"Return-Path: <{envelope or sender}>"] if envelope is not None else []
    written += [f"{key}: {value}" for key, value in lines.items() if value != "-"]
    rest = head if isinstance(head, bytes) else head.encode()
    rest = rest.replace(b"\n", b"\r\n") + b"\r\n" if rest else b""
    return (
        "\r\n".join(written).encode() + b"\r\n" + rest + b"\r\n" + (body if isinstance(body, bytes) else body.encode())
    )


def answered(name: str, content: bytes, *, to: str = "", told: str = WORDS, **more: str) -> Case:
    """A mail that is a complaint all the same, and is acknowledged."""
    return Case(name, content, OPEN, to=to or f"{name}@example.org", told=told, **more)


def silent(name: str, content: bytes, states: frozenset[State] = CLOSED, **more: str) -> Case:
    """A mail that nobody may answer by machine."""
    return Case(name, content, states, **more)


def html(name: str, payload: str) -> Case:
    """A complaint in HTML with a payload between its words."""
    head = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8"
    body = f"<html><body><p>{WORDS}</p>{payload}<p>Margaret Ellison</p></body></html>"
    return answered(name, mail(name, body, head=head), untold="evil")


def attached(name: str, content: bytes, file: str) -> bytes:
    """A complaint with one attachment."""
    coded = base64.encodebytes(content).decode()
    head = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"'
    body = (
        f"--b\r\nContent-Type: text/plain\r\n\r\n{WORDS}\r\n--b\r\nContent-Type: application/octet-stream; "
        f'name="{file}"\r\nContent-Disposition: attachment; filename="{file}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{coded}\r\n--b--\r\n"
    )
    return mail(name, body, head=head)


def typed(charset: str) -> str:
    return f'MIME-Version: 1.0\nContent-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: 8bit'


def nested(depth: int) -> str:
    """Multiparts in each other, and the header of the outermost one in front."""
    body = f"\r\n{WORDS}"
    for number in range(depth):
        body = f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n{body}\r\n--b{number}--\r\n'
    return body


def rfc822(name: str, depth: int) -> bytes:
    """A mail in a mail in a mail, each saying its words before the next."""
    content = mail(f"{name}-innermost", "The innermost words.")
    for number in range(depth):
        head = f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="m{number}"'
        body = f"--m{number}\r\nContent-Type: text/plain\r\n\r\n{WORDS}\r\n--m{number}\r\n".encode()
        body += b"Content-Type: message/rfc822\r\n\r\n" + content + f"\r\n--m{number}--\r\n".encode()
        content = mail(name, body, head=head)
    return content


def multipart(kind: str, *parts: str) -> tuple[str, str]:
    """Head and body of a multipart of this kind."""
    body = "".join(f"--p\r\n{part}\r\n" for part in parts) + "--p--\r\n"
    return f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="p"', body


def bomb(size: int) -> bytes:
    """A small archive that unpacks to `size` bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("letter.txt", "w") as file:
        for _ in range(size // 1_000_000):
            file.write(bytes(1_000_000))
    return target.getvalue()


def slip() -> bytes:
    """An archive whose members want to be written elsewhere."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("../../../../../tmp/evil.txt", "/tmp/evil.txt", "..\\..\\evil.txt", "a/../../evil.txt"):
            archive.writestr(name, "The words of the inner file.")
    return target.getvalue()


def report(name: str, about: str) -> bytes:
    """A delivery report (RFC 3464)."""
    head, body = multipart(
        "report; report-type=delivery-status",
        "Content-Type: text/plain\r\n\r\nYour message could not be delivered.",
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; {about}\r\nAction: failed\r\nStatus: 5.1.1\r\n",
    )
    return mail(name, body, head=head, envelope=None, From="MAILER-DAEMON@example.net", Subject="Undelivered")


def structured(name: str, kind: str, *parts: str, **given: str) -> bytes:
    """A mail that is a multipart of this kind."""
    head, body = multipart(kind, *parts)
    return mail(name, body, head=head, **given)
