# ruff: noqa: E501, ARG002 - rows of made data read better on one line; the stand-in has the seam's signature
"""How fast the review pages answer on a large ledger: `python benchmarks/review.py [--complaints N] [--postgres URL]`.

Makes N complaints with three items each (200,000 and 600,000 unless told), asks every kind of page, and prints the
95th percentile of the server's time beside what is asked for; then 20 people confirm at once, and a scan is looked
at. The ledger is kept in --folder for the next run.
"""

import argparse
import hashlib
import random
import statistics
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

sys.path.insert(0, str(Path(__file__).parent.parent))

from ingest import clock
from ingest.extract.calls import CallSettings
from ingest.model import Medium, Page, Reading, Word
from ingest.reference import reference
from ingest.review import signin
from ingest.review.app import create
from ingest.review.settings import Settings
from ingest.store import desk_index, schema, values
from ingest.store.database import Database
from ingest.store.originals import Originals
from ingest.store.people import Role

FIRST = [
    "Ada",
    "Bruno",
    "Carla",
    "Dario",
    "Elena",
    "Felix",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Karin",
    "Luca",
    "Marta",
    "Nino",
    "Olga",
    "Paolo",
    "Rosa",
    "Sven",
    "Tilda",
    "Ugo",
]
LAST = [
    "Marlowe",
    "Bianchi",
    "Quirke",
    "Thorne",
    "Rossi",
    "Haverley",
    "Conti",
    "Lindqvist",
    "Okafor",
    "Romano",
    "Whitcombe",
    "Greco",
    "Pemberton",
    "Serra",
]
WORDS = [
    "boiler",
    "invoice",
    "engineer",
    "visit",
    "cancelled",
    "refund",
    "letter",
    "meter",
    "reading",
    "promised",
    "call",
    "back",
    "broken",
    "heating",
    "water",
    "bill",
    "charged",
    "twice",
    "account",
    "closed",
    "manager",
    "apology",
    "delay",
    "missed",
    "appointment",
    "contract",
    "street",
    "winter",
    "family",
]


