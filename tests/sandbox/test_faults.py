"""The script of faults, as a real aiogram client meets it."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox import Fault, Person, Sandbox


async def test_429_for_one_chat(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    boris = sandbox.person("Борис")
    await boris.starts()
    sandbox.faults.add(Fault("429", method="sendMessage", chat_id=anna.id, retry_after=7))
    await bot.send_message(boris.id, "free")
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(anna.id, "x")
    assert refused.value.retry_after == 7
    await bot.send_message(anna.id, "x")
    assert sandbox.faults.fired == [("429", "sendMessage")]
    assert sandbox.world.rejections == []


async def test_after_and_times(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    sandbox.faults.add(Fault("5xx", times=2, after=1))
    await bot.send_message(anna.id, "1")
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await bot.send_message(anna.id, "2")
    await bot.send_message(anna.id, "3")
    assert [message.text for message in anna.chat if not message.mine] == ["1", "3"]


async def test_html_502(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    sandbox.faults.add(Fault("html_502"))
    with pytest.raises(ClientDecodeError):
        await bot.send_message(anna.id, "x")


async def test_scripted_error(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    sandbox.faults.add(Fault("error", code=400, description="Bad Request: chat not found"))
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(anna.id, "x")


async def test_timeout_after_delivery_and_reset(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    sandbox.faults.add(Fault("timeout_after_delivery", seconds=0.05), Fault("reset"))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(anna.id, "delivered")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(anna.id, "lost")
    assert [message.text for message in anna.chat if not message.mine] == ["delivered"]
    assert sandbox.world.in_flight == 0


async def test_client_gives_up_on_a_stall(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    sandbox.faults.add(Fault("stall", seconds=600))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(anna.id, "x", request_timeout=1)
    assert await sandbox.world.changed.until(lambda: sandbox.world.in_flight == 0, 5)
    assert not [message for message in anna.chat if not message.mine]


async def test_duplicate_and_reordered_updates(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    await anna.says("1")
    await anna.says("2")
    sandbox.faults.add(Fault("duplicate_updates"), Fault("reordered_updates"))
    updates = await bot.get_updates()
    assert [update.message.text for update in updates if update.message] == ["2", "1", "2", "1"]


async def test_polls_fail_only_when_named(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    await anna.says("x")
    sandbox.faults.add(Fault("5xx"))
    assert await bot.get_updates()
    sandbox.faults.clear()
    sandbox.faults.add(Fault("5xx", method="getUpdates"))
    with pytest.raises(TelegramServerError):
        await bot.get_updates()


def test_unknown_kind() -> None:
    with pytest.raises(ValueError, match="unknown fault 'earthquake'"):
        Fault("earthquake")
