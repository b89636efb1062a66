"""What the machine says to staff is there in their language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks import own_set
from benchmarks.findings_set import settings_of, typed
from ingest import extract
from ingest.extract import dategrammar
from ingest.extract.names_cues import Cue
from ingest.review.words import Tongue
from tests.review.machine_words import sentences

ITALIAN = Tongue("it", ZoneInfo("Europe/Rome"))
ENGLISH = Tongue("en", ZoneInfo("Europe/London"))


@pytest.mark.parametrize("sentence", [one for one in sentences() if re.search(r"[a-z]{3} [a-z]", one)])
def test_every_sentence_of_the_machine_is_there_in_italian(sentence: str) -> None:
    """A doubt, a reason for silence, an error or a remedy reads Italian on an Italian page."""
    filled = re.sub(r"%\(\d\)s", "7", sentence)
    assert ITALIAN.said(filled) != filled


def test_parts_that_are_filled_in_stay_as_they_are() -> None:
    """Names and numbers come through a translation unchanged, and English stays English."""
    said = "the attachment 'it is empty, 3.pdf' could not be read: the PDF is locked with a password"
    assert ITALIAN.said(said) == (
        "l'allegato 'it is empty, 3.pdf' non si è potuto leggere: il PDF è protetto da una password"
    )
    assert ENGLISH.said(said) == said


def test_a_list_is_translated_piece_by_piece() -> None:
    """Findings to confirm are named in the language of the page, and their words are the writer's."""
    said = "to confirm: date 'the next day, or so', name 'Ann', 4 more"
    assert ITALIAN.said(said) == "da confermare: data 'the next day, or so', nome 'Ann', altri 4"


def test_quoted_words_end_at_their_quote() -> None:
    """Two quoted parts in a row are two parts, with an apostrophe inside or not; names of issuers stay."""
    said = "to confirm: phone number '0461 010 377', date 'l'altro ieri'"
    assert ITALIAN.said(said) == "da confermare: telefono '0461 010 377', data 'l'altro ieri'"
    said = "incident: known shape, incident by 'la' before and 'sono' after and 'volte' after"
    assert ITALIAN.said(said) == "incident: forma nota, fatto per 'la' prima e 'sono' dopo e 'volte' dopo"


def test_a_sentence_within_another_begins_small() -> None:
    """Why no acknowledgement went out is one sentence, in either language."""
    said = "no acknowledgement went out: the spam filter marked it."
    assert ITALIAN.said(said) == "non è partita nessuna conferma: l'ha segnato il filtro antispam."


def test_the_reasons_of_findings_are_there_in_italian() -> None:
    """Why a finding is believed reads Italian on an Italian page, whatever made the machine believe it."""
    english = set()
    for case in list(own_set.cases(folder=own_set.TEACHING))[::12]:
        found = extract.findings_in(typed(case), received=case.received, settings=settings_of(case)).findings
        english |= {one.reason for one in found if ITALIAN.said(one.reason) == one.reason}
    assert english == set()


def test_every_cue_of_a_name_is_there_in_italian() -> None:
    """Also the rare ones, which few letters have."""
    assert {cue.value for cue in Cue if ITALIAN.said(cue.value) == cue.value} == set()


def patterns() -> Iterator[str]:
    """What the grammar of dates calls the forms that it reads, as its sources have it."""
    for source in Path(dategrammar.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "pattern" and isinstance(node.value, ast.Constant):
                yield str(node.value.value)


def test_every_form_of_a_date_is_there_in_italian() -> None:
    """Also the rare ones, which few letters have."""
    known = set(patterns())
    assert len(known) > 30
    assert {one for one in known if ITALIAN.said(one) == one} == set()


def test_what_the_call_records_say_is_there_in_italian() -> None:
    """A near miss tells in the language of the page in what the call differs."""
    said = ITALIAN.said("same number and colleague; 3 days off, taken by Ann Lee")
    assert said == "uguale: numero e collega; 3 giorni di differenza, presa da Ann Lee"


def test_what_people_wrote_stays() -> None:
    """Words that are no sentence of ours are shown as they are."""
    for said in ("spoke to her, she is content", "", "Not a complaint: a supplier"):
        assert ITALIAN.said(said) == said
