"""Properties of the cutter and the reader that hold for any mail whatsoever."""

import random
import re
from email.message import EmailMessage

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring, tostring  # type: ignore[import-untyped]  # carries no types

from ingest import errors
from ingest.model import Reading, SectionKind
from ingest.read import Settings, text_of
from ingest.read.characters import clean, decode
from ingest.read.heavy import lighten
from ingest.read.html import Mark, render
from ingest.read.parts import take_apart
from ingest.read.quotes import cut
from ingest.read.settings import MailSettings
from ingest.read.structure import MarkKind
from tests.read.made_mail import mail
from tests.read.made_packing import Sealing, certified, tnef
from tests.read.test_html_quotes import BODIES

LINES = st.sampled_from(
    [
        "Nobody came on Monday.", "", "   ", "> old words", ">> older words", "| old", "--", "-- ", "—", "____________",
        "On Tue, 3 Mar 2026 at 10:15, Help <help@example.com> wrote:", "Il 03/03/2026 10:15, Servizio ha scritto:",
        "-----Original Message-----", "---------- Forwarded message ---------", "From: Help <help@example.com>",
        "Sent: 3 March 2026 10:15", "To: Mary", "Subject: RE: order", "Da: Mario", "Sent from my iPhone", "Regards,",
        "Mary Example", "Tel: 0161 496 0123", "This e-mail is confidential and intended for the recipient.", "wrote:",
        "Begin forwarded message:", "> Begin forwarded message:", "please reply above this line", "CAUTION: external",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(LINES, max_size=40).map("\n".join), st.lists(LINES).map("\n".join))
CALM = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@CALM
@given(TEXTS.map(clean), st.booleans())
def test_new_and_cut_make_the_whole(text: str, answer: bool) -> None:
    """The cutter never loses a character: its pieces follow each other without a gap and without overlap."""
    division = cut(text, answer=answer)
    assert "".join(text[piece.start : piece.end] for piece in division.pieces) == text
    assert [piece.start for piece in division.pieces][1:] == [piece.end for piece in division.pieces][:-1]
    for row in division.new.split("\n"):
        assert row in text


@CALM
@given(TEXTS.map(clean), st.booleans())
def test_every_word_is_new_or_stands_where_it_was_cut(text: str, answer: bool) -> None:
    """What no piece calls old, signed or a disclaimer is what the sender newly wrote, every word of it, in order."""
    division = cut(text, answer=answer)
    kept = " ".join(
        text[piece.start : piece.end] for piece in division.pieces if piece.kind is SectionKind.BODY
    ).split()
    new = iter(division.new.split())
    assert all(word in new for word in kept)


@CALM
@given(
    TEXTS.map(clean),
    st.lists(st.tuples(st.sampled_from(MarkKind), st.integers(0, 500), st.integers(0, 500)), max_size=8),
)
def test_hints_cannot_lose_words(text: str, places: list[tuple[MarkKind, int, int]]) -> None:
    """Whatever the HTML's structure claims, every character stays."""
    hints = tuple(Mark(kind, min(start, len(text)), min(start + length, len(text))) for kind, start, length in places)
    division = cut(text, hints)
    assert "".join(text[piece.start : piece.end] for piece in division.pieces) == text


@CALM
@given(st.lists(LINES, max_size=30).map("\n".join))
def test_a_text_of_new_words_only_is_new(text: str) -> None:
    """Cutting what is new once more finds nothing else to cut but a signature."""
    new = cut(clean(text), answer=True).new
    again = cut(new, answer=True)
    assert {piece.kind for piece in again.pieces} <= set(SectionKind)
    assert len(again.new) <= len(new)


@CALM
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from([*BODIES.values()]), max_size=2).map("".join)))
def test_any_html_is_rendered(html: str) -> None:
    """Any HTML becomes a text, and its marks lie within it."""
    text, hints = render(html)
    assert all(0 <= mark.start <= mark.end <= len(text) for mark in hints)


