"""How fast replies leave, and whether each leaves once whatever is killed: `python -m benchmarks.replies [--quick]`.

Everything is real but the relay, which takes mails on a port of this machine in a process of its own and keeps a list
of what it took: the ledger on SQLite with its clocks and audit, the frozen bytes, the protocol, the lease and the
marker.
"""

import argparse
import asyncio
import contextlib
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest import schedules
from ingest.model import Clock, Delivery, Medium, ReplyKind
from ingest.outgoing import Outgoing
from ingest.reference import reference
from ingest.reply import compose, outbox, send
from ingest.reply.context import Context
from ingest.reply.settings import Rates, Relay, Settings
from ingest.store import complaints, migrations
from ingest.store import outbox as table
from ingest.store.database import Database

LEASE = 5.0  # seconds, in the kill trial only
BATCH = 10  # replies claimed at once there


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--mails", type=int, default=0)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("role", nargs="?", choices=["relay", "sender"], help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.role == "relay":
        asyncio.run(relay(int(asked.rest[0]), Path(asked.rest[1])))
    elif asked.role == "sender":
        sender(asked.rest[0], int(asked.rest[1]), hurried=True).drain(threading.Event())
    else:
        report(asked.mails or (1_000 if asked.quick else 10_000), asked.kills or (5 if asked.quick else 50))


def report(mails, kills):
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        rows.append(("composing, a second", "-", f"{composing(mails):.0f}"))
        rows += throughput(root / "a", mails)
        rows += killed(root / "b", mails, kills)
        rows.append(idle(root / "c", 50))
    print(f"{'':52}{'asked':>12}{'measured':>24}")
    for what, asked, measured in rows:
        print(f"{what:52}{asked:>12}{measured:>24}")


def composing(mails):
    """Acknowledgements composed a second."""
    compose.draft(ReplyKind.ACKNOWLEDGEMENT, context(0), settings=settings(25))
    start = time.perf_counter()
    for number in range(mails // 10):
        compose.draft(ReplyKind.ACKNOWLEDGEMENT, context(number), settings=settings(25))
    return mails // 10 / (time.perf_counter() - start)


def throughput(root, mails):
    """Acknowledged mails a second, all waiting at the start, nothing disturbing."""
    with running_relay(root) as (port, taken):
        url = filled(root, mails)
        start, worked = time.perf_counter(), time.process_time()
        tally = sender(url, port).drain(threading.Event())
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        counts = Counter(taken.read_text().splitlines())
    yield f"{mails:,} acknowledgements waiting, a second", "60", f"{tally.accepted / seconds:.0f}"
    yield "  of one processor, milliseconds a mail", "-", f"{worked / mails * 1000:.1f}"
    yield "  twice / missing", "0 / 0", f"{sum(n - 1 for n in counts.values())} / {mails - len(counts)}"


def killed(root, mails, kills):
    """The same, the sender killed at random times meanwhile."""
    with running_relay(root) as (port, taken):
        url = filled(root, mails)
        choose = random.Random(6)
        start = time.perf_counter()
        for _ in range(kills):
            child = subprocess.Popen([sys.executable, "-m", "benchmarks.replies", "sender", url, str(port)])
            begun = taken.stat().st_size
            while child.poll() is None and taken.stat().st_size == begun:
                time.sleep(0.01)  # until it sends
            time.sleep(choose.random())
            child.send_signal(signal.SIGKILL)
            child.wait()
        while not settled(deliveries(url)):
            time.sleep(LEASE / 2)  # until the last lease has ended
            sender(url, port, hurried=True).drain(threading.Event())
        seconds = time.perf_counter() - start
        sent = Counter(taken.read_text().splitlines())
    stands = deliveries(url)
    uncertain = {one for one, delivery in stands.items() if delivery is Delivery.UNCERTAIN}
    accepted = {one for one, delivery in stands.items() if delivery is Delivery.ACCEPTED}
    doubtful = len(set(sent) - accepted - uncertain)
    yield f"{mails:,} mails, {kills} kills ({seconds:.0f} s): twice", "0", str(sum(n - 1 for n in sent.values()))
    yield "  missing: not accepted, not listed as uncertain", "0", str(mails - len(accepted) - len(uncertain))
    yield "  accepted in the ledger, unknown to the relay", "0", str(len(accepted - set(sent)))
    yield "  taken by the relay, nowhere in the ledger", "0", str(doubtful)
    yield (
        "  listed as UNCERTAIN (taken / not taken)",
        "all",
        f"{len(uncertain & set(sent))} / {len(uncertain - set(sent))}",
    )


def idle(root, trials):
    """Seconds from a recorded reply to its acceptance, one at a time."""
    with running_relay(root) as (port, _):
        url = filled(root, 0)
        one, waits = sender(url, port), []
        for number in range(trials):
            record(url, range(number, number + 1))
            start = time.perf_counter()
            assert one.drain(threading.Event()).accepted == 1
            waits.append(time.perf_counter() - start)
    return "recorded to accepted, idle, median seconds", "< 2", f"{statistics.median(waits):.3f}"


def settled(stands):
    """Whether no reply is on its way any more."""
    return set(stands.values()) <= {Delivery.ACCEPTED, Delivery.UNCERTAIN}


def sender(url, port, *, hurried=False):
    """The outbox over the real ledger; hurried: with a short lease, so that a killed sender's claims come back soon."""
    own = settings(port, hurried=hurried)
    ledger = Outgoing(Database(url), schedules.load())
    return outbox.Sender(ledger, send.transport_for(own), own)


def settings(port, *, hurried=False):
    lease = {"lease_seconds": LEASE, "batch": BATCH} if hurried else {}
    rates = Rates(per_hour=1_000_000, per_domain_per_hour=1_000_000, **lease)
    return Settings(
        secret="the secret of the benchmark",
        rates=rates,
        relay=Relay(host="127.0.0.1", port=port, security="none", helo="benchmark.example.org"),
    )


def context(number):
    received = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)
    clocks = tuple(Clock(name, received, received + timedelta(days=5), "") for name in ("update", "response"))
    return Context(
        reference=reference(number + 1, 2026),
        channel="email",
        recipient=f"person{number}@example{number % 50}.com",
        language="it" if number % 2 else "en",
        received=received,
        written=received,
        name="Ada Marsh",
        in_reply_to=f"<{number}@example.com>",
        clocks=clocks,
        missing=("reference", "phones"),
    )


