"""What a language's words mean to the date grammar, compiled for look-up. It holds no rules.

A lexicon is written as `category -> {phrase: meaning}`; a phrase may be several words. Accents are optional in
the text, because people leave them out and OCR drops them.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

Meaning = object
Words = Mapping[str, Mapping[str, Meaning]]

# A piece of text the grammar can look at: a word (with its elided apostrophe), digits, one other character.
PIECE = re.compile(r"[^\W\d_]{1,40}['’](?=[^\W\d_])|[^\W\d_]{1,40}|\d{1,20}|[^\w\s]|_")


def fold(word: str) -> str:
    """`word` in lower case, without accents, with a plain apostrophe."""
    low = word.lower().replace("’", "'")
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Lexicon:
    """One language, ready for look-up."""

    language: str
    # first piece of a phrase -> [(the other pieces, category, meaning)], longest first
    entries: Mapping[str, list[tuple[tuple[str, ...], str, Meaning]]]
    anchors: frozenset[str]  # first pieces of the words without which there is no date
    ambiguous: frozenset[str] = frozenset()  # words that are months or days only in company
    tens_span: int = 10  # what may follow a word for tens is below this (20 where "soixante-douze" is 72)
    loose_suffix: bool = False  # "20 ste" may be written apart
    day24: bool = True  # "7:30" is in the morning unless said otherwise
    minutes_after_oclock: bool = False  # "16 Uhr 30", "16 heures 30"
    dotted_days: bool = False  # "22.04." is a date
    cardinal_days: bool = False  # "il 5" is a day, without any suffix
    after_day: frozenset[str] = frozenset()  # words that may follow "the 18th" without being what is ranked
    not_after_day: frozenset[str] = frozenset()  # words after "il 5" that make it a count


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
)


def compiled(
    language: str, words: Words, ambiguous: str = "", after_day: str = "", not_after_day: str = "", **habits: int
) -> Lexicon:
    """The lexicon of one language.

    Args:
        language: ISO 639-1.
        words: category -> {phrase: meaning}.
        ambiguous: words, parted by blanks, that often mean something else ("may", "march", "second").
        after_day: words that may follow "the 18th".
        not_after_day: words that may not follow "il 5".
        habits: how dates are written in the language: the other fields of `Lexicon`.
    """
    entries: dict[str, list[tuple[tuple[str, ...], str, Meaning]]] = {}
    anchors = set()
    for category, phrases in words.items():
        for phrase, meaning in phrases.items():
            pieces = [fold(piece) for piece in PIECE.findall(phrase)]
            entries.setdefault(pieces[0], []).append((tuple(pieces[1:]), category, meaning))
            if category in ANCHORS:
                anchors.add(next((p for p in pieces if len(p.strip("'")) > 1), pieces[0]).strip("'"))
    for options in entries.values():
        options.sort(key=lambda option: -len(option[0]))
    known = {"ambiguous": ambiguous, "after_day": after_day, "not_after_day": not_after_day}
    sets = {name: frozenset(fold(word) for word in words_.split()) for name, words_ in known.items()}
    return Lexicon(language, entries, frozenset(anchors), **sets, **habits)


def numbered(words: str, first: int = 1) -> dict[str, int]:
    """A dictionary that numbers groups of synonyms: "one un two" is parted by blanks, synonyms by "|"."""
    return {
        word.replace("_", " "): number for number, group in enumerate(words.split(), first) for word in group.split("|")
    }


def meaning(words: str, value: Meaning) -> dict[str, Meaning]:
    """A dictionary that gives the phrases of a list (parted by ";") the same meaning."""
    return {phrase.strip(): value for phrase in words.split(";") if phrase.strip()}
