"""Days on which something goes wrong: a refusal after a paid diagnosis, a return under warranty or after it, complaints, a no (flows)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

BOTH = pytest.mark.parametrize("language", ["ru", "en"])
DESK = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER)
SUM = 90_000


async def taken_up(company: Company, *, here: bool = True) -> tuple[Person, Person]:
    """Vera with all hats of the desk, and a client's order that waits for its estimate."""
    t = company.t
    vera, anna = await company.hires("Vera", *DESK), company.client("Anna")
    await anna.says("Notebook")
    await company.taps(vera, t("✋ Take"), t("🧾 To deal"), t("▶️ Start"), *([t("📥 Device taken in")] if here else []))
    await company.taps(vera, t("👷 Assign"))
    return vera, anna


async def approved(company: Company, vera: Person, anna: Person) -> None:
    t = company.t
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    await company.taps(anna, t("✅ Approve {sum}", sum=company.money(SUM)))


async def paid_and_collected(company: Company, vera: Person, anna: Person) -> None:
    t = company.t
    await approved(company, vera, anna)
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"), t("💰 Payment"), t("💵 Cash"), t("🤝 Hand over"), t("🏁 Close & hand over"))
    await anna.sees(t("Done. Thank you for coming to us."))


@BOTH
async def test_day_a_refusal_after_a_paid_diagnosis(company: Company) -> None:
    """The papers become those of a refusal, the fee is the bill, and the device goes home."""
    t = company.t
    vera, anna = await taken_up(company)
    await company.taps(vera, t("🔍 To diagnosis"), t("⋯ More"), t("⛔ No repair"), t("Not under warranty"))
    await vera.says("500")
    due = company.money(50_000)
    await anna.sees(f"{t('№{number}: we could not repair it. You can collect the device.', number=1001)} {t('To pay: {due}.', due=due)}")
    await vera.sees(t("Repair refused, fee {sum}", sum=due))
    await company.taps(vera, t("⋯ More"), t("📄 Papers"))
    await vera.sees("⬜ " + t("Technical act"))
    await company.taps(vera, t("‹ Back"), t("💰 Payment"), t("💵 Cash"), t("🤝 Hand over"), t("🏁 Close & hand over"))
    done = await anna.sees(t("Done. Thank you for coming to us."))
    assert t("🛡 Warranty until {when}", when="")[:-1] not in done.text, "nothing was repaired"


@BOTH
async def test_day_a_warranty_return(company: Company) -> None:
    """In time it is a right; the new order knows where it comes from and costs nothing."""
    t = company.t
    await company.sets(warranty_days=30)
    vera, anna = await taken_up(company)
    await paid_and_collected(company, vera, anna)
    await anna.sees(t("🛡 Warranty until {when}", when="")[:-1])
    await company.taps(anna, t("🛡 Under warranty"))
    await anna.says("It squeaks again")
    await company.settle()
    await company.taps(vera, t("✋ Take"), t("🧾 To deal"), t("▶️ Start"), t("📥 Device taken in"), t("👷 Assign"))
    card = await vera.sees(t("Comes from order №{number}", number=1001))
    assert t("Warranty return") in card.text
    await company.taps(vera, t("🧾 Estimate"), t("✍️ Custom line"))
    await vera.says("Fan again 0")
    await company.taps(vera, t("📤 Send for approval"), t("▶️ Started"), t("🏁 Done"), t("🤝 Hand over"))
    await company.taps(vera, t("⋯ More"), t("📄 Papers"))
    papers = await vera.sees("⬜ " + t("Completion act"))
    assert t("Warranty card") not in papers.text, "a return needs the act alone"
    await company.taps(vera, t("‹ Back"), t("🏁 Close & hand over"))
    await anna.sees("№1002")


@BOTH
async def test_after_the_term_the_way_back_is_a_question(company: Company) -> None:
    t = company.t
    await company.sets(warranty_days=30)
    vera, anna = await taken_up(company)
    await paid_and_collected(company, vera, anna)
    await company.passes(days=32)
    await anna.says("/start")
    await company.taps(anna, t("📋 My requests"), "№1001", t("🛡 Warranty question"))
    await anna.says("It squeaks again")
    await anna.sees(t("The warranty on this order is over. Your question is with our manager, he will answer here."))
    asked = await vera.sees(t("🛡 №{number}: the warranty is over, the client asks: {text}", number=1001, text="It squeaks again"))
    await vera.sees(t("🛡 The warranty ended on {when}", when="")[:-1])
    await vera.taps(t("🛡 Warranty return"), on=asked)
    await vera.says("It squeaks again")
    await vera.says("A client of ten years")
    await vera.sees(t("Comes from order №{number}", number=1001))


