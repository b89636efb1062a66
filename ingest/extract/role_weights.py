"""The weights of linear models as they lie in the package: for each kind of finding a table of features and roles.

A table of roles has each role twice: as weighed at first look, and at second look, when what stands beside a finding
is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

NONE = "none"  # the role of what is no finding at all: a habit, a duration, a company's name
_SCALE = 2000.0  # weights are kept as whole numbers of 1/2000


@dataclass(frozen=True, slots=True)
class Table:
    """The trained weights of one kind of finding."""

    roles: tuple[str, ...]  # in the order of the columns; NONE among them
    features: tuple[str, ...]  # in the order of the rows
    rows: dict[str, int]  # the row of each feature
    weights: NDArray[np.float32]  # features x (roles at first look, roles at second look); the last row is all zero

    def rows_of(self, features: Iterable[str]) -> list[int]:
        """The rows of the features that are known, and the row of zeros."""
        return [row for row in map(self.rows.get, features) if row is not None] + [len(self.features)]

    def sums(self, rows: Sequence[Sequence[int]], look: Literal[0, 1]) -> NDArray[np.float64]:
        """The weights of some findings' features at first or second look added up: findings x roles."""
        begins = np.cumsum([0, *map(len, rows[:-1])])
        flat = np.fromiter(chain.from_iterable(rows), dtype=np.intp)
        sums = np.add.reduceat(self.weights.take(flat, axis=0), begins, axis=0)
        return sums.reshape(len(rows), 2, -1)[:, look].astype(np.float64)


def odds(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """How likely each role is, 0 to 1, by the sums of one look: a line for each finding."""
    fits = np.exp(sums - sums.max(axis=1, keepdims=True))
    whole: NDArray[np.float64] = fits / fits.sum(axis=1, keepdims=True)
    return whole


Weights = dict[tuple[str, str], float]  # by (feature, role)


def table(first: Weights, second: Weights, roles: Sequence[str]) -> Table:
    """The table of the weights of both looks."""
    features = tuple(sorted({feature for weights in (first, second) for feature, _ in weights}))
    lines = [[look.get((feature, role), 0.0) for look in (first, second) for role in roles] for feature in features]
    return _table(tuple(roles), features, np.array(lines, dtype=np.float32).reshape(-1, 2 * len(roles)))


def _table(roles: tuple[str, ...], features: tuple[str, ...], weights: NDArray[np.float32]) -> Table:
    rows = {feature: row for row, feature in enumerate(features)}
    return Table(roles, features, rows, np.vstack([weights, np.zeros((1, 2 * len(roles)), np.float32)]))


def save(path: Path, tables: Mapping[str, Table]) -> None:
    """Write tables by name, such as the kind of finding, to a file ending in .npz."""
    kept: dict[str, NDArray[np.generic]] = {}
    for kind, one in tables.items():
        kept[f"{kind}.roles"] = np.array(one.roles)
        kept[f"{kind}.features"] = np.frombuffer("\n".join(one.features).encode(), dtype=np.uint8)
        kept[f"{kind}.weights"] = np.clip(np.round(one.weights[:-1] * _SCALE), -32767, 32767).astype(np.int16)
    np.savez_compressed(path, allow_pickle=False, **kept)


def load(path: Path) -> dict[str, Table]:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        return {
            name: _table(
                tuple(str(role) for role in kept[f"{name}.roles"]),
                tuple(kept[f"{name}.features"].tobytes().decode().split("\n")),
                kept[f"{name}.weights"].astype(np.float32) / np.float32(_SCALE),
            )
            for name in dict.fromkeys(key.partition(".")[0] for key in kept.files)
        }
