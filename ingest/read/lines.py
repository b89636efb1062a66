"""A mail's text as lines, each knowing where it stands and whether it is quoted."""

from dataclasses import dataclass

from ingest.read import marks
from ingest.read.html import Mark, MarkKind


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a mail's text."""

    start: int  # in the text
    end: int  # behind its line end
    text: str  # without the line end
    quoted: bool  # by a mark in front, or by the HTML's structure
    hinted: bool = False  # quoted by the HTML's structure
    signature: bool = False  # marked as a signature by the HTML's structure
    rest: bool = False  # the HTML says that history begins here

    @property
    def filled(self) -> bool:
        """Whether anything stands on it."""
        return bool(self.text) and not self.text.isspace()


def lines_of(text: str, hints: tuple[Mark, ...] = ()) -> list[Line]:
    """The lines of a text.

    Args:
        text: line ends are "\\n".
        hints: marks of the HTML's structure, positions in `text`.
    """
    quotes = [mark for mark in hints if mark.kind is MarkKind.QUOTE]
    signatures = [mark for mark in hints if mark.kind is MarkKind.SIGNATURE]
    rests = [mark.start for mark in hints if mark.kind is MarkKind.REST]
    lines, start = [], 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        row = text[start:end].rstrip("\n")
        hinted = _covered(quotes, start, row)
        lines.append(
            Line(
                start,
                end,
                row,
                quoted=hinted or bool(marks.QUOTED.match(row)),
                hinted=hinted,
                signature=_covered(signatures, start, row),
                rest=any(start <= place < end or place == end == len(text) for place in rests) if rests else False,
            )
        )
        start = end
    return lines


def joined(lines: list[Line]) -> str:
    """The lines as one, for tests that span several."""
    return " ".join(line.text.strip() for line in lines)


def next_filled(lines: list[Line], place: int) -> int | None:
    """The index of the first line from `place` on where anything stands, rules left aside; None when there is none."""
    for index in range(place, len(lines)):
        if lines[index].filled and not marks.RULE.match(lines[index].text):
            return index
    return None


def _covered(spans: list[Mark], start: int, row: str) -> bool:
    """Whether most of what stands on a line lies within one of the spans."""
    if not spans or not row.strip():
        return False
    first = start + len(row) - len(row.lstrip())
    last = start + len(row.rstrip())
    middle = (first + last) // 2
    return any(span.start <= middle < span.end for span in spans)
