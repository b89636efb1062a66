"""The tree of a mail's parts: the quick way and the standard library's give the same one."""

from email.message import Message

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.read import tree

_ENDS = st.sampled_from([b"\n", b"\r\n"])
_LINES = st.sampled_from(
    [
        b"Nobody came.", b"", b"--", b"-- ", b"--one", b"--one--", b"--two", b"--two--", b"--one ", b" --one",
        b"Content-Type: multipart/mixed; boundary=one", b"Content-Type: multipart/alternative; boundary=\"two\"",
        b"Content-Type: text/plain; charset=utf-8", b"Content-Type: message/rfc822", b"Subject: one", b"\xe8\xff",
        b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"Tm9ib2R5", b"a=3D",
        b"Content-Type: multipart/digest; boundary=two", b"no header at all", b" folded", b"From nobody",
    ]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(_LINES, max_size=40), _ENDS)
def test_the_quick_way_gives_the_librarys_tree(lines: list[bytes], end: bytes) -> None:
    """However broken a mail is, splitting it at once loses and invents nothing."""
    content = end.join([b"Content-Type: multipart/mixed; boundary=one", *lines])
    assert _shape(tree.fed(content)) == _shape(tree._by_library(content))


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_well_formed_mail_is_split_at_once(end: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is well formed needs no look at every line."""
    content = (
        b"Content-Type: multipart/mixed; boundary=one\n\nnot shown\n--one\n"
        b"Content-Type: multipart/alternative; boundary=two\n\n--two\nContent-Type: text/plain\n\nOne\n-- \nMary\n"
        b"--two\nContent-Type: text/html\n\n<p>No</p>\n--two--\n\n--one\nContent-Type: image/png\n\nx\n--one--\nno\n"
    ).replace(b"\n", end)
    wanted = _shape(tree._by_library(content))
    monkeypatch.setattr(tree, "_by_library", lambda _: pytest.fail("looked at every line"))
    assert _shape(tree.fed(content)) == wanted


def _shape(part: Message) -> tuple[object, ...]:
    """All that is asked of a part."""
    payload = part.get_payload()
    inside = [_shape(child) for child in payload] if isinstance(payload, list) else payload  # type: ignore[arg-type]  # parts
    return part.get_content_type(), list(part.raw_items()), [type(each).__name__ for each in part.defects], inside
