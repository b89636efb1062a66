"""Programs of somebody with a role, as they call the API."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from ingest import clock
from ingest.review import tokens
from ingest.review.app import create
from ingest.store.people import Role

Calls = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    yield
    clock.drive(None)


def later(delta: timedelta) -> None:
    """Let time pass."""
    then = clock.now() + delta
    clock.drive(lambda: then)


@pytest.fixture
def app(world, settings):
    return create(world.flow, settings)


@pytest.fixture
def calls(world, app) -> Iterator[Calls]:
    """A program of somebody with this role, with every scope of the role or with `scopes`: `calls(Role.HANDLER)`."""
    opened: list[TestClient] = []

    def make(role: Role | None = None, scopes=None, name: str | None = None) -> TestClient:
        head = {}
        if role is not None:
            sign_in = name or role.value
            tokens.create_account(world.database, sign_in, role, [], by="test")
            _, token = tokens.create(
                world.database, sign_in, "test", scopes or tokens.possible(role), by="test"
            )  # fmt: skip
            head = {"Authorization": f"Bearer {token}"}
        opened.append(TestClient(app, base_url="http://testserver/api/v1", headers=head, follow_redirects=False))
        return opened[-1]

    yield make
    for one in opened:
        one.close()
