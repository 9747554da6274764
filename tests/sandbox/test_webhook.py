"""Webhook delivery to a real HTTP listener: secret, order within a queue, retries, method calls in the answer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import SetWebhook
from aiohttp import web

from sandbox import Fault, Person, Sandbox
from tests.sandbox.conftest import Clock

SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Listener:
    """A bot's webhook that answers as scripted and remembers what came."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.received: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.received.append(await request.json())
        self.secrets.append(request.headers.get(SECRET))
        self.sandbox.world.changed.notify()
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.received if "message" in update]

    async def gets(self, count: int) -> None:
        assert await self.sandbox.world.changed.until(lambda: len(self.received) >= count, 5), self.received

    async def drains(self) -> None:
        assert await self.sandbox.world.changed.until(lambda: not self.sandbox.world.updates.pending, 5)


@pytest.fixture
async def listener(sandbox: Sandbox) -> AsyncIterator[Listener]:
    listener = Listener(sandbox)
    app = web.Application()
    app.router.add_post("/hook", listener.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    sandbox.server.webhook.first_delay = 0.01
    yield listener
    await sandbox.server.webhook.stop()
    await runner.cleanup()


async def test_secret_and_confirmation(sandbox: Sandbox, bot: Bot, anna: Person, listener: Listener) -> None:
    await bot.set_webhook(listener.url, secret_token="s3cret_-", max_connections=7)
    await anna.says("hello")
    await listener.gets(1)
    await listener.drains()
    assert (listener.texts, listener.secrets) == (["hello"], ["s3cret_-"])
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (listener.url, 0, 7)


async def test_a_failing_update_is_retried_first(bot: Bot, anna: Person, listener: Listener) -> None:
    listener.answers = [web.Response(status=500), web.Response(status=503, headers={"Retry-After": "0"})]
    await bot.set_webhook(listener.url)
    await anna.says("1")
    await anna.says("2")
    await listener.drains()
    assert listener.texts == ["1", "1", "1", "2"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_press_does_not_wait_for_a_message(sandbox: Sandbox, bot: Bot, anna: Person, listener: Listener) -> None:
    sandbox.server.webhook.first_delay = 60
    listener.answers = [web.Response(status=500)]
    sent = await bot.send_message(anna.id, "x")
    await bot.set_webhook(listener.url)
    await anna.says("stuck")
    await listener.gets(1)
    anna.deeds.press_data("go", sandbox.world.chats[anna.id].posts[sent.message_id])
    await listener.gets(2)
    assert "callback_query" in listener.received[1]
    assert sandbox.world.updates.pending[0].kind == "message"


async def test_method_in_the_answer(sandbox: Sandbox, bot: Bot, anna: Person, listener: Listener) -> None:
    listener.answers = [web.json_response({"method": "sendMessage", "chat_id": anna.id, "text": "from the answer"})]
    await bot.set_webhook(listener.url)
    await anna.says("x")
    await anna.sees("from the answer")


async def test_duplicates(sandbox: Sandbox, bot: Bot, anna: Person, listener: Listener) -> None:
    sandbox.faults.add(Fault("duplicate_updates"))
    await bot.set_webhook(listener.url)
    await anna.says("twice")
    await listener.gets(2)
    await listener.drains()
    assert listener.texts == ["twice", "twice"]


async def test_nobody_listens(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await anna.says("x")
    assert await sandbox.world.changed.until(lambda: sandbox.server.webhook.last_error is not None, 5)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_a_webhook_gone_for_a_day_is_closed(sandbox: Sandbox, bot: Bot, anna: Person, *, clock: Clock, listener: Listener) -> None:
    listener.answers = [web.Response(status=410) for _ in range(50)]
    await bot.set_webhook(listener.url)
    await anna.says("x")
    assert await sandbox.world.changed.until(lambda: sandbox.server.webhook.last_error is not None, 5)
    clock.jump(hours=23.5)
    assert await sandbox.world.changed.until(lambda: not sandbox.server.webhook.url, 5)


async def test_a_bad_answer_is_recorded(sandbox: Sandbox, bot: Bot, anna: Person, listener: Listener) -> None:
    wrong = {"method": "sendMessage", "chat_id": 999, "text": "x"}
    listener.answers = [web.Response(text="ok"), web.json_response({"method": "getMe"}), web.json_response(wrong)]
    await bot.set_webhook(listener.url)
    for text in "123":
        await anna.says(text)
    assert await sandbox.world.changed.until(lambda: bool(sandbox.world.rejections), 5)
    assert [rejection[2] for rejection in sandbox.world.rejections] == ["Bad Request: chat not found"]
    await bot(SetWebhook(url=""))
    assert (await bot.get_webhook_info()).url == ""


async def test_set_webhook_is_paced_and_checked(bot: Bot) -> None:
    for url, secret in (("not a url", None), ("http://127.0.0.1:9/", "with space"), ("http://127.0.0.1:9/", "x" * 257)):
        with pytest.raises(TelegramBadRequest):
            await bot.set_webhook(url, secret_token=secret)
    await bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(TelegramRetryAfter):
        await bot.set_webhook("http://127.0.0.1:9/")
