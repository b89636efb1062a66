"""Dates that no word speaks for, beside a colleague's name, a number called from or our reference."""

import pytest

from ingest.extract import meetings
from ingest.model import Finding, FindingKind

STAFF = (FindingKind.PERSON_NAME, "staff")
OTHER = (FindingKind.PERSON_NAME, "other")
FROM = (FindingKind.PHONE_NUMBER, "called_from")
BACK = (FindingKind.PHONE_NUMBER, "call_back")
OURS = (FindingKind.TICKET_REFERENCE, "ours")


def role_beside(sign, text="X, 20 May.", reason="day and month", role="incident"):
    kind, other = sign
    at = text.index("20 May")
    date = Finding(FindingKind.DATE_TIME, "2026-05-20", "20 May", role, at, at + 6, None, None, 0.8, reason)
    beside = Finding(kind, "X", "X", other, 0, 1, None, None, 0.9, "")
    return meetings.with_contacts([beside, date], text)[1].role


@pytest.mark.parametrize("sign", [STAFF, FROM, OURS])
def test_a_date_beside_a_sign_of_contact_is_its_day(sign):
    """Promise: "Stella, 20 May" tells when Stella was spoken to."""
    assert role_beside(sign) == "contact"


@pytest.mark.parametrize("sign", [OTHER, BACK])
def test_other_names_and_numbers_make_no_contact(sign):
    """Promise: a neighbour's name and a number to be called on say nothing of a date."""
    assert role_beside(sign) == "incident"


def test_what_words_say_of_a_date_stands():
    """Promise: a role that a word told is not changed, nor one in another sentence."""
    assert role_beside(STAFF, reason="day and month, after 'since'") == "incident"
    assert role_beside(STAFF, role="deadline") == "deadline"
    assert role_beside(STAFF, text="X.\n\n20 May.") == "incident"
