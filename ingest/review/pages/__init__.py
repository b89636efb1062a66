"""The pages, one file for each thing people do; each file lists its doors."""

from ingest.review.door import Door
from ingest.review.pages import (
    account,
    board,
    complain,
    complaint,
    help,
    item,
    item_files,
    parting,
    post_room,
    printing,
    programs,
    queue,
    replies,
    search,
    signing,
    staff,
    standing,
    subjects,
    suppressions,
    survey,
    together,
    verdicts,
)


def doors(*, public_form: bool) -> tuple[Door, ...]:
    """Every door, in the order in which addresses are tried.

    Args:
        public_form: whether the form for complainants is among them.
    """
    parts = (
        standing, signing, account, queue, item, verdicts, parting, together, item_files, replies, complaint, printing,
        post_room, board, suppressions, search, staff, subjects, programs, help, survey,
    )  # fmt: skip
    everything = tuple(door for part in parts for door in part.DOORS)
    return (*everything, *complain.DOORS) if public_form else everything
