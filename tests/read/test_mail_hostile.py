"""Hostile and broken mail: parsed and inert, never an exception that is not ours, never a word lost that can be had."""

import json
from email.message import EmailMessage

import pytest
from pydantic import TypeAdapter

from ingest.model import Reading
from tests.read.made_mail import SENDER, head_of, mail, raw, read

WORDS = "Nobody came on Monday."


def stored(reading: Reading) -> str:
    """A reading must be fit for JSON and databases: no lone surrogates, no NUL."""
    text = TypeAdapter(Reading).dump_json(reading).decode()
    assert "\\u0000" not in text
    assert json.loads(text)
    return text


# ---- characters


def test_an_unknown_charset() -> None:
    """The letters of a text in an unheard-of character set are guessed, and the defect is named."""
    head = f"From: {SENDER}\nContent-Type: text/plain; charset=x-unheard-of"
    reading = read(raw(head, "Perché no?".encode("cp1252")))
    assert reading.reply_text == "Perché no?"
    assert any("unknown charset" in defect for defect in head_of(reading).defects)


@pytest.mark.parametrize(
    "charset", ["utf-8", "us-ascii", "iso-8859-1", "undefined", "hex", "idna", "utf-16", "\x00", "7"]
)
def test_a_wrong_charset(charset: str) -> None:
    """Whatever a mail calls its characters, it is read and kept fit for storing."""
    head = f'From: {SENDER}\nContent-Type: text/plain; charset="{charset}"'
    reading = read(raw(head, "Perché no? Well.".encode("cp1252")))
    assert "no? Well." in reading.text or charset == "utf-16"
    stored(reading)


def test_nul_bytes_and_controls() -> None:
    """NUL bytes, which no database takes, are left out; the words around them stay."""
    reading = read(raw(f"From: {SENDER}\nSubject: a\x00b", "Nobody\x00 came\x08 on Monday.\x1b[31m"))
    assert reading.reply_text == "Nobody came on Monday.[31m"
    assert "\x00" not in stored(reading)


def test_lone_surrogates() -> None:
    """Bytes that decode to half characters never leave the reader."""
    head = f"From: {SENDER}\nContent-Type: text/plain; charset=utf-7\nSubject: =?utf-7?q?+2AA-?="
    stored(read(raw(head, "a +2AA- b")))
    stored(read(raw(f"From: {SENDER}\nContent-Type: text/plain; charset=utf-8", b"a \xed\xa0\x80 b")))


def test_bare_carriage_returns() -> None:
    """Line ends of every kind are line ends."""
    reading = read(b"From: " + SENDER.encode() + b"\rSubject: x\r\rNobody came.\rNobody rang.\r")
    assert head_of(reading).from_address == "mary@example.org"
    assert reading.reply_text == "Nobody came.\nNobody rang."
    reading = read(raw(f"From: {SENDER}", b"one\r\ntwo\rthree\nfour\r\r\nfive"))
    assert [row for row in reading.reply_text.split("\n") if row] == ["one", "two", "three", "four", "five"]


def test_direction_overrides_in_names() -> None:
    """A name cannot turn the text around it."""
    reading = read(mail(**{"from": "=?utf-8?q?Mary_=E2=80=AEelpmaxE?= <mary@example.org>"}, subject="a\u202eb"))
    assert head_of(reading).from_name == "Mary elpmaxE"
    assert head_of(reading).subject == "ab"


# ---- heads


def test_no_from() -> None:
    """A mail from nobody is a mail."""
    reading = read(raw("Subject: x\nTo: complaints@example.com", WORDS))
    assert head_of(reading).from_address is None
    assert reading.reply_text == WORDS


def test_two_from() -> None:
    """Two senders are none: both are kept as text, neither is ever answered, and the oddity is named."""
    reading = read(raw(f"From: {SENDER}\nFrom: eve@example.net\nSubject: x", WORDS))
    assert head_of(reading).from_address is None
    assert [value for name, value in head_of(reading).headers if name == "from"] == [SENDER, "eve@example.net"]
    assert "two From headers" in head_of(reading).defects


def test_the_same_from_twice() -> None:
    """A header that some relay doubled takes nothing from its sender."""
    reading = read(raw(f"From: {SENDER}\nFrom: {SENDER}\nSubject: x", WORDS))
    assert head_of(reading).from_address == "mary@example.org"


