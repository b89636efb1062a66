"""The staff directory: reading it, and matching names against it."""

import pytest

from ingest.errors import SettingsError
from ingest.extract.staff import StaffMember, directory, match

STAFF = directory(
    "id;name;team\nS1;Katherine Oyelaran;Billing\nS2;Paul Dean;\nS3;Paul Deane;Metering\nS4;Giulia De Santis;\n"
)


def test_a_table_is_read_with_any_of_the_usual_separators() -> None:
    """Promise: commas, semicolons and tabs, a byte order mark, blank lines and other columns do no harm."""
    for separator in ",;\t":
        table = "\ufeffID,Name,Team,Phone\nS1,Ann Lee,Billing,1\n\n,,,\nS2,Bo Li,,2\n".replace(",", separator)
        assert directory(table) == (
            StaffMember(id="S1", name="Ann Lee", team="Billing"),
            StaffMember(id="S2", name="Bo Li"),
        )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "empty"),
        ("number,name\n1,Ann", "no column 'id'"),
        ("id,team\n1,Ann", "no column 'name'"),
        ("id,name\n1,\n", "Line 2"),
        ("id,name\n1,Ann\n1,Bo\n", "twice"),
        ("id,name\n1," + "x" * 300, "too long"),
    ],
)
def test_a_wrong_table_is_refused_with_the_place(table: str, said: str) -> None:
    """Promise: whoever loads the table is told what is wrong and where."""
    with pytest.raises(SettingsError, match=said):
        directory(table)


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("Katherine Oyelaran", "S1"),
        ("Katharine Oyelaran", "S1"),
        ("Oyelaran", "S1"),
        ("K. Oyelaran", "S1"),
        ("GIULIA DE SANTIS", "S4"),
        ("Paul Dean", "S2"),
        ("Marta Kowalczyk", None),
        ("", None),
    ],
)
def test_a_name_finds_its_colleague(name: str, member: str | None) -> None:
    """Promise: spelling by ear, capitals and initials still match; strangers do not."""
    found = match(name, STAFF)
    assert (found.member.id if found else None) == member


def test_a_name_that_fits_several_is_said_to_be_shared() -> None:
    """Promise: a forename alone that two colleagues bear is not pinned on one of them."""
    found = match("Paul", STAFF)
    assert found is not None
    assert not found.only
