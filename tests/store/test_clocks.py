"""The clocks of the ledger, on both databases: met, started, paused, resumed and computed anew."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from ingest import errors, outgoing, schedules
from ingest.model import Clock, Delivery, ReplyKind
from ingest.reply.ledger import Entry
from ingest.schedules import Span
from ingest.store import audit, clocks, complaints, outbox, patience, schema
from ingest.store.database import Database
from tests.store.test_ledger import complaint

POLICY = schedules.load()
OPENED = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)  # a Thursday
DAY = timedelta(days=1)


def running(database: Database, number: int = 1) -> int:
    """A complaint that was acknowledged and told how far it is, so that its response clock runs; its id."""
    made = complaint(database, number)
    with database.write() as connection:
        outgoing.left(connection, made, ReplyKind.ACKNOWLEDGEMENT, OPENED + timedelta(minutes=1), POLICY)
        outgoing.left(connection, made, ReplyKind.UPDATE, OPENED + DAY, POLICY)
    return made


def stand(database: Database, made: int) -> dict[str, Clock]:
    with database.read() as connection:
        return {one.name: one for one in complaints.clocks_of(connection, made)}


def audited(database: Database, made: int) -> list[str]:
    with database.read() as connection:
        assert audit.broken_at(connection) is None
        return [one.action for one in audit.entries(connection, f"complaint:{made}")]


def test_what_leaves_meets_its_clock_and_starts_the_next(database: Database) -> None:
    """A group of replies of several complaints moves each one's own clocks, and no others."""
    first, second, third = (complaint(database, number) for number in (1, 2, 3))
    gone = [outgoing.Gone(one, ReplyKind.ACKNOWLEDGEMENT, OPENED + DAY) for one in (first, third)]
    gone.append(outgoing.Gone(third, ReplyKind.SURVEY, OPENED + DAY))
    with database.write() as connection:
        outgoing.all_left(connection, gone, POLICY)
        outgoing.all_left(connection, gone, POLICY)  # told twice, it happens once
    for one in (first, third):
        assert set(stand(database, one)) == {"acknowledgement", "update"}
        assert stand(database, one)["acknowledgement"].met == OPENED + DAY
        assert stand(database, one)["update"].met is None
    assert stand(database, second)["acknowledgement"].met is None
    assert set(stand(database, second)) == {"acknowledgement"}


def test_a_second_question_counts_the_first_pause_too(database: Database) -> None:
    """Stop-the-clock: from when to when a clock stood still is kept, and each pause moves its end."""
    made = running(database)
    was = stand(database, made)["response"].due
    for asked, answered in ((4, 6), (8, 11)):
        with database.write() as connection:
            outgoing.asked(connection, made, OPENED + asked * DAY, POLICY)
        assert stand(database, made)["response"].paused == OPENED + asked * DAY
        assert stand(database, made)["acknowledgement"].paused is None
        with database.write() as connection:
            outgoing.answered(connection, made, OPENED + answered * DAY, POLICY)
    after = stand(database, made)["response"]
    assert after.paused is None
    assert after.due == was + 3 * DAY  # Tuesday, Wednesday and Monday did not count
    assert after.explanation.count(" to ") == 2
    with database.read() as connection:
        kept = connection.execute(sa.select(schema.pause).order_by(schema.pause.c.began)).mappings().all()
    assert [(row["began"], row["ended"]) for row in kept] == [
        (OPENED + 4 * DAY, OPENED + 6 * DAY),
        (OPENED + 8 * DAY, OPENED + 11 * DAY),
    ]
    assert audited(database, made).count("clock resumed") == 2


def test_what_came_before_the_question_is_no_answer(database: Database) -> None:
    """A mail that lay in the queue while the question was written does not set the clock going again."""
    made = running(database)
    with database.write() as connection:
        outgoing.asked(connection, made, OPENED + 4 * DAY, POLICY)
        outgoing.answered(connection, made, OPENED + 3 * DAY, POLICY)
    assert stand(database, made)["response"].paused == OPENED + 4 * DAY


