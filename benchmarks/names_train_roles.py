"""Trains the role model of the name finder on texts made here, in which every name's role is known."""

from collections.abc import Sequence
from pathlib import Path

import pycrfsuite

from benchmarks.names_letters import Made
from ingest.extract.names import mention_of
from ingest.extract.names_cues import layout_of
from ingest.extract.names_model import Span
from ingest.extract.names_roles import role_features
from ingest.extract.names_tidy import normalise
from ingest.extract.names_tokens import tokens_of
from ingest.extract.names_weights import save

ROLES = ("complainant", "staff", "third_party", "other")
SETTINGS = {"c1": 0.3, "c2": 0.3, "max_iterations": 100, "feature.possible_transitions": True}


def examples(made: Made) -> tuple[list[tuple[str, ...]], list[str]]:
    """The features of a text's names and their roles."""
    tokens = tokens_of(made.text)
    reading = made.reading()
    layout = layout_of(reading)
    mentions, roles = [], []
    for start, end, role in made.spans:
        inside = [at for at in range(len(tokens.texts)) if tokens.starts[at] < end and tokens.ends[at] > start]
        if inside:
            mentions.append(mention_of(tokens, Span(inside[0], inside[-1] + 1, 1.0), made.text, layout))
            roles.append(role)
    sender = normalise(made.from_name or "")
    return role_features(mentions, sender), roles


def train(texts: Sequence[Made], out: Path) -> None:
    """Train the model of the roles and write it to `out` (.npz)."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    for made in texts:
        told, roles = examples(made)
        if roles:
            trainer.append([list(features) for features in told], roles)
    rough = out.with_suffix(".crfsuite")
    trainer.train(str(rough))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(rough))
    info = tagger.info()
    save(out, ROLES, info.state_features, info.transitions)
    rough.unlink()
