"""The tables: the ledger of truth, the same on SQLite and PostgreSQL.

Instants are stored as UTC; JSON columns hold the frozen values of `model` as written by `values.py`. The only
table that is ever emptied is `lease`; everything else is kept until retention or erasure takes it.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; a naive one is refused, because it would mean something else elsewhere."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse naive instants and turn aware ones to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give every instant back aware (SQLite forgets the zone)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts rows by itself only for INTEGER keys
Key = BigInteger().with_variant(Integer, "sqlite")


def _key() -> Column[Any]:
    return Column("id", Key, primary_key=True, autoincrement=True)


def _to(target: str, name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Key, ForeignKey(target), nullable=nullable, index=True)


item = Table(
    "item",
    metadata,
    _key(),
    Column("source_kind", String(20), nullable=False),
    Column("source_place", String(400), nullable=False),
    Column("source_key", String(400), nullable=False),
    Column("name", Text, nullable=False),
    Column("received", Instant, nullable=False, index=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("attempt", Integer, nullable=False, server_default=text("0")),
    Column("base", Integer, nullable=False, server_default=text("0")),  # attempts before a person started it over
    Column("worker", String(100), index=True),  # whose attempt it is, while one is under way
    Column("begun", Instant),  # when that attempt began
    Column("medium", String(10)),
    Column("medium_hint", String(10)),
    Column("reason", Text),
    Column("remedy", Text),
    Column("not_before", Instant),  # DEFERRED: when it is tried again
    _to("complaint.id", "complaint_id", nullable=True),
    Column("duplicate_of", Key, ForeignKey("item.id")),
    Column("review", Boolean, nullable=False, server_default=false()),  # staff must look
    Column("review_reasons", Text, nullable=False, server_default=text("'[]'")),  # JSON list of sentences
    Column("possible", Text, nullable=False, server_default=text("'[]'")),  # JSON list of complaint ids
    Column("reviewed", Instant),  # when a person was done with it
    Column("reviewed_by", String(100)),
    Column("locked_by", String(100)),  # who has it open
    Column("locked_until", Instant),
    Column("message_id", String(998), index=True),
    Column("subject", Text),
    Column("language", String(10)),
    Column("due", Instant, index=True),  # the nearest clock, for the queue's order
    Column("alerted", String(20)),  # while it is held or quarantined: None, at risk, overdue, as for a clock
    Column("version", Integer, nullable=False, server_default=text("0")),  # grows with each change by a person
    Column("leaves", Text),  # JSON list of [item, page], once a person has said which pages it is made of
    UniqueConstraint("source_kind", "source_place", "source_key"),
    Index("ix_item_review_due", "review", "due"),
)

binding = Table(  # an item whose pages a person has put to those of another one
    "binding",
    metadata,
    _key(),
    _to("item.id", "whole_id"),  # the item that has the pages now
    _to("item.id", "part_id"),  # the item they came with; its original stays where it is
    Column("at", Instant, nullable=False),
    Column("by", String(100), nullable=False),
    Column("before", Text, nullable=False),  # JSON: how both stood, so that it can be taken back
    Column("undone", Instant),
)

reading = Table(
    "reading",
    metadata,
    Column("item_id", Key, ForeignKey("item.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),  # the Reading as JSON, compressed with zlib
    Column("text", Text, nullable=False),  # its text again, for searching
    Column("taken", Instant, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    _key(),
    _to("item.id", "item_id"),
    Column("position", Integer, nullable=False),  # its index in the extraction; people's additions count on
    Column("kind", String(30), nullable=False),
    Column("role", String(30), nullable=False),
    Column("value", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("box", String(60)),  # "x0,y0,x1,y1"
    Column("confidence", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("doubtful", Boolean, nullable=False, server_default=false()),
    Column("verdict", String(20)),  # None, confirmed, corrected, rejected, added
    Column("verdict_by", String(100)),
    Column("verdict_at", Instant),
    Column("found_value", Text),  # the machine's value and role, when a person corrected them
    Column("found_role", String(30)),
    Index("ix_finding_kind_value", "kind", "value"),
)

flag = Table(
    "flag",
    metadata,
    _key(),
    _to("item.id", "item_id"),
    Column("name", String(30), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

contact_event = Table(
    "contact_event",
    metadata,
    _key(),
    _to("item.id", "item_id"),
    Column("number", Integer),  # positions of findings of the same item
    Column("instant", Integer),
    Column("staff", Integer),
    Column("reference", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

complaint = Table(
    "complaint",
    metadata,
    _key(),
    Column("reference", String(40), nullable=False, unique=True),
    Column("medium", String(10), nullable=False),
    Column("language", String(10), nullable=False),
    Column("complainant", Text),
    Column("address", String(320), index=True),
    Column("postal_address", Text),
    Column("identity_confirmed", Boolean, nullable=False, server_default=false()),
    Column("state", String(20), nullable=False, index=True),
    Column("opened", Instant, nullable=False, index=True),
    Column("closed", Instant),
    Column("outcome", Text),
    Column("assigned_to", String(100)),
    Column("flags", Text, nullable=False, server_default=text("'[]'")),  # JSON list of names
    Column("version", Integer, nullable=False, server_default=text("0")),
    Column("hold", Text),  # why it must be kept whatever retention says: a legal hold
    Column("erased", Instant),  # when its personal data were taken away; the numbers stay
)

clock = Table(
    "clock",
    metadata,
    _key(),
    _to("complaint.id", "complaint_id"),
    Column("name", String(40), nullable=False),
    Column("started", Instant, nullable=False),
    Column("due", Instant, nullable=False, index=True),
    Column("explanation", Text, nullable=False),
    Column("met", Instant),
    Column("paused", Instant),
    Column("alerted", String(20)),  # None, at_risk, overdue: the last alert that went out
    UniqueConstraint("complaint_id", "name"),
)

pause = Table(
    "pause",
    metadata,
    _key(),
    _to("clock.id", "clock_id"),
    Column("began", Instant, nullable=False),
    Column("ended", Instant, nullable=False),
)

reply = Table(
    "reply",
    metadata,
    _key(),
    _to("complaint.id", "complaint_id"),
    Column("kind", String(30), nullable=False),
    Column("language", String(10), nullable=False),
    Column("channel", String(10), nullable=False),
    Column("envelope_sender", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("domain", String(255), nullable=False, server_default=text("''")),
    Column("message_id", String(255), nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),  # frozen: the bytes that are sent, each time
    Column("subject", Text, nullable=False),
    Column("delivery", String(20), nullable=False),
    Column("due", Instant),
    Column("attempt", Integer, nullable=False, server_default=text("0")),
    Column("token", Integer, nullable=False, server_default=text("0")),
    Column("lease_until", Instant),
    Column("sender", String(100)),  # who claimed it last, by the name it gives signs of life under
    Column("tried", Instant),  # when sending was last begun
    Column("next_try", Instant),
    Column("server_words", Text, nullable=False, server_default=text("''")),
    Column("created", Instant, nullable=False, index=True),
    Column("finished", Instant, index=True),
    Column("finished_by", String(100)),  # a person, when one printed, posted, cancelled or settled it
    Column("archived", Instant),  # when its copy was put into the archive folder
    UniqueConstraint("complaint_id", "kind"),
    Index("ix_reply_delivery_next_try", "delivery", "next_try"),
    Index("ix_reply_recipient_created", "recipient", "created"),
    Index("ix_reply_domain_created", "domain", "created"),
)

suppression = Table(
    "suppression",
    metadata,
    Column("address", String(320), primary_key=True),  # lower-case: nothing is mailed to it
    Column("reason", Text, nullable=False),
    Column("added_by", String(100), nullable=False),  # "postroom" or a person's sign-in name
    Column("at", Instant, nullable=False),
)

survey = Table(
    "survey",
    metadata,
    Column("complaint_id", Key, ForeignKey("complaint.id"), primary_key=True),  # one answer each: the latest
    Column("score", Integer, nullable=False),  # 1, very unhappy, to 5, very happy
    Column("words", Text, nullable=False),  # what the customer added; may be empty
    Column("at", Instant, nullable=False),
)

silence = Table(
    "silence",
    metadata,
    _key(),
    _to("item.id", "item_id"),
    Column("rule", String(60), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

note = Table(
    "note",
    metadata,
    _key(),
    _to("complaint.id", "complaint_id"),
    Column("author", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("text", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _key(),
    Column("at", Instant, nullable=False),
    Column("actor", String(100), nullable=False),  # "postroom" or a person's sign-in name
    Column("action", String(60), nullable=False),
    Column("subject", String(60), nullable=False, index=True),  # "item:12", "complaint:3"
    Column("details", Text, nullable=False),  # JSON, sorted keys: what changed
    Column("previous", String(64), nullable=False),  # hash of the row before
    Column("hash", String(64), nullable=False, unique=True),
)

person = Table(
    "person",
    metadata,
    _key(),
    Column("sign_in", String(100), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("password", Text),  # argon2id hash
    Column("totp", Text),
    Column("oidc_subject", String(255), unique=True),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    Column("language", String(10)),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("failed_at", Instant),
    Column("created", Instant, nullable=False),
)

saved_view = Table(  # a way to look at the queue that a person has given a name
    "saved_view",
    metadata,
    _key(),
    _to("person.id", "person_id"),
    Column("name", String(60), nullable=False),
    Column("query", String(500), nullable=False),  # as it stands in the address: "medium=letter&mine=1"
    UniqueConstraint("person_id", "name"),
)

session = Table(
    "session",
    metadata,
    Column("token", String(64), primary_key=True),  # sha256 of the cookie's value
    _to("person.id", "person_id"),
    Column("created", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("agent", Text, nullable=False, server_default=text("''")),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("token", String(64), primary_key=True),  # sha256 of the link's secret
    _to("person.id", "person_id"),
    Column("expires", Instant, nullable=False),
    Column("used", Instant),
)

call = Table(
    "call",
    metadata,
    _key(),
    Column("number", String(20), nullable=False, index=True),  # E.164, the caller's
    Column("dialled", String(20)),
    Column("started", Instant, nullable=False, index=True),
    Column("seconds", Integer, nullable=False),
    Column("agent", Text),
    UniqueConstraint("number", "started"),
)

lease = Table(
    "lease",
    metadata,
    Column("worker", String(100), primary_key=True),
    Column("beat", Instant, nullable=False),  # the worker's latest sign of life
)

sight = Table(
    "sight",
    metadata,
    Column("name", String(200), primary_key=True),  # "mailbox:complaints", "folder:scans", "clocks", "disk"
    Column("at", Instant, nullable=False),  # the latest success
)

token = Table(
    "token",
    metadata,
    _key(),
    _to("person.id", "person_id"),  # by whose rights it acts
    Column("name", String(100), nullable=False),  # what it is for; its acts are audited under it
    Column("digest", String(64), nullable=False, unique=True),  # sha256 of its secret
    Column("scopes", String(200), nullable=False),  # names with a space between
    Column("created", Instant, nullable=False),
    Column("created_by", String(100), nullable=False),
    Column("expires", Instant, nullable=False),
    Column("used", Instant),  # when it was last used, to the minute
    Column("revoked", Instant),
)

webhook_endpoint = Table(  # who is told of what, as the settings said at the latest start
    "webhook_endpoint",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("events", String(200), nullable=False),  # names with a space between
)

webhook = Table(  # one message to one endpoint; it may outlive its complaint
    "webhook",
    metadata,
    _key(),
    Column("message", String(40), nullable=False),  # the same for every endpoint and every try
    Column("endpoint", String(60), nullable=False),
    Column("event", String(40), nullable=False),
    Column("complaint_id", Key, nullable=False, index=True),
    Column("content", Text, nullable=False),  # frozen JSON: ids, reference, instants
    Column("created", Instant, nullable=False),
    Column("state", String(20), nullable=False),  # PENDING, DELIVERED, GIVEN_UP
    Column("attempt", Integer, nullable=False, server_default=text("0")),
    Column("next_try", Instant, nullable=False),  # while it is being sent: when its sender is taken for dead
    Column("finished", Instant),
    Column("words", Text, nullable=False, server_default=text("''")),  # what came of the latest try
    UniqueConstraint("message", "endpoint"),
    Index("ix_webhook_state_next_try", "state", "next_try"),
)
