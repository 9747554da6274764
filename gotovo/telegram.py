"""The connection to the Bot API server that the settings name."""

from __future__ import annotations

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from gotovo.settings import Settings


def open_bot(settings: Settings) -> Bot:
    """A bot for any Bot API server. The token must be set."""
    assert settings.bot_token is not None
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api_url), proxy=proxy)
    return Bot(settings.bot_token.get_secret_value(), session=session)
