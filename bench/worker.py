"""A worker as a process of its own, without door and courier: it writes down what waits in the inbox until it is stopped."""

from __future__ import annotations

import asyncio
import signal

from bot.assembly import build_dispatcher
from gotovo.clock import wall_clock
from gotovo.settings import settings_or_exit
from gotovo.signals import Bell
from gotovo.telegram import open_bot
from gotovo.worker import Worker
from storage.engine import open_engines


async def work() -> None:
    settings = settings_or_exit()
    engines, bot, arrived = open_engines(settings.database_url.get_secret_value()), open_bot(settings), Bell()
    worker = Worker(bot, build_dispatcher(), engines=engines, clock=wall_clock, said=Bell())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, arrived.close)
    print("ready", flush=True)
    await worker.run(arrived)
    await bot.session.close()
    await engines.dispose()


if __name__ == "__main__":
    asyncio.run(work())
