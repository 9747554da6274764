"""The price list: what a service costs, in every way companies write it, and which of them is an exact price (R26, R30)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from crm.money import Money
from crm.price_words import price_words

HALF_HOUR = Decimal("0.5")


class PriceKind(StrEnum):
    """How the price is written: one number, none, a range, hours of work, per unit, a share, a factor on another price, or other words."""

    FIXED = "fixed"
    FREE = "free"
    FROM_TO = "from_to"
    NORM_HOURS = "norm_hours"
    PER_UNIT = "per_unit"
    PERCENT = "percent"
    COEFFICIENT = "coefficient"
    UNKNOWN = "unknown"


EXACT_KINDS = frozenset({PriceKind.FIXED, PriceKind.FREE, PriceKind.PER_UNIT})


@dataclass(frozen=True, slots=True)
class PriceItem:
    """A position of the price list.

    `raw` is the price and `raw_title` the title as the owner wrote them; `uses` counts picks, so that the frequent come first.
    `tariff` names the column of a list with several prices for one service.
    """

    title: str
    kind: PriceKind
    price: Money | None = None
    id: int | None = None
    code: str = ""
    category: str = ""
    tariff: str = ""
    low: Money | None = None
    high: Money | None = None
    unit: str = ""
    hours_low: Decimal | None = None
    hours_high: Decimal | None = None
    percent: Decimal | None = None
    factor: Decimal | None = None
    raw: str = ""
    raw_title: str = ""
    uses: int = 0
    archived: bool = False

    @property
    def is_exact(self) -> bool:
        return self.kind in EXACT_KINDS

    @property
    def short_title(self) -> str:
        """The title without the category it begins with: a button has little room."""
        rest = self.title.removeprefix(self.category)
        return rest.lstrip(": ") if self.category and rest.startswith(":") and rest.strip(": ") else self.title


def exact_price(item: PriceItem, quantity: Decimal = Decimal(1)) -> Money | None:
    """The sum for a quantity; None means that the price must be asked when the item is picked."""
    if item.kind is PriceKind.FREE:
        return Money(0)
    if item.kind not in EXACT_KINDS or item.price is None:
        return None
    return item.price.times(quantity)


def suggested_range(item: PriceItem, hour_price: Money | None) -> tuple[Money, Money] | None:
    """What to suggest for a price that must be asked: the list's own range, or its hours at the hour's price."""
    if item.kind is PriceKind.FROM_TO:
        ends = [end for end in (item.low, item.high) if end is not None]
        return (ends[0], ends[-1]) if ends else None
    if item.kind is PriceKind.NORM_HOURS and hour_price is not None and item.hours_low is not None:
        low, high = (hour_price.times(billed_hours(hours)) for hours in (item.hours_low, item.hours_high or item.hours_low))
        return low, high
    return None


def billed_hours(hours: Decimal) -> Decimal:
    """Hours rounded up to the half hour, as the trade bills them."""
    return (hours / HALF_HOUR).to_integral_value(rounding=ROUND_CEILING) * HALF_HOUR


def hour_price(items: Iterable[PriceItem]) -> Money | None:
    """The price of the company's norm-hour, if its list names one."""
    unit = price_words().norm_hour[0]
    return next((item.price for item in items if item.unit == unit and item.kind is PriceKind.PER_UNIT and not item.archived), None)


def by_frequency(items: Iterable[PriceItem]) -> list[PriceItem]:
    """Items that can be picked, the often used first, otherwise in the list's order (screen D3)."""
    return sorted((item for item in items if not item.archived), key=lambda item: -item.uses)


def matching(items: Iterable[PriceItem], words: str) -> list[PriceItem]:
    """Positions whose title has words that begin as the given ones do."""
    wanted = normal(words).split()
    return [item for item in items if all(any(word.startswith(part) for word in normal(item.title).split()) for part in wanted)]


def normal(text: str) -> str:
    """A text as a key: letters and digits only, so that case, footnote stars, dots and spaces do not make another item of it."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("\u0451", "\u0435").replace("_", " ")))
