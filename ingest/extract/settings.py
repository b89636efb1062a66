"""Gathers what can be set about extraction: one group per kind of finding."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest.extract.call_records import CallSettings
from ingest.extract.dates import DateSettings
from ingest.extract.emails import EmailSettings
from ingest.extract.names_settings import NameSettings
from ingest.extract.phones import PhoneSettings
from ingest.extract.tickets import TicketSettings


class Settings(BaseModel):
    """Everything that can be set about extraction."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tickets: TicketSettings = Field(default=TicketSettings(), description="How ticket references look.")
    phones: PhoneSettings = Field(default=PhoneSettings(), description="Where the writers' phones are.")
    emails: EmailSettings = Field(default=EmailSettings(), description="Which e-mail addresses are ours.")
    dates: DateSettings = Field(default=DateSettings(), description="How dates are reckoned.")
    names: NameSettings = Field(default=NameSettings(), description="Who our staff are.")
    calls: CallSettings = Field(default=CallSettings(), description="How the telephone system exports call records.")
    quoted: Literal["references", "all"] = Field(
        default="references",
        description="What to take from quoted mails: 'references' of tickets, and addresses, or 'all' (as 'other').",
    )
    most_characters: int = Field(
        default=500_000, ge=1000, description="Text beyond this many characters is kept, but not searched for findings."
    )
