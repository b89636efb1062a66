"""Reads mail, however it is packed: plain, in certified mail (PEC), passed on as an attachment, in Outlook's packing.

What is packed is read as if it had come by itself; what the packing says (the certified instant, the colleague who
passed it on, the way it took) is kept beside it. Nothing in a packing is believed but what the settings trust.
"""

from dataclasses import replace
from email.message import Message as Parts
from pathlib import Path

from ingest import errors
from ingest.model import Attachment, Mail, Reading, Section, SectionKind
from ingest.read import heads
from ingest.read.attached import listed
from ingest.read.certified import Envelope, envelope_of
from ingest.read.colleagues import is_colleague
from ingest.read.growing import GAP
from ingest.read.inner import Inner
from ingest.read.message import Message
from ingest.read.parts import Parsed, Part, take_apart
from ingest.read.wrapped import unwrap

_INNER_HEADERS = frozenset(
    {
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "reply-to",
        "sender",
        "mime-version",
    }
)
_SHORT_NOTE = 600  # characters a colleague writes above a mail passed on as an attachment


def read_mail(content: bytes, inner: Inner, *, images: Path | None = None) -> Reading:
    """Read one mail.

    Args:
        content: the whole mail as it arrived.
        inner: who reads what is found inside, with the settings.
        images: a folder for the page images of attached scans.

    Raises:
        errors.LimitExceeded: the mail is larger than the settings allow.
    """
    if len(content) > inner.settings.mail.size_limit:
        raise errors.LimitExceeded("the mail is larger than is read")
    return _read(take_apart(content, inner.settings.mail), inner, images)


def read_packed(content: bytes, inner: Inner, *, images: Path | None = None) -> Reading:
    """Read a winmail.dat that came on its own; arguments and errors as for `read_mail`."""
    parsed = Parsed(Parts(), parts=[Part("application/ms-tnef", "winmail.dat", content)])
    return _read(parsed, inner, images)


def _read(parsed: Parsed, inner: Inner, images: Path | None) -> Reading:
    notes = unwrap(parsed, inner.settings.mail)
    headers, odd = heads.headers_of(parsed.head)
    envelope = envelope_of(parsed, headers, inner.settings.mail.certified_senders)
    if envelope and envelope.inner:
        packed = _inside(envelope.inner, inner, images)
        if packed:
            return _certified(packed, envelope, parsed, headers)
    message = Message(parsed, headers, inner, images, odd, notes)
    if envelope and envelope.receipt:
        return _receipt(message.reading(), envelope)
    carried = _carried(message)
    packed = _inside(carried, inner, images) if carried else None
    if packed and packed.mail and not is_colleague(packed.mail.from_address, inner.settings.mail):
        return _passed_on(packed, message)
    return message.reading()


def _inside(part: Part, inner: Inner, images: Path | None) -> Reading | None:
    """The mail within a part; None when it cannot be read by itself."""
    try:
        reading = inner.deeper().open(part.content, "inside.eml", images=images)
    except errors.Error:
        return None
    return reading if reading.mail else None


def _certified(packed: Reading, envelope: Envelope, parsed: Parsed, headers: heads.Headers) -> Reading:
    """The mail inside a certified envelope, with what the provider vouches for."""
    mail = _on_its_way(packed, headers)
    mail = replace(mail, certified=envelope.instant)
    rest = tuple(listed(part, number) for number, part in enumerate(parsed.parts, len(packed.attachments)))
    return replace(packed, mail=mail, certified_arrival=envelope.instant, attachments=(*packed.attachments, *rest))


def _receipt(reading: Reading, envelope: Envelope) -> Reading:
    """A receipt of certified mail: automatic, and about a mail of ours."""
    mail = reading.mail
    if mail is None:
        return reading
    about = (envelope.about,) if envelope.about else ()
    mail = replace(
        mail,
        automatic="certified-receipt",
        automatic_reason=f"certified-mail receipt: {envelope.words}",
        bounce=envelope.failed,
        in_reply_to=tuple(dict.fromkeys([*mail.in_reply_to, *about])),
    )
    return replace(reading, mail=mail)


def _carried(message: Message) -> Part | None:
    """The one mail that a colleague passes on as an attachment, with no more than a note above it."""
    if not is_colleague(message.sender[1], message.inner.settings.mail) or message.verdict or message.passed:
        return None
    mails = [part for part in message.parsed.parts if part.media_type == "message/rfc822"]
    return mails[0] if len(mails) == 1 and len(message.body.cut.new) <= _SHORT_NOTE else None


def _passed_on(packed: Reading, message: Message) -> Reading:
    """A customer's mail that a colleague attached to theirs; the note joins the end of the text."""
    mail = replace(_on_its_way(packed, message.headers), forwarded_by=message.sender[1])
    note = message.body.text.strip()
    start = len(packed.text) + len(GAP)
    sections = packed.sections
    text = packed.text
    if note:
        text = packed.text + GAP + note
        sections = (*sections, Section(SectionKind.FORWARD, start, len(text)))
    rest: tuple[Attachment, ...] = tuple(
        listed(part, number) for number, part in enumerate(message.parsed.parts, len(packed.attachments))
    )
    return replace(packed, mail=mail, text=text, sections=sections, attachments=(*packed.attachments, *rest))


def _on_its_way(packed: Reading, outer: heads.Headers) -> Mail:
    """The head of a packed mail, with the way that its packing took: trace headers first, then its own."""
    mail = packed.mail
    if mail is None:
        raise errors.Unreadable("there is no mail inside")
    trace = tuple(
        (name, value) for name, value in outer if name not in _INNER_HEADERS and not name.startswith("content-")
    )
    threads = heads.message_ids(outer, "in-reply-to")
    return replace(
        mail,
        headers=(*trace, *mail.headers),
        envelope_sender=heads.envelope_sender(outer),
        in_reply_to=tuple(dict.fromkeys([*mail.in_reply_to, *threads])),
        message_id=mail.message_id or next(iter(heads.message_ids(outer, "message-id")), None),
    )
