"""A file of Telegram's, brought in through the Bot API without ever holding more of it than allowed."""

from __future__ import annotations

import io

from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetFile
from aiohttp import ClientError

from bot.errors import FileTooBig
from bot.plans import FetchPlan


class _Bounded(io.BytesIO):
    """Raises `FileTooBig` as soon as more comes than announced: a size is only what the sender says of it."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, chunk: bytes, /) -> int:  # type: ignore[override]  # the downloader writes bytes only
        if self.tell() + len(chunk) > self._limit:
            raise FileTooBig
        return super().write(chunk)


async def fetch_file(bot: Bot, plan: FetchPlan) -> bytes:
    """The bytes of a file. Raises what the Bot API raises, and `FileTooBig`."""
    call = GetFile(file_id=plan.file_id)
    file = await bot(call)
    if (file.file_size or 0) > plan.limit or not file.file_path:
        raise FileTooBig
    buffer = _Bounded(plan.limit)
    try:
        await bot.download_file(file.file_path, buffer)
    except ClientError as error:
        # the address holds the token: only the kind of the failure may be told
        raise TelegramNetworkError(call, f"download failed: {type(error).__name__}") from None
    return buffer.getvalue()
