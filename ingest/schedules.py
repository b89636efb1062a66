"""Loads the policy, the calendars and the daemon's times from `schedules/`, and refuses what cannot be right.

What a deadline means is computed in `decide.deadlines`; here is only what the files say. A wrong value is refused
with file, line and key; nothing is guessed, and no default stands in for a file that is there and wrong.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from ingest import errors, places

Unit = Literal["hours", "days", "working days", "weeks"]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
UNITS: dict[str, Unit] = {"hour": "hours", "day": "days", "working day": "working days", "week": "weeks"}
WEEK: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORIGINS = ("arrival", "deadlock")  # events that start clocks and are not clocks themselves


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as the policy says it."""

    count: int  # 1 or more
    unit: Unit

    def __str__(self) -> str:
        """As a person says it: "3 working days", "1 week"."""
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"


def _span(text: object) -> object:
    match = re.fullmatch(rf"(-?\d{{1,4}}) ({'|'.join(UNITS)})s?", text) if isinstance(text, str) else None
    if not match:
        raise ValueError('a length is written like "24 hours", "3 working days", "30 days" or "6 weeks"')
    if int(match[1]) < 1:
        raise ValueError("a clock cannot run backwards or stand still: the number must be 1 or more")
    return Span(int(match[1]), UNITS[match[2]])


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('is not a time zone; write one like "Europe/London"') from None


