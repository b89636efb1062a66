"""The check of the templates: ours are clean, and each fault it promises to find is found."""

from dataclasses import fields

import pytest

from ingest import places
from ingest.model import ReplyKind
from ingest.reply import check, preview
from ingest.reply.settings import Ombudsman, Settings
from ingest.reply.view import View


def test_our_own_templates_are_clean(settings):
    """Full, minimal and hostile data; every language and part; easy to read; dates as the reader writes them."""
    assert [str(problem) for problem in check.check_templates(settings)] == []
    assert [str(problem) for problem in check.check_templates(Settings())] == []


def own(settings, tmp_path, name, text):
    place = tmp_path / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    its = settings.model_copy(update={"templates_folder": tmp_path})
    return [str(one) for one in check.check_templates(its, kinds=[ReplyKind.UPDATE])]


TXT = "Subject: Hello {{ reference }}\n\n"
FAULTS = [
    ("update/en.txt", TXT + "{{ unheard_of }}", "update/en.txt: there is no value called 'unheard_of'"),
    ("update/en.txt", TXT + "{% if deadlock %}{{ hidden }}{% endif %}", "there is no value called 'hidden'"),
    ("update/en.txt", TXT + "{{ due.tomorrow }}", "update/en.txt, line 3: 'due' has no 'tomorrow'"),
    ("update/en.txt", TXT + "{% if x", "update/en.txt, line 3"),
    ("update/en.txt", "Hello\n", "the first line of update/en.txt must be 'Subject: ...'"),
    ("update/en.txt", "Subject: Hello\n\n{{ reference }}", "the subject does not give the reference"),
    ("update/en.txt", "Subject: {{ reference }} " + "very " * 20 + "\n\nHi", "longer than 78"),
    ("update/en.txt", TXT + "Pursuant to our terms, hi.", "'pursuant' is jargon"),
    ("update/it.txt", TXT + "Con la presente la informiamo.", "'con la presente' is jargon"),
    ("update/en.txt", TXT + "By 10/03/2026 we answer.", "the date '10/03/2026' is not written"),
    ("update/en.txt", TXT + "By 2026-03-10 we answer.", "the date '2026-03-10' is not written"),
    ("update/en.txt", TXT + "See http://ec.europa.eu/consumers/odr/ today.", "closed on 20 July 2025"),
    ("update/en.txt", TXT + "Write to CISAS.", "'cisas' is named in the text"),
    ("update/en.txt", TXT + "Go to https://www.example.com/now.", "is written in the text"),
    ("update/en.txt", TXT + "Something else altogether.", "text and HTML do not say the same"),
    (
        "update/en.txt",
        TXT + "Organisational accountability considerations necessitate comprehensive administrative reconsideration.",
        "it is hard to read: Flesch",
    ),
    (
        "update/it.txt",
        TXT + "Considerazioni amministrative organizzative necessitano approfondimenti procedimentali ulteriori",
        "it is hard to read: Gulpease",
    ),
    ("update/en.html", "{% extends layout %}{% block body %}{{ name|safe }}{% endblock %}", "becomes HTML"),
    ("update/en.letter", "<p>{{ unheard_of }}</p>", "update/en.letter: there is no value called 'unheard_of'"),
    ("update/en.letter", "<p>nothing</p>", "update/en.letter: it does not give the reference"),
    ("update/de.txt", TXT + "Guten Tag", "update/de.html: this part is missing"),
    ("closing/en.txt", "{% macro rights() %}{{ nothing_of_that_name }}{% endmacro %}", "nothing_of_that_name"),
]


@pytest.mark.parametrize(("name", "text", "said"), FAULTS)
def test_each_fault_is_found(name, text, said, settings, tmp_path):
    """Unknown variables, missing parts, jargon, reading ease, dates, closed platforms, ombudsmen named in the text."""
    problems = own(settings, tmp_path, name, text)
    assert any(said in problem for problem in problems), problems


def test_a_link_to_the_closed_platform_in_the_settings_is_found(settings):
    """A link to the closed EU platform for online disputes reaches no customer by way of the settings either."""
    odr = {"IT": Ombudsman(name="ODR", link="https://ec.europa.eu/consumers/odr")}
    problems = check.check_templates(settings.model_copy(update={"ombudsman": odr}))
    assert [problem.place for problem in problems] == ["reply.ombudsman"]


def test_a_missing_language_is_found(settings, monkeypatch):
    """English and Italian complete, the acknowledgement in every language we promise."""
    monkeypatch.setattr(check, "LANGUAGES", (*check.LANGUAGES, "sv"))
    monkeypatch.setattr(check, "COMPLETE", (*check.COMPLETE, "de"))
    places = {problem.place for problem in check.check_templates(settings)}
    assert {"acknowledgement/sv.txt", "update/de.txt", "survey/de.txt"} <= places


def test_the_preview_can_be_looked_at(settings, tmp_path):
    """One index, and behind it each mail as page and text."""
    index = preview.write(settings, tmp_path / "pages", letters=False)
    page = index.read_text(encoding="utf-8")
    for stem in ("acknowledgement-en", "acknowledgement-nl", "survey-it"):
        assert f'src="{stem}.html"' in page
        assert "PR-26-00123-4" in (index.parent / f"{stem}.txt").read_text(encoding="utf-8")


def test_the_preview_prints_letters(settings, tmp_path, monkeypatch):
    """The letter as PDF."""
    monkeypatch.setattr(preview, "ReplyKind", [preview.ReplyKind.DECLINE])
    preview.write(settings, tmp_path)
    assert (tmp_path / "decline-it.pdf").read_bytes().startswith(b"%PDF-")


def test_the_guide_names_every_value():
    """Whoever writes a template finds each name it can use in the guide beside the templates."""
    guide = (places.shipped("templates") / "README.md").read_text(encoding="utf-8")
    names = {field.name for field in fields(View)} | check.LAYOUT
    assert {name for name in names if f"`{name}" not in guide} == set()
