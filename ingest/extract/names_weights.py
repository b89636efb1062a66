"""The weights of a linear-chain model as they lie in the package, and the sums that label a sequence with them.

Trained with CRFsuite, kept as one small array file, and worked out here with numpy, because looking every word's
features up once and remembering them is several times faster than handing them over each time. Knows nothing of names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SCALE = 2000.0  # weights are kept as whole numbers of 1/2000
_WINDOW, _CONTEXT = 16, 8  # tokens that are labelled at a time, and tokens on either side that have a say in it


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained model."""

    labels: tuple[str, ...]
    rows: dict[str, int]  # the row of each feature in `state`
    state: NDArray[np.float32]  # features x labels; the last row is all zero
    steps: NDArray[np.float64]  # label before x label after

    def sums(self, told: Iterable[Iterable[str]]) -> NDArray[np.float32]:
        """How well each label fits what some features say together: a row for each set of features.

        Unknown features say nothing.
        """
        rows, nothing = self.rows, len(self.state) - 1
        flat: list[int] = []
        begins = []
        for features in told:
            begins.append(len(flat))
            flat += [rows[feature] for feature in features if feature in rows]
            flat.append(nothing)
        return np.add.reduceat(self.state[flat], begins, axis=0)

    def odds(self, scores: NDArray[np.float32]) -> NDArray[np.float64]:
        """For each token the probability of each label, the tokens around it considered (forward and backward sums).

        The sequence is cut into windows that are summed side by side; each sees `_CONTEXT` tokens beyond its ends, and
        what is further away does not tell any more.

        Args:
            scores: tokens x labels, at least one token: how well each label fits by itself.
        """
        count, labels = scores.shape
        window, context = (_WINDOW, _CONTEXT) if count > _WINDOW else (count, 0)
        windows, spare, span = -(-count // window), -count % window, context + window + context
        fits = np.ones((context + windows * window + context, labels))
        fits[context : context + count] = np.exp(scores - scores.max(axis=1, keepdims=True))
        places = np.arange(span)[:, None] + np.arange(windows) * window
        both = np.stack((fits[places], fits[::-1][places]), axis=1)  # place in window x direction x window x label
        step = np.exp(self.steps)
        ways = np.stack((step, step.T))
        ahead = np.ones((span, 2, windows, labels))  # what leads up to each token, not yet the token itself
        for at in range(1, span):
            np.matmul(ahead[at - 1] * both[at - 1], ways, out=ahead[at])
            for way, begin in enumerate((context, context + spare)):
                if at == begin:
                    ahead[at, way, 0] = 1.0  # nothing stands before the first and after the last token
        inner = slice(context, context + window)
        odds = both[inner, 0] * ahead[inner, 0] * ahead[::-1, 1, ::-1][inner]
        odds = odds.transpose(1, 0, 2).reshape(-1, labels)[:count]
        whole: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return whole


def save(
    path: Path, labels: Sequence[str], state: dict[tuple[str, str], float], steps: dict[tuple[str, str], float]
) -> None:
    """Write a model.

    Args:
        path: the file, ending in .npz.
        labels: all labels.
        state: weight by (feature, label).
        steps: weight by (label before, label after).
    """
    features = sorted({feature for feature, _ in state})
    table = np.array([[state.get((feature, label), 0.0) for label in labels] for feature in features])
    between = np.array([[steps.get((by, to), 0.0) for to in labels] for by in labels])
    np.savez_compressed(
        path,
        labels=np.array(labels),
        features=np.frombuffer("\n".join(features).encode(), dtype=np.uint8),
        state=np.clip(np.round(table * SCALE), -32767, 32767).astype(np.int16),
        steps=between.astype(np.float64),
    )


def load(path: Path) -> Weights:
    """Read a model that `save` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        names = kept["features"].tobytes().decode().split("\n")
        table = kept["state"].astype(np.float32) / np.float32(SCALE)
        labels = tuple(str(label) for label in kept["labels"])
        state = np.vstack([table, np.zeros((1, len(labels)), np.float32)])
        return Weights(labels, dict(zip(names, range(len(names)), strict=True)), state, kept["steps"])
