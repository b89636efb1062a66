"""What customers say about how their complaint was handled: one answer for each complaint, the latest one counts.

Who may answer is proved by the signed link, which the pipeline checks; nothing here knows the secret.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from ingest import clock
from ingest.model import Delivery, ReplyKind
from ingest.store import audit
from ingest.store.items import printable
from ingest.store.schema import complaint, reply
from ingest.store.schema import survey as table

SCORES = (1, 2, 3, 4, 5)  # very unhappy to very happy
LONGEST_WORDS = 2_000  # characters of what a customer adds


@dataclass(frozen=True, slots=True)
class Summary:
    """How it went, in numbers, for the team lead."""

    asked: int  # surveys that left
    answered: int
    mean: float | None  # of the scores; None when nobody answered
    scores: dict[int, int]  # how many gave each score, 1 to 5


def complaint_of(connection: Connection, reference: str) -> int | None:
    """The id of the complaint with this reference of ours."""
    found: int | None = connection.execute(sa.select(complaint.c.id).where(complaint.c.reference == reference)).scalar()
    return found


def answer(connection: Connection, complaint_id: int, score: int, words: str) -> None:
    """Keep an answer; a second one takes the place of the first."""
    values = {"score": score, "words": printable(words.strip())[:LONGEST_WORDS], "at": clock.now()}
    if connection.execute(table.update().where(table.c.complaint_id == complaint_id).values(**values)).rowcount == 0:
        connection.execute(table.insert().values(complaint_id=complaint_id, **values))
    audit.record(connection, "survey answered", f"complaint:{complaint_id}", actor="complainant", score=score)


def summary(connection: Connection, since: datetime) -> Summary:
    """The surveys that left and the answers that came since an instant."""
    gone = [one.value for one in (Delivery.ACCEPTED, Delivery.POSTED)]
    asked = sa.select(sa.func.count()).where(
        reply.c.kind == ReplyKind.SURVEY.value, reply.c.delivery.in_(gone), reply.c.finished >= since
    )
    counted = sa.select(table.c.score, sa.func.count()).where(table.c.at >= since).group_by(table.c.score)
    scores = dict.fromkeys(SCORES, 0) | {int(score): int(number) for score, number in connection.execute(counted)}
    answered = sum(scores.values())
    mean = sum(score * number for score, number in scores.items()) / answered if answered else None
    return Summary(int(connection.execute(asked).scalar_one()), answered, mean, scores)
