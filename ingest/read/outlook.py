"""Turns Outlook's own files (.msg, MS-OXMSG) into the mail they hold, so that one reader reads all mail.

The head is the one the mail came with when Outlook kept it, else it is put together from Outlook's fields. Mails
attached to mails are turned into mails as well.
"""

from email import encoders
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser
from email.utils import format_datetime, formataddr

from oxmsg import Message as Outlook
from oxmsg.attachment import Attachment
from oxmsg.storage import Storage

from ingest.read.characters import clean, line
from ingest.read.guard import guarded

_HEADERS = 0x007D  # PidTagTransportMessageHeaders
_MESSAGE_ID = 0x1035  # PidTagInternetMessageId
_SENDER_NAME, _SENDER, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01  # PidTagSender...
_RTF = 0x1009  # PidTagRtfCompressed
_SHORT_NAME, _DISPLAY_NAME, _CONTENT_ID = 0x3704, 0x3001, 0x3712  # PidTagAttach...
_EMBEDDED = "__substg1.0_3701000D"  # the storage of an attached Outlook item
_DEEPEST = 5
_KEPT_OUT = ("content-", "mime-version")


def as_mail(content: bytes) -> bytes:
    """The mail in an Outlook file, as it would have come over the wire.

    Args:
        content: the whole .msg file.

    Raises:
        errors.Unreadable: the file is damaged.
    """
    with guarded("the Outlook file"):
        return _built(Outlook.load(content), 0).as_bytes()


def _built(outlook: Outlook, depth: int) -> Message:
    mail = MIMEMultipart("mixed")
    for name, value in _head(outlook):
        mail[name] = value if value.isascii() else Header(value, "utf-8", header_name=name).encode()
    texts = MIMEMultipart("alternative")
    for kind, text in (("plain", _plain(outlook)), ("html", outlook.html_body)):
        if text:
            texts.attach(MIMEText(clean(text), kind, "utf-8"))
    mail.attach(texts)
    for attachment in outlook.attachments:
        part = _part(attachment, depth)
        if part is not None:
            mail.attach(part)
    return mail


def _head(outlook: Outlook) -> list[tuple[str, str]]:
    kept = HeaderParser().parsestr(clean(outlook.properties.str_prop_value(_HEADERS) or "").lstrip("\n"))
    head = [(name, line(value, 20_000)) for name, value in kept.items() if not name.lower().startswith(_KEPT_OUT)]
    names = {name.lower() for name, _ in head}
    return head + [(name, value) for name, value in _fields(outlook) if value and name.lower() not in names]


def _fields(outlook: Outlook) -> list[tuple[str, str]]:
    """A head from what Outlook knows."""
    known = outlook.properties.str_prop_value
    name = line(known(_SENDER_NAME) or "", 200)
    address = next((each for each in (known(_SENDER_SMTP), known(_SENDER)) if each and "@" in each), "")
    to = [formataddr((line(each.name, 100), each.email_address)) for each in outlook.recipients if each.email_address]
    return [
        ("From", formataddr((name, line(address))) if address else name),
        ("To", ", ".join(line(each) for each in to[:100])),
        ("Subject", line(outlook.subject)),
        ("Date", format_datetime(outlook.sent_date) if outlook.sent_date else ""),
        ("Message-ID", line(known(_MESSAGE_ID) or "")),
    ]


def _plain(outlook: Outlook) -> str | None:
    if outlook.body or outlook.html_body:
        return outlook.body
    packed = outlook.properties.binary_prop_value(_RTF)
    if not packed:
        return None
    from compressed_rtf import decompress  # type: ignore[import-untyped]  # carries no types; rarely needed
    from striprtf.striprtf import rtf_to_text

    rtf = decompress(packed).decode("latin-1")
    return str(rtf_to_text(rtf, errors="replace"))  # type: ignore[no-untyped-call]  # carries no types


def _part(attachment: Attachment, depth: int) -> Message | None:
    known = attachment.properties.str_prop_value
    embedded = _embedded(attachment)
    if embedded is not None:
        if depth >= _DEEPEST:
            return None
        part = MIMEBase("message", "rfc822")
        part.attach(_built(Outlook(embedded), depth + 1))
        return part
    content = attachment.file_bytes
    if content is None:
        return None
    kind, _, subkind = (line(attachment.mime_type or "") or "application/octet-stream").partition("/")
    part = MIMEBase(kind or "application", subkind or "octet-stream")
    part.set_payload(content)
    encoders.encode_base64(part)
    name = line(attachment.file_name or known(_SHORT_NAME) or known(_DISPLAY_NAME) or "", 200)
    identifier = line(known(_CONTENT_ID) or "", 200)
    part.add_header("Content-Disposition", "inline" if identifier else "attachment", filename=("utf-8", "", name))
    if identifier:
        part["Content-ID"] = f"<{identifier}>"
    return part


def _embedded(attachment: Attachment) -> Storage | None:
    storage = attachment._storage  # the library has no door to attached Outlook items
    found = [each for each in getattr(storage, "storages", ()) if each.path.endswith(_EMBEDDED)]
    return found[0] if found else None
