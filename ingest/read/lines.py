"""A mail's text as lines, each knowing where it stands and whether it is quoted."""

from bisect import bisect_right
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
    return _hinted(lines, hints) if hints else lines


def _hinted(lines: list[Line], hints: tuple[Mark, ...]) -> list[Line]:
    """The lines with what the structure says about each; most are left as they are."""
    found = list(lines)
    starts = [line.start for line in lines]
    for mark in hints:
        place = max(bisect_right(starts, mark.start) - 1, 0)
        if mark.kind is MarkKind.REST:
            first = next((after for after in range(place, len(found)) if found[after].filled), None)
            if first is not None:
                found[first] = found[first]._replace(rest=True)
            continue
        while place < len(found) and starts[place] < mark.end:
            line = found[place]
            if line.filled and _holds(mark, line):
                found[place] = _said(line, mark.kind)
            place += 1
    return found


def _said(line: Line, kind: MarkKind) -> Line:
    if kind is MarkKind.QUOTE:
        return Line(line.start, line.end, line.text, line.filled, True, True, line.signature, line.rest)
    return line._replace(signature=True)


def _holds(mark: Mark, line: Line) -> bool:
    """Whether a mark holds most of what stands on a line."""
    if mark.start <= line.start and line.end <= mark.end:
        return True
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
