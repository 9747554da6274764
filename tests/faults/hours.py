"""Hours in seconds: the courier with its real pace, over a clock that goes on only when everybody in it sleeps."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import GetMe, TelegramMethod
from sqlalchemy import func, select

from gotovo import pacing
from gotovo.courier import Courier
from gotovo.pacing import Pace
from gotovo.signals import Bell
from storage import tables
from tests.faults.story import Desk
from tests.spine import NOW, Alone, Spine

LIMIT = 30
"""Calls a second that Telegram takes of a bot."""
RETRY_AFTER = 3
LOOKS = timedelta(seconds=1)
"""How often somebody looks for what is due while nothing is on its way."""


@dataclass
class Hours:
    """Stands for the clock and the sleep of a pace; `spine` lives by it, too."""

    spine: Spine
    bell: Bell = field(default_factory=Bell)
    _sleepers: list[tuple[datetime, asyncio.Future[None]]] = field(default_factory=list)

    def monotonic(self) -> float:
        return (self.spine.now - NOW).total_seconds()

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.spine.now + timedelta(seconds=seconds), woken))
        self.bell.ring()
        await woken

    def rule(self, patch: pytest.MonkeyPatch, pace: Pace) -> None:
        """The spine's courier sends at such a pace, by this clock."""
        patch.setattr(pacing, "time", self)
        patch.setattr(pacing, "asyncio", self)
        spine = self.spine
        spine.courier = Courier(spine.courier._bot, spine.engines, clock=spine._clock, lease=Alone(), pace=pace)

    async def pass_until_all_is_said(self, *, at_most: timedelta) -> None:
        courier, end = self.spine.courier, self.spine.now + at_most
        while self.spine.now < end:
            if await courier._turn_over(self.bell):
                continue
            await self._rest()
            if courier._landed:
                continue
            if self._sleepers:
                self._go_on(min(until for until, _woken in self._sleepers))
            elif (due := await self._next_due()) is not None:
                self._go_on(max(due, self.spine.now + LOOKS))
            else:
                return

    async def _rest(self) -> None:
        """Until something has landed, or whoever is on his way sleeps."""
        courier = self.spine.courier
        while not courier._landed and len(self._sleepers) < len(courier._flights):
            await self.bell.wait()

    def _go_on(self, after: datetime) -> None:
        self.spine.now = max(self.spine.now, after)
        for sleeper in [sleeper for sleeper in self._sleepers if sleeper[0] <= self.spine.now]:
            self._sleepers.remove(sleeper)
            sleeper[1].set_result(None)

    async def _next_due(self) -> datetime | None:
        box = tables.outbox
        async with self.spine.engines.read.connect() as connection:
            found: datetime | None = (await connection.execute(select(func.min(box.c.due_at)).where(box.c.state == "ready"))).scalar_one()
            return found


@dataclass
class Network:
    """Dead until a moment; then it takes so many calls a second and answers the others with 429."""

    until: datetime = NOW
    is_strict: bool = False
    tried: int = 0
    heard: list[datetime] = field(default_factory=list)
    """When each call got through."""
    turned_away: int = 0
    _arrived: deque[datetime] = field(default_factory=deque)

    def takes(self, method: TelegramMethod[Any], now: datetime) -> None:
        if now < self.until:
            self.tried += 1
            raise TelegramNetworkError(method, "connection refused")
        while self._arrived and now - self._arrived[0] >= timedelta(seconds=1):
            self._arrived.popleft()
        self._arrived.append(now)
        if self.is_strict and len(self._arrived) > LIMIT:
            self.turned_away += 1
            raise TelegramRetryAfter(method, "Too Many Requests", RETRY_AFTER)
        self.heard.append(now)


class Cut(Desk):
    """A Telegram behind such a network."""

    def __init__(self, spine: Spine) -> None:
        super().__init__()
        self.network, self.spine = Network(), spine

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        if not isinstance(method, GetMe):
            self.network.takes(method, self.spine.now)
        return await super().make_request(bot, method, timeout)
