"""The day of a company with three printers: split fates, handed over on credit, one invoice paid in two parts (flows)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

PAIRS = pytest.mark.parametrize(("language", "database_url"), [("ru", "postgresql"), ("en", "sqlite")], indirect=["database_url"])
"""A long day is told pairwise: each language and each database once."""
FRONT = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER)


async def printers_are_taken_in(company: Company) -> tuple[Person, Person, Person]:
    """A company's three printers under numbers of their own, each here with its engineer; it has credit up to 5,000."""
    t, romashka = company.t, company.client("Boris")
    vera, zoe = await company.hires("Vera", *FRONT), await company.hires("Zoe", Role.ACCOUNTANT)
    await romashka.says("Three printers do not print")
    await company.taps(vera, t("✋ Take"), t("👤 Client card"), t("🏢 Company"))
    await vera.says("Romashka LLC")
    await company.taps(vera, t("Skip"), t("🤝 Terms"), t("🤝 Credit"), t("✅ On credit"), t("10 bank days"))
    await vera.says("5000")
    await vera.sees(t("Debt up to {sum}", sum=company.money(500_000)))
    await company.taps(vera, t("‹ Back"), t("‹ Back"), t("🧾 To deal"), t("▶️ Start"), t("📥 Device taken in"), t("👷 Assign"))
    for number, device in ((1002, "The second printer"), (1003, "The third printer")):
        await company.opens(vera, 1001, client="Boris")
        await company.taps(vera, t("⋯ More"), t("✂️ Split off device"))
        await vera.says(device)
        await vera.sees(f"№{number} · " + t("new order"))
        await company.taps(vera, t("▶️ Start"), t("📥 Device taken in"), t("👷 Assign"))
    return vera, zoe, romashka


async def is_approved(company: Company, vera: Person, romashka: Person) -> None:
    """An estimate of 900 on the card that Vera sees."""
    t = company.t
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    await company.taps(romashka, t("✅ Approve {sum}", sum=company.money(90_000)))


async def goes_home(company: Company, vera: Person) -> None:
    """Handed over and closed on credit: nothing is paid yet; the company's own paper office sends the papers."""
    t = company.t
    await company.taps(
        vera, t("🤝 Hand over"), t("⋯ More"), t("📄 Papers"), t("📄 Choose the set"), t("No papers"), t("‹ Back"), t("‹ Back")
    )
    await company.taps(vera, t("🏁 Close & hand over"))


@PAIRS
async def test_day_a_company_with_three_printers(company: Company) -> None:
    t = company.t
    await company.sets(short_close=True, refusal_fee=50_000)
    vera, zoe, romashka = await printers_are_taken_in(company)
    await company.opens(vera, 1001, client="Boris")
    await is_approved(company, vera, romashka)
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"))
    await romashka.sees(f"{t('✅ №{number} is ready. You can collect it.', number=1001)} {t('To pay: {due}.', due=company.money(90_000))}")
    await zoe.sees(t("🧾 №{number}: done for a company, invoice {due}", number=1001, due=company.money(90_000)))
    await goes_home(company, vera)
    await company.opens(vera, 1002, client="Boris")
    await company.taps(vera, t("⋯ More"), t("⛔ No repair"), t("Cannot be repaired"), t("Skip"))
    await goes_home(company, vera)
    await company.opens(vera, 1003, client="Boris")
    await is_approved(company, vera, romashka)
    await company.taps(vera, t("▶️ Started"), t("📦 Wait for parts"), t("In a week"))
    await romashka.sees(t("📦 №{number}: we are waiting for a part and will tell you when it comes.", number=1003))
    await one_invoice_goes_out(company, zoe, romashka)
    await it_is_paid_in_two_parts(company, zoe, romashka)
    await company.opens(vera, 1003, client="Boris")
    await company.taps(vera, t("📦 Parts arrived"), t("▶️ Started"), t("🏁 Done"))
    await goes_home(company, vera)
    await vera.sees(t("№{number}", number=1003) + " · " + t("closed"))
    assert len(zoe.loud) == 3, "loud for the accountant: done for a company, and two debts"


