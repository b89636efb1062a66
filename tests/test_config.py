"""The configuration: the example tells the truth, and a wrong setting is one clear line."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ingest import config, errors, serve

ROOT = Path(__file__).parent.parent


def test_the_example_is_what_the_settings_say() -> None:
    """config.example.toml explains every setting there is, with its real default."""
    made = subprocess.run(
        [sys.executable, "tools/example_config.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (ROOT / "config.example.toml").read_text("utf-8") == made.stdout


def test_the_example_is_a_working_configuration(tmp_path: Path) -> None:
    """A copy of the example loads as it stands, and gives one mailbox and one folder."""
    raw = tomllib.loads((ROOT / "config.example.toml").read_text("utf-8"))
    raw["storage"]["folder"] = str(tmp_path)
    made = config.made(raw)
    serve.settings_of(made)
    assert [box.name for box in made.arrive.mailboxes] == ["complaints"]
    assert [folder.name for folder in made.arrive.folders] == ["scans"]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("[worker]\nconcurrency = 0", "worker.concurrency", "greater than or equal to 1"),
        ("[worker]\nconcurency = 2", "worker.concurency", "no such setting"),
        ("[reply]\nfrom_address = 'nobody'", "reply.from_address", "given: 'nobody'"),
        ("[server]\nport = 'eighty'", "server.port", "given: 'eighty'"),
        ("[[arrive.mailboxes]]\nname = 'x'\nhost = 'h'\nuser = 'u'", "arrive.mailboxes.0", "'password' or 'oauth'"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_the_key(tmp_path: Path, text: str, key: str, words: str) -> None:
    """An administrator reads which key is wrong, what was given and what is allowed."""
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(errors.SettingsError) as raised:
        config.load(path)
    line = str(raised.value)
    assert "\n" not in line
    assert key in line
    assert words in line


def test_a_wrong_password_setting_does_not_show_the_password(tmp_path: Path) -> None:
    """Secrets never stand in an error message."""
    with pytest.raises(errors.SettingsError) as raised:
        config.made({"reply": {"secret": "short"}, "storage": {"folder": str(tmp_path)}})
    assert "short'" not in str(raised.value)


def test_secrets_come_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password need not stand in the configuration."""
    (tmp_path / "secret").write_text("from a file, long enough\n")
    monkeypatch.setenv("IMAP_PASSWORD", "from the environment")
    path = tmp_path / "config.toml"
    path.write_text(f"""
[storage]
folder = "{tmp_path}"
[reply]
secret = "file:{tmp_path / "secret"}"
[[arrive.mailboxes]]
name = "a"
host = "h"
user = "u"
password = "env:IMAP_PASSWORD"
""")
    made = config.load(path)
    password = made.arrive.mailboxes[0].password
    assert password is not None
    assert password.get_secret_value() == "from the environment"
    assert made.reply.secret.get_secret_value() == "from a file, long enough"
    path.write_text('[reply]\nsecret = "env:NOT_THERE"')
    with pytest.raises(errors.SettingsError, match="NOT_THERE"):
        config.load(path)


def test_the_signing_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    """Message-IDs stay the same over a restart without any configuration, and only the owner can read the secret."""
    raw = {"storage": {"folder": str(tmp_path)}}
    first, second = config.made(raw), config.made(raw)
    assert first.reply.secret == second.reply.secret
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_our_addresses_are_told_to_the_reader(tmp_path: Path) -> None:
    """Mail from our own addresses is known as ours without being configured twice."""
    made = config.made({"storage": {"folder": str(tmp_path)}, "reply": {"aliases": ["reclami@example.it"]}})
    assert "reclami@example.it" in made.read.mail.own_addresses
