"""Writes a reply once and for ever: the same complaint and kind give the same message, byte for byte.

`draft` turns a context into frozen bytes: a mail of text and HTML, or the PDF of a letter. It sends nothing, asks no
clock, echoes nothing of the customer's words, and refuses an address that could carry more than one recipient.
"""

from dataclasses import replace
from email.utils import format_datetime

from ingest import errors
from ingest.model import Draft, ReplyKind
from ingest.reply import marks, mime, plain, sign, templates
from ingest.reply.context import Context
from ingest.reply.settings import ADDRESS, Settings
from ingest.reply.view import View, view_of

MOST_REFERENCES = 20  # Message-IDs named in References; the first and the newest ones are kept
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
    head = _head(kind, context, words.subject, view.language, message_id, settings)
    content = mime.mail(head, words.text, words.html, marks.boundary(message_id, settings))
    sender = marks.bounce_address(context.reference, kind, settings)
    if settings.signing is not None:
        content = sign.signed(content, settings.signing)
    return Draft(kind, view.language, "email", sender, context.recipient, message_id, content, words.subject)


def _head(
    kind: ReplyKind, context: Context, subject: str, language: str, message_id: str, settings: Settings
) -> list[tuple[str, str]]:
    """The head of the mail: RFC 5322 threading, RFC 3834 marks."""
    named = plain.name(context.name)
    thread = _thread(context)
    answers = [("In-Reply-To", thread[-1]), ("References", "\r\n ".join(thread))] if thread else []
    return [
        ("From", mime.mailbox(plain.line(settings.from_name), settings.from_address, "From")),
        ("To", mime.mailbox("" if mime.ENCODED in named else named, context.recipient, "To")),
        ("Subject", mime.words(subject, "Subject")),
        ("Date", format_datetime(context.written)),
        ("Message-ID", message_id),
        *answers,
        ("Content-Language", language),
        ("Auto-Submitted", "auto-replied" if kind in _AUTOMATIC else "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        (marks.HEADER, marks.mark(message_id, settings)),
    ]


def _for_the_wire(address: str) -> str:
    """The address with its domain in ASCII (RFC 5891), so that only a name before the @ can need SMTPUTF8.

    Empty when it cannot be written, or holds an encoded word (RFC 2047): some programs decode those wherever they
    stand, line breaks included.
    """
    local, at, domain = address.rpartition("@")
    if mime.ENCODED in address:
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
        and mime.ENCODED not in text
    )


def _letter(kind: ReplyKind, context: Context, view: View, settings: Settings) -> Draft:
    from ingest.reply import letter  # WeasyPrint takes most of a second to load, and mails need none

    if not view.recipient_lines:
        raise errors.Refused(
            "there is no postal address to write to", remedy="Add the postal address of the complainant."
        )
    content, subject = letter.printed(kind, view, settings)
    message_id = marks.message_id(context.reference, kind, settings)
    return Draft(kind, view.language, "letter", "", context.recipient, message_id, content, subject)
