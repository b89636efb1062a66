"""Builds the tree of a mail's parts, and says what is defective about it.

What is well formed is split at its boundaries at once; everything else is left to the standard library, which looks at
every line and knows what to make of broken mail. Both give the same tree. What is defective mail-parser tells, which
is shown the tree without the texts in it.
"""

import copy
import logging
import re
from email.errors import MessageError
from email.feedparser import BytesFeedParser
from email.message import Message
from email.parser import BytesHeaderParser

from mailparser import MailParser  # type: ignore[import-untyped]  # carries no types
from mailparser.exceptions import MailParserRecursionError  # type: ignore[import-untyped]  # carries no types

# It would write senders' headers into our log.
logging.getLogger("mailparser").setLevel(logging.CRITICAL + 1)

_LEFT = ("multipart/digest", "message/")  # left to the library: mails in mails
_SLICE = 65_536  # bytes
_DEEPEST = 20  # parts within parts that are split here
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_HOLDS_MESSAGES = re.compile(rb"\ncontent-type\s*:\s*message/", re.IGNORECASE)
_JUDGED = frozenset(
    {
        "from", "to", "cc", "bcc", "reply-to", "date", "content-type", "content-disposition", "content-id",
        "content-transfer-encoding", "mime-version",
    }
)  # fmt: skip
_WORDS = {
    "AddressHeaderDefect": "odd address header",
    "DateHeaderDefect": "odd Date header",
    "CharsetDecodeDefect": "odd characters",
    "MimeHeaderDefect": "odd MIME header",
    "StartBoundaryNotFoundDefect": "broken boundary",
    "CloseBoundaryNotFoundDefect": "truncated: the last boundary is missing",
    "MultipartInvariantViolationDefect": "broken multipart",
    "NoBoundaryInMultipartDefect": "broken boundary",
    "MissingHeaderBodySeparatorDefect": "broken head",
    "FirstHeaderLineIsContinuationDefect": "broken head",
    "MisplacedEnvelopeHeaderDefect": "broken head",
    "InvalidMultipartContentTransferEncodingDefect": "odd transfer encoding",
}


def tree_of(content: bytes) -> tuple[Message, list[tuple[str, str]], list[str]]:
    """The tree of a mail's parts, its head, and what mail-parser found defective.

    Args:
        content: the mail, long bodies set aside.

    Raises:
        RecursionError: the parts are nested too deeply for any parser.
    """
    message = fed(content)
    head = [(str(name), str(value)) for name, value in message.raw_items()]
    try:
        return message, head, _defects(MailParser(_outline(message, outermost=True)))
    except MailParserRecursionError as error:
        raise RecursionError from error
    except (MessageError, AttributeError, TypeError, ValueError, LookupError, AssertionError):  # it stumbles at times
        return message, head, ["broken multipart"]


def children(part: Message) -> list[Message]:
    """The parts of a part."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def fed(content: bytes, depth: int = 0) -> Message:
    """The tree of a mail or part."""
    blank = _BLANK_LINE.search(content)
    if blank is None or content.count(b"\r") != content.count(b"\r\n"):
        return _by_library(content)
    message = BytesHeaderParser().parsebytes(content[: blank.end()])
    if message.defects or message.get_payload() or message.get_content_type().startswith(_LEFT):
        return _by_library(content)
    if message.get_content_maintype() != "multipart":
        message.set_payload(content[blank.end() :].decode("ascii", "surrogateescape"))
        return message
    pieces = _split(message, content[blank.end() - 1 :]) if depth < _DEEPEST else []
    parts = [fed(piece, depth + 1) for piece in pieces]
    if not parts or any(part.defects for part in parts):
        return _by_library(content)
    message.set_payload([*parts])
    return message


def _split(message: Message, body: bytes) -> list[bytes]:
    """The parts of a well-formed multipart, whose body begins with a line end; none when anything is odd about it."""
    boundary = message.get_boundary()
    encoding = str(message.get("content-transfer-encoding", "7bit")).lower()
    if not boundary or encoding not in ("7bit", "8bit", "binary") or _HOLDS_MESSAGES.search(body):
        return []
    name = re.escape(boundary.encode("ascii", "surrogateescape"))
    pieces = re.split(rb"\r?\n--" + name + rb"(--)?[ \t]*(?=\r?\n|\Z)", body)
    ends = pieces[1::2]  # what stands behind each boundary: nothing, or the hyphens of the last
    if len(ends) < 2 or ends[-1] is None or any(ends[:-1]):
        return []
    return [piece.removeprefix(b"\r").removeprefix(b"\n") for piece in pieces[2:-1:2]]


def _by_library(content: bytes) -> Message:
    """What the library makes of it, fed in slices: as one text it would cost four times its size."""
    parser = BytesFeedParser()
    view = memoryview(content)
    for start in range(0, len(content), _SLICE):
        parser.feed(bytes(view[start : start + _SLICE]))
    return parser.close()


def _outline(part: Message, *, outermost: bool = False) -> Message:
    """The tree without what stands in it: mail-parser would decode every text once more.

    Of the outermost head only what it has to judge is kept: it would decode every header and take every hop apart.
    """
    outline = copy.copy(part)
    if outermost:
        outline = Message(part.policy)
        outline.defects = part.defects
        outline.preamble, outline.epilogue = part.preamble, part.epilogue
        for name, value in part.raw_items():
            if name.lower() in _JUDGED:
                outline.set_raw(name, value)
    outline.set_payload([_outline(child) for child in children(part)] if part.is_multipart() else "")
    return outline


def _defects(parser: MailParser) -> list[str]:
    """mail-parser's findings in our words: the kinds only, without the sender's data."""
    names = sorted(str(name) for name in parser.defects_categories)
    return [_WORDS.get(name, name.removesuffix("Defect")) for name in names]