def test_encoded_words_are_no_mailbox() -> None:
    """An address made of encoded words is text; a name that is an address is no name."""
    assert head_of(read(raw("From: =?utf-8?q?m?=@example.org\nSubject: x", WORDS))).from_address is None
    disguised = head_of(read(raw("From: =?utf-8?b?PGFkbWluQGV4YW1wbGUuY29tPg==?= <m@example.org>\nSubject: x", WORDS)))
    assert (disguised.from_name, disguised.from_address) == (None, "m@example.org")


@pytest.mark.parametrize(
    "sender",
    [
        "a@x@y",
        "Mary",
        "<>",
        "@",
        "mary@",
        "<mary@example.org",
        '"Mary <mary@example.org>',
        "a b@example.org",
        "a@b\r\n c@d",
    ],
)
def test_a_broken_from(sender: str) -> None:
    """What is not one plain mailbox is no address; it is never an envelope."""
    reading = read(raw(f"From: {sender}\nSubject: x", WORDS))
    address = head_of(reading).from_address
    assert address in (None, "mary@example.org")
    assert reading.reply_text == WORDS


def test_a_broken_encoded_name() -> None:
    """A name whose encoding is damaged costs the name, not the address and not the mail."""
    head = (
        "From: =?utf-8?b?TWFyeQ=A?= <mary@example.org>\nTo: =?utf-8?b?x?= <a@example.com>, =?x?q?=00?= <b@example.com>"
    )
    reading = read(raw(head, WORDS))
    assert head_of(reading).from_address == "mary@example.org"
    assert reading.reply_text == WORDS


@pytest.mark.parametrize(
    "date",
    ["29:24", "yesterday", "Tue, 99 Foo 2026 99:99:99 +9999", "", "Tue, 3 Mar 99999 10:00:00 +0000", "\x00", "0"],
)
def test_a_broken_date(date: str) -> None:
    """A date nobody can read is no date."""
    assert head_of(read(raw(f"From: {SENDER}\nDate: {date}\nSubject: x", WORDS))).claimed_date is None


def test_a_date_in_the_future() -> None:
    """The year 2050 is kept as the claim it is."""
    claimed = head_of(read(raw(f"From: {SENDER}\nDate: Tue, 1 Mar 2050 10:00:00 +0000\nSubject: x"))).claimed_date
    assert claimed is not None
    assert claimed.year == 2050


def test_no_message_id() -> None:
    """A mail without an identifier is a mail."""
    assert head_of(read(raw(f"From: {SENDER}\nSubject: x"))).message_id is None


def test_line_breaks_hidden_in_names() -> None:
    """An encoded line break in a name or subject stays a blank: nobody adds a header."""
    head = (
        "From: =?utf-8?q?Mary=0D=0ABcc=3A_eve=40example.net?= <mary@example.org>\n"
        "Subject: =?utf-8?q?x=0D=0ABcc=3A_eve=40example.net?=\nTo: =?utf-8?q?a=0Ab?= <a@example.org>"
    )
    reading = read(raw(head, WORDS))
    assert head_of(reading).from_address == "mary@example.org"
    for value in (head_of(reading).from_name or "", head_of(reading).subject, *head_of(reading).to):
        assert not set("\r\n") & set(value)
    assert all("\n" not in value and "\r" not in value for _, value in head_of(reading).headers)


def test_templates_and_formulas_are_words() -> None:
    """Names that are templates, SQL or formulas are kept as the text they are."""
    name = "{{ 7*7 }} '; DROP TABLE items; -- =cmd|' /C calc'!A0"
    message = mail(WORDS)
    message.replace_header("From", f'"{name}" <mary@example.org>')
    assert head_of(read(message)).from_name == name


def test_a_hundred_thousand_addresses() -> None:
    """A monstrous address list neither stops the reader nor fills the ledger."""
    many = ",\n ".join(f"a{number}@example.org" for number in range(100_000))
    reading = read(raw(f"From: {SENDER}\nSubject: x\nTo: {many}", WORDS))
    assert 0 < len(head_of(reading).to) <= 1_000
    assert reading.reply_text == WORDS


