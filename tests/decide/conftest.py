"""Readings, extractions and facts made in one line each, about made-up people."""

from datetime import UTC, datetime

import pytest

from ingest import decide
from ingest.model import (
    Bounce,
    Extraction,
    Facts,
    Finding,
    FindingKind,
    Flag,
    Item,
    KnownComplaint,
    Mail,
    Medium,
    Outcome,
    Reading,
    Section,
    SectionKind,
    Source,
    SourceKind,
    State,
)

NOW = datetime(2026, 5, 6, 9, 0, tzinfo=UTC)
ANNA = "anna.example@example.com"


class Make:
    """Builders with defaults: a plain complaint by mail from Anna Example."""

    now = NOW
    anna = ANNA

    def item(self, kind: SourceKind = SourceKind.MAILBOX) -> Item:
        return Item(1, Source(kind, "complaints", "7/1"), "mail 1.eml", NOW, "0" * 64, 1000, State.EXTRACTED, 1)

    def mail(self, **changes: object) -> Mail:
        defaults: dict[str, object] = {
            "from_name": "Anna Example",
            "from_address": ANNA,
            "envelope_sender": ANNA,
            "reply_to": (),
            "to": ("complaints@example.org",),
            "cc": (),
            "subject": "No internet since Monday",
            "claimed_date": None,
            "message_id": "<1@example.com>",
            "in_reply_to": (),
            "references": (),
            "headers": (),
        }
        return Mail(**(defaults | changes))  # type: ignore[arg-type] - a builder for tests

    def reading(self, text: str = "My line has been dead since Monday.", **changes: object) -> Reading:
        """A mail; changes of the mail's own fields are told from those of the reading."""
        own = {key: changes.pop(key) for key in list(changes) if key in Mail.__dataclass_fields__}
        defaults: dict[str, object] = {
            "medium": Medium.EMAIL,
            "text": text,
            "reply_text": text,
            "language": "en",
            "language_confidence": 0.99,
            "mail": self.mail(**own),
        }
        return Reading(**(defaults | changes))  # type: ignore[arg-type] - likewise

    def letter(self, text: str = "My line has been dead since Monday.", **changes: object) -> Reading:
        defaults: dict[str, object] = {
            "medium": Medium.LETTER,
            "text": text,
            "reply_text": text,
            "language": "en",
            "language_confidence": 0.99,
        }
        return Reading(**(defaults | changes))  # type: ignore[arg-type] - likewise

    def letter_from(self, block: str, text: str = "\n\nMy line is dead.") -> Reading:
        """A letter whose head is this address block."""
        return self.letter(block + text, sections=(Section(SectionKind.SENDER, 0, len(block)),))

    def finding(self, kind: str, value: str, role: str, confidence: float = 0.99, start: int = 0) -> Finding:
        end = start + len(value)
        return Finding(FindingKind(kind), value, value, role, start, end, None, None, confidence, "in a test")

    def known(self, number: int = 7, **changes: object) -> KnownComplaint:
        defaults: dict[str, object] = {
            "id": number,
            "reference": f"PR-26-{number:05d}-1",
            "addresses": (ANNA,),
            "names": ("Anna Example",),
            "state": "OPEN",
            "opened": datetime(2026, 5, 1, 9, 0, tzinfo=UTC),
        }
        return KnownComplaint(**(defaults | changes))  # type: ignore[arg-type] - likewise

    def extraction(self, *findings: Finding, flags: tuple[str, ...] = ()) -> Extraction:
        return Extraction(findings, tuple(Flag(name, 0, 2, "My", "in a test") for name in flags))  # type: ignore[arg-type]

    def bounce(self) -> Bounce:
        return Bounce(ANNA, "5.1.1", True, "<ours@example.org>", "no such user")

    def outcome(
        self,
        reading: Reading,
        extraction: Extraction | None = None,
        facts: Facts | None = None,
        *,
        silence: str | None = None,
        robot: bool | None = None,
        vouched: str | None = None,
        **settings: object,
    ) -> Outcome:
        return decide.outcome_for(
            self.item(),
            reading,
            extraction or Extraction(),
            facts or Facts(),
            silence=silence,
            settings=decide.Settings.model_validate(settings),
            now=NOW,
            robot=robot,
            vouched=vouched,
        )


@pytest.fixture
def make() -> Make:
    return Make()
