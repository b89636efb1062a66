"""Puts right what the engine regularly takes for something else, where the words around leave no doubt.

Only shapes that look alike are exchanged; no dictionary, no guessing at what somebody may have meant.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from ingest.read.ocr import RawWord

_BAR_WORD = re.compile(r"\|(?=(?:['’](?:ve|m|ll|d)|[fnst])\W*$)")  # |'ve |'m |f |n |s |t
_BAR = re.compile(r"[|¦]([.,;:]?)")


def mended(words: Sequence[RawWord]) -> tuple[RawWord, ...]:
    """The words with every upright bar that stands for a capital I put right.

    A bar counts as a letter when it stands in a line with other words and is no taller than they are, as the rule of a
    table is.
    """
    lines = groupby(words, key=lambda word: (word.block, word.paragraph, word.line))
    return tuple(word for _, line in lines for word in _line(tuple(line)))


def _line(line: tuple[RawWord, ...]) -> tuple[RawWord, ...]:
    letters = [word for word in line if any(char.isalpha() for char in word.text)]
    if len(letters) < 2:
        return line
    tall = 1.3 * median(word.box[3] - word.box[1] for word in letters)
    return tuple(_word(word) if word.box[3] - word.box[1] <= tall else word for word in line)


def _word(word: RawWord) -> RawWord:
    if match := _BAR.fullmatch(word.text):
        return replace(word, text="I" + match[1])
    return replace(word, text=_BAR_WORD.sub("I", word.text)) if word.text.startswith("|") else word
