"""The name finder on whole small texts: spans, values and roles."""

from dataclasses import replace

import pytest

from ingest.extract.names import NameSettings, findings, normalise
from ingest.model import Finding, FindingKind, Mail, Medium, Reading

LETTER = """Mr John Carver
12 Harrogate Lane
Leeds LS1 4AB

Dear Ms Whitfield,

I spoke to Priya Nair in your billing team on 3 March, and then to a man called Dave.
I am writing on behalf of my mother, Edith Carver. Her doctor, Dr Osei, says she is unwell.

Yours sincerely,

John Carver
"""


def found_in(text: str, *, language: str = "en", sender: str | None = None, **settings: object) -> list[Finding]:
    mail = Mail(sender, "someone@example.org", None, (), (), (), "", None, None, (), (), ()) if sender else None
    reading = Reading(Medium.EMAIL if mail else Medium.LETTER, text, language, reply_text=text, mail=mail)
    return list(findings(reading, settings=NameSettings.model_validate(settings)))


def roles_in(text: str, **how: object) -> set[tuple[str, str]]:
    return {(finding.value, finding.role) for finding in found_in(text, **how)}  # type: ignore[arg-type]


def test_a_letter_gives_every_person_once_a_mention_with_a_role() -> None:
    """Promise: the writer, the colleagues, the person written for and the others are told apart."""
    assert roles_in(LETTER) == {
        ("John Carver", "complainant"),
        ("Whitfield", "staff"),
        ("Priya Nair", "staff"),
        ("Dave", "staff"),
        ("Edith Carver", "third_party"),
        ("Osei", "other"),
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ho parlato con la signora Lucia Ferrante del servizio clienti.", ("Lucia Ferrante", "staff")),
        ("Il sottoscritto Marco Brambilla, residente a Como, chiede il rimborso.", ("Marco Brambilla", "complainant")),
        ("Scrivo per conto di mia madre, Assunta Esposito, che ha 84 anni.", ("Assunta Esposito", "third_party")),
        ("My name is Olu Adeyemi and I wish to complain.", ("Olu Adeyemi", "complainant")),
        ("Your colleague Siobhan O'Reilly cut me off.", ("Siobhan O'Reilly", "staff")),
        ("I RANG ON MONDAY AND SPOKE TO MARTIN HOLLIS.", ("Martin Hollis", "staff")),
    ],
)
def test_a_cue_tells_whose_name_it_is(text: str, wanted: tuple[str, str]) -> None:
    """Promise: the words around a name decide its role, in English and in Italian."""
    assert wanted in roles_in(text, language="it" if "parlato" in text or "sott" in text else "en")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "The engineer never came to 14 Harrogate Lane, Leeds.",
        "Il tecnico non è mai venuto in via Giacomo Matteotti 4 a Milano.",
        "My bill of 3 March says £40, which is wrong.",
        "FORMAL COMPLAINT ABOUT MY ACCOUNT",
    ],
)
def test_streets_firms_and_headings_are_no_persons(text: str) -> None:
    """Promise: what only looks like a name is not reported."""
    assert found_in(text) == []


def test_spans_are_exact_and_findings_explain_themselves() -> None:
    """Promise: `text[start:end] == finding.text`, with a reason and a confidence, page and box left open."""
    for finding in found_in(LETTER):
        assert LETTER[finding.start : finding.end] == finding.text
        assert finding.kind is FindingKind.PERSON_NAME
        assert 0 < finding.confidence <= 1
        assert finding.reason
        assert finding.page is None
        assert finding.box is None


def test_the_mails_sender_is_the_complainant() -> None:
    """Promise: the display name, though only a claim, says who signs."""
    assert ("Carla Bruno", "complainant") in roles_in(
        "Is this how you treat people?\n\nCarla Bruno", sender="Carla Bruno"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("MR. JOHN  SM1TH,", "John Smith"),
        ("Rossi , Maria", "Maria Rossi"),
        ("dott.ssa ANNA DE LUCA", "Anna De Luca"),
        ("o'brien", "O'Brien"),
        ("Jean van der Berg", "Jean van der Berg"),
        ("J.R.R. Tolkien.", "J.R.R. Tolkien"),
        ("anna-maria mcdonald", "Anna-Maria McDonald"),
        ("\u202eJohn\u0000 Smith", "John Smith"),
        ("", ""),
    ],
)
def test_names_are_tidied(text: str, value: str) -> None:
    """Promise: titles, OCR noise and shouting are taken off, and nothing else is changed."""
    assert normalise(text) == value
    assert normalise(value) == value


def test_long_and_hostile_texts_do_no_harm() -> None:
    """Promise: any text gives findings or none, with exact spans, and never an error."""
    hostile = [
        "\u202e\u0000" * 50,
        "A" * 50_000,
        "a'" * 20_000,
        "{{ 7*7 }} '; DROP TABLE items; --",
        "Mr " * 3000,
        "\ud800 x",
    ]
    for text in hostile:
        for finding in found_in(text):
            assert text[finding.start : finding.end] == finding.text


def test_a_finding_does_not_change_with_its_reading_repeated() -> None:
    """Promise: the same text gives the same findings."""
    assert found_in(LETTER) == found_in(LETTER)
    assert replace(found_in(LETTER)[0]) == found_in(LETTER)[0]


def test_an_afternoon_hour_is_no_calling() -> None:
    """ "4 pm" is a time and no public prosecutor: who was spoken to at that hour is staff."""
    text = "I rang you at 4pm and spoke to Darren Whitlock, who promised an engineer for the next day."
    reading = Reading(medium=Medium.EMAIL, text=text, language="en")
    found = findings(reading, settings=NameSettings())
    assert [(one.value, one.role) for one in found] == [("Darren Whitlock", "staff")]


def test_our_own_company_is_nobody():
    """A part of our company's name is no person, unless a title makes one of it."""
    text = "Dear Harwood, your contractors dug up the pavement. I spoke to Mr Harwood and to Graham Tinsley."
    reading = Reading(Medium.EMAIL, text, "en", reply_text=text)
    found = findings(reading, settings=NameSettings(companies=("Harwood Broadband",)))
    assert [(one.text, one.start > 20) for one in found] == [("Harwood", True), ("Graham Tinsley", True)]
