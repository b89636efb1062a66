"""Names the parts of a letter: sender, our address, date line, subject, salutation, body, sign-off, enclosures, stamp.

Goes by cue words of the seven languages and by what stands where; extractors use the parts as context, so a part that
is not clear stays unnamed. It reads no pixels and changes no text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median_low

from ingest.model import Page, PageState, Section, SectionKind, Word
from ingest.read import letter_cues as cue
from ingest.read.received import is_received_stamp


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text and where it stands."""

    start: int
    end: int
    text: str
    page: int
    top: int
    bottom: int
    left: int


def sections_of(text: str, words: Sequence[Word], our_address: Sequence[str] = ()) -> tuple[Section, ...]:
    """The parts of the letters in a text, in order, without overlaps.

    Args:
        text: the whole text.
        words: its words in order, with their boxes.
        our_address: words of our own address block, from the settings.
    """
    return tuple(section for letter in _letters(lines_of(text, words)) for section in _parts(letter, our_address))


def splits_of(text: str, words: Sequence[Word], pages: Sequence[Page]) -> tuple[int, ...]:
    """The pages at which a new letter seems to begin, besides the first one: a proposal for staff.

    After a separator sheet, and where a page greets anew after a sign-off.
    """
    after = {page.number + 1 for page in pages if page.state is PageState.SEPARATOR}
    begun = {letter[0].page for letter in list(_letters(lines_of(text, words)))[1:]}
    numbers = {page.number for page in pages if page.state is not PageState.SEPARATOR}
    return tuple(sorted((after | begun) & numbers - {min(numbers, default=0)}))


def lines_of(text: str, words: Sequence[Word]) -> list[Line]:
    """The lines that the words stand in."""
    starts = [0, *(match.end() for match in re.finditer(r"[\n\f]+", text))]
    lines: list[Line] = []
    for _, group in groupby(words, key=lambda word: _line_number(starts, word.start)):
        line = list(group)
        first, last = line[0], line[-1]
        top, bottom = median_low(word.box[1] for word in line), median_low(word.box[3] for word in line)
        said = text[first.start : last.end]
        lines.append(Line(first.start, last.end, said, first.page, top, bottom, first.box[0]))
    return lines


def _line_number(starts: Sequence[int], position: int) -> int:
    return bisect_right(starts, position)


