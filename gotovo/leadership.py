"""One process leads: it alone asks Telegram for updates, sends, and looks at the clock; the others wait for their turn (G19)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from storage.engine import UNREACHABLE, Engines
from storage.leases import FileLease, Lease, LeaseLost, Presence, RowLease

BEAT_SECONDS = 2.0
TRY_SECONDS = 1.0
logger = logging.getLogger(__name__)


def open_lease(engines: Engines, data_dir: Path) -> Lease:
    """The lease of the leader of this database."""
    if engines.is_sqlite:
        return FileLease(Path(str(engines.write.url.database)))
    return RowLease(engines, "leader", presence=Presence(data_dir))


class Leadership:
    """Waits for the lease, does the duties while it is held, and gives it up at the stop."""

    def __init__(self, lease: Lease, stopping: asyncio.Event) -> None:
        self.lease, self._stopping = lease, stopping

    async def run(self, duties: Callable[[], Awaitable[None]]) -> None:
        """Until the stop. `duties` end by themselves after `stopping` is set, or are cancelled when the lease is lost."""
        while await self._wins():
            logger.info("this process leads")
            try:
                async with asyncio.TaskGroup() as group:
                    beat = group.create_task(self._beats())
                    await duties()
                    beat.cancel()
            except* LeaseLost:
                logger.warning("another process has taken over; this one waits for its turn")
        await self._give_up()

    async def _wins(self) -> bool:
        """True when the lease is ours, False at the stop."""
        told = False
        while not self._stopping.is_set():
            if await self._takes():
                return True
            if not told:
                logger.warning("another Gotovo leads on this database; this one waits and takes over when that one ends")
                told = True
            await pause(TRY_SECONDS, self._stopping)
        return False

    async def _takes(self) -> bool:
        try:
            return await self.lease.take()
        except UNREACHABLE as error:
            logger.error("the lease could not be asked for: %s", type(error).__name__)
            return False

    async def _beats(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                await self.lease.keep()
            except UNREACHABLE as error:
                logger.error("the lease could not be renewed: %s", type(error).__name__)

    async def _give_up(self) -> None:
        try:
            await self.lease.give_up()
        except UNREACHABLE as error:
            logger.warning("the lease ends by itself: %s", type(error).__name__)


async def pause(seconds: float, stopping: asyncio.Event) -> None:
    """So many seconds, or until the stop."""
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return


async def until(stopping: asyncio.Event, duty: Coroutine[Any, Any, None]) -> None:
    """Does a duty that knows no end until the stop; then it is cancelled."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(duty)
        await stopping.wait()
        task.cancel()
