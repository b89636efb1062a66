"""Writes config.example.toml from the settings' own descriptions, so that the example can never lie.

`python tools/example_config.py > config.example.toml`; a test holds the two together. Lines that stand as comments
show the default; the few that are live make the example a working configuration of one mailbox and one folder.
"""

import json
import sys
import textwrap
import types
import typing
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ingest.config import Config
from ingest.review.settings import Settings as ReviewSettings

WIDTH = 116
HEAD = """\
# postroom's configuration: every setting, with what it means and its default.
#
# Copy it to config.toml and change what you need; what stands as a comment is the default. Secrets need not stand
# here: "env:NAME" takes a value from the environment, "file:/path" from a file. `postroom check` tries everything.
"""
# what an administrator must say: shown live, so that the example is a working configuration
LIVE: dict[str, Any] = {
    "storage.folder": "/var/lib/postroom",
    "arrive.mailboxes.name": "complaints",
    "arrive.mailboxes.address": "complaints@example.org",
    "arrive.mailboxes.host": "imap.example.org",
    "arrive.mailboxes.user": "complaints@example.org",
    "arrive.mailboxes.password": "change-me",
    "arrive.folders.name": "scans",
    "arrive.folders.path": "/srv/scans",
    "reply.company": "Example Telecom",
    "reply.from_address": "complaints@example.org",
    "reply.relay.host": "smtp.example.org",
    "reply.relay.username": "complaints@example.org",
    "reply.relay.password": "change-me",
}
SAMPLES: dict[str, Any] = {"name": "example", "path": "/srv/example", "host": "example.org", "user": "user"}


def main() -> None:
    """Print the example."""
    out = [HEAD]
    top = {name: field for name, field in Config.model_fields.items() if _model(field) is None and name != "review"}
    for name, field in top.items():
        out += _setting(name, name, field, live=True)
    for name, field in Config.model_fields.items():
        if (model := _model(field)) is not None:
            out += _table(name, model, field.description or (model.__doc__ or "").strip().splitlines()[0])
    out += _table("review", ReviewSettings, "The review pages.")
    sys.stdout.write("\n".join(out).rstrip() + "\n")


def _table(path: str, model: type[BaseModel], about: str, *, live: bool = True, many: bool = False) -> list[str]:
    head = f"[[{path}]]" if many else f"[{path}]"
    lines = ["", *_words(about), head if live else f"# {head}"]
    nested: list[str] = []
    for name, field in model.model_fields.items():
        inner, several = _model(field), _models(field)
        told = field.description or ""
        if inner is not None:
            optional = field.default is None
            nested += _table(f"{path}.{name}", inner, told, live=live and not optional)
        elif several is not None:
            some = any(key.startswith(f"{path}.{name}.") for key in LIVE)
            nested += _table(f"{path}.{name}", several, told, live=live and some, many=True)
        elif (table := _models_by_name(field)) is not None:
            nested += _table(f"{path}.{name}.GB", table, told, live=False)
        else:
            lines += _setting(f"{path}.{name}", name, field, live=live)
    return lines + nested


def _setting(path: str, name: str, field: FieldInfo, *, live: bool) -> list[str]:
    words = _words(field.description or "")
    if path in LIVE and live:
        return [*words, f"{name} = {_toml(LIVE[path])}"]
    default = field.get_default(call_default_factory=True)
    if default is PydanticUndefined:
        default = SAMPLES.get(name, "example")
    if name == "secret":
        default = None
    if default is None:
        return [*words, f"# {name} is not set"]
    return [*words, f"# {name} = {_toml(default)}"]


def _words(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text[:1].upper() + text[1:], WIDTH)]


def _toml(value: Any) -> str:  # noqa: ANN401 - whatever a setting may hold
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{json.dumps(key)} = {_toml(one)}" for key, one in value.items()) + " }"
            if value
            else "{}"
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list | set | frozenset):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, int | float):
        return str(value)
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


def _model(field: FieldInfo) -> type[BaseModel] | None:
    """The settings a field holds one of, when it does."""
    kinds = typing.get_args(field.annotation) if isinstance(field.annotation, types.UnionType) else (field.annotation,)
    found = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return found[0] if found else None


def _models(field: FieldInfo) -> type[BaseModel] | None:
    """The settings a field holds several of, when it does."""
    if typing.get_origin(field.annotation) in (tuple, list):
        kind = typing.get_args(field.annotation)[0]
        return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    return None


def _models_by_name(field: FieldInfo) -> type[BaseModel] | None:
    if typing.get_origin(field.annotation) is dict:
        kind = typing.get_args(field.annotation)[1]
        return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    return None


if __name__ == "__main__":
    main()
