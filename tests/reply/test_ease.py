"""Reading ease, by our own page of code."""

import pytest

from ingest.reply import ease


@pytest.mark.parametrize(
    ("word", "count"),
    [("we", 1), ("complaint", 2), ("ombudsman", 3), ("received", 2), ("closed", 1), ("wanted", 2), ("people", 2),
     ("changes", 2), ("services", 3), ("independent", 4), ("the", 1), ("whole", 1), ("happened", 2), ("take", 1)],
)  # fmt: skip
def test_syllables(word, count):
    """The count that Flesch's formula stands on."""
    assert ease.syllables(word) == count


def test_easy_and_hard_are_told_apart():
    """Under a limit is hard, over it is easy, in both formulas; no words at all is no problem."""
    assert ease.flesch("We have your letter. We will write to you soon.") > 80
    assert ease.flesch("Administrative considerations necessitate comprehensive organisational reconsideration.") < 0
    assert ease.gulpease("Abbiamo la sua lettera. Le scriveremo presto.") > 80
    assert ease.gulpease("Considerazioni amministrative necessitano approfondimenti procedimentali ulteriori") < 40
    assert ease.flesch("12 34") == ease.gulpease("") == 100.0


@pytest.mark.filterwarnings("ignore")
def test_gulpease_agrees_with_the_library():
    """The known library counts a little differently, and comes to the same judgement."""
    import textstat

    textstat.set_lang("it")
    text = "Abbiamo ricevuto il suo reclamo. Le scriveremo entro giovedì. Grazie per averci segnalato il problema."
    assert ease.gulpease(text) == pytest.approx(textstat.gulpease_index(text), abs=5)
