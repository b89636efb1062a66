"""Reads a mail: who wrote what to whom, what is new in it and what is old, and what came with it.

The text of the reading is the subject, the message with its quotations and signature, and then the text of what was
attached; sections say which is which. It believes no header, follows no link, and leaves out nothing but what a reader
of the mail would not see.
"""

import re
from pathlib import Path

from ingest import errors
from ingest.model import Bounce, Mail, Medium, Reading, Section, SectionKind
from ingest.read import heads
from ingest.read.attached import Attaching, Budget
from ingest.read.automatic import Seen, Verdict, verdict_on
from ingest.read.body import Body, body_of
from ingest.read.bounces import bounce_of
from ingest.read.characters import line
from ingest.read.growing import Growing
from ingest.read.inner import Inner
from ingest.read.language import language_of
from ingest.read.parts import Parsed, take_apart
from ingest.read.quotes import cut
from ingest.read.settings import MailSettings

_ANSWER = re.compile(
    r"^\s*(?:re|r|aw|sv|antw|antwort|rif|ris|ref|rép|resp|odp|vs|vá|στ|ynt|回复|答复)\s*(?:\[\d+\])?\s*[:：]", re.I
)


def read_mail(content: bytes, inner: Inner, *, images: Path | None = None) -> Reading:
    """Read one mail.

    Args:
        content: the whole mail as it arrived.
        inner: who reads what is found inside, with the settings.
        images: a folder for the page images of attached scans.

    Raises:
        errors.LimitExceeded: the mail is larger than the settings allow.
    """
    settings = inner.settings.mail
    if len(content) > settings.size_limit:
        raise errors.LimitExceeded("the mail is larger than is read")
    parsed = take_apart(content, settings)
    return _Reader(parsed, inner, images).reading()


class _Reader:
    """Reads one mail that has been taken apart."""

    def __init__(self, parsed: Parsed, inner: Inner, images: Path | None) -> None:
        self.parsed, self.inner, self.images = parsed, inner, images
        self.settings: MailSettings = inner.settings.mail
        self.headers, odd = heads.headers_of(parsed.message)
        self.defects = list(odd)
        self.subject = line(heads.first(self.headers, "subject") or "")
        self.senders = heads.addresses(parsed.message, "from")

    def reading(self) -> Reading:
        """The mail as a reading."""
        body = body_of(self.parsed.blocks, answer=self._answers(), limit=self.settings.text_limit)
        growing = self._grown(body)
        mail = self._mail(body)
        new = _new_text(body)
        language, confidence = self._language(new or body.text, growing.text)
        return Reading(
            medium=Medium.EMAIL,
            text=growing.text,
            language=language,
            language_confidence=confidence,
            reply_text=new,
            signature=body.cut.signature,
            words=tuple(growing.words),
            pages=tuple(growing.pages),
            sections=tuple(growing.sections),
            mail=mail,
            attachments=tuple(growing.attachments),
            notes=tuple(growing.notes),
        )

    def _answers(self) -> bool:
        return bool(heads.first(self.headers, "in-reply-to") or _ANSWER.match(self.subject))

    def _grown(self, body: Body) -> Growing:
        growing = Growing()
        growing.add(self.subject, SectionKind.SUBJECT)
        growing.add_sections(
            body.text,
            [Section(piece.kind, piece.start, piece.end) for piece in body.cut.pieces if piece.end > piece.start],
        )
        budget = Budget(self.settings.attachment_limit, self.settings.unpacked_limit)
        attaching = Attaching(growing, self.inner, budget, self.images)
        for part in self.parsed.parts:
            attaching.add(part)
        return growing

    def _mail(self, body: Body) -> Mail:
        date, odd = heads.date(self.parsed.message)
        name, address = self.senders[0] if self.senders else ("", "")
        verdict = self._verdict(body)
        return Mail(
            from_name=name or None,
            from_address=address or None,
            envelope_sender=heads.envelope_sender(self.headers),
            reply_to=self._addresses("reply-to"),
            to=self._addresses("to"),
            cc=self._addresses("cc"),
            subject=self.subject,
            claimed_date=date,
            message_id=next(iter(heads.message_ids(self.headers, "message-id")), None),
            in_reply_to=heads.message_ids(self.headers, "in-reply-to"),
            references=heads.message_ids(self.headers, "references"),
            headers=self.headers,
            automatic=verdict[0] if verdict else None,
            automatic_reason=verdict[1] if verdict else None,
            bounce=self._bounce(verdict, body),
            html=body.html,
            defects=tuple(dict.fromkeys([*self.defects, *odd, *self.parsed.defects])),
        )

    def _addresses(self, name: str) -> tuple[str, ...]:
        return tuple(address for _, address in heads.addresses(self.parsed.message, name))

    def _verdict(self, body: Body) -> Verdict | None:
        sender = self.senders[0][1] if self.senders else None
        envelope = heads.envelope_sender(self.headers)
        return verdict_on(Seen(self.headers, self.parsed, self.subject, sender, envelope, body.text, self.settings))

    def _bounce(self, verdict: Verdict | None, body: Body) -> Bounce | None:
        if verdict is None or verdict[0] != "bounce":
            return None
        ours = frozenset(address.lower() for address in self.settings.own_addresses)
        sender = self.senders[0][1] if self.senders else None
        return bounce_of(self.parsed, body.text, sender, ours, subject=self.subject)

    def _language(self, new: str, text: str) -> tuple[str | None, float]:
        if self.inner.language:
            return self.inner.language, 1.0
        found = language_of(new)
        return found if found[0] else language_of(text)


def _new_text(body: Body) -> str:
    """What the sender newly wrote; of a mail that is nothing but a forward, the text passed on."""
    if body.cut.new or body.cut.forward is None or not body.cut.forward.certain:
        return body.cut.new
    return body_of_forward(body)


def body_of_forward(body: Body) -> str:
    """The new text of the mail that was passed on."""
    forward = body.cut.forward
    return cut(body.text[forward.start :]).new if forward else ""
