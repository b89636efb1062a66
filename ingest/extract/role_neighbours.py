"""What other findings tell about one: the same fact elsewhere, and at a second look the roles of those beside it.

Weighs nothing; it hands out features, as `role_features` does.
"""

from bisect import bisect_left
from collections.abc import Sequence

from ingest.extract.names_people import same_people
from ingest.extract.role_text import Told, run
from ingest.model import Finding, FindingKind

NEAREST = 15  # mentions of the same fact that are looked at, on either side: who repeats a thing says no more by it


def same_facts(found: Sequence[Finding]) -> list[list[int]]:
    """For each finding the indices of those that are the same fact, itself among them: a value, or a person."""
    by_value: dict[tuple[FindingKind, str], list[int]] = {}
    for at, one in enumerate(found):
        by_value.setdefault((one.kind, one.value), []).append(at)
    same = [by_value[one.kind, one.value] for one in found]
    named = [at for at, one in enumerate(found) if one.kind is FindingKind.PERSON_NAME]
    for at, people in zip(named, same_people([found[at].value for at in named]), strict=True):
        same[at] = [named[other] for other in people]
    return [_near(at, group) for at, group in enumerate(same)]


def _near(at: int, group: list[int]) -> list[int]:
    """The nearest of a group of indices, this one among them."""
    place = bisect_left(group, at)
    return group[max(0, place - NEAREST) : place + NEAREST + 1]


def second_look(
    found: Sequence[Finding], text: Told, same: Sequence[list[int]], roles: Sequence[str], odds: Sequence[float]
) -> list[list[str]]:
    """What a first look at all the findings tells about each.

    Args:
        found: all findings in order.
        text: the text around them.
        same: see `same_facts`.
        roles: the likeliest role of each at first look.
        odds: how likely, 0 to 1.
    """
    marks = [f"{one.kind} {role}" for one, role in zip(found, roles, strict=True)]
    third = any(mark == "person_name third_party" for mark in marks)
    return [_looked(at, text, same[at], marks, odds, third=third) for at in range(len(found))]


def _looked(
    at: int, text: Told, same: list[int], marks: Sequence[str], odds: Sequence[float], *, third: bool
) -> list[str]:
    place = text.places[at]
    begin, end = run(text.bounds, place)
    looked = [f"self {marks[at]}", f"self {marks[at]} {int(odds[at] * 5)}", f"third {third}"]
    for name, step in (("left", -1), ("right", 1)):
        other = at + step
        if not 0 <= other < len(marks):
            looked.append(f"no {name}")
            continue
        inside = begin <= text.places[other] < end
        gap = min(4, abs(text.places[other] - place) // 3)
        looked += [f"{name} {marks[other]} {inside}", f"{name} {marks[other]} {gap}"] if gap < 4 or inside else []
    looked += {
        f"beside {marks[other]}" for other in range(max(0, at - 5), min(len(marks), at + 6))
        if other != at and begin <= text.places[other] < end
    }  # fmt: skip
    kind = marks[at].partition(" ")[0]
    before = next((marks[other] for other in range(at - 1, -1, -1) if marks[other].startswith(kind)), "none")
    after = next((marks[other] for other in range(at + 1, len(marks)) if marks[other].startswith(kind)), "none")
    looked += [f"before {before}", f"after {after}"]
    others = [other for other in same if other != at]
    if others:
        best = max(others, key=lambda other: odds[other])
        looked += [f"same {marks[best]}", f"same {marks[best]} {int(odds[best] * 5)}"]
    return looked