@PAIRS
async def test_one_invoice_is_asked_for_as_one(company: Company) -> None:
    """At its term, by its number and what is left of it, however many orders it is for."""
    t = company.t
    await company.sets(short_close=True, auto_invoice="nobody")
    vera, zoe, romashka = await printers_are_taken_in(company)
    for number in (1001, 1002):
        await company.opens(vera, number, client="Boris")
        await is_approved(company, vera, romashka)
        await company.taps(vera, t("▶️ Started"), t("🏁 Done"))
        await goes_home(company, vera)
    await company.opens(zoe, 1001, client="Boris")
    await company.taps(zoe, t("💰 Payment"), t("☑️ One for several orders"), t("📤 Invoice {sum}", sum=company.money(180_000)))
    await company.taps(zoe, company.n("🧾 №{invoice}: {n} order", "🧾 №{invoice}: {n} orders", 2, invoice=1), t("½ Other sum"))
    await zoe.says("500")
    await company.taps(zoe, t("🏦 Transfer"))
    await company.passes(days=20)
    reminders = [message.text for message in romashka.history if message.has("🔔")]
    asked = t(
        "🔔 Invoice №{invoice} for orders {orders}: still to be paid {due}.", invoice=1, orders="№1001, №1002", due=company.money(130_000)
    )
    assert [text.partition("\n")[0] for text in reminders] == [asked]
    await company.opens(zoe, 1002, client="Boris")
    await company.taps(zoe, t("💰 Payment"), t("🔔 Remind"))
    assert asked in (await zoe.sees(t("The client will get:"))).text


async def one_invoice_goes_out(company: Company, zoe: Person, romashka: Person) -> None:
    """Over the three orders, for 900 + 500 + 900; the client is told once."""
    t = company.t
    await company.opens(zoe, 1001, client="Boris")
    await company.taps(zoe, t("💰 Payment"), t("☑️ One for several orders"))
    choice = await zoe.sees(t("№{number}: one invoice for which orders?", number=1001))
    assert choice.button(t("📤 Invoice {sum}", sum=company.money(230_000))) is not None
    await company.taps(zoe, "✅ №1003")
    await zoe.sees(t("📤 Invoice {sum}", sum=company.money(140_000)))
    await company.taps(zoe, "⬜ №1003", t("📤 Invoice {sum}", sum=company.money(230_000)))
    title = company.n("🧾 Invoice №{invoice} for {n} order", "🧾 Invoice №{invoice} for {n} orders", 3, invoice=1)
    bill = await romashka.sees(title)
    assert [f"№{number}" in bill.text for number in (1001, 1002, 1003)] == [True] * 3
    assert company.money(230_000) in bill.text
    assert sum(title in message.text for message in romashka.chat) == 1


async def it_is_paid_in_two_parts(company: Company, zoe: Person, romashka: Person) -> None:
    """The oldest order first; the rest by one tap."""
    t = company.t
    await company.taps(zoe, company.n("🧾 №{invoice}: {n} order", "🧾 №{invoice}: {n} orders", 3, invoice=1), t("½ Other sum"))
    await zoe.says("1200")
    await company.taps(zoe, t("🏦 Transfer"))
    await zoe.sees(t("partly paid"))
    received = t(
        "💰 Invoice №{invoice}: {sum} received, thank you. Left to pay: {left}.",
        invoice=1,
        sum=company.money(120_000),
        left=company.money(110_000),
    )
    await romashka.sees(received)
    assert sum(received == message.text for message in romashka.history) == 1
    await company.taps(zoe, t("🏦 Transfer") + f" {company.money(110_000)}")
    await zoe.sees(t("✔ paid"))
    await romashka.sees(t("✔ Nothing is left to pay"))
    for number in (1001, 1002):
        await company.opens(zoe, number, client="Boris")
        await zoe.sees(t("№{number}", number=number) + " · " + t("closed"))
