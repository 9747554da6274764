"""Money in whole minor units of the company's one currency, and how an amount typed by a person is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from crm.price_words import currency_marks

MAX_AMOUNT = 10**11
"""The largest single amount, in minor units: sums of thousands of lines still fit a 64-bit column."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact sum in minor units (kopecks, cents); may be negative. There is no division: shares are `times` a Decimal."""

    amount: int = 0

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"money is whole minor units, not {type(self.amount).__name__}")

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + other.amount)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - other.amount)

    def __neg__(self) -> Money:
        return Money(-self.amount)

    def __bool__(self) -> bool:
        return self.amount != 0

    def times(self, quantity: Decimal) -> Money:
        """The sum for a quantity; half a minor unit is rounded away from zero."""
        return Money(int((self.amount * quantity).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


ZERO = Money(0)


def total_of(amounts: Iterable[Money]) -> Money:
    return Money(sum(money.amount for money in amounts))


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency by its ISO code, with the number of digits of its minor unit."""

    code: str
    digits: int = 2

    def major(self, money: Money) -> Decimal:
        """The sum in major units, for showing only."""
        return Decimal(money.amount).scaleb(-self.digits)


RUB = Currency("RUB")

CURRENCIES = MappingProxyType(
    {
        currency.code: currency
        for currency in (
            RUB,
            *(Currency(code) for code in ("BYN", "KZT", "UAH", "KGS", "UZS", "AMD", "GEL", "AZN", "MDL")),
            *(Currency(code) for code in ("PLN", "TRY", "USD", "EUR", "GBP", "CNY")),
            Currency("JPY", 0),
        )
    }
)

_GROUPS = re.compile("[\\s\u2019']+")
_READINGS = (
    re.compile(r"([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]{1,2}))?"),
    re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?"),
    re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]{1,2}))?"),
)


def parse_amount(text: str, currency: Currency = RUB) -> int | None:
    """Minor units of an amount as people write it ("4 500", "9,60", "1 200.50 ₽", "1,200.50"); None for anything doubtful.

    A mark of another currency, a minus, more digits after the point than the currency has, or a sum over `MAX_AMOUNT` is None.
    """
    bare = _GROUPS.sub(" ", without_mark(text, currency))
    found = next((m for m in (reading.fullmatch(bare) for reading in _READINGS) if m), None)
    if found is None:
        return None
    whole, part = re.sub(r"[ .,]", "", found[1]), found[2] or ""
    if len(part) > currency.digits or len(whole) > len(str(MAX_AMOUNT)):
        return None
    amount = int(whole + part.ljust(currency.digits, "0"))
    return amount if amount <= MAX_AMOUNT else None


def without_mark(text: str, currency: Currency) -> str:
    """The text without one mark of the currency before or after the number."""
    bare = text.strip().rstrip(".")
    lower = bare.lower()
    for mark in currency_marks(currency.code):
        if lower.endswith(mark):
            return bare[: -len(mark)].strip()
        if lower.startswith(mark):
            return bare[len(mark) :].strip(" .\u00a0")
    return bare
