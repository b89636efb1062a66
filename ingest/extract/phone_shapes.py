"""Runs of digits that could be phone numbers: where they begin and end, and what they cannot be by their shape alone.

Knows nothing of numbering plans. Every pattern is bounded; letters that scanners put for digits (O, l, S, B) are read
as digits only inside a run that opens like a phone number.
"""

import re
from dataclasses import dataclass, replace

_GAP = r"[ \t\u00a0()\[\]./\u2010-\u2015\u2212-]{0,4}"
# A run of digits with what people put between them. The set stands first so that the search skips from digit to digit.
_RUN = re.compile(rf"[0-9](?<![0-9][0-9])(?:{_GAP}[0-9]){{5,22}}(?![0-9])")
_OPENING = re.compile(r"(?:\(?\+ ?|[(\[]{1,2})\Z")
# A line that ends in digits before one that begins with digits: a number may be wrapped there.
_WRAP = re.compile(r"[0-9)-][ \t]{0,3}(?:\n[ \t]{0,3}){1,2}(?=\(?[0-9])")
_HEAD = re.compile(
    rf"(?<![0-9A-Za-z.,/])(?:\(?\+ ?|[(\[])?[0-9](?:{_GAP}[0-9]){{1,10}}[)-]?(?:[ \t]{{0,3}}\n){{1,2}}[ \t]{{0,3}}\Z"
)
_TAIL = re.compile(rf"\(?[0-9](?:{_GAP}[0-9]){{1,10}}(?![0-9])")
# A letter that may be a misread digit right beside a digit.
_MIXED = re.compile(r"[0-9][ ]?[OoQIl|SsBZ](?![a-z]{2})|[OoQIl|SsBZ][0-9]")
_NOISY = re.compile(rf"(?<![^\W_])(?:\(?\+ ?|[(\[])?[0OoQ4](?:{_GAP}[0-9OoQIl|SsBZ]){{8,14}}(?![^\W_])")
_LONE_FRONT = re.compile(r"(?:[OoQ][ \t(]{1,4})+")
_LONE_BACK = re.compile(r"(?:[ \t()]{1,4}[OoQIl|SsBZ])+\Z")
_STROKE = re.compile(r"[ \t][-–/][ \t]|\.[ \t]")
_MARKER = re.compile(r"[0-9]{1,2}\)[ \t]")  # "1) 091 ...", an entry of a list
_UNCLOSED = re.compile(r"[ \t]{0,20}[(\[][^)\]]{0,80}\Z")  # "0113 496 0101 (2 March)"
_SLIPS = str.maketrans("OoQIl|SsBZ", "0001115582")
_EXTENSION = re.compile(
    r"\s{0,2}(?:,\s?)?(?:ext(?:ension|n)?|int(?:erno)?|x|durchwahl|dw|poste)\.?\s?:?\s?[0-9]{1,6}(?![0-9])",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\s?(?:/|\\|or|o|oder)\s?([0-9]{1,4})(?![0-9.,/-]{0,40}[0-9]| ?[0-9])")
# The other ending of a pair, "020 7946 0018/19", where slashes do not part all groups.
_SHARED = re.compile(r"(?<=[^/][0-9]{3})\s?/\s?[0-9]{1,3}\Z")
_DATE = re.compile(
    r"(?:[0-3]?[0-9]([-./ ])[01]?[0-9]\1(?:[12][0-9]{3}|[0-9]{2})|[12][0-9]{3}([-./])[01]?[0-9]\2[0-3]?[0-9])"
    r"(?:[ \t]{1,2}[0-9]{1,2}(?:[.: ][0-9]{2}){0,2}|\s?[-\u2013]\s?[0-9].{0,12})?"
)
_BARE_DATE = re.compile(
    r"[0-3]?[0-9]([-./ ])[01]?[0-9]\1(?:[12][0-9]{3}|[0-9]{2})|[12][0-9]{3}([-./])[01]?[0-9]\2[0-3]?[0-9]"
)
_COMPACT_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])")
_YEARS = re.compile(r"[12][0-9]{3}\s?[-/\u2013]\s?[12]?[0-9]{1,3}")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[. ][0-9]{3}){1,4}")
_DECIMAL = re.compile(r"[0-9]{1,9}\.[0-9]{1,14}")
_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_NANP = re.compile(
    r"\(?[2-9]?[0-9]{2}\)?[ .-]{0,2}[0-9]{3}[.-][0-9]{4}|1[ .-]?\(?[0-9]{3}\)?[ .-]{0,2}[0-9]{3}[ .-][0-9]{4}"
)
_NEIGHBOUR_BEFORE = frozenset("*=×£$€%_~^<>&@'\u2212")
_NEIGHBOUR_AFTER = frozenset("*=×%_^&@€£$°")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of digits in the text."""

    start: int
    end: int
    digits: str  # decimal digits; a leading + when it was written
    groups: tuple[tuple[int, int], ...]  # spans of the digits that stand together, in order
    plus: bool
    shaped: bool  # punctuated as nothing but a phone number is
    repaired: bool = False  # letters were read as digits
    wrapped: bool = False  # it goes on in the next line

    @property
    def count(self) -> int:
        """How many digits it has."""
        return len(self.digits) - self.plus

    @property
    def opens(self) -> bool:
        """Whether it opens as phone numbers do."""
        return self.plus or self.digits.startswith("0")

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(end - start for start, end in self.groups)

    @property
    def grouped(self) -> bool:
        """Whether the digits stand in groups as in a phone number written for people."""
        return 2 <= len(self.groups) <= 6 and self.sizes[-1] >= 2


def runs(text: str) -> list[Run]:
    """All runs of seven or more digits, from left to right without overlaps."""
    whole = (_run(text, _opened(text, match.start()), match.end()) for match in _RUN.finditer(text))
    plain = [part for run in whole for part in _apart(text, run)]
    if noisy := _noisy(text):
        apart = [run for run in plain if all(run.end <= other.start or run.start >= other.end for other in noisy)]
        plain = sorted((*apart, *noisy), key=lambda run: run.start)
    return [run for run in plain if run.count >= 7]


def _apart(text: str, run: Run) -> list[Run]:
    """The runs on both sides of a stroke or a full stop with blanks, when one of them is a number by itself."""
    if begins := _number_begins(text, run):
        return _apart(text, _run(text, begins, run.end))
    for stroke in _STROKE.finditer(text, run.start, run.end):
        head = _run(text, run.start, stroke.start())
        if head.count >= 9:
            return [head, *_apart(text, _run(text, stroke.end(), run.end))]
        tail = _run(text, stroke.end(), run.end)
        if not head.opens and head.count < 7 and tail.count >= 9:  # "h 20.55 - 800 555 998"
            return _apart(text, tail)
    return [run]


def _number_begins(text: str, run: Run) -> int | None:
    """Where the number begins when a list's or an hour's figure stands before it: "1) 091 ...", "after 6 029 ..."."""
    marker = _MARKER.match(text, run.start)
    if marker:
        return marker.end()
    (first, end), *more = run.groups
    if run.opens or end - first > 2 or not more or text[more[0][0]] != "0" or text[end : more[0][0]] != " ":
        return None
    return more[0][0] if 9 <= run.count - (end - first) <= 11 else None


def wrapped(text: str) -> list[Run]:
    """Runs that a line's end cuts in two: the first part opens like a phone number and is too short to be one."""
    found: list[Run] = []
    for wrap in _WRAP.finditer(text):
        head = _HEAD.search(text, max(0, wrap.start() - 24), wrap.end())
        tail = _TAIL.match(text, wrap.end())
        if head and tail and (not found or found[-1].end <= head.start()):
            run = replace(_run(text, head.start(), tail.end()), wrapped=True)
            if 9 <= run.count <= 15:
                found.append(run)
    return found


