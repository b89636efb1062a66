"""One recipient: the sender somebody answers for, a sure address in the text, or the letter's own postal address."""

import pytest

from ingest.decide import address
from ingest.model import Medium, Section, SectionKind

BLOCK = "Anna Example\n12 Test Road\nLeeds LS1 1AA"


@pytest.mark.parametrize(
    ("changes", "recipient"),
    [
        ({}, "anna.example@example.com"),
        ({"envelope_sender": None}, "anna.example@example.com"),
        ({"envelope_sender": "bounces@mail.example.com"}, "anna.example@example.com"),
        ({"envelope_sender": "someone@example.net"}, "someone@example.net"),
        ({"envelope_sender": "someone@notexample.com"}, "someone@notexample.com"),
        ({"envelope_sender": "x@pec.example.it", "certified": "now"}, "anna.example@example.com"),
        ({"envelope_sender": "dario@example.org", "forwarded_by": "dario@example.org"}, "anna.example@example.com"),
        ({"envelope_sender": "mallory@example.net", "forwarded_by": "dario@example.org"}, "mallory@example.net"),
        ({"reply_to": ("victim@example.net",), "cc": ("victim@example.net",)}, "anna.example@example.com"),
        ({"from_address": "a@x@y", "envelope_sender": None}, None),
        ({"from_address": "a@example.com\nBcc: all@example.org", "envelope_sender": None}, None),
        ({"from_address": None, "envelope_sender": "Anna@Example.com"}, "anna@example.com"),
        ({"from_address": None, "envelope_sender": None}, None),
    ],
)  # fmt: skip
def test_whom_a_mail_is_answered_to(make, changes, recipient) -> None:
    """From when it is aligned, else the envelope sender; never a Reply-To, a Cc, or what is no address."""
    if changes.get("certified"):
        changes = changes | {"certified": make.now}
    outcome = make.outcome(make.reading(**changes))
    assert (outcome.channel, outcome.recipient) == ("email", recipient)
    assert outcome.acknowledge
    assert outcome.review is (recipient is None)


def test_what_our_own_server_vouches_for_counts(make) -> None:
    """A sender with foreign technical envelopes is answered at the address our server found genuine."""
    reading = make.reading(envelope_sender="bounce-123@mailer.example.net")
    assert make.outcome(reading, vouched=make.anna).recipient == make.anna


def test_a_sure_address_in_a_letter_is_answered_by_mail(make) -> None:
    """Only from the confidence set on; below it the letter is answered by letter."""
    letter = make.letter_from(BLOCK)
    sure = make.extraction(make.finding("email_address", make.anna, "complainant", 0.97, start=60))
    assert make.outcome(letter, sure).recipient == make.anna
    unsure = make.extraction(make.finding("email_address", make.anna, "complainant", 0.8, start=60))
    outcome = make.outcome(letter, unsure)
    assert (outcome.channel, outcome.recipient) == ("letter", BLOCK)


def test_an_unsure_address_alone_waits_for_a_person(make) -> None:
    """No post goes to a guess: a person confirms it, and the sentence shows it."""
    unsure = make.extraction(make.finding("email_address", make.anna, "complainant", 0.8))
    outcome = make.outcome(make.letter(), unsure)
    assert (outcome.acknowledge, outcome.recipient, outcome.review) == (True, None, True)
    assert outcome.reasons == (f"the e-mail address '{make.anna}' is not certain: confirm it",)


def test_two_addresses_that_are_as_sure_are_not_sure(make) -> None:
    """Which of two is the complainant's, a person says."""
    found = [make.finding("email_address", f"{name}@example.com", "complainant", 0.99) for name in ("anna", "bea")]
    assert make.outcome(make.letter(), make.extraction(*found)).recipient is None


def test_staff_addresses_and_quoted_ones_are_never_answered(make) -> None:
    """An address in our own quoted letter, or of our staff, is not the complainant's."""
    text = "I wrote to help@example.org.\n> from bea@example.com"
    letter = make.letter(text, sections=(Section(SectionKind.QUOTE, 29, len(text)),))
    found = [
        make.finding("email_address", "help@example.org", "staff", 0.99, start=11),
        make.finding("email_address", "bea@example.com", "complainant", 0.99, start=36),
    ]
    assert make.outcome(letter, make.extraction(*found)).recipient is None


@pytest.mark.parametrize(
    ("head", "block"),
    [
        (BLOCK, BLOCK),
        (
            "Anna Example\nVia Prova 3\n20100 Milano (MI)\nTel. 02 1234567\ne-mail: anna@example.it",
            "Anna Example\nVia Prova 3\n20100 Milano (MI)",
        ),
        ("  Anna   Example \n\n 12 Test Road \n Leeds LS1 1AA\n0113 496 0123", BLOCK),
        ("Anna Example", None),
        ("Anna Example\nLeeds", None),
        ("Account 12345\nTel 0113 496 0123", None),
        ("Anna Example\nFaxton Road 3\nLeeds LS1 1AA", "Anna Example\nFaxton Road 3\nLeeds LS1 1AA"),
    ],
)
def test_the_postal_address_is_the_letters_own_head(make, head, block) -> None:
    """Lines as they stand, without phone numbers and account numbers; too little is no address."""
    outcome = make.outcome(make.letter_from(head))
    assert outcome.channel == "letter"
    assert outcome.recipient == block
    assert outcome.acknowledge
    assert outcome.review is (block is None)


def test_a_form_is_answered_at_the_address_in_it(make) -> None:
    """Notifications come from a machine's address; the customer's stands in a field."""
    reading = make.reading(from_address="no-reply@forms.example.org", form="web", medium=Medium.FORM)
    extraction = make.extraction(make.finding("email_address", make.anna, "complainant", 1.0))
    assert make.outcome(reading, extraction).recipient == make.anna


def test_a_forms_postal_address(make) -> None:
    """A form without an e-mail address is answered by letter."""
    form = make.letter(BLOCK, medium=Medium.FORM, sections=(Section(SectionKind.FIELD, 0, len(BLOCK), "address"),))
    assert make.outcome(form).recipient == BLOCK


def test_a_very_long_head_is_cut(make) -> None:
    """An address has at most eight lines."""
    head = "\n".join(f"Line {n}" for n in range(50))
    assert (make.outcome(make.letter_from(head)).recipient or "").count("\n") == 7


def test_believed_needs_a_whole_domain_in_common(make) -> None:
    """`example.com` and `notexample.com` are strangers."""
    assert address.believed(make.mail(envelope_sender="x@notexample.com")) == "x@notexample.com"
    assert address.believed(make.mail(envelope_sender="x@sub.example.com")) == make.anna
