"""Turns a posted form into one arrival: a mail of our own making, so that the ledger keeps it like everything else.

What a person typed stands in its text, their files beside it. Nothing typed becomes a header line, a path or HTML;
a form that cannot be taken is refused with a sentence for each field, so that the page can show it with what was typed.

The mail (RFC 5322, multipart/mixed) comes from `SENDER`, has the header `X-Postroom-Form: <name of the form>` and,
first, a text of labels and values (`LABELS`), which the reader knows as it knows any other form's notification; then
the files.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePosixPath, PureWindowsPath

from ingest import errors
from ingest.arrive.settings import FormSettings
from ingest.model import Arrival, Medium, Source, SourceKind

HEADER = "X-Postroom-Form"
HONEYPOT = "website"  # a field people do not see: only programs fill it in
LONG = ("summary", "message", "address", "other")
FIELDS = (
    *("name", "email", "phone", "address", "reference", "staff", "date", "time", "called_from", "call_back"),
    *("summary", "message", "other"),
)
SENDER = "form@postroom.invalid"  # whom these mails come from: a domain that never sends (RFC 2606)
LABELS = {
    "name": "Name",
    "email": "E-mail address",
    "phone": "Telephone",
    "address": "Postal address",
    "reference": "Ticket reference",
    "staff": "Staff spoken to",
    "date": "Date",
    "time": "Time",
    "called_from": "Called from",
    "call_back": "Call back on",
    "summary": "What happened",
    "message": "Message",
    "other": "Anything else",
}  # how each field is called in the text of the mail
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+\.[^\s@.]{2,63}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")
_MEGABYTE = 1_000_000
_WORDS = {
    "needed": ("Please tell us what happened.", "Ci racconti che cosa è successo."),
    "reach": (
        "Please give an e-mail address or a postal address, so that we can answer.",
        "Indichi un indirizzo e-mail o un indirizzo postale, così possiamo rispondere.",
    ),
    "email": (
        "This e-mail address is not complete: it needs a name, an @ and a domain, as in anna@example.com.",
        "Questo indirizzo e-mail non è completo: servono un nome, una @ e un dominio, come anna@example.com.",
    ),
    "long": (
        "This text is too long: up to {most} characters fit.",
        "Questo testo è troppo lungo: al massimo {most} caratteri.",
    ),
    "trap": ("Please leave this field empty.", "Lasci vuoto questo campo."),
    "unknown": ("This form has no such field.", "Questo modulo non ha questo campo."),
    "files": ("Up to {most} files can be added.", "Si possono aggiungere al massimo {most} file."),
    "file_size": (
        "'{name}' is too large: each file may have up to {most} MB.",
        "'{name}' è troppo grande: ogni file può avere al massimo {most} MB.",
    ),
    "total_size": (
        "The files are too large together: up to {most} MB.",
        "I file insieme sono troppo grandi: al massimo {most} MB.",
    ),
    "file_type": (
        "'{name}' is of a kind we cannot take. We take: {types}.",
        "'{name}' è di un tipo che non possiamo accettare. Accettiamo: {types}.",
    ),
    "file_empty": ("'{name}' is empty.", "'{name}' è vuoto."),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that came with a form."""

    name: str  # as the browser says: a claim, never a path
    content: bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a form cannot be taken yet."""

    field: str  # the field it is about; "files" for the files
    message: str  # one sentence for whoever fills it in, in their language


class Incomplete(errors.Error):
    """The form cannot be taken as it is."""

    remedy = "Correct the fields that are named, and send it again."

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Carry one sentence for each field."""
        super().__init__("; ".join(f"{one.field}: {one.message}" for one in problems))
        self.problems = tuple(problems)


