"""Asked prices: the list's own limits, and none where it sets none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm.asked_price import allowed_prices
from crm.money import Money
from crm.price_list import PriceItem, PriceKind

FROM = PriceItem("Screen", PriceKind.FROM_TO, low=Money(300_000))
BETWEEN = PriceItem("Screen", PriceKind.FROM_TO, low=Money(300_000), high=Money(500_000))
HOURS = PriceItem("Wiring", PriceKind.NORM_HOURS, hours_low=Decimal(1), hours_high=Decimal("1.2"))


@pytest.mark.parametrize(
    ("item", "limits"),
    [
        (FROM, (300_000, None)),
        (BETWEEN, (300_000, 500_000)),
        (HOURS, (100_000, 150_000)),
        (PriceItem("Cleaning", PriceKind.FIXED, price=Money(90_000)), (90_000, 90_000)),
        (PriceItem("Urgent", PriceKind.PERCENT, percent=Decimal(30)), (None, None)),
    ],
)
def test_limits_are_those_of_the_list(item: PriceItem, limits: tuple[int | None, int | None]) -> None:
    assert tuple(end.amount if end else None for end in allowed_prices(item, Money(100_000))) == limits
