"""Whom an order is from: wrongly recognised, suggested, without a phone; and two requests at once (R18, R25, R39-R41, flows)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Message, Person
from tests.scenarios.conftest import Company

ALONE = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT)
BOTH = pytest.mark.parametrize("language", ["ru", "en"])
PHONE = "+7 916 111-22-33"


async def taken_by_hand(company: Company, vera: Person, phone: str, *, name: str, need: str) -> Message:
    """An order by hand for somebody new; the phone may be skipped."""
    t = company.t
    await company.taps(vera, t("📥 Queue"), t("➕ Order by hand"))
    await (vera.says(phone) if phone else vera.taps(t("Skip")))
    await vera.sees(t("What is the client's name?"))
    await vera.says(name)
    await vera.sees(t("What does the client need?"))
    await vera.says(need)
    await company.settle()
    return await vera.sees(need)


@BOTH
async def test_a_client_is_corrected_and_what_is_missing_is_mended_at_once(company: Company) -> None:
    """The sentence of an obstacle carries its form, and after the form the person is where he was (R41)."""
    t = company.t
    paul = await company.hires("Paul", Role.MANAGER, Role.DISPATCHER)
    await company.taps(paul, t("👔 Clients"))
    await paul.says("A kettle")
    await company.taps(paul, t("➕ Request"), t("Skip"))
    await paul.says("Peter")
    await paul.sees(t("no phone, no Telegram: comes himself"))
    await company.taps(paul, t("👤 Client card"), t("📞 Phone"))
    await paul.says("8 (916) 111 22 33")
    await paul.taps(f"🗑 {PHONE}", on=await paul.sees(f"🗑 {PHONE}"))
    await paul.sees(t("It is the last way to reach him: nobody can call or write any more, he will have to come himself."))
    await company.taps(paul, t("🗑 Remove"))
    await paul.sees(t("No phone, no Telegram: he comes himself."))
    await company.taps(paul, t("✏️ Name"))
    await paul.says("Peter Pan")
    await paul.sees("👤 Peter Pan")
    await company.taps(paul, t("‹ Back"), t("🧾 To deal"))
    await paul.sees(f"№1001 · {t('new order')}")


@BOTH
async def test_the_manager_is_led_through_what_a_deal_lacks(company: Company) -> None:
    t = company.t
    mary, paul = await company.hires("Mary", Role.OPERATOR), await company.hires("Paul", Role.MANAGER)
    await company.hires("Serge", Role.DISPATCHER)
    anna = company.client("Anna")
    await anna.sends_photo()
    await company.taps(mary, t("✋ Take"), t("👔 To manager"), "Paul")
    await company.taps(paul, t("🧾 To deal"))
    await paul.sees(t("Write down what the client needs first."))
    await company.taps(paul, t("✏️ Need"))
    await paul.says("The screen is broken")
    await paul.taps("Serge", on=await paul.sees(t("№{number}: who is the dispatcher?", number=1001)))
    await paul.sees(f"№1001 · {t('new order')}")
    await anna.never_sees(t("Write down what the client needs first."))


@BOTH
async def test_an_obstacle_of_an_order_carries_its_button(company: Company) -> None:
    t = company.t
    vera = await company.hires("Vera", *ALONE)
    await taken_by_hand(company, vera, PHONE, name="Peter", need="A lamp")
    await company.taps(vera, t("🧾 To deal"), t("▶️ Start"), t("📥 Device taken in"), t("👷 Assign"))
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"), t("✅ Approve"), t("📞 By phone"))
    await vera.says("Yes, go on")
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"), t("🤝 Hand over"))
    stopped = await vera.sees(f"⚠️ {t('The order is not paid yet.')}")
    await vera.taps(t("💰 Payment"), on=stopped)
    await company.taps(vera, t("💵 Cash"), t("🤝 Hand over"))
    await vera.sees(f"№1001 · {t('papers')}")
    assert t("The order is not paid yet.") not in (await vera.sees("№1001 · ")).text


async def taken_for_another(company: Company) -> tuple[Person, Person]:
    """Oleg writes with the phone that Anna's order by hand has; Vera takes his request."""
    vera = await company.hires("Vera", *ALONE)
    await taken_by_hand(company, vera, PHONE, name="Anna Petrova", need="A lamp")
    oleg = company.client("Oleg")
    await oleg.says("My phone is broken")
    await oleg.shares_contact()
    await company.taps(vera, company.t("📥 Queue"), company.t("✋ Take next"))
    return vera, oleg


