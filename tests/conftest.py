"""What every test may ask for: real servers, started once when the first test wants them, gone at the end."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # two OCR threads on one core are far slower than one
sys.path.insert(0, str(Path(__file__).parent.parent))  # `tests.servers` is importable however pytest is called
# A busy machine is no failure: examples have no time limit, here as everywhere in these tests.
settings.register_profile("postroom", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("postroom")


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Any]:
    """A running `tests.servers.dovecot.Dovecot`; take a user of your own with `dovecot.user()`."""
    from tests.servers import dovecot as machine

    server = machine.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def smtp_relay(dovecot: Any) -> Iterator[Any]:
    """A running `tests.servers.smtp.Relay` (OpenSMTPD) that delivers everything into `dovecot`."""
    from tests.servers import smtp

    relay = smtp.start_relay(dovecot.lmtp_port)
    yield relay
    relay.stop()


@pytest.fixture
def scripted_smtp() -> Iterator[Any]:
    """A running `tests.servers.smtp.ScriptedSmtp`: takes everything until told to fail."""
    from tests.servers import smtp

    server = smtp.ScriptedSmtp()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A running `tests.servers.postgres.Postgres`."""
    from tests.servers import postgres as machine

    server = machine.start()
    yield server
    server.remove()


@pytest.fixture
def postgres_url(postgres: Any) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of the test's own."""
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A Playwright `Browser`; for one module, because Playwright keeps an event loop in the thread meanwhile."""
    from tests.servers import chromium as machine

    with machine.running() as browser:
        yield browser
