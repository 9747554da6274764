"""A price that must be asked first: the refusal carries the button that asks it, for the very line (R41, R45, S13)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from crm.use_cases.price_list import import_price_list
from sandbox import Person
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.scenarios.conftest import Company
from tests.scenarios.test_refusals import taken_up

BOTH = pytest.mark.parametrize("language", ["ru", "en"])
ASKED = b"Service;Price\nCleaning;500-900"


@asynccontextmanager
async def behind_the_scenes(company: Company) -> AsyncIterator[SqlUnitOfWork]:
    assert company.app.wiring is not None
    async with company.app.wiring.engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=company.clock(), shop=await load_shop(connection))
        yield unit
        await unit.flush()


async def names(company: Company, vera: Person, price: str) -> None:
    t = company.t
    await vera.taps("✏️ Cleaning", on=await vera.sees(t("This price has to be asked first: write it down.")))
    await vera.sees(f"Cleaning · {company.money(50_000)}–{company.money(90_000)}")
    await vera.says(price)
    await vera.sees(f"Cleaning × 1 — {company.money(70_000)}")


@BOTH
async def test_a_position_that_lost_its_price_asks_for_it_where_it_is_picked(company: Company) -> None:
    vera, _anna = await taken_up(company)
    await company.taps(vera, company.t("🧾 Estimate"))
    old = await vera.sees("➕ Cleaning")
    async with behind_the_scenes(company) as unit:
        await import_price_list(unit, ASKED)
    await vera.presses_stale(old, "➕ Cleaning")
    await names(company, vera, "700")


@BOTH
async def test_a_line_without_its_price_is_named_before_the_estimate_goes_out(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await company.taps(vera, t("🧾 Estimate"), "➕ Keyboard replacement", "➕ Cleaning")
    async with behind_the_scenes(company) as unit:
        await import_price_list(unit, ASKED)
        estimate, deal = await unit.estimates.find(1001, 1), await unit.deals.find(1001)
        assert estimate is not None
        assert deal is not None
        estimate.lines[1] = replace(estimate.lines[1], is_exact=False)
        deal.estimate_exact = False
        await unit.estimates.save(estimate)
        await unit.deals.save(deal)
    await company.taps(vera, t("📤 Send for approval"))
    stopped = await vera.sees(t("This price has to be asked first: write it down."))
    assert not [label for label in stopped.labels if "Keyboard" in label]
    await names(company, vera, "700")
    await company.taps(vera, t("📤 Send for approval"))
    await anna.sees(t("✅ Approve {sum}", sum=company.money(390_000)))
