"""The ticker: due timers are run, each in a savepoint of its own; APScheduler only says when to look (architecture §2)."""

from __future__ import annotations

import asyncio
import logging
import secrets
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.errors import Conflict, CrmError
from crm.shop import Shop
from crm.timers import Late
from crm.use_cases.dead_letters import tell_directors
from crm.use_cases.timed import KINDS, Kinds, TimerKind, next_daily
from gotovo.clock import Clock
from gotovo.signals import Bell
from storage import timers
from storage.engine import UNREACHABLE, Engines, savepoint
from storage.timers import Claimed
from storage.unit_of_work import SqlUnitOfWork, load_shop

SECONDS = 1
BATCH = 32
RUNS = 3
"""Runs of one timer in a row when somebody else saves the same order meanwhile."""
logger = logging.getLogger(__name__)


class Ticker:
    """With PostgreSQL several may run side by side: a timer is one ticker's."""

    def __init__(self, engines: Engines, *, clock: Clock, said: Bell, kinds: Kinds = KINDS) -> None:
        self._engines, self._clock, self._said, self._kinds = engines, clock, said, kinds
        self._scheduler: AsyncIOScheduler | None = None
        self._one_at_a_time = asyncio.Lock()

    async def run(self) -> None:
        """Until cancelled."""
        await self.start()
        try:
            await asyncio.Event().wait()
        finally:
            await self.stop()

    async def start(self) -> None:
        """Looks every second from now on; a late look still comes, and several missed ones are one."""
        await self._arm_dailies()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(self.tick, "interval", seconds=SECONDS, coalesce=True, misfire_grace_time=None, max_instances=1)
        self._scheduler.start()

    async def stop(self) -> None:
        """No new look begins; the one under way ends."""
        if self._scheduler is not None:
            self._scheduler.pause()
        async with self._one_at_a_time:  # the scheduler would cut the look short, and complain of it
            if self._scheduler is not None:
                self._scheduler.shutdown(wait=False)
        logger.info("the ticker has stopped")

    async def tick(self) -> int:
        """Runs everything that is due; returns how many timers that was."""
        async with self._one_at_a_time:
            total = 0
            try:
                while await self._is_due() and (ran := await self._run_batch()):
                    total += ran
            except UNREACHABLE as error:
                logger.error("the ticker could not reach the database: %s", type(error).__name__)
            if total:
                self._said.ring()
            return total

    async def _is_due(self) -> bool:
        """A look by the reader: the writer is not bothered every second for nothing."""
        async with self._engines.read.connect() as connection:
            return bool(await timers.due_count(connection, self._clock()))

    async def _run_batch(self) -> int:
        now, ran = self._clock(), 0
        async with self._engines.write.begin() as connection:
            shop = await load_shop(connection)
            while ran < BATCH and (claimed := await timers.claim(connection, now)) is not None:
                await self._run(connection, claimed, shop=shop, now=now)
                ran += 1
        return ran

    async def _run(self, connection: AsyncConnection, claimed: Claimed, *, shop: Shop, now: datetime) -> None:
        try:
            kind = self._kinds[claimed.timer.kind]
            if await self._comes_too_late(connection, claimed, kind=kind, now=now):
                await timers.finish(connection, claimed)
            else:
                await self._fire(connection, claimed, kind=kind, shop=shop, now=now)
        except CrmError as error:
            logger.info("timer %s (%s) found things moved on: %s", claimed.id, claimed.timer.kind, error)
            await timers.finish(connection, claimed)
        except Exception as error:  # noqa: BLE001  # one kind's mistake must stop neither the others nor the ticker
            await self._failed(connection, claimed, error, now=now)
            return
        await self._arm_again(connection, claimed.timer.kind, shop=shop, now=now)

    async def _comes_too_late(self, connection: AsyncConnection, claimed: Claimed, *, kind: TimerKind, now: datetime) -> bool:
        late = now - claimed.timer.due_at
        if kind.late is Late.COLLAPSE and await timers.has_later(connection, claimed, now=now):
            return True
        if kind.late is Late.DROP and late > kind.patience:
            logger.warning("timer %s (%s) came %s too late and was dropped", claimed.id, claimed.timer.kind, late)
            return True
        return False

    async def _fire(self, connection: AsyncConnection, claimed: Claimed, *, kind: TimerKind, shop: Shop, now: datetime) -> None:
        for last in (False,) * (RUNS - 1) + (True,):
            try:
                async with savepoint(connection):
                    await timers.finish(connection, claimed)  # first: what it arms again may have its key
                    unit = SqlUnitOfWork(connection, now=now, shop=shop)
                    await kind.fire(unit, claimed.timer)
                    await unit.flush()
                return
            except Conflict as error:
                if last:
                    raise RuntimeError("somebody else was always first") from error

    async def _failed(self, connection: AsyncConnection, claimed: Claimed, error: Exception, *, now: datetime) -> None:
        mark = secrets.token_hex(3)
        logger.error("timer %s (%s) failed as %s (try %s)", claimed.id, claimed.timer.kind, mark, claimed.tries + 1, exc_info=error)
        if await timers.fail(connection, claimed, now=now, error=f"{mark}: {type(error).__name__}"):
            unit = SqlUnitOfWork(connection, now=now, shop=await load_shop(connection))
            await tell_directors(unit)
            await unit.flush()
            await self._arm_again(connection, claimed.timer.kind, shop=unit.shop, now=now)

    async def _arm_dailies(self) -> None:
        now = self._clock()
        async with self._engines.write.begin() as connection:
            shop = await load_shop(connection)
            for kind in self._kinds:
                await self._arm_again(connection, kind, shop=shop, now=now)

    async def _arm_again(self, connection: AsyncConnection, kind: str, *, shop: Shop, now: datetime) -> None:
        daily = self._kinds[kind].daily if kind in self._kinds else None
        if daily is not None:
            await timers.keep(connection, next_daily(kind, daily=daily, shop=shop, now=now))