class Stand:
    """The least of the pipeline that the pages need to be timed."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.originals = Originals(folder / "originals", spare=0)
        self.image = folder / "page.jpg"
        self.calls = CallSettings()

    def page_image(self, item_id: int, page: int) -> Path:
        return self.image

    def normalise(self, kind: str, text: str, item_id: int) -> str:
        return text

    def confirm(self, item_id: int, by: str, version: int) -> None:
        from ingest.store import by_hand

        with self.database.write() as connection:
            by_hand.reviewed(connection, item_id, by, version)


def fill(database: Database, there: int, complaints: int) -> None:
    """Make the ledger, in large pieces; what an earlier run has made stays."""
    now = clock.now()
    piece = 5000
    for start in range(there + 1, complaints + 1, piece):
        rng = random.Random(start)
        numbers = range(start, min(start + piece, complaints + 1))
        with database.write() as connection:
            _piece(connection, rng, now, numbers)
        print(f"\rmade {numbers[-1]:,} complaints", end="", file=sys.stderr)
    print(file=sys.stderr)


def _piece(connection: sa.Connection, rng: random.Random, now: object, numbers: range) -> None:
    rows: dict[str, list[dict[str, object]]] = {
        n: [] for n in ("complaint", "clock", "item", "reading", "finding", "reply")
    }
    for number in numbers:
        opened = now - timedelta(minutes=number * 2)
        is_open = number < 3000
        name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        rows["complaint"].append({
            "id": number, "reference": reference(number, 2026), "medium": "email", "language": "en", "complainant": name,
            "address": f"{name.lower().replace(' ', '.')}{number}@example.org", "state": "OPEN" if is_open else "CLOSED", "opened": opened,
            "flags": "[]",
        })  # fmt: skip
        for index, clock_name in enumerate(("acknowledgement", "update", "response")):
            rows["clock"].append({"complaint_id": number, "name": clock_name, "started": opened, "due": opened + timedelta(days=1 + 3 * index),
                                  "explanation": "made", "met": None if is_open and index else opened + timedelta(hours=rng.randrange(30))})  # fmt: skip
        rows["reply"].append({
            "complaint_id": number, "kind": "acknowledgement", "language": "en", "channel": "email", "envelope_sender": "", "recipient": "a@example.org",
            "message_id": f"<{number}@example.com>", "content": b"Subject: made\r\n\r\nmade", "subject": "made", "delivery": "ACCEPTED", "created": opened,
        })  # fmt: skip
        for part in range(3):
            _item(rows, rng, number, number * 3 - 2 + part, opened + timedelta(hours=part), is_open and part == 0)
    for table, made in rows.items():
        connection.execute(schema.metadata.tables[table].insert(), made)


def _item(
    rows: dict[str, list[dict[str, object]]], rng: random.Random, number: int, key: int, at: object, eyes: bool
) -> None:
    text = " ".join(rng.choice(WORDS) for _ in range(90)) + f" my ticket is TK-{key:07d} and I rang on 3 March 2026."
    ticket = text.index("TK-")
    reading = Reading(Medium.EMAIL, text, "en", 0.99, reply_text=text)
    rows["item"].append({
        "id": key, "source_kind": "mailbox", "source_place": "complaints", "source_key": f"1/{key}", "name": "message.eml", "received": at,
        "sha256": hashlib.sha256(str(key).encode()).hexdigest(), "size": 4000, "state": "OPEN", "medium": rng.choice(("email", "letter", "form")),
        "complaint_id": number, "review": eyes, "review_reasons": '["One date is doubtful."]' if eyes else "[]", "subject": f"About my {rng.choice(WORDS)}",
        "language": rng.choice(("en", "it")), "due": at + timedelta(days=1), "reviewed": None if eyes or rng.random() < 0.6 else at + timedelta(hours=1),
    })  # fmt: skip
    rows["reading"].append({"item_id": key, "content": values.reading_bytes(reading), "text": text, "taken": at})
    for position, (kind, value, words) in enumerate(
        (("ticket_reference", f"TK-{key:07d}", f"TK-{key:07d}"), ("date_time", "2026-03-03", "3 March 2026"))
    ):
        start = ticket if position == 0 else text.index(words)
        verdict = rng.choice((None, "confirmed", "corrected")) if not eyes else None
        rows["finding"].append({
            "item_id": key, "position": position, "kind": kind, "role": "theirs" if position == 0 else "contact", "value": value, "text": words,
            "start": start, "end": start + len(words), "confidence": 0.9, "reason": "made", "doubtful": position == 1, "verdict": verdict,
            "verdict_at": at if verdict else None,
        })  # fmt: skip


def scan(database: Database, folder: Path) -> int:
    """One scanned letter with a page image of A4 at 300 dpi."""
    from PIL import Image

    noise = Image.effect_noise((2480, 3508), 24).point(lambda grey: 255 if grey > 90 else grey)
    noise.save(folder / "page.jpg", quality=80)  # as the reader keeps it
    words = tuple(
        Word(i * 6, i * 6 + 5, 1, (100 + i % 12 * 180, 200 + i // 12 * 60, 250 + i % 12 * 180, 240 + i // 12 * 60), 0.9)
        for i in range(400)
    )
    reading = Reading(
        Medium.LETTER, "hello " * 400, "en", words=words, pages=(Page(1, 2480, 3508, 0, 0.9, image="1.jpg"),)
    )
    with database.write() as connection:
        key = connection.execute(sa.select(sa.func.max(schema.item.c.id))).scalar_one() + 1
        connection.execute(schema.item.insert().values(
            id=key, source_kind="folder", source_place="scans", source_key=f"scan{key}", name="scan.pdf", received=clock.now(), sha256="0" * 64, size=1,
            state="OPEN", medium="letter", review=False))  # fmt: skip
        connection.execute(
            schema.reading.insert().values(
                item_id=key, content=values.reading_bytes(reading), text="hello", taken=clock.now()
            )
        )
    return key


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] * 1000


class Watched:
    """The application with a watch: what a browser in the same process costs beside it is not counted."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.times: list[float] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        await self.app(scope, receive, send)
        self.times.append(time.perf_counter() - began)


def timed(browser: TestClient, watched: Watched, addresses: list[str]) -> str:
    """The 95th percentile by the clock, and in processor time, which a busy machine does not stretch."""
    watched.times.clear()
    worked = []
    for address in addresses:
        spent = time.process_time()
        answer = browser.get(address)
        worked.append(time.process_time() - spent)
        assert answer.status_code == 200, (address, answer.status_code)
    return f"{p95(watched.times):.0f} ms ({p95(worked):.0f} ms of CPU)"


