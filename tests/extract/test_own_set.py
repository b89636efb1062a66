"""The project's own set of letters is sound: it parses, its places are exact, and its values have the promised form."""

import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

import phonenumbers
import pytest

from benchmarks import own_set
from ingest.model import FindingKind
from ingest.reference import is_reference

OWN = list(own_set.cases())
TEACHING = list(own_set.cases(folder=own_set.TEACHING))
CASES = OWN + TEACHING  # the rules of the mark-up are the same
DRAMA_MOBILE = re.compile(r"\+447700900[0-9]{3}")  # set aside for drama, and therefore in no numbering plan
PAIRED = 2
BENCHMARKS = Path(own_set.__file__).parent
MATERIAL = (
    *sorted(BENCHMARKS.glob("names_*.py")),
    *sorted(BENCHMARKS.glob("names_made_*.txt")),
    BENCHMARKS / "train_names.py",
    BENCHMARKS / "dates_own.txt",
)
EVENT_ROLES = ({"called_from", "ours"}, {"contact"}, {"staff"}, {"ours"})  # number, instant, staff, reference


def test_the_set_has_the_promised_size() -> None:
    """Four hundred letters and mails in English and Italian, sixty in three other languages."""
    assert Counter(case.language for case in OWN) == {"en": 200, "it": 200, "de": 20, "fr": 20, "es": 20}


def test_names_of_files_say_their_language() -> None:
    """A file's name and its header agree, and a mail has a sender."""
    for case in CASES:
        assert case.name.startswith(case.language)
        assert case.medium in {"letter", "mail"}
        assert (case.from_address is not None) == (case.medium == "mail"), case.name
        assert case.received.tzinfo is not None


def test_only_teaching_letters_are_hard_about_a_kind() -> None:
    """What measures is as people write; a teaching letter may say what it holds far too much of."""
    assert {case.hard for case in OWN} == {None}
    assert {case.hard for case in TEACHING} == {None, FindingKind.TICKET_REFERENCE}


def test_places_are_exact_and_in_order() -> None:
    """Every finding's words stand at its place, and no two overlap."""
    for case in CASES:
        end = 0
        for finding in case.findings:
            assert case.text[finding.start : finding.end] == finding.text, case.name
            assert finding.text == finding.text.strip(), (case.name, finding.text)
            assert finding.start >= end, (case.name, finding.text)
            end = finding.end


def test_phones_are_e164() -> None:
    """Every number is one that could be dialled, or one set aside for drama."""
    for case, finding in of_kind(FindingKind.PHONE_NUMBER):
        (value,) = finding.values
        number = phonenumbers.parse(value)
        assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == value, case.name
        assert phonenumbers.is_valid_number(number) or DRAMA_MOBILE.fullmatch(value), (case.name, value)


def test_dates_are_iso() -> None:
    """Every value is a day, an instant, a time or a range of them, and a range does not run backwards."""
    for case, finding in of_kind(FindingKind.DATE_TIME):
        for value in finding.values:
            parts = [moment(part) for part in value.split("/")]
            assert len(parts) <= PAIRED, (case.name, value)
            assert parts == sorted(parts), (case.name, value)


def test_weekdays_agree_with_their_dates() -> None:
    """Where the words name one day of the week, the value is such a day."""
    for case, finding in of_kind(FindingKind.DATE_TIME):
        named = {WEEKDAYS[word] for word in re.findall(r"[^\W\d_]+", finding.text.lower()) if word in WEEKDAYS}
        value = finding.values[0]
        if len(named) == 1 and "/" not in value and not value.startswith("T"):
            assert datetime.fromisoformat(value).weekday() in named, (case.name, finding.text, value)


def test_yesterday_is_the_day_before_writing() -> None:
    """Words that count from the day of writing have the value that counting gives."""
    for case, finding in of_kind(FindingKind.DATE_TIME):
        value = finding.values[0]
        for pattern, days in RELATIVE:
            if re.match(pattern, finding.text.lower()) and not value.startswith("T") and "/" not in value:
                expected = written(case) - timedelta(days)
                assert datetime.fromisoformat(value).date() == expected, (case.name, finding.text, value)


def test_references_are_upper_case_and_ours_check() -> None:
    """References are as issued, and those of our own shape have the right check digit."""
    for case, finding in of_kind(FindingKind.TICKET_REFERENCE):
        for value in finding.values:
            assert value == value.upper(), (case.name, value)
            assert not value.startswith("PR-") or is_reference(value), (case.name, value)


