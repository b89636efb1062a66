"""Whatever arrives and whatever the ledger says: promises that hold for every outcome."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Action, Facts, KnownComplaint, Medium, Outcome, Reading
from tests.decide.conftest import ANNA, Make

MAKE = Make()
ADDRESSES = st.sampled_from([ANNA, "bea@example.net", "a@x@y", "", "no-reply@example.org", "x\r\nBcc: y@example.com"])
MAYBE = st.none() | ADDRESSES
COMPLAINTS = st.builds(
    MAKE.known,
    st.integers(1, 3),
    addresses=st.tuples(ADDRESSES) | st.just(()),
    names=st.tuples(st.sampled_from(["Anna Example", "Anna", "Bea Sample", ""])),
    state=st.sampled_from(["OPEN", "CLOSED"]),
    text=st.sampled_from(["", "My line is dead."]),
)
SEVERAL = st.lists(COMPLAINTS, max_size=3, unique_by=lambda one: one.id).map(tuple)
FACTS = st.builds(
    Facts,
    duplicate_of=st.none() | st.just(4),
    by_headers=SEVERAL,
    by_reference=SEVERAL,
    by_sender=SEVERAL,
    similar=SEVERAL,
    bounced_reply=st.none() | st.just(5),
)
MAILS = st.builds(
    MAKE.mail,
    from_name=st.sampled_from([None, "", "Anna Example", "Bea Sample"]),
    from_address=MAYBE,
    envelope_sender=MAYBE,
    reply_to=st.just(("victim@example.net",)),
    cc=st.just(("victim@example.net",)),
    subject=st.text(max_size=30),
    automatic=st.sampled_from([None, None, "bounce", "list", "auto-reply"]),
    form=st.sampled_from([None, None, "web"]),
)
READINGS = st.builds(
    MAKE.letter,
    st.sampled_from(["", " ", "My line is dead.", "I complain about TK-12."]),
    medium=st.sampled_from(list(Medium)),
    mail=st.none() | MAILS,
    language=st.sampled_from([None, "en", "it", "xx"]),
    notes=st.sampled_from([(), ("page 2 is missing",)]),
)
FLAGS = st.lists(st.sampled_from(["abusive", "safety", "data_protection"]), max_size=3).map(tuple)


def decided(
    reading: Reading, facts: Facts, silence: str | None, flags: tuple[str, ...], address: str | None
) -> Outcome:
    found = (MAKE.finding("email_address", address, "complainant", 0.99),) if address else ()
    return MAKE.outcome(reading, MAKE.extraction(*found, flags=flags), facts, silence=silence)


def owns(reading: Reading, known: KnownComplaint) -> bool:
    """Whether this mail comes from that complainant, by the loosest reading of the rules."""
    mail = reading.mail
    writers, names = ({mail.from_address, mail.envelope_sender}, {mail.from_name}) if mail else (set(), set())
    return bool(writers & set(known.addresses)) or bool(names & set(known.names))


@given(READINGS, FACTS, st.none() | st.just("The spam filter marked it."), FLAGS, MAYBE)
def test_every_outcome_keeps_the_promises(
    reading: Reading, facts: Facts, silence: str | None, flags: tuple[str, ...], address: str | None
) -> None:
    """Exactly one of an answer and a reason for silence; a person wherever neither goes out for a human's post."""
    outcome = decided(reading, facts, silence, flags, address)
    assert outcome.rule
    assert outcome.acknowledge is (outcome.silence is None)
    assert outcome.review is bool(outcome.reasons)
    assert outcome.language in {"en", "it"}
    if outcome.acknowledge:
        assert outcome.action is Action.OPEN
        assert outcome.channel in {"email", "letter"}
        assert outcome.recipient is not None or outcome.review
    else:
        assert (outcome.channel, outcome.recipient) == (None, None)
    if outcome.action is Action.HOLD or (outcome.action is Action.OPEN and not outcome.acknowledge):
        assert outcome.review
    assert "victim@example.net" not in str(outcome)


@given(READINGS, FACTS, st.none() | st.just("spam"), FLAGS, MAYBE)
def test_nobody_is_lost_and_nobody_is_glued_to_a_stranger(
    reading: Reading, facts: Facts, silence: str | None, flags: tuple[str, ...], address: str | None
) -> None:
    """Only a robot's mail or the same bytes close by themselves; only the complainant joins a complaint."""
    outcome = decided(reading, facts, silence, flags, address)
    robot = reading.mail is not None and reading.mail.automatic is not None
    if outcome.action is Action.AUTOMATIC:
        assert robot
    if outcome.action is Action.DUPLICATE:
        assert facts.duplicate_of is not None
    if outcome.action is Action.JOIN:
        named = [one for one in (*facts.by_headers, *facts.by_reference) if one.id == outcome.complaint_id]
        assert outcome.review or any(owns(reading, known) for known in named)
    if flags and outcome.action not in {Action.AUTOMATIC, Action.DUPLICATE}:
        assert outcome.review
