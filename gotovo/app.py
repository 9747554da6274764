"""The composition root: engines, bot, door, worker, courier, ticker, server, wired and run."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.types import User

from bot.assembly import build_dispatcher
from crm.actor import Role
from crm.use_cases.staff import make_owner_link
from crm.use_cases.timed import KINDS
from gotovo.clock import Clock, wall_clock
from gotovo.courier import Courier
from gotovo.database import prepare_database
from gotovo.door import Threshold
from gotovo.http import HttpServer
from gotovo.leadership import Leadership, open_lease, until
from gotovo.operation.backups import shelf_of
from gotovo.operation.health import Health
from gotovo.operation.vitals import Vessel
from gotovo.operation.watch import Watch
from gotovo.pacing import Pace
from gotovo.poller import Poller
from gotovo.settings import Settings
from gotovo.signals import Bell
from gotovo.telegram import open_bot
from gotovo.ticker import Ticker
from gotovo.webhook import Webhook
from gotovo.worker import Worker
from storage import inbox, outbox, timers
from storage.engine import Engines
from storage.unit_of_work import SqlUnitOfWork, load_shop

STOP_SECONDS = 8.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a running Gotovo is made of."""

    bot: Bot
    engines: Engines
    worker: Worker
    courier: Courier
    door: Poller | Webhook
    ticker: Ticker
    watch: Watch
    leadership: Leadership
    http: HttpServer
    arrived: Bell
    said: Bell


class App:
    """One process of Gotovo: start, run until cancelled, stop."""

    def __init__(self, settings: Settings, *, clock: Clock = wall_clock, pace: Pace | None = None) -> None:
        self.settings, self.clock, self._pace = settings, clock, pace
        self.wiring: Wiring | None = None
        self.me: User | None = None
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Raises TelegramAPIError, RuntimeError, and OSError with a sentence about the port."""
        engines = await prepare_database(self.settings)
        async with engines.write.begin() as connection:
            unit = SqlUnitOfWork(connection, now=self.clock(), shop=await load_shop(connection))
            await unit.settings.put(undo_seconds=self.settings.undo_seconds)
        bot = open_bot(self.settings)
        self.me = await bot.me()
        self.wiring = wiring = self._wire(bot, engines)
        try:
            await wiring.http.start()
        except OSError:
            await self.stop()
            raise
        self._tasks = [asyncio.create_task(wiring.leadership.run(self._lead))]
        if not engines.is_sqlite:
            self._tasks.append(asyncio.create_task(wiring.worker.run(wiring.arrived)))

    def _wire(self, bot: Bot, engines: Engines) -> Wiring:
        arrived, said = Bell(), Bell()
        leadership = Leadership(open_lease(engines, self.settings.data_dir), self._stopping)
        worker = Worker(bot, build_dispatcher(), engines=engines, clock=self.clock, said=said)
        courier = Courier(bot, engines, clock=self.clock, lease=leadership.lease, pace=self._pace)
        door = self._door(bot, engines, arrived=arrived)
        vessel = self._vessel(engines, door, courier=courier)
        watch = Watch(bot, self.settings, vessel=vessel, said=said)
        ticker = Ticker(engines, clock=self.clock, said=said, kinds={**KINDS, **watch.kinds})
        routes = [*Health(vessel).routes(), *(door.routes() if isinstance(door, Webhook) else [])]
        http = HttpServer(routes, host=self.settings.http_host, port=self.settings.http_port)
        return Wiring(bot, engines, worker, courier, door, ticker, watch, leadership, http, arrived, said)

    def _vessel(self, engines: Engines, door: Poller | Webhook, *, courier: Courier) -> Vessel:
        shelf = shelf_of(self.settings)
        return Vessel(engines, self.clock, self.settings.data_dir, shelf, lambda: door.state, courier.tally, self.clock())

    def _door(self, bot: Bot, engines: Engines, *, arrived: Bell) -> Poller | Webhook:
        account = f"{bot.id}@{urlsplit(self.settings.telegram_api_url).netloc}"
        url, secret = self.settings.public_url, self.settings.webhook_secret
        if url is None or secret is None:
            return Poller(bot, engines, clock=self.clock, account=account, arrived=arrived)
        threshold = Threshold(engines, clock=self.clock, arrived=arrived)
        return Webhook(bot, threshold, account=account, public_url=url, secret=secret.get_secret_value())

    async def _lead(self) -> None:
        """What only one process does. SQLite has one writer at a time anyway, so there it is all the work."""
        assert self.wiring is not None
        wiring = self.wiring
        async with asyncio.TaskGroup() as group:
            group.create_task(until(self._stopping, wiring.door.run()))
            group.create_task(until(self._stopping, wiring.ticker.run()))
            group.create_task(until(self._stopping, wiring.watch.run()))
            group.create_task(wiring.courier.run(wiring.said))
            if wiring.engines.is_sqlite:
                group.create_task(wiring.worker.run(wiring.arrived))

    async def run(self) -> None:
        """Until one of the loops breaks or the task is cancelled."""
        await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Stops taking in, lets the transaction and the sends under way end, closes."""
        if self.wiring is not None:
            self._stopping.set()
            await self.wiring.http.stop()
            self.wiring.arrived.close()
            self.wiring.said.close()
            if self._tasks:
                _done, late = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
                for task in late:
                    task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self.wiring.bot.session.close()
            await self.wiring.engines.dispose()

    async def is_idle(self) -> bool:
        """Nothing waits in the inbox, and neither anything to say nor a timer is due."""
        assert self.wiring is not None
        if self.wiring.worker.answers.are_under_way:
            return False
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
