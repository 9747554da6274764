"""What waits to be said is said with the rights of the moment: who has lost them gets neither the news nor the client's words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.methods import EditMessageText, SendMessage

from crm.intents import EVERY_SLOT, Intent, Notice, Refresh, Relay, Say, Show
from crm.shown import ShownCard
from storage import cards
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.rights.company import ANNA, DEMOTED, DISMISSED, E2, OP, ORDER, SECRETS, SITUATIONS, STRANGER, A, D, E, M
from tests.rights.gate import Gate
from tests.spine import NOW

HER_WORDS = 1
"""The message in which the client said what is broken."""
WITHOUT_RIGHTS = (DISMISSED, DEMOTED, E2, STRANGER)


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    opened = await Gate.opens(tmp_path, SITUATIONS["in progress here"], situation="in progress here")
    yield opened
    await opened.closes()


async def say(gate: Gate, *intents: Intent, to: int) -> list[Any]:
    """What Telegram is told."""
    async with gate.spine.engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=gate.spine.now, shop=await load_shop(connection), chat_id=to)
        unit.say(*intents)
        await unit.flush()
    return await gate.spine.delivers()


async def shows(gate: Gate, chat: int, slot: str, *, screen: str) -> None:
    async with gate.spine.engines.write.begin() as connection:
        await cards.record(connection, ShownCard(chat, slot, 77, screen, {"id": ORDER, "arg": ""}, "as it was"), now=NOW)


@pytest.mark.parametrize("chat", WITHOUT_RIGHTS)
@pytest.mark.parametrize("intent", ["notice", "relay"])
async def test_who_may_not_see_an_order_hears_nothing_of_it_that_waited(gate: Gate, chat: int, intent: str) -> None:
    waits = Notice("engineer_finished", "deal", ORDER, chat) if intent == "notice" else Relay(HER_WORDS, chat)
    assert await say(gate, waits, to=chat) == []


@pytest.mark.parametrize("chat", [OP, M, D, E, A])
async def test_who_may_see_it_hears_the_news_and_her_words(gate: Gate, chat: int) -> None:
    calls = await say(gate, Notice("engineer_finished", "deal", ORDER, chat), Relay(HER_WORDS, chat), to=chat)
    assert [type(call) for call in calls] == [SendMessage, SendMessage]
    assert all(SECRETS[1] in call.text or (ORDER and str(ORDER) in call.text) for call in calls)


@pytest.mark.parametrize("chat", WITHOUT_RIGHTS)
@pytest.mark.parametrize("screen", ["order", "estimate", "choose_engineer", "more", "timeline"])
async def test_a_card_of_who_lost_his_rights_becomes_a_stub_without_buttons(gate: Gate, chat: int, screen: str) -> None:
    await shows(gate, chat, f"order:{ORDER}", screen=screen)
    (stub,) = await say(gate, Refresh(EVERY_SLOT, chats=frozenset({chat})), to=chat)
    assert isinstance(stub, EditMessageText)
    assert (stub.message_id, stub.reply_markup) == (77, None)
    assert not any(secret in str(stub.text) for secret in SECRETS)


async def test_choices_that_are_not_his_any_more_give_way_to_the_orders_card(gate: Gate) -> None:
    """An accountant sees the order, but chooses no engineer: nothing of the choice is left to press."""
    await shows(gate, A, f"order:{ORDER}", screen="choose_engineer")
    (card,) = await say(gate, Refresh(EVERY_SLOT, chats=frozenset({A})), to=A)
    labels = [button.text for row in card.reply_markup.inline_keyboard for button in row]
    assert not [label for label in labels if "Colleague" in label]
    assert SECRETS[1] in card.text


async def test_a_clients_own_card_stays_what_it_is(gate: Gate) -> None:
    await shows(gate, ANNA, f"order:{ORDER}", screen="client_request_accepted")
    (card,) = await say(gate, Refresh(EVERY_SLOT, chats=frozenset({ANNA})), to=ANNA)
    assert str(ORDER) in card.text


async def test_a_hub_that_is_closed_still_leads_home(gate: Gate) -> None:
    await shows(gate, OP, "hub", screen="settings")
    (card,) = await say(gate, Refresh(EVERY_SLOT, chats=frozenset({OP})), to=OP)
    assert [button.text for row in card.reply_markup.inline_keyboard for button in row] == ["🏠 Home"]


async def test_an_ended_dialogue_leaves_one_line_without_its_answers(gate: Gate) -> None:
    await shows(gate, DISMISSED, "dialog", screen="form")
    (stub,) = await say(gate, Show("ended", slot="dialog", chat_id=DISMISSED), to=OP)
    assert (stub.text, stub.reply_markup) == ("✖ Closed: your rights have changed.", None)


async def test_a_sentence_with_a_huge_name_is_cut_to_what_telegram_takes(gate: Gate) -> None:
    (call,) = await say(gate, Say("welcome_back", {"name": "x" * 4096}), to=D)
    assert len(call.text) == 4096
