"""kill -9 at every named point of intake, work and reply, then a restart: nothing lost, nothing twice."""

import signal
from collections import Counter
from collections.abc import Callable

import pytest

from ingest import failpoints
from ingest.store import schema
from tests.flow.installation import Installation, mail

MAILS = 3
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("point", failpoints.POINTS)
def test_a_kill_loses_nothing_and_sends_nothing_twice(install: Callable[..., Installation], point: str) -> None:
    """Promises 1, 3, 16, 18: one complaint per digest, one certain acknowledgement at most, doubts are called so."""
    postroom = install()
    for number in range(MAILS):
        postroom.put_mail(f"mail-{number}", mail(number))
    killed = postroom.start(POSTROOM_FAILPOINT=point)
    assert killed.wait(120) == -signal.SIGKILL, f"the process never came to {point}"

    postroom.start()
    postroom.wait(lambda: settled(postroom), f"everything settled after a kill at {point}", seconds=150)

    complaints = postroom.rows(schema.complaint)
    items = [row for row in postroom.rows(schema.item) if row["state"] == "OPEN"]
    assert len({row["sha256"] for row in items}) == MAILS
    assert len(complaints) == MAILS
    replies = postroom.rows(schema.reply)
    assert Counter(row["complaint_id"] for row in replies) == Counter({row["id"]: 1 for row in complaints})
    sent = [path.name for path in (postroom.outgoing / "new").iterdir()]
    accepted = [row for row in replies if row["delivery"] == "ACCEPTED"]
    doubtful = [row for row in replies if row["delivery"] == "UNCERTAIN"]
    assert len(accepted) + len(doubtful) == MAILS
    assert len(accepted) <= len(sent) <= MAILS
    if point in {"reply.after_dot", "reply.after_250"}:
        assert len(doubtful) == 1, "a kill after the marker leaves a doubt that a person settles"
    else:
        assert not doubtful
    with_originals = {path.name for path in (postroom.folder / "data" / "originals").glob("??/??/*")}
    assert {row["sha256"] for row in items} <= with_originals


def settled(postroom: Installation) -> bool:
    """Whether each mail has its complaint and each reply has left or is in doubt."""
    replies = postroom.rows(schema.reply)
    done = {"ACCEPTED", "UNCERTAIN"}
    return len(replies) >= MAILS and all(row["delivery"] in done for row in replies)
