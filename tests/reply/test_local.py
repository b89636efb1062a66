"""Ways out that stay on this machine."""

from ingest.model import Delivery
from ingest.reply import local, send
from ingest.reply.settings import Relay, Settings
from tests.reply.ledgers import draft


def test_a_maildir_takes_a_mail_once(tmp_path):
    """The same mail carried twice leaves one file, byte for byte."""
    with local.Maildir(tmp_path / "out").connect() as connection:
        answers = [connection.carry(draft(), lambda: True) for _ in range(2)]
    (file,) = (tmp_path / "out" / "new").iterdir()
    assert [answer.delivery for answer in answers] == [Delivery.ACCEPTED] * 2
    assert file.read_bytes() == draft().content
    assert sorted(folder.name for folder in (tmp_path / "out").iterdir()) == ["cur", "new", "tmp"]


def test_a_refused_marker_leaves_nothing_in_place(tmp_path):
    """The rename is the final dot: it follows the marker."""
    with local.Files(tmp_path).connect() as connection:
        answer = connection.carry(draft(), lambda: False)
    assert answer.delivery is Delivery.CLAIMED
    assert list(tmp_path.glob("*.eml")) == []


def test_a_folder_that_cannot_be_written_defers(tmp_path):
    """A full or missing disk is a temporary failure."""
    with local.Files(tmp_path / "out").connect() as connection:
        (tmp_path / "out" / ".unfinished").rmdir()
        answer = connection.carry(draft(), lambda: True)
    assert answer.delivery is Delivery.DEFERRED


def test_the_settings_choose_the_way_out(tmp_path):
    """One seam, three ways."""
    kinds = {"smtp": send.Smtp, "maildir": local.Maildir, "folder": local.Files}
    for name, kind in kinds.items():
        assert isinstance(send.transport_for(Settings(transport=name, outgoing_folder=tmp_path, relay=Relay())), kind)
