"""A whole installation with post that cannot be read: nothing is lost, senders hear back, the log tells no tales."""

import json
from collections.abc import Callable

import pytest

from ingest.store import schema
from tests.flow.hostile_bytes import attached
from tests.flow.installation import Installation, mail

PRIVATE = ("Featherstonehaugh", "gwendolyn", "zyzzyva", "44712", "7946", "a secret only for these tests", "Margaret")


@pytest.mark.slow
def test_what_cannot_be_read_is_kept_and_answered_and_not_told(install: Callable[..., Installation]) -> None:
    """Promises 15, 23: originals stay, the mail is acknowledged, the scan waits for people; no log line shows words."""
    postroom = install()
    postroom.start()
    sender = "gwendolyn@example.org"
    subject = "=?utf-8?q?zyzzyva=0A=7B=22event=22=3A_=22settled=22=7D?="
    postroom.put_mail("plain", mail(1, sender=sender, subject=subject, body="Zyzzyva! signed, G. Featherstonehaugh"))
    broken = attached("broken", b"%PDF-1.7 zyzzyva" + bytes(range(256)), "Featherstonehaugh.pdf")
    postroom.put_mail("broken", broken)
    (postroom.scans / "zyzzyva.pdf").write_bytes(b"%PDF-1.4 Featherstonehaugh")
    (postroom.scans / "link.pdf").symlink_to("/etc/hostname")
    postroom.wait(lambda: len(postroom.rows(schema.item)) == 3, "three items")
    postroom.wait(lambda: not {"ARRIVED", "READ", "DEFERRED"} & set(postroom.states().values()), "rest for all")
    postroom.wait(lambda: {row["delivery"] for row in postroom.rows(schema.reply)} == {"ACCEPTED"}, "the answers")
    postroom.stop_all()

    items = {row["name"]: row for row in postroom.rows(schema.item)}
    assert items["zyzzyva.pdf"]["state"] == "QUARANTINED"
    assert items["zyzzyva.pdf"]["due"] is not None
    assert items["broken.eml"]["state"] == items["plain.eml"]["state"] == "OPEN"
    assert len(postroom.rows(schema.reply)) == 2
    kept = {path.name for path in (postroom.folder / "data" / "originals").glob("??/??/*")}
    assert kept == {row["sha256"] for row in items.values()}

    log = (postroom.folder / "stderr").read_text()
    assert [line for line in log.splitlines() if line and "event" not in json.loads(line)] == []
    assert log.count('"event": "settled"') == 2, "nobody writes lines of his own"
    assert [word for word in PRIVATE if word.lower() in log.lower()] == []
