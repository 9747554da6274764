"""Edits and deletions."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message

from sandbox import Person, Sandbox
from sandbox.files import sample_picture
from tests.sandbox.conftest import Clock

BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="x")]])


def picture() -> BufferedInputFile:
    return BufferedInputFile(sample_picture(), "a.png")


async def test_edit_text_and_markup(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "one", reply_markup=BUTTONS)
    edited = await bot.edit_message_text("<b>two</b>", chat_id=anna.id, message_id=sent.message_id, parse_mode="HTML")
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup, bool(edited.edit_date)) == ("two", None, True)
    again = await bot.edit_message_reply_markup(chat_id=anna.id, message_id=sent.message_id, reply_markup=BUTTONS)
    assert isinstance(again, Message)
    assert again.reply_markup
    assert again.reply_markup.model_dump() == BUTTONS.model_dump()
    assert [message.text for message in anna.history if not message.mine] == ["one", "two", "two"]
    assert [len(message.labels) for message in anna.history if not message.mine] == [1, 0, 1]


async def test_not_modified(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "one", reply_markup=BUTTONS)
    with pytest.raises(TelegramBadRequest, match="are exactly the same as a current content and reply markup of the message"):
        await sent.edit_text("one", reply_markup=BUTTONS)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_reply_markup(reply_markup=BUTTONS)
    await sent.edit_text("one")


async def test_what_cannot_be_edited(bot: Bot, anna: Person) -> None:
    hers = await anna.says("mine")
    photo = await bot.send_photo(anna.id, picture(), caption="c")
    text = await bot.send_message(anna.id, "t")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=anna.id, message_id=hers.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", chat_id=anna.id, message_id=777)
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await photo.edit_text("x")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await text.edit_caption(caption="x")


async def test_what_is_not_there_to_edit(bot: Bot, anna: Person) -> None:
    place = await bot.send_location(anna.id, 1, 2)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", inline_message_id="AAA")
    with pytest.raises(TelegramBadRequest, match="message identifier is not specified"):
        await bot.edit_message_text("x", chat_id=anna.id)
    with pytest.raises(TelegramBadRequest, match="message identifier is not specified"):
        await bot.delete_message(anna.id, 0)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await place.edit_media(InputMediaPhoto(media=picture()))


async def test_caption_and_media(bot: Bot, anna: Person) -> None:
    photo = await bot.send_photo(anna.id, picture(), caption="c")
    edited = await photo.edit_caption(caption="d")
    assert isinstance(edited, Message)
    assert edited.caption == "d"
    assert photo.photo
    text = await bot.send_message(anna.id, "t")
    shown = await text.edit_media(InputMediaPhoto(media=photo.photo[-1].file_id, caption="now a photo"))
    assert isinstance(shown, Message)
    assert (shown.text, shown.caption) == (None, "now a photo")
    uploaded = await text.edit_media(InputMediaPhoto(media=picture()))
    assert isinstance(uploaded, Message)
    assert uploaded.photo
    assert uploaded.caption is None


async def test_delete_within_two_days(sandbox: Sandbox, bot: Bot, anna: Person, clock: Clock) -> None:
    sent = await bot.send_message(anna.id, "x")
    assert await sent.delete()
    assert not [message for message in anna.chat if not message.mine]
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await sent.delete()
    old = await bot.send_message(anna.id, "x")
    clock.jump(hours=49)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await old.delete()
    assert sandbox.world.rejections == []


async def test_delete_many(bot: Bot, anna: Person) -> None:
    sent = [await bot.send_message(anna.id, str(number)) for number in range(3)]
    assert await bot.delete_messages(anna.id, [sent[0].message_id, 777, sent[2].message_id])
    assert [message.text for message in anna.chat if not message.mine] == ["1"]
    with pytest.raises(TelegramBadRequest, match="message identifiers are not specified"):
        await bot.delete_messages(anna.id, [])
    with pytest.raises(TelegramBadRequest, match="too many message identifiers specified"):
        await bot.delete_messages(anna.id, list(range(1, 102)))
