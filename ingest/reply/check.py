"""Finds out before start what is wrong with the templates, so that no letter fails or puzzles at the moment it is due.

Renders each with full, minimal and hostile data, and reads what comes out as a customer would: is every part there,
are the dates in the reader's format, is it easy to read. It changes nothing and sends nothing.
"""

import html
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal

import jinja2
from jinja2 import meta, nodes

from ingest import errors
from ingest.model import ReplyKind
from ingest.reply import ease, plain, samples, templates, wordlists
from ingest.reply.context import Context
from ingest.reply.settings import Ombudsman, Regulator, Settings
from ingest.reply.view import LANGUAGES, Due, View, view_of

COMPLETE = ("en", "it")  # languages that every kind has
LAYOUT = frozenset({"layout", "window", "qr", "survey_qr", "fonts", "address_size"})  # names only layouts may use
LONGEST_SUBJECT = 78  # characters (RFC 5322 2.1.1)
EASE: dict[str, tuple[str, Callable[[str], float], float]] = {
    "en": ("Flesch", ease.flesch, 60.0),  # plain English
    "it": ("Gulpease", ease.gulpease, 60.0),  # read with ease after middle school
}
_ATTRIBUTES = {
    "due": {field.name for field in fields(Due)},
    "ombudsman": set(Ombudsman.model_fields),
    "regulator": set(Regulator.model_fields),
}
_PLAIN_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_LINK = re.compile(r"https?://[^\s\"'<>{]+", re.IGNORECASE)
Part = Literal["txt", "html", "letter"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one template."""

    place: str  # the template's name: "acknowledgement/en.txt"
    words: str  # what is wrong, in a sentence
    line: int | None = None  # counted from 1, when it can be told

    def __str__(self) -> str:
        where = f"{self.place}, line {self.line}" if self.line else self.place
        return f"{where}: {self.words}"


def check_templates(settings: Settings, *, kinds: Collection[ReplyKind] = tuple(ReplyKind)) -> list[Problem]:
    """Everything that is wrong with the templates, ours and the administrator's; empty when all is well.

    Args:
        settings: name the folder of the administrator's own templates, and the ombudsmen that are shown.
        kinds: which kinds to look at; what they share is looked at in any case.
    """
    environment = templates.environment(settings.templates_folder)
    problems: list[Problem] = []
    skipped = tuple(f"{kind}/" for kind in ReplyKind if kind not in kinds)
    known = [name for name in environment.list_templates() if name.rpartition(".")[2] in templates.PARTS]
    names = [name for name in known if not name.startswith(skipped)]
    for name in names:
        problems += _source_problems(name, environment)
    broken = {problem.place for problem in problems if problem.line is not None}
    for kind in kinds:
        languages = sorted({name.split("/")[1].partition(".")[0] for name in names if name.startswith(f"{kind}/")})
        problems += _gaps(kind, languages, set(names))
        for language in languages:
            if not any(f"{kind}/{language}.{part}" in broken for part in templates.PARTS):
                problems += _rendered_problems(kind, language, settings)
    problems += [Problem("reply.ombudsman", words) for words in _closed(str(settings.ombudsman).lower())]
    return list(dict.fromkeys(problems))


def _gaps(kind: ReplyKind, languages: list[str], names: set[str]) -> Iterator[Problem]:
    """Languages and parts that are missing."""
    wanted = LANGUAGES if kind is ReplyKind.ACKNOWLEDGEMENT else COMPLETE
    for language in wanted:
        if language not in languages:
            yield Problem(f"{kind}/{language}.txt", "this language is missing")
    for language in languages:
        for part in templates.PARTS:
            if f"{kind}/{language}.{part}" not in names:
                yield Problem(f"{kind}/{language}.{part}", "this part is missing")


def _source_problems(name: str, environment: jinja2.Environment) -> list[Problem]:
    """What is wrong with the template as it is written."""
    try:
        source = templates.source(name, environment)
        tree = environment.parse(source)
    except jinja2.TemplateSyntaxError as error:
        return [Problem(name, error.message or "it is not well formed", error.lineno)]
    except (UnicodeDecodeError, jinja2.TemplateError) as error:
        return [Problem(name, f"it cannot be read: {error}", 1)]
    imported = {node.target for node in tree.find_all(nodes.Import)}
    known = {field.name for field in fields(View)} | LAYOUT | imported
    problems = [
        Problem(name, f"there is no value called '{unknown}'")
        for unknown in sorted(meta.find_undeclared_variables(tree) - known)
    ]
    problems += [
        Problem(name, f"'{node.node.name}' has no '{node.attr}'", node.lineno)
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.attr not in _ATTRIBUTES.get(node.node.name, {node.attr})
    ]
    return problems + [Problem(name, words) for words in _named(source)]


def _named(source: str) -> Iterator[str]:
    """Names and links that belong in the settings."""
    text = source.lower()
    for body in _found(wordlists.BODIES, text):
        yield f"'{body}' is named in the text: take it from the settings"
    for link in _LINK.findall(source):
        if not link.startswith(("http://www.w3.org/", "https://www.w3.org/")):
            yield f"the link {link} is written in the text: take it from the settings"
    yield from _closed(text)


def _closed(text: str) -> Iterator[str]:
    if any(name in text for name in wordlists.CLOSED_PLATFORM):
        yield "it names the EU platform for online disputes, which was closed on 20 July 2025"


def _rendered_problems(kind: ReplyKind, language: str, settings: Settings) -> Iterator[Problem]:
    """What is wrong with what the customer would read."""
    full, bare = samples.filled(settings), samples.bare(settings)
    cases = ((samples.full, full), (samples.minimal, bare), (samples.minimal, full), (samples.hostile, full))
    for make, its in cases:
        for channel in ("email", "letter"):
            context = make(language, channel)
            shown = _shown(kind, context, language, its)
            yield from (Problem(f"{kind}/{language}.{part}", said) for part, said, wrong in shown if wrong)
            texts = {part: said for part, said, wrong in shown if not wrong}
            if make is samples.hostile:
                yield from _harmed(kind, language, texts)
            else:
                yield from _read(f"{kind}/{language}", context, language, texts)


def _shown(kind: ReplyKind, context: Context, language: str, settings: Settings) -> list[tuple[Part, str, bool]]:
    """Each part that goes this way, as rendered; or what went wrong with it, and True."""
    view = view_of(context, language, settings)
    extra: dict[str, object] = {"window": _NoWindow(), "qr": "", "survey_qr": "", "fonts": "", "address_size": 10}
    makers: dict[Part, Callable[[], str]] = {"letter": lambda: templates.letter(kind, view, settings, **extra)}
    if context.channel == "email":
        makers = {
            "txt": lambda: templates.text(kind, view, settings),
            "html": lambda: templates.page(kind, view, settings),
        }
    results: list[tuple[Part, str, bool]] = []
    for part, make in makers.items():
        try:
            results.append((part, make(), False))
        except errors.TemplateError as error:
            results.append((part, str(error), True))
    return results


def _read(place: str, context: Context, language: str, texts: dict[Part, str]) -> Iterator[Problem]:
    """Read what came out as a customer would."""
    for part, text in texts.items():
        shown = text if part == "txt" else _bare(text)
        yield from (Problem(f"{place}.{part}", words) for words in _puzzling(shown, context, language))
    if "txt" not in texts:
        return
    subject, _, text = texts["txt"].partition("\n")
    yield from (Problem(f"{place}.txt", words) for words in _wrong_subject(subject, context))
    yield from (Problem(f"{place}.txt", words) for words in _hard(text, language))
    if "html" in texts and (differing := _difference(text, _body(texts["html"]))):
        yield Problem(f"{place}.html", f"text and HTML do not say the same: '{differing}'")


def _puzzling(shown: str, context: Context, language: str) -> Iterator[str]:
    if context.reference not in shown:
        yield "it does not give the reference"
    for found in sorted(set(_PLAIN_DATE.findall(shown))):
        yield f"the date '{found}' is not written as the reader writes it"
    for word in _found(wordlists.JARGON.get(language, ()), shown):
        yield f"'{word}' is jargon"


def _wrong_subject(subject: str, context: Context) -> Iterator[str]:
    if context.reference not in subject:
        yield "the subject does not give the reference"
    if len(subject) > LONGEST_SUBJECT:
        yield f"the subject is longer than {LONGEST_SUBJECT} characters"


def _hard(text: str, language: str) -> Iterator[str]:
    if language not in EASE:
        return
    name, measure, least = EASE[language]
    value = measure(re.sub(r"\S+@\S+|https?://\S+", "", text))
    if value < least:
        yield f"it is hard to read: {name} {value:.0f}, at least {least:.0f} is asked for"


def _harmed(kind: ReplyKind, language: str, texts: dict[Part, str]) -> Iterator[Problem]:
    """Whether hostile data did anything but appear."""
    for part, text in texts.items():
        if "<script>x" in text and part != "txt":
            yield Problem(f"{kind}/{language}.{part}", "a name becomes HTML: the value is marked as safe")
        if "\u202e" in text or ("{{ 7*7 }}" not in text and "49" in text and kind is not ReplyKind.SURVEY):
            yield Problem(f"{kind}/{language}.{part}", "a name is not shown as it was written")


def _body(page: str) -> str:
    """The card and what stands under it: without the head and the company's name over the card."""
    return page.partition('<div class="card">')[2] or page


def _bare(page: str) -> str:
    """The words of an HTML page."""
    body = re.sub(r"<(style|title)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def _difference(text: str, page: str) -> str:
    """The first few words in which text and HTML differ; empty when they say the same."""
    one, other = (re.findall(r"[\w@./:]*\w", words.lower()) for words in (text, _bare(page)))
    for index in range(max(len(one), len(other))):
        if one[index : index + 1] != other[index : index + 1]:
            return plain.line(f"{' '.join(one[index : index + 4])} / {' '.join(other[index : index + 4])}")
    return ""


def _found(words: tuple[str, ...], text: str) -> list[str]:
    """Which of the words stand in the text as whole words, lower-case, each once."""
    return sorted({found.lower() for found in _any_of(words).findall(text)}) if words else []


@lru_cache(maxsize=32)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


class _NoWindow:
    """Stands in for the measures of a letter, which `check` does not print."""

    left = top = width = height = facts_left = facts_top = body_top = 0.0
    folds: tuple[float, ...] = ()
