"""Hostile texts: findings or none, never a crash, spans always exact, and never an exploding pattern."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.extract import context, emails, events, flags, masks, phones, tickets
from ingest.model import Medium, Reading, Section, SectionKind

RECEIVED = datetime(2026, 3, 10, 9, tzinfo=UTC)
_PIECES = st.sampled_from(
    ["020 7946 0018", "+44", "(0)", "07700", "ref",
     "ticket", " no. ", "PR-26-00123-7", "INC0045821", "anna@example.org",
     "@", "©", " dot ", " at ", "example", ".org", "3/3/2026", "rang you from ", "spoke to ", "/19", "ext 4", "\x00",
     "\u202e", "\u200b", "O2O", "İ", "ß", "𝟘𝟙𝟚", "٠١٢٣٤٥٦٧٨٩", "０２０",
     "'; DROP TABLE items;--", "{{ 7*7 }}", "\ud800",
     "\n\n", "\t", "-", "(", ")", "l1O0", "I am disabled"]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=300), st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=40).map("".join))


def extracted(text):
    """Everything this test's extractors say about a text."""
    reading = Reading(Medium.EMAIL, text, "en")
    found = [
        *tickets.findings(reading, settings=tickets.TicketSettings()),
        *phones.findings(reading, settings=phones.PhoneSettings()),
        *emails.findings(reading, settings=emails.EmailSettings()),
    ]
    return found, flags.flags_in(reading)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_spans_are_exact(text):
    """Whatever the text, what a finding quotes is what stands there, and its confidence is one."""
    found, flagged = extracted(text)
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.text
        assert 0 < one.confidence <= 1
        assert one.value
        assert one.reason
    for flag in flagged:
        assert text[flag.start : flag.end] == flag.text
    for event in events.events_in(text, sorted(found, key=lambda one: one.start)):
        assert 0 <= event.start < event.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_values_have_their_form(text):
    """Values are what the contract says: E.164 or digits, lower-case addresses, upper-case references."""
    for one in extracted(text)[0]:
        if one.kind == "phone_number":
            assert one.value.removeprefix("+").isascii()
            assert one.value.removeprefix("+").isdecimal()
        elif one.kind == "email_address":
            assert one.value == one.value.lower()
            assert one.value.count("@") == 1
        else:
            assert one.value == one.value.upper()


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_sentences_cover_the_text(text):
    """The sentences of a text follow one another without a gap."""
    spans = context.sentences(text)
    assert "".join(text[start:end] for start, end in spans) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(SectionKind)), st.integers(0, 50), st.integers(0, 50)), max_size=8))
def test_layout_knows_every_section(parts):
    """Overlapping, empty and disordered sections are all answered for."""
    sections = [Section(kind, start, end) for kind, start, end in parts]
    layout = context.Layout(sections)
    for position in range(-1, 52):
        assert layout.at(position) == {one.kind for one in sections if one.start <= position < one.end}


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"[A-Z]{1,3}-?[0-9]{4,8}", fullmatch=True), st.data())
def test_masks_find_what_they_describe(value, data):
    """A reference of a shape is found under its mask wherever it stands."""
    mask = "".join("#" if sign.isdecimal() else sign for sign in value)
    around = data.draw(st.sampled_from(["{}", "see {}.", "({})", "«{}»", "x {}\n"]))
    assert [hit.value for hit in masks.mask(mask).hits(around.format(value))] == [value]


_ATTACKS = {
    "digits": "1" * 2000,
    "spaced digits": "1 " * 1000,
    "grouped": "020 " * 500,
    "brackets": "((((" * 500,
    "open brackets with digits": "(0" * 1000,
    "letters like digits": "O" * 2000,
    "mixed": "O0" * 1000,
    "ats": "@" * 2000,
    "address without end": "a." * 1000 + "@" + "b." * 1000,
    "many ats": "a@b." * 500,
    "spelt": "a dot " * 350,
    "spelt at": "a at " * 400,
    "cues": "ticket number " * 150,
    "cue and codes": "ref AB-1/" * 220,
    "references": "PR-26-00123-" * 160,
    "prefix": "INC" * 700,
    "called from": "called from " * 170,
    "my": "my number " * 200,
    "flags": "i will take you to " * 110,
    "dati": "violazione della " * 120,
    "spaces": " " * 2000,
    "newlines": "\n" * 2000,
    "dots": ". A" * 700,
    "hyphens": "1-" * 1000,
    "slashes": "020 7946 0018" + "/1" * 900,
}


@pytest.mark.parametrize("name", _ATTACKS)
def test_no_pattern_explodes(name):
    """Ten times the text takes at most some thirty times the time: no pattern's cost runs away."""
    attack = _ATTACKS[name]
    small, large = (_fastest(attack * times) for times in (1, 10))
    assert large < max(small, 0.004) * 30


def _fastest(text):
    """The shortest of three runs, so that a busy machine does not decide."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        extracted(text)
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 40_000,
        "x" * 200_000,
        "ring 020 7946 0018 " * 5_000,
        "a@example.org " * 5_000,
        "\x00" * 50_000,
        "ref AB-1234 " * 5_000,
    ],
    ids=["words", "one long line", "numbers", "addresses", "NULs", "references"],
)
def test_large_texts_come_to_an_end(text):
    """A large text gives its findings."""
    found, _ = extracted(text)
    assert len(found) in (0, 5_000)
