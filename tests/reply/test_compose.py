"""Composing mails: frozen bytes, right heads, and hostile names that stay names."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from ingest import errors
from ingest.model import Clock, Draft, Medium, ReplyKind
from ingest.reply import compose, marks
from ingest.reply.context import Context
from ingest.reply.settings import Settings

ACK = ReplyKind.ACKNOWLEDGEMENT
RECEIVED = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)


def clocks() -> tuple[Clock, ...]:
    return tuple(
        Clock(name, RECEIVED, RECEIVED + timedelta(days=days), "")
        for name, days in (("update", 5), ("response", 14), ("ombudsman", 42))
    )


@pytest.fixture
def context() -> Context:
    return Context(
        reference="PR-26-00123-4",
        channel="email",
        recipient="ada.marsh@example.com",
        language="en",
        received=RECEIVED,
        written=RECEIVED + timedelta(minutes=2),
        name="Ada Marsh",
        in_reply_to="<one@example.com>",
        references=("<zero@example.com>",),
        clocks=clocks(),
        missing=("reference", "phones"),
    )


def parsed(draft: Draft) -> EmailMessage:
    message = message_from_bytes(draft.content, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def words(draft: Draft, kind: str = "plain") -> str:
    body = parsed(draft).get_body((kind,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


def test_the_head_is_right(context, settings):
    """RFC 3834 marks, RFC 5322 threading, a deterministic Message-ID and our own mark."""
    draft = compose.draft(ACK, context, settings=settings)
    head = parsed(draft)
    assert head["From"] == "Northwind complaints <complaints@northwind.example.org>"
    assert head["To"] == "Ada Marsh <ada.marsh@example.com>"
    assert head["Message-ID"] == draft.message_id == marks.message_id("PR-26-00123-4", ACK, settings)
    assert head["In-Reply-To"] == "<one@example.com>"
    assert head["References"] == "<zero@example.com> <one@example.com>"
    assert head["Auto-Submitted"] == "auto-replied"
    assert head["X-Auto-Response-Suppress"] == "All"
    assert head["Date"] == "Thu, 05 Mar 2026 16:07:00 +0000"
    assert marks.is_ours(head[marks.HEADER], settings)
    assert "PR-26-00123-4" in head["Subject"] == draft.subject
    assert head.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in head.iter_parts()] == ["text/plain", "text/html"]
    assert (draft.envelope_sender, draft.recipient) == ("complaints@northwind.example.org", "ada.marsh@example.com")


def test_the_message_is_wire_ready(context, settings):
    """CRLF line ends, ASCII, no line over 998 bytes, and the Message-ID on one line."""
    content = compose.draft(ACK, replace(context, language="it", name="Nicolò Però"), settings=settings).content
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) < 998
    assert b"\r\nMessage-ID: <postroom." in content


def test_composing_twice_gives_the_same_bytes(context, settings):
    """Frozen rendered bytes: a re-send sends the same message."""
    assert compose.draft(ACK, context, settings=settings) == compose.draft(ACK, context, settings=settings)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Dear Ada Marsh,", "Thursday 5 March 2026 at 16:05", "By Tuesday 10 March 2026", "PR-26-00123-4"]),
        ("it", ["Gentile Ada Marsh,", "giovedì 5 marzo 2026 alle 16:05", "Entro martedì 10 marzo 2026"]),
        ("de", ["Guten Tag Ada Marsh,", "Donnerstag, 5. März 2026"]),
        ("fr", ["Bonjour Ada Marsh,", "jeudi 5 mars 2026"]),
        ("es", ["Hola, Ada Marsh:", "jueves, 5 de marzo de 2026"]),
        ("pt", ["Olá, Ada Marsh,", "quinta-feira, 5 de março de 2026"]),
        ("nl", ["Beste Ada Marsh,", "donderdag 5 maart 2026"]),
    ],
)
def test_the_reader_s_language_and_dates(language, expected, context, settings):
    """What we received and when, the reference, and what happens by which date, in the reader's words."""
    draft = compose.draft(ACK, replace(context, language=language), settings=settings)
    assert draft.language == language
    for said in expected:
        assert said in words(draft)
        assert said in words(draft, "html").replace("<strong>", "").replace("</strong>", "")


def test_dates_are_those_of_the_office(context, settings):
    """A complaint that came at 23:30 UTC in July came the next day in London; midnight belongs to the day before."""
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    due = Clock("update", late, datetime(2026, 7, 9, 23, 0, tzinfo=UTC), "")
    said = words(compose.draft(ACK, replace(context, received=late, clocks=(due,)), settings=settings))
    assert "Thursday 2 July 2026 at 00:30" in said
    assert "By Thursday 9 July 2026" in said


