"""Answers to taps: each once, after the commit, and nobody waits for another's (platform: callback queries)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import AnswerCallbackQuery

AT_ONCE = 16
LONGEST = 200
"""Characters that Telegram shows."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Answer:
    """What one tap is told."""

    query_id: str
    toasts: list[str] = field(default_factory=list)
    alert: bool = False


class Answers:
    """Best effort: a tap waits some seconds only, and its effect is committed already."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._room = asyncio.Semaphore(AT_ONCE)
        self._given: set[asyncio.Task[None]] = set()

    @property
    def are_under_way(self) -> bool:
        return bool(self._given)

    def give(self, answers: Iterable[Answer]) -> None:
        for answer in answers:
            task = asyncio.create_task(self._give(answer))
            self._given.add(task)
            task.add_done_callback(self._given.discard)

    async def given(self) -> None:
        """When all that are under way have landed or failed."""
        await asyncio.gather(*self._given)

    async def _give(self, answer: Answer) -> None:
        text = "\n".join(answer.toasts)[:LONGEST] or None
        try:
            async with self._room:
                await self._bot(AnswerCallbackQuery(callback_query_id=answer.query_id, text=text, show_alert=answer.alert or None))
        except (TelegramAPIError, OSError) as error:
            logger.info("a tap stayed unanswered: %s", type(error).__name__)
