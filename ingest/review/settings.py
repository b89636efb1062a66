"""What can be set about the pages."""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from ingest.store.people import Role


class OidcSettings(BaseModel):
    """A provider of OpenID Connect by which people sign in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str = Field(description="The provider's issuer, exactly as it calls itself; https:// only.")
    client_id: str = Field(description="What the provider calls postroom.")
    client_secret: SecretStr = Field(default=SecretStr(""), description="Its secret; empty for a public client.")
    name: str = Field(default="single sign-on", description="What the button on the sign-in page calls the provider.")
    scopes: tuple[str, ...] = Field(default=("openid", "profile", "email"), description="What the provider is asked.")
    sign_in_claim: str = Field(
        default="email",
        description="The claim that holds the sign-in name here, for the first time somebody comes; an email must be "
        "verified, any other must be one that people cannot change themselves.",
    )
    provision: bool = Field(default=False, description="Whether strangers get an account, if a role goes with them.")
    role_claim: str = Field(default="groups", description="The claim that lists somebody's groups.")
    roles: dict[str, Role] = Field(
        default={}, description="Roles by group, the first that fits; set at each sign-in. Empty: roles are given here."
    )
    timeout_seconds: float = Field(default=10, gt=0, le=60, description="How long the provider may take to answer.")

    @field_validator("issuer")
    @classmethod
    def _encrypted(cls, issuer: str) -> str:
        if not cls.allowed(issuer):
            raise ValueError("must begin with https://")
        return issuer

    @staticmethod
    def allowed(address: str) -> bool:
        """Whether an address of the provider may be used: by TLS, or on this machine."""
        parts = urlsplit(address)
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})


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
    oidc: OidcSettings | None = Field(default=None, description="Signing in by a provider of OpenID Connect.")
    trust_proxy: bool = Field(
        default=False, description="Whether X-Forwarded-For names the caller: only behind a proxy that sets it."
    )

    @property
    def secure(self) -> bool:
        """Whether people come by TLS, so that cookies must too."""
        return self.base_url.startswith("https://")
