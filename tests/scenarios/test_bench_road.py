"""The bench road: the device comes to the shop, is diagnosed, approved by a tap, repaired, told ready once, paid, issued, closed."""

from __future__ import annotations

from crm.actor import Role
from tests.scenarios.conftest import Company


async def test_from_the_first_word_to_closed(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR, Role.MANAGER)
    serge = await company.hires("Serge", Role.DISPATCHER)
    ivan = await company.hires("Ivan", Role.ENGINEER)
    anna = company.client("Anna")

    await anna.says("My laptop does not switch on")
    await mary.taps("✋ Take", on=await mary.sees("New request №1001"))
    await mary.taps("🧾 To deal")
    await mary.taps("Serge")
    await mary.sees("new order")

    await serge.sees("New order №1001")
    await serge.taps("▶️ Start")
    await mary.sees("Work on order №1001 has begun")
    await serge.taps("📥 Device taken in")
    await anna.sees("we have taken your device in")
    await serge.taps("👷 Assign")
    await serge.taps("Ivan")
    await ivan.sees("is assigned to you")
    await serge.taps("🔍 To diagnosis")
    await ivan.taps("🔍 Report findings")
    await ivan.says("Dead keyboard")
    await serge.sees("findings are in")

    await serge.taps("🧾 Estimate")
    await serge.taps("➕ Keyboard replacement")
    await serge.sees("Keyboard replacement × 1")
    await serge.taps("✍️ Custom line")
    await serge.says("Connector cleaning 2 x 450")
    await serge.sees("Connector cleaning × 2")
    await serge.taps("📤 Send for approval")
    estimate = await anna.sees("Estimate for №1001")
    assert "4,100" in estimate.text
    await anna.taps("✅ Approve")
    await serge.sees("estimate approved")
    await anna.sees("✔ Approved")

    await ivan.taps("▶️ Started", on=await ivan.sees("estimate approved"))
    await ivan.taps("🏁 Done")
    await anna.sees("№1001 is ready")
    await serge.sees("the work is done")
    await company.settle()
    assert sum("is ready. You can collect it" in message.text for message in anna.history) == 1

    await serge.taps("💰 Payment")
    await serge.taps("💵 Cash")
    await anna.sees("payment received")
    await serge.taps("🤝 Hand over")
    await serge.taps("🏁 Close & hand over")
    await anna.sees("Done. Thank you")
    await serge.taps("🕘 History")
    await serge.sees("History of №1001")


async def test_a_changed_estimate_voids_the_old_button(company: Company) -> None:
    vera = await company.hires("Vera", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    anna = company.client("Anna")
    await anna.says("Printer is broken")
    await vera.taps("✋ Take", on=await vera.sees("New request №1001"))
    await vera.taps("🧾 To deal")
    await vera.taps("Vera", on=await vera.sees("who?"))
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
    await mary.taps("Serge", on=await mary.sees("who?"))
    await serge.taps("▶️ Start", on=await serge.sees("New order №1001"))
    await serge.taps("↩️ Undo", on=await serge.sees("estimate being made"))
    await serge.sees("№1001 · new order")
    await mary.never_sees("Work on order №1001 has begun")


async def test_an_order_by_hand_becomes_a_call_when_ready(company: Company) -> None:
    vera = await company.hires("Vera", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER)
    await vera.taps("➕ Order by hand")
    await vera.says("+7 916 555-44-33")
    await vera.says("Peter")
    await vera.says("Television does not switch on")
    await vera.sees("no Telegram")
    await vera.taps("🧾 To deal")
    await vera.taps("Vera", on=await vera.sees("who?"))
    await vera.taps("▶️ Start", on=await vera.sees("new order"))
    await vera.taps("📥 Device taken in", on=await vera.sees("estimate being made"))
    await vera.taps("👷 Assign", on=await vera.sees("with us"))
    await vera.taps("Vera", on=await vera.sees("which master?"))
    await vera.taps("🧾 Estimate")
    await vera.taps("➕ Cleaning")
    await vera.taps("📤 Send for approval")
    await vera.sees("call Peter")
    await vera.taps("✅ Approve")
    await vera.says("By phone: yes, go on")
    await vera.taps("▶️ Started")
    await vera.taps("🏁 Done")
    await vera.sees("№1001 · ready")
