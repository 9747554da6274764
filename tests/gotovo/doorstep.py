"""A server with the webhook on it over a fresh database, and what stands in the inbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from aiogram import Bot
from sqlalchemy import event, select

from gotovo.door import Threshold
from gotovo.http import HttpServer
from gotovo.signals import Bell
from gotovo.webhook import PATH, SECRET_HEADER, Webhook
from storage import tables
from storage.engine import Engines, open_engines
from storage.migrations import migrate
from tests.spine import BOT_ID, NOW, Paper

SECRET = "Right-secret_" + "0123456789" * 3


class Doorstep:
    """`posts` knocks with the right secret, unless told otherwise; the answer is its status."""

    def __init__(self, engines: Engines, server: HttpServer, webhook: Webhook, *, session: aiohttp.ClientSession) -> None:
        self.engines, self.server, self.webhook, self._session = engines, server, webhook, session
        self.commits = 0
        event.listen(engines.write.sync_engine, "commit", self._count)

    def _count(self, _connection: Any) -> None:
        self.commits += 1

    async def posts(self, body: bytes | dict[str, Any], *, secret: str | None = SECRET) -> int:
        return (await self.answers(body, secret=secret)).status

    async def answers(self, body: bytes | dict[str, Any], *, secret: str | None = SECRET) -> aiohttp.ClientResponse:
        headers = {SECRET_HEADER: secret} if secret is not None else {}
        given: dict[str, Any] = {"data": BytesIO(body)} if isinstance(body, bytes) else {"json": body}
        async with self._session.post(self.server.url + PATH, headers=headers, **given) as answer:
            await answer.read()
            return answer

    async def inbox(self) -> list[Any]:
        async with self.engines.read.connect() as connection:
            return list(await connection.execute(select(tables.inbox).order_by(tables.inbox.c.seq)))


@asynccontextmanager
async def opened_doorstep(folder: Path) -> AsyncIterator[Doorstep]:
    engines = open_engines(f"sqlite+aiosqlite:///{folder / 'gotovo.db'}")
    async with engines.write.begin() as connection:
        await connection.run_sync(migrate)
    bot = Bot(f"{BOT_ID}:TEST", session=Paper())
    threshold = Threshold(engines, clock=lambda: NOW, arrived=Bell())
    webhook = Webhook(bot, threshold, account="a", public_url="http://127.0.0.1", secret=SECRET)
    server = HttpServer(webhook.routes(), host="127.0.0.1", port=0)
    await server.start()
    async with aiohttp.ClientSession() as session:
        yield Doorstep(engines, server, webhook, session=session)
    await server.stop()
    await engines.dispose()
