"""Tells the role of every finding: whose name or number it is, what a date is the date of, whose desk gave a reference.

A small linear model for each kind weighs the words around, the place on the page, the value, what the extractors' own
rules say and, at a second look, the findings beside it. What is certain is not weighed: fields of a form, the sender's
own address, our own numbers, the staff directory. It finds nothing; it drops what is most likely no finding at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.extract import form_fields, role_features, role_neighbours, role_reasons, tickets
from ingest.extract.names_lexicon import DATA
from ingest.extract.role_weights import NONE, Table, load, odds
from ingest.extract.staff import StaffMember, match
from ingest.model import Finding, FindingKind, Reading

# Reasons of the rules that leave nothing to weigh.
CERTAIN = (
    "the sender's own",
    "our domain",
    "one of our own",
    "its shape is known",
    "in a quoted mail",
    "in the writer's own block",
    "called the writer's own",
)
_NEVER = 1e-9  # so that no role is beyond all doubt
_DROPPED = 0.2  # what is less likely to be a finding at all is dropped
_TOLD = 0.7  # how clear the words must be about a code that nothing announces

Tables = Mapping[str, Table]  # by kind


@dataclass(frozen=True, slots=True)
class Looked:
    """What the weights say of one finding."""

    table: Table
    rows: list[int]  # of its features in the table
    odds: NDArray[np.float64]  # of each role of the table

    @property
    def role(self) -> str:
        """The likeliest role, "none" among them."""
        return self.table.roles[int(self.odds.argmax())]


def with_roles(
    found: Sequence[Finding], reading: Reading, *, received: datetime, staff: Sequence[StaffMember]
) -> list[Finding]:
    """The findings in order, with their roles; confidence is that of the value times that of the role.

    Args:
        found: all findings of a reading in order, without overlaps, with the roles that rules gave.
        reading: its text and sections.
        received: when it arrived, aware.
        staff: the directory.
    """
    if not found:
        return []
    seen = role_features.seen(found, reading, received)
    told = [_told(one, each) for one, each in zip(found, looked(found, seen, _tables()), strict=True)]
    return [_confirmed(one, staff) if staff else one for one in told if one]


@cache
def _tables() -> Tables:
    return load(DATA / "roles.npz")


def certain(one: Finding) -> bool:
    """Whether a rule leaves no doubt about a role."""
    return one.reason.startswith(form_fields.REASON) or one.reason.endswith(CERTAIN)


def looked(found: Sequence[Finding], seen: role_features.Seen, tables: Tables) -> list[Looked | None]:
    """What the weights say of each finding at second look; None of those whose role is certain."""
    rows = [tables[one.kind].rows_of(features) for one, features in zip(found, seen.features, strict=True)]
    more = beside(found, seen, _weighed(found, rows, tables, look=0))
    rows = [[*mine, *tables[one.kind].rows_of(new)] for one, mine, new in zip(found, rows, more, strict=True)]
    return _agreed(found, seen.same, _weighed(found, rows, tables, look=1))


def _agreed(found: Sequence[Finding], same: Sequence[list[int]], told: Sequence[Looked | None]) -> list[Looked | None]:
    """The same with one mind about each person: in one letter somebody has one role, wherever the name stands."""
    agreed = list(told)
    for at, look in enumerate(told):
        if look is not None and found[at].kind is FindingKind.PERSON_NAME and len(same[at]) > 1:
            every = np.array([each.odds for other in same[at] if (each := told[other]) is not None])
            agreed[at] = replace(look, odds=odds(np.log(every + _NEVER).mean(axis=0, keepdims=True))[0])
    return agreed


def first_look(found: Sequence[Finding], seen: role_features.Seen, tables: Tables) -> list[Looked | None]:
    """What the weights say of each finding by itself; None of those whose role is certain."""
    rows = [tables[one.kind].rows_of(features) for one, features in zip(found, seen.features, strict=True)]
    return _weighed(found, rows, tables, look=0)


def _weighed(
    found: Sequence[Finding], rows: Sequence[list[int]], tables: Tables, *, look: Literal[0, 1]
) -> list[Looked | None]:
    told: list[Looked | None] = [None] * len(found)
    for kind in {one.kind for one in found}:
        places = [at for at, one in enumerate(found) if one.kind is kind and not certain(one)]
        likely = odds(tables[kind].sums([rows[at] for at in places], look)) if places else ()
        for at, line in zip(places, likely, strict=True):
            told[at] = Looked(tables[kind], rows[at], line)
    return told


def beside(found: Sequence[Finding], seen: role_features.Seen, told: Sequence[Looked | None]) -> list[list[str]]:
    """What a first look at all findings tells about each of them, as features for the second."""
    roles = [each.role if each else one.role for one, each in zip(found, told, strict=True)]
    sure = [float(each.odds.max()) if each else 1.0 for each in told]
    return role_neighbours.second_look(found, seen.text, seen.same, roles, sure)


def _told(one: Finding, told: Looked | None) -> Finding | None:
    """A finding with its likeliest role; None when it is most likely no finding."""
    if told is None:
        return replace(one, reason=one.reason.replace("; ", ", "))
    ranked = np.argsort(told.odds)[::-1].tolist()
    none = told.table.roles.index(NONE)
    if ranked[0] == none and one.confidence * (1 - told.odds[none]) < _DROPPED:
        return None
    best = next(column for column in ranked if column != none)
    if one.reason.startswith(tickets.BARE) and told.odds[best] < _TOLD:
        return None
    role = told.table.roles[best]
    reason = role_reasons.reason(one, role, told.table, best, told.rows)
    return replace(one, role=role, confidence=round(one.confidence * float(told.odds[best]), 4), reason=reason)


def _confirmed(one: Finding, staff: Sequence[StaffMember]) -> Finding:
    """The staff directory's word on a name: a whole name makes a colleague, a part of one confirms one."""
    if one.kind is not FindingKind.PERSON_NAME or one.role == "complainant":
        return one
    known = match(one.value, staff)
    if known is None or not (known.whole or one.role == "staff"):
        return one
    reason = f"in the staff directory as {known.member.id}" if known.only else "in the staff directory, more than once"
    sure = max(one.confidence, 0.95 if known.whole else 0.9)
    return replace(one, role="staff", confidence=sure, reason=reason)
