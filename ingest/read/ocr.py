"""The one place that speaks to tesseract, through a kept engine (tesserocr) or the command (pytesseract).

Takes grey page images and hands back words with boxes and confidences. It does not prepare images, does not
order or interpret the words, and never writes anything but its own temporary file.
"""

import os
import re
import subprocess
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest import errors
from ingest.model import Box
from ingest.read.letter_settings import LetterSettings

Grey = NDArray[np.uint8]  # height x width, 0 black
Look = Literal["page", "block", "line", "sparse"]  # how the engine should segment the image

# Measured: without this limit two processes on two cores starve each other (0.02-0.09 instead of 1.3 pages/s).
# OpenMP reads it when the library loads, so it must stand before tesserocr is first imported.
os.environ["OMP_THREAD_LIMIT"] = "1"

CODES = {"en": "eng", "it": "ita", "de": "deu", "fr": "fra", "es": "spa", "pt": "por", "nl": "nld"}
_MODES: dict[Look, int] = {"page": 3, "block": 6, "line": 7, "sparse": 11}
_KEPT_MODELS = 18  # models kept loaded per process: each takes 12-20 MB, and an eighth of a second to load
_RIM = 24  # pixels of bare paper left around the ink


@dataclass(frozen=True, slots=True)
class RawWord:
    """One word as the engine saw it, in reading order."""

    text: str
    box: Box  # pixels of the image that was read
    confidence: float  # 0..1
    block: int
    paragraph: int  # within its block
    line: int  # within its paragraph


class Engine(Protocol):
    """The seam: whatever can read a grey image."""

    def read(self, grey: Grey, languages: Sequence[str], *, look: Look = "page") -> tuple[RawWord, ...]:
        """The words of an upright image.

        Args:
            grey: height x width, 0 black, best with an x-height of 15-30 pixels.
            languages: ISO 639-1 codes, the most likely one first.
            look: how to segment it.

        Raises:
            errors.LimitExceeded: it took longer than the settings allow.
            errors.Unavailable: the engine or its language data is missing.
        """
        ...

    def orientation(self, grey: Grey) -> tuple[int, float]:
        """Degrees clockwise (0, 90, 180, 270) that make the image upright, and the engine's confidence (0 unknown)."""
        ...


def engine_for(settings: LetterSettings) -> Engine:
    """The engine the settings name; kept for the life of the process."""
    return _engine(settings.engine, settings.tessdata, settings.page_seconds)


@lru_cache(maxsize=4)
def _engine(kind: str, tessdata: Path | None, seconds: int) -> Engine:
    data = data_folder(tessdata)
    return KeptEngine(data, seconds) if kind == "tesserocr" else CommandEngine(data, seconds)


def installed_languages(settings: LetterSettings) -> tuple[str, ...]:
    """The ISO 639-1 codes of the settings' languages whose data is installed."""
    folder = data_folder(settings.tessdata)
    return tuple(code for code in settings.languages if (folder / f"{CODES.get(code, code)}.traineddata").is_file())


def data_folder(wanted: Path | None = None) -> Path:
    """The folder with tesseract's language data.

    Looks at `wanted`, then at TESSDATA_PREFIX (tesseract's own variable), then asks the command, then looks in the
    usual places of Debian, Fedora, Homebrew and hand-made installations.

    Raises:
        errors.Unavailable: there is none.
    """
    prefix = os.environ.get("TESSDATA_PREFIX")
    given = [wanted] if wanted else [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    for folder in (*given, *(() if wanted else _usual_folders())):
        if any(folder.glob("*.traineddata")):
            return folder
    raise errors.Unavailable(
        f"no tesseract language data in {wanted}" if wanted else "no tesseract language data found",
        remedy="Install tesseract-ocr with its languages, or set `tessdata` to the folder of the *.traineddata files.",
    )


@lru_cache(maxsize=1)
def _usual_folders() -> tuple[Path, ...]:
    places = [Path("/usr/share/tessdata"), Path("/usr/local/share/tessdata"), Path("/opt/homebrew/share/tessdata")]
    return (*_folder_of_command(), *sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True), *places)


def _folder_of_command() -> tuple[Path, ...]:
    try:
        # A fixed command without any input of ours.
        answer = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S607 - found on PATH like every system program
    except (OSError, subprocess.TimeoutExpired):
        return ()
    match = re.search(r'"([^"]+)"', answer.stdout + answer.stderr)
    return (Path(match[1]),) if match else ()


def _model_name(folder: Path, languages: Sequence[str]) -> str:
    """Tesseract's name for a set of languages, leaving out what is not installed."""
    names = [CODES.get(code, code) for code in languages]
    there = [name for name in names if (folder / f"{name}.traineddata").is_file()]
    if not there:
        raise errors.Unavailable(
            f"tesseract has no data for {', '.join(languages) or 'any language'}",
            remedy="Install the packages tesseract-ocr-eng, tesseract-ocr-ita and so on.",
        )
    return "+".join(there)


