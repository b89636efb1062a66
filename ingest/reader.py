"""What happens inside a child process: bytes become a reading, a reading becomes findings, a page becomes a PDF.

This is everything that touches hostile input with a parser. It knows the stages `read`, `extract` and `reply`'s
printer, and neither ledger nor network; `children.py` runs it under limits. Answers are JSON or a PDF: data only.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from ingest import clock, errors, extract, read
from ingest.children import Children, Limits
from ingest.model import Extraction, Reading
from ingest.read.batch import Glances

HEAD = 256_000  # bytes of a mail that are read when the whole of it kills the reader

_BOTH = TypeAdapter(tuple[Reading, Extraction])
_GLANCES = TypeAdapter(Glances)
_settings: dict[bytes, "Settings"] = {}


class Settings(BaseModel):
    """What a child needs to know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    read: read.Settings
    extract: extract.Settings


class Reader:
    """Asks child processes to read and extract.

    Args:
        settings: how to read and extract.
        limits: what one file may cost.
    """

    def __init__(self, settings: Settings, limits: Limits) -> None:
        self.children = Children("ingest.reader:answer", settings.model_dump_json().encode(), limits)

    def understand(
        self,
        path: Path,
        name: str,
        *,
        received: datetime | None,
        language: str | None = None,
        images: Path | None = None,
        head_only: bool = False,
    ) -> tuple[Reading, Extraction]:
        """Read one file and find the facts in it.

        Args:
            path: the file.
            name: what its sender called it; a hint at its format.
            received: when it arrived, for dates that are told relative to it; None: what a mail's Date claims, or now.
            language: ISO 639-1, when it is known beforehand.
            images: a folder for the upright page images.
            head_only: read no more than the first part of a mail.

        Raises:
            Unreadable: or one of its kinds, with the reason in words.
        """
        answer = self.children.ask(
            task="understand",
            path=str(path),
            name=name,
            received=received.isoformat() if received else None,
            language=language,
            images=str(images) if images else None,
            head_only=head_only,
        )
        return _BOTH.validate_json(answer)

    def glance(self, path: Path, name: str, first: int, number: int) -> Glances:
        """What some pages of a scan are, without reading them; arguments and errors as for `glancing.glances_at`."""
        answer = self.children.ask(task="glance", path=str(path), name=name, first=first, number=number)
        return _GLANCES.validate_json(answer)

    def excerpt(self, path: Path, pages: Sequence[int]) -> bytes:
        """Some pages of a scan as a file of their own; arguments and errors as for `excerpt.excerpt_of`."""
        return self.children.ask(task="excerpt", path=str(path), pages=list(pages))

    def close(self) -> None:
        """Let the children go."""
        self.children.close()


def answer(initial: bytes, *, task: str, path: str, **question: Any) -> bytes:  # noqa: ANN401 - each task has its own
    """Answer one question about a file, in a child: a reading with findings or glances as JSON, or a file's bytes."""
    return _TASKS[task](_settings_from(initial), Path(path), **question)


def _understand(
    settings: Settings,
    path: Path,
    *,
    name: str,
    received: str | None,
    language: str | None,
    images: str | None,
    head_only: bool,
) -> bytes:
    if images:
        Path(images).mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        content = file.read(HEAD) if head_only else file.read()
    reading = read.text_of(
        content, name, settings=settings.read, language=language, images=Path(images) if images else None
    )
    del content
    if head_only:
        reading = replace(reading, notes=(*reading.notes, "only the beginning of this mail could be read"))
    claimed = reading.mail.claimed_date if reading.mail else None
    arrived = datetime.fromisoformat(received) if received else claimed or clock.now()
    return _BOTH.dump_json(_with_findings(reading, arrived, settings))


def _glance(settings: Settings, path: Path, *, name: str, first: int, number: int) -> bytes:
    from ingest.read.glancing import glances_at  # loads what only the children need

    return _GLANCES.dump_json(glances_at(path.read_bytes(), name, first, number, settings=settings.read.letters))


def _excerpt(_: Settings, path: Path, *, pages: list[int]) -> bytes:
    from ingest.read.excerpt import excerpt_of  # as above

    return excerpt_of(path.read_bytes(), pages)


_TASKS: dict[str, Callable[..., bytes]] = {"understand": _understand, "glance": _glance, "excerpt": _excerpt}


def _with_findings(reading: Reading, received: datetime, settings: Settings) -> tuple[Reading, Extraction]:
    try:
        return reading, extract.findings_in(reading, received=received, settings=settings.extract)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - what was read must not be lost because an extractor failed
        note = f"the search for facts failed ({type(error).__name__}); please look for them by eye"
        return replace(reading, notes=(*reading.notes, note)), Extraction()


def _settings_from(initial: bytes) -> Settings:
    if initial not in _settings:
        _settings[initial] = Settings.model_validate_json(initial)
    return _settings[initial]


def is_hopeless(error: errors.Error) -> bool:
    """Whether trying the same file again cannot help: the reader understood well that it is damaged or locked."""
    passing = isinstance(error, errors.ReaderFailed | errors.LimitExceeded)
    return isinstance(error, errors.Unreadable) and not passing
