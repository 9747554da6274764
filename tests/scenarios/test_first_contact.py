"""A client writes, an operator takes and answers: the thin road, end to end."""

from __future__ import annotations

from crm.actor import Role
from tests.scenarios.conftest import Company


async def test_a_word_becomes_a_request_and_gets_its_answer(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    paul = await company.hires("Paul", Role.OPERATOR)
    anna = company.client("Anna")

    await anna.says("My laptop does not switch on")

    await anna.sees("Accepted, request №1001")
    await mary.sees("New request №1001")
    await paul.sees("My laptop does not switch on")
    assert len(anna.loud) == 1

    card = await mary.sees("✋ Take")
    await mary.taps("✋ Take", on=card)
    taken = await paul.sees("In charge: Mary")
    assert "New request" not in taken.text
    await mary.says("Hello, which model is it?", reply_to=card)
    await anna.sees("Hello, which model is it?")
    await anna.says("Asus")
    relayed = await mary.sees("Asus")
    await mary.says("Bring it in, please", reply_to=relayed)
    await anna.sees("Bring it in, please")
    await paul.never_sees("Bring it in, please")


async def test_one_of_two_wins_and_the_other_is_told_who(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    paul = await company.hires("Paul", Role.OPERATOR)
    await company.client("Anna").says("Help")
    card = await paul.sees("✋ Take")
    await mary.sees("✋ Take")
    await mary.taps("✋ Take")
    assert "Mary" in (await paul.presses_stale(card, "✋ Take") or "")


async def test_a_restart_in_the_middle_of_the_form_changes_nothing(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.starts()
    await anna.taps("🛠 New request")
    await anna.taps("💻 Laptop")
    await anna.sees("step 2 of 4")
    await company.settle()
    await company.restart()
    await anna.says("The screen is black")
    await anna.taps("🏢 I'll bring it")
    await anna.shares_contact()
    await anna.sees("Please check")
    await anna.taps("✅ Send")
    await anna.sees("Accepted, request №1001")
    await mary.sees("The screen is black")


async def test_staff_words_without_a_recipient_reach_nobody(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.says("Help")
    await mary.taps("✋ Take")
    await mary.says("this is for nobody")
    await mary.sees("Who is this for?")
    await anna.never_sees("this is for nobody")
