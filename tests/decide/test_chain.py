"""The table: what becomes of an item, whom it answers, and when people must look."""

import pytest

from ingest.decide import chain
from ingest.model import Action, Attachment, Facts, Medium, Page, PageState


def test_a_plain_complaint_goes_straight_through(make) -> None:
    """A mail from a person opens a complaint, is answered to its sender, and needs nobody."""
    outcome = make.outcome(make.reading())
    assert outcome.action is Action.OPEN
    assert outcome.rule == "new complaint"
    assert (outcome.acknowledge, outcome.silence) == (True, None)
    assert (outcome.channel, outcome.recipient, outcome.language) == ("email", make.anna, "en")
    assert (outcome.review, outcome.reasons) == (False, ())


def test_the_same_bytes_again_are_linked(make) -> None:
    """An identical digest is a duplicate whatever else is true of it; nobody is answered twice."""
    facts = Facts(duplicate_of=3, by_headers=(make.known(),))
    outcome = make.outcome(make.reading(), facts=facts)
    assert (outcome.action, outcome.duplicate_of) == (Action.DUPLICATE, 3)
    assert not outcome.acknowledge
    assert "item 3" in (outcome.silence or "")
    assert not outcome.review


def test_a_repeated_message_id_alone_is_a_complaint(make) -> None:
    """Another body under a used Message-ID is nobody's duplicate."""
    assert make.outcome(make.reading("A different text."), facts=Facts(duplicate_of=None)).action is Action.OPEN


@pytest.mark.parametrize("automatic", ["bounce", "auto-reply", "list", "receipt", "report", "own"])
def test_robots_are_recorded_and_closed(make, automatic) -> None:
    """Automatic mail opens nothing, answers nobody and troubles nobody."""
    outcome = make.outcome(make.reading("I am away until Monday.", automatic=automatic), silence="Auto-Submitted")
    assert (outcome.action, outcome.rule) == (Action.AUTOMATIC, "automatic")
    assert (outcome.acknowledge, outcome.review, outcome.channel, outcome.recipient) == (False, False, None, None)


def test_a_robots_mail_is_shown_with_its_complaint(make) -> None:
    """An out-of-office note on our letter stays with the complaint it is about."""
    outcome = make.outcome(make.reading(automatic="auto-reply"), facts=Facts(by_headers=(make.known(7),)))
    assert (outcome.action, outcome.complaint_id) == (Action.AUTOMATIC, 7)


def test_a_bounce_of_our_reply_is_recorded_there(make) -> None:
    """A delivery report about our reply is not a reply to it, though its headers name it."""
    reading = make.reading(automatic="bounce", bounce=make.bounce(), envelope_sender="")
    facts = Facts(bounced_reply=12, by_headers=(make.known(),))
    outcome = make.outcome(reading, facts=facts, silence="It is a delivery report.")
    assert (outcome.action, outcome.rule) == (Action.AUTOMATIC, "our reply came back")
    assert "reply 12" in (outcome.silence or "")


def test_a_bounce_pasted_by_a_person_is_that_persons_mail(make) -> None:
    """Somebody who forwards us a delivery report is not a robot."""
    outcome = make.outcome(make.reading(bounce=make.bounce()), facts=Facts(bounced_reply=12), robot=False)
    assert outcome.action is Action.OPEN


def test_a_complaint_through_our_own_group_address_is_not_closed(make) -> None:
    """A mailing list's headers on a mail that tells of a case bring a person, not the bin."""
    reading = make.reading("I want to complain about my bill.", automatic="list")
    outcome = make.outcome(reading, silence="It came through a mailing list (header list-id).")
    assert (outcome.action, outcome.rule, outcome.review) == (Action.HOLD, "complaint through a list", True)
    extraction = make.extraction(make.finding("ticket_reference", "TK-1234", "theirs"))
    assert make.outcome(make.reading("See TK-1234", automatic="list"), extraction).action is Action.HOLD
    newsletter = make.reading("Our offers this week: phones for everybody.", automatic="list")
    assert make.outcome(newsletter).action is Action.AUTOMATIC


