"""Reads the public name sets: three teach the name finder, one only measures it.

Halves of those that teach can be kept out of the teaching, to measure on. Also exchanges the people of a marked text
for others.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.names_people import person
from ingest.extract.names_lexicon import Flag, flags_of, folded
from ingest.extract.names_words import PARTICLES, TITLES

HALVES = (0, 1)
NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Case:
    """A text with the spans of its persons."""

    text: str
    spans: tuple[tuple[int, int, str], ...]  # start, end, role; the public sets say only "other"
    source: str


def emails(folder: Path) -> Iterator[Case]:
    """E-mail threads (emailcoref, Apache-2.0)."""
    for line in (folder / "email.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = tuple((span["start"], span["end"], "other") for span in row["persons"])
        yield Case(row["text"], spans, "email")


def web(folder: Path) -> Iterator[Case]:
    """Web English (UNER English EWT, CC BY-SA 4.0), a sentence a case."""
    text, cells = "", []
    for line in [*(folder / "en_ewt-ud-dev.iob2").read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif line and not line.startswith("#"):
            cells.append(tuple(line.split("\t")[1:3]))
        elif not line and cells:
            yield _aligned(text, cells, "PER", "web")
            cells = []


def noisy(folder: Path) -> Iterator[Case]:
    """Short noisy posts (WNUT 2017, CC BY 4.0)."""
    cells: list[tuple[str, ...]] = []
    for line in (folder / "wnut17train.conll").read_text(encoding="utf-8").split("\n"):
        if line.strip():
            cells.append(tuple(line.split("\t")[:2]))
        elif cells:
            text = " ".join(word for word, _ in cells)
            yield _aligned(text, cells, "person", "noisy")
            cells = []


def made(folder: Path) -> Iterator[Case]:
    """Texts made from templates (presidio-research, MIT)."""
    for row in json.loads((folder / "synth_dataset_v2.json").read_text(encoding="utf-8")):
        spans = tuple(
            (span["start_position"], span["end_position"], "other")
            for span in row["spans"]
            if span["entity_type"] == "PERSON"
        )
        yield Case(row["full_text"], tuple(sorted(spans)), "made")


def _aligned(text: str, cells: list[tuple[str, ...]], label: str, source: str) -> Case:
    """Lay IOB cells over the running text."""
    spans: list[tuple[int, int, str]] = []
    place = 0
    for word, tag in cells:
        found = text.find(word, place)
        start = found if found >= 0 else place
        end = place = start + len(word)
        if tag == f"B-{label}":
            spans.append((start, end, "other"))
        elif tag == f"I-{label}" and spans:
            spans[-1] = (spans[-1][0], end, "other")
    return Case(text, tuple(spans), source)


def teaching(folder: Path) -> list[Case]:
    """The public cases that teach."""
    return [*emails(folder), *web(folder), *noisy(folder)]


def half(known: list[Case], at: int) -> list[Case]:
    """Every second case, from the first or the second one on."""
    return known[at::2]


def cases(folder: Path) -> list[Case]:
    """All public cases that are there; none when the folder is missing."""
    return [*teaching(folder), *made(folder)] if folder.is_dir() else []


def swapped(case: Case, chance: random.Random, folder: Path) -> Case:
    """The same text about other people: every word of a name is changed for another one, the same word the same way.

    So the model learns what stands around names rather than the names of the few people in the sets.
    """
    new: dict[str, str] = {}
    text, spans, place = "", [], 0
    for start, end, role in case.spans:
        text += case.text[place:start]
        name = NAME_WORD.sub(lambda found: _other(found[0], new, chance, folder), case.text[start:end])
        spans.append((len(text), len(text) + len(name), role))
        text += name
        place = end
    return Case(text + case.text[place:], tuple(spans), case.source)


def _other(word: str, new: dict[str, str], chance: random.Random, folder: Path) -> str:
    """Another word of the same kind: forename for forename, the same case; particles and initials stay."""
    if len(word) < 3 or folded(word) in PARTICLES or folded(word) in TITLES:
        return word
    if word not in new:
        who = person(chance, "en", folder)
        other = who.first if flags_of(word) & Flag.FORENAME else who.last
        new[word] = other.lower() if word.islower() else other.upper() if word.isupper() else other
    return new[word]
