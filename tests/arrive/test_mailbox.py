"""Mail from a real Dovecot: each message once, confirmed only when stored, whatever else happens in the mailbox."""

import threading
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from pydantic import SecretStr

from ingest import clock, errors
from ingest.arrive.mailbox_poller import MailboxPoller
from ingest.arrive.settings import MailboxSettings, OAuth
from ingest.model import SourceKind
from tests.servers import tokens

pytestmark = pytest.mark.dovecot


def mail(number: int = 1, *, size: int = 0) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Anna Example <anna.example@example.com>", f"complaint {number}"
    message["Message-ID"] = "<same@example.com>"
    message.set_content("My bill is wrong.\n")
    content = bytes(message)
    return content + b"line of padding, seventy bytes long, to make a large mail of it .....\n" * (size // 70)


@pytest.fixture
def user(dovecot) -> str:
    return dovecot.user()


@pytest.fixture
def poller_for(dovecot, user, intake):
    """Makes pollers on the user's mailbox, and closes them."""
    made = []

    def make(**changes) -> MailboxPoller:
        settings = {
            "name": "complaints",
            "host": dovecot.host,
            "port": dovecot.imap_port,
            "security": "none",
            "user": user,
            "password": SecretStr(dovecot.password),
            "timeout_seconds": 10,
        }
        made.append(MailboxPoller(MailboxSettings(**(settings | changes)), intake))
        return made[-1]

    yield make
    for poller in made:
        poller.close()


def test_every_message_is_taken_once_and_moved(dovecot, user, intake, poller_for) -> None:
    """Each message on the server ends in the ledger exactly once, then leaves the inbox for the processed folder."""
    dovecot.deliver(user, *(mail(number) for number in range(5)))
    poller = poller_for()
    assert poller.poll_once() == 5
    assert poller.poll_once() == 0
    assert sorted(content.split(b"complaint ")[1][:1] for content in intake.contents) == [b"0", b"1", b"2", b"3", b"4"]
    assert dovecot.messages(user) == []
    assert dovecot.messages(user, "Processed") == intake.contents


def test_arrival_is_the_servers_instant_not_the_date_header(dovecot, user, intake, poller_for) -> None:
    """Clocks start at INTERNALDATE, aware and in UTC; a Date header is a claim."""
    dovecot.deliver(user, b"Date: Mon, 1 Jan 2001 00:00:00 +0000\r\n" + mail())
    poller_for().poll_once()
    (arrival,) = intake.arrivals
    assert arrival.received.tzinfo == UTC
    assert abs(datetime.now(UTC) - arrival.received) < timedelta(minutes=2)
    assert arrival.source.kind is SourceKind.MAILBOX
    assert arrival.source.place == "complaints"
    assert arrival.source.key.count("/") == 1


def test_a_machine_whose_clock_is_a_day_late_sets_no_arrival_in_the_future(dovecot, user, intake, poller_for) -> None:
    """Two clocks that differ never make a deadline later than ours would be."""
    dovecot.deliver(user, mail())
    yesterday = datetime.now(UTC) - timedelta(days=1)
    clock.drive(lambda: yesterday)
    try:
        poller_for().poll_once()
    finally:
        clock.drive(None)
    assert intake.arrivals[0].received == yesterday


@pytest.mark.parametrize("after", ["leave", "flag"])
def test_fetching_changes_no_flag(dovecot, user, intake, poller_for, after) -> None:
    """BODY.PEEK[] leaves \\Seen alone, and mail that staff have read already is taken all the same."""
    dovecot.deliver(user, mail(1), mail(2))
    with dovecot.client(user) as staff:
        staff.add_flags([1], [b"\\Seen"])
        poller_for(after=after).poll_once()
        assert len(intake.stored) == 2
        assert {uid: b"\\Seen" in flags for uid, flags in staff.get_flags([1, 2]).items()} == {1: True, 2: False}


def test_a_flag_marks_what_is_stored(dovecot, user, poller_for) -> None:
    """With 'flag' the mail stays where it is and carries the keyword."""
    dovecot.deliver(user, mail())
    poller = poller_for(after="flag")
    assert poller.poll_once() == 1
    with dovecot.client(user) as staff:
        assert staff.get_flags([1])[1] == (b"\\Recent", b"$Postroom") or b"$Postroom" in staff.get_flags([1])[1]
    assert poller.poll_once() == 0


def test_nothing_is_confirmed_before_it_is_stored(dovecot, user, intake, poller_for) -> None:
    """While the intake is at work, and when it fails, the mail lies untouched in the inbox."""
    dovecot.deliver(user, mail())
    seen: list[int] = []
    intake.before = lambda arrivals: seen.append(len(dovecot.messages(user)))
    poller_for().poll_once()
    assert seen == [1]

    def full(arrivals) -> None:
        raise errors.NoSpace

    dovecot.deliver(user, mail(2))
    intake.before = full
    with pytest.raises(errors.NoSpace):
        poller_for().poll_once()
    assert len(dovecot.messages(user)) == 1


def test_a_crash_between_storing_and_moving_loses_and_doubles_nothing(dovecot, user, intake, poller_for) -> None:
    """What is stored and still in the inbox is moved at the next look, and not stored again."""
    dovecot.deliver(user, mail())

    def crash(arrivals) -> None:
        raise errors.Unavailable("killed")

    intake.after = crash
    with pytest.raises(errors.Unavailable):
        poller_for().poll_once()
    intake.after = lambda arrivals: None
    assert len(dovecot.messages(user)) == 1
    assert poller_for().poll_once() == 0
    assert len(intake.stored) == 1
    assert dovecot.messages(user) == []


def test_a_new_uidvalidity_means_a_fresh_look_at_everything(dovecot, user, intake, poller_for) -> None:
    """After a renumbering the same mail has new keys; telling duplicates apart by digest is the ledger's work."""
    dovecot.deliver(user, mail(1), mail(2))
    poller = poller_for(after="leave")
    assert poller.poll_once() == 2
    poller.close()
    dovecot.renumber(user)
    assert poller.poll_once() == 2
    validities = {arrival.source.key.split("/")[0] for arrival in intake.arrivals}
    assert len(validities) == 2
    assert len(set(intake.contents)) == 2


def test_the_same_message_id_discards_nothing(dovecot, user, intake, poller_for) -> None:
    """Two mails with one Message-ID are two arrivals."""
    dovecot.deliver(user, mail(1), mail(2))
    poller_for().poll_once()
    assert len(set(intake.contents)) == 2


def test_mail_expunged_by_others_is_no_error(dovecot, user, intake, poller_for) -> None:
    """Staff delete a mail between two of our looks, and the next one is taken."""
    dovecot.deliver(user, mail(1))
    poller = poller_for(after="leave")
    poller.poll_once()
    with dovecot.client(user) as staff:
        staff.delete_messages([1])
        staff.expunge()
    dovecot.deliver(user, mail(2))
    assert poller.poll_once() == 1
    assert poller.inventory() == {intake.arrivals[1].source.key}


def test_batches_are_bounded_in_number_and_bytes(dovecot, user, intake, poller_for) -> None:
    """Memory holds one batch: not more than so many mails, nor so many bytes; a large mail goes alone."""
    dovecot.deliver(user, *(mail(number, size=400_000) for number in range(4)), mail(9, size=700_000))
    dovecot.deliver(user, *(mail(number) for number in range(12)))
    poller_for(batch_messages=5, batch_megabytes=1).poll_once()
    assert sum(intake.batches) == 17
    assert max(intake.batches) <= 5
    sizes = [len(arrival.content) for arrival in intake.arrivals]
    large = [size for size in sizes if size > 600_000]
    assert len(large) == 1
    assert intake.batches.count(1) >= 1


def test_a_large_mail_is_fetched_in_pieces_and_whole(dovecot, user, intake, poller_for, monkeypatch) -> None:
    """Pieces of any size give exactly the bytes of the mail."""
    monkeypatch.setattr("ingest.arrive.mailbox.CHUNK", 65_536)
    dovecot.deliver(user, mail(size=900_000))
    poller_for(batch_megabytes=1).poll_once()
    assert intake.contents == dovecot.messages(user, "Processed")


def test_memory_holds_a_large_mail_about_twice_and_no_more(dovecot, user, intake, poller_for) -> None:
    """Fetching in pieces keeps a 50 MB mail far below 400 MB: measured on a smaller one, in proportion."""
    size = 12_000_000
    dovecot.deliver(user, mail(size=size))
    poller = poller_for()
    tracemalloc.start()
    try:
        assert poller.poll_once() == 1
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size < peak < 3.2 * size


def test_one_message_that_cannot_be_stored_does_not_block_the_next(dovecot, user, intake, poller_for) -> None:
    """The bad one stays in the inbox and is reported; the others are taken."""
    dovecot.deliver(user, mail(1), mail(2), mail(3))

    def refuse(arrivals) -> None:
        if any(b"complaint 2" in arrival.content for arrival in arrivals):
            raise ValueError("poison")

    intake.before = refuse
    poller = poller_for()
    assert poller.poll_once() == 2
    assert len(dovecot.messages(user)) == 1
    assert list(poller.status.problems.values()) == ["it could not be stored: ValueError"]
    intake.before = lambda arrivals: None
    assert poller.poll_once() == 1
    assert poller.status.problems == {}


def test_a_ledger_that_stores_nothing_is_a_failed_poll(dovecot, user, intake, poller_for) -> None:
    """When nothing can be stored, health turns red instead of calling every message poison."""
    dovecot.deliver(user, *(mail(number) for number in range(20)))
    asked: list[int] = []

    def broken(arrivals) -> None:
        asked.append(len(arrivals))
        raise RuntimeError("database is gone")

    intake.before = broken
    poller = poller_for()
    with pytest.raises(RuntimeError):
        poller.poll_once()
    assert poller.status.last_success is None
    assert asked == [20, 1, 1, 1]  # a ledger that waits a minute before it fails is not asked twenty times
    assert len(dovecot.messages(user)) == 20


def test_a_restarted_server_is_reconnected_to(dovecot, user, intake, poller_for) -> None:
    """A cut connection is `Unavailable` once, and the next look works again."""
    poller = poller_for()
    poller.poll_once()
    dovecot.restart()
    dovecot.deliver(user, mail())
    with pytest.raises(errors.Unavailable):
        poller.poll_once()
    assert poller.poll_once() == 1


def test_a_server_that_is_down_is_unavailable(dovecot, poller_for) -> None:
    """No server, no crash: the caller backs off."""
    from tests.servers.process import free_port

    with pytest.raises(errors.Unavailable, match="connecting"):
        poller_for(port=free_port()).poll_once()


def test_a_wrong_password_is_refused_with_the_remedy(poller_for) -> None:
    """The log-in fails in words for the administrator, without the password in them."""
    with pytest.raises(errors.Refused, match="log-in was refused") as refused:
        poller_for(password=SecretStr("hunter2")).poll_once()
    assert "hunter2" not in str(refused.value) + refused.value.remedy
    assert "Check user and password" in refused.value.remedy


def test_a_missing_folder_is_named(poller_for) -> None:
    """A misspelt folder is named in the error."""
    with pytest.raises(errors.Unavailable, match="Complaintz"):
        poller_for(folder="Complaintz").poll_once()


@pytest.mark.parametrize(("security", "port"), [("tls", "imaps_port"), ("starttls", "imap_port")])
def test_tls_is_verified_and_never_given_up(dovecot, user, intake, poller_for, security, port) -> None:
    """With the authority's file the mailbox opens; without it nothing is sent, least of all the password."""
    dovecot.deliver(user, mail())
    secure = {"security": security, "port": getattr(dovecot, port), "host": "localhost"}
    with pytest.raises(errors.Unavailable, match="certificate is not trusted") as refused:
        poller_for(**secure).poll_once()
    assert "ca_file" in refused.value.remedy
    assert intake.stored == {}
    assert poller_for(**secure, ca_file=dovecot.authority).poll_once() == 1


def test_idle_tells_of_new_mail_at_once(dovecot, user, intake, poller_for) -> None:
    """Waiting ends long before the poll when mail arrives, and at once when the daemon stops."""
    poller, stop = poller_for(poll_seconds=600), threading.Event()
    thread = threading.Thread(target=poller.run, args=(stop,))
    thread.start()
    try:
        _until(lambda: poller.status.polls == 1)
        dovecot.deliver(user, mail())
        _until(lambda: len(intake.stored) == 1)
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
    assert dovecot.messages(user) == []


def test_a_daemon_outlives_a_server_that_goes_away(dovecot, user, intake, poller_for, monkeypatch) -> None:
    """A server restarted in the middle of IDLE is come back to, and what arrived meanwhile is taken."""
    monkeypatch.setattr("ingest.arrive.poller.FIRST_DELAY", 0.05)
    poller, stop = poller_for(poll_seconds=600), threading.Event()
    thread = threading.Thread(target=poller.run, args=(stop,))
    thread.start()
    try:
        _until(lambda: poller.status.polls == 1)
        dovecot.stop()
        _until(lambda: poller.status.failures > 0)
        assert poller.status.last_error
        dovecot.start()
        dovecot.deliver(user, mail())
        _until(lambda: len(intake.stored) == 1)
        _until(lambda: poller.status.failures == 0)
    finally:
        stop.set()
        thread.join(30)


def test_without_idle_the_poll_finds_it(dovecot, user, intake, poller_for) -> None:
    """IDLE is an extra; the poll alone is enough."""
    poller, stop = poller_for(poll_seconds=0.1, idle=False), threading.Event()
    thread = threading.Thread(target=poller.run, args=(stop,))
    thread.start()
    try:
        dovecot.deliver(user, mail())
        _until(lambda: len(intake.stored) == 1)
    finally:
        stop.set()
        thread.join(30)


def test_two_pollers_at_once_take_each_message_once(dovecot, user, intake, poller_for) -> None:
    """Two daemons on one mailbox disturb nobody: the ledger keeps one of each."""
    dovecot.deliver(user, *(mail(number) for number in range(30)))
    pollers = [poller_for(batch_messages=3), poller_for(batch_messages=3)]
    threads = [threading.Thread(target=poller.poll_once) for poller in pollers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(set(intake.contents)) == len(intake.stored) == 30
    pollers[0].poll_once()
    assert dovecot.messages(user) == []


def test_mail_that_cannot_be_moved_is_stored_once_and_reported(dovecot, user, intake, poller_for) -> None:
    """A processed folder that cannot be had is told to people; the mail stays, and is not stored again."""
    dovecot.deliver(user, mail())
    poller = poller_for(processed_folder="a/" * 200 + "b")
    assert poller.poll_once() == 1
    assert poller.poll_once() == 0
    assert len(dovecot.messages(user)) == len(intake.stored) == 1
    assert "cannot be moved" in poller.status.problems["confirming"]


@pytest.mark.parametrize("grant", ["client_credentials", "refresh_token"])
def test_a_bearer_token_opens_the_mailbox(dovecot, user, intake, poller_for, grant) -> None:
    """XOAUTH2 against a real server, with a token in the client's or in the user's name."""
    refresh = SecretStr("refresh-1") if grant == "refresh_token" else None
    with tokens.serving(dovecot.token_port, user) as endpoint:
        oauth = OAuth(
            token_url=endpoint.url, client_id="postroom", client_secret=SecretStr("s3cret"), refresh_token=refresh
        )
        poller = poller_for(password=None, oauth=oauth)
        dovecot.deliver(user, mail())
        assert poller.poll_once() == 1
        poller.close()
        poller.poll_once()
        assert [asked["grant_type"] for asked in endpoint.grants] == [grant]  # the token is kept while it is valid
        endpoint.valid.clear()
        poller.close()
        with pytest.raises(errors.Refused):
            poller.poll_once()
        assert poller.poll_once() == 0  # a token that was not taken is renewed
        endpoint.refuse = 400
        endpoint.valid.clear()
        poller.close()
        with pytest.raises(errors.Refused, match="log-in"):
            poller.poll_once()
        with pytest.raises(errors.Refused, match="invalid_client") as refused:
            poller.poll_once()
        assert "s3cret" not in str(refused.value)
        endpoint.refuse = 503
        with pytest.raises(errors.Unavailable, match="503"):
            poller.poll_once()


def _until(true) -> None:
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
