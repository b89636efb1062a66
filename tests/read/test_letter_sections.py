"""The parts of a letter are named, in several languages, and nothing that is unclear is."""

from itertools import pairwise

import pytest

from ingest.model import Page, PageState, SectionKind, Word
from ingest.read.received import is_received_stamp, received_on
from ingest.read.sections import is_date_line, is_salutation, is_sign_off, sections_of, splits_of

ENGLISH = """\
Jennifer Whitcombe
14 Lavender Row
Harrogate HG1 9ZZ

Northern Example Services
Complaints Team
PO Box 900

3 March 2026

Dear Sir or Madam,

Complaint about ticket PR-26-00123-4

I am writing to complain. On 16 February I called, and Dear old Mr Harris answered.
Nobody came.

Yours faithfully,

Jennifer Whitcombe

Encl: two bills"""

ITALIAN = """\
Giovanna Bellini
Via dei Gelsomini 14
20100 Milano

Spett.le Servizi Esempio S.p.A.
Ufficio Reclami

Milano, 3 marzo 2026

Oggetto: reclamo relativo alla pratica 4711

Gentili Signori,

non ho ricevuto nulla.

Distinti saluti,

Giovanna Bellini"""


def _set(text: str, page: int = 1, offset: int = 0) -> tuple[str, list[Word]]:
    """The words of a text set line by line, 20 pixels a line."""
    words, position = [], 0
    for number, line in enumerate(text.split("\n")):
        left = 100
        for word in line.split():
            start = text.index(word, position)
            position = start + len(word)
            box = (left, 20 * number, left + 9 * len(word), 20 * number + 12)
            left = box[2] + 9
            words.append(Word(start + offset, position + offset, page, box, 0.9))
    return text, words


def _found(text: str) -> dict[SectionKind, str]:
    return {section.kind: text[section.start : section.end] for section in sections_of(*_set(text))}


def test_an_english_letter_falls_into_its_parts():
    """Each part that extractors use as context is where it stands."""
    found = _found(ENGLISH)
    assert found[SectionKind.SENDER].startswith("Jennifer Whitcombe")
    assert found[SectionKind.SENDER].endswith("HG1 9ZZ")
    assert found[SectionKind.RECIPIENT].startswith("Northern")
    assert found[SectionKind.DATE_LINE] == "3 March 2026"
    assert found[SectionKind.SALUTATION] == "Dear Sir or Madam,"
    assert found[SectionKind.SUBJECT] == "Complaint about ticket PR-26-00123-4"
    assert found[SectionKind.BODY].startswith("I am writing")
    assert found[SectionKind.BODY].endswith("Nobody came.")
    assert found[SectionKind.SIGN_OFF] == "Yours faithfully,"
    assert found[SectionKind.SIGNATURE] == "Jennifer Whitcombe"
    assert found[SectionKind.ENCLOSURES] == "Encl: two bills"


def test_an_italian_letter_falls_into_its_parts():
    """The same in Italian, with the subject before the salutation."""
    found = _found(ITALIAN)
    assert found[SectionKind.SENDER].startswith("Giovanna")
    assert found[SectionKind.RECIPIENT].startswith("Spett.le")
    assert found[SectionKind.DATE_LINE] == "Milano, 3 marzo 2026"
    assert found[SectionKind.SUBJECT].startswith("Oggetto")
    assert found[SectionKind.BODY] == "non ho ricevuto nulla."
    assert found[SectionKind.SIGNATURE] == "Giovanna Bellini"


def test_sections_never_overlap():
    """Parts stand in order and share no character."""
    sections = sections_of(*_set(ENGLISH))
    assert all(a.end <= b.start for a, b in pairwise(sections))


@pytest.mark.parametrize(
    ("line", "greets"),
    [
        ("Dear Ms Shah,", True),
        ("Gentile Cliente,", True),
        ("Sehr geehrte Damen und Herren,", True),
        ("Madame, Monsieur,", True),
        ("Estimados señores:", True),
        ("My dear neighbour told me so.", False),
        ("Dear as the contract was, I paid every single bill that you sent to me in those two years.", False),
    ],
)
def test_salutations(line, greets):
    """A greeting opens a line and is short; the same word in a sentence is none."""
    assert is_salutation(line) is greets


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("3 March 2026", True),
        ("Milano, 3 marzo 2026", True),
        ("Berlin, den 3. März 2026", True),
        ("Date: 03/03/2026", True),
        ("I called on 3 March 2026 and waited for an answer", False),
        ("020 7946 0018", False),
    ],
)
def test_date_lines(line, dates):
    """The date of a letter stands alone; a date in a sentence is no date line."""
    assert is_date_line(line) is dates


@pytest.mark.parametrize("line", ["Yours faithfully,", "Kind regards", "Distinti saluti", "Mit freundlichen Grüßen"])
def test_sign_offs(line):
    """The usual farewells are known."""
    assert is_sign_off(line)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("RECEIVED\n03 MAR 2026", "2026-03-03"),
        ("RECEIVED 3/3/26", "2026-03-03"),
        ("PERVENUTO IL 12.02.2026", "2026-02-12"),
        ("Prot. n. 1234", None),
        ("PROT. N. 1234 DEL 5 GEN 2026", "2026-01-05"),
        ("EINGEGANGEN\n04. Feb. 2026", "2026-02-04"),
        ("REÇU LE 7 JUIL 2026", "2026-07-07"),
        ("I received your letter of 3 March 2026.", None),
        ("RECEIVED 45 MAR 2026", None),
    ],
)
def test_received_stamps_give_their_date(text, day):
    """A stamp's date is taken as evidence; a sentence that speaks of receiving is not a stamp."""
    found = received_on(text)
    assert (found.date().isoformat() if found else None) == day


def test_a_sentence_in_capitals_is_no_stamp():
    """Shouting about what was received does not stamp the letter."""
    assert not is_received_stamp("I NEVER RECEIVED THE ROUTER THAT YOU PROMISED TO SEND ME IN MARCH")


def test_a_new_letter_is_proposed_after_a_separator_and_at_a_new_greeting():
    """Splits are proposed where a letter seems to begin, never at the first page."""
    one, first = _set(ENGLISH)
    two, second = _set(ITALIAN, page=3, offset=len(one) + 3)
    pages = [
        Page(n, 100, 100, 0, 0.9, s) for n, s in ((1, PageState.READ), (2, PageState.SEPARATOR), (3, PageState.READ))
    ]
    assert splits_of(f"{one}\n\f\n{two}", first + second, pages) == (3,)
    assert splits_of(one, first, pages[:1]) == ()
