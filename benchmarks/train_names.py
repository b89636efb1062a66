"""Trains the name finder and writes its weights into the package: `python -m benchmarks.train_names [FOLDER]`.

Learns from texts made by this repository (names_letters.py) and from the public sets in FOLDER (by default
`../shared/corpora/names`), less the quarter that is held out, and prints what it makes of the held-out part. Needs
Faker and names (name lists), which the product itself does not.
"""

import argparse
import time
from pathlib import Path

import pycrfsuite

from benchmarks.names_letters import texts
from benchmarks.names_public import Case, cases
from ingest.extract.names_features import features
from ingest.extract.names_lexicon import DATA
from ingest.extract.names_tokens import Tokens, tokens_of

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {"c1": 0.1, "c2": 0.5, "max_iterations": 100, "feature.minfreq": 2, "feature.possible_transitions": True}


def labels(tokens: Tokens, spans: tuple[tuple[int, int, str], ...]) -> list[str]:
    """B for the first token of a name, I for its others, O for all the rest."""
    told = ["O"] * len(tokens.texts)
    for start, end, _ in spans:
        inside = [at for at in range(len(told)) if tokens.starts[at] < end and tokens.ends[at] > start]
        for number, at in enumerate(inside):
            told[at] = "I" if number else "B"
    return told


def train_spans(learned: list[Case], out: Path) -> None:
    """Train the model of the spans."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    for case in learned:
        tokens = tokens_of(case.text)
        if tokens.texts:
            trainer.append(features(tokens), labels(tokens, case.spans))
    trainer.train(str(out))


def main() -> None:
    """Train, write, and say how it went."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "corpora" / "names")
    asked.add_argument("--texts", type=int, default=4000, help="how many texts to make")
    told = asked.parse_args()
    begun = time.monotonic()
    public = cases(told.folder)
    if not public:
        print(f"{told.folder} is not there: training on our own texts only.")
    own = [Case(made.text, tuple(made.spans), False, "made here") for made in texts(told.texts, 1, told.folder)]
    train_spans([case for case in public if not case.held_out] + own, DATA / "names_spans.crfsuite")
    print(f"{len(public)} public and {len(own)} made texts, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