def arrival(
    fields: Mapping[str, str],
    uploads: Sequence[Upload],
    *,
    token: str,
    form: str,
    language: str,
    received: datetime,
    settings: FormSettings,
) -> Arrival:
    """One arrival made of a posted form.

    Args:
        fields: what was typed, by field (see `FIELDS`), and the trap `HONEYPOT`; empty ones may be missing.
        uploads: the files.
        token: made when the page was shown: a form posted twice is one arrival.
        form: name of the form in the configuration.
        language: of the page, ISO 639-1.
        received: when it was posted, aware.
        settings: limits.

    Raises:
        Incomplete: something is missing, too long or of the wrong kind.
        Refused: the token is not one of ours.
    """
    if not _TOKEN.fullmatch(token):
        raise errors.Refused(
            "the form's token is not one of ours", remedy="Open the form again and send it from there."
        )
    typed = {name: _tidy(value) for name, value in fields.items() if _tidy(value)}
    found = [*_field_problems(typed, settings, language), *_file_problems(uploads, settings, language)]
    if found:
        raise Incomplete(found)
    content = _message(typed, uploads, token, form, language, received).as_bytes()
    return Arrival(Source(SourceKind.FORM, form, token), "form.eml", content, received, Medium.FORM)


def shown_name(name: str) -> str:
    """A file's name without its folders, fit to be shown and to stand in a header."""
    last = PureWindowsPath(PurePosixPath(name.replace("\x00", "")).name).name
    plain = "".join(letter if letter.isprintable() else " " for letter in last)
    stem, dot, ending = " ".join(plain.split()).rpartition(".")
    return _inert(f"{stem[:100]}{dot}{ending[:12]}") or "file"


def _tidy(text: str) -> str:
    """Typed text with plain line ends and without control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(letter for letter in line if letter == "\t" or letter >= " ") for line in lines)
    return "\n".join(kept).encode("utf-8", "replace").decode("utf-8").strip()


def _field_problems(typed: Mapping[str, str], settings: FormSettings, language: str) -> list[Problem]:
    found = []
    for name, text in typed.items():
        most = settings.max_text if name in LONG else settings.max_line
        if name == HONEYPOT:
            found.append(_problem(name, "trap", language))
        elif name not in FIELDS:
            found.append(_problem(name, "unknown", language))
        elif len(text) > most:
            found.append(_problem(name, "long", language, most=most))
    if "summary" not in typed and "message" not in typed:
        found.append(_problem("summary", "needed", language))
    if "email" in typed and not _ADDRESS.fullmatch(typed["email"]):
        found.append(_problem("email", "email", language))
    if "email" not in typed and "address" not in typed:
        found.append(_problem("email", "reach", language))
    return found


def _file_problems(uploads: Sequence[Upload], settings: FormSettings, language: str) -> list[Problem]:
    found = []
    if len(uploads) > settings.max_files:
        found.append(_problem("files", "files", language, most=settings.max_files))
    for one in uploads:
        name = shown_name(one.name)
        if not one.content:
            found.append(_problem("files", "file_empty", language, name=name))
        if len(one.content) > settings.max_file_megabytes * _MEGABYTE:
            found.append(_problem("files", "file_size", language, name=name, most=settings.max_file_megabytes))
        if name.rpartition(".")[2].lower() not in settings.file_types:
            found.append(_problem("files", "file_type", language, name=name, types=", ".join(settings.file_types)))
    if sum(len(one.content) for one in uploads) > settings.max_total_megabytes * _MEGABYTE:
        found.append(_problem("files", "total_size", language, most=settings.max_total_megabytes))
    return found


def _problem(field: str, code: str, language: str, **facts: object) -> Problem:
    english, italian = _WORDS[code]
    return Problem(field, (italian if language == "it" else english).format(**facts))


def _message(
    typed: Mapping[str, str], uploads: Sequence[Upload], token: str, form: str, language: str, received: datetime
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message[HEADER] = _line(form)
    message["Date"] = format_datetime(received)
    message["Message-ID"] = f"<form.{token}@postroom.invalid>"
    message["Content-Language"] = language
    message["Subject"] = _line(typed.get("summary") or typed.get("message") or "")
    message["From"] = SENDER
    message.set_content("".join(f"{LABELS[name]}: {typed[name]}\n\n" for name in FIELDS if name in typed))
    message.make_mixed()
    for one in uploads:
        message.add_attachment(one.content, "application", "octet-stream", filename=shown_name(one.name))
    return message


def _line(text: str) -> str:
    """The beginning of a text as one line for a header."""
    return _inert(" ".join(text.split())[:80])


def _inert(text: str) -> str:
    """The text without the beginnings of encoded words (RFC 2047): the library decodes them as it folds a head."""
    return text.replace("=?", "= ?")
