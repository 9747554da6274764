"""The yardstick: a bare aiogram bot that repeats what it hears; with a path, one durable commit first."""

from __future__ import annotations

import asyncio
import os
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from sqlalchemy import text

from storage.engine import open_engines


async def serve(database: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"]))
    dispatcher, engines = Dispatcher(), open_engines(f"sqlite+aiosqlite:///{database}") if database else None
    if engines is not None:
        async with engines.write.begin() as connection:
            await connection.execute(text("CREATE TABLE heard (id INTEGER PRIMARY KEY, said TEXT NOT NULL)"))

    @dispatcher.message()
    async def echo(message: Message) -> None:
        if engines is not None:
            async with engines.write.begin() as connection:
                await connection.execute(text("INSERT INTO heard (said) VALUES (:said)"), {"said": message.text})
        await message.answer(message.text or "?")

    print("ready", flush=True)
    await dispatcher.start_polling(Bot(os.environ["BOT_TOKEN"], session=session))


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1] if len(sys.argv) > 1 else ""))
