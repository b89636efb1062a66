"""Collects the sentences that the machine says to staff out of the program's own text, for the test of translations."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "ingest"
SPEAKING = ("decide/doubts.py", "decide/rules.py", "decide/linking.py", "decide/address.py", "reply/rules.py")
# What only administrators read, in the terminal and in logs: configuration, connections, the engine.
TERMINAL = ("cli", "arrive", "checks", "config", "oidc", "reply/letter", "reply/local", "reply/templates", "reply/sign",
    "schedules", "serve", "store/database", "webhooks", "extract/issuers", "extract/masks", "extract/call_records",
    "review/signin", "review/api", "review/oidc", "decide/counting", "store/webhooks", "store/tokens", "reply/send",
)  # fmt: skip


def sentences() -> Iterator[str]:
    """Each sentence once, what is filled in written as %(1)s, %(2)s ..."""
    seen: set[str] = set()
    for path in sorted(PROGRAM.rglob("*.py")):
        place = path.relative_to(PROGRAM).as_posix()
        if place.startswith(TERMINAL):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in _spoken(tree) if place in SPEAKING else _told(tree):
            for sentence in _words(node):
                if sentence not in seen:
                    seen.add(sentence)
                    yield sentence


def _told(tree: ast.AST) -> Iterator[ast.AST]:
    """What errors say: the first argument, and the remedy."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("errors."):
            yield from (*node.args[:1], *(word.value for word in node.keywords if word.arg == "remedy"))


def _spoken(tree: ast.AST) -> Iterator[ast.AST]:
    """Every text of three words or more that is no docstring, no pattern and no part of a longer one."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    inner |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        whole = isinstance(node, ast.JoinedStr) or id(node) not in inner
        if whole and any(len(text.split()) > 2 and not re.search(r"\(\?|\\|\||: $", text) for text in _words(node)):
            yield node


def _words(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Constant):
        return [node.value.replace("{}", "%(1)s")] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        count = iter(range(1, 99))
        parts = (str(part.value) if isinstance(part, ast.Constant) else f"%({next(count)})s" for part in node.values)
        return ["".join(parts)]
    return [*_words(node.body), *_words(node.orelse)] if isinstance(node, ast.IfExp) else []
