"""The board, the caller and the webhook messages as the API shows them."""

from datetime import date, datetime

from pydantic import Field

from ingest.review.api.common import Given, Label, Shape
from ingest.store.people import Role
from ingest.store.tokens import Scope
from ingest.store.webhooks import State


class Day(Shape):
    """One day's arrivals."""

    day: date
    email: int
    letter: int
    form: int


class Promise(Shape):
    """How one clock was kept."""

    name: str
    met: int
    missed: int
    running: int


class Accuracy(Shape):
    """How often people found the machine right."""

    kind: str
    confirmed: int
    corrected: int
    rejected: int
    added: int
    share: float | None = Field(description="Of what the machine claimed and people judged, how much was right.")


class Figure(Shape):
    """What arrived in the last 24 hours, and what became of the answer to each: the others add up to the first."""

    arrivals: int
    acknowledged: int
    silent: int = Field(description="With a reason.")
    waiting: dict[str, int] = Field(description="By whose hands: a sign-in name, or empty while nobody has taken it.")


class Board(Shape):
    """The numbers of a period."""

    counted: datetime
    since: datetime
    days: list[Day]
    promises: list[Promise]
    overdue: int
    at_risk: int
    backlog: list[tuple[str, int]] = Field(description="Open complaints by age.")
    arrived: int
    straight: int = Field(description="Of them, with no eyes needed.")
    reviewed: int
    minutes: float | None = Field(description="Median from arrival to a person's confirmation.")
    accuracy: list[Accuracy]
    today: Figure


class Suppressed(Shape):
    """An address that nothing is mailed to."""

    address: str
    reason: str
    added_by: str = Field(description="postroom, or a person's sign-in name.")
    at: datetime


class Address(Given):
    """An address to be put on that list, or taken off, and why."""

    address: Label = Field(min_length=3)
    reason: Label = Field(min_length=1)


class Chain(Shape):
    """Whether the audit log is whole."""

    whole: bool
    broken_at: int | None = Field(description="The first row that does not follow from the one before.")


class Me(Shape):
    """Who calls."""

    sign_in: str
    name: str
    role: Role
    token: int
    scopes: list[Scope]
    expires: datetime


class Message(Shape):
    """A webhook message to one endpoint."""

    id: int
    message: str = Field(description="Its webhook-id, the same at every try.")
    endpoint: str
    event: str
    complaint_id: int
    created: datetime
    state: State
    attempt: int
    next_try: datetime
    finished: datetime | None
    words: str = Field(description="What came of the latest try.")
