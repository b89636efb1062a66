"""A mail's text as lines, each knowing where it stands and whether it is quoted."""

from typing import NamedTuple

from ingest.read import marks
from ingest.read.html import Mark
from ingest.read.structure import MarkKind


class Line(NamedTuple):
    """One line of a mail's text."""

    start: int  # in the text
    end: int  # behind its line end
    text: str  # without the line end
    filled: bool  # whether anything stands on it
    quoted: bool  # by a mark in front, or by the HTML's structure
    hinted: bool = False  # quoted by the HTML's structure
    signature: bool = False  # marked as a signature by the HTML's structure
    rest: bool = False  # the HTML says that history begins here


def lines_of(text: str, hints: tuple[Mark, ...] = ()) -> list[Line]:
    """The lines of a text.

    Args:
        text: line ends are "\n".
        hints: marks of the HTML's structure, positions in `text`.
    """
    lines, start, is_quoted = [], 0, marks.QUOTED.match
    for row in text.split("\n"):
        end = start + len(row) + 1
        filled = bool(row) and not row.isspace()
        lines.append(Line(start, end, row, filled, filled and is_quoted(row) is not None))
        start = end
    last = lines.pop()
    if last.text:
        lines.append(last._replace(end=len(text)))
    return _hinted(lines, hints, len(text)) if hints else lines


def _hinted(lines: list[Line], hints: tuple[Mark, ...], length: int) -> list[Line]:
    """The lines with what the structure says about each; most are left as they are."""
    found = list(lines)
    for place, line in enumerate(lines):
        said = {mark.kind for mark in hints if _speaks_of(mark, line, length)}
        if said:
            hinted = MarkKind.QUOTE in said
            found[place] = line._replace(
                quoted=line.quoted or hinted,
                hinted=hinted,
                signature=MarkKind.SIGNATURE in said,
                rest=MarkKind.REST in said,
            )
    return found


def _speaks_of(mark: Mark, line: Line, length: int) -> bool:
    """Whether a mark is about this line: it begins the history here, or holds most of what stands here."""
    if mark.kind is MarkKind.REST:
        return line.start <= mark.start < line.end or mark.start == line.end == length
    if mark.end <= line.start or mark.start >= line.end or not line.filled:
        return False
    row = line.text
    middle = line.start + (len(row) - len(row.lstrip()) + len(row.rstrip())) // 2
    return mark.start <= middle < mark.end


def joined(lines: list[Line]) -> str:
    """The lines as one, for tests that span several."""
    return " ".join(line.text.strip() for line in lines)


def next_filled(lines: list[Line], place: int) -> int | None:
    """The index of the first line from `place` on where anything stands, rules left aside; None when there is none."""
    for index in range(place, len(lines)):
        if lines[index].filled and not marks.RULE.match(lines[index].text):
            return index
    return None
