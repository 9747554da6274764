"""One price as it is written in a cell, read into its kind; what is not understood is said, never guessed (R26)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from crm.money import Currency, Money, parse_amount
from crm.price_list import PriceKind
from crm.price_words import price_words

_DECIMAL = r"[0-9]{1,6}(?:[.,][0-9]{1,3})?"
_PERCENT = re.compile(rf"({_DECIMAL})\s*%\s*(.*)")
_FACTOR = re.compile(f"[x\u0445\u00d7*]\\s*({_DECIMAL})")
_PLAIN = re.compile(_DECIMAL)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
MAX_UNIT = 40
MAX_CELL = 200


@dataclass(frozen=True, slots=True)
class CellPrice:
    """A price without its title; the fields mean what they mean in `PriceItem`."""

    kind: PriceKind
    price: Money | None = None
    low: Money | None = None
    high: Money | None = None
    unit: str = ""
    hours_low: Decimal | None = None
    hours_high: Decimal | None = None
    percent: Decimal | None = None
    factor: Decimal | None = None


def tidy(text: str) -> str:
    """A cell in one line, with one kind of dash and space."""
    return " ".join(text.translate(_DASHES).split())


def is_blank(text: str) -> bool:
    """Empty, or a dash that stands for nothing."""
    return not tidy(text).strip("-* ")


def read_cell(text: str, currency: Currency) -> CellPrice | None:
    """The price written in a cell, by the cell alone. None when it cannot be read."""
    cell = tidy(text).lower().strip("* ").rstrip(".")
    if len(cell) > MAX_CELL:
        return None
    return _free(cell, currency) or _share(cell) or _hours(cell) or _money(cell, currency) or _asked(cell)


def in_context(cell: CellPrice, text: str, *, title: str) -> CellPrice:
    """The same price by the light of its row's title: a coefficient, the norm-hour's own price, "…, per day"."""
    plain = cell.kind in (PriceKind.FIXED, PriceKind.FREE)
    number = plain_number(text)
    if plain and number is not None and _starts_with_any(title, price_words().coefficient):
        return CellPrice(PriceKind.COEFFICIENT, factor=number)
    if cell.kind is not PriceKind.FIXED:
        return cell
    unit = price_words().norm_hour[0] if names_norm_hour(title) else unit_of_title(title)
    return replace(cell, kind=PriceKind.PER_UNIT, unit=unit) if unit else cell


def plain_number(text: str) -> Decimal | None:
    """A bare number without any mark: money or hours, the list as a whole decides."""
    bare = tidy(text)
    return _decimal(bare) if _PLAIN.fullmatch(bare) else None


def names_norm_hour(title: str) -> bool:
    """The title is of the norm-hour itself ("Norm-hour", "Price of a norm-hour, per hour"), not of a work measured in it."""
    found = _norm_hour_word().search(tidy(title).lower())
    before = re.findall(r"\w+", found.string[: found.start()]) if found else ["-"]
    return all(_starts_with_any(word, price_words().price) for word in before)


def unit_of_title(title: str) -> str:
    """The unit at the end of "Travel, per km"; empty for "per service", which is one price."""
    found = _unit_at_end().search(tidy(title).lower())
    return found[1] if found else ""


def _free(cell: str, currency: Currency) -> CellPrice | None:
    return CellPrice(PriceKind.FREE, price=Money(0)) if cell in price_words().free or parse_amount(cell, currency) == 0 else None


def _share(cell: str) -> CellPrice | None:
    if found := _PERCENT.fullmatch(cell):
        return CellPrice(PriceKind.PERCENT, percent=_decimal(found[1]), unit=found[2][:MAX_UNIT])
    if found := _FACTOR.fullmatch(cell):
        return CellPrice(PriceKind.COEFFICIENT, factor=_decimal(found[1]))
    return None


def _hours(cell: str) -> CellPrice | None:
    found = _hours_pattern().fullmatch(cell)
    if found is None:
        return None
    low, high = _decimal(found[1]), _decimal(found[2] or found[1])
    return CellPrice(PriceKind.NORM_HOURS, hours_low=low, hours_high=high) if low <= high else None


def _money(cell: str, currency: Currency) -> CellPrice | None:
    body, unit = _without_unit(cell)
    if unit is None:
        return None
    amount = parse_amount(body, currency)
    if amount is not None:
        return CellPrice(PriceKind.PER_UNIT if unit else PriceKind.FIXED, price=Money(amount), unit=unit)
    return _range(body, unit, currency)


def _range(body: str, unit: str, currency: Currency) -> CellPrice | None:
    for pattern in _range_patterns():
        if found := pattern.fullmatch(body):
            ends = {name: parse_amount(text, currency) for name, text in found.groupdict().items()}
            low, high = ends.get("low", 0), ends.get("high", 10**18)
            if low is not None and high is not None and low <= high:
                prices = {name: Money(end) for name, end in ends.items() if end is not None}
                return CellPrice(PriceKind.FROM_TO, low=prices.get("low"), high=prices.get("high"), unit=unit)
    return None


def _asked(cell: str) -> CellPrice | None:
    """Words that say "ask": a price by agreement, or free on some condition."""
    return CellPrice(PriceKind.UNKNOWN) if any(_starts_with_any(word, price_words().asked) for word in re.findall(r"\w+", cell)) else None


def _without_unit(cell: str) -> tuple[str, str | None]:
    """The amount and its unit: none (""), or None when what follows the slash is no unit."""
    found = _per_pattern().fullmatch(cell)
    if found is None:
        return cell, ""
    unit = found[2].strip(" .")
    if unit in price_words().service:
        return found[1], ""
    return found[1], unit if unit[:1].isalpha() and len(unit) <= MAX_UNIT else None


def _starts_with_any(text: str, beginnings: tuple[str, ...]) -> bool:
    return tidy(text).lower().lstrip("* ").startswith(beginnings)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _any_of(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def _hours_pattern() -> re.Pattern[str]:
    words = _any_of(price_words().norm_hour + price_words().hour)
    return re.compile(rf"({_DECIMAL})(?:\s*-\s*({_DECIMAL}))?\s*{words}")


@cache
def _norm_hour_word() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any_of(price_words().norm_hour)}(?!\w)")


@cache
def _unit_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any_of(price_words().per)}\s+(?:1\s*)?({_any_of(price_words().units)})[\s.*]*$")


@cache
def _per_pattern() -> re.Pattern[str]:
    return re.compile(rf"(.*?)\s*(?:/|(?<!\w){_any_of(price_words().per)}(?!\w))\s*(?:1\s+)?(.+)")


@cache
def _range_patterns() -> tuple[re.Pattern[str], ...]:
    low, high = _any_of(price_words().low), _any_of(price_words().high)
    return (
        re.compile(rf"(?:{low}\.?\s)?\s*(?P<low>.+?)\s*(?:-|(?<!\w){high}\.?\s)\s*(?P<high>.+)"),
        re.compile(rf"{low}\.?\s+(?P<low>.+)"),
        re.compile(rf"{high}\.?\s+(?P<high>.+)"),
    )
