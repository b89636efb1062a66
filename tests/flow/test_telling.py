"""A whole postroom tells another program of its complaints, and a kill in between loses no message."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from ingest import failpoints
from ingest.store import schema
from tests.flow.installation import Installation, mail
from tests.servers.receiver import SECRET, Receiver

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # three starts of the whole daemon
WANTED = ("complaint.opened", "complaint.acknowledged")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.stop()


def test_a_kill_between_event_and_delivery_loses_no_message(
    install: Callable[..., Installation], receiver: Receiver
) -> None:
    """Opened and acknowledged arrive at least once for each complaint, in bytes that never change, without its text."""
    postroom = install(f"""
[webhooks]
timeout_seconds = 0.5
[[webhooks.endpoints]]
name = "crm"
url = "{receiver.url}"
secret = "{SECRET}"
private = true
""")
    number = 0
    for point in failpoints.TELLING:
        number += 1
        postroom.put_mail(f"mail-{number}", mail(number))
        killed = postroom.start(POSTROOM_FAILPOINT=point)
        assert killed.wait(180) == -signal.SIGKILL, f"the process never came to {point}"
    postroom.start()
    postroom.wait(
        lambda: [row["state"] for row in postroom.rows(schema.webhook)] == ["DELIVERED"] * len(WANTED) * number,
        "everything told after the kills", seconds=240,
    )  # fmt: skip
    complaints = {row["id"]: row["reference"] for row in postroom.rows(schema.complaint)}
    assert len(complaints) == number
    told = Counter((one.body["type"], one.body["data"]["complaint"]) for one in receiver.received)
    assert set(told) == {(event, complaint) for event in WANTED for complaint in complaints}
    assert sum(told.values()) > len(told), "what was sent and not recorded was sent again"
    assert len({(one.id, one.text) for one in receiver.received}) == len(told)
    for one in receiver.received:
        assert one.body["data"]["reference"] == complaints[one.body["data"]["complaint"]]
        assert "Ellison" not in one.text
        assert "example.com" not in one.text