@BOTH
async def test_a_no_takes_one_tap_and_its_reason_another(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    await company.taps(anna, t("Decline"))
    await vera.sees(t("✖️ №{number}: estimate declined", number=1001))
    await company.taps(anna, t("💸 Too expensive"))
    await anna.sees(t("You wrote: {reason}", reason=t("💸 Too expensive")))
    await vera.sees(t("Declined: {reason}", reason=t("💸 Too expensive")))
    await company.taps(vera, t("🧾 Estimate"), t("📤 Send for approval"))
    await company.taps(anna, t("Decline"), t("✍️ Other"))
    await anna.says("My brother fixes it")
    await vera.sees(t("Declined: {reason}", reason="My brother fixes it"))


@BOTH
async def test_a_visit_ends_with_a_photo_of_the_act(company: Company) -> None:
    """One tap and one photo: the paper is kept, the client told once, the order closed for the money alone."""
    t = company.t
    vera, anna = await taken_up(company, here=False)
    await company.taps(vera, t("🕒 Agree the time"), "⬜", "📤")
    offer = await anna.sees(t("№{number}: which time suits you?", number=1001))
    await anna.taps(offer.buttons[0][0], on=offer)
    await company.taps(vera, t("🚗 On my way"), t("▶️ Started"))
    await approved(company, vera, anna)
    pressed = vera.pressed
    await company.taps(vera, t("📄 Done, act signed"))
    await vera.sends_photo()
    await anna.sees(f"{t('✅ №{number}: the work is done.', number=1001)} {t('To pay: {due}.', due=company.money(SUM))}")
    await vera.sees(f"№1001 · {t('waiting for payment')}")
    assert vera.pressed - pressed == 1
    await company.taps(vera, t("⋯ More"), t("📄 Papers"))
    await vera.sees("✅ " + t("Completion act"))


@BOTH
async def test_a_ready_device_is_handed_over_by_a_photo_of_the_act(company: Company) -> None:
    """What is paid goes home by one tap and one photo: the paper is kept, the order closed, the client told once."""
    t = company.t
    vera, anna = await taken_up(company)
    await approved(company, vera, anna)
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"))
    unpaid = await vera.sees(f"№1001 · {t('ready')}")
    assert unpaid.button(t("📄 Act signed")) is None, "first the money"
    await company.taps(vera, t("💰 Payment"), t("💵 Cash"))
    pressed, heard = vera.pressed, len(anna.loud)
    await company.taps(vera, t("📄 Act signed"))
    await vera.says("He took it")
    await vera.sees(t("Please send it as a file or a photo."))
    await vera.sends_photo()
    await vera.sees(f"№1001 · {t('closed')}")
    await company.settle()
    assert vera.pressed - pressed == 1
    assert sum(message.has(t("Done. Thank you for coming to us.")) for message in anna.chat) == 1
    assert len(anna.loud) - heard <= 1
    await company.taps(vera, t("⋯ More"), t("📄 Papers"))
    await vera.sees("✅ " + t("Completion act"))


@BOTH
async def test_the_longer_way_waits_for_its_papers(company: Company) -> None:
    """Without the short form the road's own papers hold the closing, until they are there or waived."""
    t = company.t
    await company.sets(short_close=False)
    vera, anna = await taken_up(company)
    await approved(company, vera, anna)
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"), t("💰 Payment"), t("💵 Cash"), t("🤝 Hand over"), t("🏁 Close & hand over"))
    await vera.sees_toast(t("Some papers are missing."))
    await company.taps(vera, t("⋯ More"), t("📄 Papers"))
    for paper in ("Acceptance receipt", "Completion act", "Warranty card"):
        await vera.sees("⬜ " + t(paper))


@BOTH
async def test_an_engineer_cannot_then_and_offers_another_time(company: Company) -> None:
    t = company.t
    desk, ivan = await company.hires("Mary", *DESK[:3]), await company.hires("Ivan", Role.ENGINEER)
    anna = company.client("Anna")
    await anna.says("Notebook")
    await company.taps(desk, t("✋ Take"), t("🧾 To deal"), t("▶️ Start"), t("👷 Assign"), "Ivan", t("🕒 Agree the time"), "⬜", "📤")
    offer = await anna.sees(t("№{number}: which time suits you?", number=1001))
    await anna.taps(offer.buttons[0][0], on=offer)
    await company.settle()
    await company.taps(ivan, t("⚠️ Can't do"), t("🕒 Not at this time"), t("I need longer than that"))
    await ivan.says(f"{t('tomorrow')} 14-18")
    why = t("🕒 №{number}: the engineer can't then: {reason}. He offers other times", number=1001, reason=t("I need longer than that"))
    await desk.sees(why)
    await company.settle()
    await anna.taps("14", on=await anna.sees(t("№{number}: which time suits you?", number=1001)))
    await anna.sees(t("№{number}: we will come {when}.", number=1001, when="")[:-2])
    await company.taps(desk, t("🔁 Reschedule"))
    await desk.says("The bridge is closed.")
    await anna.sees(
        t("№{number}: the time has to be moved: {reason}. We will offer a new one.", number=1001, reason="The bridge is closed")
    )
    await ivan.sees(t("🔁 №{number}: the time must be agreed anew: {reason}", number=1001, reason="The bridge is closed."))


@BOTH
async def test_a_request_is_refused_in_own_words(company: Company) -> None:
    t = company.t
    vera, anna = await company.hires("Vera", *DESK), company.client("Anna")
    await anna.says("A castle")
    await company.taps(vera, t("✋ Take"), t("🚫 Reject"), t("✍️ In my own words"))
    await vera.says("We repair no castles")
    await vera.sees(t("Reason: {reason}", reason="We repair no castles"))
