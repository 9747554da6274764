"""The code under law: its files read and parsed once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("crm", "storage", "bot", "channels", "sandbox", "gotovo")
WRITTEN_BY_ALEMBIC = "storage/migrations/versions"
SIGNATURE_OF_OTHERS = re.compile(r"# law: signature of \w+")

type_of_function = (ast.FunctionDef, ast.AsyncFunctionDef)
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file: `name` is its path from the root, with slashes."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def room(self) -> str:
        return self.name.split("/")[0]

    def functions(self) -> Iterator[FunctionNode]:
        return (node for node in ast.walk(self.tree) if isinstance(node, type_of_function))

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def owes_signature(self, function: FunctionNode) -> bool:
        """A library or Python itself chose its name and parameters: said by a comment on its head, or by the dunder."""
        head = self.lines[function.lineno - 1 : function.body[0].lineno]
        is_protocol_of_python = function.name.startswith("__") and function.name != "__init__"
        return is_protocol_of_python or any(SIGNATURE_OF_OTHERS.search(line) for line in head)

    def at(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.name}:{node.lineno}"


def module(text: str, name: str = "bot/routers/sample.py") -> Module:
    """A module made of text: laws are shown their own breach with it."""
    return Module(name, text, ast.parse(text))


@cache
def modules(*tops: str) -> tuple[Module, ...]:
    """Every file under the named directories; all rooms when none is named."""
    paths = [path for top in tops or ROOMS for path in sorted((ROOT / top).rglob("*.py"))]
    names = [(path, path.relative_to(ROOT).as_posix()) for path in paths]
    return tuple(module(path.read_text("utf-8"), name) for path, name in names if WRITTEN_BY_ALEMBIC not in name)


def dotted(node: ast.expr) -> str:
    """`router.message.register` of such an expression, "" of any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (left := dotted(node.value)):
        return f"{left}.{node.attr}"
    return ""


def imported(node: ast.AST) -> Iterator[str]:
    """Full names that an import statement brings in: `aiogram.F` of `from aiogram import F`; nothing of other nodes."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def forbid(breaches: Iterable[str]) -> None:
    """Fails with the whole list, one breach on a line."""
    found = list(breaches)
    assert not found, "\n" + "\n".join(found)
