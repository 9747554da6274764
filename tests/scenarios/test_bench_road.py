"""The bench road: the device comes to the shop, is diagnosed, approved by a tap, repaired, told ready once, paid, issued, closed."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

BOTH = pytest.mark.parametrize("language", ["ru", "en"])


async def device_is_taken_in(company: Company, *, mary: Person, serge: Person, anna: Person) -> None:
    t = company.t
    await anna.says("My laptop does not switch on")
    await mary.taps(t("✋ Take"), on=await mary.sees(t("🆕 New request №{number}", number=1001)))
    await mary.taps(t("🧾 To deal"))
    await mary.taps("Serge")
    await mary.sees(f"№1001 · {t('new order')}")
    await serge.taps(t("▶️ Start"), on=await serge.sees(t("🧾 New order №{number}", number=1001)))
    await mary.sees(t("▶️ Work on order №{number} has begun", number=1001))
    await company.taps(serge, t("📥 Device taken in"))
    await anna.sees(t("📥 №{number}: we have taken your device in.", number=1001))


async def device_is_diagnosed(company: Company, *, serge: Person, ivan: Person) -> None:
    t = company.t
    await serge.taps(t("👷 Assign"))
    await serge.taps("Ivan", on=await serge.sees(t("№{number}: which engineer?", number=1001)))
    await ivan.sees(t("👷 Order №{number} is assigned to you", number=1001))
    await serge.taps(t("🔍 To diagnosis"))
    await ivan.taps(t("🔍 Report findings"))
    await ivan.says("Dead keyboard")
    await serge.sees(t("🔍 №{number}: findings are in", number=1001))


async def estimate_is_approved(company: Company, *, serge: Person, anna: Person) -> None:
    t = company.t
    await serge.taps(t("🧾 Estimate"))
    await serge.taps("➕ Keyboard replacement")
    await serge.sees("Keyboard replacement × 1")
    await serge.taps(t("✍️ Custom line"))
    await serge.says("Connector cleaning 2 x 450")
    await serge.sees("Connector cleaning × 2")
    await serge.taps(t("📤 Send for approval"))
    estimate = await anna.sees(t("Estimate for №{number}, version {version}", number=1001, version=1))
    assert company.money(410_000) in estimate.text
    await anna.taps(t("✅ Approve {sum}", sum=company.money(410_000)))
    await serge.sees(t("✅ №{number}: estimate approved, {sum}", number=1001, sum=company.money(410_000)))
    await anna.sees(t("✔ Approved"))


@BOTH
async def test_from_the_first_word_to_closed(company: Company) -> None:
    t = company.t
    mary = await company.hires("Mary", Role.OPERATOR, Role.MANAGER)
    serge = await company.hires("Serge", Role.DISPATCHER)
    ivan = await company.hires("Ivan", Role.ENGINEER)
    anna = company.client("Anna")
    await device_is_taken_in(company, mary=mary, serge=serge, anna=anna)
    await device_is_diagnosed(company, serge=serge, ivan=ivan)
    await company.settle()
    await company.restart()
    await estimate_is_approved(company, serge=serge, anna=anna)

    await ivan.taps(
        t("▶️ Started"), on=await ivan.sees(t("✅ №{number}: estimate approved, {sum}", number=1001, sum=company.money(410_000)))
    )
    await ivan.taps(t("🏁 Done"))
    await anna.sees(f"{t('✅ №{number} is ready. You can collect it.', number=1001)} {t('To pay: {due}.', due=company.money(410_000))}")
    await serge.sees(t("🏁 №{number}: the work is done", number=1001))
    await company.settle()
    ready = t("✅ №{number} is ready. You can collect it.", number=1001)[:-2]
    assert sum(message.text.startswith(ready) for message in anna.history) == 1

    await serge.taps(t("💰 Payment"))
    await serge.taps(t("💵 Cash"))
    paid = company.money(410_000)
    await anna.sees(t("💰 №{number}: payment received, thank you. Paid {paid}.", number=1001, paid=paid))
    await serge.taps(t("🤝 Hand over"))
    await serge.taps(t("🏁 Close & hand over"))
    await anna.sees(t("Done. Thank you for coming to us."))
    await serge.taps(t("⋯ More"))
    await serge.taps(t("🕘 History"))
    await serge.sees(t("History of №{number}", number=1001))


async def test_a_changed_estimate_voids_the_old_button(company: Company) -> None:
    vera = await company.hires("Vera", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    anna = company.client("Anna")
    await anna.says("Printer is broken")
    await vera.taps("✋ Take", on=await vera.sees("New request №1001"))
    await vera.taps("🧾 To deal")
    await vera.taps("▶️ Start")
    await vera.taps("🧾 Estimate")
    await vera.taps("➕ Cleaning")
    await vera.taps("📤 Send for approval")
    old = await anna.sees("Estimate for №1001, version 1")
    await vera.taps("✏️ Change estimate")
    await vera.taps("🧾 Estimate")
    await vera.taps("➕ Keyboard replacement")
    await vera.taps("📤 Send for approval")
    await anna.sees("Estimate for №1001, version 2")

    assert "Refreshed" in (await anna.presses_stale(old, "✅ Approve") or "")
    await vera.never_sees("estimate approved")
    await anna.taps("✅ Approve")
    await anna.sees("✔ Approved")


async def test_a_move_is_taken_back_before_anybody_hears_of_it(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR, Role.MANAGER)
    serge = await company.hires("Serge", Role.DISPATCHER)
    await company.sets(undo_seconds=60)
    await company.client("Anna").says("Printer is broken")
    await mary.taps("✋ Take", on=await mary.sees("New request №1001"))
    await mary.taps("🧾 To deal")
    await mary.taps("Serge", on=await mary.sees("who is the dispatcher?"))
    await serge.taps("▶️ Start", on=await serge.sees("New order №1001"))
    await serge.taps("↩️ Undo", on=await serge.sees("№1001 · estimate being made"))
    await serge.sees("№1001 · new order")
    await mary.never_sees("Work on order №1001 has begun")


async def test_undo_is_there_for_its_time_alone_also_after_a_second_move(company: Company) -> None:
    """Each move's button goes with its own window; a tap that comes too late gets one sentence and the card as it is."""
    dan = await company.hires("Dan", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER)
    await company.client("Anna").says("Printer is broken")
    await dan.taps("✋ Take", on=await dan.sees("New request №1001"))
    await company.taps(dan, "🧾 To deal", "📥 Device taken in", "👷 Assign")
    await company.sets(undo_seconds=40)
    await company.taps(dan, "▶️ Start")
    await company.passes(seconds=25)
    await company.taps(dan, "🔍 To diagnosis")
    await company.passes(seconds=20)
    card = await dan.sees("↩️ Undo")
    await company.passes(seconds=25)
    assert not [message for message in dan.chat if message.button("↩️ Undo")]
    await dan.presses_stale(card, "↩️ Undo")
    await dan.sees_toast("Too late to undo: things have moved on.")
    await company.settle()
    assert "№1001 · diagnosis" in dan.chat[-1].text


async def test_an_order_by_hand_becomes_a_call_when_ready(company: Company) -> None:
    vera = await company.hires("Vera", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER)
    await vera.taps("➕ Order by hand")
    await vera.says("+7 916 555-44-33")
    await vera.says("Peter")
    await vera.says("Television does not switch on")
    await vera.sees("no Telegram")
    await vera.taps("🧾 To deal")
    await vera.taps("▶️ Start", on=await vera.sees("№1001 · new order"))
    await vera.taps("📥 Device taken in", on=await vera.sees("№1001 · estimate being made"))
    await vera.taps("👷 Assign", on=await vera.sees("with us"))
    await vera.taps("🧾 Estimate")
    await vera.taps("➕ Cleaning")
    await vera.taps("📤 Send for approval")
    await vera.sees("call Peter")
    await vera.taps("✅ Approve")
    await vera.taps("📞 By phone")
    await vera.says("Yes, go on")
    await vera.taps("▶️ Started")
    await vera.taps("🏁 Done")
    await vera.sees("№1001 · ready")
