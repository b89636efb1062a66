"""Looks at a page's pixels until it is read as well as it can be: which way is up, which language, which preparation.

Each look is cheap to judge by the engine's own confidence, and the best one is kept. It decides nothing about what a
page is (see `page`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.model import Box
from ingest.read import layout, ocr, prepare
from ingest.read.language import language_of
from ingest.read.letter_settings import LetterSettings
from ingest.read.mend import mended
from ingest.read.ocr import RawWord
from ingest.read.picture import Picture, Pixels

_FEW = 8  # words: fewer say nothing about orientation or language
_CONFIDENT = 0.75  # a page read upside down stays far below this
_SURELY_UP = -0.3  # evidence of the print below which the engine need not be asked which way is up
_WORN, _HOPELESS = 0.94, 0.6  # clean print is read with 0.945 and more, a hand with less than 0.6
_COSTLY = 1.3  # pages enlarged by more than this take long enough to read that a glance at a strip pays
_FULL = 500  # and so do pages with more blobs of ink than this


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
    ready = prepare.prepared(picture.pixels)
    if not language and (ready.geometry.scale > _COSTLY or len(ready.blobs.area) > _FULL):
        languages = _glanced(ready, languages, settings)
    look = _read(ready, languages, settings)
    if ready.upside_down > _SURELY_UP and (look.confidence < _CONFIDENT or len(look.words) < _FEW):
        look = _upright(picture, look, settings)
    if not language:
        look = _in_its_language(look, settings)
    if _HOPELESS < look.confidence < _WORN and len(look.words) >= _FEW:
        look = _by_all_models(look, settings)
    return _second(picture, look, settings) if _doubtful(look, settings) else look


def _read(ready: prepare.Prepared, languages: Sequence[str], settings: LetterSettings) -> Look:
    return Look(ready, mended(ocr.engine_for(settings).read(ready.grey, languages)), tuple(languages))


def _upright(picture: Picture, look: Look, settings: LetterSettings) -> Look:
    rotation, sure = ocr.engine_for(settings).orientation(look.ready.grey)
    if not rotation or sure < 0.3:
        return look
    turned = prepare.prepared(picture.pixels, rotation=(look.ready.geometry.rotation + rotation) % 360)
    return max(look, _read(turned, look.languages, settings), key=lambda each: each.confidence)


def _glanced(ready: prepare.Prepared, languages: Sequence[str], settings: LetterSettings) -> tuple[str, ...]:
    """The languages to read a costly page in: a strip of it, read in one language, tells."""
    words = ocr.engine_for(settings).read(strip_of(ready), languages[:1], look="block")
    language = _told(" ".join(word.text for word in words), settings)
    if language is None:
        return tuple(languages)
    return (language, *(other for other in languages if other != language))[:2]


def strip_of(ready: prepare.Prepared) -> Pixels:
    """Three or four lines where print is densest."""
    height = max(64, round(10 * ready.x_height))
    dark = np.cumsum(np.concatenate([[0], (255 - ready.grey[:, ::4]).sum(axis=1, dtype=np.int64)]))
    top = int(np.argmax(dark[height:] - dark[:-height])) if len(dark) > height else 0
    return np.ascontiguousarray(ready.grey[top : top + height])


def _told(text: str, settings: LetterSettings) -> str | None:
    """The language of a text, when it can be told and is one that letters may be written in."""
    language, sure = language_of(text) if len(text.split()) >= _FEW else (None, 0.0)
    return language if sure >= 0.6 and language in settings.languages else None


def _in_its_language(look: Look, settings: LetterSettings) -> Look:
    """Read again when the text turns out to be in a language it was not read in."""
    language = _told(look.text, settings)
    if language is None or language in look.languages:
        return look
    languages = (language, settings.languages[0])
    again = _read(look.ready, languages, settings)
    return max(look, again, key=lambda each: each.confidence)


def _by_all_models(look: Look, settings: LetterSettings) -> Look:
    """Read worn or blurred type again with the models of all languages as witnesses; the surest one counts, by line.

    Every model has learnt other typefaces. Measured on typescripts: seven of eight pages better, none worse, in twice
    the time; on clean print nothing is gained.
    """
    languages = tuple(dict.fromkeys((*look.languages, *settings.languages)))
    if languages == look.languages:
        return look
    return max(look, _read(look.ready, languages, settings), key=lambda each: each.confidence)


def _doubtful(look: Look, settings: LetterSettings) -> bool:
    """Whether there is print on the page that was read without confidence."""
    return look.confidence < settings.second_reading and len(look.words) >= _FEW and look.ready.x_height > 0


def _second(picture: Picture, look: Look, settings: LetterSettings) -> Look:
    """The better of two readings: the page as a whole when it gains much, else word by word."""
    other = _read(prepare.again(look.ready, picture.pixels), look.languages, settings)
    if other.confidence > look.confidence + 0.05 and len(other.text) > 0.8 * len(look.text):
        return other
    return replace(look, words=merged(look.words, other.words, look.ready.geometry.scale / other.ready.geometry.scale))


def merged(words: Sequence[RawWord], others: Sequence[RawWord], factor: float) -> tuple[RawWord, ...]:
    """The words, each doubtful one replaced by what another reading is surer of in the same place.

    Args:
        words: of the first reading.
        others: of another reading of the same page.
        factor: by which the others' boxes become the first one's pixels.
    """
    sure = [(_times(other.box, factor), other) for other in others if other.confidence > 0.5]
    return tuple(_surer(word, sure) if word.confidence < 0.6 else word for word in words)


def _surer(word: RawWord, others: Sequence[tuple[Box, RawWord]]) -> RawWord:
    there = [
        other for box, other in others if _overlap(word.box, box) > 0.6 and other.confidence > word.confidence + 0.2
    ]
    if not there:
        return word
    best = max(there, key=lambda other: other.confidence)
    return replace(word, text=best.text, confidence=best.confidence)


def _times(box: Box, factor: float) -> Box:
    return (round(box[0] * factor), round(box[1] * factor), round(box[2] * factor), round(box[3] * factor))


def _overlap(a: Box, b: Box) -> float:
    """Common area over joint area, 0..1."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    common = max(width, 0) * max(height, 0)
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return common / max(areas - common, 1)
