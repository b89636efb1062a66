"""Says whether a page is bare paper, from a small copy of it.

Strict on purpose: three or four letters, a stroke of a pen or a punch hole make a page one that is not bare, for such a
page stays in its letter.
"""

import cv2
import numpy as np

from ingest.read.blobs import blobs_of
from ingest.read.light import evened
from ingest.read.picture import Pixels

_SMALL = 1100  # pixels of the long side of the copy
_RIM = 0.04  # share of each side that is left out: edges of the sheet and of the scanner's lid
_INK = 228  # grey below which even paper counts as written on: fainter than what is read as print
_BARE = 0.0002  # share of the paper that may be ink: a dot of 4 mm on A4


def is_bare(pixels: Pixels) -> bool:
    """Whether nothing is on the page.

    Args:
        pixels: grey or RGB, any size.
    """
    factor = min(1.0, _SMALL / max(pixels.shape[:2]))
    small = np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    height, width = small.shape[:2]
    rim = round(_RIM * max(height, width))
    inner = np.ascontiguousarray(small[rim : height - rim, rim : width - rim])
    if min(inner.shape[:2]) < 16:
        return False
    ink = np.asarray(evened(inner).grey < _INK, dtype=np.uint8)
    return float(blobs_of(ink).area.sum()) < _BARE * ink.size