def test_headers_beyond_measure() -> None:
    """Headers of megabytes are cut, and the mail is read."""
    lines = "".join(f"X-Header-{number}: {'x' * 900}\n" for number in range(3_000))
    reading = read(raw(f"From: {SENDER}\nSubject: x\n{lines}X-Long: {'y' * 500_000}", WORDS))
    assert reading.reply_text == WORDS
    assert head_of(reading).subject == "x"


def test_a_body_without_a_head() -> None:
    """Words alone are words."""
    assert "Nobody came" in read(b"Nobody came on Monday: that is all.\r\n").text


# ---- structure


def test_a_wrong_boundary() -> None:
    """A mail whose parts are marked otherwise than announced is read by what is there."""
    head = f'From: {SENDER}\nSubject: x\nContent-Type: multipart/mixed; boundary="one"'
    body = f"--two\r\nContent-Type: text/plain\r\n\r\n{WORDS}\r\n--two--\r\n"
    reading = read(raw(head, body))
    assert reading.reply_text == WORDS
    assert "broken boundary" in head_of(reading).defects


def test_no_boundary_at_all() -> None:
    """A multipart without parts is a text."""
    assert WORDS in read(raw(f"From: {SENDER}\nSubject: x\nContent-Type: multipart/mixed", WORDS)).text


def test_truncated_base64() -> None:
    """A text whose encoding breaks off is read as far as it goes."""
    head = f"From: {SENDER}\nSubject: x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64"
    assert read(raw(head, "Tm9ib2R5IGNhbWUgb24gTW9uZGF5L")).reply_text.startswith("Nobody came on Monday")


def test_a_truncated_large_attachment() -> None:
    """A large attachment cut off in the middle is kept as far as it goes."""
    message = mail(WORDS)
    message.add_attachment(b"z" * 200_000, maintype="application", subtype="x-thing", filename="a.bin")
    content = message.as_bytes()
    reading = read(content[: len(content) - 70_001])
    assert reading.reply_text == WORDS
    assert reading.attachments[0].bytes > 100_000


@pytest.mark.parametrize("depth", [20, 150, 3_000])
def test_nesting_without_end(depth: int) -> None:
    """Parts within parts, more than any program writes, end somewhere; the head is known."""
    body = WORDS
    for number in range(depth):
        body = f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n{body}\r\n--b{number}--\r\n'
        if number == 0:
            body = body.replace(WORDS, f"\r\n{WORDS}")
    reading = read(f"From: {SENDER}\r\nSubject: deep\r\n".encode() + body.encode())
    assert head_of(reading).subject == "deep"
    assert head_of(reading).from_address == "mary@example.org"
    if depth < 30:
        assert WORDS in reading.text
    else:
        assert any("nested" in defect for defect in head_of(reading).defects)


def test_mails_within_mails_without_end() -> None:
    """A mail that holds a mail that holds a mail ends at the limit, with a note."""
    content = mail(WORDS).as_bytes()
    for number in range(120):
        head = f"From: {SENDER}\r\nSubject: level {number}\r\nContent-Type: message/rfc822\r\n\r\n"
        content = head.encode() + content
    reading = read(content)
    assert head_of(reading).subject == "level 119"
    assert any("too often" in note for note in reading.notes)


def test_too_many_parts() -> None:
    """Ten thousand parts are not ten thousand attachments."""
    parts = "".join(f"--b\r\nContent-Type: application/x-a\r\n\r\n{number}\r\n" for number in range(10_000))
    head = f'From: {SENDER}\nSubject: x\nContent-Type: multipart/mixed; boundary="b"'
    reading = read(raw(head, parts + "--b--"))
    assert len(reading.attachments) <= 1_000
    assert "more parts than are read" in head_of(reading).defects


def test_a_line_of_ten_megabytes() -> None:
    """One line as long as a book is read up to the limit."""
    reading = read(raw(f"From: {SENDER}\nSubject: x", b"a" * 10_000_000))
    assert 0 < len(reading.text) <= 3_000_000


def test_quotes_without_end() -> None:
    """A quotation a hundred thousand lines long costs no more than its length."""
    reading = read(raw(f"From: {SENDER}\nSubject: x", f"{WORDS}\r\n\r\n" + "> old\r\n" * 100_000))
    assert reading.reply_text == WORDS


def test_an_empty_body() -> None:
    """A mail without words is a mail."""
    reading = read(raw(f"From: {SENDER}\nSubject: x", ""))
    assert reading.reply_text == ""
    assert reading.text == "x"


