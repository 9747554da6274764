"""Chats: what they are, members, pins."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from sandbox import Person, Sandbox


async def test_get_chat_and_member(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    chat = await bot.get_chat(anna.id)
    assert (chat.first_name, chat.last_name, chat.type) == ("Анна", "Белова", "private")
    assert (await bot.get_chat_member(anna.id, anna.id)).status == "member"
    group = sandbox.group("Staff", anna)
    group.members[anna.id] = "creator"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "administrator"
    assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [anna.id]
    assert await bot.get_chat_member_count(group.id) == 2
    with pytest.raises(TelegramBadRequest, match="there are no administrators in the private chat"):
        await bot.get_chat_administrators(anna.id)
    with pytest.raises(TelegramBadRequest, match="PARTICIPANT_ID_INVALID"):
        await bot.get_chat_member(group.id, 999)
    with pytest.raises(TelegramBadRequest, match="chat member status can't be changed"):
        await bot.leave_chat(anna.id)
    assert await bot.leave_chat(group.id)
    assert (await bot.get_chat_member(group.id, bot.id)).status == "left"


async def test_pins(bot: Bot, anna: Person) -> None:
    first, second = await bot.send_message(anna.id, "1"), await bot.send_message(anna.id, "2")
    for message in (first, second, second):
        assert await message.pin()
    pinned = (await bot.get_chat(anna.id)).pinned_message
    assert pinned
    assert pinned.message_id == second.message_id
    updates = await bot.get_updates()
    assert [bool(update.message and update.message.pinned_message) for update in updates] == [True, True]
    assert await bot.unpin_chat_message(anna.id)
    assert await bot.unpin_chat_message(anna.id, message_id=first.message_id)
    with pytest.raises(TelegramBadRequest, match="message to unpin not found"):
        await bot.unpin_chat_message(anna.id)
    with pytest.raises(TelegramBadRequest, match="message to pin not found"):
        await bot.pin_chat_message(anna.id, 777)
    assert await bot.unpin_all_chat_messages(anna.id)
    assert not [message for message in anna.loud if "pinned_message" in message.raw]


async def test_deleting_a_pinned_message_unpins_it(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "1")
    await sent.pin()
    await sent.delete()
    assert (await bot.get_chat(anna.id)).pinned_message is None
