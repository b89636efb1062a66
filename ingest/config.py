"""Gathers the settings that each stage declares, and reads them from one TOML file, once.

Secrets may stand elsewhere: any value `"env:NAME"` is taken from the environment and `"file:/path"` from a file
(systemd credentials, Docker secrets). A wrong setting is one line that names the key and the remedy.
"""

import base64
import os
import secrets
import tomllib
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from ingest import errors
from ingest.arrive import form
from ingest.arrive.settings import Settings as ArriveSettings
from ingest.children import Limits
from ingest.decide.settings import Settings as DecideSettings
from ingest.extract import Settings as ExtractSettings
from ingest.extract.staff import directory
from ingest.read.settings import FormSettings
from ingest.read.settings import Settings as ReadSettings
from ingest.reply.settings import Settings as ReplySettings

Settings = TypeVar("Settings", bound=BaseModel)
_FROZEN = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(BaseModel):
    """Where the ledger is."""

    model_config = _FROZEN

    url: str = Field(default="", description="SQLite or PostgreSQL; empty: postroom.db in the data folder")


class StorageSettings(BaseModel):
    """Where originals and page images are."""

    model_config = _FROZEN

    folder: Path = Field(default=Path("data"), description="everything postroom keeps on this disk stands below it")
    spare_mb: int = Field(
        default=200, ge=0, description="intake pauses when the disk has less free than this, megabytes"
    )


class WorkerSettings(BaseModel):
    """How the work is done."""

    model_config = _FROZEN

    concurrency: int = Field(default=4, ge=1, le=64, description="items worked on side by side by one worker")
    attempts: int = Field(default=3, ge=1, description="after so many failed attempts an item is quarantined")
    first_delay_seconds: float = Field(
        default=20, gt=0, description="wait before the second attempt; it doubles after that"
    )


class ReviewServer(BaseModel):
    """Where the review pages listen."""

    model_config = _FROZEN

    enabled: bool = Field(default=True, description="whether `postroom run` serves the pages")
    host: str = Field(default="127.0.0.1", description="address to listen on; put a TLS proxy in front of any other")
    port: int = Field(default=8025, ge=0, le=65535, description="port to listen on; 0 picks a free one")


class AlarmSettings(BaseModel):
    """How postroom says by a second route that something has stopped."""

    model_config = _FROZEN

    webhook: str = Field(default="", description="URL that is sent each alarm as JSON; empty: none")
    email: tuple[str, ...] = Field(default=(), description="addresses that are mailed each alarm")


