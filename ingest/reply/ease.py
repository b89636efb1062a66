"""How easy a text is to read: Flesch's formula for English, Gulpease for Italian.

Counts letters, syllables, words and sentences itself, in a page of code, because the well-known library needs word
lists from the network for English. It judges nothing: the limits are in `check`.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SILENT = re.compile(r"(?:(?<=[^aeiouysxzcghl])es|(?<=[^aeiouytd])ed|(?<=[^aeiouyl])e|(?<=[aeiouy]l)e)$")
_SENTENCE = re.compile(r"[.!?]+(?=\s|$)|\n\s*\n|\n(?=- )")


def flesch(text: str) -> float:
    """Flesch reading ease of an English text, about 0 (hard) to 100 (easy).

    Source: R. Flesch, A new readability yardstick, Journal of Applied Psychology 32 (1948).
    """
    words: list[str] = _WORD.findall(text)
    if not words:
        return 100.0
    return 206.835 - 1.015 * len(words) / _sentences(text) - 84.6 * sum(map(syllables, words)) / len(words)


def gulpease(text: str) -> float:
    """Gulpease index of an Italian text, 0 (hard) to 100 (easy); above 60 is read with a middle-school education.

    Source: P. Lucisano, M. E. Piemontese, Gulpease: una formula per la predizione della difficoltà dei testi (1988).
    """
    words: list[str] = _WORD.findall(text)
    if not words:
        return 100.0
    letters = sum(letter.isalpha() for word in words for letter in word)
    return min(100.0, 89 + (300 * _sentences(text) - 10 * letters) / len(words))


def syllables(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels; silent endings are not counted."""
    bare = re.sub(r"[^a-z]", "", word.lower())
    if len(bare) > 3:
        bare = _SILENT.sub("", bare)
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def _sentences(text: str) -> int:
    return max(1, sum(1 for part in _SENTENCE.split(text) if _WORD.search(part)))
