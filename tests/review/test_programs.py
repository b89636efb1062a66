"""The page and the commands for programs: their tokens, and webhook messages that were given up."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest import errors
from ingest.cli import app
from ingest.config import Endpoint
from ingest.store import schema, webhooks
from ingest.store.database import Database
from ingest.store.people import Role
from tests.review.conftest import send


def test_an_administrator_makes_a_token_sees_it_once_and_revokes_it(world, client):
    """The token opens the API within its scopes, is on no later page, and ends with one button."""
    world.person("crm", Role.HANDLER, None)
    browser, program = client(Role.ADMINISTRATOR), client()
    made = send(browser, "/programs", name="Our CRM", owner="crm", days="30", scope=["read", "act"])
    token = re.search(r"postroom_\d+_[\w-]{43}", made.text)[0]
    head = {"Authorization": f"Bearer {token}"}
    assert program.get("/api/v1/me", headers=head).json()["scopes"] == ["act", "read"]
    later = browser.get("/programs").text
    assert token not in later
    assert "Our CRM" in later
    send(browser, "/programs/1/revoke")
    assert program.get("/api/v1/me", headers=head).status_code == 401
    assert "revoked" in browser.get("/programs").text
    assert world.audited("token:1") == [
        ("token made", "administrator"), ("token revoked", "administrator"),
    ]  # fmt: skip


def test_a_token_beyond_its_owner_is_refused_in_words(world, client):
    """The page says what the role allows."""
    world.person("vera", Role.VIEWER, None)
    browser = client(Role.ADMINISTRATOR)
    answer = send(browser, "/programs", name="x", owner="vera", days="30", scope="send")
    assert answer.status_code == 422
    assert "does not reach as far as send" in answer.text
    assert send(browser, "/programs", name="x", owner="vera", days="30", scope="everything").status_code == 422
    assert send(browser, "/programs", name="x", owner="vera", days="abc", scope="read").status_code == 422


def test_a_message_that_was_given_up_is_sent_again_by_a_button(world, client):
    """The page shows to whom it did not go and why."""
    with world.database.write() as connection:
        webhooks.set_endpoints(connection, {"crm": ["complaint.closed"]})
    complaint = world.complaint()
    world.flow.close(complaint, "anna", "solved")
    browser = client(Role.ADMINISTRATOR)
    assert "Every message has arrived" in browser.get("/programs").text
    with world.database.write() as connection:
        connection.execute(schema.webhook.update().values(state="GIVEN_UP", words="answered 500"))
    assert "answered 500" in browser.get("/programs").text
    send(browser, "/programs/messages/1")
    assert world.row(schema.webhook, 1)["state"] == "PENDING"


@pytest.fixture
def postroom(tmp_path: Path):
    """The command line on a ledger of its own."""
    path = tmp_path / "config.toml"
    path.write_text(f'[storage]\nfolder = "{tmp_path}"\n')

    def run(*words: str, config: bool = True):
        return CliRunner().invoke(app, [*words, "--config", str(path)] if config else list(words))

    run.ledger = f"sqlite:///{tmp_path / 'postroom.db'}"
    return run


def test_tokens_are_made_listed_and_revoked_on_the_command_line(postroom):
    """One command makes an account and its token; it is printed once, and listed without its secret."""
    made = postroom("token", "create", "crm", "--role", "handler", "--scope", "read", "--scope", "act")
    token = made.output.strip()
    assert re.fullmatch(r"postroom_1_[\w-]{43}", token)
    again = postroom("token", "create", "nightly", "--person", "crm", "--scope", "read", "--days", "7")
    assert again.output.startswith("postroom_2_")
    listed = postroom("token", "list").output.splitlines()
    assert [line.split()[:3] for line in listed] == [["2", "live", "crm"], ["1", "live", "crm"]]
    assert token not in "".join(listed)
    postroom("token", "revoke", "1")
    assert postroom("token", "list").output.splitlines()[1].split()[1] == "revoked"


@pytest.mark.parametrize(
    "words",
    [
        ["x", "--scope", "read"],
        ["x", "--scope", "read", "--role", "handler", "--person", "crm"],
        ["x", "--scope", "everything", "--role", "handler"],
        ["x", "--scope", "act", "--role", "viewer"],
        ["x", "--scope", "read", "--person", "nobody"],
        ["x", "--scope", "read", "--role", "handler", "--days", "9999"],
    ],
)
def test_a_token_that_cannot_be_is_refused(postroom, words):
    """Neither both owners nor none, no unknown scope, and none beyond the role."""
    assert isinstance(postroom("token", "create", *words).exception, errors.Error)


def test_an_account_for_a_program_is_taken_only_with_its_own_role(postroom):
    """Nobody gets somebody else's account by its name."""
    postroom("token", "create", "crm", "--role", "handler", "--scope", "read")
    clash = postroom("token", "create", "crm", "--role", "viewer", "--scope", "read")
    assert isinstance(clash.exception, errors.Conflict)


def test_webhooks_are_listed_replayed_and_get_a_secret_on_the_command_line(postroom):
    """The printed secret is one the settings take."""
    secret = postroom("webhook", "secret", config=False).output.strip()
    assert Endpoint(name="crm", url="https://crm.example.org/", secret=secret)
    postroom("token", "create", "crm", "--role", "handler", "--scope", "read")  # makes the tables
    database = Database(postroom.ledger)
    row = {"message": "msg_1", "endpoint": "crm", "event": "complaint.closed", "complaint_id": 1, "content": "{}"}
    with database.write() as connection:
        from ingest import clock

        now = clock.now()
        connection.execute(
            schema.webhook.insert().values(**row, created=now, next_try=now, state="GIVEN_UP", words="answered 500")
        )
    assert "answered 500" in postroom("webhook", "list", "--state", "GIVEN_UP").output
    assert postroom("webhook", "list", "--state", "DELIVERED").output == ""
    assert isinstance(postroom("webhook", "list", "--state", "LOST").exception, errors.SettingsError)
    postroom("webhook", "replay", "1")
    with database.read() as connection:
        assert webhooks.find(connection, 1).state is webhooks.State.PENDING
    assert isinstance(postroom("webhook", "replay", "7").exception, errors.Error)
    database.close()
