"""Delivery: what is slow or failing for one stream holds up no other (architecture §2, G9)."""

from __future__ import annotations

from crm.actor import Role
from sandbox import Fault
from tests.scenarios.conftest import Company


async def test_a_slow_picture_holds_nobodys_cards(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    anna, boris = company.client("Anna"), company.client("Boris", phone="+79161112244")
    await anna.says("The screen is black")
    await mary.taps("✋ Take", on=await mary.sees("New request №1001"))
    company.sandbox.faults.add(Fault("stall", method="sendPhoto", chat_id=mary.id, seconds=1.5))
    await anna.sends_photo("Look here")
    await boris.says("Help")
    await mary.sees("New request №1002", timeout=1.0)
    assert not any("Look here" in message.text for message in mary.chat if "photo" in message.raw)
    await mary.sees_photo()


async def test_words_that_telegram_refuses_for_a_while_arrive_in_order(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.says("The screen is black")
    await mary.taps("✋ Take", on=await mary.sees("New request №1001"))
    company.sandbox.faults.add(Fault("429", method="sendMessage", chat_id=mary.id, retry_after=1), Fault("5xx", chat_id=mary.id, times=2))
    for number in range(5):
        await anna.says(f"word {number}")
    await mary.sees("№1001\nword 4", timeout=15.0)
    said = [message.text for message in mary.chat if "№1001\nword" in message.text]
    assert [text[-6:] for text in said] == [f"word {number}" for number in range(5)]
