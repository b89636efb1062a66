"""Tidies a name as it stands in a text into a name as it is written in a record.

Takes off titles and stray signs, mends digits that OCR put for letters, turns "Smith, John" round, and gives names
all in capitals or all in small letters their usual case. It never changes the spelling of a name otherwise.
"""

import re
import unicodedata

from ingest.extract.names_lexicon import flags_of, folded
from ingest.extract.names_words import TITLES

_MISREAD = tuple(str.maketrans(dict(zip("0158|!", letters, strict=True))) for letters in ("oisbll", "olsbll", "oisbii"))
_SMALL = frozenset(
    ["van", "von", "der", "den", "ter", "ten", "zu", "zur", "bin", "ibn", "bint", "y", "dos", "do", "das", "du", "des"]
)
_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_STRAY = re.compile(r"[^\w\s'’.,()|!-]|_")
_EDGES = " \t\n.,;:-'’\"()"
_ROMAN = re.compile(r"^(?:II|III|IV|VI{0,3})$")
_LONGEST = 200  # characters of a name that are kept


def normalise(text: str) -> str:
    """The name without titles, OCR noise, line breaks, and in its usual case.

    Args:
        text: a name as it stands, such as "MR. JOHN  SM1TH," or "Rossi , Maria".

    Returns:
        "John Smith", "Maria Rossi"; an empty string when nothing of a name is left.
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text[:_LONGEST]))
    words = [_mended(word) for word in _STRAY.sub(" ", _turned(plain)).replace(",", " ").split()]
    words = [word for word in words if word]
    while words and folded(words[0]).replace(".", "") in TITLES and len(words) > 1:
        words.pop(0)
    shouted = all(word.isupper() or not word.isalpha() for word in words) and any(len(word) > 2 for word in words)
    whispered = all(word == word.lower() for word in words)
    if shouted or whispered:
        words = [_cased(word, at) for at, word in enumerate(words)]
    return " ".join(words).strip(" ,;:-'’\"()") if words else ""


def _turned(text: str) -> str:
    """Turn "Smith, John" into "John Smith"; leave other commas alone."""
    parts = [part.strip() for part in text.strip(" ,;").split(",")]
    if len(parts) == 2 and all(parts) and "(" not in text:
        return f"{parts[1]} {parts[0]}"
    return text


def _mended(word: str) -> str:
    """Put letters for digits that stand between letters; drop the dots and signs at the edges, but an initial's."""
    if any(sign.isalpha() for sign in word) and any(sign in "0158|!" for sign in word):
        readings = [word.lower().translate(table) for table in _MISREAD]
        mended = max(readings, key=lambda reading: bool(flags_of(reading.strip(_EDGES))))
        word = mended.upper() if sum(map(str.isupper, word)) > 1 else mended[0].upper() + mended[1:]
    bare = word.strip(_EDGES)
    initial = len(bare) == 1 or (len(bare) > 1 and all(len(part) == 1 for part in bare.split(".")))
    return f"{bare}." if initial and word.rstrip(",;:").endswith(".") else bare


def _cased(word: str, at: int) -> str:
    """One word of a name in its usual case: particles small, but at the beginning; "McKay", "O'Brien"."""
    lower = word.lower()
    if at and lower in _SMALL:
        return lower
    if _ROMAN.match(word):
        return word
    cased = re.sub(r"(^|['’.\-])(\w)", lambda found: found[1] + found[2].upper(), lower)
    return f"Mc{cased[2:].capitalize()}" if cased.startswith("Mc") and len(cased) > 3 else cased
