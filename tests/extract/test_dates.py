"""Dates and times are found where they stand, and mean the day the writer meant."""

import random
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ingest import errors
from ingest.extract import dates
from ingest.model import FindingKind, Medium, Reading, Section, SectionKind

ARRIVED = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)  # a Thursday
SETTINGS = dates.DateSettings()
TABLES = Path(__file__).with_name("dates")


def found(text, language="en", sections=(), received=ARRIVED, **changes):
    reading = Reading(Medium.LETTER, text, language, sections=sections)
    return dates.findings(reading, received=received, settings=SETTINGS.model_copy(update=changes))


def rows(name):
    """The cases of a table: language, sentence with its [dates] in brackets, their values."""
    lines = [line for line in (TABLES / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [case(*(part.strip() for part in line.split("|"))) for line in lines]


def case(language, marked, values):
    return pytest.param(language, marked, values.split(), id=marked[:60])


@pytest.mark.parametrize(("language", "marked", "values"), rows("values.txt"))
def test_values_and_places(language, marked, values):
    """A date is found exactly where it stands, with the day and the time that are meant."""
    text = re.sub(r"[\[\]]", "", marked)
    hits = found(text, language)
    assert [(f.text, f.value) for f in hits] == list(zip(re.findall(r"\[(.*?)\]", marked), values, strict=True))
    assert all(text[f.start : f.end] == f.text and f.kind is FindingKind.DATE_TIME for f in hits)


@pytest.mark.parametrize(("language", "marked", "values"), rows("traps.txt"))
def test_what_is_no_date(language, marked, values):
    """Prices, telephone numbers, references, streets, versions and words such as "may" are not dates."""
    assert values == []
    assert [f.text for f in found(marked, language)] == []


@pytest.mark.parametrize(("language", "marked", "roles"), rows("roles.txt"))
def test_roles(language, marked, roles):
    """A date's role follows from the words around it."""
    text = re.sub(r"[\[\]]", "", marked)
    assert [(f.text, f.role) for f in found(text, language)] == list(
        zip(re.findall(r"\[(.*?)\]", marked), roles, strict=True)
    )


def test_the_date_line_is_the_letters_own_and_tells_yesterday():
    """In a letter that took days to arrive, "yesterday" is the day before the letter's date."""
    text = "9 March 2026\n\nDear Sir,\n\nI rang you yesterday."
    hits = found(text, sections=(Section(SectionKind.DATE_LINE, 0, 12),))
    assert [(f.value, f.role) for f in hits] == [("2026-03-09", "letter"), ("2026-03-08", "contact")]


@pytest.mark.parametrize(
    ("text", "language", "yesterday"),
    [
        (
            "Ann Example\n1 High Road, Leeds\n\n9 March 2026 (a Monday)\n\nDear Sir,\n\nI rang you yesterday.",
            "en",
            "08",
        ),
        ("Rimini, lì 9 marzo 2026\n\nOggetto: guasto\nIeri ho chiamato.", "it", "08"),
        ("Dear Sir,\nI rang you yesterday.\n\nAnn Example\n10.03.2026\n", "en", "09"),
        ("Dear Sir,\nit broke on\n2 March 2026 and I rang you yesterday.", "en", "11"),
        ("It broke, 9 March 2026\n\nI rang you yesterday.", "en", "11"),
    ],
)
def test_a_line_of_its_own_dates_the_letter(text, language, yesterday):
    """Where the reader marked no date line, a line of nothing but a date tells when "yesterday" was."""
    assert f"2026-03-{yesterday}" in [f.value for f in found(text, language)]
    assert "2026-03-11" not in [f.value for f in found(text, language)] or yesterday == "11"


def test_a_date_line_of_another_time_is_not_trusted():
    """A date line in the future or long past does not move what "yesterday" means."""
    text = "9 March 2020\n\nI rang you yesterday."
    assert found(text, sections=(Section(SectionKind.DATE_LINE, 0, 12),))[-1].value == "2026-03-11"


def test_a_time_alone_takes_the_day_of_its_sentence():
    """A time away from its day in the same sentence belongs to it; in another sentence it stands alone."""
    hits = found("On 3 March I rang Ann, and at 4pm she rang back. We met at 5pm.")
    assert [f.value for f in hits] == ["2026-03-03", "2026-03-03T16:00", "T17:00"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Reggio di Calabria, lì 9 marzo 2026\n\nGentili signori", "letter"),
        ("9 March 2026\n\nDear Sirs", "letter"),
        ("Newcastle upon Tyne, 9 March 2026\n\nDear Sirs", "letter"),
        ("It broke, 9 March 2026\n\nDear Sirs", "incident"),
        ("A" * 90 + ", 9 March 2026\n", "incident"),
    ],
)
def test_a_date_on_its_own_line_is_the_letters(text, role):
    """Where the reader marked no date line, a line that holds only a place and a date is one."""
    assert [f.role for f in found(text, "it")] == [role]


def test_dates_in_quotes_and_signatures_are_other():
    """A date in somebody's earlier words, or in a signature, is not an event of this complaint."""
    text = "It broke on 2 March 2026.\nOn 3 March 2026 at 10:11, Ann Example wrote:\n> Thanks"
    hits = found(text, sections=(Section(SectionKind.QUOTE, 26, len(text)),))
    assert [f.role for f in hits] == ["incident", "other"]


def test_the_zone_decides_which_day_it_is():
    """Shortly before midnight in London it is tomorrow in Rome already."""
    late = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)
    assert found("I rang today.", received=late)[0].value == "2026-03-12"
    assert found("I rang today.", received=late, zone="Europe/Rome")[0].value == "2026-03-13"


