"""Money in stories: halves at pick-up, no Telegram at the counter, a company's invoice, refund, reversal, write-off, the evening till."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

BOTH = pytest.mark.parametrize("language", ["ru", "en"])
FRONT = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER)


async def ready_order(company: Company, *, client: Person | None = None) -> tuple[Person, Person]:
    """An order of 900 is ready: Vera does everything but money, Zoe is the accountant."""
    t, vera = company.t, await company.hires("Vera", *FRONT)
    zoe = await company.hires("Zoe", Role.ACCOUNTANT)
    if client is not None:
        await client.says("Printer is broken")
        await vera.taps(t("✋ Take"))
    else:
        await vera.taps(t("➕ Order by hand"))
        await vera.says("+7 916 555-44-33")
        await vera.says("Peter")
        await vera.says("Television does not switch on")
    await vera.taps(t("🧾 To deal"))
    await vera.taps(t("▶️ Start"))
    await vera.taps(t("📥 Device taken in"), on=await vera.sees(f"№1001 · {t('estimate being made')}"))
    await vera.taps(t("👷 Assign"), on=await vera.sees(t("with us")))
    await vera.taps(t("🧾 Estimate"), on=await vera.sees("👷 Vera"))
    await vera.taps("➕ Cleaning")
    await vera.taps(t("📤 Send for approval"))
    if client is not None:
        await client.taps(opening(t("✅ Approve {sum}")))
    else:
        await vera.taps(t("✅ Approve"))
        await vera.taps(t("📞 By phone"), on=await vera.sees(t("How did the client say it?")))
        await vera.says("He says yes, do it")
    await vera.taps(t("▶️ Started"))
    await vera.taps(t("🏁 Done"))
    await vera.sees(t("№{number}", number=1001) + " · " + t("ready"))
    await company.settle()
    return vera, zoe


def opening(phrase: str) -> str:
    """A phrase up to its first part."""
    return phrase.partition("{")[0].strip()


async def opens(person: Person, company: Company) -> None:
    """Finds the order by its number."""
    await person.taps(company.t("🔎 Find"))
    await person.says("1001")
    await person.taps("№1001", on=await person.sees(company.t("Found")))
    await person.sees(company.t("⋯ More"))


@BOTH
async def test_half_cash_half_card_at_pick_up(company: Company) -> None:
    t, anna = company.t, company.client("Anna")
    vera, zoe = await ready_order(company, client=anna)
    await company.passes(seconds=2)
    invoice = await anna.sees(t("🧾 Invoice №{invoice} for order №{number}", invoice=1, number=1001))
    assert "900" in invoice.text
    assert invoice not in anna.loud
    await vera.taps(t("💰 Payment"))
    await vera.taps(t("½ Other sum"))
    await vera.says("450")
    await vera.taps(t("💵 Cash"), on=await vera.sees(t("How was it paid?")))
    await company.settle()
    bill = await vera.sees(opening(t("To pay {due}")))
    assert any("450" in label for label in bill.labels)
    await vera.taps(t("💳 Card"), on=bill)
    await anna.sees(t("✔ Nothing is left to pay"))
    await vera.taps(t("🤝 Hand over"))
    await vera.taps(t("🏁 Close & hand over"))
    await anna.sees(t("Done. Thank you for coming to us."))
    await company.settle()
    assert not any("№1001" in message.text for message in zoe.loud)


@BOTH
async def test_a_walk_in_without_telegram_pays_at_the_counter(company: Company) -> None:
    t = company.t
    vera, _zoe = await ready_order(company)
    await vera.taps(t("✅ Told"))
    await vera.taps(t("💰 Payment"), on=await vera.sees(t("🤝 Hand over")))
    await vera.taps(t("💵 Cash"))
    await vera.taps(t("🤝 Hand over"))
    await vera.taps(t("🏁 Close & hand over"))
    await vera.sees(t("№{number}", number=1001) + " · " + t("closed"))


@BOTH
async def test_a_mistaken_entry_is_taken_back_and_the_evening_till_tells(company: Company) -> None:
    t = company.t
    _vera, zoe = await ready_order(company)
    await zoe.taps(t("💳 Payments"))
    await zoe.taps("№1001", on=await zoe.sees(opening(t("💳 To be paid: {due}"))))
    bill = await zoe.sees(t("№{number}: payment", number=1001))
    before = zoe.pressed
    await zoe.taps(t("💳 Card"), on=bill)
    assert zoe.pressed - before == 1
    await zoe.taps(t("💰 Payment"))
    await zoe.taps(t("⎌ Take an entry back"))
    await zoe.taps(t("Payment"), on=await zoe.sees(t("№{number}: which entry is wrong?", number=1001)))
    sure = await zoe.sees(t("№{number}: take this entry back?", number=1001))
    await zoe.taps("⎌", on=sure)
    await zoe.sees_toast(t("Taken back by an entry of its own."))
    await zoe.presses_stale(sure, "⎌")
    await zoe.sees_toast(t("This record is reversed already."))
    await company.passes(hours=25)
    till = await zoe.sees("📊")
    assert till not in zoe.loud


@BOTH
async def test_money_goes_back_with_a_reason_and_only_so_much(company: Company) -> None:
    t, anna = company.t, company.client("Anna")
    await company.sets(refund_limit=50000)
    vera, zoe = await ready_order(company, client=anna)
    await vera.taps(t("💰 Payment"))
    await vera.taps(t("💵 Cash"))
    for sum_ in ("300", "201"):
        await opens(zoe, company)
        await zoe.taps(t("💰 Payment"))
        await zoe.taps(t("↩️ Refund"), on=await zoe.sees(t("⎌ Take an entry back")))
        await zoe.says(sum_)
        await zoe.taps(t("💵 Cash"), on=await zoe.sees(t("How is it returned?")))
        await zoe.says("Too slow")
        await zoe.taps("↩️", on=await zoe.sees(t("Please check")))
        await company.settle()
    await zoe.sees_toast("500")
    assert "600" in (await anna.sees(opening(t("↩️ №{number}: money returned. Paid now {paid}.").replace("{number}", "1001")))).text


@BOTH
async def test_a_payment_that_did_not_go_through_is_asked_for_and_given_up(company: Company) -> None:
    t, anna = company.t, company.client("Anna")
    vera, zoe = await ready_order(company, client=anna)
    dora = await company.hires("Dora", Role.DIRECTOR)
    await vera.taps(t("💰 Payment"))
    await vera.taps(t("💳 Card"))
    await vera.taps(t("🤝 Hand over"))
    await vera.taps(t("🏁 Close & hand over"))
    await anna.sees(t("Done. Thank you for coming to us."))
    await opens(zoe, company)
    await zoe.taps(t("💰 Payment"))
    await zoe.taps(t("⎌ Take an entry back"))
    await zoe.taps(t("Payment"), on=await zoe.sees(t("№{number}: which entry is wrong?", number=1001)))
    await zoe.taps("⎌", on=await zoe.sees(t("№{number}: take this entry back?", number=1001)))
    await anna.sees(t("The work is done, the payment is awaited."))
    await zoe.taps(t("🔔 Remind"))
    await zoe.taps(t("🔔 Send"), on=await zoe.sees(t("The client will get:")))
    await anna.sees("🔔 №1001")
    await opens(dora, company)
    await dora.taps("🧹")
    await dora.says("He has moved away")
    await dora.taps("🧹", on=await dora.sees(t("Please check")))
    await dora.sees(t("№{number}", number=1001) + " · " + t("closed"))
