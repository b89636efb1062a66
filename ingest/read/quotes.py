"""Cuts a mail's text into what its sender newly wrote and what was there before: quotations, forwards, signatures.

The whole text is divided without a gap, so that what was cut stays visible: new + cut = whole. Lines are looked at by
`marks`, HTML's structure comes in as hints, and the rules here say what they mean together:

- a line above a quotation ("On Monday, Mary wrote:") followed by quoted lines: they are old, what follows is new;
- the same, or a header block ("From: Sent: To:"), followed by plain text: old to the end, when new text stands before;
- a forward announced as such is a forward to its end; a mail that is nothing but a forward has no new text of its own;
- quoted lines that nobody announced are old at the end of a mail, and the sender's own citation before new text,
  unless the mail is an answer.

When in doubt text counts as new: an old sentence too many is noise, a lost complaint is not.
"""

from dataclasses import dataclass

from ingest.model import SectionKind
from ingest.read import marks, signatures
from ingest.read.html import Mark
from ingest.read.lines import Line, joined, lines_of, next_filled
from ingest.read.seams import Seam, SeamKind, seams


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; pieces follow each other without a gap."""

    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Forward:
    """The mail that was passed on, as its header block tells."""

    sender: str  # the value behind From:, as it stands
    subject: str
    date: str
    start: int  # where its own text begins
    certain: bool  # a forward by its form; else any header block above older text


@dataclass(frozen=True, slots=True)
class Cut:
    """A mail's text, divided."""

    pieces: tuple[Piece, ...]
    new: str  # what this sender newly wrote
    signature: str
    forward: Forward | None = None


def cut(text: str, hints: tuple[Mark, ...] = (), *, answer: bool = False) -> Cut:
    """Divide a mail's text.

    Args:
        text: the text as a reader sees it, line ends as "\\n".
        hints: what the structure of its HTML said, positions in `text`.
        answer: whether the mail answers an earlier one (In-Reply-To, "Re:"), so that bare quotations are old.
    """
    lines = lines_of(text, hints)
    division = _Division(lines, answer=answer)
    division.run()
    if signatures.ARMOUR in text:
        signatures.label_armour(lines, division.kinds)
    signatures.label(lines, division.kinds)
    pieces = _pieces(lines, division.kinds)
    return Cut(
        pieces,
        _text_of(text, lines, division.kinds, {SectionKind.BODY}, division.cited),
        _text_of(text, lines, division.kinds, {SectionKind.SIGNATURE}, set()),
        _forward(lines, division.forward, certain=True) or _forward(lines, division.history, certain=False),
    )