# ---- names and files


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/etc/passwd", "passwd"),
        ("in\u200bvoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b.txt", "ab.txt"),
        ("..", "attachment-1"),
        ("<script>alert(1)</script>.txt", "script>.txt"),
        ("x" * 5_000, "x" * 200),
    ],
)
def test_names_of_attachments_are_only_shown(name: str, shown: str) -> None:
    """A name never becomes a path, and hides nothing."""
    message = EmailMessage()
    message["From"] = SENDER
    message.set_content(WORDS)
    message.add_attachment(b"MZ\x90\x00\x03\x00", maintype="application", subtype="octet-stream", filename="PLACE")
    content = message.as_bytes().replace(b'filename="PLACE"', b"filename*=utf-8''" + _percent(name))
    assert read(content).attachments[0].name == shown


def _percent(name: str) -> bytes:
    return "".join(f"%{byte:02X}" for byte in name.encode()).encode()


def test_a_virus_test_file_is_only_listed() -> None:
    """EICAR is kept and noted like any file that is not read; nothing is run."""
    message = mail(WORDS)
    eicar = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    message.add_attachment(b"MZ" + eicar, maintype="application", subtype="x-msdownload", filename="eicar.com")
    reading = read(message)
    assert reading.attachments[0].bytes == len(eicar) + 2
    assert reading.attachments[0].note == "the file is of a kind that is not read"


def test_one_bad_attachment_does_not_stop_the_next() -> None:
    """Each attachment stands for itself."""
    message = mail(WORDS)
    message.add_attachment(b"PK\x03\x04broken", maintype="application", subtype="zip", filename="bad.zip")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")
    message.add_attachment("Number 4711.", filename="good.txt")
    reading = read(message)
    assert [bool(part.note) for part in reading.attachments] == [True, True, False]
    assert "Number 4711." in reading.text


# ---- HTML


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert('evil')</script>",
        "<img src=x onerror=alert('evil')>",
        "<svg><script>alert('evil')</script><text>evil</text></svg>",
        "<form action='https://evil.example.net'><button formaction='javascript:evil()'></button></form>",
        "<a href='javascript:evil()'></a>",
        "<style>@import url(https://evil.example.net/x.css); p {background: url(evil)}</style>",
        "<meta http-equiv=refresh content='0;url=https://evil.example.net'>",
        "<base href='https://evil.example.net/'>",
        "<iframe src='https://evil.example.net'>evil</iframe>",
        "<img src='https://evil.example.net/pixel.gif'>",
        "<!-- evil --><![CDATA[ ]]>",
        "<object data=evil></object><embed src=evil>",
        "<div style='display: none !important'>evil</div><span style='font-size:0px'>evil</span><p hidden>evil</p>",
        "<title>evil</title><template>evil</template><noscript>evil</noscript>",
    ],
)
def test_hostile_html_leaves_nothing_but_words(payload: str) -> None:
    """Script, styles, frames and pictures leave no trace in the text, and nothing is fetched."""
    message = mail()
    message.set_content(f"<html><body><p>{WORDS}</p>{payload}<p>Mary</p></body></html>", subtype="html")
    reading = read(message)
    assert reading.reply_text.split() == [*WORDS.split(), "Mary"]
    assert "evil" not in reading.text.replace("alert", "")


@pytest.mark.parametrize(
    "html",
    [
        "<img src='x' alt='",
        "<p>Nobody came on Monday.<table><tr><td>",
        "<" * 50_000 + WORDS,
        "<div>" * 20_000 + WORDS,
        "<table><tr><td>" * 3_000 + WORDS,
        "&#xE000;&#57344;\ue000\ue001 " + WORDS,
        "<blockquote type=cite>" * 500 + WORDS,
        "<p>" + "&nbsp;" * 100_000 + WORDS,
        "<?xml version='1.0' encoding='utf-16'?><html><p>" + WORDS,
        "<p>" + WORDS + "</p>" * 10_000,
    ],
)
def test_broken_html_is_read(html: str) -> None:
    """HTML that no program should write still gives up its words, or at least does no harm."""
    message = mail()
    message.set_content(html, subtype="html")
    reading = read(message)
    stored(reading)
    if "Nobody" in html and "<<" not in html:
        assert "Nobody came on Monday" in reading.text
    assert "\ue000" not in reading.text
