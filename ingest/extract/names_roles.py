"""Says whose names they are: the complainant's, a colleague's, a third party's or somebody else's.

Weighs the cues and words around every mention with a small trained model, lets mentions of the same person agree, and
lets the mail's sender and the staff directory have their say. It adds no names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.extract.names_cues import ROLES, Cue, line_of
from ingest.extract.names_lexicon import DATA, Flag, flags_of, folded
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_weights import Weights, load
from ingest.extract.names_words import groups_of
from ingest.extract.staff import StaffMember, match

# The letter says that it is written for somebody, or that the account is another's.
_FOR_ANOTHER = re.compile(
    r"\b(?:on behalf|(?:i|we) act|acting for|for whom|power of attorney|(?:account|policy) ?holder|bill payer"
    r"|whose (?:account|bill|line|contract|name)|in (?:her|his|their) name|(?:my|our) clients?|executor|(?:my|the) late"
    r"|carer|authori[sz]ed? me|write for (?:him|her|them|my)|(?:per|a) (?:conto|nome)|da parte d|intestat\w{1,4}"
    r"|deleg\w{1,4}|assistit[oaie]|procura|tutor\w|amministrat\w{2,4} di sostegno|l'utenza (?:e|è|di)"
    r"|im (?:namen|auftrag)|vollmacht|au nom de|en nombre de)\b",
    re.IGNORECASE,
)
# Relations that people write letters for; for a husband, a daughter or a neighbour the letter itself must say so.
_ELDERS = """
    mother father mum mom dad grandmother grandfather gran nan nana grandma grandpa aunt uncle godmother godfather
    madre padre mamma papa nonna nonno zia zio suocera suocero
"""
_ELDER = frozenset(f"before {word}" for word in _ELDERS.split())
MOST = 300  # names in a text that are compared with each other
FIRM = frozenset({Cue.FIELD_SELF, Cue.FIELD_STAFF, Cue.CLOSING})  # cues that need no weighing


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in the text with what is known of it so far."""

    start: int  # characters
    end: int
    name: str  # tidied
    cues: tuple[Cue, ...]  # strongest first
    around: tuple[str, ...]  # the words around it, as features
    confidence: float  # that it is a name with these ends
    role: str = "other"
    role_confidence: float = 0.0
    reason: str = ""


def around(tokens: Tokens, first: int, end: int, *, section: str, share: float) -> tuple[str, ...]:
    """What stands around a name, for the role model.

    Args:
        tokens: the whole text's tokens.
        first: index of the name's first token.
        end: index after its last.
        section: the kind of the section it stands in, or "".
        share: how far into the text it stands, 0 to 1.
    """
    begin, stop = line_of(tokens, first)
    words = ["¶"] * 4 + tokens.texts[max(begin, first - 12) : first]
    after = [*tokens.texts[end : min(stop, end + 3)], "¶", "¶", "¶"]
    told = [f"-{at}={folded(words[-at])}" for at in (1, 2, 3)] + [f"+{at}={folded(after[at])}" for at in (0, 1)]
    told += [f"-1-2={folded(words[-2])} {folded(words[-1])}", f"+0+1={folded(after[0])} {folded(after[1])}"]
    told += [f"<{letter}" for word in words[-6:] for letter in groups_of(word)]
    told += [f">{letter}" for word in after[:3] for letter in groups_of(word)]
    told += [f"before {folded(word)}" for word in words[-7:] if word != "¶"]
    told.append(f"form {_form(tokens, first, end)}")
    told += ["alone"] if end - first >= stop - begin - 1 else []
    told += ["bol"] if first == begin else []
    return (*told, f"in {section}", f"at {int(share * 5)}", f"size {min(end - first, 3)}", "all")


def _form(tokens: Tokens, first: int, end: int) -> str:
    """How the name is written: with a title, whole, a forename alone, or another word alone."""
    if first and "T" in groups_of(tokens.texts[first - 1]):
        return "titled"
    if end - first > 1:
        return "whole"
    return "forename" if flags_of(tokens.texts[first]) & (Flag.FORENAME | Flag.FORENAME_RARE) else "word"


def with_roles(mentions: Sequence[Mention], text: str, *, sender: str, staff: Sequence[StaffMember]) -> list[Mention]:
    """The mentions with their roles.

    Args:
        mentions: the names of one reading, in order.
        text: that reading's text.
        sender: the mail's display name, tidied; "" when there is none.
        staff: the directory.
    """
    if not mentions:
        return []
    model = _model()
    odds = model.odds(model.sums(role_features(mentions, sender))).tolist()
    weighed = [_weighed(mention, share, model.labels) for mention, share in zip(mentions, odds, strict=True)]
    if not _FOR_ANOTHER.search(text):
        weighed = [_related(mention) for mention in weighed]
    return [_confirmed(mention, staff) for mention in _agreed(weighed)]


