"""Trains the name finder: `python -m benchmarks.train_names [FOLDER] [--out FILE] [--texts N]`.

Learns from texts made by this repository (names_letters.py) and from the letters in `letters_teaching`, these also
with their people exchanged. FOLDER has the public lists of names and words (by default `../shared/corpora/names`); no
public set of marked texts teaches it, so that all of them can measure. The same lists, letters and code give the same
weights. Needs the packages Faker and names, which the product itself does not.
"""

import argparse
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycrfsuite

from benchmarks import own_set
from benchmarks.findings_set import number
from benchmarks.names_letters import texts
from benchmarks.names_public import Case, swapped
from ingest.extract.names_features import features
from ingest.extract.names_lexicon import DATA
from ingest.extract.names_tokens import Tokens, tokens_of
from ingest.extract.names_weights import save
from ingest.model import FindingKind

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT.parent / "shared" / "corpora" / "names"
SETTINGS = {"c1": 0.4, "c2": 0.5, "max_iterations": 60, "feature.possible_transitions": True}
TEXTS, SWAPS = 3600, 1  # made texts; copies of the letters with other people
LAST = {"de": 8, "en": 200, "es": 8, "fr": 8, "it": 180}  # the last letters that teach names
LETTERS = ROOT / "benchmarks" / "letters_teaching"


def letters() -> Iterator[Case]:
    """The letters written to teach, with their names."""
    for case in own_set.cases(folder=LETTERS):
        if number(case) <= LAST.get(case.language, 0):
            named = [one for one in case.findings if one.kind is FindingKind.PERSON_NAME]
            yield Case(case.text, tuple((one.start, one.end, one.role) for one in named), f"letter {case.language}")


def labels(tokens: Tokens, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """B for the first token of a name, I for its others, O for all the rest."""
    told = ["O"] * len(tokens.texts)
    for start, end, _ in spans:
        inside = [at for at in range(len(told)) if tokens.starts[at] < end and tokens.ends[at] > start]
        for place, at in enumerate(inside):
            told[at] = "I" if place else "B"
    return told


def train(learned: Iterable[Case], out: Path) -> None:
    """Train the model of the spans and write it to `out` (.npz)."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    for case in learned:
        tokens = tokens_of(case.text)
        if tokens.texts:
            trainer.append(features(tokens), labels(tokens, case.spans))
    rough = out.with_suffix(".crfsuite")
    trainer.train(str(rough))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(rough))
    info = tagger.info()
    save(out, ("B", "I", "O"), info.state_features, info.transitions)
    rough.unlink()


def main() -> None:
    """Train, write, and say how long it took."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", nargs="?", type=Path, default=LISTS, help="the public lists of names and words")
    asked.add_argument("--out", type=Path, default=DATA / "names_spans.npz", help="the weights (.npz)")
    asked.add_argument("--texts", type=int, default=TEXTS, help="how many texts to make; fewer for a trial")
    told = asked.parse_args()
    if not told.folder.is_dir():
        asked.error(f"{told.folder} is not there: the lists of names are needed")
    begun, chance = time.monotonic(), random.Random(5)
    taught = list(letters())
    others = [swapped(case, chance, told.folder) for case in taught for _ in range(SWAPS)]
    own = [Case(made.text, tuple(made.spans), "made here") for made in texts(told.texts, 1, told.folder)]
    train([*own, *taught, *others], told.out)
    spent = time.monotonic() - begun
    print(f"{len(own)} made texts, {len(taught)} letters, {len(others)} with other people, {spent:.0f} s")


if __name__ == "__main__":
    main()
