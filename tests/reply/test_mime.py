"""Writing a mail: what is put into its head comes out of it again, and nothing else does."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as some

from ingest import errors
from ingest.reply import mime

LETTERS = some.text(alphabet=some.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]), max_size=80)
NASTY = some.text(alphabet=some.sampled_from('aZ é",;:<>()@.=?_\\[]{}\u202e😀'), max_size=60)


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


@pytest.mark.parametrize(
    "value",
    [
        "x\r\nBcc: victim@example.com",
        "x\nBcc: victim@example.com",
        "x\rBcc: victim@example.com",
        "x\r\n\r\nevil",
        "x\r\n ",
        "x\r\n \r\n y",
        "x\x00y",
        "x\x85Bcc: victim@example.com",
        "x\u2028Bcc: victim@example.com",
        "x\ud83d",
        "",
        " \r\n x",
        "x" * 999,
    ],
)
def test_a_value_that_could_end_its_line_is_refused(value):
    """Should a line break ever come as far as the head, the mail is refused: it adds no header and no body."""
    with pytest.raises(errors.Refused, match="safely"):
        mime.mail([("Subject", value)], "text", "<p>text</p>", "=_b")


@pytest.mark.parametrize("name", ["Subject\r\nBcc", "Sub ject", "", "Bcc:"])
def test_a_name_that_is_none_is_refused(name):
    """Nor can the name of a line carry a second line."""
    with pytest.raises(errors.Refused, match="safely"):
        mime.mail([(name, "x")], "text", "<p>text</p>", "=_b")


@limits(max_examples=150, deadline=None)
@given(text=some.one_of(LETTERS, NASTY))
def test_words_come_out_as_they_went_in(text):
    """A subject in any script is read back letter for letter, and no line of it is longer than is good."""
    said = " ".join(text.split()) or "x"
    value = mime.words(said, "Subject")
    assert value.isascii()
    assert max(len(line) for line in value.split("\r\n")) <= 998
    assert read(mime.mail([("Subject", value)], "a", "b", "=_b"))["Subject"] == said


@limits(max_examples=150, deadline=None)
@given(name=some.one_of(LETTERS, NASTY))
def test_a_name_never_changes_the_address(name):
    """One recipient only, whatever the name in front of it."""
    value = mime.mailbox(" ".join(name.split()), "ada@example.com", "To")
    head = read(mime.mail([("To", value)], "a", "b", "=_b"))
    assert [one.addr_spec for one in head["To"].addresses] == ["ada@example.com"]
    assert head.keys() == ["To", "MIME-Version", "Content-Type"]


@limits(max_examples=100, deadline=None)
@given(text=some.text(alphabet=some.sampled_from("ab.=\n\r\t é😀-_"), max_size=300))
def test_both_parts_say_what_was_given(text):
    """Text and HTML arrive line for line, trailing blanks and lone dots included; the wire sees short ASCII lines."""
    content = mime.mail([("Subject", "x")], text, f"<p>{text}</p>", "=_boundary")
    plain, page = read(content).iter_parts()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert plain.get_content().replace("\r\n", "\n").removesuffix("\n") == lines.removesuffix("\n")
    assert page.get_content().replace("\r\n", "\n").removesuffix("\n") == f"<p>{lines}</p>"
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 78
