"""Callback answers, inline answers, reactions."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineQueryResultArticle, InputTextMessageContent, ReactionTypeEmoji

from sandbox import Person, Sandbox
from tests.sandbox.conftest import Clock


async def press(sandbox: Sandbox, bot: Bot, anna: Person) -> str:
    sent = await bot.send_message(anna.id, "x")
    return anna.deeds.press_data("go", sandbox.world.chats[anna.id].posts[sent.message_id]).id


async def test_answer_once(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    press_id = await press(sandbox, bot, anna)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(press_id, "x" * 201)
    assert await bot.answer_callback_query(press_id, "done", show_alert=True)
    assert anna.toasts == ["done"]
    for spent in (press_id, "12345"):
        with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID is invalid"):
            await bot.answer_callback_query(spent)


async def test_answer_window(sandbox: Sandbox, bot: Bot, anna: Person, clock: Clock) -> None:
    press_id = await press(sandbox, bot, anna)
    clock.jump(seconds=16)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(press_id)


async def test_press_on_a_deleted_message(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "x")
    await sent.delete()
    anna.deeds.press_data("go", sandbox.world.chats[anna.id].posts[sent.message_id])
    updates = await bot.get_updates()
    assert updates[-1].callback_query
    assert updates[-1].callback_query.message
    assert updates[-1].callback_query.message.date == 0


async def test_inline(bot: Bot, anna: Person) -> None:
    query = await anna.asks_inline("washing")
    updates = await bot.get_updates()
    assert updates[-1].inline_query
    assert (updates[-1].inline_query.id, updates[-1].inline_query.query) == (query, "washing")
    result = InlineQueryResultArticle(id="1", title="Repair", input_message_content=InputTextMessageContent(message_text="900"))
    with pytest.raises(TelegramBadRequest, match="RESULT_ID_DUPLICATE"):
        await bot.answer_inline_query(query, [result, result])
    with pytest.raises(TelegramBadRequest, match="RESULT_ID_INVALID"):
        await bot.answer_inline_query(query, [result.model_copy(update={"id": "x" * 65})])
    many = [result.model_copy(update={"id": str(number)}) for number in range(51)]
    with pytest.raises(TelegramBadRequest, match="RESULTS_TOO_MUCH"):
        await bot.answer_inline_query(query, [*many])
    assert await bot.answer_inline_query(query, [result])
    assert anna.world.inline_answers[query][0]["title"] == "Repair"
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_inline_query(query, [])


async def test_reactions(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    hers = await anna.says("x")
    assert await bot.set_message_reaction(anna.id, hers.message_id, [ReactionTypeEmoji(emoji="👀")])
    assert sandbox.world.chats[anna.id].posts[hers.message_id].reactions[bot.id] == [{"type": "emoji", "emoji": "👀"}]
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(anna.id, hers.message_id, [ReactionTypeEmoji(emoji="✅")])
    with pytest.raises(TelegramBadRequest, match="REACTIONS_TOO_MANY"):
        await bot.set_message_reaction(anna.id, hers.message_id, [ReactionTypeEmoji(emoji=emoji) for emoji in "🔥👏"])
    with pytest.raises(TelegramBadRequest, match="message to react not found"):
        await bot.set_message_reaction(anna.id, 777)
