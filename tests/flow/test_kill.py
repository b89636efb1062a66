"""kill -9 at every named point of intake, work and reply, one after the other: nothing lost, nothing twice."""

import signal
from collections import Counter
from collections.abc import Callable

import pytest

from ingest import failpoints
from ingest.store import schema
from tests.flow.installation import Installation, mail

EACH = 2  # mails that arrive before each kill
DOUBTFUL = ("reply.after_dot", "reply.after_250")  # nobody can know whether such a mail arrived (RFC 1047)
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]  # sixteen starts of the whole daemon


def test_kills_at_every_point_lose_nothing_and_send_nothing_twice(install: Callable[..., Installation]) -> None:
    """Promises 1, 3, 16, 18, 19: one complaint per digest, at most one certain answer, doubts are called so."""
    postroom = install()
    # on a slow machine an item may be in the hands of many that are killed; it is not to blame for any of them
    settings = postroom.config.read_text().replace("[worker]\n", f"[worker]\nattempts = {len(failpoints.POINTS) + 1}\n")
    postroom.config.write_text(settings)
    number = 0
    for point in failpoints.POINTS:
        for _ in range(EACH):
            number += 1
            postroom.put_mail(f"mail-{number}", mail(number))
        killed = postroom.start(POSTROOM_FAILPOINT=point)
        assert killed.wait(180) == -signal.SIGKILL, f"the process never came to {point}"
    postroom.start()
    postroom.wait(lambda: settled(postroom, number), "everything settled after the kills", seconds=240)

    items = [row for row in postroom.rows(schema.item) if row["state"] == "OPEN"]
    complaints = postroom.rows(schema.complaint)
    replies = postroom.rows(schema.reply)
    assert len({row["sha256"] for row in items}) == len(items) == len(complaints) == number
    assert Counter(row["complaint_id"] for row in replies) == Counter({row["id"]: 1 for row in complaints})
    deliveries = Counter(row["delivery"] for row in replies)
    assert set(deliveries) <= {"ACCEPTED", "UNCERTAIN"}
    assert 1 <= deliveries["UNCERTAIN"] <= len(DOUBTFUL), "each doubt is one mail that a person settles"
    sent = list((postroom.outgoing / "new").iterdir())
    assert deliveries["ACCEPTED"] <= len(sent) <= number
    with_originals = {path.name for path in (postroom.folder / "data" / "originals").glob("??/??/*")}
    assert {row["sha256"] for row in items} <= with_originals


def settled(postroom: Installation, number: int) -> bool:
    """Whether each mail has its complaint and each reply has left or is in doubt."""
    replies = postroom.rows(schema.reply)
    return len(replies) >= number and all(row["delivery"] in {"ACCEPTED", "UNCERTAIN"} for row in replies)
