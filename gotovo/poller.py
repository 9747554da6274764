"""The polling door: raw JSON from getUpdates, committed to the inbox before the next offset confirms it (W1)."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.assembly import ALLOWED_UPDATES
from bot.errors import judge
from gotovo.clock import Clock
from gotovo.door import Threshold, arrival
from gotovo.signals import Bell
from gotovo.tally import DoorState
from storage.engine import Engines

POLL_SECONDS = 25
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
OTHER_POLLER = "another poller runs"
WEBHOOK_IS_SET = "webhook is active"
logger = logging.getLogger(__name__)


class GetUpdatesRaw(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates without parsing: one malformed update must not stop the batch (platform §0.3)."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int = POLL_SECONDS
    allowed_updates: list[str] = ALLOWED_UPDATES


class Poller:
    """Runs until cancelled; whatever fails, the same updates are asked for again."""

    def __init__(self, bot: Bot, engines: Engines, *, clock: Clock, account: str, arrived: Bell) -> None:
        self._bot, self._account, self._clock = bot, account, clock
        self._threshold = Threshold(engines, clock=clock, arrived=arrived)
        self.state = DoorState()

    async def run(self) -> None:
        offset: int | None = None
        delay = FIRST_DELAY
        while True:
            try:
                updates = await self._updates(offset)
                if updates:
                    await self._store(updates)
                    offset = max(int(update["update_id"]) for update in updates) + 1
                delay = FIRST_DELAY
                self.state.works(self._clock())
            except Exception as error:  # noqa: BLE001  # the door never closes: any failure is logged and tried again
                note = OTHER_POLLER if isinstance(error, TelegramConflictError) else str(judge(error).verdict)
                self.state.fails(self._clock(), note)
                logger.warning("polling failed (%s: %s), again in %.1f s", type(error).__name__, note, delay)
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST_DELAY)

    async def _store(self, updates: list[dict[str, Any]]) -> None:
        await self._threshold.keep([arrival(update, self._account) for update in updates])

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        try:
            return await self._bot(GetUpdatesRaw(offset=offset), request_timeout=POLL_SECONDS + 15)
        except TelegramConflictError as error:
            if WEBHOOK_IS_SET not in error.message:
                raise
            logger.warning("a webhook is set for this bot, and PUBLIC_URL is not: it is removed, what waits for it is kept")
            await self._bot(DeleteWebhook(drop_pending_updates=False))
            return []
