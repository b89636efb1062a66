import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from ingest import clock, review
from ingest.model import Delivery, Medium, ReplyKind, State
from ingest.review import kinds, words
from ingest.review.words import Tongue
from ingest.store.desk_board import AGES
from ingest.store.people import Role
from tests.review.conftest import send

HERE = Path(review.__file__).parent


def catalogue() -> dict[str, str]:
    with (HERE / "translations" / "it.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def said_in_templates() -> set[str]:
    found: set[str] = set()
    for path in sorted((HERE / "html").glob("*.html")):
        with path.open("rb") as file:
            for _, message, *_ in extract("jinja2.ext:babel_extract", file, keywords={"_": None, "ngettext": (1, 2)}):
                found.update(message if isinstance(message, tuple) else (message,))
    return {message for message in found if message}


def test_every_sentence_of_the_pages_is_there_in_italian():
    """The pages are complete in both languages."""
    missing = said_in_templates() - catalogue().keys()
    assert missing == set()


def test_every_name_of_a_state_role_kind_or_reply_is_there_in_italian():
    """Words that come out of the ledger are translated too."""
    names = {*kinds.KIND_NAMES.values(), *kinds.ROLE_NAMES.values(), *kinds.FLAG_NAMES.values()}
    names |= {name for _, name in AGES} | {role.value.capitalize() for role in Role} | {one.value for one in Medium}
    names |= {one.value.lower() for one in State} | {one.value.replace("_", " ").lower() for one in Delivery}
    names |= {one.value.replace("_", " ") for one in ReplyKind} | {"confirmed", "corrected", "rejected", "added"}
    assert names - catalogue().keys() == set()


def test_translations_keep_their_gaps():
    """A translation has the same gaps to fill as its sentence, so that no page breaks in one language."""
    for english, italian in catalogue().items():
        assert italian.strip(), english
        assert sorted(re.findall(r"%\(\w+\)s", english)) == sorted(re.findall(r"%\(\w+\)s", italian)), english


@pytest.mark.parametrize(
    ("language", "when", "left"),
    [("en", "1 Jul 2026, 00:30", "3 hours left"), ("it", "1 lug 2026, 00:30", "ancora 3 ore")],
)
def test_instants_are_shown_in_the_zone_and_language_of_the_reader(language, when, left):
    """An instant is shown as people there write it, in the office's time zone."""
    at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    tongue = Tongue(language, ZoneInfo("Europe/London"))
    assert tongue.when(at) == when
    clock.drive(lambda: at)
    try:
        assert tongue.left(at + timedelta(hours=3)) == left
        assert words.urgency(at + timedelta(hours=3)) == "soon"
        assert words.urgency(at - timedelta(seconds=1)) == "late"
    finally:
        clock.drive(None)


def test_people_switch_language_and_colours(world, client):
    """The choice stays with the person and leads back to the page it was made on."""
    browser = client(Role.HANDLER)
    answer = send(browser, "/preferences", language="it", back="/queue")
    assert answer.headers["location"] == "/queue"
    assert "Tutto fatto" in browser.get("/queue").text
    send(browser, "/preferences", theme="dark", back="/queue")
    assert 'data-theme="dark"' in browser.get("/queue").text
    assert send(browser, "/preferences", language="xx", back="https://evil.example").headers["location"] == "/"


def test_a_browser_gets_the_language_it_asks_for():
    """The first language of ours in Accept-Language wins."""
    assert words.preferred("fr-FR,it;q=0.8,en;q=0.5", "en") == "it"
    assert words.preferred("", "it") == "it"
