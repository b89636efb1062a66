"""The indexes of the desk: FTS5 tables kept by triggers on SQLite, trigrams and full text on PostgreSQL, and the
covering indexes that the board counts in.

`ensure` makes them and may run at every start; whoever rebuilds a table must run it again, because SQLite drops a
table's triggers and indexes with it. Without them everything is still found and counted, only slower.
"""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from rapidfuzz import fuzz, process, utils
from sqlalchemy import Connection

from ingest.reference import check_digit
from ingest.store.database import Database
from ingest.store.schema import complaint, finding, item, reading


@dataclass(frozen=True, slots=True)
class Indexed:
    """A table with the columns people search in."""

    name: str  # what the index is called
    table: sa.Table
    key: str
    columns: tuple[str, ...]
    tokens: str  # SQLite's tokenizer


WORDS: Final = "unicode61 remove_diacritics 2"
COMPLAINTS: Final = Indexed("search_complaint", complaint, "id", ("reference", "complainant", "address"), "trigram")
NAMES: Final = Indexed("search_complainant", complaint, "id", ("complainant",), WORDS)
FINDINGS: Final = Indexed("search_finding", finding, "id", ("value",), "trigram")
ITEMS: Final = Indexed("search_item", item, "id", ("subject", "name"), "trigram")
TEXTS: Final = Indexed("search_reading", reading, "item_id", ("text",), WORDS)
VOCABULARY: Final = "search_complainant_words"  # every word of a name once: slips are looked for among these
LIKE: Final = "0.45"  # the least word similarity of pg_trgm for a slip: two neighbours swapped in a short name
MANY: Final = 3000  # names that are weighed for one search
TIDY: Final = 0.02  # of a table: how much may change on PostgreSQL before it is vacuumed
STEP: Final = 500  # pages of an index merged in one transaction
NEAR: Final = 60  # of 100: how much a word of a name must look like the word asked for
COUNTED: Final = {
    "desk_item_day": "item (medium, received)",
    "desk_item_arrived": "item (state, received)",
    "desk_item_seen": "item (state, received) WHERE reviewed IS NOT NULL",
    "desk_item_confirmed": "item (received, reviewed) WHERE reviewed IS NOT NULL",
    "desk_item_waiting": "item (state, received, due) WHERE {review} AND reviewed IS NULL",
    "desk_finding_judged": "finding (kind, verdict, verdict_at) WHERE verdict IS NOT NULL",
    "desk_clock_named": "clock (name, started)",
    "desk_clock_late": "clock (name, started) WHERE met > due",
    "desk_clock_unmet": "clock (name, started, due, paused) WHERE met IS NULL",
    "desk_clock_running": "clock (due, complaint_id) WHERE met IS NULL AND paused IS NULL",
    "desk_complaint_counted": "complaint (state, opened)",
}
ALL: Final = (COMPLAINTS, NAMES, FINDINGS, ITEMS, TEXTS)


def ensure(connection: Connection) -> None:
    """Make what is missing of the index, and fill what is new.

    Args:
        connection: a transaction from `Database.write`; on PostgreSQL its role must own the database, because
            `pg_trgm` is a trusted extension that owners may create.
    """
    review = "review = 1" if connection.dialect.name == "sqlite" else "review"  # as the queue's query says it
    for name, columns in COUNTED.items():
        connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {name} ON {columns.format(review=review)}")
    if connection.dialect.name == "sqlite":
        for one in ALL:
            _ensure_sqlite(connection, one)
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {VOCABULARY} USING fts5vocab({NAMES.name}, row)"
        )
        return
    connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for one in (COMPLAINTS, FINDINGS, ITEMS):
        for column in one.columns:
            connection.exec_driver_sql(
                f"CREATE INDEX IF NOT EXISTS {one.name}_{column} ON {one.table.name} USING gin ({column} gin_trgm_ops)"
            )
    words = "to_tsvector('simple', text)"
    connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS search_reading_text ON reading USING gin ({words})")
    for table in sorted({columns.partition(" ")[0] for columns in COUNTED.values()}):
        _keep_tidy(connection, table)


