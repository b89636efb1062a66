"""Trains the name finder: `python -m benchmarks.train_names [FOLDER] [--out FILE] [--texts N] [--without 0|1]`.

Learns from texts made by this repository (names_letters.py), from the letters in `letters_teaching` and from three
public sets of marked texts (names_public.py), these also with their people exchanged. FOLDER has these sets and the
public lists of names and words (by default `../shared/corpora/names`). With `--without` every second text of the public
sets does not teach, for `python -m benchmarks.names --only` to measure on. The same lists, sets, letters and code give
the same weights. Needs the packages Faker and names, which the product itself does not.
"""

import argparse
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycrfsuite

from benchmarks import own_set
from benchmarks.names_letters import texts
from benchmarks.names_public import HALVES, Case, half, swapped, teaching
from ingest.extract.names_features import features
from ingest.extract.names_lexicon import DATA
from ingest.extract.names_tokens import Tokens, tokens_of
from ingest.extract.names_weights import save
from ingest.model import FindingKind

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT.parent / "shared" / "corpora" / "names"
SETTINGS = {"c1": 0.2, "c2": 1.0, "max_iterations": 100, "feature.possible_transitions": True}
TEXTS = 5400  # made here


def letters() -> Iterator[Case]:
    """The letters written to teach, with their names."""
    for case in own_set.cases(folder=own_set.TEACHING):
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
    asked.add_argument("--without", type=int, choices=HALVES, help="the half of the public sets that is not to teach")
    told = asked.parse_args()
    if not told.folder.is_dir():
        asked.error(f"{told.folder} is not there: the lists of names are needed")
    begun, chance = time.monotonic(), random.Random(5)
    public = [case for at in HALVES if at != told.without for case in half(teaching(told.folder), at)]
    taught = [*letters(), *public]
    others = [swapped(case, chance, told.folder) for case in public]
    own = [Case(made.text, tuple(made.spans), "made here") for made in texts(told.texts, 1, told.folder)]
    train([*own, *taught, *others], told.out)
    spent = time.monotonic() - begun
    print(
        f"{len(own)} made texts, {len(taught)} letters and public texts, {len(others)} with other people, {spent:.0f} s"
    )


if __name__ == "__main__":
    main()
