"""getUpdates: offsets, limits, the long poll, two pollers, expiry."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Update

from sandbox import Person, Sandbox
from tests.sandbox.conftest import Clock


def texts(updates: list[Update]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_offset_confirms_everything_below(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    for text in "abc":
        await anna.says(text)
    first = await bot.get_updates(limit=2)
    assert texts(first) == ["a", "b"]
    assert first[1].update_id == first[0].update_id + 1
    assert texts(await bot.get_updates(offset=first[-1].update_id + 1)) == ["c"]
    assert len(sandbox.world.updates.pending) == 1


async def test_negative_offset_keeps_the_last(bot: Bot, anna: Person) -> None:
    for text in "abc":
        await anna.says(text)
    assert texts(await bot.get_updates(offset=-1)) == ["c"]


async def test_haste_gets_one_at_a_time(bot: Bot, anna: Person) -> None:
    await anna.says("a")
    await anna.says("b")
    assert texts(await bot.get_updates()) == ["a", "b"]
    assert texts(await bot.get_updates()) == ["a"]


async def waits(sandbox: Sandbox) -> None:
    assert await sandbox.world.changed.until(lambda: sandbox.server.poller.is_waiting, 5)


async def test_long_poll_wakes_at_once(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=30))
        await waits(sandbox)
        await anna.says("now")
    assert texts(poll.result()) == ["now"]


async def ended(bot: Bot) -> str:
    """A poll that is expected to be ended by another: the reason."""
    with pytest.raises(TelegramConflictError) as refused:
        await bot.get_updates(timeout=30)
    return refused.value.message


async def test_second_poller_ends_the_first(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        first = tasks.create_task(ended(bot))
        await waits(sandbox)
        second = tasks.create_task(bot.get_updates(timeout=30, offset=5))
        assert "make sure that only one bot instance is running" in await first
        await anna.says("mine")
    assert texts(second.result()) == ["mine"]


async def test_set_webhook_ends_a_poll(sandbox: Sandbox, bot: Bot) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        first = tasks.create_task(ended(bot))
        await waits(sandbox)
        await bot.set_webhook("http://127.0.0.1:9/")
    assert first.result() == "Conflict: terminated by setWebhook request"


async def test_webhook_excludes_polling(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:1/hook")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_updates_expire(sandbox: Sandbox, anna: Person, clock: Clock) -> None:
    await anna.says("old")
    sandbox.world.add_update("callback_query", {"id": "1", "from": {"id": anna.id}})
    clock.jump(seconds=151)
    assert [update.kind for update in sandbox.world.updates.first(100)] == ["message"]
    clock.jump(hours=24)
    assert sandbox.world.updates.first(100) == []


async def test_allowed_updates(bot: Bot, anna: Person) -> None:
    message = await anna.says("x")
    await anna.reacts(message, "👍")
    assert [update.event_type for update in await bot.get_updates(allowed_updates=["message_reaction"], timeout=0)] == ["message"]
    await anna.says("unheard")
    await anna.reacts(message, "🔥")
    updates = await bot.get_updates(offset=-1)
    assert [update.event_type for update in updates] == ["message_reaction"]