def test_an_unknown_zone_is_refused():
    """A wrong zone is noticed at start, not when the first letter comes."""
    with pytest.raises(ValidationError, match="unknown time zone"):
        dates.DateSettings(zone="Europe/Atlantis")


def test_periods_and_the_present_can_be_switched():
    """Whole weeks and months are reported unless switched off, "at the moment" only when switched on."""
    text = "Last week it was slow and at the moment it is dead."
    assert [f.text for f in found(text)] == ["Last week"]
    assert [f.text for f in found(text, periods=False, present=True)] == ["at the moment"]


@pytest.mark.parametrize("language", ["en", None, "pl"])
def test_english_and_italian_are_always_understood(language):
    """A letter of another or an unknown language may still hold an English or an Italian date."""
    text = "xx yesterday xx il 3 marzo 2026 xx rang on Monday xx"
    assert [f.value for f in found(text, language)] == ["2026-03-11", "2026-03-03", "2026-03-09"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2026-03-03", "2026-03-03"),
        ("3 marzo alle 16", "2026-03-03T16:00"),
        ("3/3/26", "2026-03-03"),
        ("3/3", "2026-03-03"),
        ("yesterday at 4pm", "2026-03-11T16:00"),
        ("2026-03-03T16:00", "2026-03-03T16:00"),
        ("2026-03-01/2026-03-05", "2026-03-01/2026-03-05"),
        ("T16:00", "T16:00"),
        ("16:00", "T16:00"),
    ],
)
def test_what_staff_type_is_normalised(typed, value):
    """A date typed by staff, in words or ISO 8601, becomes the value that is stored."""
    assert dates.normalise(typed, received=ARRIVED, language="it", settings=SETTINGS) == value


def test_other_languages_are_normalised_too():
    """A date typed in a language without a grammar is left to the library; an unknown language is no accident."""
    assert dates.normalise("3 marca 2026", received=ARRIVED, language="pl", settings=SETTINGS) == "2026-03-03"
    with pytest.raises(errors.Error):
        dates.normalise("3 qqq 2026", received=ARRIVED, language="xx", settings=SETTINGS)


@pytest.mark.parametrize("typed", ["", "soon", "2026-02-30", "3 March, 5 April", "\x00", "<b>", "9" * 5000])
def test_nonsense_typed_by_staff_is_refused_with_a_reason(typed):
    """What cannot be understood is refused, and the message says what to type."""
    with pytest.raises(errors.Error) as refused:
        dates.normalise(typed, received=ARRIVED, language=None, settings=SETTINGS)
    assert "2026-03-03" in refused.value.remedy


# ---- bad input ------------------------------------------------------------------------------------------------

