"""Answers for getUpdates: the long poll, confirmation by offset, and the quarrel of two pollers."""

import asyncio
import time
from typing import Any

from sandbox.errors import ApiError, conflict
from sandbox.records import JSON
from sandbox.world import World

TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
BY_WEBHOOK = "terminated by setWebhook request"
HASTE_LIMIT, HASTE_TIMEOUT, SLOW_CONFLICT = 0.5, 3.0, 3.0


class Poller:
    """At most one poll waits; a second one ends the first with 409. Haste is measured in real time, as at Telegram."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: asyncio.Future[str] | None = None
        self._last_offset: int | None = None
        self._last_start = float("-inf")
        self._quiet_until = float("-inf")

    @property
    def is_waiting(self) -> bool:
        return self._waiting is not None

    async def poll(self, offset: int, limit: int, *, timeout: float) -> list[JSON]:
        self.interrupt(TERMINATED)
        now = time.monotonic()
        if offset == self._last_offset and timeout < HASTE_TIMEOUT and now < self._last_start + HASTE_TIMEOUT:
            timeout = HASTE_TIMEOUT
        if offset == self._last_offset and now < self._last_start + HASTE_LIMIT:
            limit = 1
        self._last_offset, self._last_start = offset, now
        self._world.updates.confirm(offset)
        self._world.changed.notify()
        if not self._world.updates.first(1) and timeout:
            await self._wait(timeout)
        return self._world.updates.batch(limit)

    def interrupt(self, sentence: str) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(sentence)

    async def _wait(self, timeout: float) -> None:
        ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting = ended
        self._world.changed.notify()
        news = asyncio.create_task(self._world.changed.until(lambda: bool(self._world.updates.first(1)), timeout))
        either: set[asyncio.Future[Any]] = {ended, news}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
            if self._waiting is ended:
                self._waiting = None
        if ended.done():
            raise await self._conflict(ended.result())

    async def _conflict(self, sentence: str) -> ApiError:
        """The second conflict within three seconds is told only after three seconds."""
        now = time.monotonic()
        if now < self._quiet_until:
            await asyncio.sleep(SLOW_CONFLICT)
        else:
            self._quiet_until = now + SLOW_CONFLICT
        return conflict(sentence)
