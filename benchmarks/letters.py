"""How well and how fast letters are read: ours beside the tesseract command, pytesseract and OCRmyPDF.

    python -m benchmarks.letters [--pages 60] [--peers] [--corpora ../shared/corpora] [--only made,real,...]

Prints what is asked beside what was measured. Character error rates are edit distances over the length of the truth,
after white space is evened out. The real pages' transcriptions leave out letterheads and stamps, so there the words
kept in order count.
"""

import argparse
import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"

from rapidfuzz.distance import LCSseq, Levenshtein

from benchmarks import made_letters
from ingest.read.letter import read_letter
from ingest.read.letter_settings import LetterSettings

ASKED = {"fax200": 0.6, "photo": 1.0}
_QUOTES = str.maketrans("‘’“”–—", "''\"\"--")


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    kind: str
    content: bytes
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    seconds: float
    rotation: int | None = None


def made(pages: int) -> Iterator[Case]:
    """Made letters: every mishap in turn, languages and fonts going round."""
    kinds, languages = list(made_letters.KINDS), ["en", "it", "de", "en", "it", "fr", "en", "it", "es"]
    for index in range(pages):
        kind = kinds[index % len(kinds)]
        language = languages[(index + index // len(kinds)) % len(languages)]
        font = made_letters.FONTS[(index + index // len(kinds)) % len(made_letters.FONTS)]
        if kind == "ribbon":
            font = "liberation2/LiberationMono-Regular.ttf"
        letter = made_letters.make(1000 + index, language, font)
        pixels = made_letters.spoiled(letter, kind, index)
        photo = kind == "photo"
        content = made_letters.as_file(pixels, 300 if pixels.shape[0] > 3000 else 200, "JPEG" if photo else "PNG")
        yield Case(f"{index:02d} {kind} {language} {letter.font}", kind, content, letter.text, language)


def even(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


def error_rate(truth: str, text: str) -> float:
    return Levenshtein.distance(even(truth), even(text)) / max(len(even(truth)), 1)


def kept_in_order(truth: str, text: str) -> float:
    a, b = even(truth).split(), even(text).split()
    return LCSseq.similarity(a, b) / max(len(a), 1)


# ---- readers -------------------------------------------------------------------------------------------------


def ours(case: Case) -> Answer:
    started = time.perf_counter()
    reading = read_letter(case.content, case.name, settings=LetterSettings())
    return Answer(reading.text, time.perf_counter() - started, reading.pages[0].rotation)


def _on_file(case: Case, read: Callable[[Path], str]) -> Answer:
    with tempfile.NamedTemporaryFile(suffix=".jpg" if case.content[:2] == b"\xff\xd8" else ".png") as file:
        file.write(case.content)
        file.flush()
        started = time.perf_counter()
        text = read(Path(file.name))
        return Answer(text, time.perf_counter() - started)


def _codes(case: Case) -> str:
    from ingest.read.ocr import CODES

    return CODES[case.language]


def command(case: Case) -> Answer:
    def read(path: Path) -> str:
        call = ["tesseract", str(path), "-", "-l", _codes(case)]
        return subprocess.run(call, capture_output=True, text=True, check=False).stdout

    return _on_file(case, read)


def pytesseract(case: Case) -> Answer:
    import pytesseract as usual
    from PIL import Image

    return _on_file(case, lambda path: str(usual.image_to_string(Image.open(path), lang=_codes(case))))


def ocrmypdf(case: Case) -> Answer:
    def read(path: Path) -> str:
        with tempfile.TemporaryDirectory() as folder:
            text = Path(folder) / "out.txt"
            options = ["--deskew", "--rotate-pages", "--image-dpi", "300", "-q", "--jobs", "1", "--output-type", "pdf"]
            files = ["--sidecar", str(text), str(path), str(Path(folder) / "out.pdf")]
            subprocess.run(["ocrmypdf", *options, "-l", _codes(case), *files], capture_output=True, check=False)
            return text.read_text() if text.is_file() else ""

    return _on_file(case, read)


def readers(peers: bool) -> dict[str, Callable[[Case], Answer]]:
    found: dict[str, Callable[[Case], Answer]] = {"ours": ours}
    if peers:
        found |= {"tesseract": command, "pytesseract": pytesseract}
        if shutil.which("ocrmypdf"):
            found["ocrmypdf"] = ocrmypdf
        else:
            print("OCRmyPDF is not installed here: its column is missing (pip install ocrmypdf).")
    return found


# ---- tables --------------------------------------------------------------------------------------------------


def made_table(pages: int, peers: bool, verbose: bool) -> None:
    columns = readers(peers)
    errors: dict[str, dict[str, list[float]]] = {}
    seconds: dict[str, list[float]] = {name: [] for name in columns}
    for case in made(pages):
        for name, read in columns.items():
            answer = read(case)
            rate = error_rate(case.text, answer.text) * 100
            errors.setdefault(case.kind, {}).setdefault(name, []).append(rate)
            seconds[name].append(answer.seconds)
            if verbose and name == "ours":
                print(f"  {case.name:46} {rate:6.2f} %  {answer.seconds:5.2f} s", flush=True)
    print(f"\nCharacter error rate, %, {pages} made pages")
    print(f"{'mishap':14}{'asked':>8}" + "".join(f"{name:>12}" for name in columns))
    for kind, by_reader in errors.items():
        cells = "".join(f"{statistics.mean(by_reader[name]):12.2f}" for name in columns)
        print(f"{kind:14}{ASKED.get(kind, 0.3):8.1f}{cells}")
    print(f"{'seconds a page':22}" + "".join(f"{statistics.mean(seconds[name]):12.2f}" for name in columns))


def truth_of(path: Path) -> str:
    """The lines of an ALTO or PAGE transcription."""
    source = path.read_text(encoding="utf-8")
    if "<alto" in source:
        lines = re.findall(r'<String[^>]*?CONTENT="([^"]*)"', source)
    else:
        lines = re.findall(r"<TextLine.*?</TextLine>", source, re.S)
        lines = [found[-1] if (found := re.findall(r"<Unicode>(.*?)</Unicode>", line, re.S)) else "" for line in lines]
    import html

    return html.unescape("\n".join(lines))


def real_table(corpora: Path, languages: list[str], peers: bool, verbose: bool) -> None:
    folder = corpora / "pages"
    if not folder.is_dir():
        print(f"\nReal pages: {folder} is not there, left out.")
        return
    columns = readers(peers)
    print("\nReal typed pages: share of the transcription's words kept in order")
    print(f"{'':14}{'asked':>8}" + "".join(f"{name:>12}" for name in columns))
    for language, code, asked in (("english", "en", 0.955), ("german", "de", 0.88), ("french", "fr", None)):
        if language not in languages:
            continue
        kept: dict[str, list[float]] = {name: [] for name in columns}
        spent: dict[str, list[float]] = {name: [] for name in columns}
        for image in sorted([*(folder / language).glob("*.jp*g")]):
            truth = truth_of(image.with_suffix(".xml"))
            case = Case(image.name, language, image.read_bytes(), truth, code)
            for name, read in columns.items():
                answer = read(case)
                kept[name].append(kept_in_order(truth, answer.text))
                spent[name].append(answer.seconds)
            if verbose:
                print(f"  {image.name[:50]:50} " + " ".join(f"{kept[name][-1]:.3f}" for name in columns), flush=True)
        cells = "".join(f"{statistics.mean(kept[name]):12.3f}" for name in columns)
        print(
            f"{language:14}{asked or '':>8}{cells}   seconds "
            + " ".join(f"{statistics.mean(spent[n]):.1f}" for n in columns)
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=68, help="how many made pages")
    parser.add_argument("--peers", action="store_true", help="run the other readers too")
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--only", default="made,real", help="which tables")
    parser.add_argument("--languages", default="english,german,french", help="which of the real pages")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        if "made" in asked.only:
            made_table(asked.pages, asked.peers, asked.verbose)
        if "real" in asked.only:
            real_table(asked.corpora, asked.languages.split(","), asked.peers, asked.verbose)


if __name__ == "__main__":
    sys.exit(main())