Length = Annotated[Span, BeforeValidator(_span)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Earlier(_Table):
    """What applied to complaints that arrived before a day."""

    before: date
    within: Length


class ClockRule(_Table):
    """One clock of the policy."""

    title: str = Field(min_length=1)
    starts: str  # an event of ORIGINS, or the clock whose meeting starts this one
    within: Length
    warn: Length | None = None  # how long before the due instant it counts as at risk
    flags: tuple[str, ...] = ()  # only for complaints with one of these; empty: for all
    pauses: bool = False  # stands still while a question to the customer is open
    at_once: str | None = None  # the event at which it falls due immediately
    earlier: tuple[Earlier, ...] = ()

    def length_for(self, day: date) -> Span:
        """The length that applies to a clock started on this local day."""
        past = sorted((old for old in self.earlier if day < old.before), key=lambda old: old.before)
        return past[0].within if past else self.within


class Closure(_Table):
    """Days on which the office is shut."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    why: str = "office closed"

    @model_validator(mode="after")
    def _in_order(self) -> "Closure":
        if self.last < self.first:
            raise ValueError("'to' is before 'from'")
        return self


class Calendar(_Table):
    """When an office works."""

    zone: Annotated[str, AfterValidator(_zone)]
    country: str = Field(pattern=r"^[A-Z]{2}$")
    subdivision: str | None = None
    working_days: tuple[Day, ...] = Field(default=WEEK[:5], min_length=1)
    opens: time = time(9)
    closes: time = time(17, 30)
    closures: tuple[Closure, ...] = ()
    open_days: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _possible(self) -> "Calendar":
        if self.closes <= self.opens:
            raise ValueError("'closes' is not later than 'opens'")
        try:
            _public(self.country, self.subdivision, 2026)
        except NotImplementedError:
            raise ValueError(f"no holidays are known for {self.country} {self.subdivision or ''}".strip()) from None
        return self

    @property
    def tz(self) -> ZoneInfo:
        """The zone its days are counted in."""
        return ZoneInfo(self.zone)

    def free(self, day: date) -> str | None:
        """Why nobody works on this day, in a few words; None for a working day."""
        if day in self.open_days:
            return None
        if WEEK[day.weekday()] not in self.working_days:
            return WEEK[day.weekday()].capitalize()
        for closure in self.closures:
            if closure.first <= day <= closure.last:
                return closure.why
        return _holiday(self.country, self.subdivision, day)


class Daemon(_Table):
    """When the daemon does what it does by the clock."""

    sweep_clocks_seconds: float = Field(default=60, gt=0)
    sweep_outbox_seconds: float = Field(default=5, gt=0)
    sweep_workers_seconds: float = Field(default=10, gt=0)
    reconcile_at: time = time(3, 30)
    purge_at: time = time(4, 15)
    purge_after_days: int = Field(default=14, ge=1)
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    silent_poll_minutes: float = Field(default=15, gt=0)

    def is_quiet(self, at: time) -> bool:
        """Whether people are left alone at this local time of day."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


class _Policy(_Table):
    clocks: dict[str, ClockRule] = Field(min_length=1)


class _Calendars(_Table):
    default: str
    calendars: dict[str, Calendar] = Field(min_length=1)

    @model_validator(mode="after")
    def _default_is_there(self) -> "_Calendars":
        if self.default not in self.calendars:
            raise ValueError(f"default: there is no calendar called '{self.default}'")
        return self


@dataclass(frozen=True, slots=True)
class Schedules:
    """Everything the files say."""

    clocks: dict[str, ClockRule]  # by name, in the order of the file
    calendars: dict[str, Calendar]
    default: str  # the calendar that is meant when none is named
    daemon: Daemon

    def calendar(self, name: str | None = None) -> Calendar:
        """The calendar of this name, or the default one.

        Raises:
            errors.SettingsError: no calendar has this name.
        """
        try:
            return self.calendars[name or self.default]
        except KeyError:
            raise errors.SettingsError(f"calendars.toml has no calendar called '{name}'") from None


def load(folder: Path | None = None) -> Schedules:
    """Read the three files of `folder`; those that ship with postroom when it is None.

    Raises:
        errors.SettingsError: a file is missing or wrong; the message names file, line and key.
    """
    folder = folder or places.shipped("schedules")
    policy = _read(folder / "policy.toml", _Policy)
    _refuse_circles(folder / "policy.toml", policy.clocks)
    calendars = _read(folder / "calendars.toml", _Calendars)
    daemon = _read(folder / "daemon.toml", Daemon)
    return Schedules(policy.clocks, calendars.calendars, calendars.default, daemon)


Shape = TypeVar("Shape", bound=BaseModel)


def _read(path: Path, shape: type[Shape]) -> Shape:
    try:
        text = path.read_text(encoding="utf-8")
        return shape.model_validate(tomllib.loads(text))
    except (OSError, UnicodeDecodeError) as error:
        raise errors.SettingsError(f"{path}: cannot be read ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise errors.SettingsError(f"{path}: {error}") from error
    except ValidationError as error:
        raise errors.SettingsError("; ".join(_complaint(path, text, one) for one in error.errors())) from error


def _complaint(path: Path, text: str, error: ErrorDetails) -> str:
    """One sentence about one wrong value: file, line, key, what is wrong."""
    keys = [str(part) for part in error["loc"] if not isinstance(part, int)]
    words = str(error["msg"]).removeprefix("Value error, ")
    named = f"{'.'.join(keys)}: " if keys else ""
    return f"{path}, line {line_of(text, keys)}: {named}{words}"


def line_of(text: str, keys: list[str]) -> int:
    """The line, counted from 1, on which a key of a TOML text stands; its table's line when the key is missing."""
    found, table = 1, ""
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        table = header[1] if header else table
        assigned = re.match(r"\s*([\w-]+)\s*=", line)
        here = (
            [*table.split("."), assigned[1]] if assigned and table else [assigned[1]] if assigned else table.split(".")
        )
        if (header or assigned) and keys[: len(here)] == here:
            found = number
    return found


def _refuse_circles(path: Path, clocks: dict[str, ClockRule]) -> None:
    text = path.read_text(encoding="utf-8")
    for name, rule in clocks.items():
        where = f"{path}, line {line_of(text, ['clocks', name, 'starts'])}: clocks.{name}.starts"
        if rule.starts not in (*clocks, *ORIGINS):
            raise errors.SettingsError(f"{where}: there is no event or clock called '{rule.starts}'")
        chain = [name]
        while (origin := clocks[chain[-1]].starts) in clocks:
            if origin in chain:
                raise errors.SettingsError(
                    f"{where}: the clocks start each other in a circle: {_circle(chain, origin)}"
                )
            chain.append(origin)


def _circle(chain: list[str], origin: str) -> str:
    return " <- ".join([*chain[chain.index(origin) :], origin])


def _holiday(country: str, subdivision: str | None, day: date) -> str | None:
    return _public(country, subdivision, day.year).get(day)


@cache
def _public(country: str, subdivision: str | None, year: int) -> dict[date, str]:
    """The public holidays of a place and year, in English where the package knows it.

    A whole year at once, because the package's own lazy filling is not safe between threads.
    """
    import holidays  # a third of a second, and only those who count days need it

    known = holidays.country_holidays(country, subdiv=subdivision).supported_languages
    language = next((name for name in known if name.startswith("en")), None)
    return dict(holidays.country_holidays(country, subdiv=subdivision, years=year, language=language))
