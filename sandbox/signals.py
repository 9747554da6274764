"""Answers for waiting: whoever waits is woken by every change of the world and never sleeps."""

import asyncio
from collections.abc import Callable


class Signal:
    """A broadcast that wakes all current waiters at once."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)

    async def until(self, holds: Callable[[], bool], timeout: float) -> bool:
        """Wait until `holds()`; False when `timeout` seconds of real time passed first."""
        try:
            async with asyncio.timeout(timeout):
                while not holds():
                    await self.wait()
        except TimeoutError:
            return holds()
        return True
