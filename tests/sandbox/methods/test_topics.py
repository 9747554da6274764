"""Topics in staff forums and in private chats."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from sandbox import Person, Sandbox


async def test_life_of_a_topic(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    forum = sandbox.group("Staff", anna, is_forum=True)
    topic = await bot.create_forum_topic(forum.id, "Anna")
    sent = await bot.send_message(forum.id, "x", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    assert await bot.edit_forum_topic(forum.id, topic.message_thread_id, name="Anna, done")
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.edit_forum_topic(forum.id, topic.message_thread_id, name="Anna, done")
    assert await bot.close_forum_topic(forum.id, topic.message_thread_id)
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.message_thread_id)
    assert await bot.reopen_forum_topic(forum.id, topic.message_thread_id)
    assert await bot.delete_forum_topic(forum.id, topic.message_thread_id)
    assert forum.visible() == []
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.message_thread_id)
    await bot.send_message(forum.id, "x", message_thread_id=1)


async def test_refusals(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await bot.create_forum_topic(anna.id, "Order")
    sandbox.world.threaded = True
    assert (await bot.get_me()).has_topics_enabled
    await bot.create_forum_topic(anna.id, "Order")
    with pytest.raises(TelegramBadRequest, match="wrong topic icon color specified"):
        await bot.create_forum_topic(anna.id, "Order", icon_color=1)
    for name, sentence in ((" ", "TOPIC_TITLE_EMPTY"), ("x" * 129, "topic name is too long")):
        with pytest.raises(TelegramBadRequest, match=sentence):
            await bot.create_forum_topic(anna.id, name)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.close_forum_topic(anna.id, 777)
