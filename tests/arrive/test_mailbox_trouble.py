"""A mail server that fails in every way a server can: nothing is lost, nothing blocks, nothing is confirmed unseen."""

import threading
import time

import pytest
from pydantic import SecretStr

from ingest import errors
from ingest.arrive.mailbox_poller import MailboxPoller
from ingest.arrive.settings import MailboxSettings
from tests.servers import imap


@pytest.fixture
def server():
    """A scripted server with five small messages."""
    script = imap.ScriptedImap({uid: b"Subject: %d\r\n\r\nhello %d\r\n" % (uid, uid) for uid in range(1, 6)})
    with imap.serving(script):
        yield script


@pytest.fixture
def poller_for(server, intake):
    made = []

    def make(**changes) -> MailboxPoller:
        settings = {
            "name": "complaints",
            "host": "127.0.0.1",
            "port": server.port,
            "security": "none",
            "user": "complaints",
            "password": SecretStr("pw"),
            "timeout_seconds": 0.5,
        }
        made.append(MailboxPoller(MailboxSettings(**(settings | changes)), intake))
        return made[-1]

    yield make
    for poller in made:
        poller.close()


def poll_until_quiet(poller: MailboxPoller, looks: int = 8) -> list[str]:
    """What `run` does, without its pauses; the errors on the way."""
    said = []
    for _ in range(looks):
        try:
            poller.poll_once()
        except errors.Error as error:
            said.append(str(error))
            poller._failed(error)
    return said


@pytest.mark.parametrize("trouble", ["cut", "bye", "hang", "garbage"])
def test_one_bad_message_never_blocks_the_next(server, intake, poller_for, trouble) -> None:
    """Whatever one message does to the connection, the four others are taken, moved, and it stays where it is."""
    getattr(server, trouble).add(3)
    poller = poller_for()
    said = poll_until_quiet(poller, 4)
    assert len(intake.stored) == 4
    assert said
    assert list(server.messages) == [3]
    assert list(poller.status.problems) == ["7/3"]
    getattr(server, trouble).clear()
    poll_until_quiet(poller, 1)
    assert len(intake.stored) == 5
    assert poller.status.problems == {}


def test_a_message_that_always_fails_is_tried_less_and_less(server, intake, poller_for) -> None:
    """Retries are bounded: after five failures it is left alone for a while, and looks succeed again."""
    server.bye.add(3)
    poller = poller_for()
    said = poll_until_quiet(poller, 15)
    assert 5 <= len(said) <= 8
    assert poller.status.failures == 0
    assert "7/3" in poller.status.problems


def test_expunged_in_mid_fetch(server, intake, poller_for) -> None:
    """A message that goes away between the list and the fetch is no error, and no item."""
    server.gone.add(2)
    poller = poller_for()
    assert poller.poll_once() == 4
    poller.poll_once()
    assert poller.status.problems == {}
    assert poller.status.failures == 0


def test_an_empty_fetch_confirms_nothing(server, intake, poller_for) -> None:
    """A body that comes back empty is neither stored nor moved away, and people are told."""
    server.empty.add(2)
    poller = poller_for()
    assert poller.poll_once() == 4
    assert list(server.messages) == [2]
    assert poller.status.problems == {"7/2": "the server lists it and sends nothing; it stays there"}
    server.empty.clear()
    assert poller.poll_once() == 1


def test_a_claimed_size_of_two_gigabytes(server, intake, poller_for) -> None:
    """RFC822.SIZE is a claim: the message is fetched in pieces and is as long as it is."""
    server.claimed_sizes[4] = 2 * 1024**3
    assert poller_for().poll_once() == 5
    assert b"Subject: 4\r\n\r\nhello 4\r\n" in intake.contents


def test_a_large_message_expunged_between_two_pieces_is_not_stored_cut(server, intake, poller_for, monkeypatch) -> None:
    """Half a mail is never taken for the whole of it."""
    monkeypatch.setattr("ingest.arrive.mailbox.CHUNK", 100_000)
    server.messages[6] = b"Subject: long\r\n\r\n" + b"x" * 900_000
    server.gone_after[6] = 3
    poller = poller_for(batch_megabytes=1)
    assert poller.poll_once() == 5
    assert not any(b"Subject: long" in content for content in intake.contents)
    assert 6 not in server.messages


def test_a_server_that_gives_less_than_was_asked_for(server, intake, poller_for, monkeypatch) -> None:
    """Pieces that are shorter than asked for are put together to the whole mail."""
    monkeypatch.setattr("ingest.arrive.mailbox.CHUNK", 100_000)
    server.messages[6] = b"Subject: long\r\n\r\n" + bytes(range(65, 91)) * 40_000
    server.longest = 70_001
    poller_for(batch_megabytes=1).poll_once()
    assert b"Subject: long\r\n\r\n" + bytes(range(65, 91)) * 40_000 in intake.contents


def test_a_ledger_that_is_down_makes_no_message_suspicious(server, intake, poller_for) -> None:
    """When storing fails for a while, every message is taken at the first look after it, in batches as ever."""

    def down(arrivals) -> None:
        raise errors.Unavailable("the database is away")

    intake.before = down
    poller = poller_for()
    assert len(poll_until_quiet(poller, 7)) == 7
    intake.before = lambda arrivals: None
    assert poller.poll_once() == 5
    assert intake.batches == [5]
    assert poller.status.problems == {}


