"""Law: files, functions, handlers and parameter lists stay small enough to be read at a glance."""

from __future__ import annotations

import ast
from statistics import median

from tests.laws.handlers import handlers
from tests.laws.source import ROOMS, FunctionNode, Module, forbid, module, modules

LONGEST_FILE = 250
LONGEST_FUNCTION = 40
LONGEST_HANDLER = 15
MEDIAN_FUNCTION = 8
MOST_PARAMETERS = 5
MOST_POSITIONAL = (2, 3)
"""For a public function (keyword-only from the third, architecture §9) and for a private one."""


def body_lines(function: FunctionNode) -> int:
    """Lines from the first statement to the last; the docstring does not count."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def long_file(source: Module) -> list[str]:
    count = len(source.lines)
    excepted = source.name.endswith("/tables.py")
    return [] if count <= LONGEST_FILE or excepted else [f"{source.name}: {count} lines, at most {LONGEST_FILE}"]


def long_functions(source: Module) -> list[str]:
    sizes = ((function, body_lines(function)) for function in source.functions())
    return [f"{source.at(f)} {f.name}: {size} lines, at most {LONGEST_FUNCTION}" for f, size in sizes if size > LONGEST_FUNCTION]


def long_handlers(source: Module) -> list[str]:
    sizes = ((function, body_lines(function)) for function in handlers(source))
    return [f"{source.at(f)} {f.name}: {size} lines, a handler has {LONGEST_HANDLER}" for f, size in sizes if size > LONGEST_HANDLER]


def crowded_parameters(source: Module) -> list[str]:
    found = []
    for function in source.functions():
        if source.owes_signature(function):
            continue
        positional = [a.arg for a in [*function.args.posonlyargs, *function.args.args] if a.arg not in ("self", "cls")]
        most = MOST_POSITIONAL[function.name.startswith("_") and function.name != "__init__"]
        if len(positional) > most:
            found.append(f"{source.at(function)} {function.name}: keyword-only after {positional[most - 1]}")
        if len(positional) + len(function.args.kwonlyargs) > MOST_PARAMETERS:
            found.append(f"{source.at(function)} {function.name}: at most {MOST_PARAMETERS} parameters")
    return found


def test_files() -> None:
    forbid(breach for source in modules(*ROOMS, "scripts", "tests") for breach in long_file(source))
    assert long_file(module("a = 1\n" * 251))
    assert not long_file(module("a = 1\n" * 251, "storage/tables.py"))


def test_functions() -> None:
    forbid(breach for source in modules(*ROOMS, "scripts") for breach in long_functions(source))
    assert long_functions(module("def f():\n" + "    a = 1\n" * 41))
    assert not long_functions(module('def f():\n    """Said."""\n' + "    a = 1\n" * 40))


def test_median_function() -> None:
    for room in ROOMS:
        sizes = [body_lines(function) for source in modules(room) for function in source.functions()]
        assert not sizes or median(sizes) <= MEDIAN_FUNCTION, room


def test_handlers() -> None:
    forbid(breach for source in modules("bot") for breach in long_handlers(source))
    assert long_handlers(module("@router.message()\nasync def f():\n" + "    a = 1\n" * 16))
    assert not long_handlers(module("async def f():\n" + "    a = 1\n" * 16))


def test_parameters() -> None:
    forbid(breach for source in modules(*ROOMS, "scripts") for breach in crowded_parameters(source))
    assert crowded_parameters(module("def f(a, b, c): pass"))
    assert crowded_parameters(module("def f(a, b, *, c, d, e, f): pass"))
    assert crowded_parameters(module("class C:\n    def __init__(self, a, b, c): pass"))
    assert not crowded_parameters(module("class C:\n    def f(self, a, b, *, c, d, e): pass"))
    assert not crowded_parameters(module("class C:\n    def f(self, a, b, c): pass  # law: signature of aiogram"))
    assert crowded_parameters(module("def _f(a, b, c, d): pass"))
    assert not crowded_parameters(module("def _f(a, b, c): pass"))
    assert not crowded_parameters(module("class C:\n    def __aexit__(self, a, b, c): pass"))