def _letters(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines parted where, after a sign-off, a new page brings a new salutation."""
    letter: list[Line] = []
    signed = False
    for index, line in enumerate(lines):
        fresh = bool(letter) and line.page != letter[-1].page
        if fresh and signed and any(is_salutation(after.text) for after in lines[index:] if after.page == line.page):
            yield letter
            letter, signed = [], False
        signed = signed or is_sign_off(line.text)
        letter.append(line)
    if letter:
        yield letter


def is_salutation(line: str) -> bool:
    """Whether a line greets the reader."""
    return len(line) <= 70 and cue.SALUTATION.match(line) is not None and not line.rstrip().endswith((";", "?"))


def is_sign_off(line: str) -> bool:
    """Whether a line takes leave."""
    return len(line) <= 90 and cue.SIGN_OFF.match(line) is not None


def is_date_line(line: str) -> bool:
    """Whether a line is the date of the letter: a date with perhaps a place or a label, and nothing more."""
    match = cue.DATE.search(line)
    return (
        match is not None and len(line) - len(match[0]) <= 28 and not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", line)
    )


def _parts(letter: list[Line], our_address: Sequence[str]) -> list[Section]:
    stamps = _stamp_lines(letter)
    rest = [line for line in letter if line not in stamps]
    greeting = next((n for n, line in enumerate(rest) if is_salutation(line.text)), None)
    leave = next((n for n in range(len(rest) - 1, (greeting or 0) - 1, -1) if is_sign_off(rest[n].text)), None)
    head_end = greeting if greeting is not None else _end_of_head(rest)
    body_start = head_end if greeting is None else greeting + 1
    body_end = len(rest) if leave is None else leave
    found = _head(rest[:head_end], our_address)
    if greeting is not None:
        found.append(_section(SectionKind.SALUTATION, [rest[greeting]]))
    found += _body(rest[body_start:body_end])
    if leave is not None:
        found += _tail(rest[leave:])
    found += [_section(SectionKind.STAMP, [line]) for line in stamps]
    return sorted(found, key=lambda section: section.start)


def _stamp_lines(letter: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for number, line in enumerate(letter):
        if is_received_stamp(line.text):
            found.append(line)
            below = letter[number + 1 : number + 3]
            found += [after for after in below if len(after.text) < 30 and cue.DATE.search(after.text)]
    return found


def _end_of_head(lines: Sequence[Line]) -> int:
    """Where the head ends in a letter without a salutation: before the first line that runs on like prose."""
    for number, line in enumerate(lines):
        if len(line.text) > 55 and not cue.ADDRESS.search(line.text) and not cue.SUBJECT.match(line.text):
            return number
    return len(lines)


def _head(lines: Sequence[Line], our_address: Sequence[str]) -> list[Section]:
    found: list[Section] = []
    blocks: list[list[Line]] = [[]]
    pitch = _pitch(lines)
    for line in lines:
        kind = SectionKind.DATE_LINE if is_date_line(line.text) else None
        kind = kind or (SectionKind.SUBJECT if cue.SUBJECT.match(line.text) else None)
        if kind is not None:
            found.append(_section(kind, [line]))
            blocks.append([])
        elif blocks[-1] and _apart(blocks[-1][-1], line, pitch):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return found + _addresses([block for block in blocks if block], our_address)


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance from line to line, pixels: the smaller ones, for the larger ones are between blocks."""
    steps = sorted(b.bottom - a.bottom for a, b in pairwise(lines) if b.page == a.page and b.bottom - a.bottom > 4)
    return float(steps[len(steps) // 4]) if steps else 0.0


def _apart(last: Line, line: Line, pitch: float) -> bool:
    """Whether a gap parts two lines of a head, or they stand in different columns."""
    step = line.bottom - last.bottom
    return last.page != line.page or not 0 < step < 1.5 * pitch or abs(line.left - last.left) > 6 * pitch


def _addresses(blocks: list[list[Line]], our_address: Sequence[str]) -> list[Section]:
    found: list[Section] = []
    taken: set[SectionKind] = set()
    for number, block in enumerate(blocks):
        words = "\n".join(line.text for line in block)
        kind: SectionKind | None = None
        if any(word.casefold() in words.casefold() for word in our_address) or cue.OURS.search(words):
            kind = SectionKind.RECIPIENT
        elif cue.ADDRESS.search(words) or (len(block) >= 2 and number == 0):
            kind = SectionKind.SENDER if SectionKind.SENDER not in taken else SectionKind.RECIPIENT
        elif number == 0 and len(blocks) > 2:
            kind = SectionKind.LETTERHEAD
        if kind is not None and (kind not in taken or kind is SectionKind.RECIPIENT):
            taken.add(kind)
            found.append(_section(kind, block))
    return found


def _body(lines: Sequence[Line]) -> list[Section]:
    if not lines:
        return []
    first = lines[0]
    if cue.SUBJECT.match(first.text) and len(first.text) < 90:  # British letters put the subject under the salutation
        return [_section(SectionKind.SUBJECT, [first]), *_body(lines[1:])]
    return [_section(SectionKind.BODY, lines)]


def _tail(lines: Sequence[Line]) -> list[Section]:
    found = [_section(SectionKind.SIGN_OFF, lines[:1])]
    encl = next((n for n, line in enumerate(lines) if cue.ENCLOSURES.match(line.text)), len(lines))
    if signature := [line for line in lines[1:encl] if line.page == lines[0].page][:4]:
        found.append(_section(SectionKind.SIGNATURE, signature))
    if encl < len(lines):
        found.append(_section(SectionKind.ENCLOSURES, lines[encl:]))
    return found


def _section(kind: SectionKind, lines: Sequence[Line]) -> Section:
    return Section(kind, lines[0].start, lines[-1].end)
