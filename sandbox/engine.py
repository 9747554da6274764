"""Answers for the sandbox as a whole: one emulated Telegram that starts, stops and has people in it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Unpack

from aiohttp import web

from sandbox.faults import FaultScript
from sandbox.levers import Levers
from sandbox.pacing import Pacing
from sandbox.page import add_page
from sandbox.person import About, Person
from sandbox.records import Chat
from sandbox.server import BotServer
from sandbox.watch import Watch
from sandbox.world import World

DEFAULT_TOKEN = "4200000001:SANDBOX-token-for-the-local-emulator"
SHUTDOWN_PATIENCE = 0.1
QUIET_TURNS = 20


class Sandbox:
    """A Bot API server with its people and page. `latency` is in seconds, `clock` gives UTC epoch seconds."""

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        bot_username: str = "gotovo_demo_bot",
        *,
        latency: float = 0.1,
        strict: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.world = World(token, bot_username, clock=clock)
        self.server = BotServer(self.world, latency=latency, strict=strict)
        self.people: dict[int, Person] = {}
        self.settle: Callable[[], Awaitable[None]] = self._until_quiet
        self.opened = asyncio.Event()
        self.opened.set()
        self.levers: Levers | None = None
        self.watch: Watch | None = None
        self.url = ""
        self.app = web.Application(client_max_size=0)
        self._runner: web.AppRunner | None = None
        self.server.add_routes(self.app)
        add_page(self.app, self)

    @property
    def faults(self) -> FaultScript:
        return self.server.faults

    @property
    def pacing(self) -> Pacing:
        return self.server.pacing

    @property
    def latency(self) -> float:
        return self.server.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self.server.latency = seconds

    def person(self, first_name: str, **about: Unpack[About]) -> Person:
        """A new account whose chat with the bot is not started yet."""
        user = self.world.add_user(first_name, **about)
        self.people[user.id] = Person(self.world, user, settle=self._settled)
        return self.people[user.id]

    def group(self, title: str, *members: Person, is_forum: bool = False) -> Chat:
        """A supergroup in which the bot is an administrator."""
        return self.world.add_group(title, *(member.user for member in members), is_forum=is_forum)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._runner = web.AppRunner(self.app, handler_cancellation=True, shutdown_timeout=SHUTDOWN_PATIENCE, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0][1]
        self.url = f"http://{host}:{bound}"

    async def stop(self) -> None:
        await self.server.webhook.stop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def shows(self, levers: Levers) -> None:
        """Opens the page with a product's levers and watches the product, until cancelled."""
        self.levers, self.watch = levers, Watch(self.world, levers)
        await self.watch.look()
        self.opened.set()
        await self.watch.run()

    async def _settled(self) -> None:
        await self.settle()

    async def _until_quiet(self) -> None:
        """No update waits and no request runs, and it stays so while the loop turns a few times."""
        quiet = 0
        while quiet < QUIET_TURNS:
            if self.world.updates.pending or self.world.in_flight:
                quiet = 0
                await self.world.changed.wait()
            else:
                quiet += 1
                await asyncio.sleep(0)
