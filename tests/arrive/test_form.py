"""The online form: what is typed and uploaded becomes one arrival, or one clear sentence for each field."""

import email
import re
from datetime import UTC, datetime
from email import policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import errors
from ingest.arrive import form
from ingest.arrive.form import Incomplete, Upload
from ingest.arrive.settings import FormSettings
from ingest.model import Arrival, Medium, SourceKind

NOW = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
TOKEN = "abcdefghijklmnop0123"
GOOD = {"summary": "My line has been dead since 1 March.", "email": "anna.example@example.com", "name": "Anna Example"}


def posted(fields: dict[str, str], *uploads: Upload, language: str = "en", **limits: object) -> Arrival:
    settings = FormSettings.model_validate(limits)
    return form.arrival(fields, uploads, token=TOKEN, form="web", language=language, received=NOW, settings=settings)


def opened(arrival: Arrival) -> tuple[dict[str, str], dict[str, bytes], email.message.EmailMessage]:
    """Fields, files and the mail of an arrival."""
    mail = email.message_from_bytes(arrival.content, policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    names = {words: field for field, words in form.LABELS.items()}
    text = body.get_content().replace("\r\n", "\n")
    parts = re.split(rf"(?m)^({'|'.join(map(re.escape, names))}): ", text)
    fields = {names[label]: value.strip() for label, value in zip(parts[1::2], parts[2::2], strict=True)}
    return fields, {part.get_filename(): part.get_content() for part in mail.iter_attachments()}, mail


def test_fields_and_files_come_through_unchanged() -> None:
    """Everything typed and uploaded stands in the arrival, which is a form and has our instant."""
    typed = GOOD | {"staff": "Dario Esempio", "called_from": "020 7946 0018", "message": "È così:\nnon va più."}
    arrival = posted(typed, Upload("bill.pdf", b"%PDF-1.7 bill"), Upload("photo.JPG", b"\xff\xd8\xff"))
    fields, files, mail = opened(arrival)
    assert fields == typed
    assert files == {"bill.pdf": b"%PDF-1.7 bill", "photo.JPG": b"\xff\xd8\xff"}
    assert mail[form.HEADER] == "web"
    assert mail["From"] == form.SENDER
    assert arrival.medium_hint is Medium.FORM
    assert arrival.received == NOW
    assert (arrival.source.kind, arrival.source.place, arrival.source.key) == (SourceKind.FORM, "web", TOKEN)


def test_a_form_posted_twice_is_one_source() -> None:
    """The page's token names it, so that a second click opens no second complaint."""
    assert posted(GOOD).source == posted(GOOD).source
    assert posted(GOOD).content.partition(b"boundary")[0] == posted(GOOD).content.partition(b"boundary")[0]


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"summary": "  "}, "summary", "what happened"),
        ({"email": ""}, "email", "or a postal address"),
        ({"email": "anna.example.com"}, "email", "not complete"),
        ({"email": "a@x@y.com"}, "email", "not complete"),
        ({"email": "anna@example"}, "email", "not complete"),
        ({"email": "anna@example.com\nBcc: all@example.org"}, "email", "not complete"),
        ({"summary": "x" * 20_001}, "summary", "up to 20000 characters"),
        ({"name": "x" * 501}, "name", "up to 500 characters"),
        ({"website": "http://spam.example"}, "website", "leave this field empty"),
        ({"is_admin": "yes"}, "is_admin", "no such field"),
    ],
)
def test_what_is_wrong_is_said_by_field(changes: dict[str, str], field: str, says: str) -> None:
    """One sentence for the field that has to be changed."""
    with pytest.raises(Incomplete, match=says) as refused:
        posted(GOOD | changes)
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(
    ("uploads", "says"),
    [
        ([Upload("a.exe", b"MZ")], "'a.exe' is of a kind"),
        ([Upload("noending", b"x")], "of a kind"),
        ([Upload("a.pdf", b"")], "'a.pdf' is empty"),
        ([Upload("a.pdf", b"x" * 1_000_001)], "up to 1 MB"),
        ([Upload(f"{n}.pdf", b"x" * 900_000) for n in range(3)], "together: up to 2 MB"),
        ([Upload(f"{n}.pdf", b"x") for n in range(4)], "Up to 3 files"),
    ],
)
def test_files_have_limits(uploads: list[Upload], says: str) -> None:
    """Size, number and kind of the files are bounded, and the sentence names the file."""
    with pytest.raises(Incomplete, match=says):
        posted(GOOD, *uploads, max_files=3, max_file_megabytes=1, max_total_megabytes=2)


def test_all_problems_at_once_and_in_italian() -> None:
    """Nobody has to send a form three times to hear of three mistakes, and hears of them in their language."""
    with pytest.raises(Incomplete) as refused:
        posted({"email": "anna"}, Upload("a.exe", b"x"), language="it")
    said = {problem.field: problem.message for problem in refused.value.problems}
    assert set(said) == {"summary", "email", "files"}
    assert said["summary"] == "Ci racconti che cosa è successo."


def test_every_sentence_exists_in_both_languages() -> None:
    """English and Italian are complete."""
    for english, italian in form._WORDS.values():
        assert english != italian
        assert english.count("{") == italian.count("{")


def test_a_postal_address_is_enough() -> None:
    """Who has no e-mail address can complain too."""
    fields, _, mail = opened(posted({"summary": "No line.", "address": "Anna Example\n1 Test Road\nLeeds LS1 1AA"}))
    assert fields["address"].count("\n") == 2
    assert mail["From"] == form.SENDER


@pytest.mark.parametrize("token", ["", "short", "../../etc/passwd-0000", "a" * 200, "abcdefghijklmnop\r\nX: y"])
def test_a_foreign_token_is_refused(token: str) -> None:
    """Only what our page can have made names an arrival."""
    with pytest.raises(errors.Refused):
        form.arrival(GOOD, [], token=token, form="web", language="en", received=NOW, settings=FormSettings())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\anna\\bill.pdf", "bill.pdf"),
        ("a\r\nX-Evil: 1.pdf", "a X-Evil: 1.pdf"),
        ("zero\u200bwidth.pdf", "zero width.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("", "file"),
    ],
)
def test_file_names_are_shown_and_never_a_path(name: str, shown: str) -> None:
    """Folders, line breaks and invisible characters are gone from a name."""
    assert form.shown_name(name) == shown


@given(st.text(st.characters(), max_size=200), st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_is_data(summary: str, name: str, filename: str) -> None:
    """Any characters, control characters and lone surrogates too, never become a header and never break the mail."""
    arrival = posted(GOOD | {"summary": f"x{summary}", "name": name}, Upload(f"{filename}.pdf", b"x"))
    fields, files, mail = opened(arrival)
    assert set(mail.keys()) == {
        form.HEADER, "Date", "Message-ID", "Subject", "From", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert fields["email"] == GOOD["email"]
    assert len(files) == 1
