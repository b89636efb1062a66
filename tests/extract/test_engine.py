"""The engine: one list without overlaps, placed on paper, honest about doubt, blind to our own earlier words."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import errors, extract, reference
from ingest.model import FindingKind, Medium, Reading, Section, SectionKind, Word

RECEIVED = datetime(2026, 3, 10, 9, tzinfo=UTC)
SETTINGS = extract.Settings()
OWN = reference.reference(123, 2026)
LETTER = (
    "Dear Sirs,\n\nI rang you from 020 7946 0018 on 3 March 2026 and spoke to Sarah Jones. "
    f"She gave me the reference {OWN}.\n\nPlease write to anna@example.org.\n\nAnna Smith\n"
)


def extraction(text, **more):
    return extract.findings_in(Reading(Medium.LETTER, text, "en", **more), received=RECEIVED, settings=SETTINGS)


def test_finds_every_kind_in_one_letter():
    """One letter gives its number, date, reference, address and colleague, in the order of the text."""
    found = extraction(LETTER).findings
    values = {(one.kind.value, one.value) for one in found}
    assert {
        ("phone_number", "+442079460018"),
        ("date_time", "2026-03-03"),
        ("ticket_reference", OWN),
        ("email_address", "anna@example.org"),
        ("person_name", "Sarah Jones"),
    } <= values
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(one.text == LETTER[one.start : one.end] for one in found)
    assert all(0 <= one.confidence <= 1 and one.reason for one in found)


def test_kinds_do_not_overlap():
    """The date inside a reference and the name inside an address are not found again."""
    text = "My ticket number is CAS-01234-A1B2C3 of anna.smith@example.org, pratica n. 2026/03/1187"
    found = extraction(text).findings
    assert [one.kind.value for one in found] == ["ticket_reference", "email_address", "ticket_reference"]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_places_findings_on_paper():
    """Page and box are those of the words under the finding; typed text has neither."""
    text = "call me on 020 7946 0018 please"
    words = (
        Word(0, 4, 2, (10, 10, 40, 20), 0.95),
        Word(11, 14, 2, (100, 10, 130, 20), 0.95),
        Word(15, 19, 2, (140, 11, 180, 22), 0.95),
        Word(20, 24, 2, (190, 9, 230, 21), 0.95),
        Word(25, 31, 2, (240, 10, 290, 20), 0.95),
    )
    (one,) = extraction(text, words=words).findings
    assert (one.page, one.box) == (2, (100, 9, 230, 22))
    (typed,) = extraction(text).findings
    assert (typed.page, typed.box) == (None, None)
    assert typed.confidence == one.confidence


def test_doubtful_print_lowers_confidence():
    """A finding on badly printed words is less sure, and says why."""
    text = "call me on 020 7946 0018 please"
    sure, doubtful = (
        extraction(text, words=(Word(11, 24, 1, (0, 0, 9, 9), confidence),)).findings[0] for confidence in (0.95, 0.3)
    )
    assert doubtful.confidence < sure.confidence - 0.1
    assert "doubtful print" in doubtful.reason


def test_corroboration_raises_confidence():
    """A fact that stands twice says so; what that is worth is tested with the confidences."""
    twice = extraction("call me on 020 7946 0018, I repeat: call me on 020 7946 0018").findings
    assert len(twice) == 2
    assert all("said twice" in one.reason for one in twice)


def test_quotes_give_only_references_and_addresses():
    """Our earlier mail below the new text gives its reference and address, and neither its number nor its date."""
    new = "I still wait.\n\n"
    quote = f"On 2 March 2026 <care@example.org> wrote: your ticket {OWN}, call us on 020 7946 0999\n"
    text = new + quote
    sections = (Section(SectionKind.BODY, 0, len(new)), Section(SectionKind.QUOTE, len(new), len(text)))
    found = extraction(text, sections=sections).findings
    assert [(one.kind, one.value) for one in found] == [
        (FindingKind.EMAIL_ADDRESS, "care@example.org"),
        (FindingKind.TICKET_REFERENCE, OWN),
    ]
    every = extract.findings_in(
        Reading(Medium.EMAIL, text, "en", sections=sections),
        received=RECEIVED,
        settings=SETTINGS.model_copy(update={"quoted": "all"}),
    )
    assert {"+442079460999"} <= {one.value for one in every.findings if one.role == "other"}


def test_reference_repeated_in_quote_counts_once():
    """A reference that the new text already names is not listed again from the quote."""
    new = f"About {OWN}: nothing happened.\n"
    text = new + f"> your ticket {OWN}\n"
    sections = (Section(SectionKind.BODY, 0, len(new)), Section(SectionKind.QUOTE, len(new), len(text)))
    assert [one.start for one in extraction(text, sections=sections).findings] == [6]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FindingKind.TICKET_REFERENCE, OWN.lower(), OWN),
        (FindingKind.PHONE_NUMBER, "(020) 7946 0018", "+442079460018"),
        (FindingKind.EMAIL_ADDRESS, "Anna@Example.org", "anna@example.org"),
        (FindingKind.DATE_TIME, "3 March 2026", "2026-03-03"),
        (FindingKind.PERSON_NAME, "Anna Smith", "Anna Smith"),
    ],
)
def test_normalise_each_kind(kind, text, value):
    """What staff type becomes the value that findings of that kind have."""
    assert extract.normalise(kind, text, received=RECEIVED, language="en", settings=SETTINGS) == value


@pytest.mark.parametrize("kind", list(FindingKind))
@pytest.mark.parametrize("text", ["", "  ", "?" * 500, "zzz \x00 ???"])
def test_normalise_refuses_with_a_sentence(kind, text):
    """What cannot be understood is refused in words; names may be nearly anything, but not nothing."""
    if kind is FindingKind.PERSON_NAME and text.startswith("zzz"):
        return
    with pytest.raises(errors.Error) as refusal:
        extract.normalise(kind, text, received=RECEIVED, language="en", settings=SETTINGS)
    assert str(refusal.value).endswith(".")


def test_text_beyond_the_limit_is_left_alone():
    """An enormous text is searched up to the limit, and positions stay right."""
    settings = SETTINGS.model_copy(update={"most_characters": 1000})
    text = "call me on 020 7946 0018. " + "word " * 400 + "call me on 020 7946 0019."
    found = extract.findings_in(Reading(Medium.EMAIL, text, "en"), received=RECEIVED, settings=settings).findings
    assert [one.value for one in found if one.kind is FindingKind.PHONE_NUMBER] == ["+442079460018"]


_WORDS = st.sampled_from(
    ["I rang on 3 March from 020 7946 0018", "and spoke to Sarah Jones", OWN, "ticket 48213",
     "anna@example.org", ". ", "\n", "\n\n",
     "yesterday at four", "\x00", "\u202e", "{{ 7*7 }}", "'; DROP TABLE items;--", "İ",
     "\ud800", "Mr ", "il 5 u.s.", "ﬁ", "= "]
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.one_of(_WORDS, st.text(max_size=20)), max_size=20).map(" ".join),
    st.sampled_from([None, "en", "it", "de"]),
)
def test_whatever_the_text(text, language):
    """Findings or none, never a crash: sorted, apart, exactly quoted; events and flags point at what is there."""
    found = extract.findings_in(Reading(Medium.EMAIL, text, language), received=RECEIVED, settings=SETTINGS)
    assert all(text[one.start : one.end] == one.text for one in found.findings)
    assert all(0 <= one.confidence <= 1 for one in found.findings)
    assert all(one.end <= other.start for one, other in pairwise(found.findings))
    assert all(text[flag.start : flag.end] == flag.text for flag in found.flags)
    for event in found.events:
        for index in (event.number, event.instant, event.staff, event.reference):
            assert index is None or 0 <= index < len(found.findings)
