"""The sandbox as a whole: quiet, people, running alone."""

import asyncio
import contextlib

from aiogram import Bot

from sandbox import Person, Sandbox
from sandbox.__main__ import serve


async def test_settle_waits_until_updates_are_taken(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    await anna.says("x")
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        quiet = tasks.create_task(anna.never_sees("anything"))
        update = (await bot.get_updates())[-1]
        assert not quiet.done()
        await bot.get_updates(offset=update.update_id + 1)


async def test_own_settle(sandbox: Sandbox, anna: Person) -> None:
    asked = []

    async def idle() -> None:
        asked.append("idle")

    sandbox.settle = idle
    await anna.never_sees("anything")
    assert asked == ["idle"]


async def test_people(sandbox: Sandbox, anna: Person) -> None:
    assert sandbox.people[anna.id] is anna
    row = sandbox.world.people()[0]
    assert (row["name"], row["role"], row["started"], row["blocked"]) == ("Анна Белова", "client", True, False)
    sandbox.latency = 0.25
    assert sandbox.server.latency == sandbox.latency == 0.25


async def test_runs_alone() -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await serve("127.0.0.1", 0, token="7:AAAAAAAA")
