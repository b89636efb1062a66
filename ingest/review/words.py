"""The words of the pages in English and Italian, and instants, spans of time and sizes as people write them.

English stands in the templates and in what the machine says of its work; Italian comes from `translations/`, read
once: `it.po` holds the words of the pages, `it_said.po` the machine's sentences, in which names and numbers are filled
in. Text that people or the post wrote is never translated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from ingest import clock

LANGUAGES = {"en": "English", "it": "Italiano"}
LOCALES = {"en": "en_GB", "it": "it_IT"}
_HOLE = re.compile(r"('?)%\((\d)\)([sdn])")  # a part of a sentence that is filled in: words, digits, or a name
_FORMS = {"s": ".+?", "d": "[0-9]+", "n": ".+?"}
_QUOTED = r"(?:[^']|(?<=\w)'(?=\w))+?"  # between quotes stand apostrophes, but no other quotes
_PARTS = [  # of a list, with the mark after each; quotes stay whole
    re.compile(rf"((?:(?<!\w)'[^']*'(?!\w)|(?!{marks}).)+)({marks}|$)") for marks in (", |; ", " and ")
]
LONGEST = 2_000  # characters; what is longer is no sentence of ours


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the pages in one time zone."""

    language: str
    zone: ZoneInfo

    @property
    def locale(self) -> Locale:
        """How this language writes dates and numbers."""
        return _locale(self.language)

    def said(self, text: object) -> str:
        """A sentence of ours in this language; as it stands when there is no translation."""
        words = str(text)
        return _catalogue(self.language).get(words) or _told(self.language, words) or words

    def many(self, one: str, several: str, number: int) -> str:
        """The form that goes with a number: both languages have two."""
        return self.said(one if number == 1 else several)

    def when(self, at: datetime | None) -> str:
        """An instant: day and time."""
        if at is None:
            return ""
        return format_datetime(at, "d MMM y, HH:mm", tzinfo=self.zone, locale=self.locale)

    def day(self, at: datetime | date | None) -> str:
        """A day."""
        if at is None:
            return ""
        local = at.astimezone(self.zone).date() if isinstance(at, datetime) else at
        return format_date(local, "d MMM y", locale=self.locale)

    def hour(self, at: datetime) -> str:
        """The time of day."""
        return format_time(at, "HH:mm", tzinfo=self.zone, locale=self.locale)

    def left(self, due: datetime | None) -> str:
        """How long until an instant, or how long it is past."""
        if due is None:
            return ""
        delta = due - clock.now()
        span = self.span(abs(delta))
        return self.said("%(time)s left" if delta >= timedelta() else "%(time)s late") % {"time": span}

    def span(self, delta: timedelta) -> str:
        """A length of time, rounded to its largest unit."""
        if delta >= timedelta(days=14):  # deadlines are counted in days, so do not round them to weeks
            return format_timedelta(delta, granularity="day", threshold=1000, locale=self.locale)
        return format_timedelta(delta, threshold=1.5, granularity="minute", locale=self.locale)

    def size(self, number: int) -> str:
        """A number of bytes."""
        for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
            if number >= step:
                return f"{format_decimal(round(number / step, 1), locale=self.locale)} {unit}"
        return f"{number} B"

    def percent(self, share: float | None) -> str:
        """A share from 0 to 1."""
        return "–" if share is None else format_percent(share, "0 %", locale=self.locale)

    def number(self, value: float) -> str:
        """A number with the marks of this language."""
        return format_decimal(value, locale=self.locale)


def urgency(due: datetime | None) -> str:
    """How near an instant is: `late`, `soon` (4 hours), `today` (24 hours) or `calm`."""
    if due is None:
        return "calm"
    left = due - clock.now()
    if left < timedelta():
        return "late"
    if left < timedelta(hours=4):
        return "soon"
    return "today" if left < timedelta(hours=24) else "calm"


def preferred(header: str, default: str) -> str:
    """The language of ours a browser asks for first (RFC 9110, Accept-Language; its order stands for its weights)."""
    for part in header.split(","):
        language = part.split(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return default


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES[language])


@cache
def _catalogue(language: str) -> dict[str, str]:
    """What this language calls each English text."""
    known: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "translations").glob(f"{language}*.po")):
        with path.open("rb") as file:
            known |= {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string}
    return known


@cache
def _sentences(language: str) -> list[tuple[re.Pattern[str], str, frozenset[str]]]:
    """The machine's sentences with parts left open, as patterns, the wordiest first; and which parts are quoted."""
    unfilled = [pair for pair in _catalogue(language).items() if _HOLE.search(pair[0])]
    unfilled.sort(key=lambda pair: -len(_HOLE.sub("", pair[0])))
    return [(re.compile(_pattern(said), re.DOTALL), told, frozenset(_kept(said))) for said, told in unfilled]


def _kept(said: str) -> Iterator[str]:
    """The numbers of the parts that stay as they are: quoted ones, and names."""
    return (number for quote, number, form in _HOLE.findall(said) if quote or form == "n")


def _pattern(said: str) -> str:
    """The pattern of a sentence: its words as they are, its parts anything."""
    words, *rest = _HOLE.split(said)  # words, quote, number of a part, its form, words ...
    parts = zip(rest[::4], rest[1::4], rest[2::4], rest[3::4], strict=True)
    return re.escape(words) + "".join(
        f"{quote}(?P<_{number}>{_QUOTED if quote else _FORMS[form]}){re.escape(after)}"
        for quote, number, form, after in parts
    )


@lru_cache(maxsize=4_000)
def _told(language: str, words: str) -> str | None:
    """A sentence of the machine in a language; its parts that are sentences too go with it, quoted ones stay."""
    known = _catalogue(language)
    if not known or len(words) > LONGEST:
        return None
    if (plain := known.get(words) or _filled_in(language, words)) is not None:
        return plain
    turned = words[:1].swapcase() + words[1:]  # a sentence within another one begins small
    if (plain := known.get(turned) or _filled_in(language, turned)) is not None:
        return plain[:1].swapcase() + plain[1:]
    return _listed(language, words)


def _listed(language: str, words: str) -> str | None:
    """A list of sentences in a language; None unless each of them is known."""
    known = _catalogue(language)
    for pattern in _PARTS:
        parts = (
            [(_told(language, part), mark) for part, mark in found] if len(found := pattern.findall(words)) > 1 else []
        )
        if parts and all(told for told, _ in parts):
            return "".join(f"{told}{known.get(mark, mark)}" for told, mark in parts)
    return None


def _filled_in(language: str, words: str) -> str | None:
    """The sentence with parts left open that these words fill in; None when there is none."""
    for pattern, told, quoted in _sentences(language):
        if found := pattern.fullmatch(words):
            parts = {name[1:]: part for name, part in found.groupdict().items()}
            said = {name: part if name in quoted else _told(language, part) or part for name, part in parts.items()}
            return told % said
    return None
