"""What the reply stage can be told: who we are, how mail leaves, how much of it, and whom readers may turn to.

Declares only; reading the file is `config`'s work. Nothing here opens a socket or a file.
"""

import re
import secrets
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,255}")
Address = Annotated[str, StringConstraints(pattern=rf"^{ADDRESS.pattern}$", max_length=254)]
OneLine = Annotated[str, StringConstraints(pattern=r"^[^\r\n\x00]*$", strip_whitespace=True)]
Window = Literal["uk", "din", "right"]

_WINDOWS: dict[str, Window] = {
    "en": "uk",
    "nl": "uk",
    "de": "din",
    "it": "right",
    "fr": "right",
    "es": "right",
    "pt": "right",
}
_FROZEN = ConfigDict(frozen=True, extra="forbid")


class Ombudsman(BaseModel):
    """The last instance in one country: who decides when we and the customer cannot agree."""

    model_config = _FROZEN

    name: OneLine = Field(description="Its name, as its letters show it.")
    address: tuple[OneLine, ...] = Field(default=(), description="Its postal address, one line each.")
    link: OneLine = Field(default="", description="Its web address.")
    phone: OneLine = Field(default="", description="Its telephone number, as a reader would dial it.")


class Regulator(BaseModel):
    """Who hears complaints about personal data in one country."""

    model_config = _FROZEN

    name: OneLine = Field(description="Its name.")
    link: OneLine = Field(default="", description="Its web address.")


class Relay(BaseModel):
    """The SMTP server that takes our mail."""

    model_config = _FROZEN

    host: OneLine = Field(default="localhost", description="Name of the SMTP relay.")
    port: int = Field(default=587, ge=1, le=65535, description="Its port: 587 for STARTTLS, 465 for TLS at once.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="Encryption. 'none' is for a relay on this machine; there is no fallback to it."
    )
    username: OneLine = Field(default="", description="Log-in name; empty for none.")
    password: SecretStr = Field(default=SecretStr(""), description="Password of that log-in.")
    certificates: Path | None = Field(default=None, description="A PEM file of extra authorities to trust.")
    helo: OneLine = Field(default="", description="The name to greet with; empty for this machine's own.")
    timeout_seconds: float = Field(default=30, gt=0, description="How long to wait for each answer of the relay.")
    dot_timeout_seconds: float = Field(
        default=600, gt=0, description="How long to wait for the answer to the final dot (RFC 5321 4.5.3.2.6: 10 min)."
    )
    connections: int = Field(default=3, ge=1, le=20, description="Connections used side by side when much is waiting.")
    messages_per_connection: int = Field(default=100, ge=1, description="Mails sent before a connection is renewed.")


class Signing(BaseModel):
    """DKIM (RFC 6376), for a relay that does not sign by itself."""

    model_config = _FROZEN

    domain: OneLine = Field(description="The domain that signs, as in the From address.")
    selector: OneLine = Field(description="The selector its public key is published under.")
    key: SecretStr = Field(description="The private RSA key, PEM.")


class Rates(BaseModel):
    """How much may leave; what is beyond waits or goes to a person."""

    model_config = _FROZEN

    per_address_per_day: int = Field(
        default=1,
        ge=1,
        description="Acknowledgements (and surveys) to one address in 24 hours; beyond: a person's task.",
    )
    per_domain_per_hour: int = Field(default=2_000, ge=1, description="Mails to one domain in an hour; beyond: waits.")
    per_hour: int = Field(
        default=20_000, ge=1, description="Mails in an hour altogether; beyond: waits, with an alarm."
    )
    failures_in_a_row: int = Field(
        default=10, ge=1, description="Refused or uncertain mails in a row that open the breaker, with an alarm."
    )
    breaker_minutes: float = Field(default=15, gt=0, description="How long the open breaker lets nothing leave.")
    first_delay_seconds: float = Field(default=30, gt=0, description="Wait after the first temporary failure; doubles.")
    longest_delay_seconds: float = Field(default=1_200, gt=0, description="The longest wait between two attempts.")
    attempts: int = Field(
        default=300,
        ge=1,
        description="Attempts before a temporary failure becomes a person's task: 300 take days.",
    )
    lease_seconds: float = Field(
        default=900, gt=0, description="How long a claimed reply belongs to its sender before another may take it."
    )
    batch: int = Field(default=30, ge=1, le=1_000, description="Replies claimed in one transaction.")


