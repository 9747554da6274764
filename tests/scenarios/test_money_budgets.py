"""Tap budgets of money (screens §5): the accountant's full payment and his part, counted from the order's card."""

from __future__ import annotations

from tests.scenarios.conftest import Company
from tests.scenarios.test_money import opens, ready_order
from tests.scenarios.test_tap_budgets import budget, database_url

__all__ = ["database_url"]


async def test_the_accountant_takes_a_part_and_the_rest(company: Company) -> None:
    _vera, zoe = await ready_order(company)
    await opens(zoe, company)
    with budget(zoe, taps=2, messages=1):
        await company.taps(zoe, "½ Other sum")
        await zoe.says("450")
        await company.taps(zoe, "💳 Card")
    await opens(zoe, company)
    with budget(zoe, taps=2):
        await company.taps(zoe, "💰 Payment", "💵 Cash")
    await zoe.sees("Paid")
