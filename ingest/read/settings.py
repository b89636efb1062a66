"""The settings for reading: letters have their own, mail and its limits stand here."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ingest.read.letter_settings import LetterSettings


class FormSettings(BaseModel):
    """One online form whose notifications arrive as mail: how to know them, and what its labels mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="What staff call this form.")
    senders: tuple[str, ...] = Field(
        description="Addresses its notifications come from, as they stand in From; `*@forms.example.org` is allowed."
    )
    subject: str = Field(
        default="", description="Words the subject must contain; empty when the sender alone is enough."
    )
    labels: dict[str, str] = Field(
        description="What each label on the form means, in every language of the form: label = field. Fields: name, "
        "email, phone, called_from, call_back, reference, staff, date, time, summary, message, address, other."
    )


class MailSettings(BaseModel):
    """How mail is read, and the limits that keep one bad mail from hurting the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    own_addresses: tuple[str, ...] = Field(
        default=(),
        description="The addresses this installation receives and writes with; their mail is never answered.",
    )
    own_domains: tuple[str, ...] = Field(
        default=(), description="Domains of your colleagues, who may pass on a customer's mail: example.org."
    )
    certified_senders: tuple[str, ...] = Field(
        default=(),
        description="Domains of the certified-mail (PEC) providers to believe, as in their From; when empty, every "
        "provider whose signature holds is believed.",
    )
    certified_authorities: Path | None = Field(
        default=None,
        description="A PEM file of the authorities that may vouch for certified-mail providers; without it signatures "
        "are checked, and who issued their certificates is not.",
    )
    forms: tuple[FormSettings, ...] = Field(default=(), description="Online forms whose notifications come by mail.")
    size_limit: int = Field(
        default=200_000_000,
        ge=1_000_000,
        description="The largest mail that is taken apart, in bytes; larger ones go to a person.",
    )
    text_limit: int = Field(
        default=2_000_000,
        ge=10_000,
        description="How much of one mail's text is read, in characters; the original stays whole.",
    )
    part_limit: int = Field(default=1_000, ge=10, description="The most parts one mail may have.")
    nesting_limit: int = Field(default=30, ge=3, description="How deep parts may be nested.")
    wrapping_limit: int = Field(default=4, ge=1, description="How often a mail or archive may be packed into another.")
    attachment_limit: int = Field(default=60, ge=1, description="The most attachments of one mail that are read.")
    unpacked_limit: int = Field(
        default=300_000_000,
        ge=1_000_000,
        description="The most bytes that archives and attachments of one mail may unpack to.",
    )
    small_image: int = Field(
        default=12_000,
        ge=0,
        description="Images inside the text up to this size, in bytes, are logos and are not read.",
    )


class Settings(BaseModel):
    """Everything the reading stage can be told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    letters: LetterSettings = Field(
        default=LetterSettings.model_validate({}), description="How scanned letters are read."
    )
    mail: MailSettings = Field(default_factory=MailSettings, description="How mail is read.")
