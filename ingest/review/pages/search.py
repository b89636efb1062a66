"""Search: half a reference, a name, a phone number, words of a letter."""

from markupsafe import Markup, escape
from starlette.responses import Response

from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.show import plain
from ingest.review.visit import Visit
from ingest.store import audit, desk_search


def show(visit: Visit) -> Response:
    """The results, the best first, each with what matched."""
    words = visit.asked("q").strip()[:200]
    hits: tuple[desk_search.Hit, ...] = ()
    if words:
        with visit.flow.database.read() as connection:
            hits = desk_search.find(connection, words)
        with visit.flow.database.write() as connection:
            audit.record(connection, "searched", "search", actor=visit.me, hits=len(hits))
    shown = [(hit, marked(hit.match, words)) for hit in hits]
    return visit.page("search.html", words=words, hits=shown)


def marked(text: str, words: str) -> Markup:
    """Text with the words that were searched for marked in it."""
    clean = plain(text)
    low = clean.lower()
    for word in sorted({*words.split(), words}, key=len, reverse=True):
        at = low.find(word.lower())
        if at >= 0 and len(low) == len(clean):
            stop = at + len(word)
            before, match, after = escape(clean[:at]), escape(clean[at:stop]), escape(clean[stop:])
            return before + Markup('<mark class="match">{}</mark>').format(match) + after
    return escape(clean)


DOORS = (Door("GET", "/search", show, Right.SEE),)
