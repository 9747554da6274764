"""G9, the outage hour: Telegram is dead for an hour of simulated time; then everything waiting is said once, in order, without a storm."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy import func, select

from bot.errors import Judgement, Verdict
from crm.conversation import Message
from crm.intents import Relay, Say
from gotovo import courier
from storage import tables
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.faults.ledger import FULL, Proof
from tests.faults.roads import FIRST_CLIENT, founded
from tests.faults.story import Desk, Step, live
from tests.spine import NOW, Spine, words

GOAL = "G9 outage hour"
OUTAGE = timedelta(hours=1)
CHATS, EACH = (20, 25) if FULL else (4, 5)
"""As many clients; to each so many words of a colleague, and as many sentences of the bot: 1,000 in all when it is run in full."""
LONGEST = timedelta(hours=2)


@dataclass
class Network:
    """Dead until a moment; counts what is tried meanwhile."""

    until: datetime = NOW
    tried: int = 0


class Cut(Desk):
    """Calls do not get through while the network is dead."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.spine: Spine | None = None

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        if self.spine is not None and self.spine.now < self.network.until:
            self.network.tried += 1
            raise TelegramNetworkError(method, "connection refused")
        return await super().make_request(bot, method, timeout)


@pytest.fixture
async def spine(tmp_path: Path) -> AsyncIterator[Spine]:
    company = await founded(tmp_path / "outage.db")
    company.paper = Cut(Network())
    company.paper.spine = company
    company.restart()
    clients = range(FIRST_CLIENT, FIRST_CLIENT + CHATS)
    await live(company, Step(company.now, tuple(company.arrival(words(client, "It is broken")) for client in clients)))
    yield company
    await company.engines.dispose()


async def pile_up(spine: Spine) -> None:
    """A thousand things to say, in turn to all."""
    async with spine.engines.write.begin() as connection:
        leads = list(await connection.execute(select(tables.lead.c.id, tables.lead.c.client_id).order_by(tables.lead.c.id)))
        unit = SqlUnitOfWork(connection, now=spine.now, shop=await load_shop(connection))
        for number in range(EACH):
            for place, lead in enumerate(leads):
                said = Message(0, spine.now, lead.id, lead.client_id, incoming=False, staff_id=1, body=f"word {number:03d}")
                message = await unit.messages.add(said)
                unit.say(Relay(message.id, FIRST_CLIENT + place), Say("failed", {"id": f"{number:03d}"}, chat_id=FIRST_CLIENT + place))
        await unit.flush()


async def waits_for_the_end(spine: Spine) -> None:
    """Time goes on from one due sending to the next, until nothing waits."""
    box, end = tables.outbox, spine.now + LONGEST
    while spine.now < end:
        await spine.delivers()
        async with spine.engines.read.connect() as connection:
            due = (await connection.execute(select(func.min(box.c.due_at)).where(box.c.state == "ready"))).scalar_one()
        if due is None:
            return
        spine.now = max(due, spine.now + timedelta(seconds=1))


def heard(spine: Spine, pattern: str) -> dict[int, list[str]]:
    """What came to each chat, in the order in which it came."""
    found: dict[int, list[str]] = {}
    for call in spine.paper.calls:
        if isinstance(call, SendMessage) and (number := re.search(pattern, call.text)):
            found.setdefault(int(call.chat_id), []).append(number[1])
    return found


async def test_all_is_said_once_and_in_order(spine: Spine, proof: Proof) -> None:
    assert isinstance(spine.paper, Cut)
    spine.paper.network.until = spine.now + OUTAGE
    await pile_up(spine)
    await waits_for_the_end(spine)
    numbers = [f"{number:03d}" for number in range(EACH)]
    said = heard(spine, r"word (\d{3})")
    assert said == dict.fromkeys(range(FIRST_CLIENT, FIRST_CLIENT + CHATS), numbers), "what people said keeps its order"
    assert {chat: sorted(told) for chat, told in heard(spine, r"as (\d{3})").items()} == said
    tries = spine.paper.network.tried
    assert tries <= 2 * CHATS * OUTAGE.total_seconds() / 45, "one of a stream at a time, at last about once a minute"
    proof.n = f"{2 * CHATS * EACH} waiting"
    proof.measured(lost=0, again=0, words_out_of_order=0, tries_in_the_hour=tries)


async def test_the_oracle_catches_who_gives_up(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(spine.paper, Cut)
    monkeypatch.setattr(courier, "judge", lambda _error: Judgement(Verdict.DEAD))
    spine.paper.network.until = spine.now + OUTAGE
    await pile_up(spine)
    await waits_for_the_end(spine)
    missing = 2 * CHATS * EACH - sum(map(len, heard(spine, r"word (\d{3})").values()))
    proof.n = f"{2 * CHATS * EACH} waiting"
    proof.control("gives_up", red=f"{missing} never said" if missing else "")
