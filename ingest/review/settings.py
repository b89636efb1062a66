"""What can be set about the pages."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """Settings of the review pages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str = Field(
        default="http://127.0.0.1:8025",
        description="The address people type, without a slash at the end; with https:// cookies are Secure.",
    )
    session_hours: float = Field(default=10, gt=0, le=72, description="Hours after which everybody signs in again.")
    idle_minutes: float = Field(default=60, gt=0, description="Minutes without a page after which a session ends.")
    link_minutes: float = Field(default=30, gt=0, description="Minutes a one-time sign-in link is good for.")
    lock_minutes: int = Field(default=5, ge=1, le=120, description="Minutes an opened item stays with who opened it.")
    attempts: int = Field(default=5, ge=2, le=20, description="Wrong passwords before a person must wait.")
    shortest_password: int = Field(default=12, ge=8, le=128, description="Characters a password must have at least.")
    zone: str = Field(default="Europe/London", description="The time zone in which pages show instants.")
    language: Literal["en", "it"] = Field(default="en", description="Language of the pages until somebody chooses.")
    organisation: str = Field(default="postroom", description="The name shown in the head of every page.")
    upload_megabytes: int = Field(default=50, ge=1, le=500, description="The largest upload in the post room.")
    public_form: bool = Field(default=False, description="Whether the form for complainants is served at /complain.")
    forms_an_hour: int = Field(default=20, ge=1, description="Forms taken from one address in an hour.")
    api: bool = Field(default=True, description="Whether the API is served at /api/v1; it needs tokens.")
    api_calls_a_minute: int = Field(default=600, ge=1, description="Calls taken from one token in a minute.")
    trust_proxy: bool = Field(
        default=False, description="Whether X-Forwarded-For names the caller: only behind a proxy that sets it."
    )
    image_cache: Path | None = Field(
        default=None, description="Folder for page images scaled for the screen; beside the page images when empty."
    )

    @property
    def secure(self) -> bool:
        """Whether people come by TLS, so that cookies must too."""
        return self.base_url.startswith("https://")
