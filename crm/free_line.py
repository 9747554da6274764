"""A line typed by hand, "Cleaning 2 x 450", read into title, quantity and price (R45, screen D4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from crm.money import RUB, Currency, Money, parse_amount
from crm.price_words import price_words

MAX_TITLE = 200

_SPLIT = re.compile(r"\s+|[:=]\s*")
_TAIL = re.compile(
    "(?:(?P<quantity>[0-9]{1,4}(?:[.,][0-9]{1,3})?)\\s*(?:[^\\W\\d_]{1,4}\\.?)?\\s*[xX\u0445\u0425\u00d7*]\\s*)?(?P<price>\\D{0,4}[0-9].*)"
)
_UNFINISHED = re.compile("[0-9]\\s*[xX\u0445\u0425\u00d7*]$")
_EDGES = " \t\u00a0-\u2013\u2014:=,;"


@dataclass(frozen=True, slots=True)
class FreeLine:
    """What was understood; shown back before it is added."""

    title: str
    quantity: Decimal
    unit_price: Money


def parse_free_line(text: str, currency: Currency = RUB) -> FreeLine | None:
    """Title first, the price last, "quantity x" before it if not one. None when no such reading exists; nothing is guessed.

    The shortest title that leaves a sound amount wins, so digits before the price join it as thousands ("Keyboard 3 200").
    """
    line = text.strip()
    if "\n" in line or len(line) > MAX_TITLE + 40:
        return None
    for gap in _SPLIT.finditer(line):
        title = line[: gap.start()].strip(_EDGES)
        priced = _read_tail(line[gap.end() :], currency)
        if priced and _is_title(title):
            return FreeLine(title, *priced)
    return None


def _read_tail(tail: str, currency: Currency) -> tuple[Decimal, Money] | None:
    if tail.lower().rstrip(".") in price_words().free:
        return Decimal(1), Money(0)
    found = _TAIL.fullmatch(tail)
    amount = parse_amount(found["price"], currency) if found else None
    if found is None or amount is None:
        return None
    quantity = Decimal((found["quantity"] or "1").replace(",", "."))
    return (quantity, Money(amount)) if quantity > 0 else None


def _is_title(title: str) -> bool:
    """With a letter, and no quantity left over at its end: "0 x" is a mistake to show, not a name."""
    return len(title) <= MAX_TITLE and any(map(str.isalpha, title)) and not _UNFINISHED.search(title)
