"""Several real processes of the product on one PostgreSQL, behind one address that passes Telegram's posts to whoever lives."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import aiohttp
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from gotovo.app import App
from gotovo.leadership import pause
from gotovo.logs import set_up_logging
from gotovo.pacing import Pace
from gotovo.running import until_stopped
from gotovo.settings import read_settings
from gotovo.webhook import PATH
from storage.leases import RowLease
from tests.spine import UNPACED

NEST = multiprocessing.get_context("forkserver")
NEST.set_forkserver_preload(["tests.faults.twins"])
"""The product is imported once, and each process is forked from there."""

Environment = dict[str, str]


def live(environment: Environment, log: Path, is_leased: bool) -> None:
    """The body of one process: `gotovo run`, only that it may talk to Telegram as fast as it can."""
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), sys.stderr.fileno())
    os.environ.update(environment)
    if not is_leased:
        everybody_leads()
    settings = read_settings()
    set_up_logging(settings.log_level, secrets=settings.secrets)
    asyncio.run(serve(App(settings, pace=Pace(**UNPACED))))


async def serve(app: App) -> None:
    await app.start()
    await until_stopped(app)


def everybody_leads() -> None:
    """The control: a lease that says yes to all."""

    async def agrees(_lease: RowLease, *_connection: AsyncConnection) -> bool:
        return True

    for name in ("take", "keep", "fence"):
        setattr(RowLease, name, agrees)
    setattr(RowLease, "is_held", lambda _lease: True)  # noqa: B010  # the mistake that the test must see, past the type checker


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Twin:
    """One process, started anew after each death; its folder and log stay."""

    def __init__(self, name: str, environment: Environment, *, folder: Path, is_leased: bool = True) -> None:
        self.port = free_port()
        self.log = folder / f"{name}.log"
        self._is_leased = is_leased
        self._environment = {**environment, "HTTP_PORT": str(self.port)}
        self._process: BaseProcess | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PATH}"

    async def starts(self) -> None:
        """Returns when it answers."""
        self._process = NEST.Process(target=live, args=(self._environment, self.log, self._is_leased), daemon=True)
        self._process.start()
        async with aiohttp.ClientSession() as session:
            await eventually(lambda: self._answers(session), seconds=60)

    async def _answers(self, session: aiohttp.ClientSession) -> bool:
        assert self._process is not None
        assert self._process.is_alive(), self.log.read_text()
        try:
            async with session.post(self.url) as answer:
                return answer.status == 401
        except aiohttp.ClientConnectionError:
            return False

    async def ends(self, how: signal.Signals) -> int:
        """The exit code, as the system gives it: negative for a signal."""
        assert self._process is not None
        os.kill(self.pid, how)
        await asyncio.to_thread(self._process.join, 15)
        code = self._process.exitcode
        assert code is not None, "it does not end"
        return code


class Gate:
    """What stands before the workers in an installation: takes turns, passes by who is dead."""

    def __init__(self) -> None:
        self._twins: list[Twin] = []
        self._turn = 0
        self.port = free_port()
        app = web.Application()
        app.router.add_post(PATH, self._pass_on)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._session: aiohttp.ClientSession | None = None

    async def opens(self, *twins: Twin) -> None:
        self._twins = list(twins)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def closes(self) -> None:
        await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        assert self._session is not None
        headers = {name: value for name, value in request.headers.items() if name.lower().startswith("x-")}
        body = await request.read()
        self._turn += 1
        for number in range(len(self._twins)):
            twin = self._twins[(self._turn + number) % len(self._twins)]
            try:
                async with self._session.post(twin.url, data=body, headers=headers) as answer:
                    return web.Response(status=answer.status)
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)


async def eventually(holds: Callable[[], Awaitable[bool]], *, seconds: float) -> float:
    """How long it took until it held."""
    loop, never = asyncio.get_running_loop(), asyncio.Event()
    began = loop.time()
    while not await holds():
        assert loop.time() - began < seconds, "it never came true"
        await pause(0.02, never)
    return loop.time() - began
