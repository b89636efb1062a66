"""`postroom read`: reads and extracts, without ledger or configuration, and prints one JSON object a line."""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest import errors

if TYPE_CHECKING:  # only names for types: the modules themselves are loaded when a file is read
    from ingest.model import Extraction, Reading
    from ingest.reader import Reader

KINDS = {".eml", ".msg", ".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".heic", ".docx", ".odt", ".rtf", ".txt",
         ".webp", ".bmp"}  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Put the command of this file on the command line."""
    app.command("read")(read_files)


def read_files(
    files: Annotated[list[Path], typer.Argument(help="Files, or folders whose files are read.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line instead of a summary.")] = False,
    language: Annotated[str | None, typer.Option(help="The language, when it is known: en, it, ...")] = None,
    received: Annotated[str | None, typer.Option(help="When it arrived, ISO 8601, for relative dates.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many files are read side by side.")] = 1,
) -> None:
    """Read letters and mails and print what was found in them. Needs no database and no configuration."""
    from ingest import extract, read
    from ingest.children import Limits
    from ingest.reader import Reader, Settings

    arrived = _instant(received)
    paths = list(_all_files(files))
    reader = Reader(Settings(read=read.Settings(), extract=extract.Settings()), Limits(processes=jobs))
    failed = False
    try:
        with ThreadPoolExecutor(jobs) as pool:
            told = pool.map(lambda path: _told(reader, path, language, arrived), paths)
            for one in _with_progress(told, len(paths)):
                failed |= one["error"] is not None
                sys.stdout.write((json.dumps(one, ensure_ascii=False) if as_json else _summary(one)) + "\n")
                sys.stdout.flush()
    finally:
        reader.close()
    raise typer.Exit(1 if failed else 0)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        told = f"--received: '{text}' is no ISO 8601 instant"
        raise errors.SettingsError(told, remedy="Write it like 2026-03-03T16:00Z.") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _all_files(given: Iterable[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in KINDS)
        else:
            yield path


def _with_progress(told: Iterator[dict[str, Any]], total: int) -> Iterator[dict[str, Any]]:
    if total < 2 or not sys.stderr.isatty():
        return told
    from rich.console import Console
    from rich.progress import track

    return iter(track(told, "Reading", total, console=Console(stderr=True)))


def _told(reader: "Reader", path: Path, language: str | None, received: datetime | None) -> dict[str, Any]:
    """One file's object of the contract; whatever goes wrong becomes its `error`."""
    began = time.monotonic()
    try:
        if not path.is_file():
            raise errors.Unreadable("there is no such file", remedy="Check the name.")
        reading, extraction = reader.understand(path.absolute(), path.name, received=received, language=language)
        told = as_object(reading, extraction, os.fspath(path))
    except errors.Error as error:
        told = _failed(os.fspath(path), f"{error} - {error.remedy}")
    told["seconds"] = round(time.monotonic() - began, 3)
    told["error"] = told.pop("error")  # last on the line, as in the contract
    return told


def as_object(reading: "Reading", extraction: "Extraction", source: str) -> dict[str, Any]:
    """A reading and its findings as the object that `postroom read --json` promises.

    Args:
        reading: the reading.
        extraction: what was found in it.
        source: the file's name as it was given.
    """
    mail = reading.mail
    return {
        "source": source,
        "medium": reading.medium.value,
        "language": reading.language,
        "from": {"name": mail.from_name, "address": mail.from_address} if mail else None,
        "subject": mail.subject if mail else None,
        "received": mail.claimed_date.isoformat() if mail and mail.claimed_date else None,
        "automatic": mail.automatic if mail else None,
        "text": reading.text,
        "reply_text": reading.reply_text,
        "signature": reading.signature,
        "attachments": [
            {"name": one.name, "media_type": one.media_type, "bytes": one.bytes, "note": one.note}
            for one in reading.attachments
        ],
        "pages": [
            {"number": page.number, "width": page.width, "height": page.height, "rotation": page.rotation,
             "confidence": round(page.confidence, 4), "state": page.state.value, "origin": page.origin,
             "separator": page.separator}
            for page in reading.pages
        ],
        "findings": [
            {"kind": one.kind.value, "value": one.value, "text": one.text, "role": one.role, "start": one.start,
             "end": one.end, "page": one.page, "box": list(one.box) if one.box else None,
             "confidence": round(one.confidence, 4), "reason": one.reason}
            for one in extraction.findings
        ],
        "flags": sorted({flag.name for flag in extraction.flags}),
        "notes": list(reading.notes),
        "error": None,
    }  # fmt: skip


def _failed(source: str, reason: str) -> dict[str, Any]:
    return {
        "source": source, "medium": None, "language": None, "from": None, "subject": None, "received": None,
        "automatic": None, "text": "", "reply_text": "", "signature": "", "attachments": [], "pages": [],
        "findings": [], "flags": [], "notes": [], "error": reason,
    }  # fmt: skip


def _summary(told: dict[str, Any]) -> str:
    if told["error"]:
        return f"{told['source']}: could not be read: {told['error']}"
    language = told["language"] or "language unknown"
    head = f"{told['source']}: {told['medium']}, {language}, {len(told['text'])} characters"
    lines = [
        f"  {one['kind']:18} {one['value']:34} {one['role']:12} {one['confidence']:.2f}  {one['reason']}"
        for one in told["findings"]
    ]
    return "\n".join([head, *lines, *(f"  note: {note}" for note in told["notes"])])
