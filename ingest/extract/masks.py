"""Shapes of references, written as masks such as `INC#######` or `CAS-#{4,6}-@@`.

`#` is a digit, `@` a letter, `*` either; `{n}` and `{m,n}` repeat the sign before; everything else stands for itself.
A mask becomes a pattern whose every repetition is bounded, so that no text can make it explode, and which also takes
what a scanner makes of the shape: O for 0, l for 1, a broken hyphen, a space inside. It never repairs towards a shape
that is not written down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from ingest import errors

_ELEMENT = re.compile(r"([#@*]|[^{}])(?:\{([0-9]{1,2})(?:,([0-9]{1,2}))?\})?")
TO_DIGIT = str.maketrans("OoQDIl|ZzSsBG", "0000111225586")
# Where a mask without letters may begin.
_BEGINNING = re.compile(r"[0-9A-Za-z|](?<![0-9A-Za-z][0-9A-Za-z|])")
_TO_LETTER = str.maketrans("0158", "OISB")
_DIGIT = r"[0-9OoQDIl|ZzSsBG]"
_LETTER = r"[A-Za-z0158]"
_JOINT = r"[ \t\u00a0]{0,2}(?:[-\u2010-\u2015\u2212.,_/~][ \t\u00a0]{0,2}(?:\n[ \t]{0,2}){0,2})?"
_LOOSE = {"#": _DIGIT, "@": _LETTER, "*": r"[A-Za-z0-9]"}
_EXACT = {"#": "[0-9]", "@": "[A-Za-z]", "*": "[A-Za-z0-9]"}
_FOLD = {ord(lower): lower.upper() for lower in "abcdefghijklmnopqrstuvwxyz"} | {
    ord(character): kept
    for kept, alike in (("0", "OoQ"), ("1", "IilL|"), ("5", "Ss"), ("8", "Bb"), ("2", "Zz"))
    for character in alike
}
_LOOKALIKES = {"O": "[Oo0Q]", "I": "[Ii1l|]", "S": "[Ss5]", "B": "[Bb8]", "Z": "[Zz2]", "L": "[Ll1I]"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a mask fits."""

    start: int
    end: int
    value: str  # as issued: upper-case, with the mask's own hyphens
    repaired: bool  # whether characters had to be read as others


@dataclass(frozen=True, slots=True)
class Mask:
    """A compiled mask."""

    signs: tuple[tuple[str, int, int], ...]  # sign, fewest, most
    exact: re.Pattern[str]
    loose: re.Pattern[str]
    letters: int  # literal letters that anchor it
    opening: str  # its first literal letters, folded: what `folded` text must contain for it to fit anywhere

    def hits(self, text: str) -> list[Hit]:
        """Every place where the mask fits, exactly or after repair, from left to right without overlaps."""
        return self.hits_in(text, folded(text))

    def hits_in(self, text: str, fold: str) -> list[Hit]:
        """As `hits`, for a text that was `folded` before."""
        found: list[Hit] = []
        for start in self._openings(text, fold):
            if found and start < found[-1].end:
                continue
            match = self.exact.match(text, start) or self.loose.match(text, start)
            if match and (hit := self._hit(text, match)):
                found.append(hit)
        return found

    def _openings(self, text: str, fold: str) -> Iterator[int]:
        """Where the mask may begin: where its first letters stand, or at each word when it has none."""
        if not self.opening:
            yield from (match.start() for match in _BEGINNING.finditer(text))
            return
        start = fold.find(self.opening)
        while start >= 0:
            yield start
            start = fold.find(self.opening, start + 1)

    def _hit(self, text: str, match: re.Match[str]) -> Hit | None:
        runs = [(sign, match[index + 1]) for index, (sign, _, _) in enumerate(self.signs)]
        if _too_doubtful(runs):
            return None
        value = "".join(_canonical(sign, run) for sign, run in runs)
        repaired = _plain(text[match.start() : match.end()]) != _plain(value)
        joints = [run for sign, run in runs if not sign.isalnum() and sign not in _LOOSE]
        if repaired and joints and not any(joints):
            return None  # without any of its punctuation and with other letters it is another company's
        return Hit(match.start(), match.end(), value, repaired)


