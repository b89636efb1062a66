"""The table behind the flags, of all languages together.

A row has the flag's name, the words without which its pattern cannot match (so that a text without them costs next to
nothing; one that ends in `*` stands for all words that begin so), a pattern over lower-case text, and the reason that
staff read. Every repetition in a pattern is bounded.
"""

from ingest.extract import flag_words_en, flag_words_it
from ingest.extract.flag_words_en import FlagName

__all__ = ["ROWS", "FlagName", "Row"]

Row = tuple[FlagName, str, str, str]
ROWS: tuple[Row, ...] = (*flag_words_en.ROWS, *flag_words_it.ROWS)
