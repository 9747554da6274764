"""The feed: a colleague asks the company, a director answers with a tap, everybody in the office reads what happened (R24)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from tests.scenarios.conftest import Company


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_colleague_asks_and_a_director_answers(company: Company) -> None:
    t = company.t
    ivan = await company.hires("Ivan", Role.ENGINEER)
    vera = await company.hires("Vera", Role.DIRECTOR)
    await ivan.says("/shift")
    await ivan.taps(t("📨 Requests"))
    await ivan.taps(t("✉️ Ask the company"), on=await ivan.sees(t("📨 No internal requests")))
    await ivan.taps(t("🛒 Purchase"))
    await ivan.says("A soldering iron, 4000")
    await ivan.sees(t("waits for a decision"))
    asked = await vera.sees(t("✉️ A colleague asks"))
    await vera.taps(t("✅ Approve"), on=asked)
    await ivan.sees(t("✉️ Your request is answered"))
    await ivan.sees(t("✔ approved"))
    await vera.presses_stale(asked, t("✅ Approve"))
    await vera.sees_toast(t("Refreshed: something changed meanwhile."))


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_office_reads_what_happened(company: Company) -> None:
    t = company.t
    mary = await company.hires("Mary", Role.OPERATOR)
    ivan = await company.hires("Ivan", Role.ENGINEER)
    anna = company.client("Anna")
    await anna.says("The screen is black")
    await mary.taps(t("✋ Take"))
    await mary.says("/shift")
    await mary.taps(t("📰 Feed"))
    feed = await mary.sees(t("📰 What happened"))
    assert "№1001" in feed.text
    assert "Mary" in feed.text
    await ivan.forges("g:feed:0:", await ivan.sees(t("🧰 No tasks now")))
    await ivan.never_sees("№1001")


async def test_a_refusal_carries_its_reason_and_the_author_may_take_back(company: Company) -> None:
    vera = await company.hires("Vera", Role.DIRECTOR)
    ivan = await company.hires("Ivan", Role.ENGINEER)
    for number in (1, 2):
        await ivan.says("/shift")
        await ivan.taps("📨 Requests", on=await ivan.sees("On shift"))
        await ivan.taps("✉️ Ask the company", on=await ivan.sees("nternal requests"))
        await ivan.taps("🌴 Leave", on=await ivan.sees("What do you need?"))
        await ivan.says(f"Week {number} of June")
        await ivan.sees(f"Week {number} of June")
        await ivan.sees("↩️ Take back")
        await company.settle()
    await vera.taps("✖ Decline", on=await vera.sees("Week 2 of June"))
    await vera.says("June is full")
    await ivan.sees("June is full")
    await company.settle()
    await ivan.taps("↩️ Take back")
    await ivan.sees("taken back")