TAGS = ["div", "p", "span", "b", "table", "tr", "td", "ul", "ol", "li", "pre", "blockquote", "a", "center", "h1", "th"]
TREES = st.recursive(
    st.just("<br>") | st.integers(0, 999).map(lambda number: f" word{number} "),
    lambda inside: st.tuples(st.sampled_from(TAGS), st.lists(inside, max_size=4)).map(
        lambda made: (
            f"<{made[0]} class={'gmail_quote' if made[0] == 'blockquote' else 'x'}>{''.join(made[1])}</{made[0]}>"
        )
    ),
    max_leaves=25,
)


@CALM
@given(st.lists(TREES, max_size=6).map("".join))
def test_rendering_loses_no_word(html: str) -> None:
    """However a program nests its boxes, each visible word is read once, in its order within a cell or block."""
    wanted = re.findall(
        r"word\d+", str(tostring(document_fromstring(f"<div>{html}</div>"), method="text", encoding="unicode"))
    )
    assert sorted(re.findall(r"word\d+", render(html)[0])) == sorted(wanted)


@CALM
@given(
    st.binary(max_size=300),
    st.one_of(st.none(), st.text(max_size=20), st.sampled_from(["utf-8", "cp1252", "utf-7", "gbk"])),
)
def test_any_bytes_decode(content: bytes, charset: str | None) -> None:
    """Any bytes under any name become characters that can be stored."""
    clean(decode(content, charset)[0]).encode("utf-8")


@CALM
@given(st.binary(min_size=40, max_size=60).map(lambda piece: piece * 200), st.sampled_from([b"\n", b"\r\n"]))
def test_setting_aside_changes_nothing(content: bytes, ending: bytes) -> None:
    """A mail read with its large parts set aside has the parts it would have had."""
    message = EmailMessage()
    message.set_content("Words.")
    message.add_attachment(content, maintype="application", subtype="x-thing", filename="a.bin")
    raw = message.as_bytes().replace(b"\n", ending)
    assert lighten(raw).heavy
    assert take_apart(raw, MailSettings()).parts[0].content == content


def seeds() -> list[bytes]:
    message = mail("Nobody came.\n\nOn 3 March 2026 at 10:15, Help <h@example.com> wrote:\n> old", html=BODIES["gmail"])
    message.add_attachment(b"PK\x03\x04" + bytes(40), maintype="application", subtype="zip", filename="a.zip")
    message.add_attachment(mail("inner", subject="inner"))
    packed = mail("x")
    packed.add_attachment(tnef("x", {"a.txt": b"y"}), maintype="application", subtype="ms-tnef", filename="winmail.dat")
    sealed = certified(mail("Reclamo."), sealed=Sealing())
    flowed = (
        b"From: a@example.org\nContent-Type: text/plain; format=flowed; delsp=yes\n\n> old \n> words\nNobody \ncame.\n"
    )
    return [message.as_bytes(), packed.as_bytes(), certified(mail("Reclamo.")), sealed, flowed]


def test_damaged_mail_never_breaks_the_reader() -> None:
    """Hundreds of mails damaged at random are read, or refused with an error of ours."""
    chance = random.Random(20260303)
    sources = seeds()
    limits = Settings(mail=MailSettings(text_limit=20_000))
    for _ in range(400):
        content = bytearray(chance.choice(sources))
        for _ in range(chance.randint(1, 12)):
            place = chance.randrange(len(content))
            how = chance.random()
            if how < 0.4:
                content[place] = chance.randrange(256)
            elif how < 0.6:
                del content[place : place + chance.randint(1, 400)]
            elif how < 0.8:
                content[place:place] = content[chance.randrange(len(content)) :][: chance.randint(1, 300)]
            else:
                content[place:place] = chance.choice(
                    [b"\r\n\r\n", b"\n--", b"=?utf-8?b?", b"\x00", b"<div>", b'"', b"\xff\xfe"]
                )
            if not content:
                content = bytearray(b"x")
        try:
            reading = text_of(bytes(content), "mail.eml", settings=limits)
        except errors.Error:
            continue
        assert isinstance(reading, Reading)
        assert all(0 <= part.start <= part.end <= len(reading.text) for part in reading.sections)
