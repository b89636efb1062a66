"""Which language a text is written in.

py3langid, held to the languages postroom answers in and their near neighbours, decides. Addresses, links and digits
are taken out first, because "www" and "service" speak no language. It refuses to guess: a text in another script, or
one too short to tell, has no language.
"""

import re
from functools import cache
from typing import Protocol

LANGUAGES = ("en", "it", "de", "fr", "es", "pt", "nl", "pl", "sv", "da", "no")
"""Those that can be told apart; ISO 639-1."""

_ENOUGH = 1_000  # characters looked at: more of the same text changes nothing and costs time
_DOUBT = 0.4  # below this posterior the first and the second language are within reach of each other
_FEWEST_LETTERS = 5
_SILENT = re.compile(r"[@\d]|://|^www\.")


class _Model(Protocol):
    def classify(self, text: str) -> tuple[str, float]:
        """The best language and its posterior."""


@cache
def _model() -> _Model:
    """The model, loaded once in a process: about a second and 90 MB."""
    # Imported here because it is heavy and not always needed; it carries no types.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(LANGUAGES)
    return model  # type: ignore[no-any-return]  # untyped, as above


def language_of(text: str) -> tuple[str | None, float]:
    """The language of a text.

    Args:
        text: any text; only its first thousand characters of words are looked at.

    Returns:
        The ISO 639-1 code, one of `LANGUAGES`, and the confidence from 0 to 1; `(None, 0.0)` when it cannot be told.
    """
    words = _words(text[:_ENOUGH])
    if len(words) < _ENOUGH // 2 < len(text):
        words = _words(text[: 6 * _ENOUGH])  # it begins with links or figures
    letters = sum(map(str.isalpha, words))
    latin = letters if words.isascii() else sum(letter < "\u0250" for letter in words if letter.isalpha())
    if latin < _FEWEST_LETTERS or latin * 2 < letters:
        return None, 0.0
    language, confidence = _model().classify(words)
    return (language, confidence) if confidence >= _DOUBT else (None, 0.0)


def _words(text: str) -> str:
    """The words of a text that speak a language."""
    return " ".join(word for word in text.split() if not _SILENT.search(word))[:_ENOUGH]
