"""Call records: read row by row, and each contact event looked up in them, with the evidence in words."""

from datetime import UTC, datetime

import pytest

from ingest import errors
from ingest.extract import calls
from ingest.model import ContactEvent, Extraction, Finding, FindingKind

SETTINGS = calls.CallSettings()
CSV = """From, To, Start ,Duration,Agent
020 7946 0018,0800 123 4567,2026-03-03T16:05:00+00:00,75,Sarah Jones
07700900123,0800 123 4567,2026-07-03 10:00,1:15,Tom Hill
withheld,0800 123 4567,2026-03-04T09:00:00Z,0:01:15,
"""


def call(caller="+442079460018", start=datetime(2026, 3, 3, 16, 5, tzinfo=UTC), agent="Sarah Jones"):
    return calls.CallRecord(caller, "+448001234567", start, 60, agent)


def look(number, instant, staff, *records):
    kinds = (FindingKind.PHONE_NUMBER, FindingKind.DATE_TIME, FindingKind.PERSON_NAME)
    values = [(kind, value) for kind, value in zip(kinds, (number, instant, staff), strict=True) if value]
    findings = [Finding(kind, value, value, "contact", 0, 1, None, None, 0.9, "") for kind, value in values]
    places = {kind: index for index, (kind, _) in enumerate(values)}
    event = ContactEvent(*(places.get(kind) for kind in kinds), None, 0, 1)
    return calls.looked_up(event, findings, records, settings=SETTINGS)


def test_reads_an_export():
    """Numbers become E.164, instants UTC (a summer time without a zone included), lengths seconds."""
    first, second, third = calls.records(CSV.splitlines(), settings=SETTINGS)
    assert first == calls.CallRecord(
        "+442079460018", "+448001234567", datetime(2026, 3, 3, 16, 5, tzinfo=UTC), 75, "Sarah Jones"
    )
    assert (second.caller, second.start, second.seconds) == ("+447700900123", datetime(2026, 7, 3, 9, tzinfo=UTC), 75)
    assert (third.caller, third.seconds, third.agent) == ("", 75, "")


def test_columns_and_formats_are_settings():
    """Another telephone system's names, delimiter and way of writing instants are read too."""
    settings = calls.CallSettings(
        columns=calls.CallColumns(
            caller="Chiamante", called="Chiamato", start="Inizio", duration="Durata", agent="Operatore"
        ),
        delimiter=";",
        time_format="%d/%m/%Y %H:%M",
        zone="Europe/Rome",
        regions=("IT",),
    )
    lines = ["Chiamante;Chiamato;Inizio;Durata;Operatore", "347 1234567;800 123456;03/03/2026 17:05;60;Giulia"]
    (one,) = calls.records(lines, settings=settings)
    assert (one.caller, one.start) == ("+393471234567", datetime(2026, 3, 3, 16, 5, tzinfo=UTC))


def test_bad_rows_are_told_and_the_rest_is_read():
    """A row that cannot be read is handed out with its line; the rows after it are read."""
    header, good, *_ = CSV.splitlines()
    rows = [header, "020", "a,b,yesterday,5,c", "a,b,2026-03-03,long,c", "a,b,9999-99-99,1,c", "", good]
    found = list(calls.records(rows, settings=SETTINGS))
    assert [(one.line, bool(one.reason)) for one in found[:-1]] == [(2, True), (3, True), (4, True), (5, True)]
    assert isinstance(found[-1], calls.CallRecord)


def test_missing_column_is_a_settings_error():
    """A column that the settings name and the file lacks is told by name."""
    for header in ("from,to,start,duration", ""):
        with pytest.raises(errors.SettingsError, match="no column"):
            list(calls.records([header], settings=SETTINGS))
    with pytest.raises(ValueError, match="no time zone"):
        calls.CallSettings(zone="Europe/Atlantis")


