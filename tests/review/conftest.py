"""A small ledger with made-up post, a stand-in for the pipeline's acts, and people of every role."""

import hashlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import uvicorn
from PIL import Image, ImageDraw, ImageFont
from starlette.testclient import TestClient

from ingest import clock, errors, parting, subjects
from ingest.extract.calls import CallSettings
from ingest.model import (
    Clock,
    ContactEvent,
    Delivery,
    Draft,
    Extraction,
    Finding,
    FindingKind,
    Flag,
    Mail,
    Medium,
    Page,
    Reading,
    Section,
    SectionKind,
    State,
    Word,
)
from ingest.reference import reference
from ingest.review import signin
from ingest.review.app import create
from ingest.review.settings import Settings
from ingest.store import audit, complaints, desk_leaves, people, readings, schema, values
from ingest.store.database import Database
from ingest.store.originals import Originals
from ingest.store.people import Role

PASSWORD = "violet tram under seven lamps"


class StandIn:
    """The pipeline's acts, each noted in `acts`, with the least effect on the ledger that the pages rely on."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.calls = CallSettings()
        self.originals = Originals(folder / "originals", spare=0)
        self.images = folder / "pages"
        self.acts: list[tuple] = []
        self.taken: list = []

    def _item(self, item_id: int, **values) -> None:
        with self.database.write() as connection:
            connection.execute(schema.item.update().where(schema.item.c.id == item_id).values(**values))

    def _reply(self, reply_id: int, delivery: Delivery) -> None:
        with self.database.write() as connection:
            query = schema.reply.update().where(schema.reply.c.id == reply_id)
            connection.execute(query.values(delivery=delivery.value, finished=clock.now()))

    def retry(self, item_id, by):
        self.acts.append(("retry", item_id, by))
        self._item(item_id, state=State.ARRIVED.value, review=False)

    def open_held(self, item_id, by):
        self.acts.append(("open_held", item_id, by))
        self._item(item_id, state=State.OPEN.value)

    def dismiss(self, item_id, by, reason):
        self.acts.append(("dismiss", item_id, by, reason))
        self._item(item_id, state=State.CLOSED.value, review=False, reason=reason)

    def join(self, item_id, complaint_id, by):
        self.acts.append(("join", item_id, complaint_id, by))
        self._item(item_id, complaint_id=complaint_id, state=State.OPEN.value)

    def separate(self, item_id, by):
        self.acts.append(("separate", item_id, by))

    def part(self, item_id, letters, by, version):
        self.acts.append(("part", item_id, [list(pages) for pages in letters], by, version))
        return [item_id + 1]

    def plan_together(self, item_ids):
        with self.database.read() as connection:
            return parting.plan(connection, item_ids)

    def together(self, item_ids, versions, by):
        planned = self.plan_together(item_ids)
        self.acts.append(("together", list(item_ids), list(versions), by))
        found = [(one.item.id, page) for one in planned.scans for page in one.reading.pages]
        pages = tuple(replace(page, number=number) for number, (_, page) in enumerate(found, 1))
        images = [self.page_image(item_id, page.number).read_bytes() for item_id, page in found]
        for number, image in enumerate(images, 1):
            (self.images / str(planned.whole) / f"{number}.png").write_bytes(image)
        content = values.reading_bytes(replace(planned.scans[0].reading, pages=pages))
        with self.database.write() as connection:
            mine = schema.reading.c.item_id == planned.whole
            connection.execute(schema.reading.update().where(mine).values(content=content))
            desk_leaves.step(connection, planned.whole, 0)
            desk_leaves.bind(connection, planned.whole, {one.item.id: {} for one in planned.parts}, by=by)
        return planned.whole

    def undoable(self, item_id):
        return None

    def apart(self, item_id, by, version):
        self.acts.append(("apart", item_id, by, version))
        return [item_id]

    def confirm(self, item_id, by, version):
        with self.database.write() as connection:
            query = schema.item.update().where(schema.item.c.id == item_id, schema.item.c.version == version)
            done = query.values(version=version + 1, reviewed=clock.now(), reviewed_by=by)
            if connection.execute(done).rowcount != 1:
                raise errors.Conflict
            open_ones = sa.and_(schema.finding.c.item_id == item_id, schema.finding.c.verdict.is_(None))
            values = {"verdict": "confirmed", "verdict_by": by, "verdict_at": clock.now()}
            connection.execute(schema.finding.update().where(open_ones).values(**values))
        self.acts.append(("confirm", item_id, by, version))

    def settle(self, reply_id, by, how):
        self.acts.append(("settle", reply_id, by, how))
        self._reply(reply_id, Delivery.ACCEPTED if how == "delivered" else Delivery.CANCELLED)

    def printed(self, reply_ids, by):
        self.acts.append(("printed", tuple(reply_ids), by))

    def posted(self, reply_id, by):
        self.acts.append(("posted", reply_id, by))
        self._reply(reply_id, Delivery.POSTED)

    def preview(self, complaint_id, kind, text):
        self.acts.append(("preview", complaint_id, kind, text))
        content = f"Subject: About your complaint\r\n\r\nDear Ms Marlowe,\r\n\r\n{text}\r\n".encode()
        return Draft(kind, "en", "email", "", "ada@example.org", "<p@example.org>", content, "About your complaint")

    def write(self, complaint_id, kind, text, by):
        self.acts.append(("write", complaint_id, kind, text, by))
        return 1

    def readdress(self, complaint_id, by, *, address=None, postal=None):
        self.acts.append(("readdress", complaint_id, by, address, postal))

    def close(self, complaint_id, by, outcome):
        self.acts.append(("close", complaint_id, by, outcome))
        with self.database.write() as connection:
            complaints.close(connection, complaint_id, by, outcome)

    def reopen(self, complaint_id, by):
        self.acts.append(("reopen", complaint_id, by))
        with self.database.write() as connection:
            complaints.reopen(connection, complaint_id, by)

    def may_answer_survey(self, reference, token):
        return token == "signed"

    def answer_survey(self, reference, token, score, words):
        self.acts.append(("answer_survey", reference, token, score, words))
        return token == "signed"

    def take(self, arrivals):
        self.taken.extend(arrivals)
        digests = self.originals.keep(arrival.content for arrival in arrivals)
        added = []
        with self.database.write() as connection:
            for arrival, digest in zip(arrivals, digests, strict=True):
                row = {"source_kind": arrival.source.kind.value, "source_place": arrival.source.place,
                       "source_key": arrival.source.key, "name": arrival.name, "received": arrival.received,
                       "sha256": digest, "size": len(arrival.content), "state": "ARRIVED"}  # fmt: skip
                insert = sa.dialects.sqlite.insert(schema.item).values(**row).on_conflict_do_nothing()
                added += connection.execute(insert.returning(schema.item.c.id)).scalars().all()
        return added

    def reference_of(self, item_id, received):
        return reference(item_id, received.year)

    def separators(self, channel, day, count):
        return f"%PDF-1.4 {count} sheets of {channel}, {day}".encode()

    def archive(self, complaint_ids, by):
        return subjects.archive(self.database, self.originals, complaint_ids, by)

    def erase(self, complaint_ids, loose, by):
        return subjects.erase(self.database, self.originals, self.images, complaint_ids, loose, by)

    def page_image(self, item_id, page):
        path = self.images / str(item_id) / f"{page}.png"
        return path if path.is_file() else None

    def normalise(self, kind, text, item_id):
        if kind == FindingKind.DATE_TIME and not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", text):
            known = {"4 March 2026": "2026-03-04", "4 marzo 2026": "2026-03-04"}
            if text not in known:
                raise errors.Error("This is no date.", remedy="Write 2026-03-04 or 4 March 2026.")
            return known[text]
        if kind == FindingKind.PHONE_NUMBER:
            return "+44" + re.sub(r"\D", "", text).lstrip("0").removeprefix("44")
        return text.strip()


class World:
    """A ledger to fill with post."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.flow = StandIn(database, folder)
        self.folder = folder
        self.numbers = iter(range(1, 10_000))

    def person(self, sign_in: str, role: Role, password: str | None = PASSWORD) -> int:
        name = sign_in.capitalize()
        return signin.add_person(self.database, Settings(), sign_in, name, role, password=password, by="test")

    def password(self, sign_in: str) -> None:
        """Give somebody who came by a link the password of these tests."""
        with self.database.write() as connection:
            who = people.by_sign_in(connection, sign_in)
            people.set_password(connection, who.id, signin.hash_of(PASSWORD, Settings()), "test")

    def complaint(
        self,
        reference: str = "",
        *,
        complainant="Ada Marlowe",
        address="ada@example.org",
        due: timedelta = timedelta(hours=20),
    ) -> int:
        number = next(self.numbers)
        now = clock.now()
        running = Clock("acknowledgement", now, now + due, "24 hours after arrival")
        with self.database.write() as connection:
            return complaints.open_new(
                connection, reference=reference or f"PR-26-{number:05d}-0", medium=Medium.EMAIL, language="en",
                complainant=complainant, address=address, postal_address=None, opened=now, clocks=[running],
                flags=[],
            )  # fmt: skip

    def item(self, reading: Reading | None = None, extraction: Extraction | None = None, **values) -> int:
        content = f"original {next(self.numbers)}".encode()
        self.flow.originals.keep([content])
        row = {
            "source_kind": "mailbox", "source_place": "complaints", "source_key": f"1/{next(self.numbers)}",
            "name": "message.eml", "received": clock.now() - timedelta(hours=2),
            "sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "state": State.OPEN.value,
            "medium": "email", "subject": "Broken boiler", "language": "en", "review": True,
            "review_reasons": '["One date is doubtful."]', "due": clock.now() + timedelta(hours=20),
        }  # fmt: skip
        doubtful = values.pop("doubtful", ())
        with self.database.write() as connection:
            inserted = connection.execute(schema.item.insert().values(**row | values).returning(schema.item.c.id))
            item_id = int(inserted.scalar_one())
            if reading is not None:
                readings.save(connection, item_id, reading, extraction or Extraction(), doubtful)
        return item_id

    def mail(self, html: str | None = None, subject: str = "Broken boiler", **values) -> int:
        reading, extraction = mail_reading(html)
        complaint_id = values.pop("complaint_id", None) or self.complaint()
        return self.item(reading, extraction, doubtful=(1,), complaint_id=complaint_id, subject=subject, **values)

    def letter(self, pages: int = 1, **values) -> int:
        reading, extraction, images = letter_reading(pages)
        complaint_id = values.pop("complaint_id", None) or self.complaint(complainant="Ada Marlowe")
        item_id = self.item(
            reading, extraction, doubtful=(1,), complaint_id=complaint_id, medium="letter", subject=None,
            name="scan-0412.pdf", source_kind="folder", **values,
        )  # fmt: skip
        folder = self.flow.images / str(item_id)
        folder.mkdir(parents=True)
        for number, image in enumerate(images, 1):
            image.save(folder / f"{number}.png")
        return item_id

    def reply(
        self, delivery: Delivery, *, channel="email", complaint_id: int | None = None, kind="acknowledgement"
    ) -> int:
        number = next(self.numbers)
        content = b"Subject: We have your complaint\r\n\r\nHello\r\n" if channel == "email" else small_pdf(number)
        row = {
            "complaint_id": complaint_id or self.complaint(), "kind": kind, "language": "en", "channel": channel,
            "envelope_sender": "", "recipient": "ada@example.org" if channel == "email" else "Ada Marlowe\n1 Elm Road",
            "message_id": f"<{number}@example.org>", "content": content, "subject": "We have your complaint",
            "delivery": delivery.value, "due": clock.now() + timedelta(hours=3), "created": clock.now(),
            "server_words": "451 connection lost" if delivery is Delivery.UNCERTAIN else "",
        }  # fmt: skip
        with self.database.write() as connection:
            return int(
                connection.execute(schema.reply.insert().values(**row).returning(schema.reply.c.id)).scalar_one()
            )

    def row(self, table: sa.Table, row_id: int) -> dict:
        with self.database.read() as connection:
            return dict(connection.execute(sa.select(table).where(table.c.id == row_id)).mappings().one())

    def findings(self, item_id: int) -> dict[str, dict]:
        query = sa.select(schema.finding).where(schema.finding.c.item_id == item_id).order_by(schema.finding.c.position)
        with self.database.read() as connection:
            return {row["kind"]: dict(row) for row in connection.execute(query).mappings()}

    def audited(self, subject: str) -> list[tuple[str, str]]:
        with self.database.read() as connection:
            return [(entry.action, entry.actor) for entry in audit.entries(connection, subject)]


