"""The rules of the table in `chain`: each looks at one case and says what becomes of it, or nothing.

A rule decides the action only; whom to answer, what is doubtful and what people must see is worked out once, for all.
"""

import re
from dataclasses import dataclass, field

from ingest.decide.address import Answer
from ingest.decide.linking import Belonging
from ingest.decide.settings import Settings
from ingest.model import Action, Extraction, Facts, FindingKind, Item, PageState, Reading


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at."""

    item: Item
    reading: Reading
    extraction: Extraction
    facts: Facts
    silence: str | None  # why the machine must not answer
    robot: bool  # whether no person wrote it
    rated: bool  # whether that silence is only about how much was sent lately
    belonging: Belonging
    answer: Answer
    settings: Settings


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says."""

    action: Action
    silence: str | None = None  # why nobody is answered; None: an answer is due
    review: tuple[str, ...] = ()  # why a person must look
    complaint_id: int | None = None
    possible: tuple[int, ...] = field(default=())


def same_bytes(case: Case) -> Verdict | None:
    """Exactly these bytes came before."""
    if case.facts.duplicate_of is None:
        return None
    return Verdict(Action.DUPLICATE, f"the same bytes arrived before, as item {case.facts.duplicate_of}")


def our_reply_came_back(case: Case) -> Verdict | None:
    """A delivery report about a reply of ours: its fate is recorded there."""
    if case.facts.bounced_reply is None or not case.robot:
        return None
    return Verdict(Action.AUTOMATIC, f"a delivery report about our reply {case.facts.bounced_reply}")


def complaint_through_a_list(case: Case) -> Verdict | None:
    """Our own group address makes every mail look like a mailing list's: what reads like a complaint is kept."""
    through_list = case.reading.mail is not None and case.reading.mail.automatic == "list"
    if not through_list or not _tells_of_a_case(case):
        return None
    why = "it came through a mailing list and reads like a complaint: say which it is"
    return Verdict(Action.HOLD, case.silence or "it came through a mailing list", (why,))


def automatic(case: Case) -> Verdict | None:
    """No person wrote it."""
    if not case.robot:
        return None
    belongs_to = case.facts.by_headers[0].id if len(case.facts.by_headers) == 1 else None
    mail = case.reading.mail
    why = case.silence or (mail and (mail.automatic_reason or mail.automatic)) or "no person wrote it"
    return Verdict(Action.AUTOMATIC, why, complaint_id=belongs_to)


def nothing_in_it(case: Case) -> Verdict | None:
    """Blank pages, or an empty mail: somebody must look, and there is nobody to answer to on paper."""
    reading = case.reading
    subject = reading.mail.subject if reading.mail else ""
    if reading.text.strip() or subject.strip() or reading.attachments:
        return None
    unread = [page for page in reading.pages if page.state in {PageState.UNREADABLE, PageState.HANDWRITTEN}]
    why = "nothing on it could be read" if unread else "it is empty"
    return Verdict(Action.HOLD, f"{why}, so it is not known whom to answer", (f"{why}: look at the original",))


def belongs(case: Case) -> Verdict | None:
    """It continues a complaint, which had its acknowledgement."""
    known = case.belonging.complaint
    if known is None:
        return None
    silence = f"it belongs to {known.reference}, which was acknowledged when it began"
    against = None if case.rated else case.silence
    doubts = tuple(doubt for doubt in (case.belonging.doubt, against) if doubt)
    return Verdict(Action.JOIN, silence, doubts, known.id)


def not_to_be_answered(case: Case) -> Verdict | None:
    """A person may have written it, but the machine must not answer: the complaint is opened, and people see why."""
    if case.silence is None:
        return None
    why = f"no acknowledgement went out: {case.silence[:1].lower()}{case.silence[1:]}"
    return Verdict(Action.OPEN, case.silence, (why, *_may_belong(case)), possible=_possible(case))


def looks_like_another(case: Case) -> Verdict | None:
    """It is answered as a complaint of its own, and staff say whether it belongs to one that is there."""
    if not case.belonging.possible:
        return None
    return Verdict(Action.OPEN, None, _may_belong(case), possible=_possible(case))


def new_complaint(case: Case) -> Verdict | None:
    """Everything else: somebody complains and hears back."""
    del case
    return Verdict(Action.OPEN)


def _may_belong(case: Case) -> tuple[str, ...]:
    names = ", ".join(known.reference for known in case.belonging.possible)
    return (f"it may belong to {names}: join them if so",) if names else ()


def _possible(case: Case) -> tuple[int, ...]:
    return tuple(known.id for known in case.belonging.possible)


def _tells_of_a_case(case: Case) -> bool:
    """Whether there is a reference, a number called from or a word of complaint: cheap, and rather once too often."""
    telling = {FindingKind.TICKET_REFERENCE, FindingKind.PHONE_NUMBER}
    found = any(one.kind in telling and one.role not in {"other", "ours"} for one in case.extraction.findings)
    words = r"(?i)\b(?:complain(?:t|ing)?s?|reclam[oi]\w*|disservizi\w*|beschwer\w*|réclam\w*|reclama\w*|klacht\w*)\b"
    return found or bool(case.extraction.flags) or bool(re.search(words, case.reading.reply_text or case.reading.text))
