"""Sending words and places: limits, refusals by chat, replies."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputPollOption,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from sandbox import Person, Sandbox


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n ", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("я" * 16_385, "text is too long"),
        ("<i>x</b>", "can't parse entities: Unmatched end tag"),
    ],
)
async def test_refused_texts(bot: Bot, anna: Person, text: str, sentence: str) -> None:
    with pytest.raises(TelegramBadRequest, match=sentence):
        await bot.send_message(anna.id, text, parse_mode="HTML")


async def test_length_counts_after_parsing(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "<b>" + "🙂" * 4096 + "</b>", parse_mode="HTML")
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities or []] == [("bold", 0, 8192)]
    assert sent.text == "🙂" * 4096


async def test_parse_mode_and_entities(bot: Bot, anna: Person) -> None:
    given = [MessageEntity(type="text_link", offset=0, length=1, url="https://a.example/")]
    sent = await bot.send_message(anna.id, "x https://b.example", entities=given)
    assert [entity.type for entity in sent.entities or []] == ["text_link", "url"]
    assert (await bot.send_message(anna.id, r"*b* 1\.5", parse_mode="MarkdownV2")).text == "b 1.5"
    assert (await bot.send_message(anna.id, "*b* 1.5", parse_mode="Markdown")).text == "b 1.5"
    with pytest.raises(TelegramBadRequest, match="unsupported parse_mode"):
        await bot.send_message(anna.id, "x", parse_mode="rtf")
    options = LinkPreviewOptions(is_disabled=True)
    shown = (await bot.send_message(anna.id, "x", link_preview_options=options)).link_preview_options
    assert shown
    assert shown.is_disabled


async def test_whom_the_bot_may_write_to(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    stranger = sandbox.person("Чужой")
    cases = {"Forbidden: bot can't initiate conversation with a user": stranger.id}
    cases["Forbidden: the bot can't send messages to the bot"] = sandbox.world.bot.id
    for sentence, chat_id in cases.items():
        with pytest.raises(TelegramForbiddenError, match=sentence):
            await bot.send_message(chat_id, "x")
    for chat in (999, "@nobody"):
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await bot.send_message(chat, "x")
    await anna.blocks_bot()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(anna.id, "x")
    await anna.unblocks_bot()
    anna.user.deactivated = True
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(anna.id, "x")


async def test_groups(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    group = sandbox.group("Staff", anna)
    await bot.send_message(group.id, "x")
    for status, sentence in (("kicked", "bot was kicked from the supergroup chat"), ("left", "bot is not a member of the supergroup chat")):
        group.members[bot.id] = status
        with pytest.raises(TelegramForbiddenError, match=sentence):
            await bot.send_message(group.id, "x")
    group.members[bot.id] = "administrator"
    group.deleted = True
    with pytest.raises(TelegramForbiddenError, match="the group chat was deleted"):
        await bot.send_message(group.id, "x")
    group.migrated_to = -100500
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.migrate_to_chat_id == -100500


async def test_replies(bot: Bot, anna: Person) -> None:
    asked = await anna.says("?")
    sent = await bot.send_message(anna.id, "!", reply_parameters=ReplyParameters(message_id=asked.message_id))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "?"
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(anna.id, "!", reply_parameters=ReplyParameters(message_id=777))
    forgiving = ReplyParameters(message_id=777, allow_sending_without_reply=True)
    assert (await bot.send_message(anna.id, "!", reply_parameters=forgiving)).reply_to_message is None


async def test_keyboards_stay_and_go(bot: Bot, anna: Person) -> None:
    button = InlineKeyboardButton(text="x", callback_data="x")
    sent = await bot.send_message(anna.id, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))
    assert sent.reply_markup
    sent = await bot.send_message(anna.id, "x", reply_markup=ForceReply(input_field_placeholder="Price"))
    assert sent.reply_markup is None
    await bot.send_message(anna.id, "x", reply_markup=ReplyKeyboardRemove())
    assert anna.keyboard == []


async def test_contact_location_venue_poll_action(bot: Bot, anna: Person) -> None:
    assert (await bot.send_contact(anna.id, "+7916", "A", last_name="B")).contact
    assert (await bot.send_location(anna.id, 55.7, 37.6)).location
    assert (await bot.send_venue(anna.id, 55.7, 37.6, "Office", "Street 1")).venue
    poll = (await bot.send_poll(anna.id, "How was it?", [InputPollOption(text="Good"), InputPollOption(text="Bad")])).poll
    assert poll
    assert [option.text for option in poll.options] == ["Good", "Bad"]
    assert await bot.send_chat_action(anna.id, "typing")
    with pytest.raises(TelegramBadRequest, match="wrong parameter action in request"):
        await bot.send_chat_action(anna.id, "dancing")
    with pytest.raises(TelegramBadRequest, match="invalid location specified"):
        await bot.send_location(anna.id, 91, 0)
    with pytest.raises(TelegramBadRequest, match="poll must have"):
        await bot.send_poll(anna.id, "How?", [])
    for phone, name in (("", "A"), ("+7", "")):
        with pytest.raises(TelegramBadRequest, match="is required"):
            await bot.send_contact(anna.id, phone, name)


async def test_silent_messages_are_not_loud(bot: Bot, anna: Person) -> None:
    await bot.send_message(anna.id, "quiet", disable_notification=True)
    await bot.send_message(anna.id, "loud")
    assert [message.text for message in anna.loud] == ["loud"]
