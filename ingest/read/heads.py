"""The head of a mail: its headers, decoded, and who says they wrote to whom.

mail-parser takes the structure of addresses and dates apart; this module mends what it leaves: raw 8-bit headers,
unknown character sets, names in quoted encoded words, dates without a zone. Nothing here is believed: headers are the
sender's claims, kept and shown as text, and an address that is not one plain mailbox is not an address.
"""

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from mailparser.dates import parse_mail_date  # type: ignore[import-untyped]  # carries no types
from mailparser.utils import get_addresses  # type: ignore[import-untyped]  # carries no types

from ingest.read.characters import clean, decode, line

Headers = tuple[tuple[str, str], ...]

_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,80}\?[bqBQ]\?")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@\x00-\x1f]{1,64}@[^\s<>()\[\],;:\"\\@\x00-\x1f]{1,255}")
_IN_ANGLES = re.compile(r"<\s*([^<>\s@]+@[^<>\s@]+)\s*>")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_HEADER_LIMIT = 100_000  # characters of one header value; more is an attack
_HEADERS_LIMIT = 2_000
_LIST_LIMIT = 200  # addresses kept of one header
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def headers_of(head: list[tuple[str, str]]) -> tuple[Headers, tuple[str, ...]]:
    """Every header in order, names in lower case, values unfolded and decoded; and what was odd about them.

    Args:
        head: names and values as they came, raw 8-bit bytes as surrogates.
    """
    headers: list[tuple[str, str]] = []
    defects: list[str] = []
    for name, value in head:
        if len(headers) == _HEADERS_LIMIT:
            defects.append("more headers than are read")
            break
        if len(value) > _HEADER_LIMIT:
            defects.append(f"overlong {line(name.lower(), 60)} header")
        headers.append((line(name.lower(), 200), _value(value[:_HEADER_LIMIT])))
    counts = [name for name, _ in headers]
    defects += [f"two {name.capitalize()} headers" for name in ("from", "subject", "date") if counts.count(name) > 1]
    return tuple(headers), tuple(defects)


def first(headers: Headers, name: str) -> str | None:
    """The first header of that name, or None."""
    return next((value for key, value in headers if key == name), None)


def every(headers: Headers, name: str) -> list[str]:
    """Every header of that name, in order."""
    return [value for key, value in headers if key == name]


def addresses(message: Message, name: str) -> tuple[tuple[str, str], ...]:
    """The mailboxes of an address header: pairs of display name and lower-case address.

    An item that is not exactly one mailbox (`a@x@y`) yields nothing (RFC 5322, 3.4).
    """
    found: list[tuple[str, str]] = []
    for raw in _raw(message, name)[:20]:
        found += _mailboxes(_eight_bit(raw)[:_HEADER_LIMIT])
        if len(found) >= _LIST_LIMIT:
            break
    return tuple(found[:_LIST_LIMIT])


def envelope_sender(headers: Headers) -> str | None:
    """The address in Return-Path: "" for the null sender, None without the header or an address in it."""
    value = first(headers, "return-path")
    if value is None:
        return None
    inner = value.strip().strip("<>").strip()
    if not inner or inner.upper() == "MAILER-DAEMON":
        return ""
    match = _ADDRESS.fullmatch(inner)
    return match[0].lower() if match else None


def date(message: Message) -> tuple[datetime | None, tuple[str, ...]]:
    """What the Date header claims, in UTC, and what was odd about it; a claim, never a clock."""
    raw = next(iter(_raw(message, "date")), None)
    if raw is None:
        return None, ()
    value = parse_mail_date(raw[:300]).value
    defects: tuple[str, ...] = ()
    if value is None:
        value, defects = _loose_date(clean(_eight_bit(raw[:300]))), ("odd Date header",)
    if value is None or value < _EARLIEST:
        return None, ("no usable Date header",)
    return value.astimezone(UTC), defects


def message_ids(headers: Headers, name: str) -> tuple[str, ...]:
    """The message identifiers in a header, with their brackets, in order and without repeats."""
    found = [match for value in every(headers, name) for match in _MESSAGE_ID.findall(value)]
    return tuple(dict.fromkeys(found))[:_LIST_LIMIT]


def decode_words(value: str) -> str:
    """`value` with its encoded words (RFC 2047) decoded, character sets of any name included."""
    if not _ENCODED_WORD.search(value):
        return value
    try:
        pieces = decode_header(re.sub(r"\?=(?==\?)", "?= ", value))
    except (HeaderParseError, ValueError):
        return value
    return "".join(decode(piece, charset)[0] if isinstance(piece, bytes) else piece for piece, charset in pieces)


def _raw(message: Message, name: str) -> list[str]:
    """The values of a header as they came; `get_all` would replace 8-bit letters."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name]


def _value(raw: str) -> str:
    return clean(decode_words(" ".join(_eight_bit(raw).split()))).replace("\n", " ").strip()


def _eight_bit(raw: str) -> str:
    """A header value whose raw 8-bit bytes stand as surrogates (PEP 383), decoded."""
    if raw.isascii():
        return raw
    try:
        content = raw.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:  # real characters beside surrogates: it was text already
        return clean(raw)
    return decode(content, None)[0]


def _mailboxes(value: str) -> list[tuple[str, str]]:
    try:
        parsed = get_addresses(value, decode_names=True)
    except (MessageError, ValueError, LookupError, IndexError, AttributeError):  # it stumbles over broken encoded words
        parsed = []
    found = [(_name(name), address.lower()) for name, address in parsed if address and _is_address(address)]
    return found or _lenient(value)


def _is_address(text: str) -> bool:
    """Whether a text is one plain mailbox; encoded words are text, and nobody's mailbox (RFC 2047, 5)."""
    return "=?" not in text and bool(_ADDRESS.fullmatch(text))


def _lenient(value: str) -> list[tuple[str, str]]:
    """The one mailbox of a header that breaks the grammar, when there is exactly one to see."""
    if value.count("@") > 40:
        return []
    seen = _IN_ANGLES.findall(value)
    if len(seen) == 1 and _is_address(seen[0]):
        return [(_name(value[: value.index("<")]), seen[0].lower())]
    bare = value.strip(" \t<>\"'(),;")
    return [("", bare.lower())] if not seen and _is_address(bare) else []


def _name(raw: str) -> str:
    name = line(decode_words(raw), 200).strip("\"' ")
    return "" if _ADDRESS.fullmatch(name.strip("<> ")) else name


def _loose_date(raw: str) -> datetime | None:
    """Dates the grammar does not know: without a zone, or ISO 8601."""
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            value = parse(raw.strip())
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
