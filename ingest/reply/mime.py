"""Writes a mail as it goes over the wire: a head of exactly the given lines, then the text and the same as HTML.

RFC 5322 and MIME, written straight out: nothing here reads a value, so no value can come to mean something. One that
could end its line is refused. It chooses no words and knows no settings.
"""

import re
from binascii import b2a_qp
from collections.abc import Iterable
from email.header import Header
from email.utils import quote

from ingest import errors

ENCODED = "=?"  # begins an encoded word (RFC 2047), which whoever reads the head would decode
_ORDINARY = re.compile(r"[A-Za-z][A-Za-z \-]*")  # a name that needs no quoting
_LETTER = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"  # anything that neither ends a line nor steers one
_VALUE = re.compile(rf"(?!\s){_LETTER}+(\r\n (?!\s){_LETTER}+)*")
_NAME = re.compile(r"[A-Za-z][A-Za-z\-]*")
_LONGEST = 998  # bytes of a line, RFC 5322 2.1.1


def mail(head: Iterable[tuple[str, str]], text: str, html: str, boundary: str) -> bytes:
    """A multipart/alternative mail with CRLF line ends; ASCII unless an address in the head is not.

    Args:
        head: names and values of the head's lines, in order; values as `words` and `mailbox` make them.
        text: the plain text.
        html: the page that says the same.
        boundary: a line that stands in neither.

    Raises:
        errors.Refused: a name or a value could become another line than it was given for.
    """
    lines = [*head, ("MIME-Version", "1.0"), ("Content-Type", f'multipart/alternative; boundary="{boundary}"')]
    top = b"".join(_line(name, value) for name, value in lines)
    parts = b"".join(_part(boundary, kind, body) for kind, body in (("plain", text), ("html", html)))
    return top + b"\r\n" + parts + f"--{boundary}--\r\n".encode("ascii")


def words(text: str, name: str) -> str:
    """Free text as the value of the head's line of this name: encoded (RFC 2047) where it is more than plain ASCII."""
    is_plain = text.isascii() and text.isprintable() and ENCODED not in text
    return Header(text, "us-ascii" if is_plain else "utf-8", header_name=name).encode(linesep="\r\n")


def mailbox(name: str, address: str, header: str) -> str:
    """One address with a name, as the value of the head's line `header`; only the address when there is no name."""
    if not name:
        return address
    if _ORDINARY.fullmatch(name):
        return f"{name} <{address}>"
    if name.isascii() and name.isprintable() and ENCODED not in name:
        return f'"{quote(name)}" <{address}>'
    encoded = Header(name, "utf-8", header_name=header).encode(linesep="\r\n")
    return f"{encoded} <{address}>"


def _line(name: str, value: str) -> bytes:
    line = f"{name}: {value}\r\n".encode("utf-8", "replace")
    longest = max(len(row) for row in line.split(b"\r\n"))
    if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value) or longest > _LONGEST:
        raise errors.Refused("the head of the mail could not be written safely", remedy="Answer this one by hand.")
    return line


def _part(boundary: str, kind: str, body: str) -> bytes:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    head = (
        f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    )
    return head.encode("ascii") + b"\r\n" + b2a_qp(ended, istext=True) + b"\r\n"
