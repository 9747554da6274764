"""The HTTP face: tokens, ways to pass arguments, unknown methods, strictness, the record of rejections."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter, TelegramUnauthorizedError

from sandbox import Person, Sandbox


async def ask(sandbox: Sandbox, path: str, **request: Any) -> tuple[int, dict[str, Any]]:
    """A bare HTTP request: status and JSON body."""
    async with aiohttp.ClientSession() as session, session.post(f"{sandbox.url}/bot{path}", **request) as response:
        body: dict[str, Any] = await response.json()
        return response.status, body


async def test_every_form_of_arguments(sandbox: Sandbox, anna: Person) -> None:
    said = {"chat_id": str(anna.id), "text": "привет & <b>"}
    path = f"{sandbox.world.token}/SENDmessage"
    for request in ({"data": said}, {"json": said | {"chat_id": anna.id}}, {"params": said}):
        status, body = await ask(sandbox, path, **request)
        assert (status, body["result"]["text"]) == (200, "привет & <b>")
    form = aiohttp.FormData(said)
    form.add_field("unused", b"x", filename="x")
    status, body = await ask(sandbox, path, data=form)
    assert (status, body["description"]) == (400, 'Bad Request: strict: the file "unused" is named by no parameter of sendMessage')
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/bot{path}", params=said) as response:
        assert response.status == 200


@pytest.mark.parametrize(("token", "sentence"), [("nonsense", "Unauthorized: invalid token specified"), ("1:AAAAAAAAAA", "Unauthorized")])
async def test_wrong_token(sandbox: Sandbox, token: str, sentence: str) -> None:
    assert await ask(sandbox, f"{token}/getMe") == (401, {"ok": False, "error_code": 401, "description": sentence})


async def test_wrong_token_for_aiogram(sandbox: Sandbox, bot: Bot) -> None:
    async with Bot("7:ANOTHER-token-of-nobody-known-here", session=bot.session) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


async def test_unknown_method_and_bad_json(sandbox: Sandbox) -> None:
    token = sandbox.world.token
    assert (await ask(sandbox, f"{token}/fly"))[1]["description"] == "Not Found: method not found"
    broken = {"data": b"{", "headers": {"Content-Type": "application/json"}}
    assert (await ask(sandbox, f"{token}/getMe", **broken))[0] == 400
    assert (await ask(sandbox, f"{token}/getMe", json=[1]))[0] == 400


async def test_unknown_parameters_are_refused_when_strict(sandbox: Sandbox, anna: Person) -> None:
    path, said = f"{sandbox.world.token}/sendMessage", {"chat_id": anna.id, "text": "x", "colour": "red"}
    status, body = await ask(sandbox, path, json=said)
    assert (status, body["description"]) == (400, 'Bad Request: strict: sendMessage has no parameter "colour"')
    assert sandbox.world.rejections == [("sendMessage", said, body["description"])]
    sandbox.server.strict = False
    assert (await ask(sandbox, path, json=said))[0] == 200


async def test_forgiven_refusals_are_not_recorded(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "x")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_text("x")
    assert sandbox.world.rejections == []


async def test_pacing_answers_429_with_the_header(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    sandbox.pacing.chat_burst = 1
    await bot.send_message(anna.id, "1")
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(anna.id, "2")
    assert refused.value.retry_after == 1
    said = {"chat_id": anna.id, "text": "3"}
    url = f"{sandbox.url}/bot{sandbox.world.token}/sendMessage"
    async with aiohttp.ClientSession() as session, session.post(url, data=said) as response:
        assert response.headers["Retry-After"] == "1"


async def test_log_and_events(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    events = sandbox.world.subscribe()
    await bot.send_message(anna.id, "x")
    kinds = [events.get_nowait()["type"] for _ in range(events.qsize())]
    assert kinds == ["message", "log"]
    assert sandbox.world.log[-1]["title"] == "sendMessage"
    assert sandbox.world.log[-1]["detail"]["result"]["text"] == "x"
    sandbox.world.unsubscribe(events)
    await bot.send_message(anna.id, "y")
    assert events.empty()


async def test_downloads_need_the_token(sandbox: Sandbox, anna: Person) -> None:
    await anna.sends_document("a.txt", b"hello")
    async with aiohttp.ClientSession() as session:
        for path, status in ((f"bot{sandbox.world.token}/nothing", 404), ("bot7:stranger/nothing", 401)):
            async with session.get(f"{sandbox.url}/file/{path}") as response:
                assert response.status == status


async def test_latency(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.latency = 0.05
    start = asyncio.get_running_loop().time()
    await bot.get_me()
    assert asyncio.get_running_loop().time() - start >= 0.05
