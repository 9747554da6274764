"""Two of the days to survive: a part with a prepayment, and a price that doubles on site (flows)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

ALONE = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT)
BOTH = pytest.mark.parametrize("language", ["ru", "en"])


async def taken_up(company: Company, *extra: str) -> tuple[Person, Person]:
    """A company of one with a client's order that waits for its estimate."""
    t = company.t
    vera, anna = await company.hires("Vera", *ALONE), company.client("Anna")
    await anna.says("TV")
    await company.taps(vera, t("✋ Take"), t("🧾 To deal"), t("▶️ Start"), *extra, t("👷 Assign"))
    return vera, anna


@BOTH
async def test_day_a_part_with_prepayment(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company, t("📥 Device taken in"))
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    await company.taps(anna, t("✅ Approve {sum}", sum=company.money(90_000)))
    await company.taps(vera, t("▶️ Started"), t("⋯ More"), t("💳 Ask prepayment"))
    await vera.says("500")
    await anna.sees(t("💳 №{number}: we need a prepayment of {prepayment} to go on.", number=1001, prepayment=company.money(50_000)))
    card = await vera.sees(t("Prepayment asked: {sum}", sum=company.money(50_000)))
    assert card.button(t("📦 Wait for parts")) is None, "parts wait for the prepayment"
    await company.taps(vera, t("⋯ More"), t("💰 Payment"), t("½ Other sum"))
    await vera.says("500")
    await company.taps(vera, t("💳 Card"), t("‹ Back"), t("📦 Wait for parts"), t("In a week"))
    await anna.sees(t("📦 №{number}: we are waiting for a part and will tell you when it comes.", number=1001))


@BOTH
async def test_day_the_price_doubles_on_site(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await company.taps(vera, t("🕒 Agree the time"), "⬜", "📤")
    offer = await anna.sees(t("№{number}: which time suits you?", number=1001))
    await anna.taps(offer.buttons[0][0], on=offer)
    await company.taps(vera, t("🚗 On my way"), t("▶️ Started"), t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    await company.taps(anna, t("✅ Approve {sum}", sum=company.money(90_000)))
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    bigger = await anna.sees(company.money(180_000))
    assert company.money(90_000) in bigger.text, "the difference is named"
    await company.taps(anna, t("✅ Approve {sum}", sum=company.money(180_000)))
    await vera.sees(t("✅ №{number}: estimate approved, {sum}", number=1001, sum=company.money(180_000)))
