"""Finds dates and times, works out which days are meant, and says what each is the date of.

Day comes before month, always, unless only the other order is possible. What the words leave open is the past nearest
to the day of writing, or a day that comes within weeks when the past one lies nearly a year back. It never guesses a
date out of a price, a telephone number, a reference or a street.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from ingest import errors
from ingest.extract import ambiguous_days, context, dates_roles
from ingest.extract.dategrammar.moments import Told
from ingest.extract.dates_told import GRAMMARS, told, with_days
from ingest.model import Finding, FindingKind, Reading, SectionKind


class DateSettings(BaseModel):
    """How dates are reckoned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: str = Field(default="Europe/London", description="Time zone in which days and times are meant (IANA).")
    languages: tuple[str, ...] = Field(
        default=("en", "it"), description="Languages whose words are always understood, besides that of the letter."
    )
    letter_days: int = Field(
        default=45,
        ge=0,
        description="Told from its own date is a letter dated up to so many days before it arrived; 0: never.",
    )
    periods: bool = Field(
        default=True, description="Whether 'last week' and 'in March' are reported, as ranges of days."
    )
    present: bool = Field(default=False, description="Whether 'now' and 'at the moment' are reported.")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        """A zone this machine does not know is refused at start."""
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"unknown time zone '{value}'") from error
        return value


def findings(reading: Reading, *, received: datetime, settings: DateSettings) -> tuple[Finding, ...]:
    """All dates and times in a reading, in the order they stand.

    Args:
        reading: the text and its sections.
        received: when it arrived, aware; partial and relative dates are told from it in the configured zone.
        settings: how dates are reckoned.

    Returns:
        Findings of kind DATE_TIME with ISO 8601 values and exact spans; page and box are None.
    """
    told_in, now = read(reading, received=received, settings=settings)
    found = ambiguous_days.chosen(reading.text, told_in, now)
    kept = [t for t in with_days(reading.text, found) if settings.periods or not t.pattern.startswith("whole")]
    arrival, layout = local(received, settings), context.Layout(reading.sections)
    return tuple(f for t in kept if (f := _finding(reading, layout, t, arrival)) is not None)


def read(reading: Reading, *, received: datetime, settings: DateSettings) -> tuple[list[Told], datetime]:
    """What the grammar reads, in the order it stands, and the naive instant it is told from; see `findings`."""
    arrival = local(received, settings)
    written = _letter_day(reading, arrival, settings)
    now = datetime.combine(written, arrival.time()) if written else arrival
    return told(reading.text, now, _languages(reading.language, settings), present=settings.present), now


def normalise(text: str, *, received: datetime, language: str | None, settings: DateSettings) -> str:
    """The ISO 8601 value of a date that a person typed.

    Args:
        text: what was typed, such as "3 marzo alle 16" or "2026-03-03".
        received: the arrival that relative dates are told from, aware.
        language: of the letter, ISO 639-1, or None.
        settings: how dates are reckoned.

    Raises:
        errors.Error: no date or more than one was understood.
    """
    clean = " ".join(text[:200].split())
    if _is_iso(clean):
        return clean
    now = local(received, settings)
    values = {t.value for t in told(clean, now, _languages(language, settings), alone=True)}
    if not values and language and language not in GRAMMARS:
        values = _by_library(clean, language, now)
    if len(values) != 1:
        problem = "is not a date or time that can be understood" if not values else "names more than one date"
        raise errors.Error(
            f"'{clean[:60]}' {problem}.", remedy="Type it as 2026-03-03, 2026-03-03T16:00 or 3 March 2026."
        )
    return values.pop()


def _by_library(text: str, language: str, now: datetime) -> set[str]:
    """What dateparser makes of a date in a language without a grammar here; it loads slowly, hence only now."""
    dateparser = import_module("dateparser")
    told_from = {"RELATIVE_BASE": now, "DATE_ORDER": "DMY", "PREFER_DATES_FROM": "past", "REQUIRE_PARTS": ["day"]}
    try:
        found = dateparser.parse(text, languages=[language], settings=told_from)
    except ValueError:  # a language it does not know
        return set()
    return {found.date().isoformat()} if found else set()


_ISO = re.compile(r"(\d{4}-\d\d-\d\d)?(T\d\d:\d\d(?::\d\d)?)?")


def _is_iso(text: str) -> bool:
    """Whether `text` is a value as findings have them: a date, a time, both, or a range of them."""
    parts = text.split("/")
    return len(parts) <= 2 and all(_is_one_iso(part) for part in parts)


def _is_one_iso(text: str) -> bool:
    match = _ISO.fullmatch(text)
    try:
        return bool(match and text) and bool(
            datetime.fromisoformat(text if match and match[1] else f"2000-01-01{text}")
        )
    except ValueError:
        return False


