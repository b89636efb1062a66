"""What a language's words mean to the date grammar, compiled for look-up. It holds no rules.

A lexicon is written as `category -> {phrase: meaning}`; a phrase may be several words. Accents are optional in
the text, because people leave them out and OCR drops them.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

Meaning = object
Words = Mapping[str, Mapping[str, Meaning]]

# A piece of text the grammar can look at: a word (with the apostrophe of what was elided), digits, another character.
# The English genitive is left apart, so that "yesterday's" still begins with "yesterday".
CHUNK = re.compile(r"[^\W_]{1,64}(?:['’](?=[^\W_])(?![sS](?![^\W_])))?|[^\w\s]|_")


def fold(word: str) -> str:
    """`word` in lower case, without accents, with a plain apostrophe."""
    low = word.lower()
    if low.isascii():
        return low
    low = low.replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))


def flattened(text: str) -> str:
    """`text` folded letter by letter, so that positions stay: characters without a plain form are kept."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTED.sub(lambda m: _PLAIN[m.group()], text)
    low = plain.lower()
    return low if len(low) == len(text) else plain


_PLAIN = {chr(c): fold(chr(c)) for c in range(0xC0, 0x250) if len(fold(chr(c))) == 1} | {"’": "'"}
_ACCENTED = re.compile(f"[{''.join(_PLAIN)}]")


Option = tuple[tuple[str, ...], str, int, Meaning]  # the other pieces of a phrase, its category, its bit, its meaning


@dataclass(frozen=True)
class Habits:
    """How dates are written in a language, beyond its words."""

    tens_span: int = 10  # what may follow a word for tens is below this (20 where "soixante-douze" is 72)
    loose_suffix: bool = False  # "20 ste" may be written apart
    minutes_after_oclock: bool = False  # "16 Uhr 30", "16 heures 30"
    words_after_month: bool = False  # "January twenty fourth"
    months_in_digits: bool = False  # "9 de 8 de 1971"
    dotted_days: bool = False  # "22.04." is a date
    cardinal_days: bool = False  # "il 5" is a day, without any suffix
    hours_last: bool = False  # "16 h" is a length of time, not a time of day


@dataclass(frozen=True, eq=False)
class Lexicon:
    """One language, ready for look-up."""

    language: str
    # first piece of a phrase -> [(the other pieces, category, its bit, meaning)], longest first
    entries: Mapping[str, list[tuple[tuple[str, ...], str, int, Meaning]]]
    anchors: frozenset[str]  # first pieces of the words without which there is no date
    ambiguous: frozenset[str] = frozenset()  # words that are months or days only in company
    ahead: frozenset[str] = frozenset()  # words that speak of what is to come: "until", "deadline", "entro"
    behind: frozenset[str] = frozenset()  # words that put such a word into the past: "was due", "era fissato"
    after_day: frozenset[str] = frozenset()  # words that may follow "the 18th" without being what is ranked
    not_after_day: frozenset[str] = frozenset()  # words after "il 5" that make it a count
    habits: Habits = Habits()

    @cached_property
    def singles(self) -> Mapping[str, tuple[Mapping[str, tuple[Meaning, int]], int]]:
        """The words that begin no phrase: what each means by category, as one piece, and the bits of its categories."""
        return {
            word: ({category: (value, 1) for _, category, _, value in reversed(options)}, _bits(options))
            for word, options in self.entries.items()
            if not any(rest for rest, _, _, _ in options)
        }

    @cached_property
    def phrases(self) -> Mapping[str, tuple[Mapping[str, list[Option]], list[Option]]]:
        """The words that begin phrases, by their second word; the words alone last, as the shortest."""
        return {
            word: _by_second(options)
            for word, options in self.entries.items()
            if any(rest for rest, _, _, _ in options)
        }


def _by_second(options: list[Option]) -> tuple[Mapping[str, list[Option]], list[Option]]:
    """Phrases by their second word, and those of one word."""
    longer: dict[str, list[Option]] = {}
    for option in options:
        if option[0]:
            longer.setdefault(option[0][0], []).append(option)
    return longer, [option for option in options if not option[0]]


