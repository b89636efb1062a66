"""Reading mail: what stands in it comes out, whatever its sender's program did to it."""

import base64
import hashlib
from email.message import EmailMessage
from itertools import pairwise

import pytest

from ingest.model import SectionKind
from tests.read.made_mail import SENDER, head_of, mail, raw, read


def part_of(reading_text: str, kind: SectionKind, sections: tuple) -> list[str]:
    return [reading_text[part.start : part.end].strip() for part in sections if part.kind is kind]


def test_the_subject_stands_in_the_text() -> None:
    """A reference that stands only in the subject can be found with its position."""
    reading = read(mail(subject="Complaint about INC-48213"))
    assert part_of(reading.text, SectionKind.SUBJECT, reading.sections) == ["Complaint about INC-48213"]
    assert reading.reply_text == "Nobody came."


def test_sections_divide_the_message_without_a_gap() -> None:
    """Nothing is thrown away: what was cut stays in the text."""
    reading = read(mail("New words.\n\nOn 3 March 2026 at 10:00, Help <help@example.com> wrote:\n> Old words.\n"))
    inner = [part for part in reading.sections if part.kind is not SectionKind.SUBJECT]
    assert inner[0].kind is SectionKind.BODY
    for earlier, later in pairwise(inner):
        assert earlier.end == later.start
    assert "Old words." in part_of(reading.text, SectionKind.QUOTE, reading.sections)[0]
    assert reading.reply_text == "New words."


def test_html_alone_becomes_text() -> None:
    """A mail without a plain rendering is read from its HTML, as its reader sees it."""
    message = mail()
    message.set_content(
        "<html><head><style>p {color: red}</style></head><body><p>Nobody came on <b>Monday</b>.</p>"
        "<div style='display:none'>secret</div><p>I want&nbsp;my money back.</p></body></html>",
        subtype="html",
    )
    reading = read(message)
    assert reading.reply_text == "Nobody came on Monday.\n\nI want my money back."
    assert "secret" not in reading.text
    assert "<style>" in (head_of(reading).html or "")


def test_a_stub_gives_way_to_the_html() -> None:
    """ "Your program cannot show HTML" is not what the sender wrote."""
    html = "<p>" + "The engineer came three hours late and broke the door on his way out. " * 6 + "</p>"
    reading = read(mail("This message needs a program that shows HTML.", html=html))
    assert reading.reply_text.startswith("The engineer came")


def test_plain_text_is_preferred_when_both_say_the_same() -> None:
    """The text of the author's own program is the better text."""
    reading = read(mail("Nobody came on Monday.\n\nMary", html="<p>Nobody came on Monday.</p><p>Mary</p>"))
    assert reading.reply_text == "Nobody came on Monday.\n\nMary"


def test_raw_latin1_headers_keep_their_letters() -> None:
    """mail-parser drops raw 8-bit letters of headers; they are people's names."""
    reading = read(raw("From: Renée Müller <renee@example.org>\nSubject: Réclamation n° 5".encode("latin-1")))
    assert head_of(reading).from_name == "Renée Müller"
    assert head_of(reading).subject == "Réclamation n° 5"


def test_raw_utf8_headers_are_read() -> None:
    """SMTPUTF8: names, subjects and addresses beyond ASCII (RFC 6532)."""
    reading = read(raw("From: Łukasz <żółw@example.org>\nSubject: Skarga – opóźnienie".encode()))
    assert head_of(reading).from_name == "Łukasz"
    assert head_of(reading).from_address == "żółw@example.org"
    assert head_of(reading).subject == "Skarga – opóźnienie"


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("=?utf-8?q?Caf=C3=A9?=", "Café"),
        ("=?iso-8859-1?Q?R=E9clamation?=", "Réclamation"),
        ("=?x-unheard-of?Q?R=E9clamation?=", "Réclamation"),
        ("=?utf-8?B?UsOpY2xh?= =?utf-8?B?bWF0aW9u?=", "Réclamation"),
        ("=?utf-8?q?one?==?utf-8?q?two?=", "onetwo"),
        ("=?utf-8?b?not base64", "=?utf-8?b?not base64"),
    ],
)
def test_encoded_words(subject: str, shown: str) -> None:
    """Headers in encoded words (RFC 2047) are decoded, by unknown names of character sets too."""
    assert head_of(read(raw(f"From: {SENDER}\nSubject: {subject}"))).subject == shown


def test_a_quoted_encoded_name_is_decoded() -> None:
    """Many programs put encoded words in quotation marks, against RFC 2047; it is a name all the same."""
    head = 'From: "=?utf-8?q?Ren=C3=A9e?=" <r@example.org>\nSubject: x'
    assert head_of(read(raw(head))).from_name == "Renée"


