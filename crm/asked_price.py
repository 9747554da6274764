"""The limits of a price that is asked when a position is picked: what the list itself says of it (R30, R45)."""

from __future__ import annotations

from crm.money import Money
from crm.price_list import PriceItem, PriceKind, exact_price, suggested_range


def allowed_prices(item: PriceItem, hour: Money | None) -> tuple[Money | None, Money | None]:
    """The lowest and the highest price; None where the list sets no limit ("from 3000", a percentage, hours without their price).

    A position with a price of its own has no other one.
    """
    exact = exact_price(item)
    if exact is not None:
        return exact, exact
    if item.kind is PriceKind.FROM_TO:
        return item.low, item.high
    found = suggested_range(item, hour)
    return found if found else (None, None)