def test_silence_about_a_person_opens_a_complaint_for_people(make) -> None:
    """Whom the machine must not answer is not lost: the complaint runs, and staff see why nothing went out."""
    outcome = make.outcome(make.reading(), silence="The spam filter marked it.", robot=False)
    assert (outcome.action, outcome.rule) == (Action.OPEN, "not to be answered")
    assert (outcome.acknowledge, outcome.channel, outcome.recipient) == (False, None, None)
    assert outcome.silence == "The spam filter marked it."
    assert outcome.reasons[0] == "no acknowledgement went out: the spam filter marked it."


def test_silence_does_not_hide_a_possible_match(make) -> None:
    """Staff hear both: why nothing went out, and which complaint it may belong to."""
    outcome = make.outcome(
        make.reading(from_address="bea@example.net", envelope_sender="bea@example.net", from_name="Bea Sample"),
        facts=Facts(by_reference=(make.known(7),)),
        silence="This address got 1 acknowledgement(s) in the last 24 hours already.",
        robot=False,
    )
    assert outcome.possible == (7,)
    assert [reason[:20] for reason in outcome.reasons] == ["no acknowledgement w", "it may belong to PR-"]


def test_a_reply_joins_and_is_not_acknowledged_again(make) -> None:
    """An answer to our letter belongs to its complaint, which was acknowledged once."""
    outcome = make.outcome(make.reading(), facts=Facts(by_headers=(make.known(7),)))
    assert (outcome.action, outcome.complaint_id, outcome.acknowledge) == (Action.JOIN, 7, False)
    assert "acknowledged when it began" in (outcome.silence or "")
    assert not outcome.review


def test_a_suspicious_reply_joins_under_peoples_eyes(make) -> None:
    """What our server found forged joins nothing unseen."""
    outcome = make.outcome(
        make.reading(), facts=Facts(by_headers=(make.known(7),)), silence="DMARC failed.", robot=False
    )
    assert (outcome.action, outcome.review) == (Action.JOIN, True)
    assert "DMARC failed." in outcome.reasons


def test_blank_things_wait_for_a_person(make) -> None:
    """A blank sheet and an empty mail have nobody to answer; somebody looks at the original."""
    blank = make.letter("", pages=(Page(1, 100, 100, 0, 0.0, PageState.BLANK),))
    assert make.outcome(blank).reasons == ("it is empty: look at the original",)
    handwritten = make.letter("  ", pages=(Page(1, 100, 100, 0, 0.0, PageState.HANDWRITTEN),))
    outcome = make.outcome(handwritten)
    assert (outcome.action, outcome.acknowledge, outcome.review) == (Action.HOLD, False, True)
    assert outcome.reasons[0].startswith("nothing on it could be read")
    empty = make.reading("", subject=" ")
    assert make.outcome(empty).action is Action.HOLD


def test_an_empty_mail_with_a_subject_or_an_attachment_is_answered(make) -> None:
    """Who writes everything into the subject, or sends only a photo, hears back."""
    assert make.outcome(make.reading("", subject="No internet for a week!!")).acknowledge
    photo = Attachment("letter.jpg", "image/jpeg", 1000, "0" * 64, note="too blurred")
    outcome = make.outcome(make.reading("", subject="", attachments=(photo,)))
    assert outcome.acknowledge
    assert outcome.reasons == ("the attachment 'letter.jpg' could not be read: too blurred",)


def test_failed_reading_never_costs_the_acknowledgement(make) -> None:
    """A page that cannot be read brings a person; the complaint is acknowledged all the same."""
    pages = (
        Page(1, 100, 100, 0, 0.95),
        Page(2, 100, 100, 0, 0.2, PageState.UNREADABLE),
        Page(3, 100, 100, 0, 0.5),
        Page(4, 100, 100, 0, 0.5, PageState.HANDWRITTEN),
        Page(5, 100, 100, 0, 0.0, PageState.BLANK),
    )
    outcome = make.outcome(make.reading(pages=pages, splits=(3,)))
    assert outcome.acknowledge
    assert outcome.reasons == (
        "page 2 cannot be read",
        "page 4 is handwritten",
        "page 3 was hard to read",
        "another letter seems to begin on page 3: split it if so",
    )