def test_only_what_is_missing_is_asked_for(context, settings):
    """What is missing is asked for politely, chosen from the findings."""
    asked = words(compose.draft(ACK, context, settings=settings))
    assert "earlier ticket" in asked
    assert "phone number you called us from" in asked
    assert "dates and times" not in asked
    assert "Can you help" not in words(compose.draft(ACK, replace(context, missing=()), settings=settings), "html")


def test_the_ombudsman_comes_from_the_settings(context, settings):
    """Name, address and link are settings, by country."""
    assert "Example Ombudsman" in words(compose.draft(ACK, context, settings=settings))
    italian = replace(context, language="it", country="IT")
    assert "https://conciliatore.example.it" in words(compose.draft(ACK, italian, settings=settings))
    none = settings.model_copy(update={"ombudsman": {}, "regulator": {}})
    assert "ombudsman" not in words(compose.draft(ACK, context, settings=none))


def test_an_unknown_language_falls_back(context, settings):
    """A language without a template is answered in the default one, never not at all."""
    assert compose.draft(ACK, replace(context, language="fi"), settings=settings).language == "en"


HOSTILE = [
    ("{{ 7*7 }} {% raw %}", "{{ 7*7 }} {% raw %}"),
    ("Ada\r\nBcc: everybody@example.com", ""),
    ("Ada\r\nSubject: x", "Ada Subject: x"),
    ("\u202eevil\u202c", "evil"),
    ("=?utf-8?q?Ada=0d=0aBcc:_x?=", "=?utf-8?q?Ada=0d=0aBcc:_x?="),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("😀🎉", "😀🎉"),
    ('Ada, Marsh; "x" <y>', 'Ada, Marsh; "x" <y>'),
    ("Bob\x00\x1b[31m", "Bob[31m"),
    ("\ud83d lone", "lone"),
    ("Free money at http://evil.example.com", ""),
    ("Win at www.evil.example", ""),
    ("evil.example.com", ""),
    ("St.John Smith", "St.John Smith"),
    ("J.R. Hartley", "J.R. Hartley"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "shown"), HOSTILE)
def test_hostile_names_are_shown_literally_or_not_at_all(name, shown, context, settings):
    """Names with braces, CRLF, direction marks, only emoji: shown literally; never a template, a header or a link."""
    draft = compose.draft(ACK, replace(context, name=name), settings=settings)
    head = parsed(draft)
    assert [one.addr_spec for one in head["To"].addresses] == ["ada.marsh@example.com"]
    assert head.get_all("Bcc") is None
    assert head.get_all("Subject") == [draft.subject]
    greeting = words(draft).strip().split("\n")[0]
    assert greeting == (f"Dear {shown}," if shown else "Hello,")
    assert "<script" not in words(draft, "html")


def test_a_name_of_2000_characters_is_cut(context, settings):
    """2,000 characters: shown short."""
    draft = compose.draft(ACK, replace(context, name="A" * 2_000), settings=settings)
    assert words(draft).strip().split("\n")[0] == f"Dear {'A' * 59}…,"
    heap = compose.draft(ACK, replace(context, name="a" + "\u0301" * 500), settings=settings)
    assert len(words(heap).strip().split("\n")[0]) < 15


@pytest.mark.parametrize(
    "address",
    [
        "a@x@y",
        "ada@example.com\r\nBcc: b@example.com",
        "a@example.com, b@example.com",
        "",
        "ada",
        "<a@example.com>",
        "a b@example.com",
        "a" * 300 + "@example.com",
    ],
)
def test_an_address_that_is_not_one_is_refused(address, context, settings):
    """CRLF in an address, two recipients, none: refused, for a person to correct."""
    with pytest.raises(errors.Refused):
        compose.draft(ACK, replace(context, recipient=address), settings=settings)


def test_addresses_beyond_ascii(context, settings):
    """SMTPUTF8 where the name before the @ needs it; a domain alone becomes ASCII."""
    wide = compose.draft(ACK, replace(context, recipient="zoë@example.com"), settings=settings)
    assert wide.recipient == "zoë@example.com"
    assert "zoë@example.com" in wide.content.decode("utf-8")
    domain = compose.draft(ACK, replace(context, recipient="ada@bücher.example"), settings=settings)
    assert domain.recipient == "ada@xn--bcher-kva.example"
    assert domain.content.isascii()


