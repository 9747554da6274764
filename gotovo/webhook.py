"""The webhook door: Telegram posts an update, it is committed to the inbox, then answered 200 (T1, W1)."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SetWebhook
from aiohttp import web

from bot.assembly import ALLOWED_UPDATES
from gotovo.door import Threshold, arrival_of
from gotovo.tally import DoorState
from storage.engine import UNREACHABLE

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 40
BODY_SECONDS = 10.0
RETRY_AFTER = 2
"""Seconds: left alone, Telegram's own pauses grow to two minutes, and a short outage would be felt long after its end."""

WARNING_SECONDS = 60.0
FIRST_DELAY, LONGEST_DELAY = 1.0, 60.0
logger = logging.getLogger(__name__)


class Webhook:
    """Authenticates, bounds, stores, acknowledges; `opens` tells Telegram where to post."""

    def __init__(self, bot: Bot, threshold: Threshold, *, account: str, public_url: str, secret: str) -> None:
        self._bot, self._threshold, self._account = bot, threshold, account
        self.state = DoorState()
        self._url, self._secret = f"{public_url}{PATH}", secret.encode()
        self._warned_at = float("-inf")

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self.receive)]

    async def run(self) -> None:
        """Sets the webhook, patiently; then there is nothing to do but to be posted to."""
        delay = FIRST_DELAY
        while not await self._is_set():
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY)
        await asyncio.Event().wait()

    async def _is_set(self) -> bool:
        call = SetWebhook(url=self._url, secret_token=self._secret.decode(), allowed_updates=ALLOWED_UPDATES, max_connections=CONNECTIONS)
        try:
            await self._bot(call)
        except (TelegramAPIError, OSError) as error:
            logger.warning("the webhook could not be set: %s", error)
            self.state.fails(self._threshold.clock(), "the webhook could not be set")
            return False
        self.state.works(self._threshold.clock())
        logger.info("Telegram posts to %s", urlsplit(self._url).hostname)
        return True

    async def receive(self, request: web.Request) -> web.Response:
        """401 without the secret, 413 and 408 for what is too big or too slow, 503 while the database takes nothing, else 200."""
        if not self._is_telegram(request):
            return web.Response(status=401)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        try:
            await self._threshold.keep_together(arrival_of(body, self._account))
        except UNREACHABLE as error:
            logger.error("an update could not be kept, Telegram will repeat it: %s", type(error).__name__)
            self.state.fails(self._threshold.clock(), "the database takes nothing")
            return web.Response(status=503, headers={"Retry-After": str(RETRY_AFTER)})
        self.state.works(self._threshold.clock())
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        """Bytes, because a comparison of text fails on what is not ASCII; exactly one header, so that no proxy's choice matters."""
        given = request.headers.getall(SECRET_HEADER, [])
        right = hmac.compare_digest("".join(given).encode(errors="surrogateescape"), self._secret)
        if len(given) == 1 and right:
            return True
        now = time.monotonic()
        if now - self._warned_at > WARNING_SECONDS:
            self._warned_at = now
            logger.warning("somebody posts to the webhook without the right secret; such posts are refused")
        return False
