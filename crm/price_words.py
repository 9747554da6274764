"""The words by which a price list is understood, kept as data: column names, units, currency marks, in both languages (R26)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast


@dataclass(frozen=True, slots=True)
class PriceWords:
    """Lower-case words. `title`, `price`, `code`, `category`, `asked`, `coefficient` are beginnings of words, the rest are whole."""

    title: tuple[str, ...]
    price: tuple[str, ...]
    number: tuple[str, ...]
    code: tuple[str, ...]
    category: tuple[str, ...]
    unit: tuple[str, ...]
    free: tuple[str, ...]
    asked: tuple[str, ...]
    norm_hour: tuple[str, ...]
    hour: tuple[str, ...]
    coefficient: tuple[str, ...]
    per: tuple[str, ...]
    units: tuple[str, ...]
    service: tuple[str, ...]
    low: tuple[str, ...]
    high: tuple[str, ...]


@cache
def price_words() -> PriceWords:
    words = _resource()["words"]
    return PriceWords(**{name: tuple(values) for name, values in words.items()})


@cache
def currency_marks(code: str) -> tuple[str, ...]:
    """Signs and words that mean the currency, the longest first; none for an unknown code."""
    return tuple(sorted(_resource()["marks"].get(code, ()), key=len, reverse=True))


def _resource() -> dict[str, dict[str, list[str]]]:
    text = files("crm").joinpath("price_words.json").read_text(encoding="utf-8")
    return cast(dict[str, dict[str, list[str]]], json.loads(text))
