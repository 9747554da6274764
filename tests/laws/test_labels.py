"""Law: what stands on a button is short in every language (S14): 28 visible characters at most, parts filled in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import chain

import pytest
from babel.messages.catalog import Catalog

from bot.cards import choices, engineer, labels, money
from bot.words import fill
from scripts.messages import LANGUAGES, catalogue_path, read_catalogue
from tests.laws.source import Module, forbid, module, modules

WIDEST = 28
PARTS = {"sum": "12 345 ₽", "due": "12 345 ₽", "number": "10001", "n": "12", "name": "Иван", "engineer": "Иван", "version": "2"}
TABLES = (labels.LEAD_ACTIONS, labels.DEAL_ACTIONS, money.METHODS, choices.SNOOZES, engineer.TASK_REFUSALS)


def button_phrases(source: Module) -> Iterator[str]:
    """The phrases that a button is made with."""
    for call in source.calls():
        if isinstance(call.func, ast.Name) and call.func.id == "Button" and call.args:
            for node in ast.walk(call.args[0]):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "words") and node.args:
                    yield from (text.value for text in node.args[:1] if isinstance(text, ast.Constant) and isinstance(text.value, str))


class Parts(dict[str, object]):
    """Whatever else a label counts has two digits."""

    def __missing__(self, key: str) -> str:
        return "99"


@cache
def catalogue(language: str) -> Catalog:
    return read_catalogue(catalogue_path(language), language)


def too_wide(phrase: str, language: str) -> list[str]:
    message = catalogue(language).get(phrase)
    said = str(message.string) if message and message.string else phrase
    shown = fill(said, Parts(PARTS))
    return [f"{language}: {shown!r} is {len(shown)} wide"] if len(shown) > WIDEST else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_short(language: str) -> None:
    said = chain((p for source in modules("bot") for p in button_phrases(source)), (str(p) for t in TABLES for p in t.values()))
    forbid(breach for phrase in sorted(set(said)) for breach in too_wide(phrase, language))


def test_a_wide_label_is_found() -> None:
    assert list(button_phrases(module('Button(_("A button") + " 1", go("a"))'))) == ["A button"]
    assert too_wide("A button that tells the whole story of an order", "en")