def test_dates_become_utc() -> None:
    """The Date header is a claim, kept in UTC."""
    reading = read(raw(f"From: {SENDER}\nDate: Tue, 3 Mar 2026 23:30:00 -0500\nSubject: x"))
    assert head_of(reading).claimed_date.isoformat() == "2026-03-04T04:30:00+00:00"


def test_attachments_are_decoded_and_listed() -> None:
    """An attachment has the name, type, size and digest that its sender's file has."""
    message = mail()
    content = bytes(range(256)) * 40
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="Größe.bin")
    attachment = read(message).attachments[0]
    assert (attachment.name, attachment.bytes) == ("Größe.bin", len(content))
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert attachment.note == "the file is of a kind that is not read"


def test_an_attached_text_joins_the_text() -> None:
    """What is attached is part of the item, and marked as attached."""
    message = mail()
    message.add_attachment("The contract number is 4711.", filename="note.txt")
    reading = read(message)
    assert part_of(reading.text, SectionKind.ATTACHMENT, reading.sections) == ["The contract number is 4711."]
    assert reading.reply_text == "Nobody came."
    assert reading.attachments[0].note is None


def test_an_attached_mail_does_not_join_the_body() -> None:
    """mail-parser runs the text of attached mails into the body; here it stays apart."""
    inner = mail("Old words from a colleague.", subject="Earlier")
    outer = mail("My words.")
    outer.add_attachment(inner)
    reading = read(outer)
    assert reading.reply_text == "My words."
    assert "Old words" in part_of(reading.text, SectionKind.ATTACHMENT, reading.sections)[0]
    assert head_of(reading).subject == "My order"


def test_a_truncated_attached_mail_is_kept() -> None:
    """A mail cut off in the middle of an attached mail still shows what there is."""
    inner = mail("Old words.", subject="Earlier")
    outer = mail("My words.")
    outer.add_attachment(inner)
    content = outer.as_bytes()
    reading = read(content[: content.index(b"Old words") + 4])
    assert reading.reply_text == "My words."
    assert "Old" in reading.text


def test_large_attachments_come_through_whole() -> None:
    """Setting large attachments aside while parsing changes nothing about them."""
    message = mail()
    contents = [bytes([number]) * 300_000 + b"end" for number in range(3)]
    for number, content in enumerate(contents):
        message.add_attachment(content, maintype="application", subtype="x-thing", filename=f"{number}.bin")
    reading = read(message)
    assert [part.sha256 for part in reading.attachments] == [hashlib.sha256(part).hexdigest() for part in contents]
    assert reading.reply_text == "Nobody came."


def test_a_large_attached_mail_comes_through_whole() -> None:
    """An attachment within an attached mail is found there, large or not."""
    inner = mail("Inner words.", subject="Earlier")
    inner.add_attachment(b"x" * 100_000, maintype="application", subtype="x-thing", filename="deep.bin")
    outer = mail("My words.")
    outer.add_attachment(inner)
    reading = read(outer)
    deep = next(part for part in reading.attachments if part.name == "deep.bin")
    assert deep.sha256 == hashlib.sha256(b"x" * 100_000).hexdigest()


def test_base64_shown_in_the_text_is_left_alone() -> None:
    """Text that looks like a large attachment, and is none, stays as it was written."""
    lines = base64.encodebytes(b"y" * 20_000).decode()
    body = f"I copy what I got:\nContent-Transfer-Encoding: base64\n\n{lines}\nThat is all."
    reading = read(raw(f"From: {SENDER}\nSubject: x", body.replace("\n", "\r\n")))
    assert lines.split()[100] in reading.text
    assert "That is all." in reading.text


def test_every_header_is_kept_in_order() -> None:
    """Those who decide about silence see every header, in lower case, in order."""
    reading = read(raw("Received: a\nReceived: b\nFrom: m@example.org\nX-Loop: yes\n folded"))
    assert head_of(reading).headers == (
        ("received", "a"),
        ("received", "b"),
        ("from", "m@example.org"),
        ("x-loop", "yes folded"),
    )


def test_the_null_sender_differs_from_none() -> None:
    """Return-Path: <> says that nobody wants an answer; a missing one says nothing."""
    assert head_of(read(raw(f"Return-Path: <>\nFrom: {SENDER}"))).envelope_sender == ""
    assert head_of(read(raw(f"From: {SENDER}"))).envelope_sender is None
    assert head_of(read(raw(f"Return-Path: <M@Example.org>\nFrom: {SENDER}"))).envelope_sender == "m@example.org"


def test_alternatives_without_words_do_no_harm() -> None:
    """An empty mail is a mail without words."""
    message = EmailMessage()
    message["From"] = SENDER
    message.set_content("")
    message.add_alternative("<html></html>", subtype="html")
    reading = read(message)
    assert reading.text == ""
    assert reading.reply_text == ""
    assert reading.language is None