def _too_doubtful(runs: list[tuple[str, str]]) -> bool:
    """Whether fewer than half of the digits were read as digits: then it is a word, not a reference."""
    digits = "".join(run for sign, run in runs if sign == "#")
    sure = sum(character.isdecimal() for character in digits)
    return bool(digits) and sure * 2 < len(re.sub(r"\s", "", digits))


def _canonical(sign: str, run: str) -> str:
    run = re.sub(r"\s", "", run)
    if sign == "#":
        return run.translate(TO_DIGIT)
    if sign == "@":
        return run.translate(_TO_LETTER).upper()
    return run.upper() if sign == "*" else sign.upper()


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


@lru_cache(maxsize=256)
def mask(source: str) -> Mask:
    """Compile a mask.

    Raises:
        errors.SettingsError: the mask is empty, has a lone brace, or repeats more than 20 times.
    """
    signs = tuple(_signs(source))
    if not any(sign in "#*" for sign, _, _ in signs):
        raise errors.SettingsError(f"the reference pattern '{source}' has no place for a digit")
    edge, close = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
    exact = edge + "".join(_exact(*sign) for sign in signs) + close
    loose = edge + "".join(_gap(*pair) + _loose(*pair[1]) for pair in pairwise([("", 0, 0), *signs])) + close
    letters = sum(most for sign, _, most in signs if sign.isalpha())
    opening = "".join(sign * fewest for sign, fewest, _ in takewhile(lambda one: one[0].isalnum(), signs))
    return Mask(signs, re.compile(exact), re.compile(loose), letters, folded(opening))


def folded(text: str) -> str:
    """The text in capitals with look-alikes made one, for a quick check whether a mask can fit at all."""
    return text.translate(_FOLD)


def _signs(source: str) -> list[tuple[str, int, int]]:
    signs: list[tuple[str, int, int]] = []
    position = 0
    while position < len(source):
        match = _ELEMENT.match(source, position)
        fewest = int(match[2] or 1) if match else 0
        most = int(match[3] or fewest) if match else 0
        if not match or not 0 < fewest <= most <= 20:
            raise errors.SettingsError(f"the reference pattern '{source}' cannot be understood at place {position + 1}")
        signs.append((match[1], fewest, most))
        position = match.end()
    return _merged(signs)


def _merged(signs: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Neighbouring equal places become one run: `###` is `#{3}`."""
    merged: list[tuple[str, int, int]] = []
    for sign, fewest, most in signs:
        if merged and sign in "#@*" and merged[-1][0] == sign:
            merged[-1] = (sign, merged[-1][1] + fewest, merged[-1][2] + most)
        else:
            merged.append((sign, fewest, most))
    return merged


def _gap(one: tuple[str, int, int], other: tuple[str, int, int]) -> str:
    """A scanner or a typist may part letters from digits: "INC 0045821". A hyphen makes another shape."""
    return r"[ \t\u00a0]?[.:#]?(?:[ \t\u00a0]|\n[ \t]{0,2})?" if one[0].isalpha() and other[0] == "#" else ""


def _exact(sign: str, fewest: int, most: int) -> str:
    return f"({_EXACT.get(sign) or _literal(sign, loose=False)}{{{fewest},{most}}})"


def _loose(sign: str, fewest: int, most: int) -> str:
    """The tolerant pattern of one run; a space inside only where the length is fixed, lest it swallow a neighbour."""
    if sign in _LOOSE:
        if fewest == most > 1:
            return rf"({_LOOSE[sign]}(?:[ \t\u00a0]?{_LOOSE[sign]}){{{fewest - 1}}})"
        return f"({_LOOSE[sign]}{{{fewest},{most}}})"
    if not sign.isalnum():
        return f"({_JOINT})"
    return f"({_literal(sign, loose=True)}{{{fewest},{most}}})"


def _literal(sign: str, *, loose: bool) -> str:
    if loose and sign.upper() in _LOOKALIKES:
        return _LOOKALIKES[sign.upper()]
    return f"[{sign.lower()}{sign.upper()}]" if sign.isalpha() else re.escape(sign)
