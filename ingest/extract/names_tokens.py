"""Cuts a text into words and signs with their places, line by line.

Every token stands exactly at `text[start:end]`. Nothing is corrected here, and no pattern can run long: each has
a bound.
"""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"[^\W\d_]{1,80}+(?=[\s,;)]|$)"  # most tokens are plain words: no other way needs to be tried on them
    r"|[\w.+'-]{1,64}@(?=[^\s@]{0,63}\.)[\w.-]{1,255}"  # an e-mail address is one token: no name is found inside it
    r"|(?:https?://|www\.)\S{1,500}"
    r"|[@#]\w{1,60}"
    r"|\d[\d.,:/]{0,40}"
    r"|['’][sS]\b|n['’]t\b"
    r"|(?:[dlcsmtv]|un|dell|all|dall|nell|sull|coll|quell|quest|bell|sant)['’](?=\w)"  # Italian and French elisions
    r"|(?i:mr|mrs|ms|dr|prof|sig|sigg|dott|ing|avv|geom|rag|st|jr|sr|mx|rev|hon|sgt|capt|egr|gent|spett|mons|drs)\.(?=\s)"
    r"|(?i:sig|dott|prof|avv|ing)\.?(?i:ra|ssa|na|re|ri|sa|mo|ma)\b\.?"
    r"|[^\W\d_](?:\.[^\W\d_])*\.(?!\w)"  # K. or J.R.R.
    r"|[^\W\d_]{1,80}(?:['’`-][^\W\d_]{1,80})*?(?=['’][sS]\b|n['’]t\b)"
    r"|[^\W\d_]{1,80}(?:['’`-][^\W\d_]{1,80})*"
    r"|[^\s]"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text as parallel tuples."""

    texts: list[str]
    starts: list[int]  # character offsets into the text
    ends: list[int]  # exclusive
    lines: list[int]  # number of the line, counted from 0 with empty lines included


def tokens_of(text: str) -> Tokens:
    """The tokens of a text in order.

    Args:
        text: any text, of any length; characters of every kind are allowed.
    """
    texts, starts, ends, lines = [], [], [], []
    place = 0
    for number, line in enumerate(text.split("\n")):
        for match in TOKEN.finditer(line) if not line.isspace() else ():  # earlier mails come as blank lines
            start, end = match.span()
            texts.append(match.group())
            starts.append(place + start)
            ends.append(place + end)
            lines.append(number)
        place += len(line) + 1
    return Tokens(texts, starts, ends, lines)