def local(instant: datetime, settings: DateSettings) -> datetime:
    """The wall-clock time of an aware instant in the configured zone, naive."""
    return instant.astimezone(ZoneInfo(settings.zone)).replace(tzinfo=None, microsecond=0)


def _languages(language: str | None, settings: DateSettings) -> tuple[str, ...]:
    """The grammars to use: the letter's own first; all of them when its language is not known."""
    wanted = (language, *settings.languages) if language else (*settings.languages, *GRAMMARS)
    return tuple(dict.fromkeys(code for code in wanted if code in GRAMMARS))


_HEAD, _FOOT = 700, 300  # characters at the edges of a text in which a line of its own dates the writing


# A line with nothing but a date, perhaps after a label or a place and before a remark: "Leeds, 3 March 2026 (Sunday)".
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][^\W\d_]{1,24}"
_OWN_LINE = re.compile(
    r"^[ \t]{0,40}(?:(?i:date|data|dated|datum|fecha)[ \t]?:?[ \t]{1,4}"
    rf"|{_CAPITAL}(?:[ '’.-]{{1,2}}(?:[^\W\d_]{{1,4}}[ '’])?{_CAPITAL}){{0,3}},[ \t]{{0,3}})?"
    r"(?P<date>(?:(?:lì|li|il|den|the|this|le|am|on)[ \t])?(?:[^\W\d_]{2,12},?[ \t]{1,2})?"
    r"[0-9OoIl]{1,2}(?:st|nd|rd|th|°|º)?"
    r"(?:[ \t]?[-/.][ \t]?[0-9OoIl]{1,2}[ \t]?[-/.]"
    r"|[ \t]?(?:of[ \t]|de[ \t])?\.?[ \t]?[^\W\d_]{3,12}[.,]?(?:[ \t]del?)?)"
    r"[ \t]?[0-9OoIl]{2,4})[ \t]{0,4}(?:\([^\n()]{1,40}\))?[ \t.]{0,8}$",
    re.MULTILINE,
)


_EDGE_OF_PAGE = 700  # characters at either end of a text in which a date on its own line is the letter's


_HEADS = frozenset({SectionKind.DATE_LINE})


_ASIDE = frozenset({SectionKind.QUOTE, SectionKind.FORWARD, SectionKind.SIGNATURE, SectionKind.DISCLAIMER})


_PAPER_EDGE = frozenset({SectionKind.LETTERHEAD, SectionKind.STAMP, SectionKind.ENCLOSURES, SectionKind.RECIPIENT})


_LONG_AGO = timedelta(days=400)  # a day that no word speaks for is no incident when it lies further back


def _letter_day(reading: Reading, arrival: datetime, settings: DateSettings) -> date | None:
    """The day of writing: of a date line near its head, or else near its foot, that fits its arrival."""
    if not settings.letter_days:
        return None
    languages = _languages(reading.language, settings)
    for line in _date_lines(reading):
        for t in told(line, arrival, languages):
            if t.day and not t.last and timedelta() <= arrival.date() - t.day <= timedelta(days=settings.letter_days):
                return t.day
    return None


def _date_lines(reading: Reading) -> Iterator[str]:
    """The lines that may hold nothing but a date: those the reader found, then others from the edges of the text."""
    text = reading.text
    for section in reading.sections:
        if section.kind is SectionKind.DATE_LINE:
            yield text[section.start : section.end][:200]
    head, foot = text[:_HEAD], text[_HEAD:][-_FOOT:]
    for edge in (head, foot):
        yield from (found["date"] for found in _OWN_LINE.finditer(edge))


def _finding(reading: Reading, layout: context.Layout, t: Told, arrival: datetime) -> Finding | None:
    role, why = _role(reading, layout, t, arrival)
    reason = f"{t.pattern}; by '{why}'" if why else t.pattern
    text = reading.text[t.start : t.end]
    return Finding(FindingKind.DATE_TIME, t.value, text, role, t.start, t.end, None, None, round(t.sure, 3), reason)


def _role(reading: Reading, layout: context.Layout, t: Told, arrival: datetime) -> tuple[str, str]:
    sections = layout.at(t.start)
    if sections & _HEADS:
        return "letter", "the date line"
    if sections & (_ASIDE | _PAPER_EDGE):
        return "other", "its place on the page"
    role, why = dates_roles.of(reading.text, t.start, t.end, ahead=bool(t.day and t.day >= arrival.date()))
    if role == "incident" and not why and dates_roles.heads_letter(reading.text, t.start):
        return "letter", "its label"
    at_edge = t.start < _EDGE_OF_PAGE or t.start > len(reading.text) - _EDGE_OF_PAGE
    if at_edge and t.day and not t.last and dates_roles.stands_as_date_line(reading.text, t.start, t.end):
        return "letter", "its own line"
    past = arrival.date() - t.day if t.day else timedelta()
    if role == "incident" and (past < timedelta() or (past > _LONG_AGO and not why)):
        return "other", ""
    return role, why
