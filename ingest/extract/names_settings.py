"""The settings of the name finder, apart from it, so that reading settings does not load the models' machinery."""

from pydantic import BaseModel, ConfigDict, Field

from ingest.extract.staff import StaffMember


class NameSettings(BaseModel):
    """What the name finder goes by."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    staff: tuple[StaffMember, ...] = Field(
        default=(), description="the directory of our staff; empty when there is none"
    )
    companies: tuple[str, ...] = Field(
        default=(),
        description="our own companies and brands, whose names are nobody's; the company of [reply] always is one",
    )
    least_confidence: float = Field(
        default=0.55, ge=0, le=1, description="names the model is less sure of than this are not reported"
    )
    longest_text: int = Field(
        default=300_000, ge=1_000, description="characters of a text that are searched; the rest is left alone"
    )