class Endpoint(BaseModel):
    """A program that is told of complaints by signed webhooks, as https://www.standardwebhooks.com describes them."""

    model_config = _FROZEN

    name: str = Field(pattern="^[a-z0-9-]{1,60}$", description="what the ledger calls it: never change it")
    url: str = Field(
        pattern="^https?://[^/?#@\\s]+([/?][^#\\s]*)?$", description="where messages are sent; https:// only"
    )
    secret: SecretStr = Field(description="signs the messages; `postroom webhook secret` makes one")
    old_secret: SecretStr | None = Field(
        default=None, description="signs them too while the receiver changes to the new one; take it out afterwards"
    )
    events: tuple[
        Literal["complaint.opened", "complaint.acknowledged", "complaint.at_risk", "complaint.closed"], ...
    ] = Field(
        default=("complaint.opened", "complaint.acknowledged", "complaint.at_risk", "complaint.closed"),
        description="what it is told of",
    )
    private: bool = Field(
        default=False, description="whether it may stand in your own network, where plain http:// is allowed too"
    )
    certificates: Path | None = Field(default=None, description="a PEM file of authorities to trust instead")

    @property
    def secrets(self) -> tuple[SecretStr, ...]:
        """What signs the messages, the new secret first."""
        return (self.secret,) if self.old_secret is None else (self.secret, self.old_secret)

    @field_validator("secret", "old_secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is None:
            return None
        try:
            key = base64.b64decode(secret.get_secret_value().removeprefix("whsec_"), validate=True)
        except ValueError:
            key = b""
        if not 24 <= len(key) <= 64:
            raise ValueError("must be 24 to 64 bytes in base64, with or without whsec_ before them")
        return secret

    @model_validator(mode="after")
    def _encrypted(self) -> "Endpoint":
        if self.url.startswith("http://") and not self.private:
            raise ValueError("url must begin with https:// (http:// only within your own network: private = true)")
        return self


class WebhookSettings(BaseModel):
    """What other programs are told, and how long it is tried."""

    model_config = _FROZEN

    attempts: int = Field(default=10, ge=1, le=20, description="a message is given up after so many tries")
    first_delay_seconds: float = Field(
        default=5, gt=0, description="wait before the second try; four times as long next"
    )
    timeout_seconds: float = Field(default=15, gt=0, le=60, description="how long an endpoint may take to answer")
    keep_days: int = Field(
        default=30, ge=1, description="days for which finished messages are kept and can be replayed"
    )
    endpoints: tuple[Endpoint, ...] = Field(default=(), description="A program that is told of complaints.")


class Config(BaseModel):
    """Everything that can be set."""

    model_config = _FROZEN

    database: DatabaseSettings = DatabaseSettings()
    storage: StorageSettings = StorageSettings()
    limits: Limits = Limits()
    worker: WorkerSettings = WorkerSettings()
    server: ReviewServer = ReviewServer()
    alarms: AlarmSettings = AlarmSettings()
    webhooks: WebhookSettings = WebhookSettings()
    arrive: ArriveSettings = Field(default_factory=ArriveSettings)
    read: ReadSettings = Field(default_factory=ReadSettings)
    extract: ExtractSettings = Field(default_factory=ExtractSettings)
    decide: DecideSettings = Field(default_factory=DecideSettings)
    reply: ReplySettings = Field(default_factory=ReplySettings)
    review: dict[str, Any] = Field(default_factory=dict, description="settings of the review pages, see serve.py")
    schedules_folder: Path | None = Field(default=None, description="your own policy, calendars and daemon files")
    staff_directory: Path | None = Field(
        default=None, description="CSV file of colleagues (id, name, team), to know staff by their names"
    )
    reference_prefix: str = Field(default="PR", pattern="^[A-Z]{2,6}$", description="letters before our references")

    @property
    def database_url(self) -> str:
        """The URL of the ledger."""
        return self.database.url or f"sqlite:///{self.storage.folder.absolute() / 'postroom.db'}"


def load(path: Path) -> Config:
    """Read a configuration file.

    Args:
        path: the TOML file; relative paths in it are meant from the folder postroom is started in.

    Raises:
        SettingsError: the file is missing or no TOML, or a setting is unknown or wrong: one line each.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise errors.SettingsError(f"{path}: {error.strerror}", remedy="Name the file with --config.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise errors.SettingsError(f"{path} is not valid TOML: {error}") from error
    return made(_resolved(raw, ""), where=str(path))


def made(raw: dict[str, Any], where: str = "configuration") -> Config:
    """The configuration these values make, with the settings that stages share filled in.

    Raises:
        SettingsError: a setting is unknown or wrong: one line each.
    """
    return _shared(validated(Config, raw, where))


def validated(model: type[Settings], raw: dict[str, Any], where: str) -> Settings:
    """Values made into settings, or SettingsError with one line for each that is unknown or wrong."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise errors.SettingsError("\n".join(_lines(error, where))) from error


def _lines(error: ValidationError, where: str) -> list[str]:
    lines = []
    for one in error.errors(include_url=False):
        key = ".".join(str(part) for part in one["loc"])
        told = "there is no such setting; see config.example.toml" if one["type"] == "extra_forbidden" else one["msg"]
        given = one.get("input")
        shown = f" (given: {given!r})" if isinstance(given, str | int | float | bool) and "secret" not in key else ""
        if "password" in key:
            shown = ""
        lines.append(f"{where}: {key}: {told}{shown}")
    return lines


def _resolved(value: Any, key: str) -> Any:  # noqa: ANN401 - whatever TOML holds
    if isinstance(value, dict):
        return {name: _resolved(one, f"{key}.{name}".lstrip(".")) for name, one in value.items()}
    if isinstance(value, list):
        return [_resolved(one, f"{key}.{place}") for place, one in enumerate(value)]
    if isinstance(value, str) and value.startswith("env:"):
        return _from_environment(value.removeprefix("env:"), key)
    if isinstance(value, str) and value.startswith("file:"):
        return _from_file(Path(value.removeprefix("file:")), key)
    return value


def _from_environment(name: str, key: str) -> str:
    if name not in os.environ:
        raise errors.SettingsError(f"{key}: the environment has no variable {name}", remedy=f"Set {name}.")
    return os.environ[name]


def _from_file(path: Path, key: str) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise errors.SettingsError(f"{key}: {path}: {error.strerror}", remedy="Make the file readable.") from error


# the form that the review pages serve arrives as such a notification
_OWN_FORM = FormSettings(
    name="online form", senders=(form.SENDER,), labels={label: field for field, label in form.LABELS.items()}
)


def _shared(config: Config) -> Config:
    """Carry what one stage knows to the others that need it, so that nobody has to write it twice."""
    ours = {config.reply.from_address, *config.reply.aliases}
    ours.update(box.address for box in config.arrive.mailboxes if box.address)
    mail = config.read.mail
    mail = mail.model_copy(update={
        "own_addresses": tuple(sorted(ours | set(mail.own_addresses))),
        "forms": (*mail.forms, _OWN_FORM),
    })  # fmt: skip
    return config.model_copy(
        update={
            "read": config.read.model_copy(update={"mail": mail}),
            "extract": _extract(config, ours),
            "reply": config.reply.model_copy(update={"secret": _secret(config)}),
        }
    )


def _extract(config: Config, ours: set[str]) -> ExtractSettings:
    """The extractors' settings, with our prefix, numbers, domains and colleagues."""
    found = config.extract
    domains = {address.rpartition("@")[2] for address in ours} | set(config.read.mail.own_domains)
    numbers = (*found.phones.ours, config.reply.phone) if config.reply.phone else found.phones.ours
    names = found.names.model_copy(update={"companies": (*found.names.companies, config.reply.company)})
    update: dict[str, object] = {
        "names": names,
        "tickets": found.tickets.model_copy(update={"prefix": config.reference_prefix}),
        "phones": found.phones.model_copy(update={"ours": numbers}),
        "emails": found.emails.model_copy(
            update={"our_domains": tuple(sorted(domains | set(found.emails.our_domains)))}
        ),
    }
    if config.staff_directory:
        try:
            staff = directory(config.staff_directory.read_text("utf-8"))
        except OSError as error:
            raise errors.SettingsError(f"staff_directory: {config.staff_directory}: {error.strerror}") from error
        update["names"] = names.model_copy(update={"staff": staff})
    return found.model_copy(update=update)


def _secret(config: Config) -> SecretStr:
    """The secret that signs Message-IDs: as set, else made once and kept in the data folder."""
    if "secret" in config.reply.model_fields_set:
        return config.reply.secret
    path = config.storage.folder / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return SecretStr(path.read_text("utf-8").strip())
