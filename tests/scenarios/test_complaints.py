"""Complaints: each outcome leads on to its step, and stays a task until that has come true (flows: complaint)."""

from __future__ import annotations

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company
from tests.scenarios.test_refusals import BOTH, SUM, approved, paid_and_collected, taken_up


async def complains(company: Company, vera: Person, anna: Person, *, outcome: str) -> None:
    """The client complains, the manager answers with this outcome from the task."""
    t = company.t
    await company.taps(anna, t("😟 Complaint"))
    await anna.says("It squeaks")
    await company.settle()
    await vera.says("/start")
    await company.taps(vera, t("🙂 Answer the complaint"), t(outcome))
    await vera.says("We are sorry")
    await anna.sees("We are sorry")
    await company.settle()


@BOTH
async def test_a_promised_discount_is_given_and_told(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await approved(company, vera, anna)
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"))
    await complains(company, vera, anna, outcome="Discount")
    await vera.taps(t("🏷 Discount"), on=await vera.sees("№1001 · " + t("😟 Complaint")))
    await vera.says("200")
    await vera.sees(t("Your role may take off {sum} at most. A manager or the director may more.", sum=company.money(13_500)))
    await vera.says("100")
    told = t("🏷 №{number}: we take {discount} off. To pay: {due}.", number=1001, discount=company.money(10_000), due=company.money(80_000))
    await anna.sees(told)
    await vera.sees(t("✔ closed"))
    await company.settle()
    invoice = await anna.sees("🧾")
    assert t("Discount {sum}", sum="−" + company.money(10_000)) in invoice.text
    assert not any(message.has(t("😟 Complaint: promised: {outcome}", outcome=t("Discount"))) for message in vera.chat)


@BOTH
async def test_a_promised_refund_is_the_accountants_task(company: Company) -> None:
    t = company.t
    nina = await company.hires("Nina", Role.ACCOUNTANT)
    vera, anna = await taken_up(company)
    await paid_and_collected(company, vera, anna)
    await complains(company, vera, anna, outcome="Money back")
    task = await vera.sees(t("😟 Complaint: promised: {outcome}", outcome=t("Money back")))
    assert task.button(t("↩️ Return {sum}", sum="").strip()) is None, "a manager returns no money"
    wanted = t("↩️ №{number}: the client is promised his money back: {text}", number=1001, text="We are sorry")
    await nina.taps(t("↩️ Return {sum}", sum=company.money(SUM)), on=await nina.sees(wanted))
    await nina.taps(t("💵 Cash"))
    await nina.says("Complaint")
    await nina.taps(t("↩️ Return {sum}", sum=company.money(SUM)), on=await nina.sees(t("Please check")))
    await anna.sees(t("↩️ №{number}: money returned. Paid now {paid}.", number=1001, paid=company.money(0)))
    await vera.sees(t("✔ closed"))


@BOTH
async def test_a_promised_rework_begins_here_or_as_a_linked_order(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await approved(company, vera, anna)
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"))
    await complains(company, vera, anna, outcome="Rework")
    await company.taps(vera, t("🔧 Begin the rework"))
    await anna.sees(t("🔧 №{number}: we are putting it right.", number=1001))
    await company.taps(vera, t("🏁 Done"), t("💰 Payment"), t("💵 Cash"), t("🤝 Hand over"), t("🏁 Close & hand over"))
    await anna.says("/start")
    await company.taps(anna, t("📋 My requests"), "№1001")
    await complains(company, vera, anna, outcome="Rework")
    await company.taps(vera, t("🔗 Open a linked order"))
    card = await vera.sees(t("Comes from order №{number}", number=1001))
    assert "It squeaks" in card.text


@BOTH
async def test_a_complaint_that_waits_is_recalled_and_freezes_the_asking_for_money(company: Company) -> None:
    t = company.t
    await company.waits_until(10)
    vera, anna = await taken_up(company, here=True)
    await approved(company, vera, anna)
    await company.sets(auto_invoice="nobody")
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"), t("⋯ More"), t("🔑 Hand over unpaid"))
    await vera.says("He is a neighbour")
    await company.taps(vera, t("🤝 Hand over"), t("🏁 Close & hand over"))
    await company.taps(anna, t("😟 Complaint"))
    await anna.says("It squeaks")
    await company.settle()
    sounds = len(vera.loud)
    await company.passes(hours=25)
    assert len(vera.loud) > sounds, "a complaint is answered in a day"
    await company.passes(days=3)
    reminder = t("🔔 №{number}: still to be paid {due}.", number=1001, due=company.money(SUM))
    assert not any(message.has(reminder) for message in anna.history)
    await vera.says("/start")
    await company.taps(vera, t("🙂 Answer the complaint"), t("Rejected"))
    await vera.says("It is the floor that squeaks")
    await company.passes(days=2)
    await anna.sees(reminder)


@BOTH
async def test_a_promise_that_is_not_kept_in_ten_days_is_recalled_until_it_is(company: Company) -> None:
    """First the word that a promise is late, then the same every day; the client who asks again is answered again."""
    t = company.t
    vera, anna = await taken_up(company)
    await paid_and_collected(company, vera, anna)
    await complains(company, vera, anna, outcome="Rework")

    def recalled() -> int:
        """Sounds of its task; only the newest card of it stays."""
        sounded = {message.message_id for message in vera.loud}
        told = {message.message_id for message in vera.history if message.has(f"№1001 · {t('😟 Complaint')}")}
        return len(sounded & told)

    so_far = recalled()
    await company.passes(days=9)
    assert recalled() == so_far, "a promise has ten days"
    await company.passes(days=1)
    assert recalled() == so_far + 1
    await company.passes(days=1)
    assert recalled() == so_far + 2
    await anna.sees(t("😟 Complaint: promised: {outcome}", outcome=t("Rework")))
    await company.taps(anna, t("😟 Complaint"))
    await anna.says("It still squeaks")
    await vera.sees(t("😟 №{number}: complaint: {text}", number=1001, text="It still squeaks"))
    await company.taps(vera, t("🙂 Answer the complaint"), t("Rework"))
    await vera.says("Bring it tomorrow, please")
    await anna.sees("Bring it tomorrow, please")
    await company.taps(vera, t("🔗 Open a linked order"))
    await vera.sees(t("Comes from order №{number}", number=1001))
    so_far = recalled()
    await company.passes(days=2)
    assert recalled() == so_far, "what is kept is recalled no more"