def measure(database: Database, folder: Path, complaints: int) -> list[tuple[str, str, str]]:
    rng = random.Random(11)
    settings = Settings(base_url="http://testserver")
    stand = Stand(database, folder)
    app = Watched(create(stand, settings))

    def browser() -> TestClient:
        sign_in = f"p{time.perf_counter_ns()}"
        signin.add_person(database, settings, sign_in, sign_in, Role.ADMINISTRATOR, password=None, by="bench")
        one = TestClient(app, follow_redirects=False)
        one.post(signin.one_time_link(database, settings, sign_in).removeprefix("http://testserver"))
        return one

    mine = browser()
    for address in ("/queue", "/items/1", "/complaints/1", "/search?q=warm", "/board"):
        mine.get(address)  # templates are compiled once in a process
    picked = [rng.randrange(1, complaints) for _ in range(60)]
    asked = [f"{n:05d}" for n in picked[:10]] + [
        "Marlowe",
        "Marlwoe",
        "Okafr",
        "TK-0012345",
        "boiler refund",
        "ada.rossi",
        "missed appointment street",
        reference(123, 2026),
        reference(123, 2026)[:-3],
        "PR-26-00132-4",
    ] * 2
    rows = [
        (
            "queue, p95",
            "60 ms",
            timed(mine, app, ["/queue", "/queue?words=Rossi", "/queue?medium=letter", "/queue?page=9"] * 10),
        ),
        ("item, p95", "60 ms", timed(mine, app, [f"/items/{n * 3 - 2}" for n in picked])),
        ("complaint, p95", "80 ms", timed(mine, app, [f"/complaints/{n}" for n in picked])),
        ("search, p95", "150 ms", timed(mine, app, [f"/search?q={words}" for words in asked])),
        ("board, p95", "300 ms", timed(mine, app, ["/board?days=7", "/board?days=30", "/board?days=90"] * 7)),
    ]
    key = scan(database, folder)
    for old in folder.glob("page.w*.jpg"):
        old.unlink()
    for name, limit in (("page image at 1,200 px, cold", "600 ms"), ("page image at 1,200 px, cached", "200 ms")):
        began = time.perf_counter()
        image = mine.get(f"/items/{key}/pages/1.jpg?width=1200")
        rows.append((name, limit, f"{(time.perf_counter() - began) * 1000:.0f} ms ({len(image.content) // 1000} kB)"))
    weight = len(mine.get(f"/items/{key}").content) + sum(
        path.stat().st_size
        for path in (Path(__file__).parent.parent / "ingest/review/static").iterdir()
        if path.suffix in {".js", ".css", ".svg"}
    )
    rows.append(("page weight without the scan", "150 kB", f"{weight / 1000:.0f} kB"))
    rows.append(
        ("20 people confirming at once, p95", "300 ms, no error", crowd(database, app, [browser() for _ in range(20)]))
    )
    return rows


def crowd(database: Database, watched: Watched, browsers: list[TestClient]) -> str:
    with database.read() as connection:
        query = (
            sa.select(schema.item.c.id, schema.item.c.version)
            .where(schema.item.c.review, schema.item.c.reviewed.is_(None))
            .limit(200)
        )
        waiting = [(int(row[0]), int(row[1])) for row in connection.execute(query)]
    tokens = [one.get("/account").text.split('name="csrf" value="')[1].split('"')[0] for one in browsers]
    watched.times.clear()
    wrong: list[int] = []

    def work(index: int) -> None:
        for key, version in waiting[index::20]:
            time.sleep(random.Random(key).random() * 2)  # people think between two items
            answer = browsers[index].post(f"/items/{key}/confirm", data={"csrf": tokens[index], "version": version})
            if answer.status_code != 303:
                wrong.append(answer.status_code)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return f"{p95(watched.times):.0f} ms, {len(wrong)} errors of {len(watched.times)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--complaints", type=int, default=200_000)
    parser.add_argument("--postgres", default="", help="URL of an empty PostgreSQL database, to measure there")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "postroom-bench-review")
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    database = Database(told.postgres or f"sqlite:///{told.folder / f'ledger-{told.complaints}.db'}", pool=30)
    schema.metadata.create_all(database.engine)
    with database.read() as connection:
        there = connection.execute(sa.select(sa.func.count()).select_from(schema.complaint)).scalar_one()
    if there < told.complaints:
        fill(database, there, told.complaints)
    with database.write() as connection:
        desk_index.ensure(connection)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # what a ledger that grew by itself has from its autovacuum, and one that was made in a minute has not
        connection.exec_driver_sql("ANALYZE" if database.is_sqlite else "VACUUM (ANALYZE)")
    print(f"{told.complaints:,} complaints, {told.complaints * 3:,} items on {database.engine.dialect.name}")
    print(f"{'measure':38} {'asked':>18} {'measured':>28}")
    for name, asked, measured in measure(database, told.folder, told.complaints):
        print(f"{name:38} {asked:>18} {measured:>28}")
    database.close()


if __name__ == "__main__":
    main()