TEXT = (
    "Dear Sir or Madam,\n\nmy boiler has been broken since 3 March 2026. I spoke to Tom Haverley of your team "
    "on 020 7946 0018 and he promised a visit. The ticket is TK-44871.\n\nI have a small child and no heating.\n\n"
    "Yours faithfully,\nAda Marlowe\n"
)
QUOTED = "\nOn 1 March 2026 Support wrote:\n> We will call you back.\n"


def found(kind: FindingKind, value: str, text: str, role: str, confidence: float, reason: str, body: str) -> Finding:
    start = body.index(text)
    return Finding(kind, value, text, role, start, start + len(text), None, None, confidence, reason)


def extraction_of(body: str) -> Extraction:
    kinds = FindingKind
    findings = (
        found(kinds.PERSON_NAME, "Ada Marlowe", "Ada Marlowe", "complainant", 0.97, "signs the letter", body),
        found(kinds.DATE_TIME, "2026-03-03", "3 March 2026", "incident", 0.62, "day and month could be swapped", body),
        found(kinds.PHONE_NUMBER, "+442079460018", "020 7946 0018", "called_from", 0.93, "valid GB number", body),
        found(kinds.TICKET_REFERENCE, "TK-44871", "TK-44871", "theirs", 0.98, "after 'ticket is'", body),
    )
    words = "I have a small child and no heating"
    flag = Flag("vulnerable", body.index(words), body.index(words) + len(words), words, "a child without heating")
    return Extraction(findings, (flag,), (ContactEvent(2, 1, None, 3, 0, 100),))


