"""Policy, calendars and daemon times are data: what ships loads, and what cannot be right is refused with its line."""

import shutil
from datetime import date, time
from pathlib import Path

import pytest

from ingest import errors, places, schedules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files to spoil."""
    return Path(shutil.copytree(places.shipped("schedules"), tmp_path / "schedules"))


def _spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Replace `old`; the line on which it stood."""
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def test_what_ships_is_the_policy() -> None:
    """The table of the policy, clock by clock."""
    clocks = schedules.load().clocks
    told = {name: (rule.starts, str(rule.within)) for name, rule in clocks.items()}
    assert told == {
        "acknowledgement": ("arrival", "24 hours"),
        "update": ("acknowledgement", "3 working days"),
        "response": ("update", "7 working days"),
        "ombudsman": ("arrival", "6 weeks"),
        "data_protection": ("arrival", "30 days"),
    }
    assert clocks["data_protection"].flags == ("data_protection",)
    assert str(clocks["ombudsman"].length_for(date(2026, 4, 7))) == "8 weeks"
    assert str(clocks["ombudsman"].length_for(date(2026, 4, 8))) == "6 weeks"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("policy.toml", 'within = "24 hours"', 'within = "-24 hours"', r"clocks.acknowledgement.within: .*backwards"),
        ("policy.toml", 'within = "24 hours"', 'within = "0 hours"', r"clocks.acknowledgement.within: .*1 or more"),
        ("policy.toml", '"7 working days"', '"a week or so"', r"clocks.response.within: a length is written like"),
        ("policy.toml", '"update"\nwithin', '"updates"\nwithin', r"no event or clock called 'updates'"),
        ("policy.toml", '"acknowledgement"\nwithin', '"response"\nwithin', r"circle: update <- response <- update"),
        ("policy.toml", '"acknowledgement"\nwithin', '"update"\nwithin', r"circle: update <- update"),
        ("policy.toml", "pauses = true", "pause = true", r"clocks.response.pause: Extra inputs"),
        ("policy.toml", "2026-04-08", '"April"', r"clocks.ombudsman.earlier"),
        ("policy.toml", "[clocks.update]", "[clocks.update", r"policy.toml: .*at line \d+"),
        ("calendars.toml", '"Europe/London"', '"London"', r"calendars.england.zone: is not a time zone"),
        ("calendars.toml", '"ENG"', '"XYZ"', r"calendars.england: no holidays are known for GB XYZ"),
        ("calendars.toml", '"monday", ', '"lundi", ', r"calendars.england.working_days"),
        ("calendars.toml", "17:30:00", "08:30:00", r"calendars.england: 'closes' is not later than 'opens'"),
        (
            "calendars.toml",
            "closures = []",
            "closures = [{from = 2026-12-31, to = 2026-12-24}]",
            r"calendars.england.closures: 'to' is before 'from'",
        ),
        ("calendars.toml", '"england"', '"wales"', r"there is no calendar called 'wales'"),
        ("daemon.toml", "silent_poll_minutes = 15", "silent_poll_minutes = 0", r"silent_poll_minutes: "),
    ],
)
def test_what_cannot_be_right_is_refused_by_its_key(folder: Path, file: str, old: str, new: str, says: str) -> None:
    """A negative, circular or misspelt value is one line that names file, line and key."""
    _spoil(folder, file, old, new)
    with pytest.raises(errors.SettingsError, match=says) as refused:
        schedules.load(folder)
    assert file in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [('within = "7 working days"', 'within = "-7 working days"'), ('starts = "update"', 'starts = "response"')],
)
def test_a_refusal_names_the_line(folder: Path, old: str, new: str) -> None:
    """The number is the line on which the wrong key stands."""
    line = _spoil(folder, "policy.toml", old, new)
    with pytest.raises(errors.SettingsError, match=rf"policy.toml, line {line}: "):
        schedules.load(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    """An incomplete folder is refused, not completed by guesses."""
    (folder / "daemon.toml").unlink()
    with pytest.raises(errors.SettingsError, match=r"daemon.toml: cannot be read"):
        schedules.load(folder)


@pytest.mark.parametrize(
    ("calendar", "day", "why"),
    [
        ("england", date(2026, 4, 3), "Good Friday"),
        ("england", date(2026, 4, 4), "Saturday"),
        ("england", date(2026, 4, 6), "Easter Monday"),
        ("england", date(2026, 12, 28), "Boxing Day (observed)"),
        ("england", date(2026, 11, 30), None),
        ("scotland", date(2026, 11, 30), "Saint Andrew's Day"),
        ("scotland", date(2026, 4, 6), None),
        ("northern_ireland", date(2026, 3, 17), "Saint Patrick's Day"),
        ("italy", date(2026, 6, 2), "Republic Day"),
        ("italy", date(2026, 12, 7), None),
        ("milan", date(2026, 12, 7), "Saint Ambrose's Day"),
        ("rome", date(2026, 6, 29), "Saints Peter and Paul's Day"),
        ("italy", date(2027, 10, 4), "Saint Francis of Assisi, Patron Saint of Italy"),
    ],
)
def test_a_free_day_says_why(calendar: str, day: date, why: str | None) -> None:
    """Public holidays, patron saints and weekends of two countries."""
    assert schedules.load().calendar(calendar).free(day) == why


def test_closures_and_open_days_override(folder: Path) -> None:
    """The company's own closures are free days, its extra days are not."""
    own = 'closures = [{from = 2026-12-24, to = 2026-12-31, why = "Winter break"}]\nopen_days = [2026-12-30]'
    _spoil(folder, "calendars.toml", "closures = []", own)
    calendar = schedules.load(folder).calendar()
    assert calendar.free(date(2026, 12, 29)) == "Winter break"
    assert calendar.free(date(2026, 12, 30)) is None


def test_an_unknown_calendar_is_a_settings_error() -> None:
    """A complaint's calendar that is gone from the file is named."""
    with pytest.raises(errors.SettingsError, match="atlantis"):
        schedules.load().calendar("atlantis")


def test_people_are_left_alone_at_night() -> None:
    """No alert at midnight, whichever way round the quiet hours are written."""
    daemon = schedules.load().daemon
    assert [daemon.is_quiet(time(hour)) for hour in (0, 7, 8, 12, 19, 20, 23)] == [True, True, *[False] * 3, True, True]
    noon = schedules.Daemon(quiet_from=time(12), quiet_until=time(13))
    assert [noon.is_quiet(time(hour)) for hour in (0, 12, 13)] == [False, True, False]
