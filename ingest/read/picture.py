"""What one page of a scan is before it is read: its pixels, not yet unpacked, and the text it may carry.

Says how large a page may be; opens no file itself (see `images` and `pdf`).
"""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest import errors
from ingest.read.letter_settings import LetterSettings
from ingest.read.textlayer import Layer

Pixels = NDArray[np.uint8]  # height x width (grey) or height x width x 3 (red, green, blue)

cv2.setNumThreads(1)  # one page, one core: two readers side by side then hardly slow each other


@dataclass(frozen=True, slots=True)
class Picture:
    """A page image and what its file says about it."""

    pixels: Pixels
    dpi: float | None = None  # dots per inch, when the file says so credibly
    camera: bool = False  # taken by a camera: may be a photo of a sheet on a table


class Sheet(Protocol):
    """One page of a file, its pixels not yet unpacked."""

    @property
    def number(self) -> int:
        """Its place in the file, counted from 1."""
        ...

    def picture(self) -> Picture:
        """Unpack the page image.

        Raises:
            errors.LimitExceeded: it is larger than the settings allow.
            errors.Unreadable: it is damaged.
        """
        ...

    def layer(self) -> Layer | None:
        """The text the file itself carries for this page; None when it has none or cannot have one."""
        ...


@dataclass(frozen=True, slots=True)
class MissingSheet:
    """The place of a page that a damaged file has lost, with whatever came after it."""

    number: int
    reason: str

    def picture(self) -> Picture:
        """See `Sheet.picture`: it is always damaged."""
        raise errors.Unreadable(self.reason)

    def layer(self) -> Layer | None:
        """See `Sheet.layer`."""
        return None


def check_size(width: int, height: int, settings: LetterSettings) -> None:
    """Refuse a page image that is too large, or too thin to be a page.

    Raises:
        errors.LimitExceeded: more pixels than the settings allow.
        errors.Unreadable: a strip of a few pixels, which no letter is.
    """
    if width * height > settings.pixel_limit:
        raise errors.LimitExceeded(
            f"the page image has {width} x {height} pixels, more than the limit of {settings.pixel_limit:,}"
        )
    if min(width, height) < 16:
        raise errors.Unreadable(f"the page image is a strip of {width} x {height} pixels")


def grey_of(pixels: Pixels) -> Pixels:
    """The brightness of an image, height x width."""
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
