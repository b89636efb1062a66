"""The parts of the name finder: tokens, lexicon, weights, head lines, cues."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract.names import NameSettings, findings
from ingest.extract.names_cues import Cue, cues, layout_of
from ingest.extract.names_heads import with_heads, with_repeats
from ingest.extract.names_lexicon import Flag, flags_of
from ingest.extract.names_model import Span
from ingest.extract.names_people import akin
from ingest.extract.names_tokens import tokens_of
from ingest.extract.names_weights import load, save
from ingest.model import Medium, Reading, Section, SectionKind

PIECES = [
    "Mr ",
    "John ",
    "SMITH",
    "\n",
    "o'",
    "-",
    "via ",
    "Rossi",
    "\u202e",
    "\x00",
    "ß",
    "ﬀ",
    "İ",
    "山田",
    " ",
    ",",
    "@",
    "1",
    ".",
    "{{",
    "é",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=60, deadline=None)
def test_tokens_and_findings_stand_where_they_say(text: str) -> None:
    """Promise: spans are exact in any text, and findings do not overlap."""
    tokens = tokens_of(text)
    for word, start, end in zip(tokens.texts, tokens.starts, tokens.ends, strict=True):
        assert text[start:end] == word
    last = 0
    for finding in findings(Reading(Medium.LETTER, text, None), settings=NameSettings()):
        assert finding.start >= last
        assert text[finding.start : finding.end] == finding.text
        last = finding.end


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mr. O'Brien's", ["Mr.", "O'Brien", "'s"]),
        ("dell'avv. Rossi", ["dell'", "avv.", "Rossi"]),
        ("Smith-Jones, J.R. isn't", ["Smith-Jones", ",", "J.R.", "is", "n't"]),
        ("a.b@example.org Ann", ["a.b@example.org", "Ann"]),
        ("l'operatrice D'Angelo", ["l'", "operatrice", "D'Angelo"]),
    ],
)
def test_names_are_cut_as_people_write_them(text: str, words: list[str]) -> None:
    """Promise: apostrophes, hyphens, initials, titles and elisions are cut where a name begins and ends."""
    assert tokens_of(text).texts == words


def test_the_lexicon_knows_names_places_and_words() -> None:
    """Promise: case and accents do not matter, and an unknown word is simply unknown."""
    assert flags_of("HEATHER") & Flag.FORENAME
    assert flags_of("Esposito") & Flag.SURNAME
    assert flags_of("Harrogate") & Flag.PLACE
    assert flags_of("whatever") & Flag.WORD_EN
    assert flags_of("José") == flags_of("jose")
    assert flags_of("qqqqqz") == 0
    assert flags_of("") == 0


def test_weights_survive_being_kept_and_odds_are_odds(tmp_path: Path) -> None:
    """Promise: a model that was written reads back the same, and its odds are those of all label sequences."""
    state = {("a", "X"): 1.5, ("b", "Y"): -0.5, ("c", "X"): 0.25}
    steps = {("X", "Y"): 0.7, ("Y", "X"): -1.0}
    save(tmp_path / "m.npz", ("X", "Y"), state, steps)
    model = load(tmp_path / "m.npz")
    scores = model.sums([("a", "unheard"), ("b",), ("c", "a")])
    assert np.allclose(scores, [[1.5, 0], [0, -0.5], [1.75, 0]], atol=1e-3)
    assert np.allclose(model.sums([("unheard",)]), 0)
    weights = np.zeros((3, 2))
    for labels in np.ndindex(2, 2, 2):
        total = sum(scores[at][label] for at, label in enumerate(labels))
        total += sum(model.steps[one][two] for one, two in pairwise(labels))
        for at, label in enumerate(labels):
            weights[at][label] += np.exp(total)
    assert np.allclose(model.odds(scores), weights / weights.sum(axis=1, keepdims=True))


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("To: Smith, John; Rossi, Maria <m@example.org>", ["Smith, John", "Rossi, Maria"]),
        (
            "Cc : Davis , Dana , Barta , Tammy , Garcia , Julie A.",
            ["Davis , Dana", "Barta , Tammy", "Garcia , Julie A."],
        ),
        ("From: Bruno, Carla [carla@example.it]", ["Bruno, Carla"]),
        ("To: John Smith, Mary Jones", []),
        ("To: accounts, billing", []),
        ("I wrote to Smith, John and others", []),
    ],
)
def test_head_lines_with_turned_names_are_read_as_lists(line: str, people: list[str]) -> None:
    """Promise: "Last, First" in a head line is one person, and other lines are left to the model."""
    tokens = tokens_of(line)
    found = with_heads([], tokens)
    assert [line[tokens.starts[span.first] : tokens.ends[span.end - 1]] for span in found] == people


def test_a_word_of_a_sure_name_is_found_again_where_it_stands_alone() -> None:
    """Promise: "Oyelaran" counts after "Katherine Oyelaran", but not in "Oyelaran Road"."""
    tokens = tokens_of("Katherine Oyelaran rang. Then Oyelaran left.\nIt was in Oyelaran Road.")
    found = with_repeats([Span(0, 2, 0.95)], tokens)
    assert [(tokens.texts[span.first], tokens.lines[span.first]) for span in found] == [
        ("Katherine", 0),
        ("Oyelaran", 0),
    ]


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ("My name is Ann Bell.", "Ann Bell", Cue.SELF),
        ("il sottoscritto Ugo Neri", "Ugo Neri", Cue.SELF),
        ("on behalf of Ann Bell", "Ann Bell", Cue.BEHALF),
        ("per conto di Ugo Neri", "Ugo Neri", Cue.BEHALF),
        ("my mother Ann Bell", "Ann Bell", Cue.KIN),
        ("Ann Bell, my godmother, is blind", "Ann Bell", Cue.KIN),
        ("ho parlato con Ugo Neri", "Ugo Neri", Cue.SPOKEN),
        ("the agent Ann Bell", "Ann Bell", Cue.STAFF),
        ("Dear Ann Bell,", "Ann Bell", Cue.SALUTATION),
        ("Gentile Ugo Neri,", "Ugo Neri", Cue.SALUTATION),
        ("Kind regards,\nAnn Bell", "Ann Bell", Cue.SIGNATURE),
        ("Cordiali saluti\n\nUgo Neri", "Ugo Neri", Cue.SIGNATURE),
        ("my GP, Ann Bell", "Ann Bell", Cue.OUTSIDER),
        ("It rained on Ann Bell", "Ann Bell", Cue.PLAIN),
        ("Ann Bell\n12 Dean Street\nLeeds", "Ann Bell", Cue.ADDRESS_BLOCK),
    ],
)
def test_the_cue_grammar_names_the_strongest_cue(text: str, name: str, cue: Cue) -> None:
    """Promise: what stands around a name is read as people mean it."""
    tokens = tokens_of(text)
    first = tokens.texts.index(name.split(maxsplit=1)[0])
    assert cues(tokens, first, first + 2, layout_of(Reading(Medium.LETTER, text, None)))[0] is cue


def test_sections_tell_what_words_do_not() -> None:
    """Promise: a form's name field and a quoted signature are known by where they stand."""
    text = "Ann Bell\nRegards\nUgo Neri"
    sections = (Section(SectionKind.FIELD, 0, 8, "name"), Section(SectionKind.QUOTE, 9, 25))
    layout = layout_of(Reading(Medium.FORM, text, None, sections=sections))
    tokens = tokens_of(text)
    assert cues(tokens, 0, 2, layout)[0] is Cue.FIELD_SELF
    assert cues(tokens, 3, 5, layout)[0] is Cue.QUOTED_SIGNATURE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("John Carver", "Carver", True),
        ("J. Carver", "John Carver", True),
        ("John Carver", "John Carver", True),
        ("John Carver", "Mary Carver", False),
        ("John", "Jonas", False),
        ("", "John", False),
    ],
)
def test_mentions_of_one_person_are_known_as_such(one: str, other: str, same: bool) -> None:
    """Promise: initials and parts of a name are the same person, other forenames are not."""
    assert akin(one, other) is same


def test_a_shared_surname_ties_no_two_people_together() -> None:
    """Promise: a father and a daughter with one surname keep their own roles, whoever is greeted by the surname."""
    text = (
        "Scrivo per conto di mio padre Umberto Gallo, che abita a Modena.\n"
        "Cordiali saluti\nChiara Gallo\n\n> Gentile Sig.ra Gallo, la ringraziamo.\n"
    )
    found = findings(Reading(Medium.EMAIL, text, "it"), settings=NameSettings())
    roles = {finding.value: finding.role for finding in found}
    assert roles["Umberto Gallo"] == "third_party"
    assert roles["Chiara Gallo"] == "complainant"


def test_a_text_of_nothing_but_names_is_read_all_the_same() -> None:
    """Promise: thousands of names give thousands of findings, each with its place."""
    text = "\n".join(f"I spoke to John Carver and Mary Jones on {day}." for day in range(600))
    found = findings(Reading(Medium.EMAIL, text, "en"), settings=NameSettings())
    assert len(found) >= 1000
    assert all(text[finding.start : finding.end] == finding.text for finding in found)
