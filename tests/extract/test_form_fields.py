"""The labelled fields of an online form become findings with certainty, where they hold what their label says."""

from datetime import UTC, datetime

from ingest import extract
from ingest.model import Medium, Reading, Section, SectionKind

RECEIVED = datetime(2026, 3, 10, 9, tzinfo=UTC)


def findings(*fields):
    text, sections = "", []
    for label, value in fields:
        start = len(text) + len(label) + 2
        text += f"{label}: {value}\n"
        sections.append(Section(SectionKind.FIELD, start, start + len(value), label))
    reading = Reading(Medium.FORM, text, "en", sections=tuple(sections))
    found = extract.findings_in(reading, received=RECEIVED, settings=extract.Settings()).findings
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.kind.value, one.value, one.role) for one in found]


def test_fields_say_what_they_hold():
    """Each field's value has the kind and the role that its label says."""
    assert findings(
        ("name", "Anna Smith"),
        ("email", "Anna@Example.org"),
        ("phone", "020 7946 0018"),
        ("called_from", "07700 900123, 07700 900124"),
        ("reference", "88/12"),
        ("staff", "Tom Hill"),
        ("date", "3 March 2026"),
    ) == [
        ("person_name", "Anna Smith", "complainant"),
        ("email_address", "anna@example.org", "complainant"),
        ("phone_number", "+442079460018", "call_back"),
        ("phone_number", "+447700900123", "called_from"),
        ("phone_number", "+447700900124", "called_from"),
        ("ticket_reference", "88/12", "ours"),
        ("person_name", "Tom Hill", "staff"),
        ("date_time", "2026-03-03", "contact"),
    ]


def test_other_words_in_a_field_are_read_as_text():
    """A field that holds a sentence gives what the sentence says, and nothing made up."""
    assert findings(("reference", "I do not have one, sorry")) == []
    assert findings(("phone", "none")) == []
    assert findings(("summary", "my ticket is INC0045821")) == [("ticket_reference", "INC0045821", "ours")]
    assert findings(("called_from", "my mobile 07700 900123")) == [("phone_number", "+447700900123", "called_from")]