class _Division:
    """One pass over the lines of one mail."""

    def __init__(self, lines: list[Line], *, answer: bool) -> None:
        self.lines = lines
        self.answer = answer
        self.kinds = [SectionKind.BODY] * len(lines)
        self.cited: set[int] = set()  # quoted lines that belong to the new text
        self.forward: Seam | None = None
        self.history: Seam | None = None  # the first seam that is no forward by its form
        self.has_new = False
        self.announced = False  # whether some line said that a quotation follows

    def run(self) -> None:
        """Label every line."""
        found = {seam.start: seam for seam in seams(self.lines)}
        place = 0
        while place < len(self.lines):
            line = self.lines[place]
            if place in found:
                place = self._seam(found[place])
            elif line.quoted:
                place = self._bare_quote(place)
            else:
                self.has_new = self.has_new or (line.filled and not signatures.is_banner(line.text))
                place += 1

    def _seam(self, seam: Seam) -> int:
        """Deal with the place where something older begins; where to go on."""
        following = next_filled(self.lines, seam.end)
        quoted = following is not None and self.lines[following].quoted
        forward = seam.kind is SeamKind.FORWARD
        if quoted:
            kind = SectionKind.FORWARD if forward else SectionKind.QUOTE
            end = self._run_of_quotes(seam.end)
            self._label(seam.start, end, kind)
            self.announced = True
            if forward and self.forward is None:
                self.forward = seam
            return end
        if seam.kind is SeamKind.ATTRIBUTION and not (seam.certain and self._reaches_end(seam)):
            if not seam.certain:
                self.has_new = True
                return seam.start + 1
            self._label(seam.start, seam.end, SectionKind.QUOTE)
            return seam.end
        return self._to_the_end(seam)

    def _reaches_end(self, seam: Seam) -> bool:
        """Whether plain text after a line that announces it is old: when new text stands before it."""
        return self.has_new or next_filled(self.lines, seam.end) is None

    def _to_the_end(self, seam: Seam) -> int:
        forward = seam.kind is SeamKind.FORWARD or (not self.has_new and seam.kind is not SeamKind.ABOVE)
        self._label(seam.start, len(self.lines), SectionKind.FORWARD if forward else SectionKind.QUOTE)
        if forward and self.forward is None:
            self.forward = seam
        elif self.history is None:
            self.history = seam
        return len(self.lines)

    def _bare_quote(self, start: int) -> int:
        """Quoted lines that nobody announced."""
        end = self._run_of_quotes(start)
        self._label(start, end, SectionKind.QUOTE)
        hinted = all(line.hinted for line in self.lines[start:end] if line.filled)
        followed = self._text_follows(end)
        if followed and not self.answer and not self.announced and not hinted:
            self.cited.update(range(start, end))
        first = next((line for line in self.lines[start:end] if line.filled), None)
        if first and marks.separator(marks.unquoted(first.text)) == "forward":
            self._label(start, end, SectionKind.FORWARD)
            self.cited.difference_update(range(start, end))
            self.forward = self.forward or Seam(SeamKind.FORWARD, start, start + 1)
        return end

    def _text_follows(self, place: int) -> bool:
        return any(line.filled and not line.quoted for line in self.lines[place:]) and not signatures.is_only_signature(
            self.lines[place:]
        )

    def _run_of_quotes(self, place: int) -> int:
        """The end of the quoted lines from `place` on, blank lines between them and broken long lines included."""
        end = place
        while place < len(self.lines):
            line = self.lines[place]
            if line.quoted:
                end = place + 1
            elif line.filled and not self._is_overhang(place):
                break
            place += 1
        return end

    def _is_overhang(self, place: int) -> bool:
        """Whether a plain line between two quoted ones is the tail of a line that some program broke."""
        lines = self.lines
        if not 0 < place < len(lines) - 1:
            return False
        before, line, after = lines[place - 1], lines[place], lines[place + 1]
        return before.quoted and after.quoted and len(before.text) >= 66 and len(line.text) <= 30 and not line.hinted

    def _label(self, start: int, end: int, kind: SectionKind) -> None:
        self.kinds[start:end] = [kind] * (end - start)


def _pieces(lines: list[Line], kinds: list[SectionKind]) -> tuple[Piece, ...]:
    """Neighbouring lines of one kind, joined; blank lines go with what stands before them."""
    pieces: list[Piece] = []
    begun = 0
    for place, kind in enumerate(kinds):
        if place > begun and kind is not kinds[begun] and lines[place].filled:
            pieces.append(Piece(kinds[begun], lines[begun].start, lines[place].start))
            begun = place
    if lines:
        pieces.append(Piece(kinds[begun], lines[begun].start, lines[-1].end))
    return tuple(pieces)


def _text_of(text: str, lines: list[Line], kinds: list[SectionKind], wanted: set[SectionKind], more: set[int]) -> str:
    """The text of the lines of the wanted kinds, each run trimmed of blank lines, runs apart by one."""
    runs: list[list[int]] = []
    for place, kind in enumerate(kinds):
        if kind not in wanted and place not in more:
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    texts = (text[lines[run[0]].start : lines[run[-1]].end] for run in runs)
    return "\n\n".join(part for part in (_trim(piece) for piece in texts) if part)


def _trim(piece: str) -> str:
    """Without blank lines around; the indentation of the first line stays."""
    rows = piece.rstrip().split("\n")
    while rows and not rows[0].strip():
        rows.pop(0)
    return "\n".join(row.rstrip() for row in rows)


def _forward(lines: list[Line], seam: Seam | None, *, certain: bool) -> Forward | None:
    """What the header block under a seam says."""
    if seam is None:
        return None
    values: dict[str, str] = {}
    place = end = seam.start
    while place < min(len(lines), seam.start + 24):
        found = marks.header(lines[place].text)
        if found and found[0] == "from" and "from" in values:
            break  # the next one's
        if found and found[0] not in values:
            values[found[0]] = found[1] or (joined(lines[place + 1 : place + 2]) if place + 1 < len(lines) else "")
        if found:
            end = place + 1
        elif lines[place].filled and place > max(end, seam.end) + 1:
            break
        place += 1
    if "from" not in values:
        return None
    start = lines[max(end, seam.end) - 1].end
    return Forward(values["from"], values.get("subject", ""), values.get("date", ""), start, certain)
