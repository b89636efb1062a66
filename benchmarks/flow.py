"""The whole flow on real Dovecot and SMTP: how many mails a second, how soon one is answered, how much memory.

`python -m benchmarks.flow [--mails 1000] [--skip-memory]` starts a Dovecot and a relay of its own, on SQLite, and
prints what was asked beside what was measured. Compare ratios on a machine that others use too.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import psutil

from ingest.store import outbox, schema
from ingest.store.database import Database
from tests.flow.installation import Installation
from tests.flow.test_round_trip import configured
from tests.servers import dovecot as dovecots
from tests.servers import smtp

WORDS = ("line", "router", "engineer", "bill", "week", "call", "again", "promised", "refund", "nobody", "answered")

FORENAMES = ("Margaret", "Owen", "Priya", "Harold", "Agnes", "Tobias", "Nadia", "Leonard", "Bethan", "Callum")
SURNAMES = ("Elli", "Pros", "Rama", "Pember", "Turn", "Okon", "Had", "Ask", "Mos", "Brier")


def mail(number: int, sender: str, size: int, chance: random.Random) -> bytes:
    """A complaint of about `size` bytes, as people's programs make them: some words of its own, much around them.

    One in three answers an earlier thread, which is quoted; one in three has the same words as HTML with its
    styles; one in three has a small picture in its signature.
    """
    words = (
        f"Dear team,\n\nmy line has been dead since 3 March 2026, ticket INC-{4000000 + number}. I rang from "
        "020 7946 0018 on 4 March at 4pm and spoke to Darren Whitlock.\n\n" + prose(chance.randint(200, 1500), chance)
    )
    message = EmailMessage(policy=SMTP)
    message["Return-Path"], message["From"] = f"<{sender}>", f"Writer {number} <{sender}>"
    message["To"], message["Subject"] = "complaints@example.org", f"Complaint {number}"
    message["Message-ID"] = f"<bench-{number}@example.com>"
    rest = max(size - len(words), 0)
    surname = SURNAMES[number // 10 % 10] + SURNAMES[number // 100 % 10].lower()
    signed = words + f"\n\nYours faithfully\n{FORENAMES[number % 10]} {surname}\n"
    if number % 3 == 0:
        quoted = "\n".join(f"> {line}" for line in prose(rest, chance).splitlines())
        signed += f"\nOn Mon, 2 Mar 2026 at 10:12, Customer Care <care@example.org> wrote:\n{quoted}\n"
    message.set_content(signed)
    if number % 3 == 1:
        style = "".join(f".c{n} {{ margin: {n}px; font: 11pt Calibri }}\n" for n in range(rest // 70))
        message.add_alternative(f"<html><head><style>{style}</style></head><body><p>{words}</p></body></html>", "html")
    if number % 3 == 2:
        message.add_attachment(chance.randbytes(min(rest * 3 // 4, 11_000)), "image", "png", filename="logo.png")
    return message.as_bytes()


def prose(length: int, chance: random.Random) -> str:
    """Plain words, some length of them."""
    lines = [" ".join(chance.choices(WORDS, k=12)) + "." for _ in range(length // 70 + 1)]
    return "\n".join(lines)


def resident(process: psutil.Process) -> tuple[float, float]:
    """Resident megabytes of a process alone, and with its children."""
    alone = process.memory_info().rss / 1e6
    return alone, alone + sum(child.memory_info().rss / 1e6 for child in process.children(recursive=True))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=1000)
    options.add_argument("--skip-memory", action="store_true")
    asked = options.parse_args()
    rows: list[tuple[str, str, str]] = []
    server, chance = dovecots.start(), random.Random(1)
    relay = smtp.start_relay(server.lmtp_port)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = server.user("complaints"), server.user("writers")
        postroom = Installation(Path(folder) / "flow", configured(server, relay, ours))
        # each writer has an address of its own; all of them are delivered into one mailbox
        for n in range(asked.mails):
            sender = f"{n}.{theirs}"
            server.deliver(ours, mail(n, sender, chance.randint(2_000, 40_000), chance), sender=sender)
        began = time.monotonic()
        process = psutil.Process(postroom.start().pid)
        accepted = 0
        first = None
        while accepted < asked.mails:
            time.sleep(0.25)
            accepted = count(postroom)
            first = first or (time.monotonic() if accepted else None)
        took = time.monotonic() - began
        steady = (asked.mails - 1) / (time.monotonic() - (first or began))
        rows.append((f"{asked.mails} mails waiting, to all acknowledged, a second", "40", f"{asked.mails / took:.1f}"))
        rows.append(("the same, counted from the first acknowledgement", "", f"{steady:.1f}"))
        waits = []
        for n in range(20):
            number = asked.mails + n
            began = time.monotonic()
            relay.send(f"{number}.{theirs}", ours, mail(number, f"{number}.{theirs}", 5_000, chance))
            while count(postroom) <= number:
                time.sleep(0.02)
            waits.append(time.monotonic() - began)
        rows.append(("idle: delivery to accepted acknowledgement, median s", "2", f"{statistics.median(waits):.2f}"))
        alone, both = resident(process)
        rows.append(
            ("resident after that, daemon alone / with its readers, MB", "200 (idle)", f"{alone:.0f} / {both:.0f}")
        )
        if not asked.skip_memory:
            rows.append(
                (
                    "50 MB mail: most resident of any one process, MB",
                    "400",
                    f"{big_mail(postroom, server, ours, process):.0f}",
                )
            )
        postroom.stop_all()
    rows.append(("postroom --help, median s", "0.4", f"{help_seconds():.2f}"))
    relay.stop()
    server.remove()
    width = max(len(row[0]) for row in rows)
    print(f"{'measure':{width}}  {'asked':>10}  measured")
    for what, wanted, measured in rows:
        print(f"{what:{width}}  {wanted:>10}  {measured}")


def big_mail(postroom: Installation, server: "dovecots.Dovecot", ours: str, process: psutil.Process) -> float:
    """The most memory any of the processes had while a mail of 50 MB was taken and read."""
    import base64

    body = base64.encodebytes(os.urandom(37_000_000)).replace(b"\n", b"\r\n")
    content = (
        b"From: big@example.com\r\nTo: complaints@example.org\r\nSubject: big\r\nMessage-ID: <big@example.com>\r\n"
        b'Content-Type: application/octet-stream; name="photo.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + body
    )
    before = len(postroom.rows(schema.item))
    server.deliver(ours, content)
    most = 0.0
    while True:
        family = [process, *process.children(recursive=True)]
        most = max([most, *(one.memory_info().rss / 1e6 for one in family if one.is_running())])
        rows = postroom.rows(schema.item)
        if len(rows) > before and rows[-1]["state"] in {"OPEN", "CLOSED", "HELD", "QUARANTINED"}:
            return most
        time.sleep(0.05)


def count(postroom: Installation) -> int:
    """How many acknowledgements the relay has accepted."""
    database = Database(postroom.url, pool=1)
    try:
        with database.read() as connection:
            return outbox.counts(connection).get("ACCEPTED", 0)
    except Exception:  # the tables are made when the daemon starts
        return 0
    finally:
        database.close()


def help_seconds() -> float:
    """How long the help takes."""
    command = [str(Path(sys.executable).parent / "postroom"), "--help"]
    took = []
    for _ in range(7):
        began = time.monotonic()
        subprocess.run(command, capture_output=True, check=True)
        took.append(time.monotonic() - began)
    return statistics.median(took)


if __name__ == "__main__":
    main()