def filled(root, mails):
    """A ledger with this many complaints and their acknowledgements; its URL."""
    url = f"sqlite:///{root}/postroom.db"
    database = Database(url)
    migrations.upgrade(database)
    database.close()
    for first in range(0, mails, 500):
        record(url, range(first, min(first + 500, mails)))
    return url


def record(url, numbers):
    database = Database(url)
    with database.write() as connection:
        for number in numbers:
            its = context(number)
            due = its.received + timedelta(hours=24)
            complaint = complaints.open_new(
                connection, reference=its.reference, medium=Medium.EMAIL, language=its.language, complainant=its.name,
                address=its.recipient, postal_address=None, opened=its.received, flags=(),
                clocks=[Clock("acknowledgement", its.received, due, "24 hours")],
            )  # fmt: skip
            draft = compose.draft(ReplyKind.ACKNOWLEDGEMENT, its, settings=settings(25))
            complaints.add_reply(connection, complaint, draft, due)
    database.close()


def deliveries(url):
    """How each reply stands, by Message-ID."""
    database = Database(url)
    with database.read() as connection:
        rows = connection.execute(table.table.select()).mappings().all()
    database.close()
    return {row["message_id"]: Delivery(row["delivery"]) for row in rows}


@contextlib.contextmanager
def running_relay(root):
    """A relay in a process of its own: its port, and the file it lists what it took in."""
    root.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    taken = root / "taken"
    taken.touch()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.replies", "relay", str(port), str(taken)])
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port, taken
    finally:
        process.terminate()
        process.wait()


async def relay(port, taken):
    """Take every mail; note its Message-ID before saying 250."""
    with taken.open("ab", buffering=0) as log:

        async def serve(reader, writer):
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await dialogue(reader, writer, log)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", port, limit=2**20)
        async with server:
            await server.serve_forever()


async def dialogue(reader, writer, log):
    writer.write(b"220 relay.example.org\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            body = await reader.readuntil(b"\r\n.\r\n")
            found = body.split(b"\r\nMessage-ID: ", 1)[1].split(b"\r\n", 1)[0]
            os.write(log.fileno(), found + b"\n")
        writer.write(
            b"221 bye\r\n" if verb == b"QUIT" else b"250 taken\r\n" if verb != b"DATA" else b"250 2.0.0 taken\r\n"
        )
        if verb == b"QUIT":
            return


if __name__ == "__main__":
    main()
