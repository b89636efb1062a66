"""How fast and how lean mail is taken from a real Dovecot: `python -m benchmarks.arrive [MAILS]`.

Prints a table of what was asked and what was measured. The ledger is replaced by one that only keeps digests, so that
the numbers are those of fetching and confirming alone.
"""

import hashlib
import random
import resource
import statistics
import sys
import threading
import time
from collections.abc import Sequence

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from ingest.arrive.mailbox_poller import MailboxPoller
from ingest.arrive.settings import MailboxSettings
from ingest.model import Arrival, SourceKind
from tests.servers import dovecot


class Digests:
    """Keeps what a ledger would look up, and the instant of each."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.digests: list[str] = []
        self.instants: list[float] = []

    def take(self, arrivals: Sequence[Arrival]) -> None:
        for arrival in arrivals:
            self.keys.add(arrival.source.key)
            self.digests.append(hashlib.sha256(arrival.content).hexdigest())
            self.instants.append(time.monotonic())

    def known(self, kind: SourceKind, place: str, keys: Sequence[str]) -> set[str]:
        del kind, place
        return self.keys & set(keys)


def mail(number: int, size: int) -> bytes:
    head = f"From: Anna Example <anna@example.com>\r\nSubject: complaint {number}\r\n\r\n".encode()
    return head + b"A line of words that says what happened on that day, again.\r\n" * (size // 61)


def poller(server: dovecot.Dovecot, user: str, intake: Digests, **changes: object) -> MailboxPoller:
    settings = {
        "name": "benchmark",
        "host": server.host,
        "port": server.imap_port,
        "security": "none",
        "user": user,
        "password": SecretStr(server.password),
    }
    return MailboxPoller(MailboxSettings.model_validate(settings | changes), intake)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def backlog(server: dovecot.Dovecot, count: int) -> float:
    """Mails of 2-40 kB taken and moved, a second."""
    user, intake, chance = server.user("backlog"), Digests(), random.Random(1)
    server.deliver(user, *(mail(number, chance.randrange(2_000, 40_000)) for number in range(count)))
    one = poller(server, user, intake)
    began = time.monotonic()
    assert one.poll_once() == count
    seconds = time.monotonic() - began
    one.close()
    return count / seconds


def notice(server: dovecot.Dovecot, times: int) -> float:
    """Median seconds from delivery to being handed over, by IDLE."""
    user, intake, stop = server.user("idle"), Digests(), threading.Event()
    one = poller(server, user, intake, poll_seconds=600)
    thread = threading.Thread(target=one.run, args=(stop,))
    thread.start()
    waits = []
    for number in range(times):
        time.sleep(1.5)
        server.deliver(user, mail(number, 4_000))
        delivered = time.monotonic()
        while len(intake.instants) <= number:
            time.sleep(0.002)
        waits.append(intake.instants[number] - delivered)
    stop.set()
    thread.join()
    return statistics.median(waits)


def large(server: dovecot.Dovecot, megabytes: int) -> tuple[float, float]:
    """Seconds for one large mail, and the memory its taking added at the most, in MB."""
    user, intake = server.user("large"), Digests()
    path = server.root / "large.eml"
    with path.open("wb") as file:
        file.write(mail(1, 100))
        for _ in range(megabytes):
            file.write(b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5QUJDREVGR0hJSg==\r\n" * 16_132)
    with server.client(user) as client:
        client.append("INBOX", b"Subject: first\r\n\r\n")
    home = server.root / "mail" / user
    (home / "new").mkdir(exist_ok=True)
    path.chmod(0o644)
    path.rename(home / "new" / f"{int(time.time())}.large.host")
    one = poller(server, user, intake)
    before, began = peak_mb(), time.monotonic()
    assert one.poll_once() == 2
    one.close()
    return time.monotonic() - began, peak_mb() - before


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    server = dovecot.start()
    try:
        seconds, added = large(server, 50)
        whole = peak_mb()
        rate = backlog(server, count)
        median = notice(server, 7)
    finally:
        server.remove()
    table = Table("measure", "asked", "measured", title="taking mail from Dovecot")
    table.add_row(f"{count} waiting mails, 2-40 kB, taken and moved", "40 a second, whole flow", f"{rate:.0f} a second")
    table.add_row("IDLE: delivery to handed over, median of 7", "2 s, whole flow", f"{median:.2f} s")
    table.add_row(
        "50 MB mail: resident memory, whole process", "400 MB", f"{whole:.0f} MB (+{added:.0f}), {seconds:.1f} s"
    )
    Console().print(table)


if __name__ == "__main__":
    main()
