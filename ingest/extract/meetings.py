"""Dates that stand beside a colleague's name, a number called from or a reference of ours: the days of contacts.

Only a date that no word speaks for is given this role ("Stella, 20 May"). It changes no value and finds nothing.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from ingest.extract import context
from ingest.model import Finding, FindingKind

_REACH = 60  # characters between a date and the name or number it belongs to
_SIGNS = {
    (FindingKind.PERSON_NAME, "staff"): "a colleague's name",
    (FindingKind.PHONE_NUMBER, "called_from"): "a number called from",
    (FindingKind.TICKET_REFERENCE, "ours"): "our reference",
}


def with_contacts(found: Sequence[Finding], text: str) -> list[Finding]:
    """The findings in their order, with the dates of contacts known as such.

    Args:
        found: all findings of a text, in its order.
        text: the text.
    """
    starts = [one.start for one in found]
    return [_with_contact(one, found, starts, text) if _open(one) else one for one in found]


def _open(one: Finding) -> bool:
    """Whether it is a date whose role no word told."""
    return one.kind is FindingKind.DATE_TIME and one.role == "incident" and ", after '" not in one.reason


def _with_contact(one: Finding, found: Sequence[Finding], starts: list[int], text: str) -> Finding:
    first, last = context.sentence(text, one.start, one.end, _REACH)
    beside = found[bisect_left(starts, first) : bisect_left(starts, last)]
    sign = next((_SIGNS[key] for other in beside if (key := (other.kind, other.role)) in _SIGNS), None)
    return replace(one, role="contact", reason=f"{one.reason}, beside {sign}") if sign else one
