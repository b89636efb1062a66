"""Finds the places in a mail where something older begins: the line above a quotation, a header block, a separator.

It only finds them; whether the older text ends there, reaches to the end, or is no older text at all, `quotes` says.
"""

import re
from dataclasses import dataclass
from enum import Enum

from ingest.read import marks
from ingest.read.lines import Line, joined


class SeamKind(Enum):
    """What announces the older text."""

    ATTRIBUTION = "attribution"  # "On Monday, Mary wrote:"
    HEADERS = "headers"  # "From: ... Sent: ... To: ..."
    ORIGINAL = "original"  # "-----Original Message-----"
    FORWARD = "forward"  # "---------- Forwarded message ---------"
    ABOVE = "above"  # "please reply above this line"


@dataclass(frozen=True, slots=True)
class Seam:
    """One such place."""

    kind: SeamKind
    start: int  # index of its first line
    end: int  # index behind its last line
    certain: bool = True  # an attribution that needs no quoted line after it


_LONGEST = 4  # lines an attribution may be broken into
_BLOCK = 16  # lines looked at for a header block
_BEGINS = re.compile(r"^\s*[\"'“<(]?\d|^\s*\w{2,12}[.,]?\s+\d|^\s*\w{2,4}\.?,", re.UNICODE)
_ZOHO = re.compile(r"\w\s?-{2,}\s*$")
_CJK = re.compile("写道|寫道|のメール|書きました|작성")
_SENTENCE_END = re.compile(r"[^\W\d]{2}[.!?]\s*$")
_LABELLED = re.compile(r"^\s*\*?\w[\w' ]{0,20}\*?\s?[:：]\s*\S")


def seams(lines: list[Line]) -> list[Seam]:
    """The places where something older begins, in order, not overlapping."""
    found: list[Seam] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        seam = None if line.quoted or not line.filled else _seam_at(lines, place)
        if seam is None:
            place += 1
            continue
        seam = _with_rule_above(lines, seam, found[-1].end if found else 0)
        while found and found[-1].end > seam.start:
            found.pop()
        found.append(seam)
        place = seam.end
    return found


def _seam_at(lines: list[Line], place: int) -> Seam | None:
    line = lines[place]
    if line.rest:
        return _rest(lines, place)
    if marks.is_above(line.text):
        return Seam(SeamKind.ABOVE, place, place + 1)
    announced = marks.separator(line.text)
    if announced:
        return _announced(lines, place, announced)
    return _headers(lines, place, fewest=2 if _is_under_rule(lines, place) else 3) or _attribution(lines, place)


def _is_under_rule(lines: list[Line], place: int) -> bool:
    """Whether a long rule stands right above, as Outlook draws one above its header block."""
    above = lines[place - 1].text.strip() if place else ""
    return len(above) >= 20 and not above.strip("_-")


def _announced(lines: list[Line], place: int, announced: str) -> Seam:
    """A separator, with the header block or attribution that follows it."""
    kind = SeamKind.FORWARD if announced == "forward" else SeamKind.ORIGINAL
    following = place + 1
    while following < len(lines) and not lines[following].filled:
        following += 1
    if following < len(lines) and not lines[following].quoted:
        inner = _headers(lines, following, fewest=1) or _attribution(lines, following)
        if inner:
            return Seam(kind, place, inner.end)
    return Seam(kind, place, place + 1)


def _headers(lines: list[Line], place: int, fewest: int = 3) -> Seam | None:
    """A block of header lines that begins at `place`: at least a sender and two more, or one after a separator."""
    if marks.header(lines[place].text) is None:
        return None
    fields: dict[str, str] = {}
    end, strange = place, 0
    for index in range(place, min(place + _BLOCK, len(lines))):
        line = lines[index]
        if not line.filled:
            if index + 1 < len(lines) and not lines[index + 1].filled:
                break
            continue
        found = None if line.quoted else marks.header(line.text)
        strange = 0 if found else strange + 1
        if strange > 2 or (found and found[0] == "from" and "from" in fields):
            break  # the text has begun, or the next block
        if found:
            fields.setdefault(*found)
            end = index + 1
    if end < len(lines) and marks.RULE.match(lines[end].text):
        end += 1
    return Seam(SeamKind.HEADERS, place, end) if _is_block(fields, fewest) else None


def _is_block(fields: dict[str, str], fewest: int) -> bool:
    if "from" not in fields:
        return False
    real = len(fields.keys() - {"other"})
    if real >= fewest:
        named = marks.has_mailbox(" ".join(fields.values()))
        return fewest < 3 or real == 4 or named or ("subject" in fields and marks.has_when(fields.get("date", "")))
    return real == 2 and "date" in fields and marks.has_mailbox(fields["from"]) and marks.has_when(fields["date"])


def _attribution(lines: list[Line], place: int) -> Seam | None:
    """The line above a quotation, when its first line is `place`."""
    best = None
    for end in range(place + 1, min(place + _LONGEST, len(lines)) + 1):
        if not lines[end - 1].filled or lines[end - 1].quoted:
            break
        text = joined(lines[place:end])
        if not _may_end(lines[end - 1].text):
            continue
        if marks.is_attribution(text) and (marks.has_when(text) or marks.has_mailbox(text)):
            best = Seam(SeamKind.ATTRIBUTION, place, end, certain=marks.is_certain(text))
            break
        if end == place + 1 and marks.is_attribution(text) and not _SENTENCE_END.search(text):
            best = Seam(SeamKind.ATTRIBUTION, place, end, certain=False)
            break
    return best if best and _begins(lines, best) else None


def _may_end(text: str) -> bool:
    text = text.rstrip()
    if text[-1] in ":：>)":
        return True
    return (text.endswith("--") and bool(_ZOHO.search(text))) or (not text.isascii() and bool(_CJK.search(text)))


def _begins(lines: list[Line], seam: Seam) -> bool:
    """Whether an attribution begins where its first line does, and not in the sentence above."""
    first = lines[seam.start].text
    if seam.end - seam.start == 1:
        return True
    text = joined(lines[seam.start : seam.end])
    shorter = joined(lines[seam.start + 1 : seam.end])
    if marks.begins_attribution(first):
        return True
    return (
        not (marks.is_attribution(shorter) and marks.begins_attribution(shorter))
        and not _SENTENCE_END.search(first)
        and len(text) < 300
    )


def _rest(lines: list[Line], place: int) -> Seam | None:
    """A place that the HTML calls the beginning of history, when lines that look like headers follow."""
    window = [line for line in lines[place : place + 12] if line.filled][:6]
    if sum(bool(_LABELLED.match(line.text)) for line in window) < 2:
        return None
    block = _headers(lines, place)
    return Seam(SeamKind.HEADERS, place, block.end if block else place + 1)


def _with_rule_above(lines: list[Line], seam: Seam, floor: int) -> Seam:
    """The seam with the rule of dashes above it that belongs to it."""
    place = seam.start - 1
    while place >= floor and not lines[place].filled:
        place -= 1
    if place >= floor and marks.RULE.match(lines[place].text) and not lines[place].quoted:
        return Seam(seam.kind, place, seam.end, seam.certain)
    return seam
