"""A mail's text as lines, each knowing where it stands and whether it is quoted."""

from bisect import bisect_left, bisect_right
from itertools import accumulate, islice
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
    rows = text.split("\n")
    said = _said(rows, hints)
    cited, signed, rest = said[MarkKind.QUOTE], said[MarkKind.SIGNATURE], said[MarkKind.REST]
    lines, start, is_quoted, make = [], 0, marks.QUOTED.match, tuple.__new__
    for place, row in enumerate(rows):
        end = start + len(row) + 1
        if row and not row.isspace():
            hinted = place in cited
            quoted = hinted or is_quoted(row) is not None
            # NamedTuple's own constructor would take as long as all the rest
            lines.append(make(Line, (start, end, row, True, quoted, hinted, place in signed, place in rest)))
        else:
            lines.append(make(Line, (start, end, row, False, False, False, False, False)))
        start = end
    last = lines.pop()
    if last.text:
        lines.append(last._replace(end=len(text)))
    return lines


def _said(rows: list[str], hints: tuple[Mark, ...]) -> dict[MarkKind, set[int]]:
    """Of which rows the structure says what; the beginning of history is said of the next row with words."""
    found: dict[MarkKind, set[int]] = {kind: set() for kind in MarkKind}
    if not hints:
        return found
    starts = [0, *accumulate(len(row) + 1 for row in rows)]
    for mark in hints:
        first = min(max(bisect_right(starts, mark.start) - 1, 0), len(rows) - 1)
        last = min(max(bisect_left(starts, mark.end) - 1, 0), len(rows) - 1)
        if mark.kind is MarkKind.REST:
            found[mark.kind].update(islice((at for at in range(first, len(rows)) if rows[at].strip()), 1))
            continue
        found[mark.kind].update(range(first + 1, last))  # those between are held whole
        found[mark.kind].update(place for place in {first, last} if _holds(mark, starts[place], rows[place]))
    return found


def _holds(mark: Mark, start: int, row: str) -> bool:
    """Whether a mark holds most of what stands on a line that begins at `start`."""
    if mark.start <= start and start + len(row) < mark.end:
        return True
    middle = start + (len(row) - len(row.lstrip()) + len(row.rstrip())) // 2
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