def mail_reading(html: str | None = None) -> tuple[Reading, Extraction]:
    text = TEXT + QUOTED
    mail = Mail(
        from_name="Ada Marlowe", from_address="ada@example.org", envelope_sender="ada@example.org", reply_to=(),
        to=("complaints@example.com",), cc=(), subject="Broken boiler", claimed_date=None,
        message_id="<1@example.org>", in_reply_to=(), references=(),
        headers=(("from", "Ada Marlowe <ada@example.org>"), ("subject", "Broken boiler")), html=html,
    )  # fmt: skip
    sections = (Section(SectionKind.BODY, 0, len(TEXT)), Section(SectionKind.QUOTE, len(TEXT), len(text)))
    reading = Reading(Medium.EMAIL, text, "en", 0.99, reply_text=TEXT, sections=sections, mail=mail)
    return reading, extraction_of(text)


def letter_reading(pages: int) -> tuple[Reading, Extraction, list[Image.Image]]:
    """Typed pages drawn with their words' boxes; the facts stand on the first."""
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", 34)
    text, words, images = "", [], []
    for number in range(1, pages + 1):
        image = Image.new("L", (1240, 1754), 252)
        pen = ImageDraw.Draw(image)
        y = 220
        for line in (TEXT if number == 1 else f"Page {number}\nand more of it.\n").split("\n"):
            x = 150
            for word in line.split(" "):
                width = int(pen.textlength(word, font=font))
                if x + width > 1100:
                    x, y = 150, y + 56
                if word:
                    pen.text((x, y), word, font=font, fill=30)
                    words.append(Word(len(text), len(text) + len(word), number, (x, y, x + width, y + 40), 0.95))
                text += word + " "
                x += width + 14
            text = text[:-1] + "\n"
            y += 56
        images.append(image)
    sheets = tuple(Page(number, 1240, 1754, 0, 0.95, image=f"{number}.png") for number in range(1, pages + 1))
    extraction = extraction_of(text)
    placed = []
    for finding in extraction.findings:
        boxes = [word.box for word in words if word.start < finding.end and word.end > finding.start]
        box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        placed.append(
            Finding(finding.kind, finding.value, finding.text, finding.role, finding.start, finding.end, 1, box,
                    finding.confidence, finding.reason)
        )  # fmt: skip
    reading = Reading(Medium.LETTER, text, "en", 0.99, reply_text=text, words=tuple(words), pages=sheets)
    return reading, Extraction(tuple(placed), extraction.flags, extraction.events), images


