"""One mail that has been taken apart and unwrapped becomes a reading.

The text of the reading is the subject, the message with its quotations and signature, and then the text of what was
attached; sections say which is which. It believes no header, follows no link, and leaves out nothing but what a reader
of the mail would not see.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ingest.model import Bounce, Mail, Medium, Reading, Section, SectionKind
from ingest.read import heads
from ingest.read.attached import Attaching, Budget
from ingest.read.automatic import Seen, Verdict, verdict_on
from ingest.read.body import Body, body_of
from ingest.read.bounces import bounce_of
from ingest.read.characters import line
from ingest.read.colleagues import Passed, is_colleague, mailbox_of, passed_on
from ingest.read.forms import Form, form_of
from ingest.read.growing import Growing
from ingest.read.inner import Inner
from ingest.read.language import language_of
from ingest.read.parts import Parsed
from ingest.read.quotes import Piece, cut

_ANSWER = re.compile(
    r"^\s*(?:re|r|aw|sv|antw|antwort|rif|ris|ref|rép|resp|odp|vs|vá|στ|ynt|回复|答复)\s*(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)


@dataclass
class Message:
    """One mail, on its way to becoming a reading."""

    parsed: Parsed
    headers: heads.Headers
    inner: Inner
    images: Path | None
    odd: tuple[str, ...] = ()  # what was odd about the headers
    notes: list[str] = field(default_factory=list)

    def reading(self) -> Reading:
        """The mail as a reading."""
        growing = self._grown()
        new = self._new_text()
        language, confidence = self._language(new, growing.text)
        return Reading(
            medium=Medium.FORM if self.form else Medium.EMAIL,
            text=growing.text,
            language=language,
            language_confidence=confidence,
            reply_text=new,
            signature=self.passed.cut.signature if self.passed else self.body.cut.signature,
            words=tuple(growing.words),
            pages=tuple(growing.pages),
            sections=tuple(growing.sections),
            mail=self._mail(),
            attachments=tuple(growing.attachments),
            notes=(*self.notes, *growing.notes),
        )

    @cached_property
    def subject(self) -> str:
        """The subject as one line."""
        return line(heads.first(self.headers, "subject") or "")

    @cached_property
    def sender(self) -> tuple[str | None, str | None]:
        """Name and address behind From, each None when there is none, or when several headers say several things."""
        found = heads.addresses(self.parsed.message, "from")
        if len({address for _, address in found}) > 1 and len(heads.every(self.headers, "from")) > 1:
            return None, None
        if not found:
            return mailbox_of(line(heads.first(self.headers, "from") or ""))[0], None
        return found[0][0] or None, found[0][1]

    @cached_property
    def body(self) -> Body:
        """The message, divided."""
        answer = bool(heads.first(self.headers, "in-reply-to") or _ANSWER.match(self.subject))
        return body_of(self.parsed.blocks, answer=answer, limit=self.inner.settings.mail.text_limit)

    @cached_property
    def verdict(self) -> Verdict | None:
        """What wrote the mail, when it was no person."""
        if self.form:
            return None
        return verdict_on(
            Seen(
                self.headers,
                self.parsed,
                self.subject,
                self.sender[1],
                heads.envelope_sender(self.headers),
                self.body.text,
                self.body.cut.new or self.body.text,
                self.inner.settings.mail,
            )
        )

    @cached_property
    def form(self) -> Form | None:
        """The form notification that this is."""
        return form_of(self.sender[1], self.subject, self.body.text, self.inner.settings.mail.forms)

    @cached_property
    def passed(self) -> Passed | None:
        """The customer's mail that a colleague passed on within the text."""
        settings = self.inner.settings.mail
        if self.form or self.verdict or not is_colleague(self.sender[1], settings):
            return None
        return passed_on(self.body, self.subject, settings)

    def _grown(self) -> Growing:
        growing = Growing()
        growing.add(self.subject, SectionKind.SUBJECT)
        if self.form:
            growing.add_sections(self.body.text, list(self.form.sections))
        elif self.passed:
            growing.add_sections(self.passed.text, _sections(self.passed.cut.pieces))
        else:
            growing.add_sections(self.body.text, _sections(self.body.cut.pieces))
        settings = self.inner.settings.mail
        budget = Budget(settings.attachment_limit, settings.unpacked_limit)
        attaching = Attaching(growing, self.inner, budget, self.images)
        for part in self.parsed.parts:
            attaching.add(part)
        return growing

    def _new_text(self) -> str:
        """What the sender newly wrote; of a mail that is nothing but a forward, the text passed on."""
        if self.form:
            return self.form.told
        if self.passed:
            return self.passed.cut.new
        division = self.body.cut
        if (
            division.new
            or division.forward is None
            or not division.forward.certain
            or self._is_ours(division.forward.sender)
        ):
            return division.new
        return cut(self.body.text[division.forward.start :]).new

    def _is_ours(self, sender: str) -> bool:
        """Whether a header block names ourselves: an answer without a word of its own is no complaint."""
        address = mailbox_of(sender)[1]
        settings = self.inner.settings.mail
        return is_colleague(address, settings) or address in {each.lower() for each in settings.own_addresses}

    def _mail(self) -> Mail:
        date, odd = heads.date(self.parsed.message)
        name, address = self._complainant()
        return Mail(
            from_name=name,
            from_address=address,
            envelope_sender=heads.envelope_sender(self.headers),
            reply_to=self._addresses("reply-to"),
            to=self._addresses("to"),
            cc=self._addresses("cc"),
            subject=line(self.passed.subject) if self.passed and self.passed.subject else self.subject,
            claimed_date=date,
            message_id=next(iter(heads.message_ids(self.headers, "message-id")), None),
            in_reply_to=heads.message_ids(self.headers, "in-reply-to"),
            references=heads.message_ids(self.headers, "references"),
            headers=self.headers,
            automatic=self.verdict[0] if self.verdict else None,
            automatic_reason=self.verdict[1] if self.verdict else None,
            bounce=self._bounce(),
            forwarded_by=self.sender[1] if self.passed else None,
            html=self.body.html,
            form=self.form.name if self.form else None,
            defects=tuple(dict.fromkeys([*self.odd, *odd, *self.parsed.defects])),
        )

    def _complainant(self) -> tuple[str | None, str | None]:
        """Who complains: the sender, or whom a form or a colleague names."""
        if self.passed:
            return self.passed.name, self.passed.address
        if self.form:
            address = mailbox_of(self.form.values.get("email", ""))[1]
            return line(self.form.values.get("name", "")) or None, address
        return self.sender

    def _addresses(self, name: str) -> tuple[str, ...]:
        return tuple(address for _, address in heads.addresses(self.parsed.message, name))

    def _bounce(self) -> Bounce | None:
        if self.verdict is None or self.verdict[0] != "bounce":
            return None
        ours = frozenset(address.lower() for address in self.inner.settings.mail.own_addresses)
        return bounce_of(self.parsed, self.body.text, self.sender[1], ours, subject=self.subject)

    def _language(self, new: str, text: str) -> tuple[str | None, float]:
        if self.inner.language:
            return self.inner.language, 1.0
        found = language_of(new)
        return found if found[0] else language_of(text)


def _sections(pieces: tuple[Piece, ...]) -> list[Section]:
    return [Section(piece.kind, piece.start, piece.end) for piece in pieces if piece.end > piece.start]
