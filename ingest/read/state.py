"""Says what a page is: read, blank, handwritten, or unreadable.

Judges by the engine's confidence and by how regular the ink is: print repeats one height over and over, a hand does
not.
"""

import numpy as np

from ingest.model import PageState
from ingest.read.blobs import Blobs, x_height_of
from ingest.read.letter_settings import LetterSettings
from ingest.read.look import Look

_BARE = 0.0008  # share of a page that dust and a punch hole cover


def state_of(look: Look, settings: LetterSettings) -> PageState:
    """What the page is, after its best reading."""
    letters = sum(char.isalnum() for word in look.words if word.confidence > 0.3 for char in word.text)
    if letters < 3:
        return PageState.BLANK if _ink_share(look.ready.blobs) < _BARE else _not_print(look)
    if look.confidence >= max(settings.unreadable, 0.7):
        return PageState.READ
    if look.confidence < settings.unreadable or is_irregular(look.ready.blobs):
        return _not_print(look)
    return PageState.READ


def _not_print(look: Look) -> PageState:
    return PageState.HANDWRITTEN if is_irregular(look.ready.blobs) else PageState.UNREADABLE


def is_irregular(blobs: Blobs) -> bool:
    """Whether the ink lies in strokes of all sizes, as a hand leaves it, rather than in letters of one height."""
    large = (blobs.height >= 6) & (blobs.area > 12)
    heights, widths = blobs.height[large], blobs.width[large]
    if len(heights) < 25:
        return False
    size = x_height_of(blobs)
    regular = np.count_nonzero(np.abs(heights - size) <= max(1.5, 0.12 * size)) / len(heights)
    joined = np.count_nonzero(widths > 2.2 * heights) / len(heights)
    return bool(regular < 0.22 or (regular < 0.3 and joined > 0.12))


def _ink_share(blobs: Blobs) -> float:
    return float(blobs.area.sum()) / max(blobs.page[0] * blobs.page[1], 1)