def test_notes_of_the_reader_reach_people_once(make) -> None:
    """What the reader noted is shown, but not twice."""
    photo = Attachment("a.pdf", "application/pdf", 10, "0" * 64, note="locked")
    notes = ("the attachment 'a.pdf' could not be read: locked", "the mail is encrypted")
    outcome = make.outcome(make.reading(attachments=(photo,), notes=notes))
    assert outcome.reasons == ("the attachment 'a.pdf' could not be read: locked", "the mail is encrypted")


def test_a_mail_too_large_to_take_is_answered_and_shown(make) -> None:
    """Of a giant only the head came in: its sender hears back, and people know where the rest is."""
    outcome = make.outcome(make.reading("", headers=(("x-partial-message", "2147483648 bytes"),)))
    assert outcome.acknowledge
    assert "the rest is in the mailbox" in outcome.reasons[0]


def test_flags_send_it_to_people_and_do_not_stop_the_answer(make) -> None:
    """Abuse is declined by people, never by the machine; danger comes first."""
    extraction = make.extraction(flags=("abusive", "data_protection", "safety", "abusive"))
    outcome = make.outcome(make.reading(), extraction)
    assert outcome.flags == ("safety", "data_protection", "abusive")
    assert outcome.acknowledge
    assert [reason.split(":")[0] for reason in outcome.reasons] == [
        "somebody may be in danger",
        "it is about personal data",
        "it may be abusive",
    ]


def test_doubtful_findings_are_named_by_place(make) -> None:
    """Findings below their threshold wait for an eye; bystanders and sure ones do not."""
    extraction = make.extraction(
        make.finding("phone_number", "+442079460018", "called_from", 0.99),
        make.finding("phone_number", "+442079460019", "called_from", 0.79),
        make.finding("person_name", "Dario Esempio", "staff", 0.59),
        make.finding("person_name", "Some Street", "other", 0.1),
        make.finding("date_time", "2026-03-05", "incident", 0.7),
    )
    outcome = make.outcome(make.reading(), extraction)
    assert outcome.doubtful == (1, 2)
    assert outcome.reasons == ("to confirm: phone number '+442079460019', name 'Dario Esempio'",)
    lenient = make.outcome(make.reading(), extraction, thresholds={"phone_number": 0.5, "person_name": 0.5})
    assert (lenient.doubtful, lenient.review) == ((), False)


def test_many_doubts_are_one_sentence(make) -> None:
    """Staff read three and a count, not a wall of text."""
    found = [make.finding("ticket_reference", f"TK-{n}", "theirs", 0.1) for n in range(9)]
    outcome = make.outcome(make.reading(), make.extraction(*found))
    assert outcome.reasons[0].endswith("'TK-2', 6 more")


@pytest.mark.parametrize(
    ("language", "confidence", "answer"),
    [("it", 0.9, "it"), ("it", 0.3, "en"), ("pl", 0.99, "en"), (None, 0.0, "en"), ("nl", 0.5, "nl")],
)
def test_the_answer_is_in_the_writers_language(make, language, confidence, answer) -> None:
    """When it is known and we can write it; else in the default one."""
    outcome = make.outcome(make.reading(language=language, language_confidence=confidence))
    assert outcome.language == answer


def test_people_can_ask_to_see_everything(make) -> None:
    """A cautious start: nothing goes straight through, everything is acknowledged."""
    outcome = make.outcome(make.reading(), always_review=True)
    assert (outcome.acknowledge, outcome.review) == (True, True)
    assert not make.outcome(make.reading(automatic="bounce"), always_review=True).review


def test_the_table_is_complete_and_its_names_differ() -> None:
    """The last rule takes everything, and each outcome can be traced to one line."""
    assert len({rule.name for rule in chain.TABLE}) == len(chain.TABLE)
    assert chain.TABLE[-1].name == "new complaint"


def test_the_same_values_give_the_same_outcome(make) -> None:
    """A step may run twice."""
    extraction = make.extraction(make.finding("email_address", make.anna, "complainant"))
    for reading in (make.reading(), make.letter(), make.letter(medium=Medium.FORM)):
        assert make.outcome(reading, extraction) == make.outcome(reading, extraction)
