"""Law: names, docstrings, languages and exceptions to lint: what every file says and how it is called."""

from __future__ import annotations

import ast
import re

from scripts.messages import phrase_arguments
from tests.laws.source import ROOMS, ROOT, Module, forbid, module, modules

EVERYTHING = (*ROOMS, "scripts", "tests")
CYRILLIC = re.compile("[\u0400-\u04ff]")
SPEAKS_RUSSIAN = ("sandbox/",)
DIFFUSE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools"}
MECHANICAL = re.compile(r"^_?(process|handle|do)_")
IGNORE = re.compile(r"#\s*(?:noqa|type:\s*ignore)")
REASONED = re.compile(r"#\s*(?:noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type:\s*ignore\[[a-z, -]+\])\s+#\s*\S+")


def missing_docstring(source: Module) -> list[str]:
    said = (ast.get_docstring(source.tree) or "").strip()
    return (
        [] if said.endswith((".", "…")) or (not said and not source.tree.body) else [f"{source.name}: one sentence of what it answers for"]
    )


def cyrillic(source: Module) -> list[str]:
    if source.name.startswith(SPEAKS_RUSSIAN):
        return []
    return [f"{source.name}:{at} Cyrillic belongs to locales/" for at, line in enumerate(source.lines, 1) if CYRILLIC.search(line)]


def bad_names(source: Module) -> list[str]:
    parts = {part.removesuffix(".py") for part in source.name.split("/")}
    found = [f"{source.name}: '{part}' says nothing" for part in parts & DIFFUSE]
    mechanical = (f for f in source.functions() if MECHANICAL.match(f.name) and not source.owes_signature(f))
    return found + [f"{source.at(f)} {f.name}: name the deed" for f in mechanical]


def unreasoned_ignores(source: Module) -> list[str]:
    numbered = enumerate(source.lines, 1)
    return [f"{source.name}:{at} code and reason, please" for at, line in numbered if IGNORE.search(line) and not REASONED.search(line)]


def bad_phrases(source: Module) -> list[str]:
    """A phrase that Babel cannot collect: `_(f"…")`, `_("a" + name)`."""
    given = (phrase for call in source.calls() for phrase in phrase_arguments(call))
    broken = (phrase for phrase in given if isinstance(phrase, ast.JoinedStr | ast.BinOp))
    return [f"{source.at(phrase)} a phrase is one plain string; values go in by {{name}}" for phrase in broken]


def test_every_module_says_what_it_answers_for() -> None:
    forbid(breach for source in modules(*EVERYTHING) for breach in missing_docstring(source))
    assert missing_docstring(module("a = 1"))
    assert missing_docstring(module('"""Todo"""\na = 1'))


def test_cyrillic_lives_in_locales() -> None:
    forbid(breach for source in modules(*ROOMS, "scripts") for breach in cyrillic(source))
    assert cyrillic(module("a = '\u0414\u0430'"))
    assert not cyrillic(module("a = '\u0414\u0430'", "sandbox/page.py"))


def test_names_say_the_deed() -> None:
    forbid(breach for source in modules(*EVERYTHING) for breach in bad_names(source))
    assert bad_names(module("a = 1", "bot/utils.py"))
    assert bad_names(module("def handle_press(): pass"))


def test_ignores_have_code_and_reason() -> None:
    others = [source for source in modules(*EVERYTHING) if not source.name.startswith("tests/laws/")]
    forbid(breach for source in others for breach in unreasoned_ignores(source))
    assert unreasoned_ignores(module("a = 1  # noqa"))
    assert unreasoned_ignores(module("a = 1  # type: ignore[assignment]"))
    assert not unreasoned_ignores(module("a = 1  # type: ignore[assignment]  # the library's stub is wrong"))
    assert not unreasoned_ignores(module("a = 1  # noqa: S101, BLE001  # asked for"))


def test_phrases_can_be_collected() -> None:
    forbid(breach for source in modules("bot", "channels", "gotovo") for breach in bad_phrases(source))
    assert bad_phrases(module("_(f'Order {number}')"))
    assert bad_phrases(module("_.n('a', 'b' + c, 1)"))
    assert not bad_phrases(module("_('Order {number}', number=f'{a}')"))


def unmirrored(source: Module) -> list[str]:
    """`tests/X/test_y.py` is about `X/y.py` or the package `X/y`; stories, faults and laws are about the whole."""
    folder, _, file = source.name.removeprefix("tests/").rpartition("/")
    if folder.split("/")[0] not in (*ROOMS, "scripts") or not file.startswith("test_"):
        return []
    place = ROOT / folder / file.removeprefix("test_").removesuffix(".py")
    return [] if place.is_dir() or place.with_suffix(".py").exists() else [f"{source.name} mirrors no {place.relative_to(ROOT)}"]


def test_tests_mirror_the_code() -> None:
    forbid(breach for source in modules("tests") for breach in unmirrored(source))
    assert unmirrored(module("a = 1", "tests/crm/test_nothing.py"))
    assert not unmirrored(module("a = 1", "tests/scenarios/test_bench.py"))
