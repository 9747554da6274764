"""Handing over to oneself needs no question and no notice; to another one tap more (flows: several hats)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from tests.scenarios.conftest import Company


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_who_is_alone_with_a_role_keeps_the_order(company: Company) -> None:
    t = company.t
    vera = await company.hires("Vera", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER)
    dora = await company.hires("Dora", Role.DIRECTOR)
    await company.client("Anna").says("Printer is broken")
    card = await vera.sees(t("🆕 New request №{number}", number=1001))
    await vera.taps(t("✋ Take"), on=card)
    await vera.taps(t("👔 To manager"), on=await vera.sees(f"№1001 · {t('request in work')}"))
    await vera.sees_toast(t("№{number} stays with you.", number=1001))
    await vera.taps(t("⋯ More"), on=await vera.sees(f"№1001 · {t('with the manager')}"))
    await company.taps(vera, t("↩️ To operator"))
    await vera.taps(t("🧾 To deal"), on=await vera.sees(f"№1001 · {t('request in work')}"))
    await company.taps(vera, t("▶️ Start"), t("👷 Assign"))
    await vera.sees("👷 Vera")
    await vera.presses_stale(card, t("✋ Take"))
    await company.settle()
    assert not [message for message in dora.loud if "№1001" in message.text]
    await vera.never_sees(t("№{number}: who is the dispatcher?", number=1001))
    await vera.never_sees(t("👷 Order №{number} is assigned to you", number=1001))


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_among_several_he_comes_first(company: Company) -> None:
    t = company.t
    serge = await company.hires("Serge", Role.DISPATCHER)
    vera = await company.hires("Vera", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    await company.client("Anna").says("Printer is broken")
    await vera.taps(t("✋ Take"), on=await vera.sees(t("🆕 New request №{number}", number=1001)))
    old = await vera.sees(f"№1001 · {t('request in work')}")
    await vera.taps(t("🧾 To deal"), on=old)
    question = await vera.sees(t("№{number}: who is the dispatcher?", number=1001))
    assert question.labels[:2] == [t("🙋 Me · {name}", name="Vera"), "Serge"]
    await vera.taps(question.labels[0], on=question)
    await vera.sees(f"№1001 · {t('new order')}")
    await vera.presses_stale(old, t("🧾 To deal"))
    await company.settle()
    assert not [message for message in serge.loud if "№1001" in message.text]


async def test_off_shift_he_still_needs_no_notice_and_nobody_in_his_place_is_told(company: Company) -> None:
    vera = await company.hires("Vera", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    dora = await company.hires("Dora", Role.DIRECTOR)
    await vera.says("/shift")
    await vera.taps("🟢 On shift")
    await vera.sees("⚪️ Off shift")
    await company.client("Anna").says("Printer is broken")
    await dora.sees("New request №1001")
    await vera.taps("📥 Queue")
    await company.taps(vera, "✋ Take next", "👔 To manager")
    await vera.sees("№1001 · with the manager")
    await company.taps(vera, "⋯ More", "↩️ To operator")
    await company.taps(vera, "🧾 To deal")
    await vera.sees("№1001 · new order")
    await dora.never_sees("New client")
    await dora.never_sees("New order №1001")


async def test_another_dispatcher_is_one_tap_more(company: Company) -> None:
    await company.sets(counter=True)
    mary, serge = await company.hires("Mary", Role.OPERATOR), await company.hires("Serge", Role.DISPATCHER)
    await company.client("Anna").says("Printer is broken")
    card = await mary.sees("New request №1001")
    pressed = mary.pressed
    await mary.taps("✋ Take", on=card)
    await mary.taps("🧾 To deal", on=await mary.sees("№1001 · request in work"))
    await mary.taps("Serge", on=await mary.sees("who is the dispatcher?"))
    assert mary.pressed - pressed == 3
    await serge.sees("New order №1001")
    await mary.forges("x:whom:1001:convert-999", await mary.sees("№1001 · new order"))
    await mary.forges("x:whom:1001:reject-1", await mary.sees("№1001 · new order"))
    await serge.forges("x:whom:1001:to_manager-1", await serge.sees("New order №1001"))
    await company.settle()
    await mary.never_sees("with the manager")