@cache
def _model() -> Weights:
    return load(DATA / "names_roles.npz")


def role_features(mentions: Sequence[Mention], sender: str) -> list[tuple[str, ...]]:
    """For each mention its own cues and words, and the cues of the other mentions of the same person."""
    told = []
    for mention, same in zip(mentions, _same_people([mention.name for mention in mentions]), strict=True):
        others = {cue for at in same if mentions[at] is not mention for cue in mentions[at].cues}
        like = ["like sender"] if sender and akin(mention.name, sender) else ["sender known"] if sender else []
        own = [f"cue {cue.name}" for cue in mention.cues] + [f"first cue {mention.cues[0].name}"]
        told.append((*mention.around, *own, *(f"elsewhere {cue.name}" for cue in sorted(others)), *like))
    return told


def _weighed(mention: Mention, odds: Sequence[float], labels: Sequence[str]) -> Mention:
    """One mention with its likeliest role; the strongest cue that speaks for it is the reason."""
    if mention.cues[0] in FIRM:
        role, sure = ROLES[mention.cues[0]]
    else:
        sure, role = max(zip(odds, labels, strict=True))
    reason = next((cue for cue in mention.cues if ROLES[cue][0] == role), None)
    return replace(mention, role=role, role_confidence=sure, reason=str(reason or "by the words around it"))


def _related(mention: Mention) -> Mention:
    """A relation is a third party only where somebody writes for them; else a person like any other."""
    if mention.role != "third_party" or Cue.BEHALF in mention.cues or _ELDER & set(mention.around):
        return mention
    return replace(mention, role="other")


def _agreed(mentions: list[Mention]) -> list[Mention]:
    """Let mentions of the same person take the role of the surest among them."""
    agreed = []
    for mention, same in zip(mentions, _same_people([mention.name for mention in mentions]), strict=True):
        lead = max((mentions[at] for at in same), key=lambda other: other.role_confidence)
        if lead.role != mention.role and lead.role_confidence > mention.role_confidence:
            reason = f"the same person: {lead.reason}"
            agreed.append(replace(mention, role=lead.role, role_confidence=lead.role_confidence * 0.97, reason=reason))
        else:
            agreed.append(mention)
    return agreed


def _confirmed(mention: Mention, staff: Sequence[StaffMember]) -> Mention:
    """The staff directory's word on a mention: a whole name makes a colleague, a part of one confirms one."""
    known = match(mention.name, staff) if staff and mention.role != "complainant" else None
    if known is None or not (known.whole or mention.role == "staff"):
        return mention
    reason = f"in the staff directory as {known.member.id}" if known.only else "in the staff directory, more than once"
    return replace(mention, role="staff", role_confidence=0.98 if known.whole else 0.94, reason=reason)


def _same_people(names: Sequence[str]) -> list[list[int]]:
    """For each name the indices of those that are the same person's, its own among them.

    A word that several people bear, such as a family's surname, ties none of them together. In a text with more names
    than any letter has, each name is on its own: to compare all with all would take too long.
    """
    if len(names) > MOST:
        return [[at] for at in range(len(names))]
    whole = {name for name in names if len(_words(name)) > 1}
    shared = {name for name in {*names} - whole if _borne_by_several(name, whole)}
    return [
        [
            at
            for at, other in enumerate(names)
            if akin(name, other) and (name == other or not (name in shared or other in shared))
        ]
        for name in names
    ]


def _borne_by_several(name: str, whole: set[str]) -> bool:
    """Whether people who are not the same fit a name of one word."""
    bearers = [other for other in whole if akin(name, other)]
    return any(not akin(one, other) for one in bearers for other in bearers)


@lru_cache(maxsize=20_000)
def akin(one: str, other: str) -> bool:
    """Whether two tidied names can be the same person's: all words of the shorter fit some of the longer."""
    if one == other:
        return True
    short, long = sorted((_words(one), _words(other)), key=len)
    return bool(short) and all(any(_fits(word, whole) for whole in long) for word in short)


def _fits(word: str, other: str) -> bool:
    return word == other or (1 in (len(word), len(other)) and word[0] == other[0])


@lru_cache(maxsize=5_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(folded(name).replace(".", " ").split())
