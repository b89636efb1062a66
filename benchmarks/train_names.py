"""Trains the name finder: `python -m benchmarks.train_names [FOLDER] [--part FILE]`.

Learns from texts made by this repository (names_letters.py) and from the public sets in FOLDER (by default
`../shared/corpora/names`), the latter also with the people exchanged. Without `--part` it learns from all of them and
writes the weights that ship. With `--part` it leaves the held-out quarter of each public set alone and writes the
span model to FILE, for `benchmarks/names.py` to measure. Needs the package list of `pip install Faker names`, which
the product itself does not.
"""

import argparse
import random
import time
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from benchmarks import names_train_roles
from benchmarks.names_letters import complaints, texts
from benchmarks.names_public import Case, cases, swapped
from ingest.extract.names_features import features
from ingest.extract.names_lexicon import DATA
from ingest.extract.names_tokens import Tokens, tokens_of
from ingest.extract.names_weights import save

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {"c1": 0.4, "c2": 0.5, "max_iterations": 80, "feature.possible_transitions": True}
TEXTS, COMPLAINTS, SWAPS = 3600, 4000, 2  # made texts for the spans and for the roles; copies with other people


def labels(tokens: Tokens, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """B for the first token of a name, I for its others, O for all the rest."""
    told = ["O"] * len(tokens.texts)
    for start, end, _ in spans:
        inside = [at for at in range(len(told)) if tokens.starts[at] < end and tokens.ends[at] > start]
        for number, at in enumerate(inside):
            told[at] = "I" if number else "B"
    return told


def train_spans(learned: Iterable[Case], out: Path) -> None:
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
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "corpora" / "names")
    asked.add_argument("--part", type=Path, help="leave the held-out part alone and write the span model here (.npz)")
    told = asked.parse_args()
    begun = time.monotonic()
    public = [case for case in cases(told.folder) if not (told.part and case.held_out)]
    if not public:
        print(f"{told.folder} is not there: training on our own texts only.")
    chance = random.Random(5)
    others = [swapped(case, chance, told.folder) for case in public if case.spans for _ in range(SWAPS)]
    own = [Case(made.text, tuple(made.spans), False, "made here") for made in texts(TEXTS, 1, told.folder)]
    train_spans([*public, *others, *own], told.part or DATA / "names_spans.npz")
    if not told.part:
        names_train_roles.train(complaints(COMPLAINTS, 7, told.folder), DATA / "names_roles.npz")
    spent = time.monotonic() - begun
    print(f"{len(public)} public texts, {len(others)} with other people, {len(own)} made, {spent:.0f} s")


if __name__ == "__main__":
    main()
