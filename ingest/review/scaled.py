"""Page images at the width a screen shows, made once and kept beside the page image."""

import io
import os
import tempfile
from pathlib import Path

from PIL import Image


def scaled(image: Path, width: int) -> Path:
    """A JPEG of `image` at most `width` pixels wide; made when missing or older than the image.

    Args:
        image: the upright page image.
        width: pixels.
    """
    folder = image.parent
    target = folder / f"{image.stem}.w{width}.jpg"
    if target.is_file() and target.stat().st_mtime >= image.stat().st_mtime:
        return target
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-", suffix=".jpg")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_jpeg(image, width))
        Path(temporary).rename(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return target


def _jpeg(image: Path, width: int) -> bytes:
    with Image.open(image) as opened:
        opened.draft(None, (width, width))  # a JPEG is unpacked at a half or a quarter of its size where that is enough
        pixels: Image.Image = opened
        if pixels.mode not in {"L", "RGB"}:
            pixels = pixels.convert("RGB")
        if pixels.width > width:
            height = max(1, round(pixels.height * width / pixels.width))
            pixels = pixels.resize((width, height), Image.Resampling.BOX, reducing_gap=1.5)
        file = io.BytesIO()
        pixels.save(file, "JPEG", quality=80)
    return file.getvalue()
