"""Page images at the width a screen shows, made once and kept beside the page image."""

import os
import tempfile
from pathlib import Path


def scaled(image: Path, width: int, cache: Path | None = None) -> Path:
    """A JPEG of `image` at most `width` pixels wide; made when missing or older than the image.

    Args:
        image: the upright page image.
        width: pixels.
        cache: the folder to keep it in; None keeps it beside the image.
    """
    folder = image.parent if cache is None else cache / image.parent.name
    target = folder / f"{image.stem}.w{width}.jpg"
    if target.is_file() and target.stat().st_mtime >= image.stat().st_mtime:
        return target
    folder.mkdir(parents=True, exist_ok=True)
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
    import cv2

    flag = cv2.IMREAD_UNCHANGED if image.suffix.lower() != ".jpg" else cv2.IMREAD_COLOR
    pixels = cv2.imread(str(image), flag)
    if pixels is None:
        return image.read_bytes()
    if pixels.shape[1] > width:
        height = max(1, round(pixels.shape[0] * width / pixels.shape[1]))
        pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    done, encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return encoded.tobytes() if done else image.read_bytes()
