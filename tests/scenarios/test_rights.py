"""Rights that end take their buttons along: who is dismissed or loses a role keeps nothing to press (R15, T3)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company


def buttons(person: Person) -> list[str]:
    """Every inline button that the person can press now."""
    return [label for message in person.chat for label in message.labels]


async def opens(company: Company, vera: Person, name: str) -> None:
    await company.taps(vera, company.t("⚙️ Settings"), company.t("👥 People"), name)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_dismissed_colleague_keeps_nothing_to_press(company: Company) -> None:
    """His queue, an order, a dialogue with a client's phone in it: all are stubs; what the client wrote to him stays."""
    t = company.t
    vera = await company.hires("Vera", Role.DIRECTOR)
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.says("The kettle leaks")
    await mary.taps(t("✋ Take"), on=await mary.sees(t("🆕 New request №{number}", number=1001)))
    await company.settle()
    await anna.says("It is blue")
    await mary.sees("It is blue")
    await mary.taps(t("📥 Queue"))
    await mary.taps(t("➕ Order by hand"))
    await mary.says("+7 916 111-22-33")
    await opens(company, vera, "Mary")
    await company.taps(vera, t("🗑 Dismiss"), t("🗑 Dismiss"))
    await mary.sees(t("You are not on the team any more. The keys below are those of a client."))
    await company.settle()
    assert [label for label in buttons(mary) if label not in (t("🛠 New request"), t("🌐 Language"))] == [
        company.n("📋 My requests · {n}", "📋 My requests · {n}", 0)
    ]
    assert mary.keyboard == [t("🛠 New request"), t("📋 My requests")]
    shown = [message.text for message in mary.chat]
    assert any("It is blue" in text for text in shown)
    assert not any("916 111-22-33" in text for text in shown if not text.startswith("+7"))
    await anna.says("And old")
    await company.settle()
    await mary.never_sees("And old")


async def test_a_lost_role_takes_its_buttons_from_the_card_and_a_new_one_brings_its_own(company: Company) -> None:
    vera = await company.hires("Vera", Role.DIRECTOR)
    dan = await company.hires("Dan", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    anna = company.client("Anna")
    await anna.says("The kettle leaks")
    await dan.taps("✋ Take", on=await dan.sees("New request №1001"))
    await company.taps(dan, "🧾 To deal", "▶️ Start", "👷 Assign")
    await dan.sees("which engineer?")
    await opens(company, vera, "Dan")
    await company.taps(vera, "✅ dispatcher")
    await dan.sees("Your roles have changed")
    await company.settle()
    order = await dan.sees("№1001")
    assert "which engineer?" not in order.text
    assert order.button("🧾 Estimate") is not None
    await company.taps(vera, "✅ operator", "✅ manager")
    await company.settle()
    left = buttons(dan)
    assert not [label for label in left if "Estimate" in label or "Assign" in label], left
    await company.taps(vera, "⬜ dispatcher")
    await company.settle()
    assert "🧾 Estimate" in buttons(dan)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_one_link_brings_several_roles_and_names_who_came(company: Company) -> None:
    t = company.t
    vera = await company.hires("Vera", Role.DIRECTOR)
    await company.taps(vera, t("⚙️ Settings"), t("✉️ Invites"), t("🧩 Several roles at once"))
    await company.taps(
        vera, "⬜ " + t("engineer"), "⬜ " + t("operator"), "⬜ " + t("director"), "✅ " + t("director"), t("🔗 Make the link")
    )
    invite = await vera.sees(t("Invite, good once, for 24 hours:"))
    ivan = company.client("Ivan")
    await ivan.starts(invite.text.partition("start=")[2].split()[0])
    await ivan.sees(t("🧰 Tasks"))
    assert ivan.keyboard == [t("🏠 Now"), t("📥 Queue"), t("🧰 Tasks"), t("🔎 Find"), t("👤 Me")]
    await company.taps(vera, t("‹ Back"), t("✉️ Invites"))
    await vera.sees(t("Came by invite:"))
    assert f"✔ Ivan · {t('operator')}, {t('engineer')} · Vera" in vera.chat[-1].text
