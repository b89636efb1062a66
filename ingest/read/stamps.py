"""Reads coloured stamps apart from the print they lie on.

Takes the coloured ink of a page, straightens each patch of it by itself, and reads it. What is not clearly print (a
signature in blue, a pen stroke) is left out rather than guessed at.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from ingest.model import Box
from ingest.read import layout, prepare
from ingest.read.angle import skew_of, small_ink
from ingest.read.light import ink_of
from ingest.read.ocr import Engine, RawWord
from ingest.read.picture import Pixels

_CLEAR = 0.6  # confidence from which a patch counts as print
_OWN_BLOCK = 100_000  # block numbers of stamps begin here, behind those of the page


def stamp_words(coloured: Pixels, x_height: float, engine: Engine, languages: Sequence[str]) -> tuple[RawWord, ...]:
    """The words stamped on a page, with their boxes on the page.

    Args:
        coloured: coloured ink alone on white, as `Prepared.coloured`.
        x_height: of the page's print, pixels.
        engine: reads the patches.
        languages: as for `Engine.read`.
    """
    words: list[RawWord] = []
    for number, box in enumerate(_patches(coloured, x_height)):
        words += _read(coloured, box, _OWN_BLOCK + number, engine, languages)
    return tuple(words)


def _patches(coloured: Pixels, x_height: float) -> list[Box]:
    """Up to four patches of coloured ink large enough for two words."""
    reach = max(9, round(2 * x_height)) | 1
    grown = cv2.dilate(ink_of(coloured), np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8, ltype=cv2.CV_32S)
    boxes = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:count]]
    least = max(x_height, 12) * 3
    large = [box for box in boxes if box[2] - box[0] > 2 * least and box[3] - box[1] > least]
    return sorted(large, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), reverse=True)[:4]


def _read(coloured: Pixels, box: Box, block: int, engine: Engine, languages: Sequence[str]) -> list[RawWord]:
    left, top, right, bottom = box
    patch: Pixels = np.ascontiguousarray(coloured[top:bottom, left:right])
    skew = skew_of(small_ink(ink_of(patch)))[0]
    factor = min(1.0, 700 / max(patch.shape))
    level = prepare.scaled(prepare.straightened(patch, skew), factor)
    framed = np.pad(level, 20, constant_values=255)
    read = engine.read(framed, languages, look="sparse")
    words = tuple(word for word in read if word.confidence > 0.4 and any(char.isalnum() for char in word.text))
    if sum(len(word.text) for word in words) < 4 or layout.confidence_of(words) < _CLEAR:
        return []
    height, width = coloured.shape
    return [_on_page(word, block, (left, top), factor, (width, height)) for word in words]


def _on_page(word: RawWord, block: int, corner: tuple[int, int], factor: float, page: tuple[int, int]) -> RawWord:
    """The word in the pixels of the page; a stamp's slant is small beside the size of its letters."""
    x0, y0, x1, y1 = ((edge - 20) / factor for edge in word.box)
    left, top = max(0, round(x0) + corner[0]), max(0, round(y0) + corner[1])
    right, bottom = min(page[0], round(x1) + corner[0]), min(page[1], round(y1) + corner[1])
    return RawWord(word.text, (left, top, max(right, left + 1), max(bottom, top + 1)), word.confidence, block,
                   word.paragraph, word.block * 1000 + word.line)  # fmt: skip
