"""Law: filters on observers are typed or async (a sync one costs a thread hop for every update), and handlers stay thin."""

from __future__ import annotations

import ast

from tests.laws.handlers import filters, handlers
from tests.laws.source import Module, forbid, imported, module, modules

MAGIC = {"F", "MagicFilter", "magic_filter", "MagicData"}


def magic_imports(source: Module) -> list[str]:
    found = []
    for node in ast.walk(source.tree):
        names = {name for path in imported(node) for name in path.split(".")}
        found += [f"{source.name} imports {name}: use CallbackData, StateFilter, Command or an async Filter" for name in names & MAGIC]
    return found


def sync_filters(source: Module) -> list[str]:
    sync = {function.name for function in source.functions() if isinstance(function, ast.FunctionDef)}
    sync -= {node.name for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)}
    found = []
    for given in filters(source):
        nodes = list(ast.walk(given))
        if any(isinstance(node, ast.Lambda) for node in nodes) or (isinstance(given, ast.Name) and given.id in sync):
            found.append(f"{source.at(given)} is a sync filter")
    return found


def thick_handlers(source: Module) -> list[str]:
    found = []
    for function in handlers(source):
        for node in ast.walk(function):
            if isinstance(node, ast.Try):
                found.append(f"{source.at(node)} {function.name}: a handler has no try")
            if isinstance(node, ast.If) and any(getattr(part, "id", getattr(part, "attr", "")) == "Role" for part in ast.walk(node.test)):
                found.append(f"{source.at(node)} {function.name}: rights belong to the flow, not to a handler")
    return found


def test_no_magic_filters() -> None:
    forbid(breach for source in modules("bot", "channels", "gotovo") for breach in magic_imports(source))
    assert magic_imports(module("from aiogram import F, Router"))
    assert magic_imports(module("from magic_filter import AttrDict"))
    assert not magic_imports(module("from aiogram import Router"))


def test_no_sync_filters() -> None:
    forbid(breach for source in modules("bot", "channels", "gotovo") for breach in sync_filters(source))
    assert sync_filters(module("@router.message(lambda m: m.text)\nasync def f(): pass"))
    assert sync_filters(module("router.message.register(f, lambda m: m.text)"))
    assert sync_filters(module("router.callback_query.filter(lambda m: m.data)"))
    assert sync_filters(module("def is_me(m): ...\n@router.message(is_me)\nasync def f(): pass"))
    assert not sync_filters(module("async def is_me(m): ...\n@router.message(is_me, A.filter(), flags={'a': 1})\nasync def f(): pass"))


def test_handlers_are_thin() -> None:
    forbid(breach for source in modules("bot") for breach in thick_handlers(source))
    assert thick_handlers(module("@router.message()\nasync def f():\n    try: pass\n    finally: pass"))
    assert thick_handlers(module("@router.message()\nasync def f(actor):\n    if actor.has(Role.MANAGER): pass"))
