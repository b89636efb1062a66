"""Makes a page image upright, level and even, so that the engine reads it well.

Measured on degraded letters: dividing by the background and straightening decide; the engine wants grey, never
black and white; what removes noise at 300 dpi eats the strokes of small print, so each step looks at the size of the
print first. It reads no text and finds no words.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from ingest.read.angle import runs_up_and_down, skew_of, small_ink
from ingest.read.blobs import Blobs, blobs_of, hangs_upside_down, is_dusty, x_height_of
from ingest.read.light import Even, evened, ink_of, is_bilevel, unruled
from ingest.read.picture import Pixels
from ingest.read.specks import cleaned

_PRINT = 16.0  # x-height in pixels to which print is brought: 11 pt at about 200 dpi
_COMFORT = (13.0, 19.0)  # x-heights that are left as they are; measured against 14-24, see docs/reading.md


@dataclass(frozen=True, slots=True)
class Geometry:
    """How a page image was made upright and level; applies to any image of the same size."""

    rotation: int  # degrees clockwise: 0, 90, 180, 270
    scale: float
    skew: float  # degrees by which the lines fell to the right before they were straightened

    def applied(self, pixels: Pixels) -> Pixels:
        """The image turned, scaled and straightened, on white."""
        return straightened(scaled(turned(pixels, self.rotation), self.scale), self.skew)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page ready for the engine."""

    grey: Pixels  # height x width, white background
    geometry: Geometry
    x_height: float  # of the print in `grey`, pixels; 0 when there is too little print to tell
    dusty: bool
    blobs: Blobs  # of the page before it was turned or scaled
    coloured: Pixels | None  # coloured ink alone, turned and scaled like `grey`
    upside_down: float  # how surely the page, as given here, stands on its head; -1..1


def prepared(pixels: Pixels, *, rotation: int | None = None) -> Prepared:
    """A page image made ready for the engine.

    Args:
        pixels: grey or RGB, any size.
        rotation: degrees clockwise that make it upright; found out when None.
    """
    even = evened(pixels)
    ink, blobs, dusty = _print_on(even.grey)
    small = small_ink(ink)
    if rotation is None:
        rotation, doubt = _way_up(small, blobs)
    else:
        doubt = 0.0
    return _finished(even, blobs, Geometry(rotation, 1.0, skew_of(turned(small, rotation))[0]), doubt, dusty=dusty)


def _print_on(grey: Pixels) -> tuple[Pixels, Blobs, bool]:
    """The ink of an even page, its blobs, and whether it is dusty; from a softened copy when large print shows there.

    Measured on typescripts photographed at 300 dpi and more: the grain of dark or coloured paper passed for print of a
    sixth of the size, so that the page was read at several times its scale.
    """
    ink = ink_of(grey)
    blobs = blobs_of(ink)
    if is_dusty(blobs):
        for sigma in (2.0, 4.0):
            soft = ink_of(smoothed(grey, sigma))
            found = blobs_of(soft)
            if x_height_of(found) >= 10 * sigma:  # else the softening would eat the print
                return soft, found, True
    return ink, blobs, is_dusty(blobs)


def _way_up(small: Pixels, blobs: Blobs) -> tuple[int, float]:
    """Degrees clockwise that make the page upright as far as its blobs tell, and how surely it still hangs."""
    rotation = 90 if runs_up_and_down(small) else 0
    upright = blobs.turned() if rotation else blobs
    hanging = hangs_upside_down(upright, x_height_of(upright))
    return (rotation + 180, -hanging) if hanging > 0.3 else (rotation, hanging)


def _finished(even: Even, blobs: Blobs, geometry: Geometry, hanging: float, *, dusty: bool) -> Prepared:
    size = x_height_of(blobs.turned() if geometry.rotation % 180 else blobs)
    geometry = replace(geometry, scale=scale_for(size, even.grey.shape))
    x_height = size * geometry.scale
    grey = unruled(geometry.applied(even.grey), x_height)
    if dusty:
        grey = cleaned(grey, x_height) if is_bilevel(even.grey) else smoothed(grey, 0.05 * x_height)
    coloured = None if even.coloured is None else geometry.applied(even.coloured)
    return Prepared(grey, geometry, x_height, dusty, blobs, coloured, hanging)


def turned(pixels: Pixels, clockwise: int) -> Pixels:
    """The image turned by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, -clockwise // 90)) if clockwise % 360 else pixels


def scaled(pixels: Pixels, factor: float) -> Pixels:
    """The image made larger or smaller."""
    if factor == 1.0:
        return pixels
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """The image brought to this size in pixels."""
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def smoothed(pixels: Pixels, sigma: float) -> Pixels:
    """The image softened by a Gaussian of this many pixels, which quiets the grain of a poor scan."""
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), dtype=np.uint8) if sigma > 0.2 else pixels


def straightened(pixels: Pixels, skew: float) -> Pixels:
    """The image turned back by `skew` degrees about its middle, the corners filled with white."""
    if abs(skew) < 0.05:
        return pixels
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    white = (255, 255, 255)
    level = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=white)
    return np.asarray(level, dtype=np.uint8)


def scale_for(x_height: float, shape: tuple[int, ...]) -> float:
    """The factor that brings print to the size the engine likes; 1 within a comfortable range."""
    if x_height == 0:
        return min(1.0, 3500 / max(shape))
    if _COMFORT[0] <= x_height <= _COMFORT[1]:
        return 1.0
    return float(min(max(_PRINT / x_height, 0.15), 3.5, 5200 / max(shape)))


def again(ready: Prepared, pixels: Pixels) -> Prepared:
    """The same page prepared another way, for a second reading: larger, smoothed instead of cleaned.

    Args:
        ready: the first preparation.
        pixels: the page as it came.
    """
    factor = 1.4 if ready.x_height < 20 else 0.75
    geometry = replace(ready.geometry, scale=ready.geometry.scale * factor)
    x_height = ready.x_height * factor
    grey = smoothed(unruled(geometry.applied(evened(pixels).grey), x_height), 0.05 * x_height)
    return replace(ready, grey=grey, geometry=geometry, x_height=x_height)
