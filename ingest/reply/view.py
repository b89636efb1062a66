"""What a template may show: every name it can use, already in the reader's words and formats.

Turns a context and the settings into plain strings, so that no template computes a date or decides what is safe. The
fields of `View` are the whole vocabulary; `check` tells of any other name.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from ingest.reply import marks, plain
from ingest.reply.context import Context
from ingest.reply.settings import Ombudsman, Regulator, Settings

LOCALES = {"en": "en_GB", "it": "it_IT", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "pt": "pt_PT", "nl": "nl_NL"}
LANGUAGES = tuple(LOCALES)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Due:
    """The days things are promised for, in the reader's format; "" where nothing is promised."""

    update: str = ""
    response: str = ""
    ombudsman: str = ""
    data_protection: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The names a template can use."""

    language: str  # of the template, ISO 639-1
    reference: str
    name: str  # the complainant's; "" when not known
    medium: str  # letter, email or form: what the complainant wrote
    channel: str  # email or letter: what this reply is
    received_date: str  # "Thursday 5 March 2026"
    received_time: str  # "16:05"
    written_date: str
    due: Due  # promised days, by clock
    missing: tuple[str, ...]  # of reference, dates, phones
    data_protection: bool
    deadlock: bool
    answer_by: str  # "" when none
    words: tuple[str, ...]  # paragraphs that staff typed
    staff: str  # who signs; "" for the team
    recipient_lines: tuple[str, ...]  # the postal address
    company: str
    company_address: tuple[str, ...]
    from_name: str
    from_address: str
    phone: str
    web_form: str
    privacy_link: str
    data_protection_address: str
    appeal_days: int  # 0: no limit is named
    ombudsman: Ombudsman | None
    regulator: Regulator | None
    survey_link: str

    def names(self) -> dict[str, object]:
        """The same as the dictionary a template is rendered with."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def view_of(context: Context, language: str, settings: Settings) -> View:
    """Everything a template in this language may show of this context."""
    zone = ZoneInfo(context.zone)
    dates = {clock.name: _by(context.due(clock.name), zone, language) for clock in fields(Due)}
    return View(
        language=language,
        reference=plain.line(context.reference),
        name=plain.name(context.name),
        medium=context.medium.value,
        channel=context.channel,
        received_date=day(context.received, zone, language),
        received_time=hour(context.received, zone, language),
        written_date=day(context.written, zone, language),
        due=Due(**dates),
        missing=context.missing,
        data_protection=context.data_protection,
        deadlock=context.deadlock,
        answer_by=_by(context.answer_by, zone, language),
        words=plain.paragraphs(context.words),
        staff=plain.line(context.staff or ""),
        recipient_lines=plain.lines(context.recipient) if context.channel == "letter" else (),
        company=settings.company,
        company_address=settings.company_address,
        from_name=settings.from_name,
        from_address=settings.from_address,
        phone=settings.phone,
        web_form=settings.web_form,
        privacy_link=settings.privacy_link,
        data_protection_address=settings.data_protection_address or settings.from_address,
        appeal_days=settings.appeal_days,
        ombudsman=_of_country(settings.ombudsman, context, language, settings),
        regulator=_of_country(settings.regulator, context, language, settings),
        survey_link=marks.survey_link(context.reference, settings),
    )


def day(instant: datetime, zone: ZoneInfo, language: str) -> str:
    """The day as the reader writes it: 'Thursday 5 March 2026', 'giovedì 5 marzo 2026'."""
    return _day(instant.astimezone(zone).date(), language)


@lru_cache(maxsize=512)  # many complaints of one day are told the same few days
def _day(local: date, language: str) -> str:
    written = format_date(local, "full", locale=LOCALES.get(language, "en_GB"))
    if language == "fr":
        return written.replace(" 1 ", " 1er ", 1)
    return written.replace(",", "", 1) if language == "en" else written


def hour(instant: datetime, zone: ZoneInfo, language: str) -> str:
    """The time of day as the reader writes it, to the minute: '16:05'."""
    return format_time(instant.astimezone(zone), "short", locale=LOCALES.get(language, "en_GB"))


def _by(due: datetime | None, zone: ZoneInfo, language: str) -> str:
    """The day up to whose end something is promised: what is due at midnight is promised for the day before."""
    return "" if due is None else day(due - timedelta(seconds=1), zone, language)


def _of_country(table: dict[str, _T], context: Context, language: str, settings: Settings) -> _T | None:
    """The entry for the customer's country, else for the language, else for our own country."""
    keys = (context.country, language, settings.country)
    return next((table[key] for key in keys if key is not None and key in table), None)
