"""The one HTTP server of a process: whoever has something to serve hands in its routes; sizes and times are bounded here."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from aiohttp import web

BODY_BYTES = 1 << 20
"""Far above the largest update of Telegram, far below what would hurt."""

KEEP_ALIVE_SECONDS = 75.0
STOP_SECONDS = 4.0
logger = logging.getLogger(__name__)


class HttpServer:
    """Listens from `start` to `stop`; requests under way at the stop have `STOP_SECONDS` to end.

    Port 0 picks a free one; `url` says where it listens.
    """

    def __init__(self, routes: Iterable[web.AbstractRouteDef], *, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.url = ""
        self._app = web.Application(client_max_size=BODY_BYTES)
        self._app.add_routes(routes)
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """With nothing to serve no port is taken. Raises OSError with one sentence when the port cannot be had."""
        if not self._app.router.routes():
            return
        self._runner = web.AppRunner(self._app, access_log=None, keepalive_timeout=KEEP_ALIVE_SECONDS, shutdown_timeout=STOP_SECONDS)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self.stop()
            raise OSError(f"nothing can listen on {self._host}:{self._port} ({error.strerror}); set HTTP_HOST and HTTP_PORT") from error
        bound = self._runner.addresses[0][1]
        self.url = f"http://{f'[{self._host}]' if ':' in self._host else self._host}:{bound}"
        if self._port:  # one that was chosen by lot is nobody's to visit
            logger.info("listening on %s", self.url)

    async def stop(self) -> None:
        """Takes nothing new in and lets what is under way end."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
