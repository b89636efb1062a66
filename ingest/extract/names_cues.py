"""The cue grammar: what stands around a name and tells whose name it is.

"I spoke to ...", "my mother ...", "per conto di ...", "Dear Mr ...", the line under "Yours sincerely". It names the
cues of a span of tokens in order of strength; it finds no names and weighs no odds.
"""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from ingest.extract.names_lexicon import folded
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_words import groups_of
from ingest.model import Reading, Section, SectionKind

REACH = 6  # tokens to the left that are searched for a cue
_TOP = 3  # a "From:" in the first lines is the writer's own
BREAKS = frozenset(".;!?")


class Cue(StrEnum):
    """One kind of sign, in the words of a finding's reason."""

    FIELD_SELF = "in the form's name field"
    FIELD_STAFF = "in the form's staff field"
    CLOSING = "alone at the end of the letter"
    SENDER_NAME = "like the mail's sender"
    SIGNATURE = "under the sign-off"
    SELF = "introduces themself"
    ADDRESS_BLOCK = "in the sender's address"
    SALUTATION = "in the salutation"
    BEHALF = "after 'on behalf of'"
    KIN = "a relation of the writer"
    OUTSIDER = "with a calling outside our office"
    STAFF = "with a job at our office"
    SPOKEN = "somebody spoken to"
    YOURS = "after 'your'"
    SOMEBODY = "named as somebody met"
    ACTED = "did something to the writer"
    WORKPLACE = "beside one of our offices"
    HEADER_FROM = "in a quoted From line"
    HEADER_TO = "in a quoted To line"
    QUOTED_SIGNATURE = "signs a quoted message"
    QUOTED_SALUTATION = "greeted in a quoted message"
    PLAIN = "a name in the text"


