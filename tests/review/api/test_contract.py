"""The API keeps what its OpenAPI document says, for each role, whatever is sent, on a real ledger and the real acts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from starlette.applications import Starlette

from ingest import config
from ingest.acts import Acts
from ingest.model import Delivery
from ingest.pipeline import Flow
from ingest.review import tokens
from ingest.review.api.app import ROUTERS, described
from ingest.review.api.guard import Guarded
from ingest.review.app import create
from ingest.review.settings import Settings
from ingest.store import migrations
from ingest.store.people import Role
from tests.review.conftest import World

DOCS = Path(__file__).parents[3] / "docs" / "api.md"
EXAMPLES = {Role.ADMINISTRATOR: 12, Role.HANDLER: 6}  # of each address; most of the others are refused anyway
FEW = 3
# a well-formed value may still be no cursor, no date, no colleague; and who calls without a token is soon told to wait
NOT_CHECKED = [positive_data_acceptance, ignored_auth]
SLOW = "/complaints/{complaint}/file.pdf"  # sets a PDF each time; `test_complaints.py` looks at it


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Starlette, dict[Role, str]]]:
    """An installation's pages on a ledger with one of everything, and a token for each role."""
    folder = tmp_path_factory.mktemp("contract")
    flow = Flow(config.made({"storage": {"folder": str(folder), "spare_mb": 1}}))
    migrations.upgrade(flow.database)
    world = World(flow.database, folder)
    world.flow = Acts(flow)
    complaint = world.complaint()
    world.mail(complaint_id=complaint)
    world.mail(state="QUARANTINED")
    world.mail(state="HELD", complaint_id=None)
    for delivery in (Delivery.UNCERTAIN, Delivery.REJECTED):
        world.reply(delivery)
    world.reply(Delivery.TO_PRINT, channel="letter")
    given_to = {}
    for role in Role:
        world.person(role.value, role, None)
        given_to[role] = tokens.create(flow.database, role.value, "test", tokens.possible(role), by="test")[1]
    yield create(world.flow, Settings(api_calls_a_minute=1_000_000)), given_to
    flow.close()


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_whatever_is_sent_the_answer_is_as_described(real: tuple[Starlette, dict[Role, str]], role: Role) -> None:
    """No failure of ours, no status, type or shape that the document does not have; wrong values are refused."""
    app, given_to = real
    document = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    document.config.generation.update(modes=list(GenerationMode))
    head = {"Authorization": f"Bearer {given_to[role]}"}
    for found in document.get_all_operations():
        operation = found.ok()
        if operation.path == SLOW:
            continue

        @settings(
            max_examples=EXAMPLES.get(role, FEW), derandomize=True, database=None, deadline=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def keeps(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=head, excluded_checks=NOT_CHECKED)

        keeps()


def test_the_guide_lists_every_call() -> None:
    """docs/api.md names each address with its scope, right and purpose, as they are declared."""
    told = DOCS.read_text("utf-8")
    for route in (one for router in ROUTERS for one in router.routes):
        assert isinstance(route, Guarded)
        (method,) = route.methods
        line = f"| `{method} {route.path}` | {route.scope} | {route.right} | {route.summary} |"
        assert line in told.splitlines(), line


def test_the_document_is_openapi_3_1_and_complete() -> None:
    """Each address says what it asks for and how it can refuse; refusals have the shape of problems."""
    document = described().openapi()
    assert document["openapi"].startswith("3.1")
    assert document["security"] == [{"token": []}]
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            assert {"401", "403", "422", "429", "503"} <= one["responses"].keys(), path
            assert {"x-right", "x-scope"} <= one.keys(), path
            for status, answer in one["responses"].items():
                if int(status) >= 400:
                    shape = answer["content"]["application/problem+json"]["schema"]
                    assert shape == {"$ref": "#/components/schemas/Problem"}, (path, method)
    names = set(re.findall(r"#/components/schemas/([^\"]+)", str(document).replace("'", '"')))
    assert names <= document["components"]["schemas"].keys()


def test_an_upload_is_described_as_base64() -> None:
    """Whoever makes a client from the document learns how bytes travel."""
    upload = described().openapi()["components"]["schemas"]["Upload"]["properties"]["content"]
    assert upload["contentEncoding"] == "base64"
