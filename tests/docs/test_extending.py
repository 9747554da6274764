"""The recipes for developers name what is there: every table in the file that the recipe leads to, code that is Python."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator

from tests.docs.pages import FENCE, LINK, page

STEP = re.compile(r"^\d+\. (?:.|\n(?!\d+\. |#))+", re.MULTILINE)
TABLE = re.compile(r"`([A-Z][A-Z_]{2,})`")
RECIPES = page("en", "extending.md")


def named() -> Iterator[tuple[str, list[str]]]:
    """Each table with the Python files that its step leads to."""
    for found in STEP.finditer(RECIPES.prose):
        files = [link["target"] for link in LINK.finditer(found[0]) if link["target"].endswith(".py")]
        yield from ((table, files) for table in TABLE.findall(found[0]))


def has(table: str, files: list[str]) -> bool:
    return any(re.search(rf"^{table}\b", (RECIPES.path.parent / file).resolve().read_text("utf-8"), re.MULTILINE) for file in files)


def test_every_table_is_where_the_recipe_leads() -> None:
    assert [(table, files) for table, files in named() if not has(table, files)] == []
    assert {"NEAR", "NOTICES", "DEAL_WAITS", "LANGUAGES"} <= {table for table, _files in named()}


def test_a_table_that_is_elsewhere_is_found() -> None:
    assert has("NEAR", ["../../bot/cards/order_layout.py"])
    assert not has("NEAR", ["../../crm/notices.py"])


def test_the_code_of_a_recipe_is_python() -> None:
    blocks = [textwrap.dedent(found["body"]) for found in FENCE.finditer(RECIPES.text) if found["kind"] == "python"]
    assert len(blocks) > 3
    for block in blocks:
        ast.parse(block.rstrip().removesuffix(","))
