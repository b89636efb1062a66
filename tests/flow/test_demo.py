"""The demonstration: every sample ends as its expected record says, from post to reply, with nothing but a folder."""

import json
from pathlib import Path

import pytest

from tests.post import expect

pytestmark = [pytest.mark.slow, pytest.mark.ocr, pytest.mark.timeout(900)]


def test_every_sample_ends_as_expected(tmp_path: Path) -> None:
    """What a newcomer sees: complaints, acknowledgements, robots left alone, a broken file set aside."""
    found = expect.records(tmp_path / "demo")
    expected = {path.stem: json.loads(path.read_text("utf-8")) for path in expect.EXPECTED.glob("*.json")}
    assert sorted(found) == sorted(expected)
    for name, record in expected.items():
        assert found[name] == record, name
    answers = list((tmp_path / "demo" / "outgoing" / "new").iterdir())
    mailed = {name for name, record in expected.items() if "acknowledgement email ACCEPTED" in str(record["replies"])}
    joined = {name for name in mailed if "reply-with-quotes" in name}
    assert len(answers) == len(mailed - joined)
