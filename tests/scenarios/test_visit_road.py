"""The visit road: time before the estimate, the price agreed on site, money at the door."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

ADDRESS = "Ленина 7, кв. 3"


async def visit_is_asked_for(company: Company, *, anna: Person) -> None:
    t = company.t
    await anna.starts()
    await anna.taps(t("🛠 New request"), on=await anna.sees(t("Just write what happened, or press the button.")))
    await anna.taps(t("🧺 Appliance"))
    await anna.says("Стиральная машина течёт")
    await anna.sees(t("Where? For a visit you can send the address or the location at once."))
    await anna.says(ADDRESS)
    await anna.shares_contact()
    await anna.taps(t("✅ Send"))
    await anna.sees(t("Accepted, request №{number}.", number=1001))


async def time_is_agreed(company: Company, *, vera: Person, ivan: Person, anna: Person, picks: bool = True) -> None:
    t = company.t
    await vera.taps(t("✋ Take"), on=await vera.sees(t("🆕 New request №{number}", number=1001)))
    await vera.taps(t("🧾 To deal"))
    await vera.taps(t("▶️ Start"))
    await vera.taps(t("👷 Assign"), on=await vera.sees(f"№1001 · {t('estimate being made')}"))
    await vera.taps("Иван", on=await vera.sees(t("№{number}: which engineer?", number=1001)))
    await ivan.sees(t("👷 Order №{number} is assigned to you", number=1001))
    await vera.taps(t("🕒 Agree the time"), on=await vera.sees("👷 Иван"))
    for count in (1, 2):
        await vera.taps("⬜")
        await vera.sees(company.n("📤 Offer {n} option", "📤 Offer {n} options", count))
    await vera.taps(company.n("📤 Offer {n} option", "📤 Offer {n} options", 2))
    offer = await anna.sees(t("№{number}: which time suits you?", number=1001))
    assert len(offer.labels) == 3, "two times and a way to wish another"
    if picks:
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

    way = await ivan.sees(f"📍 {ADDRESS}")
    assert t("🗺 Route") in way.labels
    await ivan.taps(t("🚗 On my way"), on=await ivan.sees(f"№1001 · {t('scheduled')}"))
    await anna.sees(t("🚗 №{number}: {engineer} is on the way.", number=1001, engineer="Иван"))
    await ivan.taps(t("▶️ Started"))
    await ivan.taps(t("🧾 Estimate"), on=await ivan.sees(f"№1001 · {t('work in progress')}"))
    await ivan.taps("➕ Cleaning")
    await ivan.taps(t("📤 Send for approval"), on=await ivan.sees(t("Total {sum}", sum=company.money(90_000))))
    await anna.taps(t("✅ Approve {sum}", sum=company.money(90_000)))
    await ivan.taps(t("🏁 Done"), on=await ivan.sees(t("✅ №{number}: estimate approved, {sum}", number=1001, sum=company.money(90_000))))
    done = f"{t('✅ №{number}: the work is done.', number=1001)} {t('To pay: {due}.', due=company.money(90_000))}"
    await anna.sees(done)
    await vera.taps(t("💰 Payment"), on=await vera.sees(t("🏁 №{number}: the work is done", number=1001)))
    await vera.taps(t("💵 Cash"))
    await vera.taps(t("🏁 Close & hand over"), on=await vera.sees(company.money(90_000)))
    await anna.sees(t("Done. Thank you for coming to us."))
    await company.settle()
    assert sum(message.text == done for message in anna.history) == 1


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_visit_in_plain_words(company: Company) -> None:
    """No form, so the address is asked for on the card; none of the offered times suits, so the client says which would."""
    t = company.t
    vera = await company.hires("Вера", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    ivan = await company.hires("Иван", Role.ENGINEER)
    anna = company.client("Анна")
    await anna.says("Стиральная машина течёт, приезжайте")
    await time_is_agreed(company, vera=vera, ivan=ivan, anna=anna, picks=False)
    await vera.taps(t("📍 Address"), on=await vera.sees(t("no address yet")))
    await vera.says(ADDRESS)
    await vera.sees(f"📍 {ADDRESS}")
    offer = await anna.sees(t("№{number}: which time suits you?", number=1001))
    await anna.taps(t("✍️ Another time"), on=offer)
    await anna.says("В субботу после обеда")
    await anna.sees(t("Passed on, we will answer here."))
    wish = t("🕒 №{number}: another time would suit the client: {text}", number=1001, text="В субботу после обеда")
    card = await vera.sees(wish)
    assert t("🕒 Offered to the client: {times}", times="")[:-2] in card.text


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_kind_of_order_is_chosen(company: Company) -> None:
    """An express order by the price list needs no approval: the sum is agreed as it is sent."""
    t = company.t
    vera = await company.hires("Вера", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    anna = company.client("Анна")
    await anna.says("Почистите ноутбук")
    await vera.taps(t("✋ Take"), on=await vera.sees(t("🆕 New request №{number}", number=1001)))
    await company.taps(vera, t("🧾 To deal"))
    await company.taps(vera, t("▶️ Start"))
    await vera.taps(t("📥 Device taken in"), on=await vera.sees(f"№1001 · {t('estimate being made')}"))
    await company.taps(vera, t("⋯ More"), t("🏷 Kind of order"), t("Express by price list"))
    await vera.taps(t("🧾 Estimate"), on=await vera.sees(t("Express by price list")))
    await company.taps(vera, "➕ Cleaning", t("📤 Send for approval"))
    await vera.sees(f"№1001 · {t('time being agreed')}")
    await anna.never_sees(t("Estimate for №{number}, version {version}", number=1001, version=1))