ROLES = {
    Cue.FIELD_SELF: "complainant",
    Cue.FIELD_STAFF: "staff",
    Cue.CLOSING: "complainant",
    Cue.SENDER_NAME: "complainant",
    Cue.SIGNATURE: "complainant",
    Cue.SELF: "complainant",
    Cue.ADDRESS_BLOCK: "complainant",
    Cue.SALUTATION: "staff",
    Cue.BEHALF: "third_party",
    Cue.KIN: "third_party",
    Cue.OUTSIDER: "other",
    Cue.STAFF: "staff",
    Cue.SPOKEN: "staff",
    Cue.YOURS: "staff",
    Cue.SOMEBODY: "staff",
    Cue.ACTED: "staff",
    Cue.WORKPLACE: "staff",
    Cue.HEADER_FROM: "staff",
    Cue.HEADER_TO: "complainant",
    Cue.QUOTED_SIGNATURE: "staff",
    Cue.QUOTED_SALUTATION: "complainant",
    Cue.PLAIN: "other",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the sections of a reading begin, to be looked up by character."""

    starts: list[int]
    sections: list[Section]

    def kind_at(self, place: int) -> tuple[SectionKind | None, str]:
        """The innermost section at a character, and its label."""
        last = bisect_right(self.starts, place)
        for section in reversed(self.sections[max(0, last - 12) : last]):
            if section.start <= place < section.end:
                return section.kind, section.label or ""
        return None, ""


def layout_of(reading: Reading) -> Layout:
    """The sections of a reading in order of their beginnings, outer before inner."""
    sections = sorted(reading.sections, key=lambda section: (section.start, -section.end))
    return Layout([section.start for section in sections], sections)


def cues(tokens: Tokens, first: int, end: int, layout: Layout) -> list[Cue]:
    """The cues of the name `tokens[first:end]`, strongest first; always at least one.

    Args:
        tokens: the whole text's tokens.
        first: index of the name's first token.
        end: index after its last.
        layout: the text's sections.
    """
    kind, label = layout.kind_at(tokens.starts[first])
    found = {*_section_cues(kind, label), *_line_cues(tokens, first, end, kind), *_near_cues(tokens, first, end)}
    return sorted(found or {Cue.PLAIN}, key=list(Cue).index)


def _section_cues(kind: SectionKind | None, label: str) -> list[Cue]:
    if kind is SectionKind.FIELD:
        staff = any(word in label for word in ("staff", "agent", "spoke", "colleague"))
        return [Cue.FIELD_STAFF] if staff else [Cue.FIELD_SELF] if "name" in label else []
    return {
        SectionKind.SENDER: [Cue.ADDRESS_BLOCK],
        SectionKind.SALUTATION: [Cue.SALUTATION],
        SectionKind.SIGN_OFF: [Cue.SIGNATURE],
        SectionKind.SIGNATURE: [Cue.SIGNATURE],
    }.get(kind or SectionKind.BODY, [])


def _line_cues(tokens: Tokens, first: int, end: int, kind: SectionKind | None) -> list[Cue]:
    """What the name's line and the line before it say."""
    begin, stop = line_of(tokens, first)
    quoted = kind in (SectionKind.QUOTE, SectionKind.FORWARD) or tokens.texts[begin] == ">"
    while begin < first and tokens.texts[begin] == ">":
        begin += 1
    opener = groups_of(tokens.texts[begin])
    found = []
    if "H" in opener and begin + 1 < stop and ":" in tokens.texts[begin + 1 : begin + 4]:
        from_line = folded(tokens.texts[begin]) in {"from", "da", "von", "de", "van"}
        own = from_line and not quoted and tokens.lines[begin] <= _TOP
        found.append(Cue.SELF if own else Cue.HEADER_FROM if from_line else Cue.HEADER_TO)
    elif "D" in opener and first - begin <= 4 and (stop - end <= 2 or tokens.texts[end] == ","):
        found.append(Cue.QUOTED_SALUTATION if quoted else Cue.SALUTATION)
    below = first - begin <= 2 and stop - end <= 2 and signed_off(tokens, begin)
    if below or ("G" in opener and first - begin <= 6 and stop - end <= 4):
        found.append(Cue.QUOTED_SIGNATURE if quoted else Cue.SIGNATURE)
    if first - begin <= 2 and not quoted and _before_address(tokens, begin, end, stop):
        found.append(Cue.ADDRESS_BLOCK)
    return found


def _before_address(tokens: Tokens, begin: int, end: int, stop: int) -> bool:
    """Whether a name at the beginning of a line has an address behind it, in that line or in the next two."""
    if stop - end <= 1 and tokens.lines[begin] <= 3:
        behind = tokens.texts[stop : stop + 8]
    elif end < stop and tokens.texts[end] in {",", "-", "–"}:
        behind = tokens.texts[end : min(stop, end + 10)]
    else:
        return False
    return any(word[0].isdigit() for word in behind) and any("A" in groups_of(word) for word in behind)


def line_of(tokens: Tokens, at: int) -> tuple[int, int]:
    """The token indices at which the line of a token begins and ends; long lines are cut at 60 tokens."""
    begin = stop = at
    while begin and at - begin < 60 and tokens.lines[begin - 1] == tokens.lines[at]:
        begin -= 1
    while stop < len(tokens.texts) and stop - at < 60 and tokens.lines[stop] == tokens.lines[at]:
        stop += 1
    return begin, stop


def signed_off(tokens: Tokens, begin: int) -> bool:
    """Whether the line before the one that begins at this token is a sign-off such as "Yours sincerely,"."""
    if not begin:
        return False
    start, stop = line_of(tokens, begin - 1)
    words = [word for word in tokens.texts[start:stop] if word[0].isalpha()]
    return 0 < len(words) <= 8 and any("G" in groups_of(word) for word in words)


def _near_cues(tokens: Tokens, first: int, end: int) -> list[Cue]:
    """What the words just before and after the name say, within its sentence."""
    before = _clause(tokens.texts[max(0, first - REACH) : first])
    after = tokens.texts[end : end + 5]
    groups = [groups_of(word) for word in before]
    words = [folded(word) for word in before]
    found = []
    if _introduces(words, groups, after):
        found.append(Cue.SELF)
    if any("B" in group for group in groups[-3:]) and not _introduces(words, groups, after):
        found.append(Cue.BEHALF)
    if any("K" in group for group in groups[-3:]) or _kin_behind(after):
        found.append(Cue.KIN)
    if any("U" in group for group in groups[-4:]) or any("U" in groups_of(word) for word in after):
        found.append(Cue.STAFF)
    if any("V" in group for group in groups) or (after and "V" in groups_of(after[0])):
        found.append(Cue.SPOKEN)
    if any("R" in group for group in groups[-4:]) or any("R" in groups_of(word) for word in after[:3]):
        found.append(Cue.OUTSIDER)
    if any("Q" in group for group in groups[-5:]):
        found.append(Cue.SOMEBODY)
    if any("N" in groups_of(word) for word in _clause_ahead(after)) or any("N" in group for group in groups[-3:]):
        found.append(Cue.ACTED)
    if any("W" in group for group in groups) or any("W" in groups_of(word) for word in _clause_ahead(after)):
        found.append(Cue.WORKPLACE)
    if any(word in {"your", "vostro", "vostra", "vs"} for word in words):
        found.append(Cue.YOURS)
    return found


def _kin_behind(after: list[str]) -> bool:
    """Whether "…, my godmother" or "(mio nonno)" stands behind the name."""
    words = [folded(word) for word in after[:4]]
    mine = {"my", "our", "mio", "mia", "il", "la", "whose", "who"}
    return (
        after[:1] in ([","], ["("])
        and words[1:2] != []
        and words[1] in mine
        and any("K" in groups_of(word) for word in words)
    )


def _clause_ahead(after: list[str]) -> list[str]:
    """The words before the next sign that ends a sentence."""
    for at, word in enumerate(after):
        if word in BREAKS:
            return after[:at]
    return after


def _clause(words: list[str]) -> list[str]:
    """The words after the last sign that ends a sentence."""
    for at in range(len(words) - 1, -1, -1):
        if words[at] in BREAKS:
            return words[at + 1 :]
    return words


def _introduces(words: list[str], groups: list[str], after: list[str]) -> bool:
    """Whether the writer says who they are: "my name is", "I, ..., ", "il sottoscritto", "mi chiamo"."""
    tail = " ".join(words[-3:])
    if tail.endswith(("my name is", "i am", "mi chiamo", "mio nome e", "mi chiamo:", "this is", "name :", "nome :")):
        return True
    if words[-1:] == ["i'm"] or words[-2:] == ["i", ","] or words[-2:] == ["io", ","]:
        return True
    said = {"sottoscritto", "sottoscritta", "undersigned", "scrivente"}
    return any(word in said for word in words[-3:]) or (words[-1:] == ["sono"] and bool(groups) and after[:1] == [","])