def _keep_tidy(connection: Connection, table: str) -> None:
    """Have PostgreSQL vacuum a table after 2 % of it has changed, not 20 %: the board counts in indexes alone, and
    they are believed without a look at the rows only where a vacuum has been."""
    there = connection.execute(
        sa.text("SELECT reloptions FROM pg_class WHERE oid = to_regclass(:name)"), {"name": table}
    )
    if f"autovacuum_vacuum_scale_factor={TIDY}" not in (there.scalar() or ()):
        names = (
            "autovacuum_vacuum_scale_factor",
            "autovacuum_vacuum_insert_scale_factor",
            "autovacuum_analyze_scale_factor",
        )
        connection.exec_driver_sql(f"ALTER TABLE {table} SET ({', '.join(f'{name} = {TIDY}' for name in names)})")


def tidy(database: Database) -> None:
    """Take out of SQLite's indexes what was deleted, which else stays in them for a while; in steps, so that others
    may write in between. After erasing, no word is left."""
    if not database.is_sqlite:
        return
    for one in ALL:
        pages = -STEP  # the first step puts everything in line to be merged, the next ones go on
        changed = 2
        while changed > 1:
            with database.write() as connection:
                if not _table_there(connection, one.name):
                    break
                changed = _merged(connection, one.name, pages)
            pages = STEP


def _merged(connection: Connection, name: str, pages: int) -> int:
    """Merge some pages of an index, and return how many rows of its own tables that has changed."""
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('merge', {pages})")  # noqa: S608 - ours
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one()) - int(before)


def ids(connection: Connection, where: Indexed, words: str, limit: int) -> list[int]:
    """The keys of rows that hold these words as they stand, the latest first."""
    if _has_fts(connection):
        return _matching(connection, where, _phrase(words), limit) if len(words) >= 3 else []
    tests = [where.table.c[column].ilike(f"%{_literal(words)}%", escape="\\") for column in where.columns]
    key = where.table.c[where.key]
    query = sa.select(key).where(sa.or_(*tests)).limit(limit * 4)
    return sorted(connection.execute(query).scalars(), reverse=True)[:limit]


def alike(connection: Connection, words: str, limit: int) -> list[int]:
    """The ids of complaints whose reference or complainant is written somewhat like these words."""
    if _has_fts(connection):
        return [*_near_names(connection, words, limit), *_near_references(connection, words, limit)]
    digits = "".join(sign for sign in words if sign.isdigit())
    tests = [complaint.c.reference.like(f"%{digits[i : i + 4]}%") for i in range(len(digits) - 3)]
    near = sa.select(complaint.c.id).order_by(complaint.c.id.desc()).limit(limit)
    if connection.dialect.name == "postgresql" and _has_trigrams(connection):
        found = _likest_names(connection, words, limit)
        return found + (list(connection.execute(near.where(sa.or_(*tests))).scalars()) if tests else [])
    starts = {piece for word in words.split() for piece in (word[:3], word[-3:]) if len(word) >= 4}
    tests += [complaint.c.complainant.ilike(f"%{_literal(piece)}%", escape="\\") for piece in starts]
    return list(connection.execute(near.where(sa.or_(sa.false(), *tests))).scalars())


def _likest_names(connection: Connection, words: str, limit: int) -> list[int]:
    """Complaints whose complainant's name has a piece like these words (PostgreSQL), the likest of the first `MANY`."""
    connection.execute(sa.select(sa.func.set_config("pg_trgm.word_similarity_threshold", LIKE, True)))
    asked = sa.literal(words)
    some = sa.select(complaint.c.id, complaint.c.complainant).where(asked.op("<%")(complaint.c.complainant))
    found = some.limit(MANY).subquery()
    query = sa.select(found.c.id).order_by(asked.op("<<->")(found.c.complainant)).limit(limit)
    return list(connection.execute(query).scalars())


def texts(connection: Connection, words: str, limit: int) -> list[int]:
    """The ids of items whose text has all these words."""
    if _has_fts(connection):
        phrases = [_phrase(word) for word in words.split()[:8]]
        found = _matching(connection, TEXTS, " AND ".join(phrases), limit)
        if len(found) < limit:  # words as they stand come first; their beginnings cost more, and only then matter
            more = _matching(connection, TEXTS, " AND ".join(f"{one}*" for one in phrases), limit)
            found = list(dict.fromkeys([*found, *more]))[:limit]
        return found
    if connection.dialect.name == "postgresql":
        vector = sa.func.to_tsvector(sa.literal_column("'simple'"), reading.c.text)
        test = vector.op("@@")(sa.func.plainto_tsquery(sa.literal_column("'simple'"), words))
        rows = connection.execute(sa.select(reading.c.item_id).where(test).limit(limit * 4)).scalars()
        return sorted(rows, reverse=True)[:limit]
    tests = [reading.c.text.ilike(f"%{_literal(word)}%", escape="\\") for word in words.split()[:8]]
    query_ids = sa.select(reading.c.item_id).where(*tests).order_by(reading.c.item_id.desc()).limit(limit)
    return list(connection.execute(query_ids).scalars())


