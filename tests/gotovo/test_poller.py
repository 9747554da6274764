"""The polling door: whose stream an update belongs to, and that nothing is confirmed before it is kept (W1)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.methods import TelegramMethod
from sqlalchemy import func, select

from gotovo.door import arrival
from gotovo.poller import OTHER_POLLER, GetUpdatesRaw, Poller
from gotovo.signals import Bell
from storage import tables
from storage.engine import Engines, open_engines
from storage.migrations import migrate
from tests.spine import BOT_ID, NOW, Paper, tap, words


@pytest.mark.parametrize(
    ("body", "stream"),
    [
        (words(7, "hi"), "tg:7"),
        (tap(8, "x", chat=-5), "tg:8"),
        ({"message_reaction": {"chat": {"id": 9}, "user": {"id": 9}}}, "tg:9"),
        ({"my_chat_member": {"chat": {"id": -5}, "from": {"id": 6}}}, "tg:6"),
        ({"channel_post": {"chat": {"id": -7}}}, "tg:-7"),
        ({"something_new": 5}, "tg:0"),
    ],
)
def test_a_stream_is_a_person(body: dict[str, Any], stream: str) -> None:
    found = arrival({"update_id": 3, **body}, "42@api")
    assert (found.source, found.account, found.ext_id, found.stream) == ("telegram", "42@api", "3", stream)
    assert json.loads(found.raw)["update_id"] == 3


def test_characters_that_no_database_likes_are_kept() -> None:
    """A lone surrogate and a NUL survive as bytes of JSON."""
    text = json.loads(arrival({"update_id": 1, **words(7, "\ud83d\x00")}, "a").raw)["message"]["text"]
    assert text == "\ud83d\x00"


class Queue(Paper):
    """A Telegram with updates: it gives those from the offset on; `offsets` are those it was asked for."""

    def __init__(self, *updates: dict[str, Any]) -> None:
        super().__init__()
        self.updates, self.offsets = list(updates), list[int | None]()
        self.emptied = asyncio.Event()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        if not isinstance(method, GetUpdatesRaw):
            return await super().make_request(bot, method, timeout)
        self.offsets.append(method.offset)
        if self.fails.get("GetUpdatesRaw"):
            raise self.fails["GetUpdatesRaw"].pop(0)
        left = [update for update in self.updates if update["update_id"] >= (method.offset or 0)]
        if not left:
            self.emptied.set()
            await asyncio.Event().wait()
        return left[:2]


@pytest.fixture
async def engines(tmp_path: Path) -> AsyncIterator[Engines]:
    opened = open_engines(f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}")
    async with opened.write.begin() as connection:
        await connection.run_sync(migrate)
    yield opened
    await opened.dispose()


async def test_an_offset_moves_only_past_what_is_kept_and_a_failure_asks_for_the_same_again(engines: Engines) -> None:
    queue = Queue(*({"update_id": number, **words(7, f"{number}")} for number in (5, 6, 7)))
    queue.fails["GetUpdatesRaw"] = [TelegramConflictError(GetUpdatesRaw(), "another")]
    arrived = Bell()
    poller = Poller(Bot(f"{BOT_ID}:TEST", session=queue), engines, clock=lambda: NOW, account="a", arrived=arrived)
    running = asyncio.ensure_future(poller.run())  # noqa: TID251  # cancelled below
    async with asyncio.timeout(10):
        await queue.emptied.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert queue.offsets == [None, None, 7, 8]
    async with engines.read.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(tables.inbox))).scalar_one() == 3
    assert (poller.state.worked_at, poller.state.failing_since) == (NOW, None)


async def test_a_door_that_fails_says_why(engines: Engines) -> None:
    queue = Queue()
    queue.fails["GetUpdatesRaw"] = [TelegramConflictError(GetUpdatesRaw(), "another")]
    poller = Poller(Bot(f"{BOT_ID}:TEST", session=queue), engines, clock=lambda: NOW, account="a", arrived=Bell())
    running = asyncio.ensure_future(poller.run())  # noqa: TID251  # cancelled below
    async with asyncio.timeout(10):
        while poller.state.failing_since is None:
            await asyncio.wait([running], timeout=0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert (poller.state.failing_since, poller.state.note, poller.state.worked_at) == (NOW, OTHER_POLLER, None)
