"""Taps that come twice, late or from the wrong hands on the deal's road: nothing is done twice and nothing leaks."""

from __future__ import annotations

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

ALL = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT)


async def estimate_drafted(company: Company) -> tuple[Person, Person]:
    """A company of one, and a client whose estimate of 900 is ready to be sent."""
    vera, anna = await company.hires("Vera", *ALL), company.client("Anna")
    await anna.says("Printer is broken")
    await vera.taps("✋ Take", on=await vera.sees("New request №1001"))
    await vera.taps("🧾 To deal")
    await vera.taps("▶️ Start")
    await vera.taps("📥 Device taken in", on=await vera.sees("№1001 · estimate being made"))
    await vera.taps("👷 Assign", on=await vera.sees("with us"))
    await vera.taps("🧾 Estimate")
    await vera.taps("➕ Cleaning")
    await vera.sees("Cleaning × 1")
    return vera, anna


async def test_an_undone_sending_can_be_sent_again(company: Company) -> None:
    vera, anna = await estimate_drafted(company)
    await company.sets(undo_seconds=60)
    await vera.taps("📤 Send for approval")
    await vera.taps("↩️ Undo")
    await vera.sees_toast("Undone")
    await company.sets(undo_seconds=0)
    await vera.taps("📤 Send for approval")
    await anna.sees("Estimate for №1001, version 1")


async def test_a_declined_estimate_goes_out_again_as_the_next_version(company: Company) -> None:
    vera, anna = await estimate_drafted(company)
    await vera.taps("📤 Send for approval")
    await anna.taps("Decline", on=await anna.sees("version 1"))
    await vera.taps("📤 Send for approval", on=await vera.sees("estimate declined"))
    await anna.taps("✅ Approve", on=await anna.sees("version 2"))
    await anna.sees("✔ Approved")


async def test_a_second_tap_pays_nothing_more_and_money_goes_back_once(company: Company) -> None:
    vera, anna = await estimate_drafted(company)
    await vera.taps("📤 Send for approval")
    await anna.taps("✅ Approve", on=await anna.sees("version 1"))
    await vera.taps("💰 Payment", on=await vera.sees("estimate approved"))
    bill = await vera.sees("№1001: payment")
    await vera.taps("💵 Cash", on=bill)
    assert "Refreshed" in (await vera.presses_stale(bill, "💵 Cash") or "")
    await vera.taps("⋯ More", on=await vera.sees("Paid"))
    await vera.taps("↩️ Refund")
    await vera.says("900")
    await vera.taps("💳 Card", on=await vera.sees("How is it returned?"))
    await vera.says("The printer came back")
    await vera.taps("↩️ Return", on=await vera.sees("Please check"))
    await anna.sees("money returned")
    await vera.never_sees("Paid in all: ₽1,800")


async def test_a_change_that_was_not_sent_is_dropped(company: Company) -> None:
    vera, anna = await estimate_drafted(company)
    await vera.taps("📤 Send for approval")
    await anna.taps("✅ Approve", on=await anna.sees("version 1"))
    await vera.taps("▶️ Started", on=await vera.sees("estimate approved"))
    await vera.taps("🧾 Estimate", on=await vera.sees("in progress"))
    await vera.taps("➕ Keyboard replacement")
    await vera.taps("‹ Back", on=await vera.sees("Keyboard replacement × 1"))
    await vera.taps("🗑 Drop the draft", on=await vera.sees("not approved yet"))
    await vera.taps("🏁 Done", on=await vera.sees("· approved"))
    await anna.sees("№1001 is ready")


async def test_an_engineer_sees_only_his_own_orders(company: Company) -> None:
    ivan = await company.hires("Ivan", Role.ENGINEER)
    vera = await company.hires("Vera", Role.OPERATOR)
    anna, eve = company.client("Anna"), company.client("Eve")
    await anna.says("A secret laptop")
    await vera.sees("New request №1001")
    await eve.says("Hello")
    mine = {ivan: await ivan.sees("No tasks"), eve: await eve.sees("№1002")}
    screens = ("order", "timeline", "client", "estimate", "choose_dispatcher", "choose_manager", "choose_order", "payment")
    for person, message in mine.items():
        for data in (
            *(f"g:{name}:1001:" for name in screens),
            "g:queue:0:",
            "g:board:0:",
            "g:payments:0:",
            "g:found:0:Anna",
            "x:photos:1001:",
        ):
            await person.forges(data, message)
        for part in ("secret", "Anna", "Vera"):
            await person.never_sees(part)


async def test_a_typed_phone_that_is_none_is_asked_again(company: Company) -> None:
    vera = await company.hires("Vera", Role.OPERATOR)
    await vera.taps("➕ Order by hand")
    await vera.says("a phone")
    await vera.sees("does not look like a phone")
    await vera.says("+7 916 555-44-33")
    await vera.sees("client's name?")


async def test_a_button_of_an_earlier_offer_picks_no_other_time(company: Company) -> None:
    vera, anna = await company.hires("Vera", *ALL), company.client("Anna")
    await anna.says("Washing machine leaks")
    await vera.taps("✋ Take", on=await vera.sees("New request №1001"))
    await vera.taps("🧾 To deal")
    await vera.taps("▶️ Start")
    await vera.taps("👷 Assign", on=await vera.sees("№1001 · estimate being made"))
    await vera.taps("🕒 Agree", on=await vera.sees("👷 Vera"))
    await vera.taps("⬜")
    await vera.taps("Offer 1 option")
    early = await anna.sees("which time suits you?")
    await vera.taps("🕒 Offer time")
    await vera.taps("⬜")
    await vera.taps("⬜", on=await vera.sees("Offer 1 option"))
    await vera.taps("✅", on=await vera.sees("Offer 2 options"))
    await vera.taps("Offer 1 option")
    await company.settle()
    assert "Refreshed" in (await anna.presses_stale(early, early.buttons[0][0]) or "")
    late = await anna.sees("which time suits you?")
    assert late.buttons != early.buttons
    await anna.taps(late.buttons[0][0], on=late)
    await anna.sees(f"✔ {late.buttons[0][0]}")