@BOTH
async def test_who_was_recognised_wrongly_is_told_apart_with_his_words(company: Company) -> None:
    t = company.t
    vera, oleg = await taken_for_another(company)
    card = await vera.sees("My phone is broken")
    assert "Anna Petrova" in card.text
    await company.taps(vera, t("⋯ More"), t("👤 Not this client"), t("👤 A new contact"))
    told_apart = await vera.sees("👤 Oleg")
    assert "My phone is broken" in told_apart.text
    assert t("🔎 Looks like {client}", client="") not in told_apart.text
    await vera.says("Which model?", reply_to=told_apart)
    await oleg.sees("Which model?")
    await company.taps(vera, t("🔎 Find"))
    await vera.says("petrova")
    await company.taps(vera, "👤 Anna Petrova")
    anna = await vera.sees(t("known client"))
    assert "№1001" in anna.text
    assert "№1002" not in anna.text


@BOTH
async def test_a_typed_phone_of_a_known_client_is_offered_and_linked_by_one_tap(company: Company) -> None:
    t = company.t
    vera = await company.hires("Vera", *ALONE)
    await taken_by_hand(company, vera, PHONE, name="Anna Petrova", need="A lamp")
    anna = company.client("Anna at home")
    await anna.says("The lamp again, call me: 8 916 111-22-33")
    card = await vera.sees(t("🔎 Looks like {client}", client=f"Anna Petrova, {company.n('{n} order', '{n} orders', 1)}"))
    assert "👤 Anna at home" in card.text
    await vera.taps("🔗 Anna Petrova", on=card)
    linked = await vera.sees(t("Also open: {numbers}", numbers="№1001"))
    assert "👤 Anna Petrova" in linked.text
    await vera.taps(t("✋ Take"), on=linked)
    await vera.says("Bring it in", reply_to=linked)
    await anna.sees("Bring it in")


@BOTH
async def test_a_walk_in_without_a_phone_comes_himself_and_nothing_fails(company: Company) -> None:
    t = company.t
    vera = await company.hires("Vera", *ALONE)
    card = await taken_by_hand(company, vera, "", name="Peter", need="A television")
    assert t("no phone, no Telegram: comes himself") in card.text
    await company.taps(vera, t("🧾 To deal"), t("▶️ Start"), t("📥 Device taken in"), t("👷 Assign"))
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"), t("✅ Approve"), t("🏪 At the counter"))
    await vera.says("Yes, go on")
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"))
    await vera.sees(f"№1001 · {t('ready')}")
    await company.passes(days=3)
    await vera.never_sees(t("📞 №{number}: call {name}", number=1001, name="Peter"))


@BOTH
async def test_a_search_that_finds_nothing_leads_on(company: Company) -> None:
    t = company.t
    vera = await company.hires("Vera", *ALONE)
    await company.taps(vera, t("🔎 Find"))
    await vera.says("916 111 22 33")
    await company.taps(vera, t("👤 New client"))
    await vera.says("Anna Petrova")
    await vera.sees(t("known client"))
    for said in ("8-916-111-22-33", "ANNA", "1112233"):
        await company.taps(vera, t("🔎 Find"))
        await vera.says(said)
        await vera.sees(f"👤 Anna Petrova · {company.n('{n} order', '{n} orders', 0)}")
    await company.taps(vera, "👤 Anna Petrova", t("🏢 Company"))
    await vera.says("Rome Ltd")
    await company.taps(vera, t("Skip"), t("🔎 Find"))
    await vera.says("rome")
    await vera.taps("👤 Anna Petrova", on=await vera.sees(t("Found")))
    await company.taps(vera, t("➕ New order"))
    await vera.says("Three printers")
    await vera.sees("№1001 · ")


@BOTH
async def test_day_two_requests_at_once(company: Company) -> None:
    """An open order hears its client; words of another matter become a request, the two know of each other, join and part again."""
    t = company.t
    vera, anna = await company.hires("Vera", *ALONE), company.client("Anna")
    await anna.says("My laptop does not start")
    await company.taps(vera, t("✋ Take"), t("🧾 To deal"))
    await anna.says("And the kettle leaks")
    await vera.sees("And the kettle leaks")
    await vera.never_sees("№1002")
    await vera.taps(t("⋯ More"), on=await vera.sees(f"№1001 · {t('new order')}"))
    await company.taps(vera, t("✂️ Separate words"), "✂️ And the kettle leaks")
    second = await vera.sees("№1002 · ")
    assert t("Also open: {numbers}", numbers="№1001") in second.text
    await vera.sees(t("Also open: {numbers}", numbers="№1002"))
    both = t("Also open: {numbers}. Reply to a card to say which you mean.", numbers="№1001")
    await anna.sees(both)
    first = await anna.sees("№1001 · ")
    assert "№1002" in first.text
    await anna.says("A Lenovo", reply_to=first)
    assert "№1001" in (await vera.sees("A Lenovo")).text
    await vera.taps(t("⋯ More"), on=await vera.sees("№1002 · "))
    await company.taps(vera, t("🔗 Join"), "№1001")
    await vera.sees(t("Belongs to order №{number}", number=1001))
    await anna.sees(t("See order №{number}.", number=1001))
    await company.taps(vera, t("✂️ Separate"))
    await anna.sees(both)
