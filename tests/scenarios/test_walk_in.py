"""The day of a walk-in with a television and no Telegram: everything a client is told becomes a call, his yes is recorded (flows)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

PAIRS = pytest.mark.parametrize(("language", "database_url"), [("ru", "postgresql"), ("en", "sqlite")], indirect=["database_url"])
"""A long day is told pairwise: each language and each database once."""
FRONT = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER)


async def television_is_taken_in(company: Company, vera: Person) -> None:
    """By hand at the counter, to its estimate of 900, which waits for the client's yes."""
    t = company.t
    await company.taps(vera, t("➕ Order by hand"))
    for words in ("+7 916 555-44-33", "Peter", "Television does not switch on"):
        await vera.says(words)
    await company.taps(vera, t("🧾 To deal"), t("▶️ Start"), t("📥 Device taken in"), t("👷 Assign"))
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))


async def yes_is_recorded(company: Company, vera: Person) -> None:
    """The call that the estimate asks for, and the answer with how and in what words."""
    t = company.t
    call = await vera.sees(t("📞 №{number}: call {name}", number=1001, name="Peter"))
    assert "+7 916 555-44-33" in call.text
    assert company.money(90_000) in call.text, "what is to be said"
    await vera.taps(t("✅ Told"), on=call)
    await company.taps(vera, t("✅ Approve"), t("📞 By phone"))
    await vera.says("He says yes, do it")
    await company.settle()


@PAIRS
async def test_day_a_walk_in_television(company: Company) -> None:
    t, vera = company.t, await company.hires("Vera", *FRONT)
    zoe = await company.hires("Zoe", Role.ACCOUNTANT)
    await television_is_taken_in(company, vera)
    await yes_is_recorded(company, vera)
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"))
    await vera.taps(t("🔁 No answer"), on=await vera.sees(t("✅ Told")))
    await vera.sees_toast(t("Reminded again in an hour."))
    await company.passes(minutes=61)
    again = await vera.sees(t("✅ Told"))
    assert again in vera.loud, "an hour later the call is asked for once more"
    await vera.taps(t("✅ Told"), on=again)
    await vera.sees(t("✔ Told"))
    await vera.taps(t("💰 Payment"), on=await vera.sees(t("🤝 Hand over")))
    await company.taps(vera, t("💵 Cash"), t("🤝 Hand over"), t("🏁 Close & hand over"))
    await vera.sees(t("№{number}", number=1001) + " · " + t("closed"))
    await company.taps(vera, t("⋯ More"), t("🕘 History"))
    await vera.sees(f"{t('📞 By phone')} · He says yes, do it")
    assert not any("№1001" in message.text for message in zoe.loud), "cash at the counter is silent for the accountant"
