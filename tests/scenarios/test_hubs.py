"""Hubs tell the truth without being asked: counts and lists follow what happens (S3, S13)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

HATS = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)


def hubs(person: Person, *buttons: str) -> int:
    """Messages with one of these buttons of a hub."""
    return sum(any(message.button(label) for label in buttons) for message in person.chat)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_lists_follow_the_orders(company: Company) -> None:
    t = company.t
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.starts()
    await anna.sees(f"{t('📋 My requests')} · 0")
    await mary.sees(t("📥 The queue is empty"))
    await anna.says("The screen is black")
    await mary.sees(t("✋ Take next"), timeout=8.0)
    await anna.sees(f"{t('📋 My requests')} · 1")
    await mary.taps(t("✋ Take"), on=await mary.sees(t("🆕 New request №{number}", number=1001)))
    await mary.sees(t("📥 The queue is empty"))
    await mary.sees(company.n("✋ Yours: {n} request", "✋ Yours: {n} requests", 1))


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_several_hats_see_a_section_each_and_one_main_button(company: Company) -> None:
    t = company.t
    vera = await company.hires("Vera", *HATS, Role.ENGINEER, Role.ACCOUNTANT)
    empty = await vera.sees(t("✅ Nothing waits for you now"))
    assert empty.labels[0] == t("➕ Order by hand")
    await company.client("Anna").says("The screen is black")
    await company.passes(seconds=4)
    await vera.sees(company.n("📥 Queue: {n} waits", "📥 Queue: {n} wait", 1), timeout=8.0)
    await vera.taps(t("✋ Take next"))
    await vera.taps(t("🧾 To deal"))
    await company.passes(seconds=4)
    hub = await vera.sees(company.n("🚦 Board: {n} order", "🚦 Board: {n} orders", 1), timeout=8.0)
    assert hub.labels[0] == f"🚦 {t('Open №{number}', number=1001)}"
    assert company.n("📥 Queue: {n} waits", "📥 Queue: {n} wait", 1) not in hub.text
    await vera.taps(f"{t('🚦 Board')} · 1", on=hub)
    board = await vera.sees(f"✅ {t('Mine · {n}', n=1)}")
    assert hubs(vera, t("☑️ My tasks"), t("👷 Engineers")) == 1
    await vera.taps(t("‹ Back"), on=board)
    await vera.sees(company.n("🚦 Board: {n} order", "🚦 Board: {n} orders", 1))
    await company.restart()
    await vera.taps(t("🏠 Now"))
    await company.settle()
    assert hubs(vera, t("☑️ My tasks"), t("👷 Engineers")) == 1


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_boards_toggles_stay_as_they_were_left(company: Company) -> None:
    t = company.t
    await company.sets(counter=True)
    mary, serge = await company.hires("Mary", Role.OPERATOR), await company.hires("Serge", Role.DISPATCHER)
    sonya = await company.hires("Sonya", Role.DISPATCHER)
    await company.hires("Ivan", Role.ENGINEER)
    for number, whose in ((1001, "Serge"), (1002, "Sonya")):
        await company.client(f"Client {number}", phone=f"+7916000{number}").says("Broken")
        await mary.taps(t("✋ Take"), on=await mary.sees(t("🆕 New request №{number}", number=number)))
        await company.taps(mary, t("🧾 To deal"), whose)
    await company.passes(seconds=4)
    board = await serge.sees(f"✅ {t('Mine · {n}', n=1)}", timeout=8.0)
    assert "№1002" not in board.text
    assert t("👷 In work: {loads}", loads="Ivan 0") in board.text
    await serge.taps(f"⬜ {t('All · {n}', n=2)}", on=board)
    await serge.sees("№1001 Client 1001 · №1002 Client 1002")
    await sonya.taps(t("▶️ Start"), on=await sonya.sees(f"№1002 · {t('new order')}"))
    await company.passes(seconds=4)
    still = await serge.sees(f"{t('estimate being made')} 1: №1002 Client 1002", timeout=8.0)
    assert still.button(f"✅ {t('All · {n}', n=2)}")
    await serge.taps(f"⬜ {t('Overdue · {n}', n=0)}", on=still)
    await serge.sees(t("Nothing is overdue."))
    await company.passes(minutes=31)
    await company.passes(seconds=4)
    late = await serge.sees(f"✅ {t('Overdue · {n}', n=1)}", timeout=8.0)
    assert late.button("№1001 ⚠")
    assert not late.button("№1002")
    await serge.taps("№1001 ⚠", on=late)
    await serge.taps(t("▶️ Start"))
    await company.passes(seconds=4)
    await serge.sees(f"✅ {t('Overdue · {n}', n=0)}", timeout=8.0)
    assert hubs(serge, t("👷 Engineers")) == 1


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_an_engineer_goes_from_his_week_to_the_next_task(company: Company) -> None:
    """The dispatcher agrees the time with the client, and it stands in the engineer's day and week (E1)."""
    t = company.t
    await company.waits_until(9)
    vera, ivan, anna = await company.hires("Vera", *HATS), await company.hires("Ivan", Role.ENGINEER), company.client("Anna")
    await anna.says("The washing machine leaks")
    await vera.taps(t("✋ Take"), on=await vera.sees(t("🆕 New request №{number}", number=1001)))
    await company.taps(vera, t("🧾 To deal"), t("▶️ Start"), t("👷 Assign"), "Ivan", t("🕒 Agree the time"), "⬜")
    await company.taps(vera, company.n("📤 Offer {n} option", "📤 Offer {n} options", 1))
    offer = await anna.sees(t("№{number}: which time suits you?", number=1001))
    hours = offer.labels[0].split(" ")[-1]
    await anna.taps(offer.labels[0], on=offer)
    await ivan.taps(t("👌 Time suits me"))
    await company.settle()
    await ivan.taps(t("🧰 Tasks"))
    day = await ivan.sees(t("▶️ Next · №{number}", number=1001))
    assert hours in day.text
    await ivan.taps(t("📅 Week"), on=day)
    week = await ivan.sees(t("free"))
    assert hours in week.text
    assert week.text.count(t("free")) == 6
    await ivan.taps(t("‹ Back"), on=week)
    await ivan.taps(t("▶️ Next · №{number}", number=1001), on=await ivan.sees(t("📅 Week")))
    await ivan.sees(t("🚗 On my way"))
    assert hubs(ivan, t("📅 Week")) == 1
