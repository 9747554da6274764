"""The composition root: engines, bot, door, worker, courier, ticker, wired and run."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import User

from bot.assembly import build_dispatcher
from crm.actor import Role
from crm.use_cases.staff import make_owner_link
from crm.use_cases.timed import KINDS
from gotovo.backups import shelf_of
from gotovo.clock import Clock, wall_clock
from gotovo.courier import Courier
from gotovo.database import claim_database, prepare_database
from gotovo.health import Health
from gotovo.pacing import Pace
from gotovo.poller import Poller
from gotovo.settings import Settings
from gotovo.signals import Bell
from gotovo.ticker import Ticker
from gotovo.vitals import Vessel
from gotovo.watch import Watch
from gotovo.worker import Worker
from storage import inbox, outbox, timers
from storage.engine import Engines
from storage.unit_of_work import SqlUnitOfWork, load_shop

__all__ = ["App", "Wiring", "claim_database", "open_bot", "prepare_database"]

STOP_SECONDS = 8.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a running Gotovo is made of."""

    bot: Bot
    engines: Engines
    worker: Worker
    courier: Courier
    poller: Poller
    ticker: Ticker
    watch: Watch
    health: Health
    arrived: Bell
    said: Bell


def open_bot(settings: Settings) -> Bot:
    """A bot for any Bot API server. The token must be set."""
    assert settings.bot_token is not None
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api_url), proxy=proxy)
    return Bot(settings.bot_token.get_secret_value(), session=session)


class App:
    """One process of Gotovo: start, run until cancelled, stop."""

    def __init__(self, settings: Settings, *, clock: Clock = wall_clock, pace: Pace | None = None) -> None:
        self.settings, self.clock, self._pace = settings, clock, pace
        self.wiring: Wiring | None = None
        self.me: User | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        engines = await prepare_database(self.settings)
        async with engines.write.begin() as connection:
            unit = SqlUnitOfWork(connection, now=self.clock(), shop=await load_shop(connection))
            await unit.settings.put(undo_seconds=self.settings.undo_seconds)
        bot = open_bot(self.settings)
        self.me = await bot.me()
        arrived, said = Bell(), Bell()
        account = f"{bot.id}@{urlsplit(self.settings.telegram_api_url).netloc}"
        worker = Worker(bot, build_dispatcher(), engines=engines, clock=self.clock, said=said)
        courier = Courier(bot, engines, clock=self.clock, pace=self._pace)
        poller = Poller(bot, engines, clock=self.clock, account=account, arrived=arrived)
        vessel = Vessel(
            engines, self.clock, self.settings.data_dir, shelf_of(self.settings), lambda: poller.state, courier.tally, self.clock()
        )
        watch = Watch(bot, self.settings, vessel=vessel, said=said)
        ticker = Ticker(engines, clock=self.clock, said=said, kinds={**KINDS, **watch.kinds})
        self.wiring = Wiring(bot, engines, worker, courier, poller, ticker, watch, Health(vessel), arrived, said)
        self._tasks = [asyncio.create_task(run) for run in (poller.run(), watch.run(), worker.run(arrived), courier.run(said))]
        await ticker.start()

    async def run(self) -> None:
        """Until one of the loops breaks or the task is cancelled."""
        await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Stops taking in, lets the transaction and the sends under way end, closes."""
        if self.wiring is not None:
            for door_or_watch in self._tasks[:2]:
                door_or_watch.cancel()
            await self.wiring.ticker.stop()
            self.wiring.arrived.close()
            self.wiring.said.close()
            _done, late = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self.wiring.bot.session.close()
            await self.wiring.engines.dispose()

    async def is_idle(self) -> bool:
        """Nothing waits in the inbox, and neither anything to say nor a timer is due."""
        assert self.wiring is not None
        now = self.clock()
        async with self.wiring.engines.read.connect() as connection:
            return not (
                await inbox.waiting(connection) or await outbox.due_count(connection, now) or await timers.due_count(connection, now)
            )

    async def owner_link(self) -> str | None:
        """A fresh link for the first director; None when there is one."""
        assert self.wiring is not None
        assert self.me is not None
        async with self.wiring.engines.write.begin() as connection:
            unit = SqlUnitOfWork(connection, now=self.clock(), shop=await load_shop(connection))
            if any(Role.DIRECTOR in person.role_set for person in await unit.roster.all()):
                return None
            return f"https://t.me/{self.me.username}?start={await make_owner_link(unit)}"
