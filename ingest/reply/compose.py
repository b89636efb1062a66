"""Writes a reply once and for ever: the same complaint and kind give the same message, byte for byte.

`draft` turns a context into frozen bytes: a mail of text and HTML, or the PDF of a letter. It sends nothing, asks no
clock, echoes nothing of the customer's words, and refuses an address that could carry more than one recipient.
"""

import re
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import SMTP, SMTPUTF8, EmailPolicy, compat32
from email.utils import format_datetime

from ingest import errors
from ingest.model import Draft, ReplyKind
from ingest.reply import marks, plain, sign, templates
from ingest.reply.context import Context
from ingest.reply.settings import ADDRESS, Settings
from ingest.reply.view import View, view_of

LONGEST_HEAD_LINE = 300  # characters; RFC 5322 allows 998, and a folded Message-ID confuses some servers
MOST_REFERENCES = 20  # Message-IDs named in References; the first and the newest ones are kept
_ORDINARY = re.compile(r"[A-Za-z][A-Za-z \-]*")  # a name that needs no quoting and no second look
_ENCODED = "=?"  # begins an encoded word, which is text elsewhere and must not come to life in a head
_AUTOMATIC = frozenset({ReplyKind.ACKNOWLEDGEMENT, ReplyKind.SURVEY})


def draft(kind: ReplyKind, context: Context, *, settings: Settings) -> Draft:
    """The reply of this kind, composed.

    Args:
        kind: what sort of reply; unique within its complaint.
        context: what it is about.
        settings: who we are, and our templates.

    Raises:
        errors.TemplateError: a template is missing or wrong.
        errors.Refused: the recipient is no single usable address.
        errors.SettingsError: an ombudsman letter is asked for and no ombudsman is set, or the DKIM key is wrong.
    """
    language = templates.language_for(kind, context.language, settings)
    view = view_of(context, language, settings)
    if kind is ReplyKind.OMBUDSMAN and view.ombudsman is None:
        raise errors.SettingsError(
            f"no ombudsman is set for '{context.country or language}'", remedy="Set reply.ombudsman."
        )
    if context.channel == "letter":
        return _letter(kind, context, view, settings)
    return _mail(kind, context, view, settings)


def _mail(kind: ReplyKind, context: Context, view: View, settings: Settings) -> Draft:
    context = replace(context, recipient=_for_the_wire(context.recipient))
    if not ADDRESS.fullmatch(context.recipient) or len(context.recipient) > 254:
        raise errors.Refused("the recipient's address cannot be used", remedy="Correct the address of the complainant.")
    words = templates.mail(kind, view, settings)
    message_id = marks.message_id(context.reference, kind, settings)
    message = _headed(kind, context, words, view.language, message_id, settings)
    message.set_content(words.text, cte="quoted-printable")
    message.add_alternative(words.html, subtype="html", cte="quoted-printable")
    message.set_boundary(marks.boundary(message_id, settings))
    sender = marks.bounce_address(context.reference, kind, settings)
    content = message.as_bytes(policy=message.policy.clone(max_line_length=LONGEST_HEAD_LINE))
    _check_head(content, message)
    if settings.signing is not None:
        content = sign.signed(content, settings.signing)
    return Draft(kind, view.language, "email", sender, context.recipient, message_id, content, words.subject)


def _headed(
    kind: ReplyKind, context: Context, words: templates.Mail, language: str, message_id: str, settings: Settings
) -> EmailMessage:
    """The head of the mail: RFC 5322 threading, RFC 3834 marks."""
    message = EmailMessage(policy=_policy(context.recipient, settings))
    message["From"] = Address(plain.line(settings.from_name), *settings.from_address.rsplit("@", 1))
    message["To"] = _addressed(context)
    message["Subject"] = words.subject
    message["Date"] = format_datetime(context.written)
    message["Message-ID"] = message_id
    thread = _thread(context)
    if thread:
        message["In-Reply-To"] = thread[-1]
        message["References"] = " ".join(thread)
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-replied" if kind in _AUTOMATIC else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[marks.HEADER] = marks.mark(message_id, settings)
    return message


def _addressed(context: Context) -> Address:
    """The recipient with a name, or without one when the name could be taken for more than a name."""
    local, _, domain = context.recipient.rpartition("@")  # in two parts: as one, the library refuses all but ASCII
    bare, named = Address("", local, domain), Address(plain.name(context.name), local, domain)
    if _ORDINARY.fullmatch(named.display_name):
        return named
    if _ENCODED in named.display_name:
        return bare
    trial = EmailMessage(policy=SMTPUTF8)
    trial["To"] = named
    read = BytesParser(policy=SMTPUTF8).parsebytes(trial.as_bytes())["To"].addresses
    return named if [one.addr_spec for one in read] == [context.recipient] else bare


def _check_head(content: bytes, message: "EmailMessage") -> None:
    """Refuse a mail whose head as written has other lines than were put into it: somebody's words became a header."""
    written = BytesHeaderParser(policy=compat32).parsebytes(content).keys()
    if sorted(name.lower() for name in written) != sorted(name.lower() for name in message.keys()):  # noqa: SIM118 - a mail is no dict
        raise errors.Refused("the head of the mail could not be written safely", remedy="Answer this one by hand.")


def _for_the_wire(address: str) -> str:
    """The address with its domain in ASCII (RFC 5891), so that only a name before the @ can need SMTPUTF8.

    Empty when it cannot be written, or holds an encoded word (RFC 2047): those the library decodes as it folds a
    head, line breaks included.
    """
    local, at, domain = address.rpartition("@")
    if _ENCODED in address:
        return ""
    try:
        return address if domain.isascii() else local + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _thread(context: Context) -> list[str]:
    """The Message-IDs of the thread, oldest first, the answered one last; anything that is none is left out."""
    given = [*context.references, *([context.in_reply_to] if context.in_reply_to else [])]
    sound = list(dict.fromkeys(reversed([one for one in given if _is_message_id(one)])))[::-1]
    return sound if len(sound) <= MOST_REFERENCES else [sound[0], *sound[1 - MOST_REFERENCES :]]


def _is_message_id(text: str) -> bool:
    return (
        3 < len(text) <= 250
        and text[0] == "<"
        and text[-1] == ">"
        and text.isascii()
        and all("!" <= letter <= "~" for letter in text)
        and not set("<>") & set(text[1:-1])
        and _ENCODED not in text
    )


def _policy(recipient: str, settings: Settings) -> "EmailPolicy[EmailMessage]":
    """Plain ASCII heads, unless an address itself needs SMTPUTF8 (RFC 6531)."""
    plain_addresses = recipient.isascii() and settings.from_address.isascii()
    return SMTP if plain_addresses else SMTPUTF8


def _letter(kind: ReplyKind, context: Context, view: View, settings: Settings) -> Draft:
    from ingest.reply import letter  # WeasyPrint takes most of a second to load, and mails need none

    if not view.recipient_lines:
        raise errors.Refused(
            "there is no postal address to write to", remedy="Add the postal address of the complainant."
        )
    content, subject = letter.printed(kind, view, settings)
    message_id = marks.message_id(context.reference, kind, settings)
    return Draft(kind, view.language, "letter", "", context.recipient, message_id, content, subject)
