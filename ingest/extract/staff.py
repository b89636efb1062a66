"""The directory of our staff: who works here, and whether a name in a letter is one of them.

A match is fuzzy (OCR, spelling by ear, forename alone), so it confirms a name and adds a person's id; it never finds
a name by itself.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz, process

from ingest.errors import SettingsError
from ingest.extract.names_lexicon import folded
from ingest.extract.names_tidy import normalise


class StaffMember(BaseModel):
    """One colleague."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(description="what the staff system calls this person", min_length=1, max_length=100)
    name: str = Field(description="forename and surname", min_length=1, max_length=200)
    team: str = Field(default="", description="the team, when it is known", max_length=200)


@dataclass(frozen=True, slots=True)
class Match:
    """A name that is, as far as letters go, a colleague's."""

    member: StaffMember
    likeness: float  # 0 to 1
    whole: bool  # forename and surname both match
    only: bool  # nobody else in the directory matches as well


def directory(csv_text: str) -> tuple[StaffMember, ...]:
    """The colleagues of a CSV table.

    Args:
        csv_text: a table with a head line that has the columns `id` and `name`, and perhaps `team`; separated by
            commas, semicolons or tabs.

    Raises:
        SettingsError: a column is missing, a line has no id or no name, or an id stands twice; the message says the
            line.
    """
    lines = csv_text.lstrip("\ufeff").strip().splitlines()
    if not lines:
        raise SettingsError("The staff directory is empty; it needs a head line with the columns id and name.")
    separator = max(",;\t", key=lines[0].count)
    rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=separator)
    columns = [(column or "").strip().lower() for column in rows.fieldnames or ()]
    for needed in ("id", "name"):
        if needed not in columns:
            raise SettingsError(f"The staff directory has no column '{needed}'; its head line says: {lines[0][:80]}")
    rows.fieldnames = columns
    return _checked(rows)


def _checked(rows: "csv.DictReader[str]") -> tuple[StaffMember, ...]:
    """The members row by row."""
    members: dict[str, StaffMember] = {}
    for row in rows:
        cells = {column: (row.get(column) or "").strip() for column in ("id", "name", "team")}
        if not any(cells.values()):
            continue
        if not cells["id"] or not cells["name"]:
            raise SettingsError(f"Line {rows.line_num} of the staff directory lacks an id or a name.")
        if cells["id"] in members:
            raise SettingsError(
                f"The id '{cells['id']}' stands twice in the staff directory, again in line {rows.line_num}."
            )
        try:
            members[cells["id"]] = StaffMember(**cells)
        except ValueError as error:
            raise SettingsError(f"Line {rows.line_num} of the staff directory is too long.") from error
    return tuple(members.values())


def match(name: str, staff: Sequence[StaffMember], *, least: float = 0.86) -> Match | None:
    """The colleague a name belongs to, or None.

    Args:
        name: a tidied name: forename and surname, or one of them.
        staff: the directory.
        least: how like two spellings must be, 0 to 1 (1: the same letters).
    """
    sought = folded(name).replace(".", " ").split()
    if not sought:
        return None
    listed = _words(tuple(member.name for member in staff))
    likeness = [_likeness(word, listed, least) for word in sought]
    fits = set(likeness[0]).intersection(*likeness[1:])
    rated = sorted(((min(one[at] for one in likeness), -at) for at in fits), reverse=True)
    if not rated:
        return None
    best, at = rated[0]
    only = len(rated) == 1 or rated[1][0] < best - 0.02
    return Match(staff[-at], best, len(sought) > 1, only)


@lru_cache(maxsize=8)
def _words(names: tuple[str, ...]) -> dict[str, list[int]]:
    """The words of all names, folded, each with the indices of the names it is in."""
    found: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        for word in {*folded(normalise(name)).replace(".", " ").split()}:
            found.setdefault(word, []).append(at)
    return found


def _likeness(sought: str, listed: dict[str, list[int]], least: float) -> dict[int, float]:
    """How like a word is to the likest word of each name, names less like left out; an initial fits its name."""
    if len(sought) < 4:
        alike = [(word, 1.0 if word == sought else 0.9) for word in listed if _fits(sought, word)]
    else:
        rated = process.extract(sought, listed.keys(), scorer=fuzz.ratio, score_cutoff=100 * least, limit=None)
        alike = [(word, score / 100) for word, score, _ in rated]
    best: dict[int, float] = {}
    for word, score in alike:
        for at in listed[word]:
            best[at] = max(best.get(at, 0.0), score)
    return best


def _fits(short: str, word: str) -> bool:
    return word == short or (1 in (len(short), len(word)) and word[0] == short[0])
