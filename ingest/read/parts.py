"""Takes a mail apart: the text its sender sees as the message, and everything that came with it.

It walks the tree of parts itself (see `tree`), because mail-parser lets the text of attached messages run into the
body, leaves attachments encoded, and drops what it cannot decode.
Nothing is thrown away: a part that cannot be decoded is kept as it stands, and attached mails stay whole.
"""

import re
from dataclasses import dataclass, field
from email.errors import (
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
)
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO

from ingest.read.characters import clean, decode, line
from ingest.read.flowed import unflowed
from ingest.read.heads import decode_words
from ingest.read.heavy import Light, decode_base64, lighten
from ingest.read.settings import MailSettings
from ingest.read.tree import children, fed, tree_of

_DAMAGED = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect)
_SHOWN_BOUNDARY = re.compile(rb"(?m)^--([^\r\n\"]{1,200})\r?\n(?:content-|\r?\n)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that came with a mail."""

    media_type: str  # lower-case, as claimed
    name: str  # as the sender called it, cleaned for display; "" when it has none
    content: bytes  # transfer encoding removed; of an attached mail the whole mail
    charset: str | None = None
    content_id: str | None = None  # without its brackets
    inline: bool = False  # meant to be shown within the text


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the message in one or two renderings; at least one is there."""

    plain: str | None
    html: str | None


@dataclass(slots=True)
class Parsed:
    """A mail taken apart."""

    message: Message  # bodies are better taken from the fields below
    head: list[tuple[str, str]] = field(default_factory=list)  # every header as it came, in order
    blocks: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    charsets: set[str] = field(default_factory=set)


def take_apart(content: bytes, settings: MailSettings) -> Parsed:
    """Parse a mail.

    Args:
        content: the whole mail as it arrived; anything is accepted.
        settings: the limits on parts and nesting.
    """
    content = _without_preamble(content)
    light = lighten(content)
    try:
        message, head, defects = tree_of(light.content)
    except RecursionError:
        return _head_only(light)
    walk = _Walk(light, settings, Parsed(message, head))
    walk.visit(message, 0)
    walk.parsed.defects += defects + (["overlong headers"] if light.shortened else [])
    return walk.parsed


class _Walk:
    """One walk through the parts of one mail."""

    def __init__(self, light: Light, settings: MailSettings, parsed: Parsed) -> None:
        self.light, self.settings, self.parsed = light, settings, parsed
        self.seen = 0
        self.has_body = False

    def visit(self, part: Message, depth: int) -> None:
        """Sort one part and what is in it into body and attachments."""
        self.seen += 1
        if self.seen > self.settings.part_limit:
            self._note("more parts than are read")
        elif part.get_content_maintype() == "message":
            self._attach(part, self._enclosed(part))
        elif part.get_content_maintype() == "multipart" and not part.is_multipart():
            self._broken(part, depth)
        elif not part.is_multipart():
            self._leaf(part)
        elif depth >= self.settings.nesting_limit:
            self._note("nested too deeply")
            self._attach(part, self._bytes_of(part))
        elif part.get_content_type() == "multipart/alternative":
            self._alternatives(part, depth)
        else:
            for child in children(part):
                self.visit(child, depth + 1)

    def _broken(self, part: Message, depth: int) -> None:
        """A multipart without the boundary that its head names: take the one its text shows, or all as text."""
        text = self._payload(part)
        shown = _SHOWN_BOUNDARY.search(text)
        self._note("broken boundary")
        if shown and depth < self.settings.nesting_limit:
            head = b'Content-Type: multipart/mixed; boundary="' + shown[1].strip() + b'"\n\n'
            mended = fed(head + text)
            if mended.is_multipart():
                self.visit(mended, depth + 1)
                return
        self.has_body = True
        self.parsed.blocks.append(Block(clean(decode(text, None)[0]), None))

    def _alternatives(self, part: Message, depth: int) -> None:
        """The renderings of one text become one block."""
        before = len(self.parsed.blocks)
        for child in children(part):
            self.visit(child, depth + 1)
        blocks, self.parsed.blocks[before:] = self.parsed.blocks[before:], []
        plain = "\n".join(block.plain for block in blocks if block.plain is not None)
        html = "\n".join(block.html for block in blocks if block.html is not None)
        if blocks:
            self.parsed.blocks.append(Block(plain or None, html or None) if plain or html else Block("", None))

    def _leaf(self, part: Message) -> None:
        kind, name = part.get_content_type(), _name(part)
        attached = part.get_content_disposition() == "attachment" or (bool(name) and self.has_body)
        content = self._payload(part)
        if kind not in ("text/plain", "text/html") or attached:
            self._attach(part, content)
            return
        self.has_body = True
        if len(content) > 4 * self.settings.text_limit:
            content = content[: 4 * self.settings.text_limit]
            self._note("more text than is read")
        text, defect = decode(content, _charset(part))
        if defect:
            self._note(defect)
        if kind == "text/plain" and _parameter(part, "format") == "flowed":
            text = unflowed(text, delete_space=_parameter(part, "delsp") == "yes")
        text = clean(text)
        self.parsed.blocks.append(Block(None, text) if kind == "text/html" else Block(text, None))

    def _attach(self, part: Message, content: bytes) -> None:
        identifier = line(str(part.get("content-id", "")), 300).strip("<> ")
        self.parsed.parts.append(
            Part(
                media_type=part.get_content_type(),
                name=_name(part),
                content=content,
                charset=_charset(part),
                content_id=identifier or None,
                inline=part.get_content_disposition() != "attachment" and bool(identifier),
            )
        )

    def _payload(self, part: Message) -> bytes:
        try:
            payload = part.get_payload(decode=True)
        except (ValueError, LookupError, AssertionError):  # stdlib's own complaints about broken encodings
            payload = str(part.get_payload()).encode("utf-8", "surrogateescape")
        if not isinstance(payload, bytes):
            return b""
        if any(isinstance(defect, _DAMAGED) for defect in part.defects):
            self._note("damaged base64")
        if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64" and _is_still_encoded(
            part, payload
        ):
            payload = decode_base64(payload)
        decoded = self.light.decoded(payload)
        return decoded if decoded is not payload else self.light.restored(payload)

    def _enclosed(self, part: Message) -> bytes:
        """The bytes of the message within a message/* part."""
        mails = children(part)
        return b"\n".join(self._bytes_of(mail) for mail in mails) if mails else self._payload(part)

    def _bytes_of(self, part: Message) -> bytes:
        target = BytesIO()
        try:
            BytesGenerator(target, mangle_from_=False, maxheaderlen=0).flatten(part)
        except (UnicodeError, LookupError, ValueError, RecursionError, TypeError, KeyError):
            self._note("an attached message is broken")
        return self.light.restored(target.getvalue())

    def _note(self, defect: str) -> None:
        if defect not in self.parsed.defects:
            self.parsed.defects.append(defect)


def _is_still_encoded(part: Message, payload: bytes) -> bool:
    """Whether the standard library gave up on a base64 body and handed it back as it stood."""
    raw = part.get_payload()
    return isinstance(raw, str) and len(raw) == len(payload) and raw.isascii() and raw.encode() == payload


def _without_preamble(content: bytes) -> bytes:
    """The mail without a byte-order mark, blank lines or an mbox line in front of its head."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content[:1] in (b"\r", b"\n"):
        content = content.lstrip(b"\r\n")
    return content


def _head_only(light: Light) -> Parsed:
    """What can be said of a mail nested so deeply that no parser gets through: its head, and its body as text."""
    head, _, body = light.content.replace(b"\r\n", b"\n").partition(b"\n\n")
    message, fields, _ = tree_of(b"\n".join(_plain_head(head)))
    text = clean(decode(light.restored(body)[:1_000_000], None)[0])
    return Parsed(message, fields, blocks=[Block(text, None)], defects=["nested too deeply"])


def _plain_head(head: bytes) -> list[bytes]:
    """The header fields without those that speak of structure."""
    kept, drop = [], False
    for field_line in head.split(b"\n"):
        if not field_line[:1].isspace():
            drop = field_line.lower().startswith((b"content-type", b"content-transfer-encoding"))
        if not drop:
            kept.append(field_line)
    return [*kept, b"", b""]


def _name(part: Message) -> str:
    """The file name a part claims (RFC 2231, or encoded words as most programs write them), for display only."""
    try:
        raw = part.get_filename("") or ""
    except (ValueError, TypeError, LookupError):
        return ""
    if not raw.isascii():
        raw = decode(raw.encode("utf-8", "surrogateescape"), None)[0]
    name = line(decode_words(raw), 200)
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip(". ") if name else ""


def _parameter(part: Message, name: str) -> str:
    """A parameter of Content-Type that is a plain word, in lower case."""
    try:
        value = part.get_param(name)
    except (ValueError, TypeError, LookupError):
        return ""
    return value.strip().lower() if isinstance(value, str) else ""


def _charset(part: Message) -> str | None:
    try:
        charset = part.get_content_charset()
    except (ValueError, TypeError, LookupError, UnicodeError):
        return None
    return str(charset) if charset else None
