"""What a sender newly wrote, in eleven languages and as a dozen programs surround it."""

from pathlib import Path

import pytest

from ingest.read.quotes import cut

REPLIES = sorted((Path(__file__).parent / "replies").glob("*.txt"))


def sample(path: Path) -> tuple[str, str, str]:
    """A mail's text, what is new in it, and its signature, from one file."""
    text, _, rest = path.read_text("utf-8").partition("\n\n=== new\n")
    new, _, signature = rest.partition("\n=== signature\n")
    return text + "\n", new.strip("\n"), signature.strip("\n")


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_what_is_new_and_what_is_signature(path: Path) -> None:
    """Exactly the new words are new; nothing of the text is lost."""
    text, new, signature = sample(path)
    division = cut(text)
    assert division.new == new
    assert division.signature == "\n".join(row.rstrip() for row in signature.split("\n"))
    assert "".join(text[piece.start : piece.end] for piece in division.pieces) == text


def test_there_are_enough_samples() -> None:
    """The samples are found; an empty folder proves nothing."""
    assert len(REPLIES) >= 60


@pytest.mark.parametrize(
    "text",
    [
        "You said no.\n\nThe information your agent gave me was intended to mislead.\n\nI want my money back.",
        "It broke.\n\nThis message is my last one. Your recipient list is wrong.\n\nMary",
        "Thanks,\nplease call me on 020 7946 0018 before Friday, because I am away after that.\n\nMary",
        "Regards\nMary\nPS My new number is 020 7946 0018.",
        "Notice the external wall: your engineer broke it.\n\nMary",
        "The bill:\n\n| item | price |\n| boiler | 900 |",
        "»Wir melden uns«, sagte er.\n»Morgen!«",
        "Il 3 marzo alle 10:15 ho scritto a servizio@example.com:\n\nil tecnico non è venuto.\n\nMaria",
        "On 3 March 2026 at 10:15 I wrote to <help@example.com>:\n\nNobody came.\n\nMary",
        "Dear team,\n\nCustomer: 4711\nFrom: Leeds\nTo: York\nDate: 3 March\n\nThe van never came.\n\nMary",
        "What happened:\n\n---\n\nNobody came on Monday, although I waited the whole day.\n\nNobody rang either.",
        "- nobody came\n- nobody rang\n-- and nobody answers\n\nMary",
        "My mail to you was sent from Outlook for iOS on Monday. You never answered it.",
    ],
)
def test_new_words_stay_new(text: str) -> None:
    """A lost complaint is worse than noise: words that only look like a quotation, signature or disclaimer stay."""
    assert cut(text + "\n").new == text
