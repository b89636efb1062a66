"""The language of a text is told, or honestly not told."""

import pytest

from ingest.read.language import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I am writing to complain about the engineer who did not come on Monday."),
        ("it", "Scrivo per lamentarmi del tecnico che lunedì non si è presentato."),
        ("de", "Ich bin mit dem Service unzufrieden, der Techniker kam am Montag nicht."),
        ("fr", "Je voudrais me plaindre du technicien qui n'est pas venu lundi."),
        ("es", "Quiero reclamar porque el técnico no vino el lunes."),
        ("pt", "Quero reclamar porque o técnico não veio na segunda-feira."),
        ("nl", "Ik wil een klacht indienen omdat de monteur maandag niet is gekomen."),
        ("pl", "Chciałbym złożyć reklamację, ponieważ technik nie przyszedł w poniedziałek."),
        ("sv", "Jag vill klaga på att teknikern inte kom i måndags."),
        ("it", "LA FATTURA È SBAGLIATA E NESSUNO RISPONDE"),
    ],
)
def test_each_language_is_told(language: str, text: str) -> None:
    """A sentence is enough to know the language to answer in."""
    found, confidence = language_of(text)
    assert found == language
    assert 0.4 <= confidence <= 1.0


@pytest.mark.parametrize(
    "text", ["", "   ", "ok", "12345 / 67-B", "https://www.example.org/help", "Здравствуйте, где мой заказ?"]
)
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    """No language is better than a wrong one."""
    assert language_of(text) == (None, 0.0)


def test_links_and_addresses_do_not_vote() -> None:
    """An Italian sentence under a row of English links stays Italian."""
    links = "https://support.example.com/help/how-to-complain " * 20
    assert language_of(links + "Vorrei sapere quando arriva il rimborso.")[0] == "it"


def test_a_lone_surrogate_does_no_harm() -> None:
    """Broken characters never stop the reader."""
    assert language_of("Vorrei sapere \ud800 quando arriva il rimborso.")[0] == "it"
