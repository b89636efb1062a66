"""Templates to pages: everything escaped, every word in the reader's language.

Templates get values, never a database: what they show was fetched before.
"""

import hashlib
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2

from ingest.review import words
from ingest.review.kinds import FLAG_NAMES, KIND_NAMES, ROLE_NAMES
from ingest.review.show import plain

HERE = Path(__file__).parent


class Pages:
    """The templates in every language of the pages.

    Args:
        zone: the IANA name of the time zone in which instants are shown.
    """

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self._environments = {language: _environment(language, self.zone) for language in words.LANGUAGES}

    def render(self, template: str, language: str, /, **values: object) -> str:
        """One page, or a part of one."""
        return self._environments[language].get_template(template).render(values)


@cache  # templates compile once in a process, however many applications there are
def _environment(language: str, zone: ZoneInfo) -> jinja2.Environment:
    tongue = words.Tongue(language, zone)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "html"),
        autoescape=True,
        auto_reload=False,  # they change only with the program
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    vars(environment)["install_gettext_callables"](
        tongue.said, tongue.many, newstyle=True
    )  # put there by the extension
    environment.filters |= {
        "said": tongue.said,
        "when": tongue.when,
        "day": tongue.day,
        "left": tongue.left,
        "span": tongue.span,
        "size": tongue.size,
        "percent": tongue.percent,
        "number": tongue.number,
        "urgency": words.urgency,
        "plain": plain,
        "sentence": _sentence,
        "kind_name": lambda kind: tongue.said(KIND_NAMES.get(str(kind), str(kind))),
        "role_name": lambda role: tongue.said(ROLE_NAMES.get(str(role), str(role))),
        "flag_name": lambda flag: tongue.said(FLAG_NAMES.get(str(flag), str(flag))),
    }
    environment.globals |= {"static": static, "languages": words.LANGUAGES, "language": language}
    return environment


def _sentence(text: object) -> str:
    """A remark of the machine's with a capital at its beginning."""
    words = str(text)
    return words[:1].upper() + words[1:]


@cache
def static(name: str) -> str:
    """The address of a static file, with its digest so that browsers may keep it for good."""
    content = (HERE / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"
