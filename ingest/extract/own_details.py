"""Numbers and addresses at the head and the foot of a letter, where people write how they can be reached.

Only what no word claims for somebody else is given to the writer. It changes no value and finds nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.model import Finding, FindingKind, Reading, SectionKind

_LONGEST = 9  # words of a line that may belong to a head or a foot
_MOST = 12  # lines
_ROLES = {FindingKind.PHONE_NUMBER: "call_back", FindingKind.EMAIL_ADDRESS: "complainant"}
_FOREIGN = frozenset({SectionKind.QUOTE, SectionKind.FORWARD, SectionKind.DISCLAIMER, SectionKind.ATTACHMENT})


def with_own(found: Sequence[Finding], reading: Reading) -> list[Finding]:
    """The findings in their order, with the writer's own numbers and addresses known as such.

    Args:
        found: all findings of a reading.
        reading: its text and sections.
    """
    if not any(_open(one) for one in found):
        return list(found)
    end = min((one.start for one in reading.sections if one.kind in _FOREIGN), default=len(reading.text))
    head, foot = _edges(reading.text, end)
    return [_own(one) if _open(one) and (one.end <= head or foot <= one.start < end) else one for one in found]


def _open(one: Finding) -> bool:
    """Whether it is a number or address of which nothing tells whose it is."""
    if one.kind is FindingKind.PHONE_NUMBER:
        return one.role == "other" and ", " not in one.reason
    return one.kind is FindingKind.EMAIL_ADDRESS and one.role == "other" and "nothing says whose" in one.reason


def _edges(text: str, end: int) -> tuple[int, int]:
    """Where the short lines at the beginning end, and where those at the end begin."""
    lines = text[:end].splitlines(keepends=True)
    head = sum(map(len, _short(lines)))
    foot = end - sum(map(len, _short(reversed(lines))))
    return head, foot


def _short(lines: Iterable[str]) -> list[str]:
    """The lines before the first long one."""
    kept: list[str] = []
    for line in lines:
        if len(line.split()) > _LONGEST or len(kept) == _MOST:
            return kept
        kept.append(line)
    return kept


def _own(one: Finding) -> Finding:
    return replace(one, role=_ROLES[one.kind], reason=f"{one.reason}, where writers say how to reach them")
