"""The API: what the pages do, as JSON under `/api/v1`, through the same acts and the same ledger.

Start reading at `app.py`. Whoever calls brings a token and nothing else: a session's cookie opens nothing here, and a
token opens no page.
"""

from ingest.review.api.app import create as create
