"""What the bot's code names: parameters of handlers and filters, and the screens, forms and deeds that buttons lead to."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from textwrap import dedent
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.handler import CallableObject, HandlerObject
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackQueryFilter

from tests.laws.source import Module, modules

GIVEN = frozenset({"unit", "actor", "state", "raw_state", "bot", "event_update", "event_from_user", "event_chat"})
"""What the worker, the middleware and aiogram hand to every handler and filter."""
LIBRARY_FILTERS: Mapping[type, frozenset[str]] = {
    Command: frozenset({"command"}),
    CallbackQueryFilter: frozenset({"callback_data"}),
    StateFilter: frozenset(),
}


def all_handlers(router: Router) -> Iterator[HandlerObject]:
    """Of the router and of those below it, for every kind of update."""
    for observer in router.observers.values():
        yield from observer.handlers
    for below in router.sub_routers:
        yield from all_handlers(below)


def missing(called: CallableObject, provided: frozenset[str]) -> set[str]:
    """Parameters without a default that nobody gives; the first one is the event itself."""
    function = called.callback if inspect.isroutine(called.callback) else type(called.callback).__call__
    names = list(inspect.signature(function).parameters.values())
    own = names[1:] if inspect.isroutine(called.callback) else names[2:]
    return {p.name for p in own if p.default is p.empty and p.kind is not p.VAR_KEYWORD and p.kind is not p.VAR_POSITIONAL} - provided


def gives(called: CallableObject) -> frozenset[str]:
    """The names that a filter adds for those after it: of ours, the keys of the dictionaries that it returns."""
    kind = type(called.callback)
    known = next((names for library, names in LIBRARY_FILTERS.items() if issubclass(kind, library)), None)
    return frozenset(_returned_keys(kind)) if known is None else known


def _returned_keys(kind: type) -> Iterator[str]:
    tree = ast.parse(dedent(inspect.getsource(kind.__call__)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from (key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def unprovided(handler: HandlerObject) -> set[str]:
    """What the handler or one of its filters asks for in vain."""
    provided, found = GIVEN, set[str]()
    for passed in handler.filters or []:
        found |= missing(passed, provided)
        provided |= gives(passed)
    return found | missing(handler, provided)


@cache
def named(*functions: str) -> frozenset[str]:
    """Every first argument that the code of the bot calls one of `functions` with, also out of tables and by either branch."""
    return frozenset(name for source in modules("bot") for name in _first_arguments(source, functions))


def _first_arguments(source: Module, functions: tuple[str, ...]) -> Iterator[str]:
    for call in source.calls():
        if isinstance(call.func, ast.Name) and call.func.id in functions and call.args:
            yield from _values(call.args[0], source)


def _values(node: ast.expr, source: Module) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from _values(node.body, source)
            yield from _values(node.orelse, source)
        case ast.Subscript(value=ast.Name(id=table)):
            yield from _table(source, table)


def _table(source: Module, name: str) -> Iterator[str]:
    found: Any = getattr(import_module(source.name.removesuffix(".py").replace("/", ".")), name, None)
    assert isinstance(found, Mapping), f"{source.name}: {name} is no table of the module"
    yield from (value for value in found.values() if isinstance(value, str))


@cache
def spoken() -> frozenset[str]:
    """Every word in quotes of those who speak, but for the places where screens, forms and deeds are registered."""
    return frozenset(word for package in ("bot", "crm/use_cases") for source in modules(package) for word in _words(source))


REGISTERS = frozenset({"screen", "deed", "finishes", "prepares", "declare_question", "Form"})


def _words(source: Module) -> Iterator[str]:
    registered = {id(c.args[0]) for c in source.calls() if isinstance(c.func, ast.Name) and c.func.id in REGISTERS and c.args}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in registered:
            yield node.value
