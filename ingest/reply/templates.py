"""Finds and renders the templates: `<kind>/<language>.txt`, `.html` and `.letter`, ours or the administrator's own.

Runs them in a sandbox in which nothing can be changed and every unknown name is an error. What people wrote is handed
in as data, so braces in a name stay braces. It refuses to invent: a missing template is an error that names the one
to copy.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ingest import errors, places
from ingest.model import ReplyKind
from ingest.reply.settings import Settings
from ingest.reply.view import View

PARTS = ("txt", "html", "letter")


@dataclass(frozen=True, slots=True)
class Mail:
    """The words of a mail: its subject line, the plain text and the HTML page."""

    subject: str
    text: str
    html: str


def language_for(kind: ReplyKind, wanted: str, settings: Settings) -> str:
    """The language of the template that is used: the wanted one, else the default one, else English.

    Raises:
        errors.TemplateError: there is none of this kind in any of them.
    """
    for language in dict.fromkeys((wanted, settings.default_language, "en")):
        if _exists(f"{kind}/{language}.txt", settings):
            return language
    raise errors.TemplateError(
        f"there is no template {kind}/{wanted}.txt, and no {kind}/{settings.default_language}.txt"
    )


def mail(kind: ReplyKind, view: View, settings: Settings) -> Mail:
    """The words of a mail of this kind.

    Raises:
        errors.TemplateError: a template is missing, has a wrong name in it, or its first line is no subject.
    """
    subject, _, rest = text(kind, view, settings).partition("\n")
    return Mail(subject, rest, page(kind, view, settings))


def text(kind: ReplyKind, view: View, settings: Settings) -> str:
    """The plain text of a mail of this kind; its first line is the subject."""
    first, _, rest = render(f"{kind}/{view.language}.txt", view, settings).partition("\n")
    label, _, subject = first.partition(":")
    if label.strip().lower() != "subject" or not subject.strip():
        raise errors.TemplateError(f"the first line of {kind}/{view.language}.txt must be 'Subject: ...'")
    return " ".join(subject.split()) + "\n" + _tidy(rest)


def page(kind: ReplyKind, view: View, settings: Settings) -> str:
    """The HTML of a mail of this kind."""
    return render(f"{kind}/{view.language}.html", view, settings, layout="layout/mail.html")


def letter(kind: ReplyKind, view: View, settings: Settings, **extra: object) -> str:
    """The HTML page that a letter of this kind is printed from; `extra` are the layout's own names."""
    return render(f"{kind}/{view.language}.letter", view, settings, layout="layout/letter.html", **extra)


def render(name: str, view: View, settings: Settings, **extra: object) -> str:
    """One template as text.

    Raises:
        errors.TemplateError: it is missing, uses an unknown name, or is not well formed; the default is named.
    """
    try:
        return environment(settings.templates_folder).get_template(name).render(view.names(), **extra)
    except jinja2.TemplateError as error:
        environment.cache_clear()  # read anew the next time: a mended template needs no restart
        raise errors.TemplateError(f"{name}: {_said(error)}", remedy=_remedy(name, settings)) from error
    except (TypeError, ValueError, ArithmeticError, OverflowError, RecursionError) as error:
        raise errors.TemplateError(f"{name}: {type(error).__name__}", remedy=_remedy(name, settings)) from error


@lru_cache(maxsize=8)
def environment(folder: Path | None) -> jinja2.Environment:
    """The sandbox over the administrator's folder, when there is one, and ours behind it."""
    folders = [path for path in (folder, places.shipped("templates")) if path is not None]
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(path) for path in folders]),
        undefined=jinja2.StrictUndefined,
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # read and compiled once; one that is changed counts from the next start
    )
    made.globals.clear()  # no range, lipsum, cycler: a template shows what it is given
    return made


def source(name: str, made: jinja2.Environment) -> str:
    """A template as it is written.

    Raises:
        jinja2.TemplateNotFound: there is none of this name.
    """
    if made.loader is None:
        raise jinja2.TemplateNotFound(name)
    return made.loader.get_source(made, name)[0]


def _exists(name: str, settings: Settings) -> bool:
    try:
        environment(settings.templates_folder).get_template(name)
    except jinja2.TemplateNotFound as error:
        return error.name != name
    except jinja2.TemplateError:
        pass  # it is there, and rendering it will say what is wrong
    return True


def _tidy(text: str) -> str:
    """At most one blank line in a row, none at the ends, no blanks at line ends."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept) + "\n"


def _said(error: jinja2.TemplateError) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"the template {error.message or error.name} is missing"
    number = getattr(error, "lineno", None)
    return f"{error.message or type(error).__name__}" + (f" (line {number})" if number else "")


def _remedy(name: str, settings: Settings) -> str:
    if settings.templates_folder is None:
        return errors.TemplateError.remedy
    return f"Correct {settings.templates_folder / name}, or delete it: then our own template {name} is used."
