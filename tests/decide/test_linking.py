"""Belonging: a reply glued to another customer's complaint would show one person's data to another."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ingest.decide import linking
from ingest.model import Action, Facts, Medium

STRANGER = "mallory@example.net"


def test_headers_decide_for_the_complainant(make) -> None:
    """An answer to our message from the complainant's address joins, whatever its subject says."""
    outcome = make.outcome(make.reading(subject="Re:"), facts=Facts(by_headers=(make.known(7),)))
    assert (outcome.action, outcome.complaint_id, outcome.review) == (Action.JOIN, 7, False)


def test_headers_copied_by_a_stranger_join_nothing(make) -> None:
    """A forged In-Reply-To of somebody else's complaint opens one of the stranger's own, and staff are told."""
    reading = make.reading(from_address=STRANGER, envelope_sender=STRANGER, from_name="Mallory Else")
    outcome = make.outcome(reading, facts=Facts(by_headers=(make.known(7),)))
    assert (outcome.action, outcome.complaint_id) == (Action.OPEN, None)
    assert (outcome.possible, outcome.review) == ((7,), True)
    assert outcome.recipient == STRANGER
    assert outcome.reasons == ("it may belong to PR-26-00007-1: join them if so",)


def test_the_complainant_from_another_address_joins_under_peoples_eyes(make) -> None:
    """The same full name in an answer to our message joins, and somebody looks whether it is the same person."""
    reading = make.reading(
        from_address="anna@example.net", envelope_sender="anna@example.net", from_name="EXAMPLE, Anna"
    )
    outcome = make.outcome(reading, facts=Facts(by_headers=(make.known(7),)))
    assert (outcome.action, outcome.complaint_id, outcome.review) == (Action.JOIN, 7, True)


def test_a_reference_counts_with_the_address(make) -> None:
    """Reference and address together join."""
    outcome = make.outcome(make.reading(), facts=Facts(by_reference=(make.known(7),)))
    assert (outcome.action, outcome.complaint_id, outcome.review) == (Action.JOIN, 7, False)


@pytest.mark.parametrize("name", ["Mallory Else", "Anna Example"])
def test_a_reference_alone_is_a_possible_match(make, name) -> None:
    """Anybody may have seen a reference: from another address it joins nothing, whatever name is claimed."""
    reading = make.reading(from_address=STRANGER, envelope_sender=STRANGER, from_name=name)
    outcome = make.outcome(reading, facts=Facts(by_reference=(make.known(7),)))
    assert (outcome.action, outcome.possible, outcome.review) == (Action.OPEN, (7,), True)
    assert outcome.acknowledge


def test_a_forged_from_does_not_make_a_complainant(make) -> None:
    """The address that counts is the one somebody answers for, not the one that is displayed."""
    reading = make.reading(envelope_sender=STRANGER)
    outcome = make.outcome(reading, facts=Facts(by_reference=(make.known(7, names=("Anna B. Example",)),)))
    assert (outcome.action, outcome.recipient) == (Action.OPEN, STRANGER)


def test_a_letter_with_reference_and_name_joins_under_peoples_eyes(make) -> None:
    """On paper a full name identifies, where no address says otherwise; a person confirms it."""
    extraction = make.extraction(make.finding("person_name", "Anna Example", "complainant"))
    outcome = make.outcome(make.letter(), extraction, Facts(by_reference=(make.known(7),)))
    assert (outcome.action, outcome.complaint_id, outcome.review) == (Action.JOIN, 7, True)
    other = make.extraction(make.finding("person_name", "Anna Esempio", "complainant"))
    assert make.outcome(make.letter(), other, Facts(by_reference=(make.known(7),))).action is Action.OPEN


def test_a_mail_about_a_letter_is_a_possible_match(make) -> None:
    """A complaint that came on paper has no address: a mail with its reference and name is put before staff."""
    facts = Facts(by_reference=(make.known(7, addresses=()),))
    outcome = make.outcome(make.reading(from_name="Anna Example"), facts=facts)
    assert (outcome.action, outcome.possible, outcome.review) == (Action.OPEN, (7,), True)


