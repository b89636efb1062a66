"""How sure the machine must be before it goes on without a person."""

from pydantic import BaseModel, ConfigDict, Field

from ingest.model import FindingKind

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class Thresholds(BaseModel):
    """Below this confidence (0 to 1) a finding waits for a person's eye, by kind."""

    model_config = _FROZEN

    ticket_reference: float = Field(default=0.8, ge=0, le=1, description="ticket and issue references")
    person_name: float = Field(default=0.6, ge=0, le=1, description="names of people")
    date_time: float = Field(default=0.7, ge=0, le=1, description="dates and times")
    phone_number: float = Field(default=0.8, ge=0, le=1, description="phone numbers")
    email_address: float = Field(default=0.8, ge=0, le=1, description="e-mail addresses")

    def of(self, kind: FindingKind) -> float:
        """The threshold of one kind."""
        return float(getattr(self, kind.value))


class Settings(BaseModel):
    """Settings of the decide stage."""

    model_config = _FROZEN

    thresholds: Thresholds = Field(default=Thresholds(), description="where people look at a finding")
    address_confidence: float = Field(
        default=0.9,
        ge=0,
        le=1,
        description="an e-mail address read on paper is answered only from this confidence on",
    )
    page_confidence: float = Field(
        default=0.7, ge=0, le=1, description="a scanned page below this mean confidence is shown to people"
    )
    languages: tuple[str, ...] = Field(
        default=("en", "it", "de", "fr", "es", "pt", "nl"),
        min_length=1,
        description="languages of our answers",
    )
    default_language: str = Field(default="en", description="an answer's language when the writer's is not known")
    language_confidence: float = Field(
        default=0.5, ge=0, le=1, description="below this the writer's language counts as not known"
    )
    similarity: float = Field(
        default=0.75,
        ge=0,
        le=1,
        description="how alike two texts must be to be proposed as one complaint",
    )
    similar_days: int = Field(default=60, ge=1, description="earlier complaints are compared for so many days")
    always_review: bool = Field(default=False, description="people look at every item, however sure the machine is")