def test_a_changed_policy_is_told_in_the_audit(database: Database) -> None:
    """A changed policy file re-computes open clocks, pauses counted, and says so; the same one changes nothing."""
    made, other = running(database), complaint(database, 2)
    with database.write() as connection:
        outgoing.asked(connection, made, OPENED + 4 * DAY, POLICY)
        outgoing.answered(connection, made, OPENED + 6 * DAY, POLICY)
    before = stand(database, made)
    assert outgoing.recompute(database, POLICY) == 0
    rule = POLICY.clocks["response"].model_copy(update={"within": Span(8, "working days")})
    changed = replace(POLICY, clocks={**POLICY.clocks, "response": rule})
    assert outgoing.recompute(database, changed) == 1
    after = stand(database, made)
    assert after["response"].due == before["response"].due + DAY
    assert "stood still" in after["response"].explanation
    assert {name: one for name, one in after.items() if name != "response"} == {
        name: one for name, one in before.items() if name != "response"
    }
    with database.read() as connection:
        told = [one for one in audit.entries(connection, f"complaint:{made}") if one.action == "clock recomputed"]
    assert len(told) == 1
    assert before["response"].due.isoformat() in told[0].details
    assert after["response"].due.isoformat() in told[0].details
    assert "clock recomputed" not in audited(database, other)
    assert outgoing.recompute(database, changed) == 0


def test_a_closed_complaint_s_clocks_are_left_alone(database: Database) -> None:
    """Neither a new policy nor a late letter moves what is closed; opened again, a question is still open."""
    made = running(database)
    with database.write() as connection:
        outgoing.asked(connection, made, OPENED + 4 * DAY, POLICY)
        complaints.close(connection, made, "anna", "settled")
        assert clocks.open_ones(connection, made) == []
        outgoing.answered(connection, made, datetime.now(UTC), POLICY)
        complaints.reopen(connection, made, "anna")
    again = stand(database, made)
    assert again["response"].paused == OPENED + 4 * DAY
    again_running = complaint(database, 2)
    with database.write() as connection:
        complaints.close(connection, again_running, "anna", "settled")
        complaints.reopen(connection, again_running, "anna")
    assert stand(database, again_running)["acknowledgement"].paused is None


def test_a_deadlock_makes_the_ombudsman_letter_due_at_once(database: Database) -> None:
    """The ombudsman letter at 6 weeks or at deadlock, whichever is first; told in the audit, with who."""
    made = complaint(database)
    letter = Clock("ombudsman", OPENED, OPENED + 42 * DAY, "6 weeks")
    with database.write() as connection:
        clocks.start(connection, [(made, letter)])
        outgoing.deadlocked(connection, made, OPENED + 9 * DAY, POLICY, "anna")
    found = stand(database, made)["ombudsman"]
    assert found.due == OPENED + 9 * DAY
    assert found.explanation.startswith("due at once: deadlock")
    assert "deadlock" in audited(database, made)
    assert outgoing.recompute(database, POLICY) <= 1  # the acknowledgement's only
    assert stand(database, made)["ombudsman"].due == OPENED + 9 * DAY


@pytest.mark.parametrize("kind", [ReplyKind.QUESTION, ReplyKind.DECLINE, ReplyKind.SURVEY])
def test_a_reply_that_answers_no_clock_moves_none(database: Database, kind: ReplyKind) -> None:
    """A question, a refusal or a survey is no update."""
    made = complaint(database)
    with database.write() as connection:
        outgoing.left(connection, made, kind, OPENED + DAY, POLICY)
    assert stand(database, made)["acknowledgement"].met is None


def test_how_a_mail_ended_waits_for_a_ledger_that_is_away(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that is away for a moment makes no doubt of a mail the relay took; a marker does not wait for it."""
    complaint(database)
    ledger = outgoing.Outgoing(database, POLICY)
    (claimed,) = ledger.claim(OPENED, 10, DAY)
    true, away = outbox.write, [2]

    def write(*given: Any) -> Any:
        if away[0]:
            away[0] -= 1
            raise errors.Unavailable("the database does not answer")
        return true(*given)

    monkeypatch.setattr(outbox, "write", write)
    monkeypatch.setattr(patience, "PAUSE", 0.01)
    with pytest.raises(errors.Unavailable):
        ledger.write([Entry(claimed.id, claimed.token, Delivery.DOT_PENDING)])
    away[0] = 0
    assert ledger.write([Entry(claimed.id, claimed.token, Delivery.DOT_PENDING)]) == {claimed.id}
    away[0] = 3
    assert ledger.write([Entry(claimed.id, claimed.token, Delivery.ACCEPTED, "250", None, OPENED)]) == {claimed.id}
    with database.read() as connection:
        assert outbox.get(connection, claimed.id).delivery is Delivery.ACCEPTED
