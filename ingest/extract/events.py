"""Contact events: the call or talk with us that sentences tell of, with its number, instant, colleague and reference.

Joins findings that the text ties together; finds nothing new, and tells nothing that the writer did not. Each finding
is weighed against each date near it by a linear model that was taught on letters (`python -m benchmarks.train_events`),
and the surest pairs are joined first: a contact has one of each kind at most, and a colleague or a reference belongs to
one contact only. A number told once may belong to several calls.
"""

import json
import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources

from ingest.extract import context
from ingest.extract.events_features import features
from ingest.extract.events_told import PARTS, Pair, Part, Told
from ingest.extract.events_words import SAYS
from ingest.model import ContactEvent, Finding, FindingKind

Weights = Mapping[Part, Mapping[str, float]]
WEIGHTS = "events.json"  # in ingest/extract/data
_SURE = 0.45
_BESIDE = 4  # findings between two mentions of one contact's day at most
_TAIL, _HOUR = 60, 25  # characters behind a contact's last part, and between a day and its hour
_SAME_NUMBER = re.compile(
    r"\b(?:same|that) (?:\w{1,10} )?(?:number|line|phone|mobile|landline|cell)\b"
    r"|\b(?:stess[oa]|medesim[oa]) (?:numero|utenza|linea|cellulare|telefono)\b"
)
_SPEAKS = {"spoke", "call", "said", "answered"}


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that ship: by part and feature."""
    kept: Weights = json.loads((resources.files("ingest.extract") / "data" / WEIGHTS).read_text("utf-8"))
    return kept


def events_in(text: str, findings: Sequence[Finding], *, taught: Weights | None = None) -> tuple[ContactEvent, ...]:
    """The contact events that the text tells of, in its order.

    Args:
        text: the reading's text.
        findings: what was found in it, sorted by place; the events point into this sequence.
        taught: weights by part and feature, instead of those that ship.
    """
    if len(findings) < 2:
        return ()
    told = Told(text, findings)
    scored = [(probability(told, pair, taught or weights()), pair) for pair in told.pairs()]
    tied = _tied(scored)
    merged = sorted(_merged(tied, findings), key=lambda parts: parts["instant"])
    _carried(merged, told, findings)
    events = [_event(_sharpened(parts, findings), findings) for parts in merged]
    return tuple(sorted((*events, *_undated(text, findings, told)), key=lambda one: (one.start, one.end)))


def probability(told: Told, pair: Pair, taught: Weights) -> float:
    """How likely the two are parts of one contact."""
    known = taught[pair.part]
    odds = sum(known.get(one, 0.0) for one in set(features(told, pair)))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


_Parts = dict[str, int]  # the index of each part's finding; "instant" is always among them


def _tied(scored: Iterable[tuple[float, Pair]]) -> list[_Parts]:
    """The contacts, the surest pairs joined first."""
    tied: dict[int, _Parts] = {}
    used: set[int] = set()
    for score, pair in sorted(scored, key=lambda one: (-one[0], one[1].fact.index, one[1].date.index)):
        if score < _SURE:
            break
        fact = pair.fact.index
        event = tied.get(pair.date.index, {})
        if pair.part in event or (pair.part != "number" and fact in used):
            continue
        used.add(fact)
        tied.setdefault(pair.date.index, {"instant": pair.date.index})[pair.part] = fact
    return list(tied.values())


def _merged(tied: list[_Parts], findings: Sequence[Finding]) -> list[_Parts]:
    """The contacts, two mentions of one day or of a day and its hour taken together; the surest is first."""
    kept: list[_Parts] = []
    near: dict[int, _Parts] = {}  # by the finding that is its instant
    for parts in tied:
        at = parts["instant"]
        beside = (near[index] for index in range(at - _BESIDE, at + _BESIDE + 1) if index in near)
        twin = next((one for one in beside if _same(one, parts, findings)), None)
        near[at] = twin or parts
        if twin is None:
            kept.append(parts)
        else:
            instant = max(twin["instant"], parts["instant"], key=lambda index: _exact(findings[index].value))
            twin.update({**parts, **twin, "instant": instant})
    return kept


def _same(one: _Parts, other: _Parts, findings: Sequence[Finding]) -> bool:
    """Whether two contacts are one: neighbouring words for one time, and nothing that differs."""
    if abs(one["instant"] - other["instant"]) > _BESIDE:
        return False
    days = [findings[each["instant"]].value.partition("T") for each in (one, other)]
    (day, _, hour), (its_day, _, its_hour) = days
    if (day and its_day and day != its_day) or (hour and its_hour and hour != its_hour):
        return False
    return all(
        findings[one[part]].value == findings[other[part]].value for part in PARTS if part in one and part in other
    )


def _carried(events: list[_Parts], told: Told, findings: Sequence[Finding]) -> None:
    """Give a contact that says so the number of the one before: "from the same line"."""
    number: int | None = None
    for parts in events:
        first, last = findings[min(parts.values())], findings[max(parts.values())]
        about = told.text[first.start : last.end + _TAIL].lower()
        if "number" not in parts and number is not None and _SAME_NUMBER.search(about):
            parts["number"] = number
        number = parts.get("number", number)


def _sharpened(parts: _Parts, findings: Sequence[Finding]) -> _Parts:
    """The contact with the hour that stands beside its day: "on 3 March, at ten"."""
    at = parts["instant"]
    day = findings[at].value
    if "T" in day or "/" in day:
        return parts
    for index in (at + 1, at - 1):
        if 0 <= index < len(findings) and findings[index].value.startswith(f"{day}T") and _beside(findings, at, index):
            return {**parts, "instant": index}
    return parts


def _beside(findings: Sequence[Finding], one: int, other: int) -> bool:
    first, second = sorted((one, other))
    return findings[other].role == "contact" and findings[second].start - findings[first].end < _HOUR


def _exact(value: str) -> int:
    """How much a value tells: a day with its hour, a day, an hour."""
    day, _, hour = value.partition("T")
    return 2 * bool(day) + bool(hour)


def _event(parts: _Parts, findings: Sequence[Finding]) -> ContactEvent:
    return ContactEvent(
        number=parts.get("number"),
        instant=parts.get("instant"),
        staff=parts.get("staff"),
        reference=parts.get("reference"),
        start=min(findings[index].start for index in parts.values()),
        end=max(findings[index].end for index in parts.values()),
    )


def _undated(text: str, findings: Sequence[Finding], told: Told) -> Iterator[ContactEvent]:
    """Talks in letters that name no day of a contact: a colleague with a number or a reference in one sentence."""
    if told.values["date"]:
        return
    starts = [one.start for one in findings]
    for first, last in context.sentences(text):
        inside = range(bisect_left(starts, first), bisect_left(starts, last))
        if len(inside) < 2 or not _SPEAKS & {says for word in told.words(first, last) for says in SAYS.get(word, ())}:
            continue
        parts = _wanted(inside, findings)
        if "staff" in parts and len(parts) > 1:
            yield _event(parts, findings)


_ROLES = {
    (FindingKind.PERSON_NAME, "staff"): "staff",
    (FindingKind.PHONE_NUMBER, "called_from"): "number",
    (FindingKind.TICKET_REFERENCE, "ours"): "reference",
}


def _wanted(inside: Iterable[int], findings: Sequence[Finding]) -> _Parts:
    parts: _Parts = {}
    for index in inside:
        part = _ROLES.get((findings[index].kind, findings[index].role))
        if part is not None:
            parts.setdefault(part, index)
    return parts
