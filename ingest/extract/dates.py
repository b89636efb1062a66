"""Finds dates and times, works out which days are meant, and says what each is the date of.

Day comes before month, always, unless only the other order is possible. What the words leave open is the past nearest
to arrival. It never guesses a date out of a price, a telephone number, a reference or a street.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from ingest import errors
from ingest.extract import context, dates_roles
from ingest.extract.dategrammar import calendar, phrases, runs
from ingest.extract.dategrammar.lexicon import Lexicon, listed
from ingest.extract.dategrammar.moments import Told
from ingest.extract.dategrammar.relative import PRESENT
from ingest.extract.dategrammar.tokens import Scan
from ingest.model import Finding, FindingKind, Reading, SectionKind

GRAMMARS = ("en", "it", "de", "fr", "es", "pt", "nl")


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
    arrival = local(received, settings)
    layout = context.Layout(reading.sections)
    written = _letter_day(reading, arrival, settings)
    now = datetime.combine(written, arrival.time()) if written else arrival
    found = told(reading.text, now, _languages(reading.language, settings), present=settings.present)
    kept = [t for t in _joined(reading.text, found) if settings.periods or not t.pattern.startswith("whole")]
    return tuple(f for t in kept if (f := _finding(reading, layout, t, arrival)) is not None)


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


@cache
def _lexicon(language: str) -> Lexicon:
    found = import_module(f"ingest.extract.dategrammar.{language}").LEXICON
    if not isinstance(found, Lexicon):
        raise TypeError(f"the grammar of '{language}' has no lexicon")
    return found


# ---- which expressions stand -----------------------------------------------------------------------------------

_RECENT = 300  # characters over which "the next day" refers back to a day
_INSIDE = frozenset("~%&=_@#\\")  # signs of addresses on the net and of file names
_NAMES_PLACE = re.compile(  # "12 March Road"
    r" (?:Road|Street|Lane|Avenue|Close|Drive|Court|House|Gardens|Terrace|Way|Place|Crescent|Grove|Square|Hill"
    r"|Rd|St|Ave)\b"
)
_STREETS = listed("""
    via viale piazza piazzale corso largo vicolo strada contrada rue avenue place boulevard calle
    plaza avenida straße strasse platz quartiere stazione metro ponte
""")
_AFTER_STREET = frozenset({"del", "dei", "du", "le", "el", "de"})
_ROMAN = re.compile(r"[ivx]{1,5}")
_LEADS = re.compile(
    r"(?:\bon|\bof|\bdated|\bdate|\bsince|\bfrom|\buntil|\bby|\bbefore|\bafter|\bthe|\bil|\bdel|\bdal|\bal"
    r"|\bdata|\bgiorno"
    r"|\bentro(?: il)?|\bam|\bvom|\bzum|\bden|\ble|\bdu|\bau|\bel|\bdel|\bdesde|\bsur|\bop|\bem|\bdia|\bdía"
    r"|\bthis|\bdeze|:)\s{0,3}$",
    re.IGNORECASE,
)
_NOT_DATES = re.compile(
    r"(?:[£$€#№]|\b(?:ref|no|nr|num|number|page|pag|version|ver|v|art|chapter|invoice no|account|ticket|case"
    r"|tel|telephone"
    r"|phone|fax|mobile|fattura n|pratica|codice|iban|score|rated|width|size|room|flat|unit|box))[.:\s]{0,3}$",
    re.IGNORECASE,
)


def told(
    text: str, now: datetime, languages: Sequence[str], *, alone: bool = False, present: bool = False
) -> list[Told]:
    """All expressions of date and time in `text`, in order, none overlapping.

    Args:
        text: any text.
        now: naive wall-clock time to count from.
        languages: which grammars to use, the preferred first.
        alone: the text is nothing but a date, so that no word need lead to it.
        present: whether "now" counts.
    """
    lexicons = tuple(_lexicon(code) for code in languages)
    found: list[tuple[int, Told]] = []
    last: Told | None = None
    for run in runs.runs(text, lexicons):
        earlier = last.day if last and run.pieces[0].start - last.end < _RECENT else None
        for rank, lexicon in enumerate(lexicons):
            if not rank or _adds(lexicon, lexicons[0], run):
                scan = Scan(text, run.pieces, lexicon)
                here = list(phrases.told(scan, now, run.before, earlier))
                found += [(rank, t) for t in here]
                last = next((t for t in reversed(here) if t.day), last)
    standing = [r for r in found if (alone or _stands(text, r[1])) and (present or r[1].pattern != PRESENT)]
    return _years_shared(text, _without_overlap(standing), now)


def _adds(lexicon: Lexicon, main: Lexicon, run: runs.Run) -> bool:
    """Whether a run holds words of this language that the letter's own does not know."""
    return any(word in lexicon.anchors and word not in main.entries for word in run.words)


