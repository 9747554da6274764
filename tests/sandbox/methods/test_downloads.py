"""getFile and the file path."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from sandbox import Person
from sandbox.media import keep_media


async def test_get_file(bot: Bot, anna: Person) -> None:
    sent = await anna.sends_document("a.txt", b"hello")
    file = await bot.get_file(sent.raw["document"]["file_id"])
    assert file.file_path
    content = await bot.download_file(file.file_path)
    assert content
    assert content.read() == b"hello"


async def test_refusals(bot: Bot, anna: Person) -> None:
    big = keep_media(anna.world.files, "video", content=bytes(20 * 1024 * 1024 + 1), name="v.mp4")
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(big.file_id)
    with pytest.raises(TelegramBadRequest, match="wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("nothing")
    assert (await bot.get_user_profile_photos(anna.id)).total_count == 0
    with pytest.raises(TelegramBadRequest, match="user not found"):
        await bot.get_user_profile_photos(999)
