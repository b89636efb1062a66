"""Measures by how much a page is crooked, and whether its lines run across or up and down.

Measures only; `prepare` turns the page.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

_SMALL = 800  # pixels of the long side of the copy on which angles are measured
_WIDEST = 15.0  # degrees of skew looked for either way


def skew_of(ink: NDArray[np.uint8]) -> tuple[float, float]:
    """The degrees by which the lines of print fall to the right, within +-15, and how sharply they show.

    The angle at which the row sums of the ink differ most from row to row (projection profile).

    Args:
        ink: height x width, 1 where there is ink, on a small copy (see `small_ink`).

    Returns:
        Degrees to 0.05, 0 for a page without lines; and the sharpness, to compare with other angles of the same page.
    """
    if np.count_nonzero(ink) < 50:
        return 0.0, 0.0
    angle, span = _coarse(_halved(ink))[0], 1.0
    for step in (0.25, 0.05):
        angles = np.arange(angle - span, angle + span + step / 2, step)
        scores = [_sharpness(ink, float(candidate)) for candidate in angles]
        angle, span = float(angles[int(np.argmax(scores))]), step
    best, level = _sharpness(ink, angle), _sharpness(ink, 0.0)
    return (round(angle, 2), best) if best > 1.02 * level and abs(angle) <= _WIDEST else (0.0, level)


def runs_up_and_down(ink: NDArray[np.uint8]) -> bool:
    """Whether the lines of print stand on end: the profile across the page is sharper than the profile down it."""
    small = _halved(ink)
    return _coarse(np.ascontiguousarray(np.rot90(small)))[1] > 1.15 * _coarse(small)[1]


def _coarse(ink: NDArray[np.uint8]) -> tuple[float, float]:
    """The best angle to a degree, and the sharpness there."""
    angles = np.arange(-_WIDEST, _WIDEST + 0.5, 1.0)
    scores = [_sharpness(ink, float(angle)) for angle in angles]
    return float(angles[int(np.argmax(scores))]), max(scores)


def _halved(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def small_ink(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A copy small enough to measure angles on."""
    factor = min(1.0, _SMALL / max(ink.shape))
    if factor == 1.0:
        return ink * np.uint8(255)
    return np.asarray(
        cv2.resize(ink * np.uint8(255), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
    )


def _sharpness(ink: NDArray[np.uint8], angle: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
    rows = cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
    return float(np.square(np.diff(rows[:, 0].astype(np.float64))).sum())
