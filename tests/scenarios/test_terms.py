"""The terms of a client: what he takes home before he pays, and estimates that need no yes of his (flows: credit clients, limits)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

BOTH = pytest.mark.parametrize("language", ["ru", "en"])
DESK = (Role.OPERATOR, Role.DISPATCHER, Role.ENGINEER)
SUM = 90_000


async def at_the_desk(company: Company) -> tuple[Person, Person, Person]:
    """Vera does the work and may waive nothing, Max is the manager, and Anna's notebook is with us."""
    t = company.t
    vera, max_ = await company.hires("Vera", *DESK), await company.hires("Max", Role.MANAGER)
    await company.sets(counter=True, auto_invoice="nobody")
    anna = company.client("Anna")
    await anna.says("Notebook")
    await company.taps(vera, t("✋ Take"), t("🧾 To deal"), t("▶️ Start"), t("📥 Device taken in"), t("👷 Assign"))
    return vera, max_, anna


async def has_credit(company: Company, max_: Person, limit: str) -> None:
    """From the order's card and back to it."""
    t = company.t
    await company.taps(max_, t("👤 Client card"), t("🤝 Terms"), t("🤝 Credit"), t("✅ On credit"), t("10 bank days"))
    await max_.says(limit)
    await max_.sees(t("Debt up to {sum}", sum=company.money(int(limit) * 100)))
    await company.taps(max_, t("‹ Back"), t("‹ Back"))


@BOTH
async def test_on_credit_work_begins_unpaid_and_goes_home_up_to_the_limit(company: Company) -> None:
    t = company.t
    vera, max_, anna = await at_the_desk(company)
    await company.opens(max_, 1001, client="Anna")
    await has_credit(company, max_, "1000")
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    await company.taps(anna, t("✅ Approve {sum}", sum=company.money(SUM)))
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"), t("💰 Payment"))
    await vera.sees(t("On credit, owes {used} of {limit}", used=company.money(0), limit=company.money(100_000)))
    await company.taps(vera, t("‹ Back"))
    await has_credit(company, max_, "500")
    await company.taps(vera, t("🤝 Hand over"))
    wall = await vera.sees(t("This would take the client over his credit limit. A manager may allow it with a reason."))
    assert wall.button(t("💰 Payment")) is not None
    assert wall.button(t("🔑 Above the credit limit")) is None, "that is the manager's"
    await company.taps(max_, t("⋯ More"), t("🔑 Above the credit limit"))
    await max_.says("He pays every friday")
    await company.taps(vera, t("🤝 Hand over"), t("🏁 Close & hand over"))
    await vera.sees(f"№1001 · {t('waiting for payment')}")
    await company.taps(max_, t("⋯ More"), t("🕘 History"))
    history = (await max_.sees(t("History of №{number}", number=1001))).text.splitlines()
    given = [line for line in history if f"{t('✅ On credit')} · Max ({t('manager')})" in line]
    debts = [t("Debt up to {sum}", sum=company.money(limit)) for limit in (100_000, 50_000)]
    assert [debt in line for debt, line in zip(debts, given, strict=True)] == [True, True]
    assert any(t("🔑 Above the credit limit") in line and "He pays every friday" in line for line in history)


@BOTH
async def test_within_the_agreed_limit_nobody_is_asked(company: Company) -> None:
    t = company.t
    vera, max_, anna = await at_the_desk(company)
    await company.opens(max_, 1001, client="Anna")
    await company.taps(max_, t("👤 Client card"), t("🤝 Terms"), t("✅ Agreed limit"))
    await max_.says("1000")
    agreed = t("Estimates up to {sum} need no approval", sum=company.money(100_000))
    await max_.sees(agreed)
    await company.taps(max_, t("‹ Back"), t("‹ Back"), t("⋯ More"), t("🕘 History"))
    assert agreed in (await max_.sees(t("History of №{number}", number=1001))).text

    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    card = await vera.sees(t("▶️ Started"))
    assert t("approved") in card.text
    await anna.never_sees(t("Estimate for №{number}, version {version}", number=1001, version=1))
    await company.taps(vera, t("▶️ Started"), t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    await anna.sees(t("✅ Approve {sum}", sum=company.money(2 * SUM)))
