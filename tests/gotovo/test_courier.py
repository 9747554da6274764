"""The courier: what becomes of a sending that Telegram refuses, puts off, or does not answer (architecture §2, Sender)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.intents import Notice, Say, Show
from gotovo.courier import Outcome
from gotovo.signals import Bell
from storage import outbox, tables
from storage.leases import LeaseLost
from tests.gotovo.mailroom import METHOD, fail, rows, say
from tests.rights.company import ANNA, OP, ORDER, SITUATIONS, D
from tests.rights.gate import Gate
from tests.spine import Alone, Paper


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    opened = await Gate.opens(tmp_path, SITUATIONS["ready, never collected"], situation="ready, never collected")
    yield opened
    await opened.closes()


async def test_a_chat_that_was_told_too_much_waits_as_long_as_telegram_says_and_the_others_do_not(gate: Gate) -> None:
    fail(gate, TelegramRetryAfter(METHOD, "slow down", 7))
    await say(gate, Say("thanks"), to=ANNA)
    await gate.spine.delivers()
    (row,) = await rows(gate)
    assert (row.state, row.tries, row.due_at - gate.spine.now) == ("ready", 0, timedelta(seconds=7))
    assert (gate.spine.courier.tally.waits, gate.spine.courier.tally.errors) == (1, 0)
    await say(gate, Say("thanks"), to=D)
    assert [call.chat_id for call in await gate.spine.delivers() if isinstance(call, SendMessage)] == [D]


async def test_a_sending_without_an_answer_is_tried_again_later(gate: Gate) -> None:
    fail(gate, TelegramNetworkError(METHOD, "reset"), TelegramServerError(METHOD, "502"))
    await say(gate, Say("thanks"), to=ANNA)
    for tries in (1, 2):
        await gate.spine.delivers()
        (row,) = await rows(gate)
        assert (row.state, row.tries) == ("ready", tries)
        assert timedelta(0) < row.due_at - gate.spine.now < timedelta(seconds=10)
        gate.spine.later(minutes=1)
    assert len(await gate.spine.delivers()) == 1
    assert await rows(gate) == []
    tally = gate.spine.courier.tally
    assert (tally.sent, tally.waits, tally.errors) == (1, 0, 2)


async def test_what_a_client_who_blocked_the_bot_had_to_hear_becomes_a_call(gate: Gate) -> None:
    fail(gate, TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"))
    await say(gate, Notice("take_back", "deal", ORDER, ANNA), to=ANNA)
    await gate.spine.delivers()
    assert [row.state for row in await rows(gate) if row.chat_id == ANNA] == ["dropped"]
    async with gate.spine.engines.read.connect() as connection:
        calls = [row.notice for row in await connection.execute(select(tables.task)) if row.key]
        dead = (await connection.execute(select(tables.account.c.dead_since).where(tables.account.c.chat_id == ANNA))).scalar_one()
    assert calls == ["take_back"]
    assert dead == gate.spine.now


async def test_what_telegram_will_never_take_goes_to_the_dead_letters_and_holds_up_nobody(gate: Gate) -> None:
    fail(gate, TelegramBadRequest(METHOD, "Bad Request: BUTTON_DATA_INVALID"))
    await say(gate, Say("thanks"), Say("cancelled"), to=ANNA)
    assert [call.text for call in await gate.spine.delivers() if isinstance(call, SendMessage) and call.chat_id == ANNA] == ["Cancelled."]
    (row,) = [row for row in await rows(gate) if row.chat_id == ANNA]
    assert (row.state, row.error) == ("dead", "TelegramBadRequest")


async def test_a_card_whose_message_is_gone_is_sent_anew(gate: Gate) -> None:
    await say(gate, Show("order", {"id": ORDER}, slot=f"order:{ORDER}"), to=D)
    await gate.spine.delivers()
    fail(gate, TelegramBadRequest(METHOD, "Bad Request: message to edit not found"), method="EditMessageText")
    await say(gate, Show("timeline", {"id": ORDER}, slot=f"order:{ORDER}"), to=D)
    told = await gate.spine.delivers()
    assert [type(call) for call in told] == [SendMessage, EditMessageText]
    sent = gate.spine.paper.last_id
    await say(gate, Show("order", {"id": ORDER}, slot=f"order:{ORDER}"), to=D)
    (edit,) = await gate.spine.delivers()
    assert isinstance(edit, EditMessageText)
    assert edit.message_id == sent


async def test_the_same_picture_is_not_sent_twice(gate: Gate) -> None:
    for calls in (1, 0):
        await say(gate, Show("order", {"id": ORDER}, slot=f"order:{ORDER}"), to=D)
        assert len(await gate.spine.delivers()) == calls


async def test_a_screen_that_cannot_be_drawn_dies_alone(gate: Gate) -> None:
    await say(gate, Show("form", {"form": "no such form"}, slot="dialog"), Say("thanks"), to=OP)
    assert [call.chat_id for call in await gate.spine.delivers() if isinstance(call, SendMessage) and call.chat_id == OP] == [OP]
    (row,) = [row for row in await rows(gate) if row.chat_id == OP]
    assert row.state == "dead"
    assert row.error.endswith("KeyError")


async def test_the_next_row_of_a_stream_waits_until_the_last_is_marked(gate: Gate) -> None:
    """Else a refresh would look for a card that is sent but not yet written down, and be lost."""
    await say(gate, Say("thanks"), Say("cancelled"), to=D)
    async with gate.spine.engines.write.begin() as connection:
        first, second = await outbox.claim(connection, gate.spine.now, limit=2)
        await outbox.put_off(connection, second, due_at=gate.spine.now, error="", count_try=False)
        assert await gate.spine.courier._claim(connection, [Outcome(first)]) == []
        assert len(await gate.spine.courier._claim(connection, [])) == 1


class Halting(Paper):
    """The second call gets no answer until it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = asyncio.Event()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        result = await super().make_request(bot, method, timeout)
        if len(self.calls) == 2:
            await self.goes_on.wait()
        return result


