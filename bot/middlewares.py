"""Who acts: the actor of an update, read in its transaction (architecture §5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Chat, TelegramObject, User

from bot.catalogue import best_language
from bot.ports import BotUnit

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class ActorMiddleware(BaseMiddleware):
    """Meets the account and gives the handlers `actor`; updates outside private chats have none and go unheard."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        unit: BotUnit = data["unit"]
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if user is None or user.is_bot or (chat is not None and chat.type != "private"):
            return None
        language = best_language(user.language_code, unit.shop.language)
        unit.viewer = await unit.meet(user.id, name=user.full_name, username=user.username or "", language=language)
        data["actor"] = unit.viewer.actor
        return await handler(event, data)
