"""Says in a few words why a finding has its role: what the rule saw when it agrees, and else the weightiest words.

Words only, as they stand around the finding, so that staff can check them; no numbers and no names of features.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from ingest.extract import role_features
from ingest.extract.role_weights import Table
from ingest.model import Finding

_MOST = 3  # words that are named
_BEFORE, _AFTER = ("L ", "-1 ", "-2 "), ("R ", "+1 ", "+2 ")
_SAID = {
    "first": "the first of its kind",
    "final": "the last of its kind",
    "alone": "alone in its line",
    "like sender": "like the mail's sender",
    "capitals": "in capitals",
    "short at head": "in a short line at the head",
    "short at foot": "in a short line at the foot",
    "in signature": "in the signature",
    "in sender": "in the sender's address",
    "in date_line": "in the date line",
    "in subject": "in the subject",
}


def reason(one: Finding, role: str, table: Table, column: int, rows: Sequence[int]) -> str:
    """The finding's reason with that of its role.

    Args:
        one: with the rule's role and reason.
        role: the role that it gets.
        table: the weights of its kind.
        column: the role's place among the table's roles.
        rows: of the finding's features in the table, the row of zeros among them.
    """
    how, why = role_features.reasons_of(one)
    if one.role == role and why:
        return f"{how}, {why}" if how else why
    words = list(islice(_weightiest(table, column, rows), _MOST))
    told = f"{role.replace('_', ' ')} by {' and '.join(words)}" if words else f"{role.replace('_', ' ')} by its place"
    return f"{how}, {told}" if how else told


def _weightiest(table: Table, column: int, rows: Sequence[int]) -> Iterator[str]:
    """The words that speak for a role, the weightiest first."""
    known = [row for row in rows if row < len(table.features) and _shown(table.features[row])]
    weights = table.weights.take(known, axis=0)[:, len(table.roles) :]  # in this order: the table is large
    gains = (weights[:, column] - weights.mean(axis=1)).tolist()
    told = ""
    for gain, row in sorted(zip(gains, known, strict=True), reverse=True):
        word = _shown(table.features[row])
        if gain > 0 and word not in told:
            told += word
            yield word


@lru_cache(maxsize=50_000)
def _shown(feature: str) -> str:
    """A feature in words for staff; "" for one that says nothing to them."""
    word = feature.rpartition(" ")[2]
    if feature.startswith((*_BEFORE, *_AFTER)) and word[:1].isalpha() and len(word) > 1:
        return f"'{word}' {'before' if feature.startswith(_BEFORE) else 'after'}"
    return _SAID.get(feature, "")
