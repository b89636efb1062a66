"""A complainant's data in one place: handed out as an archive, or erased with the files it stood in.

Erasing goes in two steps, so that a crash between them leaves nothing undone: first the ledger loses the words, then
the disk the files; a second run finishes what a first began. Nothing here decides what may go: `desk_subjects` does.
"""

import io
import json
import shutil
import zipfile
from collections.abc import Collection, Sequence
from pathlib import Path

from ingest.store import audit, desk_index, desk_subjects, exporting
from ingest.store.database import Database
from ingest.store.desk_subjects import Plan
from ingest.store.originals import Originals


def archive(database: Database, originals: Originals, complaint_ids: Sequence[int], by: str) -> bytes:
    """Everything about some complaints as a ZIP: `data.json`, each original, each reply, exactly as they are.

    Args:
        database: the ledger.
        originals: what arrived.
        complaint_ids: the complaints.
        by: who asks; the audit log says so.

    Raises:
        errors.Damaged: an original is missing or altered.
    """
    with database.read() as connection:
        told = exporting.dossier(connection, complaint_ids)
        digests, replies = exporting.files_of(connection, complaint_ids)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1))
        for item_id, digest in digests.items():
            if originals.path(digest).is_file():
                packed.writestr(f"post/item-{item_id}", originals.open(digest))
        for reply_id, content in replies.items():
            packed.writestr(f"replies/reply-{reply_id}", content)
    with database.write() as connection:
        for one in complaint_ids:
            audit.record(connection, "exported for the subject", f"complaint:{one}", actor=by)
    return file.getvalue()


def erase(
    database: Database, originals: Originals, images: Path, complaint_ids: Collection[int], loose: Collection[int],
    by: str,
) -> Plan:  # fmt: skip
    """Erase what may be erased of these complaints and items, with its files, and say what it was.

    Args:
        database: the ledger.
        originals: what arrived.
        images: the folder of page images.
        complaint_ids: the complaints; what is open or held stays.
        loose: items that belong to no complaint.
        by: who says so.
    """
    with database.write() as connection:
        done = desk_subjects.plan(connection, complaint_ids, loose)
        desk_subjects.erase(connection, done, loose, by=by)
    with database.read() as connection:
        going = desk_subjects.files(connection)
    for _, digest in going:
        originals.path(digest).unlink(missing_ok=True)
        shutil.rmtree(images / digest[:2] / digest, ignore_errors=True)
    with database.write() as connection:
        desk_subjects.forgotten(connection, [item_id for item_id, _ in going])
    desk_index.tidy(database)
    return done
