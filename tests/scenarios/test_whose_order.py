"""An order on a wrong client's card: moved as long as nothing of his is in it, else refused with the way on (R40)."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import Company
from tests.scenarios.test_clients import taken_for_another

BOTH = pytest.mark.parametrize("language", ["ru", "en"])


@BOTH
async def test_an_order_is_told_apart_found_again_and_stays_once_the_price_is_agreed(company: Company) -> None:
    t = company.t
    vera, oleg = await taken_for_another(company)
    await company.taps(vera, t("🧾 To deal"), t("▶️ Start"))
    assert "Anna Petrova" in (await vera.sees("My phone is broken")).text
    await company.taps(vera, t("⋯ More"), t("👤 Not this client"), t("👤 A new contact"))
    told_apart = await vera.sees("👤 Oleg")
    assert "My phone is broken" in told_apart.text
    await vera.says("Which model?", reply_to=told_apart)
    await oleg.sees("Which model?")
    await company.taps(vera, t("⋯ More"), t("👤 Not this client"))
    assert t("👤 A new contact") not in (await vera.sees(t("🔗 Find the client"))).labels
    await company.taps(vera, t("🔗 Find the client"))
    await vera.says("petrova")
    await company.taps(vera, "🔗 Anna Petrova")
    assert t("Also open: {numbers}", numbers="№1001") in (await vera.sees("👤 Anna Petrova")).text
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"), t("⋯ More"), t("👤 Not this client"))
    await vera.taps(t("✏️ Change estimate"), on=await vera.sees(t("The estimate waits for this client's answer: take it back first.")))
    await company.taps(vera, t("📤 Send for approval"), t("✅ Approve"), t("📞 By phone"))
    await vera.says("Yes, go on")
    await company.taps(vera, t("⋯ More"), t("👤 Not this client"))
    stays = await vera.sees(t("This client has agreed to the price: the order stays his. Cancel it and open a new one for the other."))
    assert t("🚫 Cancel order") in stays.labels