def next_run(text: str, start: int, end: int) -> Run | None:
    """The first run of seven or more digits that begins between two positions; it may reach over the second."""
    match = _RUN.search(text, start)
    if not match or match.start() >= end:
        return None
    run = _run(text, _opened(text, match.start()), match.end())
    return run if run.count >= 7 else next_run(text, match.end(), end)


def _opened(text: str, start: int) -> int:
    """Where a run begins when the plus or the bracket before its first digit is counted in."""
    if start and text[start - 1] in "+([ ":
        opening = _OPENING.search(text, max(0, start - 3), start)
        return opening.start() if opening else start
    return start


def _noisy(text: str) -> list[Run]:
    """The runs in which some letters must be read as digits."""
    found: list[Run] = []
    past = 0
    while mixed := _MIXED.search(text, past):
        past = mixed.end()
        begin = max(found[-1].end if found else 0, mixed.start() - 30)
        for match in _NOISY.finditer(text, begin, mixed.end() + 40):
            start, end = _without_lone_letters(match)
            if end > mixed.start() and _worth_repair(text[start:end]):
                found.append(_run(text, start, end))
                past = max(past, end)
                break
    return found


def _without_lone_letters(match: re.Match[str]) -> tuple[int, int]:
    """The span without single letters at either end: a rule between two numbers, an Italian "or"."""
    front, back = _LONE_FRONT.match(match[0]), _LONE_BACK.search(match[0])
    return match.start() + (front.end() if front else 0), match.start() + (back.start() if back else len(match[0]))