def _stands(text: str, t: Told) -> bool:
    """Whether what stands around an expression lets it be a date."""
    lead = text[max(0, t.start - 30) : t.start]
    if lead[-1:] in _INSIDE or (lead[-1:].isalnum() and text[t.start].isalnum()) or _NAMES_PLACE.match(text, t.end):
        return False
    if t.weak and not (
        _LEADS.search(lead)
        or text[t.start].isalpha()
        or (not lead.strip() and not text[t.end : t.end + 3].strip(" .!?"))
    ):
        return False
    if t.day and not t.at and _in_street(lead):
        return False
    numeric = text[t.start].isdigit() and not any(c.isalpha() for c in text[t.start : t.end])
    return not (numeric and _NOT_DATES.search(lead) and t.sure < 0.9)


def _in_street(lead: str) -> bool:
    """Whether the words before a date make it the name of a street: "via 4 novembre", "Via XX Settembre 12"."""
    words = lead.lower().replace("'", " ").split()
    if words and (words[-1] in _AFTER_STREET or _ROMAN.fullmatch(words[-1])):
        words.pop()
    return bool(words) and words[-1] in _STREETS


def _without_overlap(ranked: list[tuple[int, Told]]) -> list[Told]:
    """Of expressions that overlap the longest, and of equal ones the letter's own language."""
    ranked.sort(key=lambda r: (-(r[1].end - r[1].start), r[0], r[1].start))
    kept: list[Told] = []
    taken: set[int] = set()
    for _, t in ranked:
        if not any(p in taken for p in range(t.start, t.end)):
            kept.append(t)
            taken.update(range(t.start, t.end))
    return sorted(kept, key=lambda t: t.start)


_JOINED = re.compile(
    r"\s{0,2}(?:,|and|e|ed|und|et|y|&|or|o|oder|ou)\s{0,2}(?:on |il |am |le |el |the )?", re.IGNORECASE
)


def _years_shared(text: str, found: list[Told], now: datetime) -> list[Told]:
    """ "3 March and 5 April 2025": the year at the end holds for the dates before it."""
    shared = list(found)
    for k in range(len(shared) - 2, -1, -1):
        this, after = shared[k], shared[k + 1]
        if this.yearless and after.day and not after.yearless and _JOINED.fullmatch(text[this.end : after.start]):
            year = after.day.year if _says_year(text[after.start : after.end], after.day) else None
            day = calendar.resolved(this.yearless._replace(year=year), now.date(), "past") if year else None
            shared[k] = this._replace(day=day, yearless=None) if day else this
    return shared


def _joined(text: str, found: list[Told]) -> list[Told]:
    """ "On 3 March I rang, and at 4pm he rang back": a time alone takes the day told of before it in its sentence."""
    joined = list(found)
    for k, t in enumerate(found):
        if t.day is None and t.at is not None:
            left, right = context.sentence(text, t.start, t.end)
            near = [*reversed(found[max(0, k - 3) : k]), *found[k + 1 : k + 4]]
            day = next((d.day for d in near if d.day and not d.last and left <= d.start and d.end <= right), None)
            joined[k] = t._replace(day=day, pattern=f"{t.pattern}, of the day beside it") if day else t
    return joined


def _says_year(text: str, day: date) -> bool:
    return str(day.year) in text or text.rstrip().endswith(f"{day.year % 100:02d}")


# ---- findings ---------------------------------------------------------------------------------------------------

_EDGE_OF_PAGE = 700  # characters at either end of a text in which a date on its own line is the letter's
_HEADS = frozenset({SectionKind.DATE_LINE})
_ASIDE = frozenset({SectionKind.QUOTE, SectionKind.FORWARD, SectionKind.SIGNATURE, SectionKind.DISCLAIMER})
_PAPER_EDGE = frozenset({SectionKind.LETTERHEAD, SectionKind.STAMP, SectionKind.ENCLOSURES, SectionKind.RECIPIENT})


def _letter_day(reading: Reading, arrival: datetime, settings: DateSettings) -> date | None:
    """The letter's own date, when its date line gives one that fits its arrival."""
    for section in reading.sections:
        if section.kind is not SectionKind.DATE_LINE or not settings.letter_days:
            continue
        line = reading.text[section.start : section.end]
        for t in told(line[:200], arrival, _languages(reading.language, settings)):
            if t.day and timedelta() <= arrival.date() - t.day <= timedelta(days=settings.letter_days):
                return t.day
    return None


def _finding(reading: Reading, layout: context.Layout, t: Told, arrival: datetime) -> Finding | None:
    role, why = _role(reading, layout, t, arrival)
    sure = t.sure * (0.8 if role == "other" else 1)
    reason = f"{t.pattern}, after '{why}'" if why else t.pattern
    text = reading.text[t.start : t.end]
    return Finding(FindingKind.DATE_TIME, t.value, text, role, t.start, t.end, None, None, round(sure, 3), reason)


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
    if role == "incident" and t.day and t.day > arrival.date():
        return "other", ""
    return role, why