def test_a_form_proves_no_address(make) -> None:
    """What is typed into a form joins by reference, but never unseen."""
    extraction = make.extraction(make.finding("email_address", make.anna, "complainant", 1.0))
    form = make.letter(medium=Medium.FORM)
    outcome = make.outcome(form, extraction, Facts(by_reference=(make.known(7),)))
    assert (outcome.action, outcome.review) == (Action.JOIN, True)


def test_a_given_name_identifies_nobody(make) -> None:
    """ "Anna" is no identity, on either side."""
    extraction = make.extraction(make.finding("person_name", "Anna", "complainant"))
    outcome = make.outcome(make.letter(), extraction, Facts(by_reference=(make.known(7, names=("Anna",)),)))
    assert outcome.action is Action.OPEN


def test_a_reply_to_a_closed_complaint_joins_and_asks(make) -> None:
    """Nobody writes to a closed complaint unseen."""
    outcome = make.outcome(make.reading(), facts=Facts(by_headers=(make.known(7, state="CLOSED"),)))
    assert (outcome.action, outcome.review) == (Action.JOIN, True)
    assert "was closed" in outcome.reasons[0]


def test_two_complaints_in_one_thread(make) -> None:
    """An old thread used again: header and reference together decide, else staff do."""
    both = Facts(by_headers=(make.known(7), make.known(8)), by_reference=(make.known(8),))
    assert make.outcome(make.reading(), facts=both).complaint_id == 8
    unclear = make.outcome(make.reading(), facts=Facts(by_headers=(make.known(7), make.known(8))))
    assert (unclear.action, unclear.possible, unclear.review) == (Action.OPEN, (7, 8), True)


def test_the_same_complaint_by_mail_and_letter_is_suggested(make) -> None:
    """Shared names and references are put before staff, never joined by the machine."""
    extraction = make.extraction(make.finding("person_name", "Anna Example", "complainant"))
    letter = make.letter_from("Anna Example\n1 Test Road\nLeeds LS1 1AA")
    outcome = make.outcome(letter, extraction, Facts(similar=(make.known(7),)))
    assert (outcome.action, outcome.possible, outcome.review, outcome.acknowledge) == (Action.OPEN, (7,), True, True)


def test_a_second_complaint_of_the_same_sender_is_its_own(make) -> None:
    """Two matters of one customer are two complaints; only a text that resembles the first is suggested."""
    earlier = make.known(7, text="I was charged twice for the router in the invoice of April.")
    outcome = make.outcome(make.reading("My phone line crackles."), facts=Facts(by_sender=(earlier,)))
    assert (outcome.action, outcome.possible, outcome.review) == (Action.OPEN, (), False)
    again = make.reading("In April I was charged twice for the router, see the invoice of April.")
    assert make.outcome(again, facts=Facts(by_sender=(earlier,))).possible == (7,)


def test_old_complaints_are_not_compared(make) -> None:
    """What is long past is not suggested."""
    old = make.known(7, opened=datetime(2025, 1, 1, tzinfo=UTC))
    assert make.outcome(make.reading(), facts=Facts(similar=(old,))).possible == ()
    assert make.outcome(make.reading(), facts=Facts(similar=(old,)), similar_days=1000).possible == (7,)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Anna Example", "EXAMPLE Anna", True),
        ("Müller, Jürgen", "Jurgen Muller", True),
        ("Nicolò D'Esempio", "nicolo d esempio", True),
        ("Anna Example", "Anna Sample", False),
        ("Żaneta", "Żaneta", True),
        ("王 小明", "李 小明", False),
    ],
)
def test_names_are_compared_without_accents_case_and_order(one: str, other: str, same: bool) -> None:
    """One person's name in a mail's head and in a letter."""
    assert (linking.folded(one) == linking.folded(other)) is same


def test_one_complaint_is_never_joined_by_two_ways_at_once(make) -> None:
    """The same complaint found by header and by reference is one complaint."""
    facts = Facts(by_headers=(make.known(7),), by_reference=(replace(make.known(7)),))
    assert make.outcome(make.reading(), facts=facts).complaint_id == 7
