import inspect

import pytest

from ingest.acts import Acts
from ingest.review.flow import Flow
from tests.review.conftest import StandIn

ACTS = [name for name, value in vars(Flow).items() if inspect.isfunction(value) and not name.startswith("_")]


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("side", [Acts, StandIn])
def test_what_the_pages_ask_for_is_what_there_is(name, side):
    """The pipeline's acts and the tests' stand-in take what the pages give them, by the same names."""
    asked = inspect.signature(getattr(Flow, name)).parameters
    given = inspect.signature(getattr(side, name)).parameters
    assert list(given) == list(asked)
