"""A disk that is full: nothing is acknowledged that is not stored, and work goes on by itself when there is room."""

import resource
import time
from collections.abc import Callable

import pytest

from ingest.store import schema
from tests.flow.installation import Installation, mail

NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.mark.slow
def test_a_daemon_outlives_a_full_disk(install: Callable[..., Installation]) -> None:
    """Promises 1, 13: while no byte can be written post stays outside; when there is room all is taken once."""
    postroom = install()
    daemon = postroom.start()
    postroom.put_mail("mail-1", mail(1))
    postroom.wait(lambda: answered(postroom) == 1, "the first answer")

    resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    for number in (2, 3):
        postroom.put_mail(f"mail-{number}", mail(number))
    (postroom.scans / "letter.txt").write_text("My line has been dead since 3 March 2026.\n\nMargaret Ellison\n")
    time.sleep(3)
    assert daemon.poll() is None
    assert len(postroom.rows(schema.item)) == 1, "nothing is recorded that was not kept"
    assert len(list((postroom.maildir / "new").iterdir())) == 2
    assert (postroom.scans / "letter.txt").exists()
    assert answered(postroom) == 1

    resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, NO_LIMIT)
    postroom.wait(lambda: answered(postroom) == 3, "the answers to what waited", 40)
    postroom.wait(lambda: len(postroom.rows(schema.item)) == 4, "the scan")
    assert daemon.poll() is None
    assert len(list((postroom.outgoing / "new").iterdir())) == 3


def answered(postroom: Installation) -> int:
    """How many replies have left."""
    return sum(row["delivery"] == "ACCEPTED" for row in postroom.rows(schema.reply))
