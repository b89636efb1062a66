"""Makes what somebody else wrote harmless to show: one short line, or plain paragraphs, never anything that acts.

Removes what steers a terminal, a mail head or the direction of writing; keeps letters of every script, emoji and
braces as they are. It does not escape for HTML: the templates do.
"""

import re
import unicodedata

LONGEST_NAME = 60  # characters of a name that are shown
LONGEST_LINE = 120  # characters of an address line that are shown

_BLANK = {"Zs", "Zl", "Zp"}
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINER = "\u200d"  # holds emoji families together
_LINK = re.compile(r"://|www\.|@|[^\s.]\.[a-z]{2,}(?![a-z])")


def line(text: str, longest: int = LONGEST_NAME) -> str:
    """The text as one line of at most `longest` characters, without control characters and changes of direction."""
    kept = "".join(_calm(text[: longest * 20]))
    words = " ".join(kept.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def name(text: str | None) -> str:
    """A complainant's name fit for an automatic message; empty when it is none, or when it smuggles a link."""
    shown = line(text or "")
    return "" if _LINK.search(shown) else shown


def lines(text: str, most: int = 8) -> tuple[str, ...]:
    """A postal address as at most `most` short lines, empty ones left out."""
    shown = (line(part, LONGEST_LINE) for part in text.splitlines())
    return tuple(part for part in shown if part)[:most]


def paragraphs(text: str) -> tuple[str, ...]:
    """What staff typed, as paragraphs: split at blank lines, each line tidied, line breaks inside kept."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    tidied = ("\n".join(line(row, 10_000) for row in block.strip().split("\n")) for block in blocks)
    return tuple(block for block in tidied if block)


def _calm(text: str) -> list[str]:
    """Letters that may stay; at most three marks in a row are stacked on one letter."""
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", _paired(text)):
        category = unicodedata.category(letter)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category in _BLANK or letter in "\t\r\n\v\f\x85":
            kept.append(" ")
        elif (category not in _DROPPED or letter == _JOINER) and marks <= 3:
            kept.append(letter)
    return kept


def _paired(text: str) -> str:
    """The text without halves of surrogate pairs, which nothing can encode."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