def _bits(options: list[tuple[tuple[str, ...], str, int, Meaning]]) -> int:
    """The bits of the categories of some phrases together."""
    return reduce(or_, (bit for _, _, bit, _ in options), 0)


_BITS: dict[str, int] = {}


def mask(*categories: str) -> int:
    """A bit for each category, so that rules can ask at once whether a piece may be one of several."""
    return sum(_BITS.setdefault(category, 1 << len(_BITS)) for category in categories)


# A phrase of one of these categories makes it worth parsing its surroundings.
ANCHORS = (
    "month",
    "weekday",
    "rel",
    "part_rel",
    "unit",
    "clock_word",
    "holiday",
    "instant",
    "oclock",
    "ampm",
    "marker",
    "weekday_part",
    "the_day",
    "anaphor",
    "add_half",
    "half_past",
    "minus_quarter",
)


_TOUCHING = re.compile(r"\d{1,64}|[^\W\d_]{1,64}['’]?|[\W_]")  # digits and letters that touch are two pieces
_TOO_COMMON = frozenset(
    {"a", "p", "h", "o", "o'", "in", "to", "do", "so", "di", "mi", "m", "of", "el", "the", "la", "le"}
)


def compiled(
    language: str,
    words: Words,
    *,
    ambiguous: str = "",
    after_day: str = "",
    not_after_day: str = "",
    ahead: str = "",
    behind: str = "",
    habits: Habits | None = None,
) -> Lexicon:
    """The lexicon of one language. The lists of words are parted by blanks.

    Args:
        language: ISO 639-1.
        words: category -> {phrase: meaning}.
        ambiguous: words that often mean something else ("may", "march", "mar").
        after_day: words that may follow "the 18th".
        not_after_day: words that may not follow "il 5".
        ahead: words that speak of what is to come.
        behind: words before one of those that tell it of the past.
        habits: how dates are written in it.
    """
    entries: dict[str, list[tuple[tuple[str, ...], str, int, Meaning]]] = {}
    anchors = set()
    for category, phrases in words.items():
        for phrase, meaning in phrases.items():
            pieces = _cut(phrase)
            entries.setdefault(pieces[0], []).append((tuple(pieces[1:]), category, mask(category), meaning))
            if category in ANCHORS:
                anchors.update(sorted((p for p in pieces if p[0].isalpha() and p not in _TOO_COMMON), key=len)[-1:])
    for options in entries.values():
        options.sort(key=lambda option: -len(option[0]))
    return Lexicon(
        language,
        entries,
        frozenset(anchors),
        ambiguous=listed(ambiguous),
        after_day=listed(after_day),
        not_after_day=listed(not_after_day),
        ahead=listed(ahead),
        behind=listed(behind),
        habits=habits or Habits(),
    )


def _cut(phrase: str) -> list[str]:
    """The folded pieces of a phrase, cut as a text is; an elided word at its end ("dall'") keeps its apostrophe."""
    elided = phrase.endswith("'")
    chunks = CHUNK.findall(phrase + "x" * elided)[: -1 if elided else None]
    return [fold(piece) for chunk in chunks for piece in _TOUCHING.findall(chunk)]


def listed(words: str) -> frozenset[str]:
    """The words of a list parted by blanks, folded."""
    return frozenset(fold(word) for word in words.split())


LEADS_TO_DAY = listed("on by till until since before last this next came")  # "came wed", "by fri"
SHORT_DAYS = listed("mon wed fri sat sun")  # which such a word makes days of, in small letters too


def numbered(words: str, first: int = 1) -> dict[str, int]:
    """A dictionary that numbers groups of synonyms: "one un two" is parted by blanks, synonyms by "|"."""
    return {
        word.replace("_", " "): number for number, group in enumerate(words.split(), first) for word in group.split("|")
    }


def meaning(words: str, value: Meaning) -> dict[str, Meaning]:
    """A dictionary that gives the phrases of a list (parted by ";") the same meaning."""
    return {phrase.strip(): value for phrase in words.split(";") if phrase.strip()}