def small_pdf(number: int) -> bytes:
    import io

    page = Image.new("L", (600, 850), 255)
    ImageDraw.Draw(page).text((60, 60), f"Letter {number}", fill=0)
    file = io.BytesIO()
    page.save(file, "PDF")
    return file.getvalue()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    base = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    schema.metadata.create_all(base.engine)
    yield base
    base.close()


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    return World(database, tmp_path)


@pytest.fixture
def settings() -> Settings:
    return Settings(base_url="http://testserver", public_form=True)


Client = Callable[..., TestClient]


@pytest.fixture
def client(world: World, settings: Settings) -> Iterator[Client]:
    """A browser of somebody with a role, signed in: `client(Role.HANDLER)`; `client()` is nobody."""
    app = create(world.flow, settings)
    opened: list[TestClient] = []

    def make(role: Role | None = None, name: str | None = None) -> TestClient:
        browser = TestClient(app, follow_redirects=False)
        opened.append(browser)
        if role is not None:
            sign_in = name or role.value
            world.person(sign_in, role, None)
            link = signin.one_time_link(world.database, settings, sign_in)
            assert browser.post(link.removeprefix("http://testserver")).status_code == 303
        return browser

    yield make
    for browser in opened:
        browser.close()


def token(page) -> str:
    """The token a page's forms carry."""
    return re.search(r'name="csrf" value="([^"]+)"', page.text)[1]


