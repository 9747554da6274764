"""The connection to the Bot API server that the settings name."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod

from gotovo.settings import Settings


class Session(AiohttpSession):
    """Holds on to the types of Telegram's answers.

    aiogram asks pydantic for one at each call. What nobody holds is forgotten at the next garbage collection and made anew, in 2 to 7 ms.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._answers: dict[object, object] = {}

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:  # law: signature of aiogram
        kind: Any = method.__returning__
        if kind not in self._answers:
            self._answers[kind] = Response[kind]
        return super().check_response(bot, method, status_code, content)


def open_bot(settings: Settings) -> Bot:
    """A bot for any Bot API server. The token must be set."""
    assert settings.bot_token is not None
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    session = Session(api=TelegramAPIServer.from_base(settings.telegram_api_url), proxy=proxy)
    return Bot(settings.bot_token.get_secret_value(), session=session)
