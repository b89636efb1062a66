"""Where in a text dates may stand: runs of known words that hold a month, a number with signs, or the like.

One pass over the text; everything else in a letter is never parsed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.dategrammar.lexicon import ANCHORS, LEADS_TO_DAY, SHORT_DAYS, Lexicon, flattened
from ingest.extract.dategrammar.tokens import Piece, pieces

_WORD = re.compile(r"[^\W_]{1,64}")
_KNOWN, _ANCHOR, _LEAD, _DIGITS, _WEAK, _UNIT, _PAIRED, _HOUR, _NUMERAL, _PRE, _POST, _OCLOCK, _HALF = (
    1 << k for k in range(13)
)
_FLAGS = {
    "day_lead": _LEAD, "hour_lead": _LEAD | _HOUR, "card": _NUMERAL, "unit": _UNIT, "oclock": _OCLOCK,
    "shift": _PRE, "ago_pre": _PRE, "in_pre": _PRE, "edge": _PRE, "ord": _PRE, "the_day": _PRE,
    "shift_post": _POST, "ago_post": _POST, "from_now": _POST, "later_post": _POST, "after": _POST,
    "week_of": _POST, "before_last": _POST,
}  # fmt: skip
_TWO_LETTERS = ("ll", "lo", "ol")  # may be two misread digits
_SIGNED = re.compile(r" ?[-/.:] ?[\dol]| \d| h\b")  # what makes a number before it part of a date or a time
_LETTERS = re.compile(r"[^\W\doils]{1,64}")  # but those that digits are misread as
_DOTTED = re.compile(r" ?\. ?[\dol]{1,2} ?\.")
_CURRENCY = frozenset("£$€")
_CONTEXT = 3  # words of context on either side of a run
_PHRASE = 4  # words beside a word among which the others of its phrase are looked for
_GAP = 6  # characters that may part two words of a run
_LOOK_BACK = 7  # words before a run among which "until" or "will" speaks of it


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch worth parsing."""

    pieces: list[Piece]
    words: frozenset[str]  # the flattened words that made it worth while
    before: Sequence[str]  # flattened words of the same sentence before it, the nearest last


