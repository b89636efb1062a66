"""Says whose names they are: the complainant's, a colleague's, a third party's or somebody else's.

Weighs the cues of every mention, lets mentions of the same person agree, and lets the mail's sender and the staff
directory have their say. It adds no names.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.extract.names_cues import ROLES, Cue
from ingest.extract.names_lexicon import folded
from ingest.extract.staff import StaffMember, match


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in the text with what is known of it so far."""

    start: int  # characters
    end: int
    name: str  # tidied
    cues: tuple[Cue, ...]  # strongest first
    confidence: float  # that it is a name with these ends
    role: str = "other"
    role_confidence: float = 0.0
    reason: str = ""


def with_roles(mentions: Sequence[Mention], *, sender: str, staff: Sequence[StaffMember]) -> list[Mention]:
    """The mentions with their roles.

    Args:
        mentions: the names of one reading, in order.
        sender: the mail's display name, tidied; "" when there is none.
        staff: the directory.
    """
    weighed = [_weighed(mention, sender, staff) for mention in mentions]
    return _agreed(weighed)


def _weighed(mention: Mention, sender: str, staff: Sequence[StaffMember]) -> Mention:
    """One mention by its own cues."""
    if sender and akin(mention.name, sender):
        role, sure = ROLES[Cue.SENDER_NAME]
        return replace(mention, role=role, role_confidence=sure, reason=str(Cue.SENDER_NAME))
    cue = mention.cues[0]
    role, sure = ROLES[cue]
    known = match(mention.name, staff) if role != "complainant" and staff else None
    if known and (known.whole or role == "staff"):
        reason = f"in the staff directory as {known.member.id}" if known.only else "in the staff directory"
        return replace(mention, role="staff", role_confidence=0.97 if known.whole else 0.93, reason=reason)
    return replace(mention, role=role, role_confidence=sure, reason=str(cue))


def _agreed(mentions: list[Mention]) -> list[Mention]:
    """Let mentions of the same person take the role of the surest among them."""
    surest: dict[str, Mention] = {}
    for mention in mentions:
        for word in _words(mention.name):
            if word not in surest or mention.role_confidence > surest[word].role_confidence:
                surest[word] = mention
    agreed = []
    for mention in mentions:
        leads = [surest[word] for word in _words(mention.name) if akin(mention.name, surest[word].name)]
        lead = max(leads, key=lambda other: other.role_confidence, default=mention)
        if lead.role != mention.role and lead.role_confidence > mention.role_confidence:
            reason = f"the same person: {lead.reason}"
            mention = replace(mention, role=lead.role, role_confidence=lead.role_confidence * 0.97, reason=reason)  # noqa: PLW2901 - the loop's own copy
        agreed.append(mention)
    return agreed


def akin(one: str, other: str) -> bool:
    """Whether two tidied names can be the same person's: all words of the shorter fit some of the longer."""
    short, long = sorted((_words(one), _words(other)), key=len)
    return bool(short) and all(any(_fits(word, whole) for whole in long) for word in short)


def _fits(word: str, other: str) -> bool:
    return word == other or (1 in (len(word), len(other)) and word[0] == other[0])


def _words(name: str) -> list[str]:
    return [word for word in folded(name).replace(".", " ").split() if word]


def repeated(mentions: Sequence[Mention]) -> dict[str, int]:
    """How often each whole name occurs, folded."""
    counts: dict[str, int] = defaultdict(int)
    for mention in mentions:
        counts[folded(mention.name)] += 1
    return counts
