"""How well and how fast letters are read: ours beside the tesseract command, pytesseract and OCRmyPDF.

    python -m benchmarks.letters [--pages 60] [--peers] [--verbose]
        [--only made,real,speed,processes,dropped,separators,memory]

Prints what is asked beside what was measured. Character error rates are edit distances over the length of the truth,
after white space is evened out. The real pages' transcriptions leave out letterheads and stamps, so there the words
kept in order count.
"""

import argparse
import contextlib
import io
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"

import numpy as np
import pypdfium2
from PIL import Image
from rapidfuzz.distance import LCSseq, Levenshtein

from benchmarks import made_letters
from benchmarks.dropped import dropped
from ingest.model import SectionKind
from ingest.read.letter import read_letter
from ingest.read.letter_settings import LetterSettings
from ingest.read.ocr import engine_for
from ingest.read.prepare import prepared
from ingest.read.separator_code import Separator
from ingest.read.separators import separator_at_a_glance, separator_on, sheet_pdf
from ingest.read.sheet import laid_flat

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
    text = reading.text
    for section in reversed(reading.sections):  # the truth leaves the received stamp out
        if section.kind is SectionKind.STAMP:
            text = text[: section.start] + text[section.end :]
    return Answer(text, time.perf_counter() - started, reading.pages[0].rotation)


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

    # editors' marks: a word that was underlined, a word that was struck out
    return re.sub(r"(?<!\S)_|⟦[^⟧]*⟧", "", html.unescape("\n".join(lines)))


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


def separators_table(copies: int) -> None:
    """Made copies of separator sheets (crooked, faint, speckled, faxed, photographed, any way up), and other pages."""
    found = false = 0
    sheets = [Separator("letter", date(2026, 3, 3), number) for number in (1, 27, 4711)]
    with pypdfium2.PdfDocument(sheet_pdf(sheets)) as document:
        printed = [
            np.asarray(page.render(scale=300 / 72).to_pil().convert("L").resize(made_letters.PAGE)) for page in document
        ]
    kinds = list(made_letters.KINDS)
    for seed in range(copies):
        copy = made_letters.copied(printed[seed % 3], seed)
        if seed % 2:  # every other copy has met with one of the letters' mishaps instead
            mishap = made_letters.KINDS[kinds[seed // 2 % len(kinds)]]
            copy = np.ascontiguousarray(mishap(printed[seed % 3], np.random.default_rng(seed)))
        found += separator_at_a_glance(copy) == sheets[seed % 3]
        if seed % 10 == 0:
            letter = made_letters.make(seed, "en", made_letters.FONTS[seed % 8])
            other = made_letters.spoiled(letter, kinds[seed // 10 % len(kinds)], seed)
            false += separator_on(other, thorough=True) is not None
    print(
        f"\nSeparator sheets found: asked {copies} of {copies}, measured {found}; false ones: asked 0, measured {false}"
    )


def processes_table(pages: int) -> None:
    """Pages a second of two reading processes against one, by the clock on the wall: for an idle machine."""
    cases, seconds = list(made(pages)), []
    for count in (1, 2):
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            list(pool.map(ours, cases[:count]))  # the engine is loaded once in each
            started = time.perf_counter()
            list(pool.map(ours, cases))
            seconds.append(time.perf_counter() - started)
    print(f"\nTwo processes against one, {pages} made pages: asked 1.85, measured {seconds[0] / seconds[1]:.2f}")


def speed_table(pages: int) -> None:
    """Processor time, ours against the command, on pages already prepared; and the whole chain against the command."""
    engine = engine_for(LetterSettings())
    whole = kept = spent = 0.0
    for case in made(pages):
        started = time.process_time()
        ours(case)
        whole += time.process_time() - started
        grey = prepared(laid_flat(np.asarray(Image.open(io.BytesIO(case.content))))).grey
        engine.read(grey[:100], [case.language])  # its model is loaded once in the life of a process
        started = time.process_time()
        engine.read(grey, [case.language])
        kept += time.process_time() - started
        with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
            Image.fromarray(grey).save(file.name)
            call = ["tesseract", file.name, "-", "-l", _codes(case)]
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(call, capture_output=True, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"\nProcessor seconds a page, {pages} made pages: tesseract command on prepared pages {spent / pages:.2f}")
    print(
        f"  engine kept loaded, same pages   {kept / pages:.2f}   asked 1.3 times as fast, measured {spent / kept:.2f}"
    )
    print(f"  the whole chain from the file    {whole / pages:.2f}   against the command {spent / whole:.2f}")


def dropped_table(pages: int) -> None:
    """One letter at a time, from the watched folder to its record in the queue: for an idle machine."""
    found = dropped([(case.content, _codes(case)) for case in made(pages)])
    print(f"\nOne letter dropped, idle machine, median of {pages - 2}: record in the queue after {found.whole:.2f} s")
    print(f"  of which the file had to stand still {found.still:.2f} s; tesseract command {found.command:.2f} s")
    print(f"  asked 2 times the command, measured {found.times:.2f} (with the wait {found.whole / found.command:.2f})")


def memory_table(pages: int) -> None:
    """The largest resident size of a process that reads a batch of this many pages."""
    letter = made_letters.make(1, "en", made_letters.FONTS[0])
    page = Image.fromarray(made_letters.spoiled(letter, "scan200", 1)).crop((0, 0, 1653, 700))
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        page.save(file.name, save_all=True, append_images=[page] * (pages - 1), resolution=200)
        code = (
            "import resource, sys; from pathlib import Path; from ingest.read.letter import pages_of; "
            "from ingest.read.letter_settings import LetterSettings as S; "
            "count = sum(1 for _ in pages_of(Path(sys.argv[1]).read_bytes(), 'batch', settings=S())); "
            "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
        )
        answer = subprocess.run([sys.executable, "-c", code, file.name], capture_output=True, text=True, check=True)
    count, size = answer.stdout.split()
    print(f"\nMemory of one reader on a batch of {count} pages: asked 600 MB or less, measured {size} MB")


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
        if "separators" in asked.only:
            separators_table(asked.pages)
        if "processes" in asked.only:
            processes_table(asked.pages)
        if "speed" in asked.only:
            speed_table(asked.pages)
        if "dropped" in asked.only:
            dropped_table(asked.pages)
        if "memory" in asked.only:
            memory_table(asked.pages)


if __name__ == "__main__":
    sys.exit(main())
