"""Where post arrives, and what is done with it there once it is stored."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

_FROZEN = ConfigDict(frozen=True, extra="forbid")
_NAME = r"^[A-Za-z0-9][A-Za-z0-9 ._@+-]{0,79}$"


class OAuth(BaseModel):
    """How to get the bearer token that some providers want instead of a password (RFC 6749, XOAUTH2)."""

    model_config = _FROZEN

    token_url: str = Field(pattern=r"^https?://", description="the provider's token endpoint")
    client_id: str = Field(description="as registered with the provider")
    client_secret: SecretStr = Field(default=SecretStr(""), description="of that client; empty for a public one")
    refresh_token: SecretStr | None = Field(
        default=None, description="with it a token is asked for in the user's name; without, in the client's own"
    )
    scope: str = Field(default="", description="what the token is asked for; empty: the provider's default")
    timeout_seconds: float = Field(default=30, gt=0, description="how long to wait for the endpoint")


class MailboxSettings(BaseModel):
    """One folder of one IMAP account."""

    model_config = _FROZEN

    name: str = Field(pattern=_NAME, description="what the ledger calls this mailbox; never change it afterwards")
    address: str = Field(default="", description="the mail address people write to, so that we know our own mail")
    host: str = Field(min_length=1, description="the IMAP server")
    port: int | None = Field(default=None, ge=1, le=65535, description="993 with tls, else 143, when not given")
    security: Literal["tls", "starttls", "none"] = Field(
        default="tls", description="'none' sends the password in the clear: only for a server on this machine"
    )
    ca_file: Path | None = Field(default=None, description="PEM file of the authority to trust besides the system's")
    user: str = Field(min_length=1, description="log-in name")
    password: SecretStr | None = Field(default=None, description='best written as "env:NAME" or "file:/path"')
    oauth: OAuth | None = Field(default=None, description="instead of a password")
    folder: str = Field(default="INBOX", min_length=1, description="the folder that is watched")
    after: Literal["move", "flag", "leave"] = Field(
        default="move", description="what is done with a mail once it is stored; nothing is ever deleted"
    )
    processed_folder: str = Field(default="Processed", min_length=1, description="where 'move' puts it")
    flag: str = Field(default="$Postroom", min_length=1, description="the keyword that 'flag' sets")
    idle: bool = Field(default=True, description="be told of new mail at once (IMAP IDLE), besides polling")
    poll_seconds: float = Field(default=60, gt=0, description="how often to look, whatever IDLE says")
    timeout_seconds: float = Field(default=60, gt=0, description="how long the server may keep silent")
    stall_seconds: float = Field(default=900, gt=0, description="how long one batch may take altogether")
    batch_messages: int = Field(default=50, ge=1, le=1000, description="mails fetched and stored together")
    batch_megabytes: int = Field(default=16, ge=1, description="and together not more than this")
    max_message_megabytes: int = Field(
        default=200, ge=1, description="of a larger mail only the head is taken, and staff are told where the rest is"
    )

    @model_validator(mode="after")
    def _one_way_in(self) -> "MailboxSettings":
        if (self.password is None) == (self.oauth is None):
            raise ValueError(f"mailbox '{self.name}': give either 'password' or 'oauth'")
        return self

    @property
    def port_used(self) -> int:
        """The port, with its default."""
        return self.port or (993 if self.security == "tls" else 143)


class MaildirSettings(BaseModel):
    """A Maildir on this machine, as a mail server or a demonstration fills it."""

    model_config = _FROZEN

    name: str = Field(pattern=_NAME, description="what the ledger calls it; never change it afterwards")
    path: Path = Field(description="the folder that holds new/, cur/ and tmp/")
    poll_seconds: float = Field(default=5, gt=0, description="how often to look, besides being told of changes")
    batch_messages: int = Field(default=50, ge=1, le=1000, description="mails stored together")
    batch_megabytes: int = Field(default=16, ge=1, description="and together not more than this")


class FolderSettings(BaseModel):
    """A folder into which scans are put."""

    model_config = _FROZEN

    name: str = Field(pattern=_NAME, description="what the ledger calls it; never change it afterwards")
    path: Path = Field(description="the folder; it may be on a network drive")
    stable_seconds: float = Field(
        default=5, ge=0, description="a file is taken when its size and time stood still for so long"
    )
    poll_seconds: float = Field(default=15, gt=0, description="how often to look, besides being told of changes")
    after: Literal["move", "delete"] = Field(default="move", description="what is done with a file once it is stored")
    taken_folder: str = Field(
        default="taken", pattern=r"^[^/\\.][^/\\]*$", description="the folder in it where 'move' puts it"
    )
    batch_files: int = Field(default=20, ge=1, le=1000, description="files stored together")
    batch_megabytes: int = Field(default=16, ge=1, description="and together not more than this")
    max_file_megabytes: int = Field(default=500, ge=1, description="larger files are left alone, and staff are told")


class FormSettings(BaseModel):
    """What the online form takes."""

    model_config = _FROZEN

    max_text: int = Field(default=20_000, ge=100, description="length of the summary, characters")
    max_line: int = Field(default=500, ge=20, description="length of each other field, characters")
    max_files: int = Field(default=10, ge=0, description="evidence files with one form")
    max_file_megabytes: int = Field(default=20, ge=1, description="size of each")
    max_total_megabytes: int = Field(default=40, ge=1, description="size of all together")
    file_types: tuple[str, ...] = Field(
        default=("pdf", "jpg", "jpeg", "png", "heic", "tif", "tiff", "docx", "odt", "txt", "eml", "msg"),
        description="endings of the files that are taken",
    )


class Settings(BaseModel):
    """Settings of the arrive stage."""

    model_config = _FROZEN

    mailboxes: tuple[MailboxSettings, ...] = Field(default=(), description="IMAP mailboxes")
    maildirs: tuple[MaildirSettings, ...] = Field(default=(), description="Maildirs on this machine")
    folders: tuple[FolderSettings, ...] = Field(default=(), description="folders for scans")
    form: FormSettings = Field(default=FormSettings(), description="the online form")
    sent: MailboxSettings | None = Field(
        default=None, description="an IMAP folder that gets a copy of every mail that left; it is only added to"
    )

    @model_validator(mode="after")
    def _names_differ(self) -> "Settings":
        names = [one.name for one in self.mailboxes] + [one.name for one in self.maildirs]
        names += [one.name for one in self.folders]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two places are called '{twice[0]}': each needs a name of its own")
        return self
