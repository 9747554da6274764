"""A real browser on the page, with a small echo bot in the product's place that answers over HTTP."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram import Bot, Dispatcher, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from playwright.async_api import Locator, Page, Playwright, async_playwright, expect

from sandbox import Sandbox

QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
NAMES = ("chromium", "chromium-browser", "google-chrome")
DESK, POCKET = (1440, 900), (390, 844)
HOME = ReplyKeyboardMarkup(
    keyboard=[
        [KeyboardButton(text="Заказы"), KeyboardButton(text="Помощь")],
        [KeyboardButton(text="Телефон", request_contact=True), KeyboardButton(text="Место", request_location=True)],
    ],
    resize_keyboard=True,
)
expect.set_options(timeout=10_000)


class Deed(CallbackData, prefix="d"):
    """What a button of the echo bot does."""

    name: str


def button(label: str, name: str, *, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=Deed(name=name).pack(), style=style)


async def greets(message: Message, command: CommandObject) -> None:
    await message.answer(f"Здравствуйте! {command.args or ''}", reply_markup=HOME)


async def echoes(message: Message) -> None:
    """Every word comes back, quietly, with buttons of all kinds."""
    words = message.text or message.caption or message.content_type
    invite = InlineKeyboardButton(text="Войти", url="https://t.me/gotovo_demo_bot?start=invite7")
    taken = InlineKeyboardButton(text="Занято", callback_data="x", disabled=DisabledButton())
    rows = [[button("Взять", "take", style="primary")], [button("Отказать", "refuse", style="danger"), taken], [invite]]
    await message.answer(f"Эхо: {words}", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows), disable_notification=True)


async def takes(query: CallbackQuery, callback_data: Deed) -> None:
    if callback_data.name == "refuse":
        await query.answer("Точно отказать?", show_alert=True)
    elif isinstance(query.message, Message):
        await query.message.edit_text(f"Взято: {query.from_user.first_name}")
        await query.answer("Теперь ваше")


def echo_router() -> Router:
    router = Router()
    router.message.register(greets, CommandStart())
    router.message.register(echoes)
    router.callback_query.register(takes, Deed.filter())
    return router


@dataclass
class Opened:
    """The open page and what it complained about."""

    page: Page
    complaints: list[str]

    def phone(self, number: int) -> Locator:
        return self.page.locator(".phone").nth(number)

    async def start(self, number: int) -> Locator:
        phone = self.phone(number)
        await phone.locator(".big.start").click()
        await expect(phone.locator(".reply-keys")).to_be_visible()
        return phone

    async def say(self, phone: Locator, words: str) -> None:
        await phone.locator("textarea").fill(words)
        await phone.locator("textarea").press("Enter")


async def _open(play: Playwright, url: str, size: tuple[int, int]) -> Opened:
    path = next(found for name in NAMES if (found := shutil.which(name)))
    browser = await play.chromium.launch(executable_path=path, args=[*QUIET.split(), "--disable-dev-shm-usage"])
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=size == POCKET, is_mobile=size == POCKET)
    opened = Opened(await context.new_page(), [])
    opened.page.on("console", lambda said: opened.complaints.append(said.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    await opened.page.goto(url)
    await expect(opened.page.locator("body.ready .phone").first).to_be_visible()
    return opened


@asynccontextmanager
async def opened(sandbox: Sandbox, bot: Bot, *, query: str = "lang=ru&theme=light", size: tuple[int, int] = DESK) -> AsyncIterator[Opened]:
    """The page in a browser while the echo bot polls; at the end the browser must have nothing to complain about."""
    dispatcher = Dispatcher()
    dispatcher.include_router(echo_router())
    await bot.set_my_commands([BotCommand(command="start", description="Сначала")])
    async with asyncio.TaskGroup() as tasks, async_playwright() as play:
        polling = tasks.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
        try:
            view = await _open(play, f"{sandbox.url}/sandbox?{query}", size)
            yield view
            assert view.complaints == []
        finally:
            if not polling.done():
                await dispatcher.stop_polling()


@asynccontextmanager
async def visited(url: str, *, size: tuple[int, int] = DESK) -> AsyncIterator[Opened]:
    """A page that somebody else serves; what its browser complained about is for the test to judge."""
    async with async_playwright() as play:
        yield await _open(play, url, size)
