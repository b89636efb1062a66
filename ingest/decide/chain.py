"""The table that decides what becomes of an item: the first rule that applies wins, and its name is recorded.

Robots come before belonging, because a bounce names our message too; belonging before silence, because a reply to a
complaint joins it whoever may be answered; and at the end everybody who is left has opened a complaint.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ingest.decide import address, doubts, linking, rules
from ingest.decide.rules import Case, Verdict
from ingest.decide.settings import Settings
from ingest.model import Action, Extraction, Facts, Item, Outcome, Reading


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    name: str
    says: Callable[[Case], Verdict | None]  # what becomes of the item, or None when the rule does not apply


TABLE: tuple[Rule, ...] = (
    Rule("same bytes", rules.same_bytes),  # DUPLICATE
    Rule("our reply came back", rules.our_reply_came_back),  # AUTOMATIC
    Rule("complaint through a list", rules.complaint_through_a_list),  # HOLD
    Rule("automatic", rules.automatic),  # AUTOMATIC
    Rule("nothing in it", rules.nothing_in_it),  # HOLD
    Rule("belongs", rules.belongs),  # JOIN
    Rule("not to be answered", rules.not_to_be_answered),  # OPEN, silent, review
    Rule("looks like another", rules.looks_like_another),  # OPEN, review
    Rule("new complaint", rules.new_complaint),  # OPEN
)


def outcome_for(
    item: Item,
    reading: Reading,
    extraction: Extraction,
    facts: Facts,
    *,
    silence: str | None,
    settings: Settings,
    now: datetime,
    robot: bool | None = None,
    rated: bool = False,
    vouched: str | None = None,
) -> Outcome:
    """What becomes of one item.

    Args:
        item: the item.
        reading: what the reader made of it.
        extraction: what was found in it.
        facts: what the ledger knows that bears on it.
        silence: why the machine must not answer, in words for staff; None when it may.
        settings: how sure the machine must be.
        now: the present instant.
        robot: whether that silence means that no person wrote it; None: as the reader says.
        rated: whether that silence is only about how much was sent lately: no sign against the sender.
        vouched: the sender's address that our own mail server vouches for; None: From when it is aligned.
    """
    machine = reading.mail is not None and reading.mail.automatic is not None if robot is None else robot
    answer = address.answer_for(reading, extraction, settings, vouched)
    sender = answer.recipient if answer.channel == "email" else None
    belonging = linking.belonging(reading, extraction, facts, address=sender, settings=settings, now=now)
    case = Case(item, reading, extraction, facts, silence, machine, rated, belonging, answer, settings)
    for rule in TABLE:
        verdict = rule.says(case)
        if verdict is not None:
            return _outcome(case, rule.name, verdict)
    raise AssertionError("the last rule of the table applies to everything")


def _outcome(case: Case, rule: str, verdict: Verdict) -> Outcome:
    acknowledge = verdict.action is Action.OPEN and verdict.silence is None
    places = doubts.doubtful(case.extraction, case.settings)
    flags = doubts.flags_of(case.extraction)
    reasons = _reasons(case, verdict, places, flags, acknowledge=acknowledge)
    return Outcome(
        action=verdict.action,
        acknowledge=acknowledge,
        silence=verdict.silence,
        channel=case.answer.channel if acknowledge else None,
        recipient=case.answer.recipient if acknowledge else None,
        language=_language(case.reading, case.settings),
        review=bool(reasons),
        reasons=reasons,
        doubtful=places,
        flags=flags,
        complaint_id=verdict.complaint_id,
        duplicate_of=case.facts.duplicate_of if verdict.action is Action.DUPLICATE else None,
        possible=verdict.possible,
        rule=rule,
    )


def _reasons(
    case: Case, verdict: Verdict, places: tuple[int, ...], flags: tuple[str, ...], *, acknowledge: bool
) -> tuple[str, ...]:
    """Why people must look, what was decided first; robots' mail and duplicates need nobody."""
    if verdict.action in {Action.AUTOMATIC, Action.DUPLICATE}:
        return verdict.review
    said = [*verdict.review, *doubts.about_flags(flags)]
    if acknowledge and case.answer.doubt:
        said.append(case.answer.doubt)
    said += doubts.about_reading(case.reading, case.settings)
    said += doubts.about_findings(case.extraction, places)
    if case.settings.always_review and not said:
        said.append("people look at every item")
    return tuple(dict.fromkeys(said))


def _language(reading: Reading, settings: Settings) -> str:
    sure = reading.language_confidence >= settings.language_confidence
    return reading.language if sure and reading.language in settings.languages else settings.default_language