def test_foreign_message_ids_cannot_break_the_head(context, settings):
    """Nothing the sender controls becomes a header: ids that are none are left out, long threads are cut."""
    bad = ("no brackets", "<a\r\nBcc: x@example.com>", "<>", "<ü@example.com>", "<a b@example.com>")
    draft = compose.draft(ACK, replace(context, references=bad, in_reply_to=bad[1]), settings=settings)
    assert parsed(draft)["References"] is None
    many = tuple(f"<{number}@example.com>" for number in range(500))
    cut = parsed(compose.draft(ACK, replace(context, references=many), settings=settings))["References"].split()
    assert (len(cut), cut[0], cut[-1]) == (20, "<0@example.com>", "<one@example.com>")


def test_no_word_of_the_customer_is_echoed(context):
    """The context of an automatic message has no field that the customer's text could be put in."""
    free = {"words", "staff", "recipient", "name"}  # words and staff are typed by staff
    texts = {field for field, kind in Context.__annotations__.items() if kind in {str, str | None}}
    assert texts - free == {"reference", "language", "zone", "country", "in_reply_to"}


def test_a_template_of_one_s_own_comes_first(context, settings, tmp_path):
    """The administrator's folder overrides ours, file by file."""
    (tmp_path / "acknowledgement").mkdir()
    (tmp_path / "acknowledgement" / "en.txt").write_text("Subject: Ours: {{ reference }}\n\nHi {{ name }}\n")
    own = settings.model_copy(update={"templates_folder": tmp_path})
    draft = compose.draft(ACK, context, settings=own)
    assert draft.subject == "Ours: PR-26-00123-4"
    assert words(draft) == "Hi Ada Marsh\n"
    assert "What happens next" in words(draft, "html")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Subject: x\n\n{{ unheard_of }}", "unheard_of"),
        ("Subject: x\n\n{% if %}", "line 3"),
        ("no subject", "first line"),
        ("Subject: x\n\n{{ name.__class__.__mro__ }}", "unsafe"),
        ("Subject: x\n\n{% include 'nowhere.txt' %}", "nowhere.txt"),
        ("Subject: x\n\n{{ missing + 1 }}", "TypeError"),
    ],
)
def test_a_wrong_template_is_named_with_its_remedy(text, said, context, settings, tmp_path):
    """Missing template or variable: the item waits with a person and the default template is named."""
    (tmp_path / "acknowledgement").mkdir()
    (tmp_path / "acknowledgement" / "en.txt").write_text(text)
    own = settings.model_copy(update={"templates_folder": tmp_path})
    with pytest.raises(errors.TemplateError, match=r"acknowledgement/en\.txt") as raised:
        compose.draft(ACK, context, settings=own)
    assert said in str(raised.value)


@pytest.mark.parametrize("kind", [kind for kind in ReplyKind if kind is not ACK])
@pytest.mark.parametrize("language", ["en", "it"])
def test_staff_s_letters(kind, language, context, settings):
    """Each kind of letter shows what staff typed, as data, and keeps to the same protocol."""
    asked = settings.model_copy(update={"survey_link": "https://survey.example.org/s"})
    typed = "First {{ paragraph }}.\n\n<b>Second</b> line one\nline two"
    draft = compose.draft(kind, replace(context, language=language, words=typed, staff="Sam Reed"), settings=asked)
    assert draft.language == language
    assert draft.message_id == marks.message_id("PR-26-00123-4", kind, settings)
    assert "PR-26-00123-4" in draft.subject
    if kind is ReplyKind.SURVEY:
        assert marks.survey_link("PR-26-00123-4", asked) in words(draft)
        return
    assert "First {{ paragraph }}." in words(draft)
    assert "<b>Second</b> line one\nline two" in words(draft)
    assert "&lt;b&gt;Second&lt;/b&gt;" in words(draft, "html")
    assert "Sam Reed" in words(draft)
    assert parsed(draft)["Auto-Submitted"] == "auto-generated"


def test_an_ombudsman_letter_needs_an_ombudsman(context, settings):
    """A letter that would send people nowhere is refused, and says which setting is missing."""
    none = settings.model_copy(update={"ombudsman": {}})
    with pytest.raises(errors.SettingsError, match="ombudsman"):
        compose.draft(ReplyKind.OMBUDSMAN, context, settings=none)


def test_every_medium_is_called_by_its_name(context, settings):
    """What we received: an e-mail, a letter or a form."""
    for medium, said in ((Medium.EMAIL, "your email"), (Medium.LETTER, "your letter"), (Medium.FORM, "your form")):
        assert said in words(compose.draft(ACK, replace(context, medium=medium), settings=settings))


def test_settings_have_sensible_defaults():
    """A stage's settings can be made from nothing."""
    made = Settings()
    assert made.bounces == made.from_address
    assert made.ours("COMPLAINTS+x@example.org")
    assert not made.ours("else@example.org")
