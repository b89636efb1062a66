"""Sets large attachments aside before a mail is parsed, so that a 100 MB mail costs its own size and little more.

Parsers hold every line of a mail as an object of its own. Here each long base64 body is replaced by a short token, the
small mail that remains is parsed, and the token leads back to the bytes. The structure is not touched: a base64 body
ends at the next line that begins with two hyphens, which base64 cannot contain (RFC 2045, 6.8).
"""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass

_ENCODING = re.compile(rb"^content-transfer-encoding[ \t]*:\s*\"?base64", re.IGNORECASE | re.MULTILINE)
_SPELLINGS = (b"base64", b"BASE64", b"Base64")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
_ALPHABET = re.compile(rb"[A-Za-z0-9+/=\s]*\Z")
_NOT_ALPHABET = re.compile(rb"[^A-Za-z0-9+/]")
_LONG = 8_192  # bytes from which setting aside is worth it
_HEAD_LIMIT = 200_000
_FIELD_LIMIT = 30_000


@dataclass(frozen=True, slots=True)
class Light:
    """A mail without its weight."""

    content: bytes  # the mail, tokens in place of long base64 bodies
    heavy: dict[bytes, memoryview]  # decoded token -> the base64 text it stands for
    shortened: bool  # whether monstrous headers were cut

    def decoded(self, payload: bytes) -> bytes:
        """The content of a part whose decoded payload is `payload`, tokens resolved."""
        body = self.heavy.get(payload.strip()) if self.heavy else None
        return payload if body is None else decode_base64(body)

    def restored(self, content: bytes) -> bytes:
        """`content` with every token replaced by the text it stands for."""
        for token, body in self.heavy.items():
            content = content.replace(base64.b64encode(token), bytes(body))
        return content


def lighten(content: bytes) -> Light:
    """Set the long base64 bodies of a mail aside.

    Args:
        content: the whole mail as it arrived.
    """
    pieces: list[memoryview | bytes] = []
    heavy: dict[bytes, memoryview] = {}
    view = memoryview(content)
    done = position = 0
    nonce = secrets.token_hex(16).encode()
    said = any(spelling in content for spelling in _SPELLINGS)  # a search of a plain word is a hundred times faster
    while said and (match := _ENCODING.search(content, position)):
        start, end = _body(content, match.end())
        position = max(end, match.end())
        if end - start >= _LONG and _ALPHABET.match(content[start : start + 1_000]):
            token = b"heavy-" + nonce + b"-%d" % len(heavy)
            heavy[token] = view[start:end]
            pieces += [view[done:start], base64.b64encode(token)]
            done = end
    light, shortened = _shorten_head(b"".join([*pieces, view[done:]]) if pieces else content)
    return Light(light, heavy, shortened)


def decode_base64(text: bytes | memoryview) -> bytes:
    """Decode base64 that may be truncated or dirty: as much as there is (RFC 2045, 6.8)."""
    try:
        return binascii.a2b_base64(text)
    except binascii.Error:
        letters = _NOT_ALPHABET.sub(b"", bytes(text))
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4])


def _body(content: bytes, position: int) -> tuple[int, int]:
    """Where the body begins and ends that belongs to the header ending at `position`."""
    blank = _BLANK_LINE.search(content, position, position + 20_000)
    if blank is None:
        return position, position
    end = content.find(b"\n--", blank.end() - 1)
    if end < 0:
        end = len(content)
    return blank.end(), end - (content[end - 1 : end] == b"\r")


def _shorten_head(content: bytes) -> tuple[bytes, bool]:
    """Cut the fields of a monstrous head to a length that parsing cannot be hurt by."""
    blank = _BLANK_LINE.search(content, 0, _HEAD_LIMIT)
    if blank is not None or len(content) <= _HEAD_LIMIT:
        return content, False
    blank = _BLANK_LINE.search(content)
    end = blank.start() if blank else len(content)
    fields = re.split(rb"\r?\n(?![ \t])", content[:end])
    head = b"\r\n".join(_shorten_field(field) for field in fields[:4_000])
    return head + content[end:], True


def _shorten_field(field: bytes) -> bytes:
    """One header field, cut at a comma or space so that what is left still makes sense."""
    if len(field) <= _FIELD_LIMIT:
        return field
    cut = field[:_FIELD_LIMIT]
    place = max(cut.rfind(b","), cut.rfind(b" "))
    return cut[:place] if place > _FIELD_LIMIT // 2 else cut
