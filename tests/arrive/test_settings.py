"""Settings of the doors: what cannot be meant is refused by name, and secrets do not show."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from ingest import arrive
from ingest.arrive.folder import FolderPoller
from ingest.arrive.mailbox_poller import MailboxPoller
from ingest.arrive.maildir import MaildirPoller
from ingest.arrive.settings import FolderSettings, MailboxSettings, MaildirSettings, OAuth, Settings

BOX = {"name": "complaints", "host": "imap.example.org", "user": "complaints@example.org"}


def test_one_poller_for_each_place(tmp_path: Path, intake) -> None:
    """Mailboxes, Maildirs and folders of the settings are all looked at, under their names."""
    settings = Settings(
        mailboxes=(MailboxSettings(**BOX, password=SecretStr("pw")),),
        maildirs=(MaildirSettings(name="demo", path=tmp_path),),
        folders=(FolderSettings(name="scans", path=tmp_path),),
    )
    made = list(arrive.pollers(settings, intake))
    assert [type(poller) for poller in made] == [MailboxPoller, MaildirPoller, FolderPoller]
    assert [poller.place for poller in made] == ["complaints", "demo", "scans"]
    assert list(arrive.pollers(Settings(), intake)) == []


@pytest.mark.parametrize(("security", "port"), [("tls", 993), ("starttls", 143), ("none", 143)])
def test_the_port_follows_the_security(security: str, port: int) -> None:
    """TLS is the default, with its own port; a port that is given is used."""
    made = MailboxSettings.model_validate(BOX | {"password": "pw", "security": security})
    assert made.port_used == port
    assert made.model_copy(update={"port": 10993}).port_used == 10993
    assert MailboxSettings.model_validate(BOX | {"password": "pw"}).security == "tls"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "mailbox 'complaints': give either 'password' or 'oauth'"),
        ({"password": "pw", "oauth": {"token_url": "https://example.org", "client_id": "x"}}, "give either"),
        ({"password": "pw", "after": "delete"}, "after"),
        ({"password": "pw", "security": "ssl"}, "security"),
        ({"password": "pw", "name": "../complaints"}, "name"),
        ({"password": "pw", "poll_seconds": 0}, "poll_seconds"),
        ({"password": "pw", "pasword": "x"}, "pasword"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_key(changes: dict[str, object], says: str) -> None:
    """No mailbox is ever opened with a guess; and there is no setting that deletes mail."""
    with pytest.raises(ValidationError, match=says):
        MailboxSettings.model_validate(BOX | changes)


def test_two_places_of_one_name_are_refused(tmp_path: Path) -> None:
    """The ledger tells places by their names."""
    with pytest.raises(ValidationError, match="two places are called 'post'"):
        Settings(
            maildirs=(MaildirSettings(name="post", path=tmp_path),),
            folders=(FolderSettings(name="post", path=tmp_path),),
        )


def test_secrets_do_not_show() -> None:
    """A configuration can be printed and logged."""
    oauth = OAuth(token_url="https://login.example.org/token", client_id="x", client_secret=SecretStr("s3cret"))
    printed = repr(MailboxSettings.model_validate(BOX | {"password": "hunter2"})) + repr(oauth)
    assert "hunter2" not in printed
    assert "s3cret" not in printed


def test_every_setting_is_explained() -> None:
    """The example configuration is written from these sentences."""
    for model in (Settings, MailboxSettings, MaildirSettings, FolderSettings, OAuth):
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"