def test_addresses_are_made_up() -> None:
    """Addresses are lower-case and belong to domains set aside for examples; ours are staff's."""
    for case, finding in of_kind(FindingKind.EMAIL_ADDRESS):
        (value,) = finding.values
        assert re.fullmatch(r"[a-z0-9.+_-]+@(?:[a-z]+\.)?example\.(?:com|org|net|it)", value), (case.name, value)
        assert (finding.role == "staff") == value.endswith(own_set.OUR_DOMAINS), (case.name, value)


def test_events_have_two_parts_or_more() -> None:
    """A contact event ties at least two findings together, each in a role that a contact with us can have."""
    for case in CASES:
        for event in case.events:
            parts = (event.number, event.instant, event.staff, event.reference)
            assert sum(part is not None for part in parts) >= PAIRED, (case.name, event.label)
            for part, roles in zip(parts, EVENT_ROLES, strict=True):
                assert part is None or case.findings[part].role in roles, (case.name, event.label)


def test_numbers_and_addresses_are_not_forgotten() -> None:
    """Nothing that looks like an address, a drama number or one of our references is left unmarked."""
    for case in CASES:
        rest = "".join(
            "\n" if any(f.start <= at < f.end for f in case.findings) else char for at, char in enumerate(case.text)
        )
        assert not FORGOTTEN.search(rest), (case.name, FORGOTTEN.search(rest))


def test_training_material_shares_no_name_and_no_sentence() -> None:
    """The set was written apart: no whole name and no run of six words of it stands in the training material."""
    material = "\n".join(path.read_text("utf-8") for path in MATERIAL)
    known = set(runs_of_words(material, 6))
    assert known, "the training material has moved"
    for case in OWN:
        for name in whole_names(case):
            assert name not in material, (case.name, name)
        assert not known & set(runs_of_words(case.text, 6)), case.name


def test_the_letters_that_teach_are_others() -> None:
    """What roles are learned from shares no whole name and no long run of words with what measures them."""
    names = {name.casefold() for case in OWN for name in whole_names(case)}
    known = {run for case in OWN for run in runs_of_words(case.text, 8)}
    for case in TEACHING:
        assert not {name.casefold() for name in whole_names(case)} & names, case.name
        assert not known & set(runs_of_words(case.text, 8)), case.name


def test_broken_mark_up_is_an_error() -> None:
    """A mark with an unknown role, or half a mark, is refused rather than measured."""
    head = "medium: mail\nlanguage: en\nreceived: 2026-03-03T10:00:00+00:00\nfrom: A <a@example.com>\n---\n"
    for broken in ("[[person_name|boss|Ann|Ann]]", "see [[person_name|staff|Ann", "a ]] b"):
        with pytest.raises(own_set.Unreadable):
            own_set.case("en-999", head + broken)


def of_kind(kind: FindingKind) -> list[tuple[own_set.Case, own_set.Expected]]:
    return [(case, finding) for case in CASES for finding in case.findings if finding.kind == kind]


def whole_names(case: own_set.Case) -> list[str]:
    return [one.text for one in case.findings if one.kind == FindingKind.PERSON_NAME and " " in one.text]


def runs_of_words(text: str, length: int) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]


def moment(part: str) -> str:
    if part.startswith("T"):
        return time.fromisoformat(part[1:]).isoformat()
    datetime.fromisoformat(part)
    return part


def written(case: own_set.Case) -> date:
    for finding in case.findings:
        if finding.role == "letter":
            return date.fromisoformat(finding.values[0][:10])
    return case.received.date()


WEEKDAYS = {
    word: day
    for day, words in enumerate(
        (
            "monday lunedì lunedi montag lundi lunes",
            "tuesday tues martedì martedi dienstag mardi martes",
            "wednesday mercoledì mercoledi mittwoch mercredi miércoles",
            "thursday thurs giovedì giovedi donnerstag jeudi jueves",
            "friday venerdì venerdi freitag vendredi viernes",
            "saturday sabato samstag samedi sábado",
            "sunday domenica sonntag dimanche domingo",
        )
    )
    for word in words.split()
}
RELATIVE = (
    (r"(?:yesterday|ieri|gestern|hier|ayer)\b(?! l'altro)", 1),
    (r"(?:today|oggi|stamattina|stamani|stamane|stasera|this morning|heute|aujourd'hui|hoy)\b", 0),
    (r"(?:the day before yesterday|l'altro ieri|ieri l'altro|l'altroieri|vorgestern|avant-hier|anteayer)\b", 2),
)
FORGOTTEN = re.compile(
    r"@[a-z]*\.?example|07700 ?900|\b020 7946|0161 496|0113 496|0117 496|0131 496|029 2018|0808 157|03069 990"
    r"|\bINC[- ]?[0-9]{7}|\bPR-[0-9]{2}-|\b06 5550|\b02 5550|\b3[0-9]{2}[ .]?555"
)
