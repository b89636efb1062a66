"""Makes a page image upright, level and even, so that the engine reads it well.

Measured on degraded letters: dividing by the background and straightening decide; the engine wants grey, never
black and white; what removes noise at 300 dpi eats the strokes of small print, so each step looks at the size of the
print first. It reads no text and finds no words.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.read.picture import Pixels, grey_of

_SMALL = 800  # pixels of the long side of the copy on which angles are measured
_WIDEST = 15.0  # degrees of skew looked for either way
_PRINT = 20.0  # x-height in pixels the engine reads best: 11 pt at about 260 dpi


@dataclass(frozen=True, slots=True)
class Geometry:
    """How a page image was made upright and level; applies to any image of the same size."""

    rotation: int  # degrees clockwise: 0, 90, 180, 270
    scale: float
    skew: float  # degrees the lines rose or fell before they were straightened; positive fell to the right

    def applied(self, pixels: Pixels) -> Pixels:
        """The image turned, scaled and straightened, on white."""
        turned = np.ascontiguousarray(np.rot90(pixels, -self.rotation // 90))
        if self.scale != 1.0:
            turned = scaled(turned, self.scale)
        return straightened(turned, self.skew)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page ready for the engine."""

    grey: Pixels  # height x width, white background
    geometry: Geometry
    x_height: float  # of the print in `grey`, pixels; 0 when there is too little print to tell


def prepared(pixels: Pixels, *, rotation: int = 0) -> Prepared:
    """A page image made ready for the engine.

    Args:
        pixels: grey or RGB, any size.
        rotation: degrees clockwise that make it upright, when they are known.
    """
    turned = np.ascontiguousarray(np.rot90(grey_of(pixels), -rotation // 90))
    even = flattened(turned)
    skew = skew_of(even)
    size = x_height_of(even)
    scale = scale_for(size, even.shape)
    level = straightened(scaled(even, scale) if scale != 1.0 else even, skew)
    return Prepared(despeckled(level, size * scale), Geometry(rotation, scale, skew), size * scale)


def scaled(pixels: Pixels, factor: float) -> Pixels:
    """The image made larger or smaller."""
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """The image brought to this size in pixels."""
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def straightened(pixels: Pixels, skew: float) -> Pixels:
    """The image turned back by `skew` degrees about its middle, the corners filled with white."""
    if abs(skew) < 0.05:
        return pixels
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    white = (255, 255, 255)
    turned = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=white)
    return np.asarray(turned, dtype=np.uint8)


def flattened(grey: Pixels) -> Pixels:
    """The image divided by its background, so that paper is white whatever the light was.

    The background is what remains on a small copy when print is grown away (a closing) and the rest smoothed.
    """
    background = _background(grey)
    return np.asarray(cv2.divide(grey, background, scale=255), dtype=np.uint8)


def _background(grey: Pixels) -> Pixels:
    height, width = grey.shape
    factor = min(1.0, 600 / max(height, width))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    closed = cv2.dilate(small, np.ones((9, 9), np.uint8))
    smooth = cv2.medianBlur(closed, 21)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def ink_of(grey: Pixels) -> NDArray[np.uint8]:
    """1 where an even image has ink, 0 elsewhere (Otsu's threshold, never lighter than grey 200)."""
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(grey < min(max(threshold, 90), 200), dtype=np.uint8)


def skew_of(grey: Pixels) -> float:
    """The degrees by which the lines of print fall to the right, to 0.1, within +-15; 0 for a page without lines.

    The angle at which the row sums of the ink differ most from row to row (projection profile), on a small copy.
    """
    return _best_angle(_small_ink(grey))[0]


def lies_sideways(grey: Pixels) -> bool:
    """Whether the lines of print run up and down the page: the profile across is sharper than the profile down."""
    ink = _small_ink(grey)
    (_, down), (_, across) = _best_angle(ink), _best_angle(np.ascontiguousarray(np.rot90(ink)))
    return across > 1.3 * down


def _small_ink(grey: Pixels) -> NDArray[np.uint8]:
    factor = min(1.0, _SMALL / max(grey.shape))
    return ink_of(scaled(grey, factor) if factor < 1 else grey) * np.uint8(255)


def _best_angle(ink: NDArray[np.uint8]) -> tuple[float, float]:
    """The skew in degrees and the sharpness of the profile there."""
    if np.count_nonzero(ink) < 50:
        return 0.0, 0.0
    angle, step, span = 0.0, 1.0, _WIDEST
    while step > 0.05:
        angles = np.arange(angle - span, angle + span + step / 2, step)
        scores = [_sharpness(ink, float(candidate)) for candidate in angles]
        angle, span, step = float(angles[int(np.argmax(scores))]), step, step / 4
    best, level = _sharpness(ink, angle), _sharpness(ink, 0.0)
    return (round(angle, 2), best) if best > 1.02 * level and abs(angle) <= _WIDEST else (0.0, level)


def _sharpness(ink: NDArray[np.uint8], angle: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def x_height_of(grey: Pixels) -> float:
    """The height of the small letters in pixels; 0 when there is too little print to tell.

    The commonest height among the blobs of ink, for small letters without stems make up most of a text.
    """
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(grey), connectivity=8)
    heights, widths = stats[1:count, cv2.CC_STAT_HEIGHT], stats[1:count, cv2.CC_STAT_WIDTH]
    letters = heights[(heights >= 5) & (heights <= 120) & (widths >= 3) & (widths <= 3 * heights)]
    if len(letters) < 40:
        return 0.0
    histogram = np.convolve(np.bincount(letters, minlength=124), [0.5, 1.0, 0.5], mode="same")
    return float(np.argmax(histogram))


def scale_for(x_height: float, shape: tuple[int, ...]) -> float:
    """The factor that brings print to the size the engine likes; 1 within a comfortable range."""
    if x_height == 0:
        return min(1.0, 3500 / max(shape))
    if 14 <= x_height <= 26:
        return 1.0
    wanted = _PRINT / x_height
    return float(min(max(wanted, 0.2), 3.0, 5200 / max(shape)))


def despeckled(grey: Pixels, x_height: float) -> Pixels:
    """The image without dust: a 3x3 median where print is large enough to stand it and there is dust to remove."""
    if x_height < 14 or not _dusty(grey):
        return grey
    return np.asarray(cv2.medianBlur(grey, 3), dtype=np.uint8)


def _dusty(grey: Pixels) -> bool:
    """Whether the page carries more specks of one to four pixels than a page of print does."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(grey), connectivity=8)
    areas = stats[1:count, cv2.CC_STAT_AREA]
    return bool((areas <= 4).sum() > 0.5 * max((areas > 4).sum(), 1))