def test_a_folder_without_uidvalidity_is_told_in_words(server, poller_for) -> None:
    """Without it no message could be named for good (RFC 3501 section 2.3.1.1)."""
    server.validity = None
    with pytest.raises(errors.Unavailable, match="answered oddly"):
        poller_for().poll_once()


def test_a_message_too_large_for_memory_becomes_an_item_by_its_head(server, intake, poller_for, monkeypatch) -> None:
    """Of a giant the head is taken, with a note where the whole is; it is not fetched again, and not lost."""
    monkeypatch.setattr("ingest.arrive.mailbox.CHUNK", 100_000)
    server.messages[6] = b"From: anna@example.com\r\nSubject: film\r\n\r\n" + b"x" * 1_500_000
    assert poller_for(max_message_megabytes=1, batch_megabytes=1).poll_once() == 6
    (giant,) = [content for content in intake.contents if b"Subject: film" in content]
    assert giant.startswith(b"X-Partial-Message: 1500041 bytes\r\nFrom: anna@example.com\r\nSubject: film\r\n\r\n")
    assert b"the folder 'INBOX' or 'Processed'" in giant
    assert len(giant) < 1000


def test_a_server_that_drips_is_cut_off(server, intake, poller_for) -> None:
    """A byte now and then never times out; a limit on the whole batch ends it, and the others are taken."""
    server.drip.add(1)
    poller = poller_for(stall_seconds=0.4)
    poll_until_quiet(poller, 3)
    assert len(intake.stored) == 4


def test_a_greeting_that_says_goodbye(server, poller_for) -> None:
    """A server that turns everybody away is unavailable, not a crash."""
    server.greeting = b"* BYE too many connections"
    with pytest.raises(errors.Unavailable):
        poller_for().poll_once()


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2", b"\x00\x01\x02", b"* OK " + b"x" * 1_100_000])
def test_a_server_that_is_no_imap_server(server, poller_for, greeting) -> None:
    """A wrong port is told in words."""
    server.greeting = greeting
    with pytest.raises(errors.Unavailable):
        poller_for().poll_once()


def test_a_refused_login_keeps_its_words_to_itself(server, poller_for) -> None:
    """What the server says about a log-in is not repeated: it may hold the user's name or worse."""
    server.refuse_login = b"[AUTHENTICATIONFAILED] bad password pw for complaints"
    with pytest.raises(errors.Refused) as refused:
        poller_for().poll_once()
    assert "bad password" not in str(refused.value)


def test_tls_is_never_given_up_for_a_plain_server(server, poller_for) -> None:
    """A server that cannot do TLS gets no log-in, neither at once nor by STARTTLS."""
    for security in ("tls", "starttls"):
        with pytest.raises(errors.Error):
            poller_for(security=security).poll_once()
    assert not [command for command in server.commands if command.upper().startswith("LOGIN")]


def test_only_uids_peeks_and_no_unseen(server, intake, poller_for) -> None:
    """The commands themselves: by UID, with PEEK, never by flags, nothing deleted."""
    poller_for().poll_once()
    fetches = [command for command in server.commands if "FETCH" in command]
    assert fetches
    assert all(command.startswith("UID FETCH") for command in fetches)
    assert all("PEEK" in command for command in fetches if "BODY" in command)
    said = " ".join(server.commands).upper()
    assert "UNSEEN" not in said
    assert "DELETED" not in said
    assert "EXPUNGE" not in said


def test_a_line_that_dies_in_idle_is_noticed(server, poller_for) -> None:
    """A server that hangs up while we wait leads to a new connection, not to a busy loop."""
    server.hang_up_in_idle = True
    poller = poller_for()
    poller.poll_once()
    began = time.monotonic()
    with pytest.raises(errors.Unavailable):
        poller.wait(60, threading.Event())
    assert time.monotonic() - began < 30


def test_news_before_idle_leads_to_a_look_and_not_to_an_error(server, poller_for, monkeypatch) -> None:
    """Mail announced at the moment we begin to wait is looked at on a fresh connection, without a busy loop."""
    monkeypatch.setattr("ingest.arrive.mailbox._WITHOUT_IDLE", 0.3)
    server.refuse_idle = True
    poller = poller_for()
    poller.poll_once()
    began = time.monotonic()
    poller.wait(60, threading.Event())
    assert time.monotonic() - began >= 0.3
    server.messages[6] = b"Subject: 6\r\n\r\nhello 6\r\n"
    assert poller.poll_once() == 1


def test_the_delay_grows_and_is_bounded(server, poller_for) -> None:
    """Back-off doubles up to five minutes, and a success ends it."""
    poller = poller_for()
    delays = []
    for _ in range(12):
        poller._failed(errors.Unavailable())
        delays.append(poller.delay)
    assert delays[:4] == [2, 4, 8, 16]
    assert delays[-1] == 300
    poller.poll_once()
    assert poller.status.failures == 0
    assert poller.status.last_error is None


def test_a_bug_is_a_failed_look_and_not_the_end(server, intake, poller_for, monkeypatch) -> None:
    """A poller's thread outlives what nobody thought of."""
    monkeypatch.setattr("ingest.arrive.poller.FIRST_DELAY", 0.01)
    poller, stop = poller_for(poll_seconds=0.05, idle=False), threading.Event()
    right, wrong = poller.look, []

    def look() -> None:
        wrong.append(1)
        if len(wrong) == 1:
            raise ZeroDivisionError
        right()
        stop.set()

    monkeypatch.setattr(poller, "look", look)
    poller.run(stop)
    assert len(intake.stored) == 5
