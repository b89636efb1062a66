"""The signs by which our own mail is known again."""

from ingest.model import ReplyKind
from ingest.reply import marks

ACK = ReplyKind.ACKNOWLEDGEMENT


def test_a_message_id_names_one_complaint_and_kind(settings):
    """Deterministic Message-ID from an HMAC of (complaint, kind): a retry is the same message."""
    first = marks.message_id("PR-26-00001-2", ACK, settings)
    assert first == marks.message_id("PR-26-00001-2", ACK, settings)
    assert first != marks.message_id("PR-26-00001-2", ReplyKind.UPDATE, settings)
    assert first != marks.message_id("PR-26-00002-0", ACK, settings)
    assert first.endswith("@northwind.example.org>")


def test_nobody_else_can_write_our_mark(settings):
    """Our own HMAC header is believed only when it was signed with our secret."""
    value = marks.mark("<postroom.abc@northwind.example.org>", settings)
    other = settings.model_copy(update={"secret": type(settings.secret)("another secret of tests")})
    assert marks.is_ours(value, settings)
    assert not marks.is_ours(value, other)
    assert not marks.is_ours(value.replace("abc", "abd"), settings)
    assert not marks.is_ours("", settings)


def test_a_tagged_bounce_address_names_its_reply(settings):
    """A bounce to a tagged address files itself, and a forged tag does not."""
    tagged = settings.model_copy(update={"bounce_tags": True})
    address = marks.bounce_address("PR-26-00001-2", ACK, tagged)
    assert marks.bounced(address, tagged) == ("PR-26-00001-2", ACK)
    assert marks.bounced(address.replace("00001", "00002"), tagged) is None
    assert tagged.ours(address)
    assert marks.bounce_address("PR-26-00001-2", ACK, settings) == "complaints@northwind.example.org"


def test_a_survey_link_is_signed(settings):
    """One-click without log-in: only we can make a link that counts."""
    asked = settings.model_copy(update={"survey_link": "https://survey.example.org/s/"})
    link = marks.survey_link("PR-26-00001-2", asked)
    assert link.startswith("https://survey.example.org/s/PR-26-00001-2/")
    assert marks.is_survey_token("PR-26-00001-2", link.rpartition("/")[2], asked)
    assert not marks.is_survey_token("PR-26-00002-0", link.rpartition("/")[2], asked)
    assert marks.survey_link("PR-26-00001-2", settings) == ""
