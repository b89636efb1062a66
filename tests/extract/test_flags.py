"""Flags: who must know about a letter, with the words that say so; near misses raise nothing."""

import pytest

from ingest.extract import flags
from ingest.model import Medium, Reading, Section, SectionKind


def raised(text, sections=()):
    found = flags.flags_in(Reading(Medium.EMAIL, text, None, sections=sections))
    assert all(text[one.start : one.end] == one.text and one.reason for one in found)
    return sorted({one.name for one in found})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("This is a subject access request under the GDPR.", ["data_protection"]),
        ("Please send me all the information you hold about me.", ["data_protection"]),
        ("You must delete all my personal data.", ["data_protection"]),
        ("You sent my bill to a neighbour.", ["data_protection"]),
        ("Chiedo l'accesso ai miei dati personali.", ["data_protection"]),
        ("Mi rivolgerò al Garante per la privacy.", ["data_protection"]),
        ("I am disabled and use a wheelchair.", ["vulnerable"]),
        ("My husband died in January.", ["vulnerable"]),
        ("My mother, who is 84 years old, lives alone.", ["vulnerable"]),
        ("I can’t afford to heat the house.", ["vulnerable"]),
        ("Sono invalido al 100% e vivo solo.", ["vulnerable"]),
        ("Mia madre ha 87 anni ed è allettata.", ["vulnerable"]),
        ("Mio marito è mancato a gennaio.", ["vulnerable"]),
        ("You are a bunch of idiots.", ["abusive"]),
        ("You absolute clowns.", ["abusive"]),
        ("I know where you live and I will find you.", ["abusive"]),
        ("Siete dei ladri, andate a fare in culo stronzi.", ["abusive"]),
        ("Ve la farò pagare.", ["abusive"]),
        ("My solicitor will take you to court.", ["legal_threat"]),
        ("I will go to the Ombudsman and the press.", ["legal_threat"]),
        ("Mi rivolgerò al mio avvocato.", ["legal_threat"]),
        ("Vi diffido dal proseguire.", ["legal_threat"]),
        ("Procederò per vie legali.", ["legal_threat"]),
        ("There is a smell of gas in the kitchen.", ["safety"]),
        ("The socket sparked and caught fire.", ["safety"]),
        ("C'è odore di gas in cucina.", ["safety"]),
        ("Ci sono fili scoperti sulla facciata.", ["safety"]),
        ("I want to end my life.", ["safety", "vulnerable"]),
        ("I\nam\ndisabled", ["vulnerable"]),
    ],
)
def test_raises_the_flag(text, names):
    """What makes a letter a matter for particular people is seen, in English and Italian."""
    assert raised(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "My account was disabled last week.",
        "Your words fell on deaf ears and you turned a blind eye.",
        "The code is invalid.",
        "Il codice non è valido.",
        "My phone died during the call.",
        "The line is dead.",
        "I paid by credit card in the shop.",
        "The court in our street is dark.",
        "You promised to call me back.",
        "I want to be heard.",
        "Ho pagato due anni fa.",
        "La fattura del gas è sbagliata.",
        "The gas bill is wrong.",
        "Scrivo per il servizio.",
        "",
    ],
)
def test_near_misses_raise_nothing(text):
    """Ordinary complaints raise no flag."""
    assert raised(text) == []


def test_small_print_and_quotes_raise_nothing():
    """The confidentiality notice below a mail is no data protection matter, and an earlier mail was flagged before."""
    text = "No answer yet.\nWe process personal data under the GDPR. Legal action may follow."
    for kind in (SectionKind.DISCLAIMER, SectionKind.QUOTE):
        assert raised(text, (Section(kind, 15, len(text)),)) == []


def test_few_of_a_kind():
    """A long tirade gives a few pieces of evidence, not hundreds, each once."""
    text = "idiots! morons! idiots! shit! bastards! wankers! cretins! scum! " * 50
    found = flags.flags_in(Reading(Medium.EMAIL, text, "en"))
    assert len(found) == 5
    assert len({one.text for one in found}) == 5


def test_spans_survive_letters_that_change_length():
    """Letters whose lower case is longer do not shift the evidence."""
    assert raised("İİİİ My solicitor will write.") == ["legal_threat"]