@pytest.mark.parametrize(
    ("told", "record", "verdict", "words"),
    [
        (("+442079460018", "2026-03-03", None), call(), "matched", "same number and day"),
        (("+442079460018", "2026-03-03T16:00", "Sarah"), call(), "matched", "colleague"),
        (("+442079460018", "2026-03-03T16:00", "Tom"), call(), "matched", "taken by Sarah Jones"),
        (("+442079460018", "2026-03-01/2026-03-05", None), call(), "matched", "same number and day"),
        ((None, "2026-03-03", "Sarah Jones"), call(), "matched", "same day and colleague"),
        (("+442079460018", None, "Sarah Jones"), call(), "matched", "same number and colleague"),
        (("+442079460018", "2026-03-03T11:00", None), call(), "near", "4 hours off"),
        (("+442079460018", "2026-03-02", None), call(), "near", "hours off"),
        (("+442079460081", "2026-03-03", None), call(), "near", "called from +442079460018"),
        (("+442079460019", "2026-03-03", None), call(), "near", "called from +442079460018"),
        (("+447700900555", "2026-03-03", "Sarah Jones"), call(), "near", "called from +442079460018"),
        (("+442079460018", None, None), call(), "near", "same number"),
        (("+447700900555", "2026-03-03", None), call(), "none", "no call from +447700900555 on 03 March 2026"),
        (("+442079460018", "2026-02-01", None), call(), "none", "no call"),
        ((None, "2026-03-03", None), call(), "unchecked", "a day alone"),
        ((None, None, "Sarah Jones"), call(), "unchecked", "neither"),
        ((None, "T16:00", "Sarah Jones"), call(), "unchecked", "neither"),
    ],
)
def test_looks_an_event_up(told, record, verdict, words):
    """Matched, near miss, no such call, nothing to look up: each with what agrees and what does not."""
    match = look(*told, record)
    assert match.verdict == verdict
    assert words in match.reason
    assert (match.record is not None) == (verdict in ("matched", "near"))


def test_the_best_call_is_shown():
    """Among several calls the one that fits best is the evidence."""
    other = call(start=datetime(2026, 3, 3, 9, tzinfo=UTC), agent="Tom Hill")
    assert look("+442079460018", "2026-03-03", "Sarah", other, call()).record == call()
    assert look("+442079460018", "2026-03-03T09:10", None, other, call()).record == other


def test_days_are_the_writers():
    """A call at half past eleven at night in London in summer belongs to that day, though UTC agrees by luck only."""
    late = call(start=datetime(2026, 7, 2, 23, 30, tzinfo=UTC))  # half past midnight on the third in London
    assert look("+442079460018", "2026-07-03", None, late).verdict == "matched"


def test_period_covers_near_misses():
    """The records worth fetching reach as far as a near miss can lie; an event without a day has no period."""
    findings = [Finding(FindingKind.DATE_TIME, "2026-03-03", "x", "contact", 0, 1, None, None, 0.9, "")]
    first, last = calls.period(ContactEvent(None, 0, None, None, 0, 1), findings, settings=SETTINGS)
    assert first < datetime(2026, 3, 1, tzinfo=UTC)
    assert last > datetime(2026, 3, 6, tzinfo=UTC)
    assert calls.period(ContactEvent(None, None, None, None, 0, 1), findings, settings=SETTINGS) is None


def test_a_matched_call_raises_confidence():
    """What the call records bear out is surer; what they do not stays as it was."""
    findings = tuple(
        Finding(FindingKind.PHONE_NUMBER, value, value, "called_from", 0, 1, None, None, 0.8, "told")
        for value in ("1", "2")
    )
    extraction = Extraction(
        findings, (), (ContactEvent(0, None, None, None, 0, 1), ContactEvent(1, None, None, None, 0, 1))
    )
    matches = [calls.CallMatch("matched", call(), "same"), calls.CallMatch("none", None, "no call")]
    sure, same = calls.confirmed(extraction, matches).findings
    assert sure.confidence > 0.9
    assert "in the call records" in sure.reason
    assert same == findings[1]