def send(browser: TestClient, address: str, **fields):
    """Post a form with the token of this browser's session."""
    return browser.post(address, data={"csrf": token(browser.get("/account")), **fields})


def signed_in_at(now: datetime) -> None:
    clock.drive(lambda: now)


class Served:
    """The pages on a free port of this machine, for a real browser."""

    def __init__(self, world: World, **settings) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.world = world
        self.settings = Settings(
            base_url=f"http://127.0.0.1:{port}", organisation="Northwick Water", public_form=True, **settings
        )
        app = create(world.flow, self.settings)
        self.server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", ws="none"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def url(self, path: str) -> str:
        return self.settings.base_url + path

    def enter(self, page, role: Role, name: str | None = None, seen: Callable[[], None] = lambda: None) -> None:
        """Sign a browser page in as somebody new with this role; `seen` is called on the page of the link."""
        sign_in = name or role.value
        self.world.person(sign_in, role, None)
        page.goto(signin.one_time_link(self.world.database, self.settings, sign_in))
        seen()
        page.click("button.main")
        page.wait_for_url("**/queue")

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture
def served(world: World) -> Iterator[Served]:
    """The pages of `world`, served over HTTP."""
    running = Served(world)
    yield running
    running.stop()


def prefer_in(page, **chosen: str) -> None:
    """Choose language and colours in the menu of a browser page."""
    for name, value in chosen.items():
        page.click(".menu summary")
        page.click(f'.menu button[name="{name}"][value="{value}"]')
        page.wait_for_load_state("networkidle")
