"""Two workers on one PostgreSQL: what one leaves behind when it dies or hangs, the other finishes."""

import io
import os
import signal
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.store import schema
from tests.flow.installation import Installation

pytestmark = [pytest.mark.postgres, pytest.mark.ocr, pytest.mark.slow, pytest.mark.timeout(900)]


def scan(pages: int) -> bytes:
    """A batch of typed pages, long enough to be killed in the middle of it."""
    font = ImageFont.load_default(size=40)
    images = []
    for number in range(pages):
        page = Image.fromarray(np.full((2200, 1600), 250, np.uint8))
        draw = ImageDraw.Draw(page)
        for line in range(30):
            draw.text(
                (150, 150 + 60 * line), f"Page {number}, line {line}: the line has been dead since March", 20, font
            )
        images.append(page)
    out = io.BytesIO()
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:])
    return out.getvalue()


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_the_other_worker_finishes_what_one_began(
    install: Callable[..., Installation], postgres_url: str, sign: signal.Signals
) -> None:
    """A worker that is killed or paused in mid-OCR loses its item to the other; when it wakes it changes nothing."""
    postroom = install(url=postgres_url)
    first = postroom.start()
    postroom.wait(lambda: postroom.rows(schema.lease), "the first worker's lease")
    (postroom.scans / "batch.tif").write_bytes(scan(6))
    postroom.wait(lambda: [row for row in postroom.rows(schema.item) if row["worker"]], "the first attempt")
    os.kill(first.pid, sign)

    second = postroom.start("worker")
    postroom.wait(
        lambda: postroom.rows(schema.item)[0]["state"] in {"OPEN", "HELD"}, "the other worker finished", seconds=200
    )
    item = postroom.rows(schema.item)[0]
    assert item["attempt"] == 2
    assert len(postroom.rows(schema.item)) == 1
    if sign is signal.SIGSTOP:
        os.kill(first.pid, signal.SIGCONT)
        log = postroom.folder / "stderr"
        postroom.wait(lambda: "left to another worker" in log.read_text(), "the zombie found its fence")
        first.terminate()
        first.wait(180)
        assert postroom.rows(schema.item)[0] == item, "the zombie changed nothing"
    assert len(postroom.rows(schema.complaint)) <= 1
    second.terminate()
    assert second.wait(180) == 0
