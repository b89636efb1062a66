"""Whatever anybody writes: composing and silence hold, or refuse in our words."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as some

from ingest import errors
from ingest.model import Item, Mail, Medium, Reading, ReplyKind, Source, SourceKind, State
from ingest.reply import compose, plain, vouching
from ingest.reply.context import Context
from ingest.reply.settings import Settings
from ingest.reply.silence import Recent, silence_for

NOW = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)
SETTINGS = Settings(secret="a secret only for tests", auth_servers=("mx.example.org",))
PLAIN = Context("PR-26-00123-4", "email", "ada@example.com", "en", NOW, NOW)
ITEM = Item(1, Source(SourceKind.MAILBOX, "x", "1"), "x", NOW, "0", 1, State.EXTRACTED, 1)
NASTY = some.text(
    alphabet=some.sampled_from('aZ é"\\,;:<>()@.=?_\r\n\t\x00\x1b{}%\u202e\u2066\u200b\ud83d😀'), max_size=40
)
WORDS = some.one_of(some.text(max_size=60), NASTY)
CALM = limits(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@CALM
@given(name=WORDS, ids=some.lists(WORDS, max_size=4), typed=WORDS)
def test_no_name_thread_or_typed_word_changes_the_head(name, ids, typed):
    """Nothing the sender controls becomes a header; one recipient only."""
    context = replace(PLAIN, name=name, references=tuple(ids), in_reply_to=ids[0] if ids else None, words=typed)
    for kind in (ReplyKind.ACKNOWLEDGEMENT, ReplyKind.RESPONSE):
        content = compose.draft(kind, context, settings=SETTINGS).content
        head = message_from_bytes(content, policy=default)
        assert [one.addr_spec for one in head["To"].addresses] == ["ada@example.com"]
        known = {"from", "to", "subject", "date", "message-id", "in-reply-to", "references", "content-language"}
        marks = {"auto-submitted", "x-auto-response-suppress", "x-postroom-mark", "mime-version", "content-type"}
        names = [header.lower() for header in head]
        assert set(names) <= known | marks
        assert len(names) == len(set(names))
        assert b"\n" not in content.replace(b"\r\n", b"")


@CALM
@given(address=some.one_of(WORDS, some.builds("{}@{}".format, WORDS, WORDS)))
def test_every_address_is_used_as_it_is_or_refused(address):
    """An address that could carry more than one recipient is refused, never mended."""
    try:
        draft = compose.draft(ReplyKind.ACKNOWLEDGEMENT, replace(PLAIN, recipient=address), settings=SETTINGS)
    except errors.Refused:
        return
    assert draft.recipient.count("@") == 1
    assert not set(draft.recipient) & set(' \r\n\t\x00<>,;:"\\()[]')


@CALM
@given(text=WORDS)
def test_a_plain_line_is_a_line(text):
    """Short, printable, without a change of direction; and making it plain twice changes nothing."""
    shown = plain.line(text)
    assert len(shown) <= plain.LONGEST_NAME
    assert not set(shown) & set("\r\n\t\x00\x1b\u202e\u2066\u200b")
    assert plain.line(shown) == shown


@CALM
@given(
    values=some.lists(some.tuples(some.sampled_from(
        ["auto-submitted", "precedence", "list-id", "x-auto-response-suppress", "authentication-results", "received",
         "x-postroom-mark", "x-loop", "content-type", "x-spam-status"]), WORDS), max_size=6),
    sender=some.one_of(some.none(), WORDS), envelope=some.one_of(some.none(), WORDS), subject=WORDS,
)  # fmt: skip
def test_silence_never_stumbles(values, sender, envelope, subject):
    """Any head at all gives an answer or a reason, never an error."""
    mail = Mail(None, sender, envelope, (), (), (), subject, None, None, (), (), tuple(values))
    reading = Reading(Medium.EMAIL, "text", "en", mail=mail)
    silence = silence_for(reading, ITEM, settings=SETTINGS, recent=Recent())
    assert silence is None or silence.reason.endswith(".")
    recipient = vouching.recipient_for(mail, SETTINGS)
    assert recipient is None or recipient.count("@") == 1
