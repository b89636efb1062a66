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
from ingest.read.certified import Envelope, Seal, envelope_of
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
    return _read(take_apart(content, inner.settings.mail), content, inner, images)


def read_packed(content: bytes, inner: Inner, *, images: Path | None = None) -> Reading:
    """Read a winmail.dat that came on its own; arguments and errors as for `read_mail`."""
    parsed = Parsed(Parts(), parts=[Part("application/ms-tnef", "winmail.dat", content)])
    return _read(parsed, b"", inner, images)


def _read(parsed: Parsed, content: bytes, inner: Inner, images: Path | None) -> Reading:
    notes = unwrap(parsed, inner.settings.mail)
    headers, odd = heads.headers_of(parsed.head)
    message = Message(parsed, headers, inner, images, odd, notes)
    envelope = envelope_of(parsed, headers, message.sender[1], inner.settings.mail.certified_senders)
    if envelope:
        return _enveloped(envelope, message, content)
    carried = _carried(message)
    packed = _inside(carried, message) if carried else None
    if packed and packed.mail and not is_colleague(packed.mail.from_address, inner.settings.mail):
        return _passed_on(packed, message)
    return message.reading()


def _enveloped(envelope: Envelope, message: Message, content: bytes) -> Reading:
    """Certified mail, or a receipt of it."""
    from ingest.read.seal import seal_of  # loads what only signed mail needs

    authorities = message.inner.settings.mail.certified_authorities
    seal = seal_of(content, message.parsed, message.sender[1], envelope.instant, authorities)
    packed = _inside(envelope.inner, message) if envelope.inner else None
    if packed:
        return _certified(packed, envelope, seal, message)
    message.odd += _held(seal)
    message.notes += _claimed(seal, envelope)
    return _receipt(message.reading(), envelope) if envelope.receipt else message.reading()


def _inside(part: Part, message: Message) -> Reading | None:
    """The mail within a part; None when it cannot be read by itself."""
    try:
        reading = message.inner.deeper().open(part.content, "inside.eml", images=message.images)
    except errors.Error:
        return None
    return reading if reading.mail else None


def _certified(packed: Reading, envelope: Envelope, seal: Seal, message: Message) -> Reading:
    """The mail inside a certified envelope; what the provider vouches for is evidence when its signature holds."""
    instant = envelope.instant if seal.holds else None
    mail = _on_its_way(packed, message.headers)
    mail = replace(mail, certified=instant, defects=(*mail.defects, *_held(seal)))
    parts = enumerate(message.parsed.parts, len(packed.attachments))
    rest = tuple(listed(part, number) for number, part in parts)
    return replace(
        packed,
        mail=mail,
        certified_arrival=instant,
        attachments=(*packed.attachments, *rest),
        notes=(*packed.notes, *_claimed(seal, envelope)),
    )


def _held(seal: Seal) -> tuple[str, ...]:
    """What is known of a signature that holds: kept with the mail, and nobody's task."""
    return (f"certified mail: {seal.words}",) if seal.holds else ()


def _claimed(seal: Seal, envelope: Envelope) -> tuple[str, ...]:
    """What staff must know of a signature that does not hold; of mail that claims no instant nothing."""
    if seal.holds or not (envelope.instant or envelope.receipt):
        return ()
    said = f" (“{envelope.instant:%d.%m.%Y %H:%M:%S} UTC”)" if envelope.instant else ""
    return (f"certified mail{said} is no more than a claim here: {seal.words}",)


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