@dataclass(frozen=True, slots=True)
class _Text:
    """A text cut into words, with what each is good for."""

    text: str
    words: list[str]
    spans: list[tuple[int, int]]
    values: list[int]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word of every phrase of some languages, with what it is good for."""

    values: Mapping[str, int]
    company: Mapping[str, list[frozenset[str]]]  # for words that count in phrases only ("that day"): their other words


@lru_cache(maxsize=32)
def vocabulary(lexicons: tuple[Lexicon, ...], present: bool) -> Vocabulary:
    """What these languages know; words for the present moment count only when asked for."""
    anchors = frozenset(ANCHORS) - (frozenset() if present else {"instant"})
    single = anchors - {"ampm"} | {"daypart"}
    known = dict.fromkeys(_TWO_LETTERS, _KNOWN)
    company: dict[str, list[frozenset[str]]] = {}
    for lexicon in lexicons:
        alone: set[str] = set()
        numerals = [frozenset({word}) for word, options in lexicon.entries.items() if "card" in {o[1] for o in options}]
        for first, options in lexicon.entries.items():
            for rest, category, _, value in options:
                phrase = [piece.strip("'") for piece in (first, *rest)]
                for word in phrase:
                    known[word] = known.get(word, 0) | _KNOWN | (_DIGITS if word.isdecimal() else 0)
                    if category in anchors and (rest or category != "ampm"):
                        company.setdefault(word, []).append(frozenset(phrase) - {word, ""})
                known[phrase[0]] |= _FLAGS.get(category, 0)
                alone.update(phrase if category in single and not rest else ())
                known[phrase[0]] |= _HALF if category == "ampm" and not rest else 0
                known[phrase[0]] |= _PRE if value == "weekend" else 0
                if category == "past":  # "ten after three", "le tre e dieci"
                    company.setdefault(phrase[0], []).extend(numerals)
        for word, to in _minutes_to(lexicon):
            known[word] |= _PAIRED
            company.setdefault(word, []).append(frozenset({to}))
        for word in (anchor.strip("'") for anchor in lexicon.anchors):
            weak = word in lexicon.ambiguous or known[word] & _UNIT
            known[word] |= _WEAK if weak else _ANCHOR if word in alone else _PAIRED
    return Vocabulary(known, company)


def _minutes_to(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """ "ten to six", "quarter to four": the words for minutes, with the word after them."""
    told = [(word, *option) for word, options in lexicon.entries.items() for option in options]
    after = [word for word, rest, category, _, _ in told if category == "clock_to" and not rest]
    for word, rest, category, _, value in told:
        if category in {"card", "tens", "quarter"} and value in {5, 10, 15, 20} and not rest:
            yield from ((word, to) for to in after)


def runs(text: str, lexicons: tuple[Lexicon, ...], *, present: bool = False) -> Iterator[Run]:
    """The runs of `text` worth parsing, from left to right, none overlapping and none across a blank line.

    Args:
        text: any text, of any length.
        lexicons: the languages to see it through.
        present: whether "now" counts.
    """
    known = vocabulary(lexicons, present)
    flat = flattened(text)
    words = _WORD.findall(flat)
    values = [
        (0 if word.isalpha() else _number(word)) if value is None else value
        for word, value in zip(words, map(known.values.get, words), strict=True)
    ]
    if not any(value > _KNOWN for value in values):
        return
    seen = _Text(text, words, [m.span() for m in _WORD.finditer(flat)], values)
    for k, value in enumerate(values):
        if value > 3 and not value & _ANCHOR and _counts(seen, flat, k, known):
            values[k] |= _ANCHOR
    yield from _grown(seen)


def _counts(seen: _Text, flat: str, k: int, known: Vocabulary) -> bool:
    """Whether what stands around a number or a word with other meanings makes it worth parsing."""
    value = seen.values[k]
    if value & _DIGITS and _signed(seen, flat, k, known):
        return True
    if value & _WEAK and _backed(seen, k):
        return True
    if value & _NUMERAL and k and (seen.values[k - 1] & _HOUR or (k > 1 and seen.values[k - 2] & _HOUR)):
        return True  # "at about six", "alle tredici"
    if value & _HALF and any(near & (_DIGITS | _NUMERAL) for near in seen.values[max(0, k - 4) : k]):
        return True
    if not value & _PAIRED:
        return False
    near = frozenset(seen.words[max(0, k - _PHRASE) : k + _PHRASE + 1])
    return any(others <= near for others in known.company.get(seen.words[k], ()))


def _number(word: str) -> int:
    """What a word with digits in it is good for."""
    return _KNOWN | _DIGITS if len(word) <= 10 and word.isascii() else 0


def _signed(seen: _Text, flat: str, k: int, known: Vocabulary) -> bool:
    """Whether what touches a number makes it part of a date or a time."""
    word, (start, end) = seen.words[k], seen.spans[k]
    if k and seen.values[k - 1] & _LEAD and len(word) < 3:
        return True
    if not word.isdecimal():
        return word.lstrip("0123456789") in known.values or all(
            part in known.values for part in _LETTERS.findall(word)
        )  # "3rd", "4pm", "2O26"; no postcode
    year = word[:2] in {"19", "20"}
    if len(word) > 4:
        return len(word) == 8 and year
    found = _SIGNED.match(flat, end)
    if (
        not found
        or (len(word) > 2 and not year and found.group()[-1].isdecimal())
        or flat[max(0, start - 2) : start].strip() in _CURRENCY
    ):
        return False
    if found.group().strip()[0] != ".":
        return True
    return bool(_DOTTED.match(flat, end) or (k and seen.values[k - 1]) or any(seen.values[k + 2 : k + 3]))


def _backed(seen: _Text, k: int) -> bool:
    """Whether what stands beside a word lets it count: a number beside "may", "two" or "last" beside "weeks"."""
    values = seen.values
    if values[k] & _UNIT:
        hours = values[k] & _OCLOCK and k and values[k - 1] & _DIGITS  # "1600 hours"
        return bool(hours or _told_from(values, k))
    if k and seen.words[k] in SHORT_DAYS and seen.words[k - 1] in LEADS_TO_DAY:
        return True
    return seen.text[seen.spans[k][0]].isupper() or any(value & _DIGITS for value in values[max(0, k - 2) : k + 3])


def _told_from(values: Sequence[int], k: int) -> bool:
    """Whether words beside a unit of time can say from when it counts: "in two weeks", "3 days ago", "last week"."""
    return any(value & _PRE for value in values[max(0, k - 5) : k + 1]) or any(
        value & _POST for value in values[k + 1 : k + 4]
    )


def _grown(seen: _Text) -> Iterator[Run]:
    """Grow each anchor to both sides as far as the words are known."""
    done, values = 0, seen.values
    for k, value in enumerate(values):
        if not value & _ANCHOR or k < done:
            continue
        first, after = k, k + 1
        while first > done and values[first - 1] and not _parted(seen, first):
            first -= 1
        while after < len(values) and values[after] and not _parted(seen, after):
            after += 1
        yield _run(seen, first, after)
        done = after


def _parted(seen: _Text, k: int) -> bool:
    """Whether a blank line, or more than a few signs, stand before word `k`."""
    start, end = seen.spans[k - 1][1], seen.spans[k][0]
    if end - start < 2:
        return False
    gap = seen.text[start:end]
    return gap.count("\n") > 1 or len(gap.strip()) > _GAP or len(gap) > 4 * _GAP


def _run(seen: _Text, first: int, after: int) -> Run:
    begin, end = first, after
    while begin > max(0, first - _CONTEXT) and not _parted(seen, begin):
        begin -= 1
    while end < min(len(seen.words), after + _CONTEXT) and not _parted(seen, end):
        end += 1
    start = seen.spans[begin][0]
    start -= 1 if start and not seen.text[start - 1].isspace() else 0
    stop = seen.spans[end][0] if end < len(seen.words) else len(seen.text)
    stop = min(stop, seen.spans[end - 1][1] + 2)
    words = frozenset(seen.words[k] for k in range(first, after) if seen.values[k] & (_ANCHOR | _WEAK | _PAIRED))
    return Run(pieces(seen.text, start, stop), words, _same_sentence(seen, begin))


def _same_sentence(seen: _Text, begin: int) -> list[str]:
    first = begin
    while first > max(0, begin - _LOOK_BACK) and not _ends(seen, first):
        first -= 1
    return seen.words[first:begin]


def _ends(seen: _Text, k: int) -> bool:
    """Whether a sentence ends before word `k`."""
    gap = seen.text[seen.spans[k - 1][1] : seen.spans[k][0]]
    return gap[:1] in {".", "!", "?"} and gap[1:2].isspace()