def _near_names(connection: Connection, words: str, limit: int) -> list[int]:
    """Complaints whose complainant has a word near each of these: looked for among the words, not among the rows."""
    known = list(connection.execute(sa.text(f"SELECT term FROM {VOCABULARY}")).scalars())  # noqa: S608 - a name of ours
    near = []
    for word in utils.default_process(words).split()[:4]:
        found = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=NEAR, limit=20)
        near.append(" OR ".join(_phrase(term) for term, _, _ in found))
    if not near or not all(near):
        return []
    return _matching(connection, NAMES, " AND ".join(f"({terms})" for terms in near), limit)


def _near_references(connection: Connection, words: str, limit: int) -> list[int]:
    """Complaints whose reference has these digits with one of them wrong, or two neighbours swapped."""
    digits = "".join(sign for sign in words if sign.isdigit())
    if not 3 < len(digits) < 12:
        return []
    slips = {digits[:i] + other + digits[i + 1 :] for i in range(len(digits)) for other in "0123456789"}
    slips |= {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)}
    if len(digits) >= 8:  # a whole reference: only what its check digit allows
        slips = {one for one in slips if check_digit(one[:-1]) == one[-1]}
    query = " OR ".join(_phrase(way) for slip in sorted(slips - {digits}) for way in ways(slip))
    return _matching(connection, COMPLAINTS, f"reference : ({query})", limit) if query else []


def ways(digits: str) -> tuple[str, ...]:
    """How digits may stand in a reference of ours: in one piece, or with a hyphen after the year or before the end."""
    if len(digits) <= 5:
        return (digits,)
    halves = (f"{digits[:2]}-{digits[2:]}", f"{digits[:-1]}-{digits[-1]}")
    return (f"{digits[:2]}-{digits[2:-1]}-{digits[-1]}", *halves) if len(digits) >= 8 else halves


def _matching(connection: Connection, where: Indexed, query: str, limit: int) -> list[int]:
    statement = f"SELECT rowid FROM {where.name} WHERE {where.name} MATCH :query ORDER BY rowid DESC LIMIT :most"  # noqa: S608 - names of ours
    return list(connection.execute(sa.text(statement), {"query": query, "most": limit}).scalars())


def _ensure_sqlite(connection: Connection, one: Indexed) -> None:
    name, table, key, columns = one.name, one.table.name, one.key, ", ".join(one.columns)
    fresh = not _table_there(connection, name)
    if fresh:
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='{table}', content_rowid='{key}', "
            f"tokenize='{one.tokens}')"
        )
    new, old = (", ".join(f"{row}.{column}" for column in one.columns) for row in ("new", "old"))
    put = f"INSERT INTO {name}(rowid, {columns}) VALUES (new.{key}, {new});"  # noqa: S608 - names of ours
    take = f"INSERT INTO {name}({name}, rowid, {columns}) VALUES ('delete', old.{key}, {old});"  # noqa: S608 - as above
    missing = not _trigger_there(connection, f"{name}_put")
    for trigger, event, act in (
        ("put", "INSERT", put),
        ("take", "DELETE", take),
        ("change", f"UPDATE OF {columns}", take + put),
    ):
        connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS {name}_{trigger} AFTER {event} ON {table} BEGIN {act} END"
        )
    if fresh or missing:
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('rebuild')")  # noqa: S608 - as above


def _has_fts(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite" and _table_there(connection, TEXTS.name)


def _has_trigrams(connection: Connection) -> bool:
    found = connection.execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")).scalar()
    return found is not None


def _table_there(connection: Connection, name: str) -> bool:
    return _there(connection, "table", name)


def _trigger_there(connection: Connection, name: str) -> bool:
    return _there(connection, "trigger", name)


def _there(connection: Connection, kind: str, name: str) -> bool:
    query = sa.text("SELECT 1 FROM sqlite_master WHERE type = :kind AND name = :name")
    values: dict[str, Any] = {"kind": kind, "name": name}
    return connection.execute(query, values).scalar() is not None


def _phrase(words: str) -> str:
    """Words as one FTS5 string: nothing in it is an operator."""
    plain = words.replace("\x00", " ").replace('"', '""')
    return f'"{plain}"'


def _literal(words: str) -> str:
    return words.replace("\x00", " ").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