def _run(text: str, start: int, end: int) -> Run:
    """One run; a bracket that is never closed is left outside."""
    while text[start] in "([" and not re.search(r"[)\]]", text[start:end]):
        start += 1
    raw = text[start:end]
    if (bracket := _UNCLOSED.search(raw)) and bracket.start():
        end, raw = start + bracket.start(), raw[: bracket.start()]
    clean = raw.translate(_SLIPS)
    if ending := _SHARED.search(raw):
        end, raw, clean = start + ending.start(), raw[: ending.start()], clean[: ending.start()]
    groups = tuple((start + found.start(), start + found.end()) for found in re.finditer("[0-9]+", clean))
    plus = "+" in raw[:3]
    trunk = clean.replace("(0)", "", 1) if plus or clean.startswith("00") else clean
    digits = ("+" if plus else "") + re.sub("[^0-9]", "", trunk)
    return Run(start, end, digits, groups, plus, bool(_NANP.fullmatch(raw)), clean != raw)


def _worth_repair(raw: str) -> bool:
    """Whether letters are few enough to be slips, and there are any."""
    letters = sum(character.isalpha() or character == "|" for character in raw)
    digits = sum(character.isdecimal() for character in raw)
    return 0 < letters <= 4 and digits >= 6


def parts(text: str, run: Run) -> list[Run]:
    """What is left of a run when whole groups at either end belong to something else, the longest first.

    Only a space parts two things: "2026 020 7946 0018" may be a year and a number, "020-7946-0018" is one. A number
    that opens with its country code is not parted, and one that opens with 0 keeps its beginning.
    """
    if run.count <= 15 and (run.plus or run.digits.startswith("00")):
        return []
    groups = run.groups
    edges = [index for index in range(1, len(groups)) if text[groups[index - 1][1] : groups[index][0]].isspace()]
    cuts = [0, *edges[:7], len(groups)]
    pieces = [(first, last) for first in cuts for last in cuts if first < last and (first, last) != (0, len(groups))]
    inner = [_run(text, _opened(text, groups[first][0]), groups[last - 1][1]) for first, last in pieces]
    fit = [one for one in inner if 9 <= one.count <= 13 and (one.opens or one.shaped)]
    if run.opens and run.count <= 15:
        fit = [one for one in fit if one.start == run.start]
    return sorted(fit, key=lambda one: -one.count)


def refused(text: str, run: Run, *, announced: bool) -> bool:
    """Whether the shape, or a sign that touches it, says that it is something else.

    Args:
        text: where the run stands.
        run: what is in doubt.
        announced: whether a word says that it is a phone number; then only what cannot be one is refused.
    """
    raw = text[run.start : run.end]
    left, right = text[max(0, run.start - 2) : run.start], text[run.end : run.end + 2]
    if right[:1].isdecimal() or left[-1:].isdecimal():
        return True
    elided = left[-1:] == "'" and left[0].isalpha()  # "all'800 ..."
    if left[-1:] and not elided and (left[-1] in _NEIGHBOUR_BEFORE or (left[-1].isalnum() and not run.plus)):
        return True
    if right[:1] and (right[0] in _NEIGHBOUR_AFTER or (right[0].isalpha() and not _EXTENSION.match(text, run.end))):
        return True
    if left.endswith(("-", "/")) and not announced and (not run.opens or left[0:1].isalpha()):
        return True  # the tail of a code, or a number below zero
    if right[:1] in (":", ",", ".") and right[1:2].isdecimal():
        return True
    shapes = (
        (_BARE_DATE, _COMPACT_DATE, _YEARS, _ADDRESS)
        if announced
        else (_DATE, _COMPACT_DATE, _YEARS, _THOUSANDS, _DECIMAL, _ADDRESS)
    )
    return any(pattern.fullmatch(raw) for pattern in shapes) or _scattered(run) or _card(run, announced=announced)


def _scattered(run: Run) -> bool:
    """Many tiny groups are a table or a code, not a number to dial."""
    return len(run.groups) > 7 or (len(run.groups) > 3 and max(run.sizes) == 1)


def _card(run: Run, *, announced: bool) -> bool:
    """Whether it is a payment card: 13 to 19 digits in fours, or with a right Luhn digit (ISO/IEC 7812)."""
    if run.opens or not 13 <= run.count <= 19:
        return False
    doubled = (int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(run.digits)))
    return run.sizes[:3] == (4, 4, 4) or (not announced and sum(map(_crossed, doubled)) % 10 == 0)


def _crossed(number: int) -> int:
    return number // 10 + number % 10


def endings(text: str, position: int) -> list[tuple[int, int]]:
    """The spans of further endings right after a number: the "19" in "020 7946 0018/19"."""
    found: list[tuple[int, int]] = []
    while len(found) < 4 and (match := _ENDING.match(text, position)):
        found.append(match.span(1))
        position = match.end()
    return found


def with_extension(text: str, end: int) -> int:
    """Where a number ends when its extension is counted in."""
    match = _EXTENSION.match(text, end)
    return match.end() if match else end
