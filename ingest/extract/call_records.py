"""Call records as a telephone system exports them: a CSV file, whose columns the configuration names.

Reads row by row, so that a year of calls needs no memory and a progress bar can count. A row that cannot be read is
handed out as such, with its line and the reason: nothing is dropped in silence. Keeps nothing and looks nothing up.
"""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from ingest import errors
from ingest.extract import phone_plans, phone_shapes

_LONGEST = 20  # digits of a number


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call as the telephone system saw it."""

    caller: str  # E.164, or the digits as exported when no plan knows them; "" when withheld
    called: str  # likewise
    start: datetime  # aware, UTC
    seconds: int  # how long it lasted
    agent: str  # who took it, as exported; "" when nobody did


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read."""

    line: int  # in the file, counted from 1
    reason: str


class CallColumns(BaseModel):
    """What the export calls its columns; capitals and spaces around do not matter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    caller: str = Field(default="from", description="Column with the number that called.")
    called: str = Field(default="to", description="Column with the number that was called.")
    start: str = Field(default="start", description="Column with the instant the call began.")
    duration: str = Field(default="duration", description="Column with its length: seconds, MM:SS or HH:MM:SS.")
    agent: str = Field(default="agent", description="Column with the name of the colleague who took it.")


class CallSettings(BaseModel):
    """How call records are written, and how exactly people remember calls."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: CallColumns = Field(default=CallColumns(), description="Which column holds what.")
    encoding: str = Field(default="utf-8-sig", description="How the export is encoded, such as cp1252.")
    delimiter: str = Field(default=",", min_length=1, max_length=1, description="What parts the columns.")
    time_format: str = Field(default="", description="How instants are written (strftime); empty: ISO 8601.")
    zone: str = Field(
        default="Europe/London", description="Zone of instants that name none, and of the writers' clocks."
    )
    regions: tuple[str, ...] = Field(default=("GB", "IT"), description="Countries of numbers without a country code.")
    minutes: int = Field(default=60, ge=0, description="How far a remembered time of day may be off, in minutes.")
    days: int = Field(default=3, ge=0, description="How far a remembered day may be off for a near miss, in days.")
    keep_days: int = Field(default=400, ge=1, description="Call records older than so many days are deleted.")
    agent_likeness: int = Field(default=80, ge=0, le=100, description="How alike two names must be to be one person's.")

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str) -> str:
        try:
            return codecs.lookup(encoding).name
        except LookupError as failure:
            raise ValueError(f"there is no encoding called '{encoding}'") from failure

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as failure:
            raise ValueError(f"there is no time zone called '{zone}'") from failure
        return zone


def records(lines: Iterable[str], *, settings: CallSettings) -> Iterator[CallRecord | BadRow]:
    """The calls of an export, row by row.

    Args:
        lines: the file's lines, the header first; opened with `newline=""` and `encoding="utf-8-sig"`.
        settings: the names of the columns and how instants are written.

    Raises:
        errors.SettingsError: the header lacks a column that the settings name.
    """
    rows = csv.reader(lines, delimiter=settings.delimiter)
    places = _places(next(rows, []), settings.columns)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as failure:
            yield BadRow(rows.line_num, f"not a row of CSV: {failure}")
            continue
        if any(cell.strip() for cell in row):
            yield _record(row, rows.line_num, places, settings)


def _places(header: list[str], columns: CallColumns) -> dict[str, int]:
    """Which column stands where."""
    names = [name.strip().lower() for name in header]
    asked = columns.model_dump()
    for column in asked.values():
        if column.strip().lower() not in names:
            raise errors.SettingsError(
                f"the call records have no column '{column}', only: {', '.join(names) or 'none'}"
            )
    return {field: names.index(column.strip().lower()) for field, column in asked.items()}


def _record(row: list[str], line: int, places: dict[str, int], settings: CallSettings) -> CallRecord | BadRow:
    try:
        cells = {field: row[place].strip() for field, place in places.items()}
        return CallRecord(
            caller=_number(cells["caller"], settings.regions),
            called=_number(cells["called"], settings.regions),
            start=_instant(cells["start"], settings),
            seconds=_seconds(cells["duration"]),
            agent=cells["agent"],
        )
    except IndexError:
        return BadRow(line, f"has only {len(row)} columns")
    except (ValueError, OverflowError) as failure:
        return BadRow(line, str(failure))


def _number(text: str, regions: tuple[str, ...]) -> str:
    runs = phone_shapes.runs(text)
    number = phone_plans.understood(runs[0].digits, regions) if runs else None
    plain = number.e164 if number else re.sub("[^0-9+]", "", text)
    if len(plain) > _LONGEST:
        raise ValueError("a number is too long")
    return plain


def _instant(text: str, settings: CallSettings) -> datetime:
    try:
        instant = _parsed(text, settings.time_format)
    except ValueError as failure:
        raise ValueError("the instant cannot be read") from failure
    return (instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(settings.zone))).astimezone(UTC)


def _parsed(text: str, form: str) -> datetime:
    if not form:
        return datetime.fromisoformat(text)
    return datetime.strptime(text, form)  # noqa: DTZ007 - the caller sets the zone where the text names none


def _seconds(text: str) -> int:
    """Seconds from "75", "75.0", "1:15" or "0:01:15"."""
    if not re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]{1,6})?|(?:[0-9]{1,4}:)?[0-9]{1,4}:[0-9]{2}", text):
        raise ValueError("the duration cannot be read")
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return round(total)
