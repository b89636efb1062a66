"""The weights of a linear-chain model as they lie in the package, and the sums that label a sequence with them.

Trained with CRFsuite, kept as one small array file, and worked out here with numpy, because looking every word's
features up once and remembering them is several times faster than handing them over each time. Knows nothing of names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SCALE = 2000.0  # weights are kept as whole numbers of 1/2000


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained model."""

    labels: tuple[str, ...]
    rows: dict[str, int]  # the row of each feature in `state`
    state: NDArray[np.float32]  # features x labels; the last row is all zero
    steps: NDArray[np.float64]  # label before x label after

    def known(self, features: Iterable[str]) -> tuple[int, ...]:
        """The rows of those features that bear a weight."""
        return tuple(self.rows[feature] for feature in features if feature in self.rows)

    def scores(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """For each token, given as the rows of its features, how well each label fits by itself."""
        if not tokens:
            return np.zeros((0, len(self.labels)))
        nothing = len(self.state) - 1
        flat = [row for rows in tokens for row in (*rows, nothing)]
        ends = np.cumsum([len(rows) + 1 for rows in tokens])
        begins = np.concatenate(([0], ends[:-1]))
        return np.add.reduceat(self.state[flat], begins, axis=0).astype(np.float64)

    def odds(
        self, scores: NDArray[np.float64], before: int | None = None, after: int | None = None
    ) -> list[list[float]]:
        """For each token the probability of each label, all the other tokens considered (forward and backward sums).

        Args:
            scores: tokens x labels, at least one token.
            before: the label of the token before these; None: there is none.
            after: the label of the token after these; None: there is none.
        """
        fits = np.exp(scores - scores.max(axis=1, keepdims=True)).tolist()
        step = np.exp(self.steps)
        onto, back = step.T.tolist(), step.tolist()
        start = [1.0] * len(onto) if before is None else back[before]
        behind = [1.0] * len(onto) if after is None else onto[after]
        ahead = [_shares(list(map(mul, fits[0], start)))]
        for fit in fits[1:]:
            last = ahead[-1]
            ahead.append(_shares([here * sum(map(mul, last, into)) for here, into in zip(fit, onto, strict=True)]))
        odds = [_shares(list(map(mul, ahead[-1], behind)))]
        for at in range(len(fits) - 2, -1, -1):
            later = list(map(mul, fits[at + 1], behind))
            behind = _shares([sum(map(mul, out, later)) for out in back])
            odds.append(_shares(list(map(mul, ahead[at], behind))))
        return odds[::-1]


def _shares(values: list[float]) -> list[float]:
    """The values as shares of their sum."""
    total = sum(values) or 1.0
    return [value / total for value in values]


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
