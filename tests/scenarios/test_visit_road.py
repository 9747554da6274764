"""The visit road: time before the estimate, the price agreed on site, money at the door."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company


async def visit_is_asked_for(company: Company, *, anna: Person) -> None:
    t = company.t
    await anna.starts()
    await anna.taps(t("🛠 New request"), on=await anna.sees(t("Just write what happened, or press the button.")))
    await anna.taps(t("🧺 Appliance"))
    await anna.says("Стиральная машина течёт")
    await anna.taps(t("🚗 Master's visit"))
    await anna.shares_contact()
    await anna.taps(t("✅ Send"))
    await anna.sees(t("Accepted, request №{number}.", number=1001))


async def time_is_agreed(company: Company, *, vera: Person, ivan: Person, anna: Person) -> None:
    t = company.t
    await vera.taps(t("✋ Take"), on=await vera.sees(t("🆕 New request №{number}", number=1001)))
    await vera.taps(t("🧾 To deal"))
    await vera.taps(t("▶️ Start"))
    await vera.taps(t("👷 Assign"), on=await vera.sees(t("estimate being made")))
    await vera.taps("Иван", on=await vera.sees(t("№{number}: which master?", number=1001)))
    await ivan.sees(t("👷 Order №{number} is assigned to you", number=1001))
    await vera.taps(t("🕒 Agree the time"), on=await vera.sees("👷 Иван"))
    for count in (1, 2):
        await vera.taps("⬜")
        await vera.sees(company.n("📤 Offer {n} option", "📤 Offer {n} options", count))
    await vera.taps(company.n("📤 Offer {n} option", "📤 Offer {n} options", 2))
    offer = await anna.sees(t("№{number}: which time suits you?", number=1001))
    assert len(offer.labels) == 2
    await anna.taps(offer.buttons[0][0], on=offer)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_from_the_form_to_closed(company: Company) -> None:
    t = company.t
    vera = await company.hires("Вера", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    ivan = await company.hires("Иван", Role.ENGINEER)
    anna = company.client("Анна")
    await visit_is_asked_for(company, anna=anna)
    await time_is_agreed(company, vera=vera, ivan=ivan, anna=anna)
    await company.settle()
    await company.restart()
    await ivan.taps(t("👌 Time suits me"))
    await anna.sees(t("№{number}: we will come {when}.", number=1001, when="")[:-2])

    await ivan.taps(t("🚗 On my way"), on=await ivan.sees(t("scheduled")))
    await anna.sees(t("🚗 №{number}: {engineer} is on the way.", number=1001, engineer="Иван"))
    await ivan.taps(t("▶️ Started"))
    await ivan.taps(t("🧾 Estimate"), on=await ivan.sees(t("work in progress")))
    await ivan.taps("➕ Cleaning")
    await ivan.taps(t("📤 Send for approval"), on=await ivan.sees(t("Total {sum}", sum=company.money(90_000))))
    await anna.taps(t("✅ Approve {sum}", sum=company.money(90_000)))
    await ivan.taps(t("🏁 Done"), on=await ivan.sees(t("✅ №{number}: estimate approved, {sum}", number=1001, sum=company.money(90_000))))
    done = t("✅ №{number}: the work is done. To pay: {due}.", number=1001, due=company.money(90_000))
    await anna.sees(done)
    await vera.taps(t("💰 Payment"), on=await vera.sees(t("🏁 №{number}: the work is done", number=1001)))
    await vera.taps(t("💵 Cash"))
    await vera.taps(t("🏁 Close & hand over"), on=await vera.sees(company.money(90_000)))
    await anna.sees(t("Done. Thank you for coming to us."))
    await company.settle()
    assert sum(message.text == done for message in anna.history) == 1
