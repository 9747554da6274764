"""A running sandbox whose time the test owns, and a real aiogram bot that talks to it over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox import Person, Sandbox

TOKEN = "4200000001:TEST-token-of-the-sandbox"


@dataclass
class Clock:
    """UTC epoch seconds that move only when told to."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def jump(self, *, hours: float = 0, seconds: float = 0) -> None:
        self.now += hours * 3600 + seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN, latency=0.0, strict=True, clock=clock)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    yield Bot(TOKEN, session=session)
    await (await session.create_session()).close()


@pytest.fixture
async def anna(sandbox: Sandbox) -> Person:
    """A client who has started the bot; her /start is already taken."""
    anna = sandbox.person("Анна", last_name="Белова", language="ru", phone="+79160000001", role="client")
    await anna.starts()
    sandbox.world.updates.pending.clear()
    return anna
