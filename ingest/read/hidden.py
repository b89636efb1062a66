"""Finds out a poor hidden text layer: somebody's OCR under a scan, compared with an own reading of a few of its lines.

Words that look like words can still be wrong ones, or those of another page. Only a strip is read, so that a good layer
costs half a second and not the reading of its page. It corrects nothing.
"""

from collections.abc import Iterable

from ingest.read import ocr, prepare
from ingest.read.letter_settings import LetterSettings
from ingest.read.look import strip_of
from ingest.read.picture import Pixels
from ingest.read.sheet import laid_flat
from ingest.read.textlayer import Layer

_SURE = 0.85  # confidence from which an own word is held against the layer
_LONG = 4  # letters: shorter words are found in any text
_ENOUGH = 6  # words: fewer say nothing, and the layer is believed
_SHARED = 0.7  # share of the own words that a good layer has too


def bears_out(layer: Layer, pixels: Pixels, settings: LetterSettings) -> bool:
    """Whether what the page shows bears out what its hidden layer says.

    Args:
        layer: of the page.
        pixels: the page image.
        settings: engine and languages.

    Raises:
        errors.Unavailable: the engine is missing.
        errors.LimitExceeded: the engine took too long.
    """
    strip = strip_of(prepare.prepared(laid_flat(pixels)))
    read = ocr.engine_for(settings).read(strip, settings.languages[:2], look="block")
    own = _plain(word.text for word in read if word.confidence >= _SURE)
    told = _plain(word.text for line in layer.lines for word in line)
    return len(own) < _ENOUGH or len(own & told) >= _SHARED * len(own)


def _plain(words: Iterable[str]) -> set[str]:
    letters = ("".join(char for char in word.casefold() if char.isalnum()) for word in words)
    return {word for word in letters if len(word) >= _LONG}
