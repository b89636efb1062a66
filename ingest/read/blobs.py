"""The blobs of ink on a page, counted once: how large the print is, how dusty the page, and which way is up.

Measures only; changes no pixel.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]

_LETTERS = 25  # blobs that stand for the print of a page
_TALLEST = 152  # pixels: taller blobs are no letters
_GRAIN = 10  # pixels of height below which the commonest blobs may be the grain of the paper
_MOST = 40_000  # blobs looked at: enough for ten pages of print, and a bound on the work for a page of noise


@dataclass(frozen=True, slots=True)
class Blobs:
    """Connected pieces of ink, as columns of equal length; pixels."""

    left: Numbers
    top: Numbers
    width: Numbers
    height: Numbers
    area: Numbers
    page: tuple[int, int]  # height and width of the page
    specks: int  # pieces too small to be part of a letter; not in the columns

    def turned(self) -> "Blobs":
        """The blobs of the page turned by 90 degrees clockwise."""
        left = self.page[0] - self.top - self.height
        return Blobs(left, self.left, self.height, self.width, self.area, (self.page[1], self.page[0]), self.specks)


def blobs_of(ink: NDArray[np.uint8]) -> Blobs:
    """The blobs of a page.

    Args:
        ink: height x width, 1 where there is ink.
    """
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    stats = stats[1:count]
    large = stats[:, cv2.CC_STAT_AREA] > 4
    specks = int(np.count_nonzero(~large))
    kept = np.asarray(stats[large][:_MOST], dtype=np.int32)
    shape = (int(ink.shape[0]), int(ink.shape[1]))
    return Blobs(kept[:, 0], kept[:, 1], kept[:, 2], kept[:, 3], kept[:, 4], shape, specks)


def x_height_of(blobs: Blobs) -> float:
    """The height of the small letters in pixels; 0 when there is too little print to tell.

    The commonest height among the blobs, for small letters without stems make up most of a text; unless that is the
    grain of the paper, which outnumbers letters on a fine scan but is outweighed by them.
    """
    heights, widths = blobs.height, blobs.width
    letters = (heights >= 5) & (heights <= 150) & (widths >= 0.35 * heights) & (widths <= 2.5 * heights)
    letters &= blobs.area > 0.12 * heights * widths
    if np.count_nonzero(letters) < _LETTERS:
        return 0.0
    histogram = np.bincount(heights[letters], minlength=_TALLEST).astype(float)
    commonest = int(np.argmax(_smooth(histogram)))
    if commonest >= _GRAIN:
        return float(commonest)
    pixels = np.arange(len(histogram), dtype=float)
    weight = histogram * pixels**2
    taller = np.where(pixels >= 2 * commonest, histogram * pixels, 0.0)
    heaviest = int(np.argmax(_smooth(taller)))
    outweighs = _around(weight, heaviest) > 1.5 * _around(weight, commonest)
    return float(heaviest if outweighs and _around(histogram, heaviest) >= _LETTERS else commonest)


def _smooth(histogram: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.convolve(histogram, [0.5, 1.0, 0.5], mode="same")


def _around(histogram: NDArray[np.float64], height: int) -> float:
    """What lies within a fifth of a height."""
    spread = max(2, round(0.2 * height))
    return float(histogram[max(0, height - spread) : height + spread + 1].sum())


def is_dusty(blobs: Blobs) -> bool:
    """Whether the page carries more specks than a page of print does."""
    return blobs.specks > 0.5 * max(len(blobs.area), 200)


def hangs_upside_down(blobs: Blobs, x_height: float) -> float:
    """How surely the lines stand on their heads, -1 (certainly upright) to 1; 0 when it cannot be told.

    In Latin print more letters rise above their neighbours (b d f h k l t, capitals, figures) than hang below them
    (g j p q y), about four to one. Each tall blob is compared with its nearest small neighbours in the same line.
    """
    small = np.abs(blobs.height - x_height) <= max(1.5, 0.12 * x_height)
    tall = (blobs.height > 1.22 * x_height) & (blobs.height < 1.9 * x_height) & (blobs.width < 2.2 * x_height)
    if np.count_nonzero(small) < 30 or np.count_nonzero(tall) < 12 or x_height < 5:
        return 0.0
    rising, hanging = _sides(blobs, small, tall, x_height)
    total = rising + hanging
    return 0.0 if total < 12 else (hanging - rising) / total


def _sides(blobs: Blobs, small: NDArray[np.bool_], tall: NDArray[np.bool_], x_height: float) -> tuple[int, int]:
    order = np.argsort(blobs.left[small])
    left, top = blobs.left[small][order], blobs.top[small][order]
    bottom = top + blobs.height[small][order]
    rising = hanging = 0
    slack = max(2.0, 0.18 * x_height)
    for x, y, height in zip(blobs.left[tall], blobs.top[tall], blobs.height[tall], strict=True):
        near = slice(*np.searchsorted(left, (x - 4 * x_height, x + 4 * x_height)))
        beside = (top[near] > y - slack) & (bottom[near] < y + height + slack)
        if not beside.any():
            continue
        above = float(top[near][beside].mean() - y)  # how far the blob stands out above its neighbours
        below = float(y + height - bottom[near][beside].mean())
        rising += above > slack >= below
        hanging += below > slack >= above
    return rising, hanging
