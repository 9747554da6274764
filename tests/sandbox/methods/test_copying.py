"""Copies and forwards."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageOriginUser, ReplyParameters

from sandbox import Person, Sandbox


@pytest.fixture
async def boris(sandbox: Sandbox) -> Person:
    boris = sandbox.person("Борис")
    await boris.starts()
    return boris


async def test_copy_takes_content_only(bot: Bot, anna: Person, boris: Person) -> None:
    button = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="x")]])
    hers = await anna.sends_photo("her caption")
    copy = await bot.copy_message(boris.id, anna.id, hers.message_id, reply_markup=button)
    seen = await boris.sees("her caption")
    assert (seen.message_id, seen.labels, seen.mine) == (copy.message_id, ["x"], False)
    assert "forward_origin" not in seen.raw
    await bot.copy_message(
        boris.id, anna.id, hers.message_id, caption="other", reply_parameters=ReplyParameters(message_id=seen.message_id)
    )
    await boris.sees("other")
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await bot.copy_message(boris.id, anna.id, 777)


async def test_forward_keeps_the_origin(bot: Bot, anna: Person, boris: Person) -> None:
    hers = await anna.says("hello")
    sent = await bot.forward_message(boris.id, anna.id, hers.message_id)
    assert isinstance(sent.forward_origin, MessageOriginUser)
    assert sent.forward_origin.sender_user.id == anna.id
    with pytest.raises(TelegramBadRequest, match="message to forward not found"):
        await bot.forward_message(boris.id, anna.id, 777)


async def test_many(bot: Bot, anna: Person, boris: Person) -> None:
    album = [message.message_id for message in await anna.sends_album(2, "c")]
    assert len(await bot.copy_messages(boris.id, anna.id, [*album, 777], remove_caption=True)) == 2
    assert len(await bot.forward_messages(boris.id, anna.id, album)) == 2
    with pytest.raises(TelegramBadRequest, match="strictly increasing order"):
        await bot.copy_messages(boris.id, anna.id, album[::-1])
    with pytest.raises(TelegramBadRequest, match="there are no messages to forward"):
        await bot.forward_messages(boris.id, anna.id, [777])


async def test_protected_content(bot: Bot, anna: Person, boris: Person) -> None:
    sent = await bot.send_message(anna.id, "secret", protect_content=True)
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(boris.id, anna.id, sent.message_id)
