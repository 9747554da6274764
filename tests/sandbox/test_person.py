"""People of a test: their deeds reach the bot, their waiting ends on what they see."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, Message, ReplyKeyboardMarkup

from sandbox import Person, Sandbox

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="✋ Take", callback_data="take"), InlineKeyboardButton(text="Take all", callback_data="all")],
        [InlineKeyboardButton(text="Open", url="https://t.me/gotovo_demo_bot?start=deal_7")],
    ]
)
KEYS = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="📱 My phone", request_contact=True), KeyboardButton(text="Orders")]])


def small_bot() -> Router:
    router = Router()

    @router.message()
    async def answers(message: Message) -> None:
        markup = KEYS if message.text == "/start" else KEYBOARD
        what = message.text or (message.contact and f"phone {message.contact.phone_number}") or str(message.content_type)
        await message.answer(f"you said {what}", reply_markup=markup, disable_notification=message.text == "hush")

    @router.callback_query()
    async def presses(query: CallbackQuery) -> None:
        if isinstance(query.message, Message):
            await query.message.edit_text(f"done: {query.data}")
        await query.answer("ok" if query.data == "take" else None)

    @router.edited_message()
    async def edits(message: Message) -> None:
        await message.reply(f"edited to {message.text}")

    return router


@pytest.fixture
async def polling(sandbox: Sandbox, bot: Bot) -> AsyncIterator[None]:
    dispatcher = Dispatcher()
    dispatcher.include_router(small_bot())
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(dispatcher.start_polling(bot, handle_signals=False))
        yield
        await dispatcher.stop_polling()


@pytest.fixture
async def boris(sandbox: Sandbox, polling: None) -> Person:
    boris = sandbox.person("Борис", phone="+79160000002")
    await boris.starts()
    await boris.sees("you said /start")
    return boris


async def test_taps_and_toasts(boris: Person) -> None:
    await boris.says("hi")
    card = await boris.sees("you said hi")
    assert card.buttons == [["✋ Take", "Take all"], ["Open"]]
    assert await boris.taps("Take") == "ok"
    await boris.sees("done: take")
    assert await boris.sees_toast("ok") == "ok"
    assert (boris.pressed, boris.typed) == (1, 2)
    assert await boris.presses_stale(card, "Take all") is None
    await boris.sees("done: all")
    assert [message.text for message in boris.history if message.message_id == card.message_id] == [
        "you said hi",
        "done: take",
        "done: all",
    ]


async def test_keys_and_contact(boris: Person) -> None:
    assert boris.keyboard == ["📱 My phone", "Orders"]
    await boris.taps("Orders")
    await boris.sees("you said Orders")
    await boris.taps("My phone")
    await boris.sees("phone 79160000002")
    await boris.sees("Orders")


async def test_deep_link_and_forgery(boris: Person) -> None:
    await boris.says("hi")
    card = await boris.sees("you said hi")
    await boris.taps("Open")
    await boris.sees("/start deal_7")
    assert await boris.forges("take", card) == "ok"


async def test_everything_that_can_be_sent(boris: Person) -> None:
    await boris.sends_photo("caption")
    await boris.sees("ContentType.PHOTO")
    await boris.sends_voice()
    await boris.sees("ContentType.VOICE")
    await boris.sends_video()
    await boris.sees("ContentType.VIDEO")
    await boris.sends_video_note()
    await boris.sees("ContentType.VIDEO_NOTE")
    await boris.sends_sticker()
    await boris.sees("ContentType.STICKER")
    await boris.sends_document("list.xlsx", b"x")
    await boris.sees("ContentType.DOCUMENT")
    await boris.sends_location(55.7, 37.6)
    await boris.sees("ContentType.LOCATION")
    album = await boris.sends_album(3, "three")
    assert len({message.raw["media_group_id"] for message in album}) == 1


async def test_edit_reply_forward(boris: Person, sandbox: Sandbox) -> None:
    mine = await boris.says("first")
    await boris.edits(mine, "second")
    assert (await boris.sees("edited to second")).raw["reply_to_message"]["text"] == "second"
    answer = await boris.says("third", reply_to=mine)
    assert answer.raw["reply_to_message"]["message_id"] == mine.message_id
    forwarded = await boris.forwards(await boris.sees("you said first"))
    assert forwarded.raw["forward_origin"]["sender_user"]["is_bot"]
    assert not forwarded.buttons


async def test_contact_of_another(boris: Person, sandbox: Sandbox) -> None:
    vera = sandbox.person("Вера", phone="+79160000003")
    assert (await boris.shares_contact(of=vera)).raw["contact"]["user_id"] == vera.id
    assert "user_id" not in (await boris.shares_contact("+1", of=vera, known=False)).raw["contact"]


async def test_silence_is_not_loud(boris: Person) -> None:
    await boris.says("hush")
    await boris.sees("you said hush")
    assert [message.text for message in boris.loud] == ["you said /start"]


async def test_never_sees_looks_at_all_versions(boris: Person) -> None:
    await boris.says("hi")
    await boris.taps("Take")
    await boris.never_sees("secret")
    with pytest.raises(AssertionError, match="saw 'you said hi'"):
        await boris.never_sees("you said hi")
    with pytest.raises(AssertionError, match="toast with 'ok'"):
        await boris.never_sees("ok")


async def test_impatience_shows_the_screen(boris: Person) -> None:
    with pytest.raises(AssertionError) as impatience:
        await boris.sees("moon", timeout=0.01)
    assert "Борис does not see 'moon' after 0.01 s" in str(impatience.value)
    assert "bot: you said /start" in str(impatience.value)
    for waiting in (boris.taps("moon", timeout=0.01), boris.sees_toast("moon", timeout=0.01), boris.sees_photo(timeout=0.01)):
        with pytest.raises(AssertionError):
            await waiting


async def test_blocked(boris: Person, bot: Bot) -> None:
    await boris.blocks_bot()
    with pytest.raises(AssertionError, match="blocked the bot"):
        await boris.says("x")
    await boris.unblocks_bot()
    await boris.says("back")
    await boris.sees("you said back")
