"""Roles as the whole extraction tells them: words, place, neighbours, the directory and what is certain."""

from datetime import UTC, datetime

import numpy as np
import pytest

from ingest import extract
from ingest.extract import role_text, roles
from ingest.extract.names import NameSettings
from ingest.extract.role_weights import NONE, load, odds, save, table
from ingest.extract.staff import StaffMember
from ingest.model import ROLES, FindingKind, Medium, Reading, Section, SectionKind

BODY = "The line has been dead for a week now and nobody of your company has done anything about it at all."


def findings(text, *, sections=(), medium=Medium.LETTER, language="en", settings=None):
    reading = Reading(medium, text, language, reply_text=text, sections=sections)
    received = datetime(2026, 3, 6, tzinfo=UTC)
    return extract.findings_in(reading, received=received, settings=settings or extract.Settings()).findings


def roles_in(text, **told):
    return {one.text: one.role for one in findings(text, **told)}


@pytest.mark.parametrize(
    ("text", "language", "role"),
    [
        ("I rang you on Monday from 020 7946 0018 and spoke to Dean.", "en", "called_from"),
        ("Lunedì vi ho chiamato dal 347 555 0101 e ho parlato con Dario.", "it", "called_from"),
        ("Please call me back on 020 7946 0018 after six.", "en", "call_back"),
        ("Potete richiamarmi al 347 555 0101 dopo le sei.", "it", "call_back"),
    ],
)
def test_words_tell_what_a_number_was(text, language, role):
    """Promise: a number somebody rang from and one to call back on are told apart, in both main languages."""
    found = findings(text, language=language)
    assert [one.role for one in found if one.kind is FindingKind.PHONE_NUMBER] == [role]


@pytest.mark.parametrize(
    ("text", "date", "role"),
    [
        ("I rang you on 3 March and spoke to your colleague Dean Marsh.", "3 March", "contact"),
        ("The broadband failed on 3 March and has been dead since.", "3 March", "incident"),
        ("Please reply by 20 March, or I shall cancel.", "20 March", "deadline"),
        ("My date of birth is 4 May 1961.", "4 May 1961", "birth"),
    ],
)
def test_words_tell_what_a_date_is_the_date_of(text, date, role):
    """Promise: a call's day, a fault's day, a deadline and a birthday are told apart."""
    assert roles_in(text)[date] == role


DETAILS = "Ann Bell\n020 7946 0018\nann@example.com"


@pytest.mark.parametrize("text", [f"{DETAILS}\n\n{BODY}", f"{BODY}\n\nYours faithfully\n\n{DETAILS}"])
def test_what_stands_at_the_edges_reaches_the_writer(text):
    """Promise: a number and an address in the head or foot of a letter are where its writer can be reached."""
    found = roles_in(text)
    assert found["020 7946 0018"] == "call_back"
    assert found["ann@example.com"] == "complainant"


def test_relations_are_third_parties_only_when_somebody_writes_for_them():
    """Promise: a husband who opened the door is nobody's client; a mother who is written for is."""
    assert roles_in("My husband Stuart opened the door to your fitter.")["Stuart"] == "other"
    assert roles_in("I am writing on behalf of my mother, Olwen Pryce.")["Olwen Pryce"] == "third_party"


def test_the_staff_directory_confirms_colleagues():
    """Promise: a name in the directory is a colleague's, spelt by ear or not, and the reason gives the id."""
    staff = (StaffMember(id="S17", name="Katherine Oyelaran"), StaffMember(id="S18", name="Paul Dean"))
    settings = extract.Settings(names=NameSettings(staff=staff))
    found = findings("Last week Katharine Oyelaran said the refund was on its way.", settings=settings)
    named = [one for one in found if one.kind is FindingKind.PERSON_NAME]
    assert [(one.role, "S17" in one.reason) for one in named] == [("staff", True)]


def test_what_a_form_says_is_not_weighed():
    """Promise: the number in a form's field keeps the role of the field, whatever stands around it."""
    text = "I rang from 020 7946 0018"
    field = Section(SectionKind.FIELD, text.index("020"), len(text), "call_back")
    (one,) = [each for each in findings(text, sections=(field,), medium=Medium.FORM) if each.value == "+442079460018"]
    assert one.role == "call_back"
    assert one.confidence > 0.98


def test_reasons_are_words_that_staff_can_check():
    """Promise: a reason names words of the letter or the place, never a weight or a feature."""
    text = "I had Dean on the phone on 3 March from 020 7946 0018, and my neighbour Olwen Pryce heard it all."
    for one in findings(text):
        assert one.reason
        assert not any(sign in one.reason for sign in "<>;=")


def test_every_kind_and_role_has_its_weights():
    """Promise: each role that a finding can have can be told."""
    tables = load(roles.DATA / "roles.npz")
    assert {kind: {*one.roles} for kind, one in tables.items()} == {kind: {*ROLES[kind], NONE} for kind in FindingKind}


def test_weights_survive_being_kept(tmp_path):
    """Promise: what was trained is what is read, features unknown in training say nothing, and odds add up to one."""
    made = table({("a", "x"): 1.5}, {("a", "x"): -0.5, ("b", "y"): 0.25}, ("x", "y"))
    save(tmp_path / "roles.npz", dict.fromkeys(FindingKind, made))
    read = load(tmp_path / "roles.npz")[FindingKind.DATE_TIME]
    rows = [read.rows_of(["a", "unknown"]), read.rows_of(["a", "b"]), read.rows_of([])]
    assert read.sums(rows, 0).tolist() == [[1.5, 0], [1.5, 0], [0, 0]]
    assert read.sums(rows, 1).tolist() == [[-0.5, 0], [-0.5, 0.25], [0, 0]]
    assert np.allclose(odds(read.sums(rows, 1)).sum(axis=1), 1)


def test_a_text_is_cut_into_sentences_and_lines_around_its_findings():
    """Promise: a finding is one word; a shortened word ends no sentence, and neither does the end of a line."""
    text = "To Mr. Dean\nat your office. I rang on 3 March\n\nYours"
    found = [one for one in findings(text) if one.text == "3 March"]
    told = role_text.told(text, found)
    assert told.words == [
        "to",
        "mr",
        ".",
        "dean",
        "at",
        "your",
        "office",
        ".",
        "i",
        "rang",
        "on",
        "<date_time>",
        "yours",
    ]
    assert (told.places, told.bounds, told.edges) == ([11], [0, 8, 12, 13], [0, 4, 12, 13])


def test_one_person_has_one_role_in_a_letter():
    """Promise: whoever is plainly a colleague once is one wherever the name stands again."""
    found = findings(
        "I rang your helpline on Monday and spoke to your colleague Priya Shah, who promised an engineer.\n\n"
        "It was Priya Shah again on Thursday. I asked for Priya Shah's manager."
    )
    assert [one.role for one in found if one.kind is FindingKind.PERSON_NAME] == ["staff"] * 3


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ieri mi ha chiamato Ilario dallo 049 555 0144.", "ours"),
        ("Ieri ho chiamato dallo 049 555 0144.", "called_from"),
    ],
)
def test_who_called_decides_whose_number_it_is(text, role):
    """Promise: "mi ha chiamato" and "ho chiamato" are told apart, though the same words stand in both."""
    found = findings(text, language="it")
    assert [one.role for one in found if one.kind is FindingKind.PHONE_NUMBER] == [role]
