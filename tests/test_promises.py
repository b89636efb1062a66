"""The page that says which test keeps which promise."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_promise_names_tests_that_exist() -> None:
    """A promise whose test was renamed or taken out is noticed, and none stands there without one."""
    page = (ROOT / "docs" / "promises.md").read_text("utf-8")
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", page)
    assert len(named) > 200
    gone = [
        f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / "tests" / file).read_text("utf-8")
    ]
    assert gone == []
    rows = [line for line in page.splitlines() if line.startswith("|") and "promise | kept by" not in line]
    assert [row for row in rows if ".py" not in row and not row.startswith("|---")] == []
