"""Law: imports stand at the top, `crm` knows the standard library alone, and what is forbidden everywhere stays out."""

from __future__ import annotations

import ast
import re
import sys

from tests.laws.source import ROOMS, Module, dotted, forbid, imported, module, modules

CLOCKS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|monotonic|time_ns|monotonic_ns|perf_counter))$")
TIMELESS = ("crm/", "bot/routers/", "bot/fsm/", "bot/cards/", "storage/repositories/")
EVASIONS = re.compile(r"(^|\.)(skip|skipif|skipTest|xfail|importorskip)$")


def nested_imports(source: Module) -> list[str]:
    inside = [node for function in source.functions() for node in ast.walk(function)]
    return [f"{source.at(node)} import at the top" for node in inside if isinstance(node, ast.Import | ast.ImportFrom)]


def relative_imports(source: Module) -> list[str]:
    nodes = ast.walk(source.tree)
    return [f"{source.at(node)} name the package" for node in nodes if isinstance(node, ast.ImportFrom) and node.level]


def foreign_to_crm(source: Module) -> list[str]:
    tops = (name.split(".")[0] for node in ast.walk(source.tree) for name in imported(node))
    return [f"{source.name}: imports {top}" for top in tops if top != "crm" and top not in sys.stdlib_module_names]


def clocks_read(source: Module) -> list[str]:
    return [f"{source.at(call)} reads a clock; time is given as `now`" for call in source.calls() if CLOCKS.search(dotted(call.func))]


def evasions(source: Module) -> list[str]:
    nodes = (node for node in ast.walk(source.tree) if isinstance(node, ast.Attribute | ast.Name))
    found = [f"{source.at(node)} {dotted(node)}" for node in nodes if EVASIONS.search(dotted(node))]
    names = (name for node in ast.walk(source.tree) for name in imported(node))
    return found + [f"{source.name}: imports {name}" for name in names if name.startswith("unittest")]


def test_imports_stand_at_the_top() -> None:
    forbid(breach for source in modules(*ROOMS, "scripts", "tests") for breach in nested_imports(source) + relative_imports(source))
    assert nested_imports(module("def f():\n    import os"))
    assert relative_imports(module("from . import deal"))


def test_crm_knows_the_standard_library_alone() -> None:
    forbid(breach for source in modules("crm") for breach in foreign_to_crm(source))
    assert foreign_to_crm(module("import attrs", "crm/deal.py"))
    assert not foreign_to_crm(module("from __future__ import annotations\nfrom crm.lead import Lead\nimport re", "crm/deal.py"))


def test_rules_and_handlers_read_no_clock() -> None:
    timeless = [source for source in modules(*ROOMS) if source.name.startswith(TIMELESS)]
    forbid(breach for source in timeless for breach in clocks_read(source))
    assert clocks_read(module("datetime.now(UTC)"))
    assert clocks_read(module("time.monotonic()"))
    assert not clocks_read(module("unit.now"))


def test_tests_evade_nothing() -> None:
    forbid(breach for source in modules("tests") for breach in evasions(source))
    assert evasions(module("pytest.skip('later')"))
    assert evasions(module("@pytest.mark.xfail\ndef test(): pass"))
    assert evasions(module("from unittest.mock import Mock"))