WORDS = [
    *(
        "3",
        "march",
        "monday",
        "last",
        "next",
        "the",
        "on",
        "at",
        "half",
        "past",
        "of",
        "and",
        "to",
        "between",
        "il",
        "dal",
        "al",
        "alle",
        "ore",
        "5",
        "u.s.",
        "/",
        "-",
        ".",
        ",",
        ":",
        "'",
        "(",
        "2026",
        "O",
        "l",
        "days",
        "weeks",
        "ago",
        "after",
        "before",
        "from",
        "now",
        "yesterday",
        "am",
        "pm",
        "mese",
        "scorso",
        "e",
        "mezza",
        "vor",
        "halb",
        "il y a",
        "de",
        "16:00",
        "12/3",
        "th",
        "\n",
        "\n\n",
    ),
]
SNIPPETS = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=60)


def checked(text, language):
    hits = found(text, language)
    assert all(text[f.start : f.end] == f.text for f in hits)
    assert all(0 <= f.confidence <= 1 for f in hits)
    assert all(a.end <= b.start for a, b in pairwise(hits))
    return hits


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SNIPPETS, st.sampled_from(["en", "it", "de", "fr", "es", None]))
def test_spans_are_exact_whatever_the_text(parts, language):
    """Whatever stands in a text, nothing crashes, spans are exact and none overlap."""
    checked(" ".join(parts), language)
    checked("".join(parts), language)


@pytest.mark.parametrize("language", ["en", "it", None])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00" * 1000,
        "\u202e3 March 2026\u202c \u2066il 5 marzo\u2069",
        "\ud83d\ude00 3 March \u0131\u0130 \u01c5 5 marzo",
        "{{ 3 March }}'; DROP TABLE dates; -- 5/5/2026",
        "³ March ② May ١٢ March １２ March",
        "İ" * 50 + " 3 March 2026",
    ],
)
def test_odd_text_does_no_harm(text, language):
    """NULs, bidi overrides, look-alike digits, templates and SQL: findings or none, never a crash."""
    checked(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), language)


EXPLOSIVE = [
    "1 ",
    "1/",
    "1.",
    "3 days after ",
    "between 3 and ",
    "dal 3 al ",
    "3, 4 and ",
    "the the ",
    "on ",
    "half past ",
    "last ",
    "Monday ",
    "monday, the 3rd ",
    "a week before the ",
    "fra due giorni dopo ",
    "vor vor halb ",
    "il y a ",
    "twenty ",
    "March ",
    "'",
    "ll",
    "at about ",
]


@pytest.mark.parametrize("seed", EXPLOSIVE)
def test_work_grows_no_faster_than_the_text(seed, monkeypatch):
    """Text written to make the grammar explode costs a bounded number of look-ups for each piece."""
    from ingest.extract.dategrammar.tokens import Scan

    calls = [0]
    real = Scan.take

    def counted(self, i, category):
        calls[0] += 1
        return real(self, i, category)

    monkeypatch.setattr(Scan, "take", counted)
    for language in ("en", "it", None):
        costs = []
        for size in (1_000, 4_000):
            calls[0] = 0
            checked((seed * (size // len(seed) + 1))[:size], language)
            costs.append(calls[0])
        assert costs[1] <= 6 * costs[0] + 2_000, (language, costs)


def test_random_mixtures_stay_cheap(monkeypatch):
    """No mixture of words costs more than a fixed number of look-ups for each character."""
    from ingest.extract.dategrammar.tokens import Scan

    calls = [0]
    real = Scan.take

    def counted(self, i, category):
        calls[0] += 1
        return real(self, i, category)

    monkeypatch.setattr(Scan, "take", counted)
    draw = random.Random(7)
    for _ in range(12):
        text = " ".join(draw.choices(WORDS, k=300))
        calls[0] = 0
        checked(text, draw.choice(["en", "it", "de", "fr", "es"]))
        assert calls[0] < 400 * len(text)


@pytest.mark.slow
def test_five_megabytes_in_one_line():
    """A text of megabytes without a line break is read to its end."""
    prose = "The quick brown fox has paid his bills in time and asks for nothing more than an answer. "
    text = prose * 24_000 + "I rang on 3 March 2026."
    assert [f.value for f in checked(text, "en")] == ["2026-03-03"]


def test_ten_thousand_numbers():
    """Numbers without end are not dates."""
    assert checked(" ".join(str(n * 7919 % 100_000) for n in range(10_000)), "en") == ()
