"""Looks a contact event up in the call records: matched, a near miss, no such call, or nothing to look up.

A verdict comes with the call and the reason in words, as evidence for a person. It accuses nobody: a near miss is a
call that differs in one respect, and "no such call" only says that the records hold none. Reads no files.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from ingest.extract.call_records import BadRow, CallColumns, CallRecord, CallSettings, records
from ingest.model import ContactEvent, Extraction, Finding

__all__ = [
    "BadRow",
    "Call",
    "CallColumns",
    "CallMatch",
    "CallRecord",
    "CallSettings",
    "confirmed",
    "looked_up",
    "period",
    "records",
    "verdict",
]

Verdict = Literal["matched", "near", "none", "unchecked"]
Period = tuple[datetime, datetime]  # the first and the last instant, aware


class Call(Protocol):
    """A call, as an export or the ledger has it."""

    @property
    def caller(self) -> str:
        """E.164 or digits; "" when withheld."""

    @property
    def start(self) -> datetime:
        """Aware."""

    @property
    def seconds(self) -> int:
        """How long it lasted."""

    @property
    def agent(self) -> str:
        """Who took it; "" when nobody did."""


class Ledger(Protocol):
    """Where call records are kept."""

    def covers(self, between: Period | None) -> bool:
        """Whether there are records of those days, or any at all when no days are told."""

    def candidates(
        self, number: str | None, between: Period | None, alike: Callable[[str], bool] | None
    ) -> Iterable[Call]:
        """The calls from a number, or taken by somebody of a name like the one told, in those days."""


@dataclass(frozen=True, slots=True)
class CallMatch:
    """What the call records say about one contact event."""

    verdict: Verdict
    record: Call | None  # the call, or the one that comes nearest
    reason: str  # what agrees and what does not, in words


@dataclass(frozen=True, slots=True)
class _Told:
    """What the writer told of a call, ready to compare."""

    number: str | None
    first: datetime | None  # the earliest and the latest instant it may have begun, aware
    last: datetime | None
    staff: str | None
    dated: bool  # an instant was told at all
    timed: bool  # with the time of day


def verdict(event: ContactEvent, findings: Sequence[Finding], ledger: Ledger, *, settings: CallSettings) -> CallMatch:
    """What the call records that are kept say about one event.

    Args:
        event: an event of an extraction.
        findings: that extraction's findings, which the event points into.
        ledger: where the records are.
        settings: how exactly people remember.
    """
    told = _told(event, findings, settings)
    between = period(event, findings, settings=settings)
    if _enough(told) and not ledger.covers(between):
        return CallMatch("unchecked", None, "no call records of those days")
    alike = partial(_alike, staff=told.staff, settings=settings) if told.staff else None
    calls = ledger.candidates(told.number, between, alike) if _enough(told) else ()
    return looked_up(event, findings, calls, settings=settings)


def _enough(told: _Told) -> bool:
    """Whether enough is told to find a call by it: a number, or a colleague and a day."""
    return bool(told.number or (told.staff and told.first))


def looked_up(
    event: ContactEvent, findings: Sequence[Finding], calls: Iterable[Call], *, settings: CallSettings
) -> CallMatch:
    """What the call records say about one event.

    Args:
        event: an event of an extraction.
        findings: that extraction's findings, which the event points into.
        calls: the records of the days in question (see `period`), in any order.
        settings: how exactly people remember.
    """
    told = _told(event, findings, settings)
    if not told.number and not told.first:
        return CallMatch("unchecked", None, "neither a number nor a day is told")
    if not told.number and not told.staff:
        return CallMatch("unchecked", None, "a day alone is not enough to find a call")
    judged = sorted(
        (one for call in calls if (one := _judged(call, told, settings))),
        key=lambda one: (one[0], one[1], one[2].start),
    )
    if not judged:
        return CallMatch("none", None, f"no call {_asked(told)}")
    rank, _, call, reason = judged[0]
    return CallMatch("matched" if rank == 0 else "near", call, reason)


def period(
    event: ContactEvent, findings: Sequence[Finding], *, settings: CallSettings
) -> tuple[datetime, datetime] | None:
    """Between which instants (aware, UTC) the records are worth fetching; None when the event tells no day."""
    told = _told(event, findings, settings)
    if not told.first or not told.last:
        return None
    margin = timedelta(days=settings.days, minutes=settings.minutes)
    return (told.first - margin).astimezone(UTC), (told.last + margin).astimezone(UTC)


def confirmed(extraction: Extraction, matches: Sequence[CallMatch]) -> Extraction:
    """The extraction with more confidence in what call records bear out.

    Args:
        extraction: what was found.
        matches: the verdict on each of its events, in the same order.
    """
    borne_out = {
        index
        for event, match in zip(extraction.events, matches, strict=True)
        if match.verdict == "matched"
        for index in (event.number, event.instant)
        if index is not None
    }
    findings = tuple(
        replace(one, confidence=1 - (1 - one.confidence) * 0.3, reason=one.reason + ", in the call records")
        if index in borne_out
        else one
        for index, one in enumerate(extraction.findings)
    )
    return replace(extraction, findings=findings)


def _told(event: ContactEvent, findings: Sequence[Finding], settings: CallSettings) -> _Told:
    value: Callable[[int | None], str | None] = lambda index: None if index is None else findings[index].value  # noqa: E731
    instant = value(event.instant)
    first, last, timed = _bounds(instant, ZoneInfo(settings.zone)) if instant else (None, None, False)
    return _Told(value(event.number), first, last, value(event.staff), first is not None, timed)


def _bounds(value: str, zone: ZoneInfo) -> tuple[datetime | None, datetime | None, bool]:
    """The earliest and latest instant an ISO value allows: a day, a minute, or a range of either."""
    opening, _, closing = value.partition("/")
    try:
        first, last = _moment(opening, time.min, zone), _moment(closing or opening, time(23, 59, 59), zone)
    except ValueError:
        return None, None, False
    return (first, last, "T" in value) if first <= last else (None, None, False)


def _moment(text: str, hour: time, zone: ZoneInfo) -> datetime:
    if "T" in text:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return datetime.combine(date.fromisoformat(text), hour, zone)


_Judged = tuple[int, float, Call, str]  # rank (0: matched), how far off in seconds, the call, the reason


def _judged(call: Call, told: _Told, settings: CallSettings) -> _Judged | None:
    """How well a call fits what was told; None when it differs in more than one respect."""
    off = _off(call, told, settings)
    same_number = told.number is not None and call.caller == told.number
    same_agent = told.staff is not None and _alike(call.agent, staff=told.staff, settings=settings)
    differs: list[str] = []
    if told.number and not same_number:
        differs.append(f"called from {call.caller or 'a withheld number'}")
    if off:
        differs.append(f"{_distance(off)} off")
    if told.staff and call.agent and not same_agent:
        differs.append(f"taken by {call.agent}")
    if off > settings.days * 86400 or not (same_number or same_agent or _slip(call.caller, told.number)):
        return None
    return _ranked(call, told, differs, off, same_number=same_number, same_agent=same_agent)


def _ranked(
    call: Call, told: _Told, differs: list[str], off: float, *, same_number: bool, same_agent: bool
) -> _Judged | None:
    """The rank of a call: a right number at the right time matches whoever took it; one difference is a near miss."""
    agrees = [
        word
        for word, right in (("number", same_number), ("day", told.dated and not off), ("colleague", same_agent))
        if right
    ]
    words = f"same {' and '.join(agrees)}" if agrees else "a number like it"
    reason = f"{words}; {', '.join(differs)}" if differs else words
    if not off and ((same_number and (told.dated or same_agent)) or (same_agent and not told.number and told.dated)):
        return (0, 0.0 if same_agent or not told.staff else 1.0, call, reason)
    return (1, off, call, reason) if len(differs) <= 1 else None


def _off(call: Call, told: _Told, settings: CallSettings) -> float:
    """Seconds by which the call lies outside the told time; 0 when inside, or when no time was told."""
    if not told.first or not told.last:
        return 0.0
    slack = timedelta(minutes=settings.minutes) if told.timed else timedelta(0)
    early = (told.first - slack - call.start).total_seconds()
    late = (call.start - told.last - slack).total_seconds()
    return max(0.0, early, late)


def _distance(seconds: float) -> str:
    if seconds >= 86400:
        return f"{seconds / 86400:.0f} days"
    return f"{seconds / 3600:.0f} hours" if seconds >= 5400 else f"{seconds / 60:.0f} minutes"


def _alike(agent: str, *, staff: str, settings: CallSettings) -> bool:
    from rapidfuzz import fuzz

    return bool(agent) and fuzz.token_set_ratio(agent.lower(), staff.lower()) >= settings.agent_likeness


def _slip(caller: str, told: str | None) -> bool:
    """Whether two numbers differ by one digit or one swap of neighbours, as mistyped and misread ones do."""
    if not told or len(caller) != len(told) or caller == told:
        return False
    wrong = [index for index in range(len(told)) if caller[index] != told[index]]
    swapped = (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and caller[wrong[0]] == told[wrong[1]]
        and caller[wrong[1]] == told[wrong[0]]
    )
    return len(wrong) == 1 or swapped


def _asked(told: _Told) -> str:
    parts = [f"from {told.number}" if told.number else "", f"with {told.staff}" if told.staff else ""]
    if told.first and told.last:
        parts.append(f"on {told.first:%d %B %Y}" if told.first.date() == told.last.date() else "in those days")
    return " ".join(part for part in parts if part)
