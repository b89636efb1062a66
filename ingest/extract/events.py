"""Contact events: the call or talk with us that a sentence tells of, with its number, instant, colleague and reference.

Joins findings that one sentence or its neighbour ties together; finds nothing new, and tells nothing that the writer
did not. "I rang on 3 March and again on 5 March" is two events. What is still to come is none.
"""

# ruff: noqa: E501 - a pattern of one language a line reads better than a broken one

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract import context
from ingest.model import ContactEvent, Finding, FindingKind

_CONTACT = re.compile(
    r"\b(?:rang|rung|ringing|called|calling|phoned|phoning|telephoned|spoke|spoken|talked|speaking (?:to|with)|dialled|got through|"
    r"my (?:\w{1,12} )?calls?|calls? (?:[1-9]|one|two|three|four)|(?:phone|telephone) calls?|on the phone|conversation with|contacted|visited|chatted|live chat|"
    r"(?:ri)?chiamat[oaie]|(?:ri)?chiamai|(?:ri)?chiamav[oa]|contattav[oa]|telefonav[oa]|rispondeva|telefonat[oaie]|telefonai|parlat[oa]|parlai|parlavo|contattat[oa]|contattai|colloquio|"
    r"sentit[oa] (?:con|il|la|un)|al telefono|conversazione|risposto (?:un|il|la|l)|"
    r"angerufen|telefoniert|gesprochen|anruf|appelé|téléphoné|parlé|appel|llamé|hablé|llamada|liguei|falei|gebeld|gesproken)\b"
)
# Somebody of ours did something in a talk; tells of a contact only together with its day.
_TOLD = re.compile(
    r"\b(?:(?:told|promised|assured|informed|advised|cut|hung up on) (?:me|us)|hung up|cut (?:me )?off|put the phone down|calls? (?:was|were) made|"
    r"a (?:second|third|further|new|first|subsequent|later|previous|last) (?:phone )?call|another (?:phone )?call|(?:un'altra|la seconda|la prima|una seconda|l'ultima) (?:chiamata|telefonata)|rang me|mi (?:ha|hanno|è stato) (?:detto|assicurato|promesso|comunicato|risposto|chiamat[oa])|"
    r"mi (?:dice|dicono|risponde|rispondono|riferisce|assicurava|riferiva|diceva)|mi (?:recavo|recai|sono recat[oa])|"
    r"(?:went|came) (?:in|to) (?:to )?(?:your|the) (?:\w+ )?(?:shop|store|office|branch|counter)|in person|"
    r"(?:comunicava|riferiva|riattaccato)|mi (?:disse|rispose|assicurò))\b"
)
_SAID = re.compile(r"\b(?:said|tell me|says|told|disse|ha detto|diceva)\b")  # and by whom, and when
_SPOKE = re.compile(
    r"\b(?:spoke|spoken|talked|speaking|chatted|conversation|parlat[oa]|parlai|parlavo|colloquio|sentit[oa]|gesprochen|parlé|hablé|falei)\b"
)
_GOES_ON = re.compile(
    r"\b(?:spoke|spoken|talked|told|said|promised|assured|gave|given|answered|number i|each time|every time|both times|always from|from my|using my|sempre dal|ogni volta|dal mio|i (?:used|was using|called|rang)|"
    r"put me through|transferred|dealt with|took (?:my|the) call|picked up|advised|logged|reference|ticket|"
    r"parlat[oa]|detto|promesso|assicurato|fornit[oa]|dat[oa]|rispost[oa]|risposto|passat[oa]|il numero|chiamavo|rassicurat[oa]|"
    r"comunicat[oa]|aperto|registrat[oa]|pratica|segnalazione)\b"
)
_TO_COME = re.compile(
    r"\b(?:(?:will|shall|going to|i'll|we'll) (?:be )?(?:call|ring|phon|speak)\w{0,4}|please (?:call|ring|phone)|(?:call|ring|phone) me|going to call|"
    r"chiamatemi|richiamatemi|chiamerò|telefonerò|richiamerò|vi prego di (?:ri)?chiamar\w{1,4})\b"
)
# The number is the one told before: "from the same line", "dalla medesima utenza".
_SAME = re.compile(
    r"\b(?:same|that) (?:\w{1,10} )?(?:number|line|phone|mobile|landline|cell)\b|\b(?:stess[oa]|medesim[oa]) (?:numero|utenza|linea|cellulare|telefono)\b"
)
_LONGEST = 3  # sentences in one event


@dataclass(frozen=True, slots=True)
class _Told:
    """One sentence with the indices of the findings in it."""

    start: int
    end: int
    words: str  # lower-case
    instants: tuple[int, ...]
    numbers: tuple[int, ...]
    staff: tuple[int, ...]
    references: tuple[int, ...]
    certain: bool = False  # an instant of a contact stands in it

    @property
    def contact(self) -> bool:
        """Whether it tells of a contact that has taken place."""
        if self.certain and not _TO_COME.search(self.words):
            return True
        if self.instants or self.numbers:
            past = _TO_COME.sub(" ", self.words)
            told = self.instants and (_TOLD.search(past) or (self.staff and _SAID.search(past)))
            return bool(_CONTACT.search(past) or told)
        return bool(self.staff) and bool(_SPOKE.search(self.words))


