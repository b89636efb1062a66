"""Looks at a page's pixels until it is read as well as it can be: which way is up, which language, which preparation.

Each look is cheap to judge by the engine's own confidence, and the best one is kept. It decides nothing about what a
page is (see `page`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.read import layout, ocr, prepare
from ingest.read.language import language_of
from ingest.read.letter_settings import LetterSettings
from ingest.read.mend import mended
from ingest.read.ocr import RawWord
from ingest.read.picture import Picture

_FEW = 8  # words: fewer say nothing about orientation or language
_CONFIDENT = 0.75  # a page read upside down stays far below this


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of a page's pixels."""

    ready: prepare.Prepared
    words: tuple[RawWord, ...]
    languages: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """The engine's own, 0..1, weighted by the length of the words."""
        return layout.confidence_of(self.words)

    @property
    def text(self) -> str:
        """The words without positions."""
        return " ".join(word.text for word in self.words)


def best_look(picture: Picture, settings: LetterSettings, language: str | None) -> Look:
    """The best reading of a page's pixels.

    Args:
        picture: the page as it came.
        settings: engine and languages.
        language: ISO 639-1, when it is known beforehand.

    Raises:
        errors.Unavailable: the engine is missing.
        errors.LimitExceeded: the engine took too long.
    """
    languages = (language,) if language else settings.languages[:2]
    look = _looked(picture, None, languages, settings)
    if look.confidence < _CONFIDENT or len(look.words) < _FEW:
        look = _upright(picture, look, settings)
    return look if language else _in_its_language(look, settings)


def _looked(picture: Picture, rotation: int | None, languages: Sequence[str], settings: LetterSettings) -> Look:
    ready = prepare.prepared(picture.pixels, rotation=rotation)
    return _read(ready, languages, settings)


def _read(ready: prepare.Prepared, languages: Sequence[str], settings: LetterSettings) -> Look:
    return Look(ready, mended(ocr.engine_for(settings).read(ready.grey, languages)), tuple(languages))


def _upright(picture: Picture, look: Look, settings: LetterSettings) -> Look:
    rotation, sure = ocr.engine_for(settings).orientation(look.ready.grey)
    if not rotation or sure < 0.3:
        return look
    turned = _looked(picture, (look.ready.geometry.rotation + rotation) % 360, look.languages, settings)
    return max(look, turned, key=lambda each: each.confidence)


def _in_its_language(look: Look, settings: LetterSettings) -> Look:
    """Read again when the text turns out to be in a language it was not read in."""
    if len(look.words) < _FEW:
        return look
    language, sure = language_of(look.text)
    if language is None or language in look.languages or sure < 0.6 or language not in settings.languages:
        return look
    languages = (language, settings.languages[0])
    again = _read(look.ready, languages, settings)
    return max(look, again, key=lambda each: each.confidence)
