"""Finds the sheet of paper in a photograph, and lays it flat.

Also cuts the black surround off a scan made with the lid open. When no sheet shows clearly the picture is left alone: a
wrong cut would lose text, and a table around a letter costs little.
"""

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.read.picture import Pixels

Corners = NDArray[np.float32]  # 4 x 2: top left, top right, bottom right, bottom left; pixels

_SMALL = 640  # pixels of the long side of the copy that is searched
_LEAST, _MOST = 0.18, 0.985  # share of the picture that a sheet covers
_STEP = 14.0  # grey levels by which paper must differ from what lies around it
_RIM = 0.012  # share of the picture's side within which an edge counts as the picture's own


def laid_flat(pixels: Pixels) -> Pixels:
    """The sheet alone, seen from straight above; the picture itself when no sheet shows clearly."""
    corners = corners_of(pixels)
    return pixels if corners is None else _warped(pixels, corners)


def corners_of(pixels: Pixels) -> Corners | None:
    """The corners of the sheet in a picture, or None when there is none or it fills the picture."""
    factor = min(1.0, _SMALL / max(pixels.shape[:2]))
    small = np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found = [(score, quad) for plane in _planes(small) for score, quad in _sheets(plane)]
    if not found:
        return None
    return np.asarray(max(found, key=lambda pair: pair[0])[1] / factor, dtype=np.float32)


def _planes(small: Pixels) -> Iterator[Pixels]:
    """Grey views in which paper is light and its surroundings are dark, the print closed over."""
    views = [small] if small.ndim == 2 else _views(small)
    for view in views:
        closed = cv2.morphologyEx(view, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
        yield np.asarray(cv2.GaussianBlur(closed, (0, 0), 1.5), dtype=np.uint8)


def _views(small: Pixels) -> list[Pixels]:
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    return [np.asarray(view, np.uint8) for view in (grey, small[:, :, 2], cv2.bitwise_not(hsv[:, :, 1]))]


def _sheets(plane: Pixels) -> Iterator[tuple[float, Corners]]:
    """Four-sided light areas with a clear edge all round, each with how well it fits."""
    threshold, _ = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    for level in (threshold, threshold * 0.8, threshold * 1.15):
        mask = (plane > level).astype(np.uint8)
        mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)), dtype=np.uint8)
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:1]:
            quad = _quad_of(np.asarray(contour), plane.shape)
            if quad is not None and (edge := _edge(plane, quad)) > _STEP:
                yield _fit(np.asarray(contour), quad) * min(edge, 60.0), quad


def _quad_of(contour: NDArray[np.int32], shape: tuple[int, ...]) -> Corners | None:
    """The four corners of an area that has four sides, more or less."""
    hull = cv2.convexHull(contour)
    length = cv2.arcLength(hull, True)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, tolerance * length, True).reshape(-1, 2).astype(np.float32)
        if len(corners) == 4:
            quad = _in_order(corners)
            return quad if _plausible(contour, quad, shape) else None
        if len(corners) < 4:
            return None
    return None


def _plausible(contour: NDArray[np.int32], quad: Corners, shape: tuple[int, ...]) -> bool:
    share = cv2.contourArea(quad) / (shape[0] * shape[1])
    sides = [float(np.linalg.norm(b - a)) for a, b in pairwise([*quad, quad[0]])]
    upright = max(sides[0], sides[2]) < 1.5 * min(sides[0], sides[2])
    across = max(sides[1], sides[3]) < 1.5 * min(sides[1], sides[3])
    inside = not _at_rim(quad, shape).all()
    return _LEAST < share < _MOST and upright and across and inside and _fit(contour, quad) > 0.9


def _fit(contour: NDArray[np.int32], quad: Corners) -> float:
    area = cv2.contourArea(contour)
    return float(min(area, cv2.contourArea(quad)) / max(area, cv2.contourArea(quad), 1.0))


def _in_order(corners: Corners) -> Corners:
    """Clockwise from the top left."""
    middle = corners.mean(axis=0)
    round_it = corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))]
    first = int(np.argmin(round_it.sum(axis=1)))
    return np.roll(round_it, -first, axis=0)


def _at_rim(quad: Corners, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """For each side (top, right, bottom, left), whether it runs along the picture's own edge."""
    height, width = shape[:2]
    ends = np.stack([quad, np.roll(quad, -1, axis=0)])
    x, y = ends[:, :, 0], ends[:, :, 1]
    rim_x, rim_y = _RIM * width, _RIM * height
    near = (x.max(0) < rim_x) | (x.min(0) > width - 1 - rim_x) | (y.max(0) < rim_y) | (y.min(0) > height - 1 - rim_y)
    return np.asarray(near, dtype=np.bool_)


def _edge(plane: Pixels, quad: Corners) -> float:
    """The least difference in grey between the inner and the outer side of an edge; sides at the rim are left out."""
    middle = quad.mean(axis=0)
    steps = []
    for index in np.flatnonzero(~_at_rim(quad, plane.shape)):
        a, b = quad[index], quad[(index + 1) % 4]
        points = a + (b - a) * np.linspace(0.08, 0.92, 40)[:, None]
        inward = (middle - points) / np.linalg.norm(middle - points, axis=1, keepdims=True)
        steps.append(float(np.median(_sampled(plane, points + 6 * inward) - _sampled(plane, points - 6 * inward))))
    return min(steps, default=0.0)


def _sampled(plane: Pixels, points: NDArray[np.float32]) -> NDArray[np.float32]:
    x = np.clip(points[:, 0].round().astype(int), 0, plane.shape[1] - 1)
    y = np.clip(points[:, 1].round().astype(int), 0, plane.shape[0] - 1)
    return np.asarray(plane[y, x], dtype=np.float32)


def _warped(pixels: Pixels, quad: Corners) -> Pixels:
    """The sheet as a rectangle, a sliver cut off all round so that no edge of the table is left."""
    middle = quad.mean(axis=0)
    quad = np.asarray(middle + (quad - middle) * 0.994, dtype=np.float32)
    top, right, bottom, left = (float(np.linalg.norm(b - a)) for a, b in pairwise([*quad, quad[0]]))
    width, height = round(max(top, bottom)), round(max(left, right))
    target = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    flat = cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, dtype=np.uint8)
