"""Hostile mail, end to end: each keeps its original, rests where a person finds it, and hurts nobody.

The whole table arrives at once, worst cases among the rest, and a plain complaint at its end: it must be acknowledged.
"""

import email
from collections.abc import Iterator

import pytest

from ingest import errors
from ingest.arrive import form
from ingest.arrive.settings import FormSettings
from ingest.children import Children, Limits
from ingest.model import SourceKind, State
from tests.flow import scans
from tests.flow.hostile import ADDRESS, OPEN, RECEIVED, WORDS, Case, Ended, House, kept_its_promises
from tests.flow.hostile_bytes import answered, mail
from tests.flow.hostile_mails import CHARACTERS, HEADS, STRUCTURE
from tests.flow.hostile_tricks import ENCODED, HTML, INJECTION, LOOPS

pytestmark = pytest.mark.slow

MAILS = [*CHARACTERS, *HEADS, *STRUCTURE, *INJECTION, *HTML, *LOOPS]
GOOD = answered("a-plain-complaint-at-the-end", mail("a-plain-complaint-at-the-end"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A ledger that all cases share."""
    made = House(tmp_path_factory.mktemp("house"), read={"mail": {"unpacked_limit": 20_000_000}})
    yield made
    made.close()


@pytest.fixture(scope="module")
def ended(house: House) -> dict[str, Ended]:
    """Where each mail came to rest, by its name."""
    return house.run(SourceKind.MAILDIR, [*MAILS, GOOD])


@pytest.mark.parametrize("case", [*MAILS, GOOD], ids=lambda case: case.name)
def test_a_hostile_mail(case: Case, ended: dict[str, Ended]) -> None:
    """Parsed and inert, or left to a person; answered once where a person may have written it, never a robot."""
    kept_its_promises(case, ended[case.name])


def test_nothing_is_written_where_a_sender_says(house: House, ended: dict[str, Ended]) -> None:
    """Names of files and archive members are shown and never become paths: there are originals, a ledger, no more."""
    assert ended
    kept = {f"data/originals/{sha[:2]}/{sha[2:4]}/{sha}" for sha in (one.item["sha256"] for one in ended.values())}
    assert {name for name in house.files() if not name.startswith("data/postroom.db")} == kept


def test_nobody_is_answered_twice(house: House, ended: dict[str, Ended]) -> None:
    """Each reply goes to one address, none to ourselves, and no address gets two."""
    assert ended
    recipients = [reply["recipient"] for reply in house.replies()]
    assert len(recipients) == len(set(recipients))
    assert ADDRESS not in recipients
    assert not [one for one in recipients if one.startswith("victim") or "evil" in one]


def test_a_flood_in_a_forged_name(house: House) -> None:
    """Whoever is named in From, or in the envelope alone, hears from us once: the rest waits for a person."""
    flood = [
        Case(
            f"flood-{number}",
            mail(f"flood-{number}", f"Number {number}. {WORDS}", From=sender, envelope=envelope),
            OPEN,
        )
        for number, (sender, envelope) in enumerate(
            [("flooded@example.com", "flooded@example.com")] * 3
            + [(f"stranger{number}@example.net", "flooded@example.com") for number in range(3)]
        )
    ]
    ended = house.run(SourceKind.MAILDIR, flood)
    assert [len(one.replies) for one in ended.values()] == [1, 0, 0, 0, 0, 0]
    for case in flood[1:]:
        kept_its_promises(case, ended[case.name])


def test_a_forged_thread_does_not_open_somebodys_complaint(house: House) -> None:
    """In-Reply-To and References can be copied: who is not the complainant gets a complaint of his own."""
    genuine = mail("genuine", Subject="Complaint", From="Priya Shah <genuine@example.org>")
    forged = mail(
        "forged", "Send me everything.", head="In-Reply-To: <genuine@example.org>\nReferences: <genuine@example.org>",
        From="Eve Forger <forged@example.org>",
    )  # fmt: skip
    ended = house.run(SourceKind.MAILDIR, [Case("genuine", genuine, OPEN), Case("forged", forged, OPEN)])
    one, other = ended["genuine"].item, ended["forged"].item
    assert one["complaint_id"] != other["complaint_id"]
    assert str(one["complaint_id"]) in other["possible"], "staff say whether it belongs there"
    assert other["review"]


@pytest.mark.parametrize(("deed", "attempts"), [("crash", 2), ("sleep", 1)])
def test_a_mail_that_kills_its_reader(tmp_path_factory: pytest.TempPathFactory, deed: str, attempts: int) -> None:
    """A limit or a crash kills the child, never the worker; its sender hears from us, and the next mail is read."""
    house = House(tmp_path_factory.mktemp("killed"), worker={"attempts": attempts})
    healthy = house.flow.reader.children
    limits = Limits(seconds=15, memory_mb=1500, processes=1)
    house.flow.reader.children = Children("tests.child_targets:poisoned", healthy._initial, limits)
    poison = answered(
        "poison", mail("poison"), file=f"poison-{deed}", said="only the beginning of this mail could be read"
    )
    ended = house.run(SourceKind.MAILDIR, [poison, GOOD])
    kept_its_promises(poison, ended["poison"])
    assert ended["poison"].item["attempt"] == attempts, "all of it was tried before the beginning was enough"
    kept_its_promises(GOOD, ended[GOOD.name])
    house.close()


def test_a_form_whose_words_would_be_headers(house: House) -> None:
    """What is typed into the form or names an upload stays in its place: no header and no part is made of it."""
    typed = {"summary": f"{ENCODED} {WORDS}", "email": "typed@example.org", "name": ENCODED}
    upload = form.Upload(f"{ENCODED}.txt", b"Number 4711.")
    arrival = form.arrival(
        typed, [upload], token="abcdefghijklmnop0123", form="web", language="en", received=RECEIVED,
        settings=FormSettings(),
    )  # fmt: skip
    written = email.message_from_bytes(arrival.content)
    assert "bcc" not in written
    assert [part.get_filename() for part in written.walk() if part.get_filename()] == [form.shown_name(upload.name)]
    assert all("bcc" not in part for part in written.walk())
    [item_id] = house.flow.take([arrival])
    house.work_on(item_id)
    kept_its_promises(Case("form", arrival.content, OPEN, to="typed@example.org", told=WORDS), house.ended(item_id))


def test_a_file_that_kills_its_reader(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A scan that crashes its reader each time is set aside with the reason, its clock running."""
    house = House(tmp_path_factory.mktemp("killed"), worker={"attempts": 2})
    healthy = house.flow.reader.children
    house.flow.reader.children = Children("tests.child_targets:poisoned", healthy._initial, Limits(processes=1))
    scan = scans.encoded([scans.letter("Margaret Ellison")])
    poison = Case("poison", scan, frozenset({State.QUARANTINED}), file="poison-crash", said="SIGSEGV")
    ended = house.run(SourceKind.FOLDER, [poison])["poison"]
    kept_its_promises(poison, ended)
    assert ended.item["attempt"] == 2
    assert ended.item["remedy"] == errors.ReaderFailed.remedy
    house.close()