def events_in(text: str, findings: Sequence[Finding]) -> tuple[ContactEvent, ...]:
    """The contact events that the text tells of, in its order.

    Args:
        text: the reading's text.
        findings: what was found in it, sorted by place; the events point into this sequence.
    """
    if not findings:
        return ()
    told = _sentences(text, findings)
    events: list[ContactEvent] = []
    index = 0
    while index < len(told):
        index += 1
        first = told[index - 1]
        if not first.contact or (_TO_COME.search(first.words) and not first.instants):
            continue
        group = [first]
        while index < len(told) and len(group) < _LONGEST and _belongs(group, told[index]):
            group.append(told[index])
            index += 1
        events += _events(group, findings, events)
    return tuple(event for event in events if _tells(event))


def _tells(event: ContactEvent) -> bool:
    """Whether an event holds two facts at least: one alone can be looked up in its finding."""
    return sum(part is not None for part in (event.number, event.instant, event.staff, event.reference)) > 1


def _sentences(text: str, findings: Sequence[Finding]) -> list[_Told]:
    """The sentences that hold findings or neighbour one that does."""
    starts = [one.start for one in findings]
    told = []
    for start, end in context.sentences(text):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        told.append(_told(text, start, end, range(first, last), findings))
    return told


def _told(text: str, start: int, end: int, inside: range, findings: Sequence[Finding]) -> _Told:
    if not inside:
        return _Told(start, end, "", (), (), (), ())
    here = [(index, findings[index].kind, findings[index].role) for index in inside]
    dates = [(index, role) for index, kind, role in here if kind is FindingKind.DATE_TIME]
    contact = tuple(index for index, role in dates if role == "contact")
    return _Told(
        start=start,
        end=end,
        words=text[start:end].lower(),
        instants=contact or tuple(index for index, role in dates if role in ("other", "incident")),
        numbers=tuple(
            index for index, kind, role in here if kind is FindingKind.PHONE_NUMBER and role == "called_from"
        ),
        staff=tuple(index for index, kind, role in here if kind is FindingKind.PERSON_NAME and role == "staff"),
        references=tuple(
            index for index, kind, role in here if kind is FindingKind.TICKET_REFERENCE and role != "theirs"
        ),
        certain=bool(contact),
    )


def _belongs(group: list[_Told], more: _Told) -> bool:
    """Whether a sentence goes on about the contact before it instead of beginning another."""
    if more.contact and more.instants:
        return False
    news = more.numbers or more.staff or more.references
    taken = (more.numbers and any(one.numbers for one in group)) or (more.staff and any(one.staff for one in group))
    return bool(news) and not taken and bool(_GOES_ON.search(more.words) or more.contact)


def _events(group: list[_Told], findings: Sequence[Finding], earlier: list[ContactEvent]) -> list[ContactEvent]:
    """The events of one group of sentences: one per instant, or one when none is told."""
    instants = _separate([index for one in group for index in one.instants], findings)
    numbers = [index for one in group for index in one.numbers] or _same_number(group, earlier)
    staff = [index for one in group for index in one.staff]
    references = [index for one in group for index in one.references]
    start, end = group[0].start, group[-1].end
    if len(instants) < 2:
        instant = instants[0] if instants else None
        return [ContactEvent(_first(numbers), instant, _first(staff), _first(references), start, end)]
    return [
        ContactEvent(
            number=_nearest(instant, instants, numbers, findings, share=True),
            instant=instant,
            staff=_nearest(instant, instants, staff, findings, share=False),
            reference=_nearest(instant, instants, references, findings, share=False),
            start=start,
            end=end,
        )
        for instant in instants
    ]


def _same_number(group: list[_Told], earlier: list[ContactEvent]) -> list[int]:
    """The number of the event before, when this one says that it was the same."""
    if not any(_SAME.search(one.words) for one in group):
        return []
    return [one.number for one in reversed(earlier) if one.number is not None][:1]


def _first(indices: list[int]) -> int | None:
    return indices[0] if indices else None


def _separate(instants: list[int], findings: Sequence[Finding]) -> list[int]:
    """The instants that are contacts of their own: contact dates if there are any; a bare time only when alone."""
    contact = [index for index in instants if findings[index].role == "contact"] or instants[:1]
    dated = [index for index in contact if not findings[index].value.startswith("T")] or contact[:1]
    values: dict[str, int] = {}
    for index in dated:
        values.setdefault(findings[index].value, index)
    timed = {value.partition("T")[0] for value in values if "T" in value}
    return [index for value, index in values.items() if value not in timed]


def _nearest(
    instant: int, instants: list[int], facts: list[int], findings: Sequence[Finding], *, share: bool
) -> int | None:
    """The fact that belongs to this instant: the next of as many, else the nearest; a single number serves all."""
    if len(facts) == len(instants):
        return facts[instants.index(instant)]
    if share and len(facts) == 1:
        return facts[0]
    mine = [fact for fact in facts if min(instants, key=lambda one: _gap(findings[one], findings[fact])) == instant]
    return min(mine, key=lambda fact: _gap(findings[instant], findings[fact]), default=None)


def _gap(instant: Finding, fact: Finding) -> int:
    """Characters between an instant and a fact; what follows counts as a little nearer."""
    return fact.start - instant.end if fact.start >= instant.end else (instant.start - fact.end) * 2