class Settings(BaseModel):
    """Settings of the reply stage, the table [reply] of the configuration."""

    model_config = _FROZEN

    company: OneLine = Field(default="Example Telecom", description="The company's name, as customers know it.")
    company_address: tuple[OneLine, ...] = Field(
        default=("1 Example Street", "London", "EC1A 1AA"), description="Postal address for letters, one line each."
    )
    from_name: OneLine = Field(default="Customer complaints", description="The name mails come from.")
    from_address: Address = Field(default="complaints@example.org", description="The address mails come from.")
    bounce_address: Address | None = Field(
        default=None, description="Envelope sender, where bounces go; the from_address when not set."
    )
    bounce_tags: bool = Field(
        default=False,
        description="Whether the bounce address carries a signed tag (name+tag@), so that bounces file themselves.",
    )
    aliases: tuple[Address, ...] = Field(
        default=(), description="Our other addresses: mail from them is our own and is never answered."
    )
    auth_servers: tuple[OneLine, ...] = Field(
        default=(), description="Names our own mail servers write into Authentication-Results; all others are ignored."
    )
    phone: OneLine = Field(default="", description="A number customers may call about a complaint; may stay empty.")
    web_form: OneLine = Field(default="", description="Web address of the online form; may stay empty.")
    privacy_link: OneLine = Field(default="", description="Web address of our privacy notice; may stay empty.")
    data_protection_address: Address | None = Field(
        default=None, description="Where questions about personal data go; the from_address when not set."
    )
    appeal_days: int = Field(default=0, ge=0, description="Days a customer has to appeal; 0 names no limit.")
    default_language: str = Field(default="en", pattern=r"^[a-z]{2}$", description="Used where a template is missing.")
    country: str = Field(default="GB", pattern=r"^[A-Z]{2}$", description="Our country: picks ombudsman and regulator.")
    ombudsman: dict[str, Ombudsman] = Field(
        default_factory=dict, description="The ombudsman by country code (GB, IT) or by language (en, it)."
    )
    regulator: dict[str, Regulator] = Field(
        default_factory=dict, description="The data-protection regulator by country code or language."
    )
    window: dict[str, Window] = Field(
        default_factory=lambda: dict(_WINDOWS),
        description="Where the address shows through the envelope, by language: uk, din (5008 form B) or right.",
    )
    templates_folder: Path | None = Field(
        default=None, description="A folder with templates of your own; what is missing there is taken from ours."
    )
    secret: SecretStr = Field(
        default_factory=lambda: SecretStr(secrets.token_hex(32)),
        description="Signs Message-IDs, marks and links. Keep it the same for ever; at least 16 characters.",
        min_length=16,
    )
    survey_link: OneLine = Field(
        default="",
        description="Web address of the survey, as customers reach it: the review pages' with /survey at its end.",
    )
    survey_share: float = Field(
        default=0, ge=0, le=1, description="Part of the closed complaints that are asked how it went: 0 none, 1 all."
    )
    transport: Literal["smtp", "maildir", "folder"] = Field(
        default="smtp", description="How mails leave: SMTP, or files in a local Maildir or folder (demo, trials)."
    )
    outgoing_folder: Path = Field(default=Path("outgoing"), description="Where 'maildir' and 'folder' put the mails.")
    dry_run: bool = Field(default=False, description="Compose and record every reply, but let none leave.")
    relay: Relay = Field(default_factory=Relay, description="The SMTP relay.")
    signing: Signing | None = Field(default=None, description="DKIM by ourselves; leave it out when the relay signs.")
    rates: Rates = Field(default_factory=Rates, description="How much may leave, and how failures are repeated.")

    @property
    def bounces(self) -> str:
        """The address bounces go to."""
        return self.bounce_address or self.from_address

    def ours(self, address: str) -> bool:
        """Whether mail from this address is our own; a +tag after a name of ours is ours too."""
        local, _, domain = address.lower().rpartition("@")
        plain = f"{local.split('+', 1)[0]}@{domain}"
        mine = {own.lower() for own in (self.from_address, self.bounces, *self.aliases)}
        return bool(mine & {address.lower(), plain})
