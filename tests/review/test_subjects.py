"""What is kept about a complainant: handed out, held, erased, and never before it was shown."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from ingest import clock, errors, subjects
from ingest.cli import app
from ingest.model import Delivery
from ingest.store import complaints, desk_board, desk_index, desk_subjects, overview, schema
from ingest.store.people import Role
from tests.review.conftest import send

WORDS = ("Marlowe", "ada@example.org", "boiler", "TK-44871", "020 7946", "secret note", "Tom Haverley", "+442079460018")


def closed(world, days: int = 1000, reference: str = "PR-26-00001-3") -> int:
    """A complaint answered and closed some days ago, with post, a reply, a note and an answer to the survey."""
    complaint = world.complaint(reference)
    [digest] = world.flow.originals.keep([b"Dear Sir, my boiler. Ada Marlowe"])
    world.mail(complaint_id=complaint, sha256=digest, message_id="<ada@example.org>")
    world.reply(Delivery.ACCEPTED, complaint_id=complaint)
    then = clock.now() - timedelta(days=days)
    with world.database.write() as connection:
        note = {"author": "handler", "at": then, "text": "secret note"}
        connection.execute(schema.note.insert().values(complaint_id=complaint, **note))
        connection.execute(schema.survey.insert().values(complaint_id=complaint, score=4, words="boiler", at=then))
        complaints.close(connection, complaint, "handler", "Ada Marlowe got a new boiler")
        connection.execute(schema.complaint.update().where(schema.complaint.c.id == complaint).values(closed=then))
    return complaint


def everything(world) -> str:
    """Every word of the ledger but the audit log, the search indexes included."""
    told = []
    with world.database.read() as connection:
        names = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        for name in names:
            if name not in {"audit", "person", "session"}:
                rows = connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()
                told += [str(row) for row in rows]
    return "\n".join(told)


def test_erasing_takes_the_words_and_keeps_the_numbers(world):
    """After it no table, index, original or image holds a word of the letter; counts, clocks and verdicts stay."""
    with world.database.write() as connection:
        desk_index.ensure(connection)
    complaint = closed(world)
    with world.database.write() as connection:
        connection.execute(schema.finding.update().values(verdict="confirmed", verdict_at=clock.now()))
        digest = connection.execute(sa.select(schema.item.c.sha256)).scalar_one()
        before = desk_board.board(connection, days=30, zone="Europe/London")
    images = world.flow.images / digest[:2] / digest
    images.mkdir(parents=True)
    (images / "page-0001.jpg").write_bytes(b"picture")
    assert all(word in everything(world) for word in ("Marlowe", "secret note"))
    done = world.flow.erase([complaint], (), "administrator")
    assert [one.id for one in done.complaints] == [complaint]
    left = everything(world)
    assert [word for word in WORDS if word.lower() in left.lower()] == []
    assert not world.flow.originals.path(digest).exists()
    assert not images.exists()
    with world.database.read() as connection:
        after = desk_board.board(connection, days=30, zone="Europe/London")
        assert list(overview.digests(connection)) == []
    assert (after.days, after.accuracy, after.arrived, after.promises) == (
        before.days, before.accuracy, before.arrived, before.promises
    )  # fmt: skip
    assert ("erased", "administrator") in world.audited(f"complaint:{complaint}")


def test_what_is_open_or_held_is_never_erased(world):
    """An open complaint and one under a legal hold stay whole, by hand and by retention, until they are released."""
    held, still_open = closed(world), world.complaint("PR-26-00002-1")
    with world.database.write() as connection:
        desk_subjects.hold(connection, held, "court case 12", by="administrator")
    before = everything(world)
    done = world.flow.erase([held, still_open], (), "administrator")
    assert done.nothing
    assert [one.id for one in done.held] == [held]
    assert [one.id for one in done.open] == [still_open]
    assert everything(world) == before
    with world.database.write() as connection:
        desk_subjects.release(connection, held, by="administrator")
    assert [one.id for one in world.flow.erase([held], (), "administrator").complaints] == [held]
    with world.database.write() as connection, pytest.raises(errors.Refused):
        desk_subjects.hold(connection, held, "too late", by="administrator")


def test_an_original_that_another_item_needs_stays(world):
    """The same bytes in two complaints: the file goes with the last of them."""
    first, second = closed(world), closed(world, reference="PR-26-00002-1")
    with world.database.read() as connection:
        digest = connection.execute(sa.select(schema.item.c.sha256).limit(1)).scalar_one()
    world.flow.erase([first], (), "administrator")
    assert world.flow.originals.path(digest).exists()
    world.flow.erase([second], (), "administrator")
    assert not world.flow.originals.path(digest).exists()
    with world.database.read() as connection:
        assert desk_subjects.files(connection) == []


def test_a_batch_goes_with_the_last_of_its_letters(world):
    """The scan that two letters came in stays while one of them stays."""
    [digest] = world.flow.originals.keep([b"two letters in one scan"])
    batch = world.item(None, state="CLOSED", review=False, sha256=digest, source_kind="folder", name="batch.pdf")
    letters = []
    for pages, reference in (("1-2", "PR-26-00001-3"), ("3-4", "PR-26-00002-1")):
        complaint = closed(world, reference=reference)
        with world.database.write() as connection:
            mine = schema.item.c.complaint_id == complaint
            values = {"source_kind": "batch", "source_key": f"{digest}/{pages}", "sha256": pages.ljust(64, "a")}
            connection.execute(schema.item.update().where(mine).values(**values))
        letters.append(complaint)
    world.flow.erase(letters[:1], (), "administrator")
    assert world.row(schema.item, batch)["name"] == "batch.pdf"
    world.flow.erase(letters[1:], (), "administrator")
    assert "erased" in world.row(schema.item, batch)["name"]
    assert not world.flow.originals.path(digest).exists()


def test_a_crash_between_ledger_and_disk_is_finished_by_the_next_run(world):
    """The ledger knows which files are still to go until they are gone."""
    complaint = closed(world)
    with world.database.write() as connection:
        desk_subjects.erase(connection, desk_subjects.plan(connection, [complaint]), (), by="administrator")
        [(_, digest)] = desk_subjects.files(connection)
    assert world.flow.originals.path(digest).exists()
    subjects.erase(world.database, world.flow.originals, world.flow.images, [], [], "administrator")
    assert not world.flow.originals.path(digest).exists()


def test_retention_is_shown_first_and_takes_only_what_is_old(world, client):
    """The page tells what is older than so many days, erases nothing by that, and then what it told."""
    old, young = closed(world, days=800), closed(world, days=10, reference="PR-26-00002-1")
    loose = world.item(
        None, state="CLOSED", review=False, reason="a newsletter", received=clock.now() - timedelta(days=900)
    )
    browser = client(Role.ADMINISTRATOR)
    page = browser.get("/subjects/retention?days=730").text
    assert "PR-26-00001-3" in page
    assert "PR-26-00002-1" not in page
    assert "1 of them never belonged to a complaint" in page
    assert world.row(schema.complaint, old)["erased"] is None
    send(browser, "/subjects/retention", days="730")
    assert world.row(schema.complaint, old)["erased"] is not None
    assert world.row(schema.complaint, old)["complainant"] is None
    assert world.row(schema.complaint, young)["erased"] is None
    assert world.row(schema.item, loose)["reason"] == desk_subjects.ERASED
    assert "There is nothing to erase." in browser.get("/subjects/retention?days=730").text
    assert browser.get("/subjects/retention?days=3").status_code == 422


def test_the_page_finds_holds_previews_and_erases(world, client):
    """By name to the complaints, by a tick to a hold, a preview, and the end; each is refused without a choice."""
    complaint = closed(world)
    browser = client(Role.ADMINISTRATOR)
    assert "PR-26-00001-3" in browser.get("/subjects?q=marlowe").text
    assert send(browser, "/subjects", act="erase").status_code == 422
    assert send(browser, "/subjects", act="hold", complaint=complaint, reason=" ").status_code == 422
    assert "court case" in send(browser, "/subjects", act="hold", complaint=complaint, reason="court case").text
    assert "court case" in browser.get(f"/complaints/{complaint}").text
    assert "Stays: held for the law" in send(browser, "/subjects", act="erase", complaint=complaint).text
    send(browser, "/subjects", act="release", complaint=complaint)
    preview = send(browser, "/subjects", act="erase", complaint=complaint).text
    assert "Erase for good" in preview
    assert world.row(schema.complaint, complaint)["complainant"] == "Ada Marlowe"
    assert "Copies in backups" in send(browser, "/subjects/erase", complaint=complaint).text
    assert "The personal data were erased" in browser.get(f"/complaints/{complaint}").text
    for item in range(1, 2):
        assert browser.get(f"/items/{item}").status_code == 200


def test_a_person_s_data_are_handed_out_whole(world, client):
    """The ZIP holds the record with its findings and notes, each original and each reply byte for byte; audited."""
    complaint = closed(world)
    answer = send(client(Role.ADMINISTRATOR), "/subjects", act="export", complaint=complaint)
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    told = json.loads(packed.read("data.json"))
    assert told["complaints"][0]["complainant"] == "Ada Marlowe"
    assert {one["value"] for one in told["findings"]} >= {"TK-44871", "+442079460018"}
    assert told["notes"][0]["text"] == "secret note"
    assert packed.read("post/item-1") == b"Dear Sir, my boiler. Ada Marlowe"
    assert packed.read("replies/reply-1").startswith(b"Subject: We have your complaint")
    assert ("exported for the subject", "administrator") in world.audited(f"complaint:{complaint}")


def test_the_commands_show_first_and_erase_with_yes(world, tmp_path):
    """`postroom subject` and `retention` find, hand out, hold and erase; without --yes they only tell."""
    path = tmp_path / "config.toml"
    path.write_text(f'[storage]\nfolder = "{tmp_path}"\n\n[database]\nurl = "{world.database.url}"\n')

    def run(*words: str):
        return CliRunner().invoke(app, [*words, "--config", str(path)])

    complaint, reference = closed(world), "PR-26-00001-3"
    assert f"{reference}  closed " in run("subject", "find", "marlowe").output
    out = tmp_path / "hers.zip"
    assert "1 complaints in" in run("subject", "export", reference, "--out", str(out)).output
    assert "post/item-1" in zipfile.ZipFile(out).namelist()
    assert run("subject", "hold", reference, "--reason", "court case").exit_code == 0
    assert f"{reference}  stays: held: court case" in run("retention", "--days", "730").output
    assert "Erased: 0 complaints" in run("subject", "erase", reference, "--yes").output
    assert run("subject", "release", reference).exit_code == 0
    assert "Would be erased: 1 complaints, 1 items" in run("retention", "--days", "730").output
    assert world.row(schema.complaint, complaint)["complainant"] == "Ada Marlowe"
    assert "Erased: 1 complaints" in run("retention", "--days", "730", "--yes").output
    assert world.row(schema.complaint, complaint)["complainant"] is None
    assert isinstance(run("subject", "erase", "PR-26-99999-9").exception, errors.Error)
