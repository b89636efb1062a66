"""Makes paper white: uneven light, coloured paper, stains, coloured stamps and ruled lines go, dark print stays.

Works on pixels alone and knows no letters; sizes are given to it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.read.picture import Pixels

_SMALL = 600  # pixels of the long side of the copy on which broad light is measured
_COLOURED = 45  # difference of the brightest and the darkest channel from which ink counts as coloured
_DARK = 110  # ink whose brightest channel is below this is print, whatever its hue


@dataclass(frozen=True, slots=True)
class Even:
    """A page in even light."""

    grey: Pixels  # height x width: white paper, dark print
    coloured: Pixels | None  # the same for coloured ink alone (stamps, pen), when there is a good deal of it


def evened(pixels: Pixels) -> Even:
    """The page as if lit evenly on white paper, coloured ink apart from dark print.

    Args:
        pixels: grey or RGB.
    """
    if pixels.ndim == 3 and not _is_grey(pixels):
        parted = _parted([_divided(np.ascontiguousarray(pixels[:, :, index])) for index in range(3)])
        return Even(raised(parted.grey), parted.coloured)
    grey = pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[:, :, 1])
    return Even(raised(_divided(grey)), None)


def _is_grey(pixels: Pixels) -> bool:
    sample = pixels[:: max(1, pixels.shape[0] // 400), :: max(1, pixels.shape[1] // 400)].astype(np.int16)
    return bool(np.percentile(sample.max(axis=2) - sample.min(axis=2), 99.9) < 12)


def _parted(channels: list[Pixels]) -> Even:
    lightest = np.maximum(np.maximum(channels[0], channels[1]), channels[2])
    darkest = np.minimum(np.minimum(channels[0], channels[1]), channels[2])
    chroma = cv2.blur(cv2.subtract(lightest, darkest), (3, 3))
    ink = darkest < 150
    tinted = ink & (chroma > _COLOURED) & (lightest > _DARK)
    if int(np.count_nonzero(tinted)) > 0.6 * max(int(np.count_nonzero(ink)), 1) or _is_edging(tinted, ink):
        return Even(darkest, None)  # the letter itself is written in colour
    weight = np.clip((chroma.astype(np.int16) - 25) * 6, 0, 255).astype(np.uint8)
    weight[lightest < _DARK - 30] = 0
    lifted = cv2.add(lightest, cv2.multiply(cv2.bitwise_not(lightest), weight, scale=1 / 255))
    worth = np.count_nonzero(tinted) > 1500
    stamps = (
        np.where(cv2.dilate(tinted.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, darkest, 255) if worth else None
    )
    return Even(np.asarray(lifted, dtype=np.uint8), None if stamps is None else np.asarray(stamps, dtype=np.uint8))


def _is_edging(tinted: NDArray[np.bool_], ink: NDArray[np.bool_]) -> bool:
    """Whether the coloured ink lies around the dark, as in strokes of coloured type, whose middle is nearly black.

    Measured: 5-12 % of the dark ink lies beside coloured ink under stamps, stains and ruled lines, 40-56 % in type of
    violet ribbons.
    """
    beside = cv2.dilate(tinted.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    dark = ink & ~tinted
    return int(np.count_nonzero(dark & beside)) > 0.25 * max(int(np.count_nonzero(dark)), 1)


def _divided(grey: Pixels) -> Pixels:
    """The image divided by its background: broad light first, then the edges of stains and shadows."""
    broad = np.asarray(cv2.divide(grey, _broad_light(grey), scale=255), dtype=np.uint8)
    return np.asarray(cv2.divide(broad, _near_light(broad), scale=255), dtype=np.uint8)


def raised(grey: Pixels) -> Pixels:
    """The even page with faint or bleached type made dark, when there is type and not only noise.

    Args:
        grey: an even page: white paper, print of any darkness.
    """
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    sample = grey[::3, ::3]
    ink, paper = sample[sample <= threshold], sample[sample > threshold]
    if ink.size < 200 or paper.size < 200 or ink.size > paper.size:
        return grey
    depth, noise = 255.0 - float(ink.mean()), max(float(paper.std()), 1.0)
    if depth > 130 or float(paper.mean()) - float(ink.mean()) < 3.5 * noise:
        return grey
    ramp = 255 - (255 - np.arange(256, dtype=np.float32)) * (180 / max(depth, 20.0))
    return np.asarray(cv2.LUT(grey, np.clip(ramp, 0, 255).astype(np.uint8)), dtype=np.uint8)


def is_bilevel(grey: Pixels) -> bool:
    """Whether the page is black and white only, as a fax is."""
    sample = grey[::2, ::2]
    return bool(np.count_nonzero((sample > 40) & (sample < 215)) < 0.008 * sample.size)


def _broad_light(grey: Pixels) -> Pixels:
    """What remains on a small copy when print is grown away and the rest smoothed."""
    height, width = grey.shape
    factor = min(1.0, _SMALL / max(height, width))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    smooth = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _near_light(grey: Pixels) -> Pixels:
    """The background close by: a closing wider than the strokes of print, on a copy of a third."""
    height, width = grey.shape
    factor = min(1.0, 1200 / max(height, width))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    closed = np.maximum(cv2.GaussianBlur(closed, (0, 0), 2), 60)
    return np.asarray(cv2.resize(closed, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def unruled(grey: Pixels, x_height: float) -> Pixels:
    """The level page without ruled lines, when it is ruled: four or more thin lines across two fifths of it.

    Args:
        grey: an even, level page.
        x_height: of the print, pixels.
    """
    length = max(round(12 * x_height), grey.shape[1] // 8, 80)
    dark = cv2.bitwise_not(grey)
    runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    rows = (np.count_nonzero(runs > 25, axis=1) > 0.4 * grey.shape[1]).astype(np.int8)
    lines = np.count_nonzero(np.diff(rows, prepend=0) == 1)
    if lines < 4 or np.count_nonzero(rows) > lines * max(4.0, 0.5 * x_height):
        return grey
    return np.asarray(cv2.bitwise_not(cv2.subtract(dark, cv2.dilate(runs, np.ones((3, 1), np.uint8)))), dtype=np.uint8)


def ink_of(grey: Pixels) -> NDArray[np.uint8]:
    """1 where an even image has ink, 0 elsewhere (Otsu's threshold, held between grey 90 and 200)."""
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(grey < min(max(threshold, 90), 200), dtype=np.uint8)