class KeptEngine:
    """Tesseract inside this process, its models kept loaded (about 0.4-0.7 s saved a page)."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self._folder = folder
        self._seconds = seconds
        self._models: OrderedDict[str, Any] = OrderedDict()

    def _model(self, name: str, mode: int) -> Any:  # noqa: ANN401 - tesserocr's class is opaque to the type checker
        import tesserocr  # type: ignore[import-untyped]  # ships no types; loads 30 MB of libraries, which only readers need

        if name not in self._models:
            while self._models and sum(map(_models_in, (*self._models, name))) > _KEPT_MODELS:
                self._models.popitem(last=False)[1].End()
            self._models[name] = tesserocr.PyTessBaseAPI(path=f"{self._folder}/", lang=name, psm=mode)
        self._models.move_to_end(name)
        self._models[name].SetPageSegMode(mode)
        return self._models[name]

    def read(self, grey: Grey, languages: Sequence[str], *, look: Look = "page") -> tuple[RawWord, ...]:
        """See `Engine.read`."""
        api = self._model(_model_name(self._folder, languages), _MODES[look])
        left, top, right, bottom = inked(grey)
        _show(api, grey[top:bottom, left:right])
        try:
            if not api.Recognize(self._seconds * 1000):
                raise errors.LimitExceeded(f"the page was not read within {self._seconds} s")
            return words_of(api.GetTSVText(0), left, top)
        finally:
            api.Clear()

    def orientation(self, grey: Grey) -> tuple[int, float]:
        """See `Engine.orientation`."""
        api = self._model("osd", 0)
        _show(api, grey)
        try:
            found = api.DetectOrientationScript()
        finally:
            api.Clear()
        return (-int(found["orient_deg"]) % 360, float(found["orient_conf"])) if found else (0, 0.0)


def _models_in(name: str) -> int:
    return name.count("+") + 1


def inked(grey: Grey) -> Box:
    """The part of a page that has ink on it, with a rim: bare margins only cost the engine time (6 % of it).

    Any three dark pixels of a row or column count, so that no mark in the margin is lost.
    """
    dark = grey < 200
    rows = np.flatnonzero(np.count_nonzero(dark, axis=1) > 2)
    columns = np.flatnonzero(np.count_nonzero(dark, axis=0) > 2)
    height, width = grey.shape
    if not len(rows) or not len(columns):
        return (0, 0, width, height)
    left, top = max(int(columns[0]) - _RIM, 0), max(int(rows[0]) - _RIM, 0)
    return (left, top, min(int(columns[-1]) + _RIM, width), min(int(rows[-1]) + _RIM, height))


def _show(api: Any, grey: Grey) -> None:  # noqa: ANN401 - tesserocr's class is opaque to the type checker
    height, width = grey.shape
    api.SetImageBytes(np.ascontiguousarray(grey).tobytes(), width, height, 1, width)
    api.SetSourceResolution(300)  # the images are scaled to the size of print at 200-300 dpi


class CommandEngine:
    """The tesseract command through pytesseract: slower, and there wherever tesseract is."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self._folder = folder
        self._seconds = seconds

    def read(self, grey: Grey, languages: Sequence[str], *, look: Look = "page") -> tuple[RawWord, ...]:
        """See `Engine.read`."""
        name = _model_name(self._folder, languages)
        return words_of(self._run("image_to_data", grey, lang=name, mode=_MODES[look]))

    def orientation(self, grey: Grey) -> tuple[int, float]:
        """See `Engine.orientation`."""
        try:
            answer = self._run("image_to_osd", grey, lang="osd", mode=0)
        except errors.Unreadable:
            return 0, 0.0  # too few characters to tell
        rotate = re.search(r"Rotate: (\d+)", answer)
        sure = re.search(r"Orientation confidence: ([\d.]+)", answer)
        return (int(rotate[1]) if rotate else 0), (float(sure[1]) if sure else 0.0)

    def _run(self, call: str, grey: Grey, *, lang: str, mode: int) -> str:
        import pytesseract  # type: ignore[import-untyped]  # ships no types

        config = f'--tessdata-dir "{self._folder}" --psm {mode} --dpi 300'
        with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
            # An uncompressed file: handing over an image object makes pytesseract write a PNG (4.4 s against 1.6 s).
            file.write(b"P5\n%d %d\n255\n" % (grey.shape[1], grey.shape[0]))
            file.write(np.ascontiguousarray(grey).tobytes())
            file.flush()
            try:
                return str(getattr(pytesseract, call)(file.name, lang=lang, config=config, timeout=self._seconds))
            except pytesseract.TesseractNotFoundError as error:
                raise errors.Unavailable("the tesseract command is not installed") from error
            except pytesseract.TesseractError as error:
                raise errors.Unreadable("tesseract could not read the page") from error
            except RuntimeError as error:  # pytesseract's way to report its time limit
                raise errors.LimitExceeded(f"the page was not read within {self._seconds} s") from error


def words_of(tsv: str, left: int = 0, top: int = 0) -> tuple[RawWord, ...]:
    """The words in tesseract's tab-separated answer (12 columns; rows of level 5 are words).

    Args:
        tsv: the answer.
        left: where the image that was read lies on its page, pixels.
        top: the same.
    """
    return tuple(word for row in tsv.splitlines() if (word := _word_of(row.split("\t"), left, top)))


def _word_of(cells: list[str], x: int, y: int) -> RawWord | None:
    if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
        return None
    block, paragraph, line, _, left, top, width, height = (int(cell) for cell in cells[2:10])
    box = (x + left, y + top, x + left + width, y + top + height)
    return RawWord(cells[11].strip(), box, max(0.0, float(cells[10]) / 100), block, paragraph, line)
