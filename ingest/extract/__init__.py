"""Finds the facts in a reading: ticket references, names, dates, phone numbers, e-mail addresses, flags, contacts.

Two doors: `findings_in` for a whole reading, `normalise` for one value that a person typed. Refuses to decide
anything: a finding says what stands where and how sure that is, and people and `decide` do the rest. Importing this
package is cheap; what is heavy comes with the first call.
"""

from datetime import datetime

from ingest.extract.settings import Settings
from ingest.model import Extraction, FindingKind, Reading

__all__ = ["Settings", "findings_in", "normalise"]


def findings_in(reading: Reading, *, received: datetime, settings: Settings) -> Extraction:
    """Everything that can be found in one reading.

    Args:
        reading: as `read` made it.
        received: when the item arrived, aware; relative and partial dates are reckoned from it.
        settings: this stage's settings.
    """
    from ingest.extract import engine

    return engine.findings_in(reading, received=received, settings=settings)


def normalise(kind: FindingKind, text: str, *, received: datetime, language: str | None, settings: Settings) -> str:
    """The value that `text` stands for, in the form all findings of its kind have.

    Args:
        kind: what the text is meant to be.
        text: what a person typed, as a correction or an addition.
        received: when the item arrived, aware.
        language: of the item, ISO 639-1.
        settings: this stage's settings.

    Raises:
        errors.Error: it cannot be understood; the message says in one sentence what is wrong.
    """
    from ingest.extract import engine

    return engine.normalise(kind, text, received=received, language=language, settings=settings)