async def test_what_is_sent_is_marked_while_the_next_of_its_stream_is_on_its_way(gate: Gate) -> None:
    """Else a crash in a long stream would leave all of it to be said again (W4)."""
    gate.spine.paper = paper = Halting()
    gate.spine.restart()
    await say(gate, Say("thanks"), Say("cancelled"), Say("thanks"), to=D)
    courier, bell = gate.spine.courier, Bell()
    await courier._turn_over(bell)
    async with asyncio.timeout(10):
        while len(paper.calls) < 2:
            await bell.wait()
    await courier._turn_over(bell)
    assert [row.state for row in await rows(gate)] == ["sending"] * 2
    paper.goes_on.set()
    await asyncio.gather(*courier._flights.values())
    await courier._turn_over(bell)
    assert await rows(gate) == []


async def stream_of(gate: Gate, *words: str) -> list[Any]:
    """Claimed by a courier that then died."""
    await say(gate, *[Say(word) for word in words], to=D)
    async with gate.spine.engines.write.begin() as connection:
        return await outbox.claim(connection, gate.spine.now, limit=9)


async def test_what_the_courier_before_was_sending_is_adopted_at_once(gate: Gate) -> None:
    await stream_of(gate, "thanks", "cancelled")
    assert await gate.spine.delivers() == []
    await gate.spine.courier._adopt()
    assert len(await gate.spine.delivers()) == 2


async def test_a_courier_that_lost_its_lease_neither_marks_nor_claims(gate: Gate) -> None:
    """The next one has adopted what this one was sending: its marks would hide what that one does."""
    (row,) = await stream_of(gate, "thanks")
    await say(gate, Say("cancelled"), to=ANNA)
    courier = gate.spine.courier
    courier._lease = Lost()
    courier._landed = [Outcome(row)]
    with pytest.raises(LeaseLost):
        await courier.run(Bell())
    assert courier._landed == []
    assert [(row.chat_id, row.state) for row in await rows(gate)] == [(D, "sending"), (ANNA, "ready")]
    assert gate.spine.paper.calls == []


async def test_a_courier_that_may_have_lost_its_lease_sends_nothing(gate: Gate) -> None:
    """It stood still for a while, and does not know yet what became of its lease."""
    await say(gate, Say("thanks"), Say("cancelled"), to=D)
    gate.spine.courier._lease = Unsure()
    assert await gate.spine.delivers() == []
    assert [(row.state, row.tries) for row in await rows(gate)] == [("ready", 0)] * 2
    gate.spine.courier._lease = Alone()
    gate.spine.later(minutes=1)
    assert len(await gate.spine.delivers()) == 2


async def test_what_lands_while_the_process_stops_is_marked(gate: Gate) -> None:
    """Else every stop would send it twice (G2)."""
    await say(gate, Say("thanks"), to=D)
    bell, courier = Bell(), gate.spine.courier
    await courier._turn_over(bell)
    await asyncio.gather(*courier._flights.values())
    bell.close()
    await courier.run(bell)
    assert await rows(gate) == []


class Lost(Alone):
    async def fence(self, _connection: AsyncConnection) -> None:
        raise LeaseLost("leader")


class Unsure(Alone):
    def is_held(self) -> bool:
        return False
